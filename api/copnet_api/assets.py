"""Style sheets and scripts, all from installed packages: pages work without any network."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from copnet_viz.render import static_files

STATIC = "/static"
HERE = Path(__file__).parent / "static"


def mount_assets(app: FastAPI) -> None:
    """Serve the files that pages ask for under ``/static``, and no others."""
    app.mount(STATIC, _Assets(directory=HERE))


class _Assets(StaticFiles):
    """Files by name: this package's and the map's, whose vis-network is the one installed with pyvis."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        file = _files().get(path)
        return (str(file), file.stat()) if file else ("", None)


@cache
def _files() -> Mapping[str, Path]:
    return {**{file.name: file for file in HERE.glob("*.css")}, **static_files()}
