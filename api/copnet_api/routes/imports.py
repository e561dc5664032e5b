"""Upload of tables: one workbook, one zip of tables, or several CSV files, all or nothing."""

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
from copnet.importers.files import BOOK_ENDINGS, TEXT_ENDINGS
from copnet.services.imports import ImportOptions, import_path
from copnet_api.deps import ServicesDep
from copnet_api.errors import RowFault, documented

router = APIRouter(tags=["imports"])
TABLES = frozenset(TEXT_ENDINGS)
WHOLE = frozenset({*BOOK_ENDINGS, ".zip"})
MAX_FILES = 100
MAX_NAME = 200


class ImportQuery(BaseModel):
    """How to read the files."""

    model_config = ConfigDict(extra="forbid")

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
        default=[], description="One .xlsx, one .zip of tables, or files named after tables, such as people.csv."
    )
    file: list[UploadFile] = Field(default=[], description="The same as `files`.")

    def options(self, asked: ImportQuery) -> ImportOptions:
        """What was asked for in either place."""
        own = {name: getattr(self, name) for name in self.model_fields_set - {"files", "file"}}
        return ImportOptions(**(asked.model_dump() | own))


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
    summary="Import a workbook or tables",
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
    options, files = form.options(asked), [*form.files, *form.file]
    if options.day_first and options.month_first:
        raise UsageError("day_first and month_first contradict each other; give one of them.")
    if not files:
        raise InvalidRecord([("files", "one .xlsx, one .zip of tables, or files named after tables")])
    names = _names(files)
    with tempfile.TemporaryDirectory(prefix="copnet-upload-") as folder:
        for name, upload in zip(names, files, strict=True):
            with (Path(folder) / name).open("wb") as file:
                shutil.copyfileobj(upload.file, file)
        path = Path(folder) / names[0] if Path(names[0]).suffix.lower() in WHOLE else Path(folder)
        report = import_path(services.store, path, options)
    return JSONResponse(report.as_dict(), 200 if options.dry_run else 201)


def _names(files: list[UploadFile]) -> list[str]:
    """The files' own names, which say which table each is, without any folder a client put before them.

    Raises:
        InputError: names that are unfit, or files that do not go together.
    """
    names = [_name(upload.filename or "") for upload in files]
    if len(names) > MAX_FILES:
        raise InputError(f"At most {MAX_FILES} files can be sent at once; {len(names)} came.")
    if len({name.casefold() for name in names}) < len(names):
        raise InputError("Two of the files have the same name.")
    if len(names) > 1 and any(Path(name).suffix.lower() in WHOLE for name in names):
        raise InputError("Send a workbook or a zip alone; only tables (.csv, .tsv, .txt) can be sent together.")
    return names


def _name(sent: str) -> str:
    name = sent.replace("\\", "/").rpartition("/")[2].strip()
    if Path(name).suffix.lower() not in TABLES | WHOLE or name.startswith("."):
        raise InputError("Each file needs a name that ends in .xlsx, .zip, .csv, .tsv or .txt.")
    if len(name.encode("utf-8", "replace")) > MAX_NAME or not name.isprintable():
        raise InputError(f"A file's name may have {MAX_NAME} bytes at most, without invisible characters.")
    return name
