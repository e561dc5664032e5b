"""Reading text tables by columns and row by row gives the same, whatever the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copnet.errors import ImportRefused
from copnet.importers import csv_reader
from copnet.importers.cells import Spelling
from copnet.importers.csv_reader import read_csv
from copnet.importers.frames import Budget, TableBuilder
from copnet.importers.headers import Place
from copnet.importers.problems import Problems
from copnet.importers.report import LeftOut
from copnet.tables import TABLES

CELLS = st.sampled_from([
    "", " ", "a", "Ann Lee", "é", "e\u0301", "-", "=1", "a\x1cb", "\x1f", "\x85", "\u2028", "\ufeff", "\u3000x\u3000",
    "\0", "#", "Example: x", '"', '"q"', '"a""b"', '"a\nb"', '"a,b"', 'a"b', '"a"b', "\r", "x" * 40, "\x1f\x8b",
    "x\x01", "\\",
])  # fmt: skip
HEADERS = (
    "name,email,organization,my own",
    "name,,own",
    "name",
    "name;email",
    "name\temail",
    "name,email,,",
    '"name",x',
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n", "\r", "\r\n\r\n", ""])
ROWS = st.lists(st.tuples(st.lists(CELLS, max_size=5), ENDS), max_size=12)


def _read(path: Path) -> tuple[object, ...]:
    problems, left_out = Problems(), list[LeftOut]()
    budget, cautions = Budget(120), list[str]()
    builder = TableBuilder(TABLES["people"], Place(path.name), problems, budget, lambda name: None, left_out)
    try:
        data = read_csv(path, builder, Spelling(), cautions)
    except ImportRefused as error:
        return error.problems, str(error), problems.listed(), left_out, cautions
    found = data and (data.columns, data.frame.to_dict(as_series=False), data.rows.to_list(), data.bad.tolist())
    return found, problems.listed(), left_out, cautions, budget.cells


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "people.csv"


@pytest.fixture(autouse=True, scope="module")
def small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "BLOCK", 24)
        patch.setattr(csv_reader, "MAX_FIELD", 30)
        patch.setattr(csv_reader, "MAX_LINE", 100)
        yield


def _both(path: Path) -> tuple[tuple[object, ...], tuple[object, ...], int]:
    """What the columns give, what the rows give, and how many blocks were read by columns."""
    blocks = 0
    columns = csv_reader._columns

    def counted(*args: Any) -> Any:
        nonlocal blocks
        found = columns(*args)
        blocks += found is not None
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "_columns", counted)
        fast = _read(path)
        patch.setattr(csv_reader, "_columns", lambda *args: None)
        return fast, _read(path), blocks


@settings(max_examples=150, deadline=None)
@given(
    header=st.sampled_from(HEADERS), rows=ROWS, separator=st.sampled_from(",;\t|"), sep=st.booleans(),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)  # fmt: skip
@example("name,email,,", [([], "\n"), (["a"], "\n"), (["a", "b", "", "", ""], "\r\n")], ",", False, "utf-8")
@example("name,email", [(["\ufeffa", "b"], "\n")] * 9, ",", False, "utf-8")
def test_any_text(
    place: Path, header: str, rows: list[tuple[list[str], str]], separator: str, sep: bool, codec: str
) -> None:
    text = f"sep={separator}\n" * sep + header + "\n" + "".join(separator.join(cells) + end for cells, end in rows)
    place.write_bytes(text.encode(codec, errors="replace"))
    fast, slow, _ = _both(place)
    assert fast == slow


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([b'"', b",", b";", b"\n", b"\r", b"\xe9", b"\xc3\xa9", b"\xef\xbb\xbf", b"a", b" ", b"\0"])
    )
)
def test_any_bytes(place: Path, pieces: list[bytes]) -> None:
    place.write_bytes(b"name,email\n" + b"".join(pieces))
    fast, slow, _ = _both(place)
    assert fast == slow


def test_blocks_without_anything_odd_are_read_by_columns(place: Path) -> None:
    place.write_text("name,email,,\n" + "Ann É,x,,\n,\n\nBob\r\n" * 9 + '"Zoe ""Z""",x\n' + "Cy,x\n" * 9)
    fast, slow, blocks = _both(place)
    assert fast == slow
    assert blocks > 5
