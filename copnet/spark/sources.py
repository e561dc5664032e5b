"""Where the tables come from: a folder of Parquet files that is there, one written from a snapshot, or Neo4j itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from copnet.snapshot import COLUMNS, Snapshot, schema
from copnet.spark.tables import FILES, Progress, Tables

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CONNECTOR = "org.neo4j.spark.DataSource"
_SPARK_TYPES = {pl.Float64(): "double", pl.Int64(): "long", pl.Boolean(): "boolean", pl.String(): "string"}


def from_snapshot(spark: SparkSession, snapshot: Snapshot, scratch: Path, tell: Progress) -> Tables:
    """The tables of a snapshot, written where Spark reads them."""
    for place, table in enumerate(COLUMNS):
        tell("handing the tables to Spark", place, len(COLUMNS))
        snapshot[table].select(COLUMNS[table]).write_parquet(scratch / f"{table}.parquet")
    return Tables(spark, str(scratch), scratch, tell)


def has_connector(spark: SparkSession) -> bool:
    """Whether Neo4j's connector for Spark is there."""
    from py4j.java_gateway import JavaClass

    jvm: Any = spark._jvm
    return isinstance(jvm.org.neo4j.spark.DataSource, JavaClass)


def from_neo4j(
    spark: SparkSession, options: Mapping[str, str], queries: Mapping[str, str], scratch: Path, tell: Progress
) -> Tables:
    """The tables as Neo4j's connector reads them, copied to where Spark reads them; nobody may write meanwhile.

    Args:
        spark: a session that has the connector.
        options: its options: address, user, password.
        queries: by table a Cypher query with the columns of ``copnet.snapshot.schema``.
        scratch: where to.
        tell: called with what is being done.
    """
    for place, (table, query) in enumerate(queries.items()):
        tell("reading Neo4j", place, len(queries))
        frame = spark.read.format(CONNECTOR).options(**options).schema(_schema(table)).option("query", query).load()
        frame.write.parquet(f"{FILES}{scratch}/{table}.parquet")
    return Tables(spark, str(scratch), scratch, tell)


def _schema(table: str) -> str:
    types = {name: kind for name, kind in schema(table).items() if name in COLUMNS[table]}
    return ", ".join(f"`{name}` {_SPARK_TYPES.get(kind, 'array<string>')}" for name, kind in types.items())
