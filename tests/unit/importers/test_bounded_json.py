"""JSON is bounded before it is built, and what is refused is named with its line."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet.errors import ImportRefused, Problem
from copnet.importers.bounded_json import MOST_BYTES, MOST_DEPTH, MOST_VALUES, load_json, load_json_lines, parse_json
from copnet.importers.headers import Place

PLACE = Place("works.json")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=30,
)  # fmt: skip


def _refused(data: bytes, tmp_path: Path) -> Problem:
    path = tmp_path / "works.json"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as caught:
        load_json(path, PLACE)
    (problem,) = caught.value.problems
    return problem


@given(VALUES, st.booleans())
def test_what_json_writes_is_read(value: Any, ascii_only: bool) -> None:
    data = json.dumps(value, ensure_ascii=ascii_only, indent=1).encode()
    assert parse_json(data, PLACE) == value


@pytest.mark.parametrize("encode", [
    lambda text: text.encode(), lambda text: codecs.BOM_UTF8 + text.encode(), lambda text: text.encode("utf-16"),
    lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
])  # fmt: skip
def test_encodings(encode: Any, tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    path.write_bytes(encode('{"name": "Łucja \\ud83d\\ude00 學"}'))
    assert load_json(path, PLACE) == {"name": "Łucja 😀 學"}


@pytest.mark.parametrize(("data", "row", "words"), [
    (b"", None, "empty"),
    (b"\n" + b"[" * (MOST_DEPTH + 1), 2, "100 levels"),
    (b'[\n"]' + b'\\"' * 9 + b'",\nNaN]', 3, "NaN"),
    (b"[1,\n-Infinity]", 2, "Infinity"),
    (b"[1e999]", None, "too large"),
    (b"[" + b"9" * 5000 + b"]", None, "numbers"),
    (b'{"a": 1,\n "b": {"c": 1, "c": 2}}', None, "each name once"),
    (b'{"a": 1,\n "b" 2}', 2, "column 6"),
    (b'["\xff"]', 1, "UTF-8"),
    ('["ä"]'.encode("utf-32"), None, "UTF-32"),
    ("[1]".encode("utf-16-le"), None, "zero bytes"),
    ('["ä"]'.encode("utf-16")[:-1], None, "UTF-16"),
    (b'["\\ud800"]', None, "partner"),
    (b"[" + b"[]," * (MOST_VALUES // 2 + 1) + b"0]", 1, "values"),
])  # fmt: skip
def test_refused(data: bytes, row: int | None, words: str, tmp_path: Path) -> None:
    problem = _refused(data, tmp_path)
    assert problem.row == row
    assert words in problem.expected


def test_brackets_in_strings_are_not_counted() -> None:
    text = "[" * 1000 + '\\"{' * 1000
    assert parse_json(json.dumps({"a": text}).encode(), PLACE) == {"a": text}


@given(st.lists(st.sampled_from(['"', "\\", "[", "]", "a", "\\\\", '\\"']), max_size=30).map("".join))
def test_escapes_in_strings(text: str) -> None:
    """Brackets count outside strings only, however quotation marks and backslashes stand in them."""
    data = json.dumps([text, [text], "[" * MOST_DEPTH]).encode()
    assert parse_json(data, PLACE) == json.loads(data)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(ImportRefused, match="1 problem"):
        load_json(path, PLACE)


def test_lines(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_bytes(codecs.BOM_UTF8 + b'{"a": 1}\r\n\r\n[2]\n')
    assert list(load_json_lines(path, PLACE)) == [(1, {"a": 1}), (3, [2])]
    path.write_bytes(b'{"a": 1}\n{"a" 1}\n')
    with pytest.raises(ImportRefused) as caught:
        list(load_json_lines(path, PLACE))
    assert caught.value.problems[0].row == 2


def test_an_endless_line(tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    with path.open("wb") as file:
        file.write(b"{}\n")
        file.truncate(100_000_000)
    lines = load_json_lines(path, PLACE)
    assert next(lines) == (1, {})
    with pytest.raises(ImportRefused) as caught:
        next(lines)
    assert caught.value.problems[0].row == 2
