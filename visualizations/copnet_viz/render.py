"""A specification as a page: our own escaped template, vis-network from the installed pyvis, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from copnet_viz import channels, packed, pyvis_network, words
from copnet_viz.shape import MapSpec

HERE = Path(__file__).parent
VIS_NETWORK = "vis-network.min.js"
SHEETS = ("tokens.css", "page.css", "map.css")
SCRIPTS = (
    VIS_NETWORK, "words.js", "unpack.js", "data.js", "state.js", "theme.js", "marks.js", "labels.js", "groups.js",
    "view.js", "map.js", "group_panel.js", "panel.js", "search.js", "legend.js", "tables.js", "main.js",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asset:
    """A style sheet or a script: inline, or by its address."""

    href: str = ""
    inline: str = ""


def page(spec: MapSpec, *, standalone: bool, static: str = "/static") -> str:
    """The page of a map.

    Args:
        standalone: everything in one file that opens from a disk; else scripts and styles at ``static`` (see
            ``static_files``), for a page under a
            policy without 'unsafe-inline': vis-network sets styles from its script (CSSOM), which such a policy allows.
        static: where the server has the static files.
    """
    sheets = [_asset(name, standalone, static) for name in SHEETS]
    scripts = [_asset(name, standalone, static) for name in SCRIPTS]
    return (
        _templates()
        .get_template("map.html")
        .render(
            spec=spec,
            data=json_in_html(_data(spec)),
            sheets=sheets,
            scripts=scripts,
            policy=_policy(sheets, scripts) if standalone else "",
        )
    )


def static_files() -> Mapping[str, Path]:
    """Every static file a served page asks for, by its name under ``/static``."""
    return MappingProxyType({name: _path(name) for name in (*SHEETS, *SCRIPTS)})


def json_in_html(value: Any) -> Markup:
    """JSON that can stand inside a script element: no character in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - what could be read as markup was escaped above


def _data(spec: MapSpec) -> dict[str, Any]:
    """What the scripts get: the specification without what the template has written, and pyvis's network."""
    said = packed.as_dict(spec) if spec.groups else spec.as_dict()
    for written in ("sentence", "cautions", "title", "window", "audience"):
        del said[written]
    for card in said["cards"]:
        for written in ("sentence", "how", "caution", "term", "count"):
            del card[written]
    return {"spec": said, "network": pyvis_network.build(spec), "palette": channels.PALETTE}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = words.day
    return environment


def _asset(name: str, inline: bool, static: str) -> _Asset:
    if inline:
        return _Asset(inline=Markup(_inline_text(name)))  # noqa: S704 - our own files, checked by _inline_text
    return _Asset(href=f"{static}/{name}?v={hashlib.sha256(_text(name).encode()).hexdigest()[:12]}")


@cache
def _text(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def _inline_text(name: str) -> str:
    text = _text(name).replace("//# sourceMappingURL=vis-network.min.js.map", "")
    if "</script" in text.lower() or "</style" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} cannot stand inside a page: it holds the end of a script or style element.")
    return text


def _path(name: str) -> Path:
    if name != VIS_NETWORK:
        return HERE / "static" / name
    found = find_spec("pyvis")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "lib" / "vis-9.1.2" / VIS_NETWORK


def _policy(sheets: list[_Asset], scripts: list[_Asset]) -> str:
    """A policy that lets exactly these inline scripts and styles run and no request leave."""
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(sheets)}; img-src data:; "
        "form-action 'none'; base-uri 'none'"
    )


def _hashes(assets: list[_Asset]) -> str:
    digests = (hashlib.sha256(asset.inline.encode()).digest() for asset in assets)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
