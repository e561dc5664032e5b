"""The collaborations that count in a network, and who took part in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from copnet.errors import UsageError
from copnet.fields import COLLABORATION_KINDS, UNKNOWN_KIND, EndKind
from copnet.graph.days import EVER, NEVER, day, with_days
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot

NO_TIE_STATUS = ("proposed", "planned", "declined", "cancelled")
NO_TIE_ROLES = ("audience", "leadership")


def works(snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None) -> pl.DataFrame:
    """Collaborations whose status and kind make ties, sorted by id.

    Beside the columns of the snapshot: ``start_first``, ``start_last``, ``end_first``, ``end_last`` (day numbers; null
    when undated), ``dated``, ``meets`` (counts in the window of ``spec``) and ``imprecise`` (a coarse date decides
    whether it does). Without a first day a collaboration is undated, even when its last day is known.

    Raises:
        UsageError: a kind neither the contract nor the store knows.
    """
    frame = snapshot["collaborations"]
    _check_kinds(frame, spec)
    frame = frame.filter(~pl.col("status").fill_null("done").is_in(NO_TIE_STATUS))
    if spec.kinds:
        frame = frame.filter(pl.col("kind").is_in(list(spec.kinds)))
    frame = frame.filter(~pl.col("kind").is_in(list(spec.exclude_kinds)))
    frame = _spans(frame, to).with_columns(pl.col("start_first").is_not_null().alias("dated"))
    if not spec.has_window:
        return frame.with_columns(pl.lit(True).alias("meets"), pl.lit(False).alias("imprecise")).sort("id")
    first, last = day(spec.start, NEVER), day(spec.end, EVER)
    meets = (pl.col("start_first") <= last) & (pl.col("end_last") >= first)
    surely = (pl.col("start_last") <= last) & (pl.col("end_first") >= first)
    return frame.with_columns(
        meets.fill_null(False).alias("meets"), (meets & ~surely).fill_null(False).alias("imprecise")
    ).sort("id")


def undated_count(collaborations: pl.DataFrame, used: pl.DataFrame, spec: NetworkSpec) -> int:
    """Undated collaborations: of a community those a node took part in (``used``), of the store all of them."""
    return (collaborations if spec.community is None else used).filter(~pl.col("dated")).height


def _spans(frame: pl.DataFrame, to: dt.date | None) -> pl.DataFrame:
    frame = with_days(with_days(frame, "started_on", "start"), "ended_on", "stop")
    blank = pl.col("stop_first").is_null()
    ongoing = blank & pl.col("status").eq("ongoing").fill_null(False)
    for side in ("first", "last"):
        running = pl.max_horizontal(pl.lit(day(to, NEVER), dtype=pl.Int64()), f"start_{side}")
        end = pl.when(ongoing).then(running).when(blank).then(f"start_{side}").otherwise(f"stop_{side}")
        dated = pl.col("start_first").is_not_null()
        # the end of a coarse start and a coarse end may overlap: nothing ends before it began
        frame = frame.with_columns(
            pl.when(dated).then(pl.max_horizontal(end, f"start_{side}")).alias(f"end_{side}")
        )  # fmt: skip
    return frame.drop("stop_first", "stop_last")


def _check_kinds(frame: pl.DataFrame, spec: NetworkSpec) -> None:
    known = {*COLLABORATION_KINDS.values, UNKNOWN_KIND, *frame["kind"].drop_nulls().unique().to_list()}
    for kind in (*spec.kinds, *spec.exclude_kinds):
        if kind not in known:
            raise UsageError(f'No collaboration is of kind "{kind}". Kinds are: {", ".join(sorted(known))}.')


@dataclass(frozen=True, eq=False)
class Involvement:
    """Who took part in what.

    Attributes:
        rows: columns ``collaboration`` and ``who`` (ids), of ``standing_for`` also ``person``; each once, sorted.
        several: the collaboration of each case in which several organizations of a person were possible.
        imprecise: records (collaborations, affiliations) whose coarse date decides for whom a person stands, each with
            the collaboration where.
    """

    rows: pl.DataFrame
    several: tuple[str, ...] = ()
    imprecise: frozenset[tuple[str, str]] = frozenset()

    def doubts(self, collaborations: Iterable[str]) -> tuple[int, frozenset[str]]:
        """Of these collaborations the number of cases of ``several``, and the ``imprecise`` records."""
        keys = frozenset(collaborations)
        unsure = frozenset(record for record, key in self.imprecise if key in keys)
        return sum(key in keys for key in self.several), unsure


def involvement(
    snapshot: Snapshot, collaborations: pl.DataFrame, mode: EndKind, *, every_role: bool = False
) -> Involvement:
    """Who took part in these collaborations in a role that makes ties, or in any, as persons or as organizations."""
    if mode == "person":
        parts = _parts(snapshot, collaborations, every_role=every_role)
        rows = parts.filter(pl.col("person").is_not_null()).select("collaboration", pl.col("person").alias("who"))
        return Involvement(rows.unique().sort("collaboration", "who"))
    found = standing_for(snapshot, collaborations, every_role=every_role)
    return replace(found, rows=found.rows.drop("person").unique().sort("collaboration", "who"))


def _parts(snapshot: Snapshot, collaborations: pl.DataFrame, *, every_role: bool) -> pl.DataFrame:
    parts = snapshot["participations"]
    if not every_role:
        parts = parts.filter(~pl.col("role").fill_null("").str.to_lowercase().is_in(NO_TIE_ROLES))
    return parts.join(
        collaborations.select(pl.col("id").alias("collaboration"), "start_first", "start_last"), on="collaboration"
    )


def standing_for(snapshot: Snapshot, collaborations: pl.DataFrame, *, every_role: bool = False) -> Involvement:
    """Which organizations took part, and through whom: ``person`` is null where an organization took part itself.

    Each person stands for one organization: named there, else where they worked on the first day, else their own. On
    the unknown day of an undated collaboration only an affiliation blank at both ends is valid: it is on any day.
    """
    parts = _parts(snapshot, collaborations, every_role=every_role)
    direct = parts.filter(pl.col("person").is_null())
    direct = direct.select("collaboration", "person", pl.col("organization").alias("who"))
    persons = (
        parts.filter(pl.col("person").is_not_null())
        .group_by("collaboration", "person", "start_first", "start_last")
        .agg(
            pl.col("organization").drop_nulls().min().alias("who"),
            pl.col("organization").drop_nulls().n_unique().alias("n"),
        )
    )
    named = persons.filter(pl.col("who").is_not_null())
    unnamed = persons.filter(pl.col("who").is_null()).drop("who", "n")
    possible = _possible_places(snapshot, unnamed)
    valid = possible.filter(
        pl.col("start_first").is_null()
        | (pl.col("from_first") <= pl.col("start_first")) & (pl.col("until_last") >= pl.col("start_first"))
    )
    key = ["collaboration", "person"]
    placed = (
        valid.sort("from_first", "organization")
        .group_by(key, maintain_order=True)
        .agg(pl.col("organization").first().alias("who"), pl.col("organization").n_unique().alias("n"))
    )
    own = snapshot["people"].select(pl.col("id").alias("person"), pl.col("organization").alias("who"))
    rest = unnamed.join(placed, on=key, how="anti").join(own, on="person").filter(pl.col("who").is_not_null())
    columns = ["collaboration", "person", "who"]
    rows = pl.concat([direct, named.select(columns), placed.select(columns), rest.select(columns)])
    several = (key for found in (named, placed) for key in found.filter(pl.col("n") > 1)["collaboration"])
    return Involvement(rows.unique().sort(columns), tuple(several), _unsure(possible))


def _possible_places(snapshot: Snapshot, unnamed: pl.DataFrame) -> pl.DataFrame:
    """Affiliations that may be valid on some possible first day of the collaboration; a blank start is the earliest.

    Of undated collaborations those valid whatever the day: blank at both ends.
    """
    places = with_days(with_days(snapshot["affiliations"], "started_on", "from"), "ended_on", "until")
    places = places.with_row_index("place").with_columns(
        pl.col("from_first", "from_last").fill_null(NEVER), pl.col("until_first", "until_last").fill_null(EVER)
    )
    columns = ["person", "organization", "place", "from_first", "from_last", "until_first", "until_last"]
    always = (pl.col("from_first") == NEVER) & (pl.col("until_last") == EVER)
    maybe = (pl.col("from_first") <= pl.col("start_last")) & (pl.col("until_last") >= pl.col("start_first"))
    return unnamed.join(places.select(columns), on="person").filter(
        pl.when(pl.col("start_first").is_null()).then(always).otherwise(maybe)
    )


def _unsure(possible: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Records whose coarse date decides: a collaboration that crosses a change of place, a place with a vague edge."""
    sure = (pl.col("from_last") <= pl.col("start_first")) & (pl.col("until_first") >= pl.col("start_last"))
    doubtful = possible.filter(pl.col("start_first").is_not_null() & ~sure)
    coarse_work = doubtful.filter(pl.col("start_first") < pl.col("start_last"))["collaboration"]
    coarse_place = doubtful.filter(
        (pl.col("from_first") < pl.col("from_last")) | (pl.col("until_first") < pl.col("until_last"))
    ).select("place", "collaboration")
    works = {(f"collaboration:{key}", key) for key in coarse_work}
    return frozenset(works | {(f"place:{place}", key) for place, key in coarse_place.iter_rows()})
