"""What was answered about partners: so few rows that the definitions of one machine read them."""

from __future__ import annotations

import polars as pl

from copnet.analysis.belonging import Belonging
from copnet.analysis.partnerships import QUESTION
from copnet.snapshot import Snapshot
from copnet.spark.tables import Tables


def answers_of(tables: Tables, who: Belonging) -> Snapshot:
    """The rows of the store that ``copnet.analysis.partnerships.reported`` reads of a community."""
    asked = tables.lazy("responses").filter(pl.col("community") == who.community).select("person")
    ties = tables.lazy("ties").filter(pl.col("kind") == QUESTION)
    said = ties.join(asked, left_on="from", right_on="person", how="semi")
    members = tables.lazy("memberships").filter(pl.col("community") == who.community)
    named = [said.select(person="from"), said.select(person="to"), members.select("person")]
    persons = pl.concat(named).unique()
    return tables.snapshot(
        responses=tables.lazy("responses"),
        ties=ties,
        memberships=members,
        affiliations=tables.lazy("affiliations").join(persons, on="person", how="semi"),
        people=tables.lazy("people").join(persons, left_on="id", right_on="person", how="semi"),
    )
