"""Download of everything, or of a network, in the formats of other programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter
from fastapi.responses import Response

from copnet.exporters.formats import FORMATS, ZIP, FormatName
from copnet.services.exports import export_bytes, require_sense
from copnet_api.answers import COMPUTED, AnswersDep, whole_tables
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


@router.get("/export/{format}", response_class=Response, operation_id="export", summary="Records or a network",
            responses={**COMPUTED, 200: SENT})  # fmt: skip
def export(
    answers: AnswersDep,
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
    return answers.of(
        export_bytes, chosen.name, name, spec, who,
        source=whole_tables(answers.services.store) if chosen.family == "tables" else None,
        media_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        beside=REPORT,
    )  # fmt: skip
