"""JSON from strangers: its size, depth and number of values are counted before anything is built from it."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from copnet.errors import ImportRefused
from copnet.importers.archive import MAX_INFLATED
from copnet.importers.csv_reader import MAX_LINE
from copnet.importers.headers import Place

MOST_BYTES = 64 * 1024 * 1024
"""Bytes of one JSON text: as objects it takes up to ten times as much memory."""
MOST_DEPTH = 100
"""Lists and objects within each other; a work of OpenAlex has 6."""
MOST_VALUES = 5_000_000
"""Values of one JSON text: empty lists cost three bytes in a file, and thirty times as much in memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_NUMBER = re.compile(rb"NaN|Infinity")
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")
_BLOCK = 1 << 20


def load_json(path: Path, place: Place, *, most_bytes: int = MOST_BYTES) -> Any:
    """The value of a JSON file in UTF-8, or UTF-16 with a byte-order mark.

    Args:
        path: the file.
        place: for the errors.
        most_bytes: refuse larger files without reading them.

    Raises:
        ImportRefused: too large, too deep, not JSON, a name twice in one object, or a number JSON does not have; with
            the line.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(most_bytes + 1) if path.stat().st_size <= most_bytes else b""
    if not data and path.stat().st_size == 0:
        raise _refused(place, "a JSON file; this one is empty")
    if not 0 < len(data) <= most_bytes:
        size = f"{path.stat().st_size / 2**20:,.0f} MB"
        raise _refused(place, f"a JSON file of at most {most_bytes // 2**20:,} MB, found {size}; split it")
    return parse_json(_as_utf8(data, place), place)


def load_json_lines(path: Path, place: Place) -> Iterator[tuple[int, Any]]:
    """Number and value of each filled line of a file with one JSON value a line, in UTF-8.

    Raises:
        ImportRefused: too large, a line longer than 4 MB, or one that ``parse_json`` refuses.
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    if size > MAX_INFLATED:
        raise _refused(place, f"at most {MAX_INFLATED // 2**20} MB in one import, found {size // 2**20:,} MB; split it")
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) >= MAX_LINE:
                raise _refused(place, f"a line of fewer than {MAX_LINE:,} characters", number)
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if line.strip():
                yield number, parse_json(line.rstrip(b"\r\n"), place, first_line=number)


def parse_json(data: bytes, place: Place, *, first_line: int = 1) -> Any:
    """The value of a JSON text in UTF-8.

    Args:
        data: the text.
        place: for the errors.
        first_line: the number of its first line in the file.

    Raises:
        ImportRefused: as ``load_json`` says.
    """
    _measure(data, place, first_line)

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in found if names.count(name) > 1)
            where = f" (line {first_line})" if first_line > 1 else ""
            raise ImportRefused([place.problem(f"each name once in an object of the JSON{where}", value=twice)])
        return found

    try:
        value = json.loads(
            data.decode(), object_pairs_hook=object_of, parse_float=_finite, parse_constant=_no_such_number
        )
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise _refused(place, "a JSON file in UTF-8; the bytes of this one are no text", line) from None
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        expected = f"JSON; at column {error.colno:,} of line {line:,} it breaks off or is something else ({error.msg})"
        raise _refused(place, expected, line) from None
    except ValueError as error:
        raise _refused(place, f"JSON with numbers a computer can hold ({error})") from None
    if re.search(rb"\\u[dD][89a-fA-F]", data):
        _require_whole_signs(value, place)
    return value


def _as_utf8(data: bytes, place: Place) -> bytes:
    name = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    if name == "utf-8-sig":
        return data[len(codecs.BOM_UTF8) :]
    if name == "utf-32" or (name == "utf-8" and b"\0" in data[:_BLOCK]):
        raise _refused(place, "a JSON file in UTF-8; this one has zero bytes or is UTF-32")
    if name == "utf-8":
        return data
    try:
        return data.decode(name).encode()
    except UnicodeDecodeError:
        raise _refused(place, "text in the encoding its byte-order mark says (UTF-16); save it as UTF-8") from None


def _measure(data: bytes, place: Place, first_line: int) -> None:
    """Count what stands outside the strings, in blocks of bytes, without building anything.

    Raises:
        ImportRefused: too deep, too many values, NaN or Infinity.
    """
    plain = data.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")  # only quotation marks that open or close are left
    depth, values, quotes = 0, 0, 0

    def refuse(expected: str, at: int) -> ImportRefused:
        return _refused(place, expected, first_line + data.count(b"\n", 0, at))

    for start in range(0, len(plain), _BLOCK):
        signs = np.frombuffer(plain, dtype=np.uint8, count=min(_BLOCK, len(plain) - start), offset=start)
        marks = quotes + (signs == ord('"')).cumsum(dtype=np.int64)
        quotes = int(marks[-1])
        outside = marks % 2 == 0
        names = np.flatnonzero(outside & ((signs == ord("N")) | (signs == ord("I"))))
        if names.size and (wrong := _NO_NUMBER.match(data, start + int(names[0]))):
            raise refuse(f"a number; JSON has no {wrong[0].decode()}", wrong.start())
        opening = outside & ((signs == ord("[")) | (signs == ord("{")))
        closing = outside & ((signs == ord("]")) | (signs == ord("}")))
        depths = depth + opening.cumsum(dtype=np.int64) - closing.cumsum(dtype=np.int64)
        deep = depths > MOST_DEPTH
        if deep.any():
            expected = f"lists and objects of at most {MOST_DEPTH} levels within each other"
            raise refuse(expected, start + int(np.argmax(deep)))
        depth = int(depths[-1])
        values += int(opening.sum() + (outside & (signs == ord(","))).sum())
        if values > MOST_VALUES:
            raise refuse(f"at most {MOST_VALUES:,} values in one JSON text", start)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:30]} is too large")
    return number


def _no_such_number(text: str) -> float:
    raise ValueError(f"JSON has no {text}")


def _require_whole_signs(value: Any, place: Place) -> None:
    """Refuse halves of the pairs of numbers by which some signs are written: they are no text."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and _HALF_PAIR.search(one):
            shown = _HALF_PAIR.sub("\N{REPLACEMENT CHARACTER}", one)
            raise ImportRefused(
                [place.problem("text of whole signs; a \\ud... stands without its partner", value=shown)]
            )
        if isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _refused(place: Place, expected: str, line: int | None = None) -> ImportRefused:
    return ImportRefused([place.problem(expected, row=line)])
