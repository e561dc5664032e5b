"""Spark's figures against those of one machine. All in this one file: a test run starts one Spark."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from copnet.cli.commands import root
from copnet.errors import UsageError
from copnet.graph import NetworkSpec
from copnet.model import Community, Membership, Person
from copnet.services.audience import FACILITATOR
from copnet.services.demo import load_sample
from copnet.services.exports import choose_format, export_to, source_of
from copnet.services.field import Field, field_of_store, growth_of, metrics_of, ripple_of
from copnet.services.figures import growth_for, metrics_for
from copnet.services.ripple import ripple_for
from copnet.snapshot import Snapshot
from copnet.spark import components
from copnet.spark.metrics import FIGURES
from copnet.spark.session import spark_session
from copnet.spark.sources import from_snapshot, has_connector
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.shape import column_query
from tests.bench.histories import as_snapshot, history
from tests.support.maven_jars import jars
from tests.support.neo4j_server import Neo4jAddress
from tests.support.random_stores import random_store
from tests.support.table_snapshot import snapshot_of

Json = dict[str, Any]
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

CONNECTOR = Path(__file__).parents[1] / "support" / "spark_connector" / "pom.xml"
SEEDS = [3, *(pytest.param(seed, marks=pytest.mark.full) for seed in (0, 1, 2, *range(4, 12)))]
ALL = [(seed, number) for seed in range(12) for number in range(4)]
CASES = [case if case == (3, 1) else pytest.param(*case, marks=pytest.mark.full) for case in ALL]
NETWORKS: tuple[Json, ...] = (
    {"by": "organization"},
    {"kind": "organizations", "by": "sector", "start": dt.date(2019, 3, 1), "end": dt.date(2022, 6, 15)},
    {"community": "cohort", "by": "community", "weight": "newman", "min_weight": 0.5, "exclude_kinds": ("coaching",)},
    {"kind": "organizations", "community": "cohort", "roles": ("member", "facilitator"), "min_weight": 2},
)
NOTED = ("undated_collaborations", "imprecise_dates", "several_affiliations", "no_value", "one_collaboration", "as_of")


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    folder = jars(CONNECTOR, "neo4j-connector-apache-spark_2.13-5.3.10_for_spark_3")
    with spark_session("local[2]", "2g", ",".join(map(str, folder.glob("*.jar")))) as session:
        for name in ("adaptive.enabled", "codegen.wholeStage"):  # so small: what is planned costs more than the doing
            session.conf.set(f"spark.sql.{name}", "false")
        yield session


def _field(spark: Any, snapshot: Snapshot, folder: Path) -> Field:
    return Field(from_snapshot(spark, snapshot, folder, lambda *_: None), lambda wanted: wanted)


def _same_growth(field: Field, snapshot: Snapshot, spec: NetworkSpec, **options: Any) -> None:
    assert growth_of(field, spec, FACILITATOR, **options) == growth_for(snapshot, spec, FACILITATOR, **options)


def _same_metrics(field: Field, snapshot: Snapshot, spec: NetworkSpec) -> None:
    ours = metrics_of(field, spec, FACILITATOR)
    local = metrics_for(snapshot, spec, FACILITATOR, names=sorted(FIGURES))
    assert {name: ours["metrics"][name] for name in FIGURES} == local["metrics"]
    assert ours["network"] == local["network"]
    assert set(local["cautions"]) < set(ours["cautions"])
    assert ours["metrics"]["cutpoints"] is None
    assert "cutpoints" in ours["cautions"][-1]


def _same_ripple(field: Field, snapshot: Snapshot, community: str, **options: Any) -> None:
    ours = ripple_of(field, community, FACILITATOR, **options)
    local = ripple_for(snapshot, community, FACILITATOR, **options)
    for part in ("ring1", "ring2", "ties"):
        local[part]["evidence"] = None
    del local["collaborations"]
    assert ours | {"cautions": []} == local | {"evidence": None, "cautions": []}
    assert ours["cautions"][:-1] == local["cautions"]


@pytest.mark.full  # in every run the figures of a field, of the sample and of what the connector reads are compared
@pytest.mark.parametrize(("seed", "number"), ALL)
def test_random_stores_have_the_same_figures(spark: Any, tmp_path: Path, seed: int, number: int) -> None:
    snapshot = snapshot_of(**random_store(seed))
    _same_metrics(_field(spark, snapshot, tmp_path), snapshot, NetworkSpec(**NETWORKS[number]))


@pytest.mark.parametrize(("seed", "number"), CASES)
def test_random_stores_grow_the_same(spark: Any, tmp_path: Path, seed: int, number: int) -> None:
    snapshot = snapshot_of(**random_store(seed))
    spec = NetworkSpec(**NETWORKS[number] | {"by": None})
    every, dormant_after = (("month", 365), ("quarter", 90), ("year", 365), ("quarter", 500))[number]
    _same_growth(_field(spark, snapshot, tmp_path), snapshot, spec, every=every, dormant_after=dormant_after)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_stores_have_the_same_ripple(spark: Any, tmp_path: Path, seed: int) -> None:
    snapshot = snapshot_of(**random_store(seed))
    field = _field(spark, snapshot, tmp_path)
    _same_ripple(field, snapshot, "cohort")
    if snapshot["communities"]["ended_on"][0] is None:
        with pytest.raises(UsageError, match="has no end"):
            ripple_of(field, "cohort", FACILITATOR, after="end")
    else:
        _same_ripple(field, snapshot, "cohort", after="end")


@pytest.mark.parametrize("people", [300, pytest.param(30_000, marks=[pytest.mark.full, pytest.mark.timeout(1800)])])
def test_a_large_field_has_the_same_figures(spark: Any, tmp_path: Path, people: int) -> None:
    community = Community.model_validate({"id": "c", "name": "C", "started_on": "2018", "ended_on": "2021-06"})
    members = [Membership(community="c", person=f"p{number}") for number in range(0, people, 50)]
    snapshot = as_snapshot([*history(people), community, *members])
    field = _field(spark, snapshot, tmp_path)
    _same_metrics(field, snapshot, NetworkSpec(by="organization"))
    _same_growth(field, snapshot, NetworkSpec(), every="quarter")
    _same_ripple(field, snapshot, "c")


def test_the_sample_from_an_export_and_from_the_store(spark: Any, scratch: EmbeddedStore, tmp_path: Path) -> None:
    load_sample(scratch, lambda *_: None)
    person, work = scratch.read("people")[0], scratch.read("collaborations")[0]
    assert isinstance(person, Person)
    told_by_name = work.model_copy(update={"title": f"A talk by {person.name}"})
    scratch.write(lambda writer: writer.put([person.model_copy(update={"visibility": "nobody"}), told_by_name]))
    hidden = scratch.snapshot()["people"].filter(visibility="nobody").height
    runner, path = CliRunner(), tmp_path / "field"
    chosen = choose_format(path, "parquet", NetworkSpec())
    export_to(source_of(scratch, chosen), path, NetworkSpec(), FACILITATOR)
    (tmp_path / "told").mkdir()
    field = field_of_store(spark, scratch, {}, tmp_path / "told", lambda *_: None)
    assert not any(person.name in title for title in field.tables.lazy("collaborations").collect()["title"])
    local = metrics_for(scratch.snapshot(), NetworkSpec(), FACILITATOR, names=["nodes"])["metrics"]["nodes"]
    assert metrics_of(field, NetworkSpec(), FACILITATOR, names=["nodes"])["metrics"]["nodes"] == local
    asked = ["metrics", "--store", str(path), "--engine", "spark", "--metrics", "nodes", "--json"]
    told = json.loads(runner.invoke(root, asked, catch_exceptions=False).stdout)
    assert told["metrics"]["nodes"] == local - hidden
    assert told["cautions"][-1] == f"{hidden} visible to nobody are not in the export, nor in these figures."


@pytest.mark.neo4j
def test_neo4j_by_its_connector(
    spark: Any, neo4j_store: Neo4jStore, neo4j_address: Neo4jAddress, tmp_path: Path
) -> None:
    assert has_connector(spark)
    load_sample(neo4j_store, lambda *_: None)
    options = {"url": neo4j_address.uri, "authentication.basic.username": neo4j_address.user}
    options |= {"authentication.basic.password": neo4j_address.password or ""}
    field = field_of_store(spark, neo4j_store, options, tmp_path, lambda *_: None)
    assert list(tmp_path.glob("people.parquet/part-*"))
    snapshot = neo4j_store.snapshot()
    _same_metrics(field, snapshot, NetworkSpec(kind="organizations", by="sector"))
    _same_ripple(field, snapshot, snapshot["communities"]["id"][0])


def test_every_table_has_a_query_for_the_connector() -> None:
    assert column_query("ties").startswith("MATCH ()-[r:NAMES]->() RETURN r.`from` AS `from`, r.`to` AS `to`")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["metrics", "--audience", "funder"], "computes for facilitators only"),
        (["ripple", "x", "--audience", "public"], "computes for facilitators only"),
        (["metrics", "--network", "two-mode"], "networks of people or organizations"),
        (["metrics", "--network", "ties:trusts"], "networks of people or organizations"),
        (["metrics", "--nodes"], "no --nodes"),
        (["metrics", "--metrics", "density,cutpoints"], "cutpoints: not computed by --engine spark"),
        (["metrics", "--by", "shoe size"], "groups by organization, sector, community"),
        (["growth", "--every", "year", "--by", "sector"], "growth has no figures of groups"),
        (["growth", "--every", "year", "--ledger", "x.csv"], "--ledger lists every tie"),
    ],
)
def test_what_spark_does_not_compute_is_refused(spark: Any, tmp_path: Path, options: list[str], words: str) -> None:
    EmbeddedStore.open(tmp_path / "store", create=True).close()
    asked = [*options, "--engine", "spark", "--store", str(tmp_path / "store")]
    with pytest.raises(UsageError, match=words):
        root.main(asked, standalone_mode=False)


def test_without_pyspark_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import copnet.spark

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'copnet\[spark\]'"):
        importlib.reload(copnet.spark)


def test_components_by_graphframes_are_the_same(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its jar is not to be had here: what is tested is that it is asked, and that its answer is counted right."""
    ties = spark.createDataFrame([(1, 2), (2, 3), (7, 9)], "left long, right long")
    expected = components.components(ties, 10)

    class GraphFrame:
        def __init__(self, vertices: Any, edges: Any) -> None:
            assert (vertices.columns, edges.columns) == (["id"], ["src", "dst"])
            self.vertices = vertices

        def connectedComponents(self, *, use_local_checkpoints: bool) -> Any:  # noqa: N802  # its name there
            assert use_local_checkpoints
            return self.vertices.selectExpr("id", "if(id < 5, 1, 7) AS component")

    module = types.ModuleType("graphframes")
    module.GraphFrame = GraphFrame  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "graphframes", module)
    monkeypatch.setattr(components, "has_graphframes", lambda frame: True)
    assert components.components(ties, 10) == expected == (7, 3)
