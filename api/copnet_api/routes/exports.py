"""Download of everything, or of a network, in the formats of other programs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from copnet.exporters.formats import FORMATS, ZIP, FormatName
from copnet.services.exports import Source, export_to, require_sense
from copnet_api.deps import ServicesDep
from copnet_api.errors import documented
from copnet_api.queries import NetworkQuery

router = APIRouter(tags=["exports"])
BINARY = {"schema": {"type": "string", "format": "binary"}}
CONTENT = dict.fromkeys(sorted({one.media_type for one in FORMATS.values()}), BINARY)
REPORT = "Copnet-Export"
"""The header with what ``copnet export --json`` prints; not every format has room for it in the file."""
SENT = {
    "description": "The file.",
    "content": CONTENT,
    "headers": {
        REPORT: {
            "description": "What `copnet export --json` prints, in ASCII: format, path, audience, rows, withheld, "
            "left_out, cautions.",
            "schema": {"type": "string"},
        }
    },
}


@router.get("/export/{format}", response_class=FileResponse, operation_id="export", summary="Records or a network",
            responses={**documented(404, 503), 200: SENT})  # fmt: skip
def export(
    services: ServicesDep,
    format: Annotated[  # noqa: A002 - the name of the contract
        FormatName, PathParameter(description="What to write; see `copnet export`.", examples=["csv", "gexf"])
    ],
    asked: Annotated[NetworkQuery, Query()],
) -> Response:
    """Tables (csv, xlsx, parquet, cypher) hold all records; the others one network. Several files come as a zip.

    What is not in the file is told in the header `Copnet-Export`.
    """
    chosen, spec, who = FORMATS[format], asked.spec(), asked.who()
    require_sense(chosen, spec)
    name = f"copnet-{chosen.name}-{who.kind}{chosen.ending or ZIP}"
    scratch = tempfile.TemporaryDirectory(prefix="copnet-export-")
    try:
        with services.computing():
            snapshot = services.store.tables() if chosen.family == "tables" else services.snapshots.current()
            report = export_to(Source(chosen, snapshot), Path(scratch.name) / name, spec, who).as_dict()
    except BaseException:
        scratch.cleanup()
        raise
    return FileResponse(
        Path(scratch.name) / name,
        media_type=chosen.media_type,
        filename=name,
        headers={REPORT: json.dumps(report | {"path": name})},
        background=BackgroundTask(scratch.cleanup),
    )
