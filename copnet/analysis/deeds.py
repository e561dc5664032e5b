"""Dated collaborations as plain objects, in the order of their days, for what is told one collaboration at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from copnet.analysis.belonging import Span
from copnet.graph.works import Involvement
from copnet.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Deed:
    """One dated collaboration that makes ties.

    Attributes:
        id: its id.
        span: the first and the last day it can have begun.
        people: who took part.
        direct: organizations that took part themselves.
        through: organizations with the persons who stood for them.
    """

    id: str
    span: Span
    people: frozenset[str]
    direct: frozenset[str]
    through: Mapping[str, frozenset[str]]

    @property
    def day(self) -> int:
        """The first day it can have begun: what every ordering compares."""
        return self.span[0]

    @property
    def organizations(self) -> frozenset[str]:
        """All that took part, themselves or through somebody."""
        return self.direct.union(self.through)


def deeds(dated: pl.DataFrame, persons: Involvement, standing: Involvement) -> list[Deed]:
    """The collaborations by first possible day, then id.

    Args:
        dated: rows of ``works`` that have a date.
        persons: who took part, as persons.
        standing: for which organizations, of ``standing_for``.
    """
    people = _grouped(persons.rows.select("collaboration", "who").iter_rows())
    direct: dict[str, set[str]] = defaultdict(set)
    through: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, person, organization in standing.rows.select("collaboration", "person", "who").iter_rows():
        if person is None:
            direct[key].add(organization)
        else:
            through[key][organization].add(person)
    return [
        Deed(
            key,
            (first, last),
            frozenset(people.get(key, ())),
            frozenset(direct.get(key, ())),
            {organization: frozenset(found) for organization, found in sorted(through.get(key, {}).items())},
        )
        for key, first, last in dated.sort("start_first", "id").select("id", "start_first", "start_last").iter_rows()
    ]


def titles(snapshot: Snapshot, keys: set[str]) -> dict[str, dict[str, Any]]:
    """Title, kind and dates of collaborations by id: what evidence given by id opens to."""
    frame = snapshot["collaborations"].filter(pl.col("id").is_in(sorted(keys))).sort("id")
    columns = {"title": "title", "kind": "kind", "date": "started_on", "ended_on": "ended_on", "venue": "venue"}
    return {row["id"]: {name: row[column] for name, column in columns.items()} for row in frame.iter_rows(named=True)}


def names_of(snapshot: Snapshot, table: str) -> dict[str, str]:
    """Names of people or organizations by id."""
    return dict(snapshot[table].select("id", "name").iter_rows())


def _grouped(pairs: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
