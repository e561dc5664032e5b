"""Who belongs to a community and since when: what tells members from outsiders in ripple, partnerships and areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import polars as pl

from copnet.analysis.history import own_gathering
from copnet.fields import MembershipRole
from copnet.graph import NetworkSpec
from copnet.graph.days import NEVER, as_of, with_days
from copnet.graph.members import find_community, node_set
from copnet.snapshot import Snapshot

Span: TypeAlias = tuple[int, int]
"""First and last day a date can mean, as day numbers."""

HELD: tuple[MembershipRole, ...] = ("member", "facilitator", "coach", "funder")
"""Roles that make an insider of who was admitted; to be an applicant is to hold no role yet, whatever the status."""


@dataclass(frozen=True, eq=False)
class Belonging:
    """The people and organizations of a community, each with the span of the day of joining.

    A blank day of joining is the community's start; without that, the beginning of time. Who left still belongs.

    Attributes:
        community, name: its id and name.
        row: its row of the snapshot.
        start, end: None where blank.
        members: persons who ever held the role member.
        insiders: persons who were ever admitted in any role of ``HELD``.
        organizations: member organizations: with a member row of their own, or that of a member while a member.
        to: the day everything is looked at; None without any date in the store.
    """

    community: str
    row: Mapping[str, Any]
    start: Span | None
    end: Span | None
    members: Mapping[str, Span]
    insiders: Mapping[str, Span]
    organizations: Mapping[str, Span]
    to: int | None

    @property
    def name(self) -> str:
        """What the community is called."""
        return str(self.row["name"])

    @property
    def began(self) -> int:
        """First possible day of the start; the beginning of time where it is blank."""
        return self.start[0] if self.start else NEVER

    @property
    def own_gathering(self) -> pl.Expr:
        """Whether a collaboration is one of the community's own gatherings."""
        return own_gathering(self.community)


def belonging(snapshot: Snapshot, community: str, to: dt.date | None = None) -> Belonging:
    """Read who belongs to a community, given by its id or exact name.

    Args:
        snapshot: the store.
        community: which.
        to: the day everything is looked at; None: the latest in the snapshot.

    Raises:
        NotFound: no such community.
    """
    key = find_community(snapshot, community)
    frame = with_days(with_days(snapshot["communities"], "started_on", "start"), "ended_on", "end")
    row = frame.row(by_predicate=pl.col("id") == key, named=True)
    start, end = _span(row["start_first"], row["start_last"]), _span(row["end_first"], row["end_last"])
    to = to or as_of(snapshot, None)
    filled = _since_the_start(snapshot, key, row["started_on"])

    def joined(mode: Literal["person", "organization"], roles: tuple[MembershipRole, ...]) -> dict[str, Span]:
        found = node_set(filled, NetworkSpec(community=key, roles=roles), mode, to)
        return _spans(found, start)

    return Belonging(
        community=key, row=row, start=start, end=end,
        members=joined("person", ("member",)),
        insiders=joined("person", HELD),
        organizations=joined("organization", ("member",)),
        to=to.toordinal() if to else None,
    )  # fmt: skip


def _since_the_start(snapshot: Snapshot, community: str, started_on: str | None) -> Snapshot:
    """The same with the community's start for blank days of joining: a place left before it makes no member."""
    blank = (pl.col("community") == community) & pl.col("joined_on").is_null()
    joined = pl.when(blank).then(pl.lit(started_on, pl.String())).otherwise(pl.col("joined_on"))
    memberships = snapshot["memberships"].with_columns(joined.alias("joined_on"))
    return replace(snapshot, frames=MappingProxyType({**snapshot.frames, "memberships": memberships}))


def _spans(found: pl.DataFrame, start: Span | None) -> dict[str, Span]:
    """The span of joining of each; of several the earliest."""
    blank = start or (NEVER, NEVER)
    spans: dict[str, Span] = {}
    for key, first, last in found.select("id", "joined_first", "joined_last").iter_rows():
        span = (first, last) if first is not None else blank
        spans[key] = min(span, spans.get(key, span))
    return spans


def _span(first: int | None, last: int | None) -> Span | None:
    return (first, last) if first is not None and last is not None else None
