"""All tables as an audience may know them: without the rows that would tell of people who may not be named to it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from copnet.services.addresses import closed_addresses, open_addresses
from copnet.services.audience import Audience, named_people
from copnet.services.consent import told_snapshot
from copnet.services.people import hidden_names
from copnet.services.spelling import Names
from copnet.services.texts import LABELS, LISTS, TEXTS, without_spelled_own
from copnet.snapshot import WITH_ATTRIBUTES, Snapshot
from copnet.tables import TABLES, Column

_ABOUT = {
    "person_attributes": ("person",), "memberships": ("person",), "engagements": ("person",),
    "affiliations": ("person",), "participations": ("person",), "responses": ("person",),
}  # fmt: skip
"""Columns whose person a row tells of: without them there is nothing to tell."""

_OPEN: Mapping[str, tuple[str, ...] | None] = {
    "organizations": None, "communities": None, "aims": None, "participations": None, "learnings": None,
    "adoptions": None, "people": ("id", "name", "organization", "email"),
    "memberships": ("community", "person", "organization", "role", "status", "joined_on", "left_on"),
    "affiliations": ("person", "organization", "started_on", "ended_on"),
}  # fmt: skip
"""What others than facilitators are told: all columns of the contract (None) or these; no row of any other table.

What people answered about each other and who answered at all, how much somebody took part, attributes of single people
and whom a community wants were given in trust.
"""
_FOR_MEMBERS = ("topics", "offers", "seeks", "willing")
_OF_PERSONS = ("answered_by",)
"""Texts that tell of a person by name or id."""
_NAMES = ("id", "name", "title")


@dataclass(frozen=True)
class ToldTables:
    """What may be told of a store.

    Attributes:
        frames: whole tables (see ``copnet.snapshot.whole_schema``), those of the contract, in its order.
        withheld: how many rows of each table are not told; ``emails`` counts addresses of people who are.
    """

    frames: Mapping[str, pl.DataFrame]
    withheld: Mapping[str, int]


def told_tables(whole: Snapshot, audience: Audience) -> ToldTables:
    """The tables as this audience may know them.

    Left out are people who may not be named, every row about them, and what spells their names (see
    ``consent.told_snapshot``). Others than facilitators get no row of what was given in trust, and of people only what
    a network tells of them.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    named = named_people(whole, audience)
    closed = closed_addresses(whole["people"], named & open_addresses(whole, audience))
    frames = dict(told_snapshot(whole, audience).frames)
    if audience.kind != "facilitator":
        frames = _for_others(frames, audience)
    if closed or len(named) < whole["people"].height:
        frames = _without_people(_without_more_spelled(frames, hidden_names(whole, named, closed)), named)
        frames = _without_ids(frames, frozenset(whole["people"]["id"]) - named)
    frames = {name: _complete(name, frames[name]) for name in TABLES}
    told = frames["people"]
    had = whole["people"].filter(pl.col("id").is_in(told["id"].to_list()))["email"].count()
    withheld = {name: whole[name].height - frame.height for name, frame in frames.items()}
    withheld["emails"] = had - told["email"].count()
    return ToldTables(frames, {name: count for name, count in withheld.items() if count})


def _for_others(frames: Mapping[str, pl.DataFrame], audience: Audience) -> dict[str, pl.DataFrame]:
    told: dict[str, pl.DataFrame] = {}
    for name, frame in frames.items():
        if name == "collaborations":
            told[name] = _only(frame, [column for column in frame.columns if column not in ("source", "attributes")])
        elif name not in _OPEN:
            told[name] = frame.clear()
        else:
            kept = list(_OPEN[name] or frame.columns)
            if name == "people" and audience.kind == "member":
                kept += _FOR_MEMBERS
            told[name] = _only(frame, [key for key in kept if key != "attributes"])
    memberships = told["memberships"]
    told["memberships"] = memberships.filter(pl.col("status") == "admitted", pl.col("role") != "applicant")
    return told


def _only(frame: pl.DataFrame, kept: Collection[str]) -> pl.DataFrame:
    """The frame with only these columns filled."""
    blank = [name for name in frame.columns if name not in kept]
    return frame.with_columns(pl.lit(None, frame.schema[name]).alias(name) for name in blank)


def _without_people(frames: Mapping[str, pl.DataFrame], named: Collection[str]) -> dict[str, pl.DataFrame]:
    """No row about somebody who may not be named; where a person is only mentioned, the cell is blank."""
    known = list(named)
    told = dict(frames)
    told["people"] = told["people"].filter(pl.col("id").is_in(known))
    for name, columns in _ABOUT.items():
        for column in columns:
            told[name] = told[name].filter(pl.col(column).is_null() | pl.col(column).is_in(known))
    for end in ("from", "to"):
        person = pl.col(f"{end}_kind") == "person"
        told["ties"] = told["ties"].filter(~person | pl.col(end).is_in(known))
    for name, column in (("learnings", "by"), ("adoptions", "from_person")):
        mentioned = pl.when(pl.col(column).is_in(known)).then(pl.col(column)).alias(column)
        told[name] = told[name].with_columns(mentioned)
    return told


def _without_more_spelled(frames: Mapping[str, pl.DataFrame], names: Names) -> dict[str, pl.DataFrame]:
    """Nor may those texts spell a name that no figure is made of, and that ``told_snapshot`` so leaves as they are."""
    told = dict(frames)
    labels = {place for places in LABELS.values() for place in places}
    for name, table in TABLES.items():
        for column in table.columns:
            known = column.name in (*TEXTS.get(name, ()), *LISTS.get(name, ())) or (name, column.name) in labels
            looked_at = column.name not in _NAMES and (name, column.name) != ("people", "email")
            if column.field and column.kind in ("text", "texts") and looked_at and not known:
                told[name] = told[name].with_columns(_unspelled(told[name][column.name], column, names))
        if name not in WITH_ATTRIBUTES:
            texts = told[name]["attributes"].drop_nulls().unique()
            own = {text: without_spelled_own(text, names) for text in texts}
            told[name] = told[name].with_columns(pl.col("attributes").replace(own))
    return told


def _without_ids(frames: Mapping[str, pl.DataFrame], hidden: Collection[str]) -> dict[str, pl.DataFrame]:
    """Nor may a cell be the id of a person and nothing else, where it can be blank.

    An id that is a number is one where persons are named; elsewhere it is a number.
    """
    told = dict(frames)
    words = {key for key in hidden if not key.isdecimal()}
    for name, table in TABLES.items():
        for column in table.columns:
            if column.field and column.kind in ("text", "texts") and column.name not in _NAMES and not column.required:
                ids = hidden if column.name in _OF_PERSONS else words
                told[name] = told[name].with_columns(_but(told[name][column.name], column, ids))
        own = {text: _own_without(text, words) for text in told[name]["attributes"].drop_nulls().unique()}
        told[name] = told[name].with_columns(pl.col("attributes").replace(own))
    return told


def _own_without(text: str, ids: Collection[str]) -> str:
    kept = {header: value for header, value in json.loads(text).items() if str(value).strip() not in ids}
    return json.dumps(kept, ensure_ascii=False)


def _but(values: pl.Series, column: Column, ids: Collection[str]) -> pl.Expr:
    if column.kind == "texts":
        return pl.col(column.name).list.eval(pl.element().filter(~pl.element().str.strip_chars().is_in(list(ids))))
    found = [text for text in values.drop_nulls().unique().to_list() if text.strip() in ids]
    return pl.when(~pl.col(column.name).is_in(found)).then(pl.col(column.name)).alias(column.name)


def _unspelled(values: pl.Series, column: Column, names: Names) -> pl.Expr:
    if column.kind == "texts":
        spelled = [text for text in values.explode().drop_nulls().unique().to_list() if names.spelled_in(text)]
        return pl.col(column.name).list.eval(pl.element().filter(~pl.element().is_in(spelled)))
    spelled = [text for text in values.drop_nulls().unique().to_list() if names.spelled_in(text)]
    return pl.when(~pl.col(column.name).is_in(spelled)).then(pl.col(column.name)).alias(column.name)


def _complete(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Rows that still have what a row of this table cannot do without."""
    needed = [column.name for column in TABLES[name].columns if column.required]
    return frame.drop_nulls(needed) if needed else frame
