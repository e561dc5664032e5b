"""``metrics``, ``growth`` and ``ripple`` of a whole field, computed by Spark: the same JSON as far as it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import polars as pl

from copnet import manifest
from copnet.analysis.cautions import cautions
from copnet.analysis.periods import Every
from copnet.analysis.ripple import After
from copnet.analysis.ripple_report import ripple_cautions
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, is_sensitive
from copnet.graph.members import find_community
from copnet.manifest import Manifest
from copnet.services.audience import FACILITATOR, Audience
from copnet.services.consent import told_community, told_snapshot
from copnet.services.facts import network_facts
from copnet.services.figures import MAX_PERIODS, check_growth, wanted_figures
from copnet.snapshot import COLUMNS
from copnet.spark import growth, metrics, ripple
from copnet.spark.sources import from_neo4j, from_snapshot, has_connector
from copnet.spark.tables import Progress, Tables
from copnet.stores.base import GraphStore
from copnet.stores.shape import column_query
from copnet.tables import TABLES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Json = dict[str, Any]
KINDS = ("people", "organizations")


@runtime_checkable
class Still(Protocol):
    """A store that others than its own driver can read while nobody commits."""

    def still(self, look: Callable[[int | None], Tables]) -> Tables:
        """Run ``look`` meanwhile, with the last large import that is whole where another is being written."""
        ...


@dataclass(frozen=True)
class Field:
    """A store as Spark reads it.

    Attributes:
        tables: its tables, in which nobody is named who may not be named to facilitators.
        find: the id of a community given by id or exact name.
        left_out: what the tables do not hold, in a sentence.
    """

    tables: Tables
    find: Callable[[str], str]
    left_out: str | None = None

    def spec(self, spec: NetworkSpec, audience: Audience) -> NetworkSpec:
        """The network by the id of its community.

        Raises:
            UsageError: a network, or an audience, that Spark does not compute for.
        """
        require_facilitator(audience)
        if spec.kind not in KINDS:
            raise UsageError(f"--engine spark computes networks of {' or '.join(KINDS)}; leave it out for {spec.kind}.")
        if spec.community is None:
            return spec
        return spec.model_copy(update={"community": self.find(spec.community)})

    def cautions(self, *more: str) -> list[str]:
        """What stands beside every figure that was computed from here."""
        return [*more, *([self.left_out] if self.left_out else [])]


def is_export(address: str) -> bool:
    """Whether this is a folder that ``copnet export --format parquet`` wrote."""
    return "://" not in address and (Path(address) / f"{next(iter(TABLES))}.parquet").is_file()


def field_of_export(spark: SparkSession, folder: str, scratch: Path, tell: Progress) -> Field:
    """The tables of an export, read where they lie.

    Raises:
        UsageError: an export without its note, or for another audience than facilitators.
    """
    try:
        note = Manifest.parse((Path(folder) / manifest.NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{folder} holds tables without the {manifest.NAME} of an export: {error}.") from None
    require_facilitator(Audience.parse(note.audience))
    tables = Tables(spark, str(Path(folder).resolve()), scratch, tell)
    communities = tables.snapshot(communities=tables.lazy("communities"))
    hidden = note.withheld.get("people", 0)
    left_out = f"{hidden} visible to nobody are not in the export, nor in these figures." if hidden else None
    return Field(tables, lambda wanted: find_community(communities, wanted), left_out)


def field_of_store(
    spark: SparkSession, store: GraphStore, options: Mapping[str, str], scratch: Path, tell: Progress
) -> Field:
    """The tables of a store as it is now: read by Neo4j's connector where Spark has it, else by this machine.

    Where somebody is visible to nobody, this machine reads: titles that spell their names must not be told.
    """
    if has_connector(spark) and isinstance(store, Still):

        def look(head: int | None) -> Tables:
            queries = {name: column_query(name, head) for name in COLUMNS}
            return from_neo4j(spark, options, queries, scratch, tell)

        tables = store.still(look)
        if tables.lazy("people").filter(pl.col("visibility") == "nobody").collect().is_empty():
            communities = tables.snapshot(communities=tables.lazy("communities"))
            return Field(tables, lambda wanted: find_community(communities, wanted))
        scratch = scratch / "told"
        scratch.mkdir()
    tell("reading the store", 0, None)
    snapshot = store.snapshot()
    told = told_snapshot(snapshot, FACILITATOR)
    tables = from_snapshot(spark, told, scratch, tell)
    return Field(tables, lambda wanted: told_community(snapshot, told, wanted)[1])


def require_facilitator(audience: Audience) -> None:
    """Refuse everybody else: what an audience may know is narrowed on one machine only.

    Raises:
        UsageError: another audience.
    """
    if audience != FACILITATOR:
        raise UsageError(f"--engine spark computes for facilitators only; leave it out for --audience {audience}.")


def metrics_of(
    field: Field, spec: NetworkSpec, audience: Audience, *, names: Sequence[str] | None = None, nodes: bool = False
) -> Json:
    """The JSON of ``metrics``; figures that do not decompose are null, with a caution that names them.

    Raises:
        UsageError: a figure by name that does not decompose, a row a node, or what ``Field.spec`` refuses.
        NotFound: no such community.
    """
    if nodes:
        raise UsageError("--engine spark has no --nodes: a line for each of a whole field is nothing to read.")
    spec = field.spec(spec, audience)
    wanted = [metric for metric in wanted_figures(names, nodes=False) if metric.level == "network"]
    whole = [metric.name for metric in wanted if spec.kind in metric.networks and metric.name not in metrics.FIGURES]
    if names is not None and whole:
        raise UsageError(
            f"{', '.join(whole)}: not computed by --engine spark, since no sum of parts of a network tells it. Leave "
            "--engine spark out."
        )
    facts, values = metrics.metrics(field.tables, spec, [metric.name for metric in wanted])
    told = network_facts(spec, facts | {"by_sensitive": _in_trust(field.tables, spec.by)})
    said = cautions(told, nodes=facts["nodes"], whole_time=not spec.has_window)
    if whole:
        said.append(f"Not computed by Spark, since no sum of parts of a network tells them: {', '.join(whole)}.")
    return {"network": told, "metrics": values, "cautions": field.cautions(*said), "audience": str(audience)}


def growth_of(field: Field, spec: NetworkSpec, audience: Audience, *, every: Every, dormant_after: int = 365) -> Json:
    """The JSON of ``growth``.

    Raises:
        UsageError: options that make no sense, or what ``Field.spec`` refuses.
        NotFound: no such community.
    """
    check_growth(spec, every=every, dormant_after=dormant_after)
    spec = field.spec(spec, audience)
    facts, rows, endurance = growth.growth(field.tables, spec, every, dormant_after, MAX_PERIODS)
    told = network_facts(spec, facts | {"by_sensitive": False}) | {"every": every, "dormant_after": dormant_after}
    said = cautions(told, nodes=rows[-1]["nodes"] if rows else 0, whole_time=False)
    return {
        "network": told, "periods": rows, "endurance": endurance, "cautions": field.cautions(*said),
        "audience": str(audience),
    }  # fmt: skip


def ripple_of(
    field: Field, community: str, audience: Audience, *, after: After = "start", wave: str | None = None
) -> Json:
    """The JSON of ``ripple``, counted: the lists of who and what it rests on are null.

    Raises:
        UsageError: another audience than facilitators, or what comes after the end of a community that has none.
        NotFound: no such community or wave.
    """
    require_facilitator(audience)
    result, asked = ripple.ripple(field.tables, field.find(community), after, wave)
    said = ripple_cautions(result, asked=asked)
    more = "Spark counts: who was reached, and by what, is listed without --engine spark."
    for part in ("ring1", "ring2", "ties"):
        result[part]["evidence"] = None
    return result | {"evidence": None, "cautions": field.cautions(*said, more), "audience": str(audience)}


def _in_trust(tables: Tables, by: str | None) -> bool:
    """Whether groups by this are by something given in trust."""
    given = {table: tables.lazy(table) for table in ("person_attributes", "intents")}
    return by is not None and is_sensitive(tables.snapshot(**given), by)
