"""The lines of Pajek's files as words: quoted labels, letters as numbers, and what only says how to draw."""

from __future__ import annotations

import html
import re

_WORD = re.compile(r'"([^"]*+)"|(\[[\d\s,*-]{0,2000}+\])|([^\s"]\S*)|(")', re.ASCII)
_TIMES = re.compile(r"\[[\d\s,*-]*\]", re.ASCII)
_CODE = re.compile(r"&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_SHAPES = frozenset({"ellipse", "box", "diamond", "triangle", "cross", "empty", "man", "woman", "house"})
_DRAWN = frozenset({
    "ic", "bc", "bw", "lc", "la", "lr", "lp", "lphi", "fos", "font", "phi", "r", "q", "s_size", "x_fact", "y_fact",
    "hks", "hooks", "size", "c", "p", "w", "s", "a", "ap", "h1", "h2", "a1", "k1", "a2", "k2", "k", "labelcolor",
    "labeldegree", "framewidth", "fontsize", "rotation", "radius", "diamondratio", "labeldistance", "arrowsize",
    "edgewidth",
})  # fmt: skip


class Unclosed(Exception):
    """A quotation mark that is never closed."""


def words(line: str) -> list[str]:
    """The words of a line; labels without their quotation marks, times with their brackets.

    Raises:
        Unclosed: an odd quotation mark.
    """
    found = []
    for match in _WORD.finditer(line):
        quoted, times, plain, odd = match.groups()
        if odd:
            raise Unclosed
        found.append(times or plain or unescaped(quoted))
    return found


def unescaped(text: str) -> str:
    """A label as it was meant: Pajek, and igraph after it, write quotation marks and other letters as numbers."""
    return _CODE.sub(lambda code: html.unescape(code[0]), text)


def is_times(word: str) -> bool:
    """Whether a word is Pajek's list of times: ``[1-3,7]``, ``[5-*]``."""
    return _TIMES.fullmatch(word) is not None


def is_number(word: str) -> bool:
    """Whether a word is a number."""
    return _NUMBER.fullmatch(word) is not None


def split_drawing(rest: list[str], *, vertex: bool) -> tuple[dict[str, str], list[str], bool]:
    """What follows the label of a vertex, or the value of a line.

    Args:
        rest: the words.
        vertex: they may begin with a place and a shape, before which nothing else can stand.

    Returns:
        Attributes by name, the times, and whether there was something about the drawing.

    Raises:
        ValueError: what was expected instead.
    """
    times = [word for word in rest if is_times(word)]
    pairs = [word for word in rest if not is_times(word)]
    placed = 0
    while vertex and placed < len(pairs) and placed < 3 and is_number(pairs[placed]):
        placed += 1
    if vertex and placed < len(pairs) and pairs[placed].casefold() in _SHAPES:
        placed += 1
    pairs = pairs[placed:]
    if vertex and not placed and pairs and pairs[0].casefold() not in _DRAWN:
        raise ValueError("a label of several words in quotation marks")
    if len(pairs) % 2:
        raise ValueError("a name and a value of each attribute")
    attributes: dict[str, str] = {}
    drawn = placed > 0
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if name.casefold() in _DRAWN:
            drawn = True
        else:
            attributes["label" if name == "l" else name] = value
    return attributes, times, drawn
