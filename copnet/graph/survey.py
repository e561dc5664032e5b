"""Networks of answers: ``ties:KIND``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from copnet.errors import NotFound
from copnet.fields import EndKind
from copnet.graph.days import EVER, NEVER, day, with_days
from copnet.graph.members import find_community, node_set
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot

ANSWERED = ("answered", "partial")
"""Status of who answered a survey, wholly or in part."""


@dataclass(frozen=True, eq=False)
class Survey:
    """The answers of one wave.

    Attributes:
        nodes: ids of each mode the ties of this kind have, sorted.
        rows: the answers that are ties, with the columns of the table, sorted by both ends.
        wave: the wave; None when the answers name none.
        undated: answers of the wave without a day (left out when there is a window).
        imprecise: answers whose coarse date decides whether they count in the window.
        response_rate: from ``responses``; None without rows of that wave.
    """

    nodes: dict[EndKind, list[str]]
    rows: pl.DataFrame
    wave: str | None
    undated: int
    imprecise: int
    response_rate: dict[str, float | int] | None


def survey(snapshot: Snapshot, spec: NetworkSpec, to: dt.date | None) -> Survey:
    """The answers of ``spec``: within the node set, the window, the wave and the threshold.

    Which wave is the latest is told by ``latest_wave``. Which waves there are, and which is the latest in the window,
    does not depend on the node set: a community nobody of which answered in a wave has that wave without ties. Answers
    to oneself are no ties.

    Raises:
        NotFound: the store has no ties of this kind, or not this wave.
    """
    rows = with_days(_of_kind(snapshot, spec), "asked_on", "asked")
    wave = _wave(snapshot, rows, spec)
    kinds: tuple[EndKind, ...] = ("person", "organization")
    modes = [mode for mode in kinds if (rows["from_kind"] == mode).any() or (rows["to_kind"] == mode).any()]
    nodes = {mode: node_set(snapshot, spec, mode, to)["id"].to_list() for mode in modes}
    inside = pl.DataFrame(
        [(mode, key) for mode, keys in nodes.items() for key in keys],
        schema={"mode": pl.String(), "id": pl.String()},
        orient="row",
    )
    for end in ("from", "to"):
        rows = rows.join(inside.rename({"mode": f"{end}_kind", "id": end}), on=[f"{end}_kind", end], how="semi")
    of_two = (pl.col("from") != pl.col("to")) | (pl.col("from_kind") != pl.col("to_kind"))
    rows = rows.filter(of_two & (pl.col("value") != 0))
    if spec.min_value is not None:
        rows = rows.filter(pl.col("value") >= spec.min_value)
    of_wave = pl.col("wave").eq_missing(pl.lit(wave, dtype=pl.String()))
    undated = rows.filter(pl.col("asked_first").is_null())
    if not spec.has_window or spec.wave is not None:  # which wave is the latest in a window, its undated cannot tell
        undated = undated.filter(of_wave)
    counted, imprecise = _in_window(rows, spec)
    counted = counted.filter(of_wave)
    return Survey(
        nodes,
        counted.sort("from_kind", "from", "to_kind", "to"),
        wave,
        undated.height,
        imprecise.filter(of_wave).height,
        response_rate(snapshot, find_community(snapshot, spec.community) if spec.community is not None else None, wave),
    )


def _of_kind(snapshot: Snapshot, spec: NetworkSpec) -> pl.DataFrame:
    frame = snapshot["ties"]
    rows = frame.filter(pl.col("kind") == spec.tie_kind)
    if not rows.height:
        kinds = sorted(frame["kind"].unique().to_list())
        have = f"Kinds are: {', '.join(kinds)}." if kinds else "The store has no ties."
        raise NotFound(f'There are no ties of kind "{spec.tie_kind}". {have}')
    return rows.with_columns(pl.col("from_kind", "to_kind").fill_null("person"), pl.col("value").fill_null(1.0))


def _in_window(rows: pl.DataFrame, spec: NetworkSpec) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The answers of the window, and those of them that are in it only by a coarse date."""
    if not spec.has_window:
        return rows, rows.clear()
    first, last = day(spec.start, NEVER), day(spec.end, EVER)
    counted = rows.filter((pl.col("asked_first") <= last) & (pl.col("asked_last") >= first))
    return counted, counted.filter((pl.col("asked_last") > last) | (pl.col("asked_first") < first))


def _wave(snapshot: Snapshot, rows: pl.DataFrame, spec: NetworkSpec) -> str | None:
    """The wave asked for, else the latest in the window, of all answers of the store."""
    if spec.wave is None:
        counted = _in_window(rows, spec)[0]
        return latest_wave(snapshot, counted["wave"].unique().to_list(), counted)
    known = sorted(rows["wave"].drop_nulls().unique().to_list())
    if spec.wave not in known:
        raise NotFound(f'There is no wave "{spec.wave}" of {spec.kind}. Waves are: {", ".join(known) or "none"}.')
    return spec.wave


def latest_wave(snapshot: Snapshot, waves: Iterable[str | None], answers: pl.DataFrame) -> str | None:
    """The wave asked last by ``asked_on`` of the answers, else by ``answered_on`` of the responses, else by name.

    Args:
        snapshot: the store, whose responses are all looked at, so that a wave has one day for every community.
        waves: those to choose from; None without any.
        answers: rows with ``wave`` and ``asked_first``. Numbers in names are compared as numbers.
    """
    responses = with_days(snapshot["responses"], "answered_on", "answered")
    asked, answered = _latest(answers, "asked_first"), _latest(responses, "answered_first")
    return max(
        waves,
        key=lambda wave: (asked.get(wave, NEVER), answered.get(wave, NEVER), wave is not None, _natural(wave or "")),
        default=None,
    )


def _latest(rows: pl.DataFrame, day: str) -> dict[str | None, int]:
    return dict(rows.filter(pl.col(day).is_not_null()).group_by("wave").agg(pl.col(day).max()).iter_rows())


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    parts = re.split(r"(\d+)", text)
    return tuple((1, int(part), "") if part.isdigit() and part.isascii() else (0, 0, part) for part in parts if part)


def response_rate(snapshot: Snapshot, community: str | None, wave: str | None) -> dict[str, float | int] | None:
    """Rows of ``responses`` that were answered of all of the wave (and, with one, the community).

    Never inferred from answers; None without rows.
    """
    rows = snapshot["responses"].filter(pl.col("wave") == pl.lit(wave, dtype=pl.String()))
    if community is not None:
        rows = rows.filter(pl.col("community") == community)
    if not rows.height:
        return None
    answered = rows.filter(pl.col("status").is_in(ANSWERED)).height
    return {"rate": answered / rows.height, "numerator": answered, "denominator": rows.height}
