"""Hypothesis strategies for records of every table, read off TABLES: whole small stores whose references hold."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from copnet.dates import PartialDate
from copnet.fields import LARGEST_NUMBER
from copnet.importers.cycles import CHAINS
from copnet.model import RECORDS
from copnet.record import Record, Source
from copnet.remembered import KIND_OF, Decision, Merge, MergedRow, as_json
from copnet.tables import TABLES, Column

_NASTY = (
    "'", '"', "\\", "`", "$x", "{}", "[]", "null", "-1", "//", "; DROP", "Zoë Ångström", "日本語", "مرحبا", "👩‍👩‍👧",
    "🦊", "ﬁ", "e\u0301", "a\nb", "a\tb", "<b>&amp;</b>", "\u200bx", "\uff21", "\U00010000", "\ufffd", "x" * 2000,
    "-", "'-", "''", "=1+1", "+49 30", "@x", "example: one", "a|b", "a\\|b", "a\rb", "a\r\n b", "_x000D_", "שלום עולם",
    "2024-05", "TRUE", "1e5", ",", ";",
)  # fmt: skip
_characters = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.one_of(st.sampled_from(_NASTY), st.text(_characters, min_size=1, max_size=12)).filter(
    lambda text: text.strip()
)
ids = st.one_of(
    st.sampled_from(
        [
            "é",
            "a b",
            "🦊",
            "\uff21",
            "'",
            '"',
            "$",
            "`x`",
            "null",
            "z" * 200,
            "-",
            "=1",
            "+",
            "@",
            "example: 1",
            "a|b",
            "שלום",
        ]
    ),
    st.text(st.sampled_from(string.ascii_lowercase + "-_.:é日"), min_size=1, max_size=6).filter(
        lambda text: text not in (".", "..")
    ),
)
numbers = st.one_of(
    st.sampled_from([-1.0, 0.0, 1.0, 3.0, -0.5]), st.floats(min_value=-LARGEST_NUMBER, max_value=LARGEST_NUMBER)
)
dates = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
).map(PartialDate.parse)
sources = st.builds(
    Source, kind=st.sampled_from(["file", "api", "survey", "person"]), file=st.none() | texts, sheet=st.none() | texts,
    row=st.none() | st.integers(min_value=-(2**70), max_value=2**70), person=st.none() | texts,
)  # fmt: skip


def _value(column: Column, known: Mapping[str, list[str]], table: str) -> st.SearchStrategy[Any] | None:
    """Values of a column; None where nothing can be referred to."""
    targets = known.get(column.refers_to or "people", [])
    match column.kind:
        case "reference" | "references" if not targets:
            return None
        case "reference":
            return st.sampled_from(targets)
        case "references":
            return st.lists(st.sampled_from(targets), max_size=3).map(tuple)
        case "texts":
            return st.lists(texts, max_size=3).map(tuple)
        case "choice":
            return st.sampled_from(column.choices)
        case "date":
            return dates
        case "yes-no":
            return st.booleans()
        case "integer":
            return st.integers(min_value=1, max_value=1_000_000_000)
        case "share":
            return st.floats(min_value=0, max_value=1)
        case "number":
            return numbers
        case _ if column.name == "url":
            return texts.filter(lambda text: ":" not in text)  # of other schemes than the web's are refused
        case _:
            return texts


@st.composite
def record(draw: st.DrawFn, table: str, known: dict[str, list[str]], key: str | None = None) -> Record | None:
    """A record of a table that refers to known ids; None when a required reference has nothing to refer to.

    Parents and the like come before it among the known: nobody can write what leads back to itself.
    """
    values: dict[str, Any] = {}
    above = known | {table: known[table][: known[table].index(key)]} if key is not None else known
    for column in TABLES[table].columns:
        if column.field is None:
            continue
        if column.name == "id":
            values["id"] = key
            continue
        strategy = _value(column, above if column.name in CHAINS.get(table, ()) else known, table)
        if strategy is None:
            if column.required:
                return None
            continue
        value = draw(strategy if column.required else st.none() | strategy)
        if value is not None:
            values[column.name] = value
    if table == "ties":
        for end in ("from", "to"):
            kind = draw(st.sampled_from(["person", "organization"])) if known["organizations"] else "person"
            values[f"{end}_kind"] = kind
            values[end] = draw(st.sampled_from(known["people" if kind == "person" else "organizations"]))
    values["attributes"] = draw(st.dictionaries(texts, texts, max_size=2))
    values["provenance"] = draw(st.none() | sources)
    return _repaired(table, values, known)


def _repaired(table: str, values: dict[str, Any], known: Mapping[str, list[str]]) -> Record | None:
    """The record, after what two columns demand of each other."""
    if table == "intents":
        values.pop("seats" if "share" in values else "share", None)
        if "share" not in values:
            values.setdefault("seats", 3)
    if table in ("memberships", "participations") and not values.keys() & {"person", "organization"}:
        table_of = {"person": "people", "organization": "organizations"}
        choices = [name for name in table_of if known[table_of[name]]]
        if not choices:
            return None
        values[choices[0]] = known[table_of[choices[0]]][0]
    if table == "learnings" and not values.keys() & {"community", "collaboration"}:
        if not known["communities"]:
            return None
        values["community"] = known["communities"][0]
    try:
        return RECORDS[table].model_validate(values)
    except ValidationError:  # it ends before it starts
        return RECORDS[table].model_validate({k: v for k, v in values.items() if k not in ("ended_on", "left_on")})


@st.composite
def _remembered(draw: st.DrawFn, known: Mapping[str, list[str]], records: list[Record]) -> list[Record]:
    """Decisions, merges and their parts about these records."""
    found: list[Record] = []
    for table in ("people", "organizations"):
        keys = known[table]
        for pair in draw(st.lists(st.sampled_from(keys), max_size=2, unique=True).map(sorted)) if keys[1:] else ():
            other = next(key for key in keys if key != pair)
            verdict = draw(st.sampled_from(["different", "later"]))
            found.append(Decision.model_validate({table: [pair, other], "verdict": verdict}))
        for number, dropped in enumerate(draw(st.lists(ids, max_size=2, unique_by=_cleaned)) if keys else ()):
            values = {KIND_OF[table]: draw(st.sampled_from(keys)), "dropped": dropped, "number": number}
            one = Merge.model_validate(values | {"name": draw(texts), "email": draw(st.none() | texts)})
            found.append(one)
            for place, record in enumerate(draw(st.lists(st.sampled_from(records), max_size=3))):
                after = as_json(record)[1:-1] if draw(st.booleans()) else None
                row = {"merge": one.key, "number": place, "of": record.table, "before": as_json(record, record)}
                found.append(MergedRow.model_validate(row | {"after": after}))
    return found


def _cleaned(key: str) -> str:
    return RECORDS["people"].model_validate({"id": key, "name": "x"}).key


@st.composite
def small_stores(draw: st.DrawFn, most: int = 3, *, remembering: bool = False) -> list[Record]:
    """Records of all tables, at most ``most`` each, one a key, whose references hold; in random order.

    With ``remembering`` also what copnet keeps for itself about them.
    """
    known = {
        table: draw(st.lists(ids, max_size=most, unique_by=_cleaned))
        for table in TABLES
        if TABLES[table].has_id
    }  # fmt: skip
    found: dict[tuple[str, str], Record] = {}
    for table in TABLES:
        keys: list[str | None] = list(known[table]) if TABLES[table].has_id else [None] * draw(st.integers(0, most))
        for key in keys:
            one = draw(record(table, known, key))
            if one is not None:
                found[table, one.key] = one
    if remembering and found:
        found.update(((one.table, one.key), one) for one in draw(_remembered(known, list(found.values()))))
    return draw(st.permutations(list(found.values())))
