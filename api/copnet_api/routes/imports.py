"""Upload of files: several text tables, or one file of any format that copnet reads, all or nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Response, UploadFile
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from copnet.errors import InputError, InvalidRecord, UsageError
from copnet.fields import FilledText
from copnet.importers.files import TEXT_ENDINGS
from copnet.importers.formats.known import go_together
from copnet.services.imports import ImportOptions, import_path, load_mapping
from copnet_api.deps import ServicesDep
from copnet_api.errors import RowFault, documented

router = APIRouter(tags=["imports"])
TABLES = frozenset(TEXT_ENDINGS)
MAX_FILES = 100
MAX_NAME = 200


class ImportQuery(BaseModel):
    """How to read the files."""

    model_config = ConfigDict(extra="forbid")

    format: FilledText | None = Field(default=None, description="What the file is; without it, seen from its content.")
    dry_run: bool = Field(default=False, description="Say what would happen; write nothing.")
    skip_bad_rows: bool = Field(default=False, description="Write the good rows and list the others.")
    wave: FilledText | None = Field(default=None, description="The wave of a survey, for rows that name none.")
    community: FilledText | None = Field(default=None, description="The community, for rows that name none.")
    day_first: bool = Field(default=False, description="Read 03/04/2024 as 3 April.")
    month_first: bool = Field(default=False, description="Read 03/04/2024 as March 4.")
    reverse_values: float | None = Field(default=None, description="Answers from 1 to this, where 1 is the strongest.")


class ImportForm(ImportQuery):
    """The files, and how to read them: what stands in the form goes before what stands in the address."""

    files: list[UploadFile] = Field(
        default=[], description="Text tables, such as people.csv, or one file of any format that copnet reads."
    )
    file: list[UploadFile] = Field(default=[], description="The same as `files`.")
    mapping: UploadFile | None = Field(default=None, description="A mapping file (TOML): what the columns mean.")

    def options(self, asked: ImportQuery, folder: Path) -> ImportOptions:
        """What was asked for in either place; the mapping is kept in a folder of its own while it is read."""
        own = {name: getattr(self, name) for name in self.model_fields_set - {"files", "file", "mapping"}}
        mapping = load_mapping(_kept(self.mapping, _name(self.mapping), folder)) if self.mapping else None
        return ImportOptions(mapping=mapping, **(asked.model_dump() | own))


class ImportResult(BaseModel):
    """What an import did."""

    model_config = ConfigDict(extra="allow")

    format: str | None
    created: dict[str, int]
    matched: dict[str, int]
    updated: dict[str, int]
    removed: dict[str, int]
    unsure: list[Any]
    left_out: list[Any]
    errors: list[RowFault]
    dry_run: bool


@router.post(
    "/imports",
    status_code=201,
    response_model=ImportResult,
    operation_id="import_tables",
    summary="Import tables, a workbook or a file of another program",
    responses={
        200: {"model": ImportResult, "description": "Dry run: nothing was written"},
        **documented(404, 409, 413),
    },
)
def import_tables(
    services: ServicesDep,
    form: Annotated[ImportForm, Form(media_type="multipart/form-data")],
    asked: Annotated[ImportQuery, Query()],
) -> Response:
    """All of it, or nothing when a row is bad; then every bad row is listed in `errors`."""
    files = [*form.files, *form.file]
    if not files:
        raise InvalidRecord([("files", "text tables, or one file of any format that copnet reads")])
    names = _names(files)
    with tempfile.TemporaryDirectory(prefix="copnet-upload-") as scratch:
        sent, mapped = Path(scratch, "files"), Path(scratch, "mapping")
        sent.mkdir()
        mapped.mkdir()
        options = form.options(asked, mapped)
        if options.day_first and options.month_first:
            raise UsageError("day_first and month_first contradict each other; give one of them.")
        paths = [_kept(upload, name, sent) for name, upload in zip(names, files, strict=True)]
        report = import_path(services.store, paths[0] if len(paths) == 1 else sent, options)
    return JSONResponse(report.as_dict(), 200 if options.dry_run else 201)


def _kept(upload: UploadFile, name: str, folder: Path) -> Path:
    path = folder / name
    with path.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return path


def _names(files: list[UploadFile]) -> list[str]:
    """The files' own names, which say which table each is, without any folder a client put before them.

    Raises:
        InputError: names that are unfit, or files that do not go together.
    """
    names = [_name(upload) for upload in files]
    if len(names) > MAX_FILES:
        raise InputError(f"At most {MAX_FILES} files can be sent at once; {len(names)} came.")
    if len({name.casefold() for name in names}) < len(names):
        raise InputError("Two of the files have the same name.")
    if len(names) > 1 and any(Path(name).suffix.lower() not in TABLES for name in names) and not go_together(names):
        raise InputError(
            "Send such a file alone; only tables (.csv, .tsv, .txt), or .net with .clu, .vec and .per of its "
            "name, or .##h with .##d, can be sent together."
        )
    return names


def _name(upload: UploadFile) -> str:
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2].strip()
    if not name or name.startswith("."):
        raise InputError("Each file needs a name, such as people.csv or map.gexf.")
    if len(name.encode("utf-8", "replace")) > MAX_NAME or not name.isprintable():
        raise InputError(f"A file's name may have {MAX_NAME} bytes at most, without invisible characters.")
    return name
