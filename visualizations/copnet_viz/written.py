"""Where everybody stood, read back from a page that was written before."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from copnet_viz.staying import Start, Was

_FARTHEST = 1_000_000  # pixels
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_WRITTEN_BY = '<meta name="generator" content="copnet">'
_AUDIENCE = re.compile(r'<meta name="copnet:audience" content="([^"]*)">')


def start_of(page: str, audience: str) -> Start | None:
    """The positions of whoever is named in a page of copnet for the same audience; None of any other text.

    A map of groups has none that are kept: which groups there are can change with one tie.

    Args:
        page: the text of the page; it may be anything.
        audience: for whom the map is made now, in the words of the page.
    """
    found, told = _DATA.search(page), _AUDIENCE.search(page)
    if not found or not told or _WRITTEN_BY not in page or unescape(told[1]) != audience:
        return None
    try:
        spec = json.loads(found[1])["spec"]
        if spec["groups"]:
            return None
        return Start({node["key"]: _was(node) for node in spec["nodes"] if node["name"] is not None})
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _was(node: Any) -> Was:
    (x, y), (u, v) = node["wide"], node["tall"]
    if not all(isinstance(one, int) and abs(one) <= _FARTHEST for one in (x, y, u, v)):
        raise ValueError("not a position")
    return Was((x, y), (u, v), node["isolate"] is True)
