"""Who is in a network, and of which group: memberships are read on this machine, everybody else stays on DataFrames."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
from pyspark.sql import functions as fn

from copnet.errors import UsageError
from copnet.graph.days import EVER, NEVER, day
from copnet.graph.members import node_set
from copnet.graph.nodes import joined_last
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot
from copnet.spark.tables import Tables, kept, with_days
from copnet.tables import fold_header

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

GROUPINGS = ("organization", "sector", "community", "location", "role", "kind")


def belonging_snapshot(tables: Tables, community: str | None) -> Snapshot:
    """All that tells who belongs to a community (None: to any) since when: the rows of its members alone."""
    memberships = tables.lazy("memberships")
    if community is not None:
        memberships = memberships.filter(pl.col("community") == community)
    persons = memberships.select("person").unique()
    return tables.snapshot(
        communities=tables.lazy("communities"),
        memberships=memberships,
        affiliations=tables.lazy("affiliations").join(persons, on="person", how="semi"),
        people=tables.lazy("people").join(persons, left_on="id", right_on="person", how="semi"),
    )


def nodes_of(tables: Tables, spec: NetworkSpec, community: str | None, to: dt.date | None) -> DataFrame:
    """The nodes: ``id``, ``code`` (a number, growing with the id), ``joined_first``, ``joined_last``.

    See ``copnet.graph.members.node_set``.
    """
    snapshot = belonging_snapshot(tables, community)
    if community is None and spec.mode == "organization":
        everyone = tables.snapshot(organizations=tables.lazy("organizations"))
        snapshot = Snapshot({**snapshot.frames, "organizations": everyone["organizations"]}, 0)
    told = spec.model_copy(update={"community": community})
    found = tables.send(node_set(snapshot, told, spec.mode, to))
    if community is None and spec.mode == "person":
        found = tables["people"].select("id").join(found, "id", "left")
    return kept(found.sort("id").withColumn("code", fn.monotonically_increasing_id()))


def groups_of(tables: Tables, spec: NetworkSpec, nodes: DataFrame, to: dt.date | None) -> DataFrame:
    """``code`` and ``group`` of the nodes that have a value of ``spec.by``, on the last day of the window.

    Raises:
        UsageError: a grouping that is not computed on DataFrames.
    """
    by = next((name for name in GROUPINGS if fold_header(name) == fold_header(spec.by or "")), None)
    if by is None:
        raise UsageError(f'--engine spark groups by {", ".join(GROUPINGS)}; leave it out for --by "{spec.by}".')
    values = _values(tables, spec, by, to).filter(fn.col("group") != "")
    return kept(nodes.join(values, "id").select("code", "group"))


def _values(tables: Tables, spec: NetworkSpec, by: str, to: dt.date | None) -> DataFrame:
    nothing: Column = fn.lit(None).cast("string")
    if by == "community":
        last = joined_last(belonging_snapshot(tables, None), spec, spec.mode, to)
        types = {"id": pl.String(), "group": pl.String()}
        return tables.send(pl.DataFrame(list(last.items()), schema=types, orient="row"))
    organizations = tables["organizations"]
    if spec.mode == "organization":
        group = fn.col("id") if by == "organization" else nothing if by == "role" else fn.col(by)
        return organizations.select("id", group.alias("group"))
    if by in ("location", "role", "kind"):
        return tables["people"].select("id", (nothing if by == "kind" else fn.col(by)).alias("group"))
    places = workplaces(tables, to)
    if by == "organization":
        return places
    sectors = organizations.select(fn.col("id").alias("organization"), "sector")
    return places.withColumnRenamed("group", "organization").join(sectors, "organization").select(
        "id", fn.col("sector").alias("group")
    )  # fmt: skip


def workplaces(tables: Tables, to: dt.date | None) -> DataFrame:
    """``id`` and organization (``group``) of every person; see ``copnet.graph.nodes.workplaces``."""
    frame = with_days(with_days(tables["affiliations"], "started_on", "from"), "ended_on", "until")
    start, end = fn.coalesce("from_first", fn.lit(NEVER)), fn.coalesce("until_last", fn.lit(EVER))
    if to is not None:
        frame = frame.filter((start <= day(to, EVER)) & (end >= day(to, EVER)))
    placed = frame.groupBy(fn.col("person").alias("id")).agg(
        fn.min_by("organization", fn.struct(start, "organization")).alias("place")
    )
    return (
        tables["people"].select("id", fn.col("organization").alias("own"))
        .join(placed, "id", "left")
        .select("id", fn.coalesce("place", "own").alias("group"))
    )  # fmt: skip
