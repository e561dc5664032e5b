"""References of an input that is too large to import: looked at in columns, so that its other faults are named too."""

from __future__ import annotations

import numpy as np
import polars as pl

from copnet.importers.cells import split_list
from copnet.importers.frames import TableData
from copnet.importers.headers import Bound
from copnet.importers.reader import Reading
from copnet.importers.registry import NAME_FIELD, Existing
from copnet.model import RECORDS
from copnet.remembered import Merge


def check_references_only(reading: Reading, existing: Existing) -> None:
    """Add a problem for each reference to something whose table is in the input but neither there nor in the store.

    Records are neither matched nor built; references with an e-mail or an organization are looked at by their name.
    """
    by_table = {data.table.name: data for data in reading.tables if len(data.rows)}
    names: dict[str, pl.Series] = {}
    for data in reading.tables:
        for bound in data.columns:
            column = bound.column
            if column is None or column.refers_to not in by_table or column.name == "funders":
                continue
            if column.refers_to not in names:
                names[column.refers_to] = _names(by_table[column.refers_to], existing)
            _check(data, bound, names[column.refers_to], reading)


def _names(data: TableData, existing: Existing) -> pl.Series:
    """Every id and name of a table, in the input and in the store."""
    table = data.table.name
    parts = [data.frame[bound.name] for name in ("id", NAME_FIELD[table]) if (bound := data.bound(name))]
    stored: list[str] = []
    for record in existing.read(table):
        stored += [record.key, getattr(record, NAME_FIELD[table]), *getattr(record, "aliases", ())]
    for merge in existing.read("merges"):
        stored += [merge.dropped, merge.name] if isinstance(merge, Merge) else []
    parts.append(pl.Series(stored, dtype=pl.String))
    return pl.concat([part.rename("name") for part in parts]).drop_nulls().unique()


def _check(data: TableData, bound: Bound, names: pl.Series, reading: Reading) -> None:
    column = bound.column
    assert column is not None
    assert column.refers_to is not None
    texts = data.frame[bound.name]
    indices = np.flatnonzero((~texts.is_in(names.implode())).fill_null(value=False).to_numpy())
    bare = texts.gather(indices).str.replace(r"(?s)\s*(<[^<>]*>|\((?:[^()]|\([^()]*\))*\))$", "")
    indices = indices[(~bare.is_in(names.implode())).to_numpy()]
    known: set[str] | None = None
    expected = f"{RECORDS[column.refers_to].singular} of the table {column.refers_to} or the store"
    place = data.place
    for done, index in enumerate(indices.tolist()):
        if not reading.problems.room(place.file, place.sheet, bound.header):
            reading.problems.count_only(len(indices) - done)
            return
        text = texts[index]
        if text == "-":
            continue
        if column.kind == "references":
            known = known if known is not None else set(names.to_list())
            if all(item in known for item in split_list(text)):
                continue
        here = data.place_of(index)
        reading.problems.add(here.problem(expected, row=data.rows[index], column=bound.header, value=text))
