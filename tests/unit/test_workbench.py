"""The Python interface for analysts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import copnet
from copnet.errors import StoreMissing, UsageError
from copnet.sample import sample_path
from copnet.services.demo import load_sample
from copnet.stores.embedded import EmbeddedStore
from copnet.tables import TABLES
from copnet.workbench import Workbench

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with copnet.open(str(tmp_path_factory.mktemp("workbench") / "store"), create=True) as opened:
        with sample_path() as folder:
            opened.load(folder)
        yield opened


def test_a_missing_store_is_named() -> None:
    with pytest.raises(StoreMissing, match="nowhere-at-all"):
        copnet.open("nowhere-at-all")


def test_a_network_is_a_frozen_networkx_graph_with_evidence(community: Workbench) -> None:
    network = community.network(community="cohort")
    assert isinstance(network, nx.Graph)
    assert nx.is_frozen(network)
    assert all(tie["collaborations"] for _, _, tie in network.edges(data=True))
    with pytest.raises(nx.NetworkXError):
        network.add_node("new")
    assert nx.density(network) == community.metrics(community="cohort").loc["density", "value"]


def test_directed_answers_are_a_digraph(community: Workbench) -> None:
    assert isinstance(community.network(kind="ties:trusts"), nx.DiGraph)


def test_a_network_shows_its_map(community: Workbench) -> None:
    html = community.network(community="cohort")._repr_html_() or ""
    assert html.startswith("<iframe srcdoc=")
    assert "Ruth Holloway" in html


def test_a_graph_derived_from_a_network_has_no_map(community: Workbench) -> None:
    assert community.network().subgraph(["ruth-holloway"]).copy()._repr_html_() is None


def test_metrics_and_nodes_are_documented_frames(community: Workbench) -> None:
    metrics = community.metrics(community="cohort")
    assert metrics.dtypes.astype(str).to_dict() == {"label": "string", "value": "Float64", "unit": "string"}
    values = metrics["value"].to_dict()
    assert values["nodes_by_mode.person"] == values["nodes"] == 22
    assert metrics.attrs["network"]["community"]
    nodes = community.nodes(community="cohort")
    assert nodes["in_degree"].dtype == "Int64"
    assert nodes["in_degree"].isna().all()
    assert [str(nodes[name].dtype) for name in ("name", "group", "betweenness")] == ["string", "string", "Float64"]
    assert nodes["degree"].sum() == 2 * values["ties"]
    assert pd.isna(nodes.loc[nodes["degree"] == 0, "constraint"]).all()
    assert nodes["brokerage.liaison"].dtype == "Float64"


def test_figures_in_words_and_in_parts(community: Workbench) -> None:
    metrics = community.metrics(community="cohort", by="sector")
    assert metrics.attrs["words"] == {"core_periphery_method": "best of 50 seeded starts"}
    nodes = community.nodes(community="cohort", by="sector")
    assert nodes["brokerage.total"].sum() == metrics["value"].to_dict()["brokerage.total"] > 0


def test_growth_has_dates_and_counts(community: Workbench) -> None:
    growth = community.growth(every="quarter", community="cohort")
    assert growth["from"].dtype.kind == growth["to"].dtype.kind == "M"
    assert growth["nodes"].dtype == "Int64"
    assert growth["density"].dtype == "Float64"
    assert growth["ties"].is_monotonic_increasing
    assert growth.attrs["endurance"][0]["denominator"] > 0


@pytest.mark.parametrize("table", TABLES)
def test_records_are_frames_of_the_contracts_columns(community: Workbench, table: str) -> None:
    frame = community.records(table)
    assert len(frame) == community.store.count(table)
    assert list(frame.columns[:-1]) == [column.name for column in TABLES[table].columns if column.field]
    assert frame.index.is_unique


def test_an_unknown_table_is_refused(community: Workbench) -> None:
    with pytest.raises(UsageError, match="people"):
        community.records("cats")


def test_the_store_is_read_again_only_after_a_change(community: Workbench) -> None:
    first = community.snapshot
    assert community.snapshot is first
    person = community.store.read("people", limit=1)
    community.store.write(lambda writer: writer.put([person[0].model_copy(update={"role": "Changed"})]))
    assert community.snapshot.version > first.version


def test_an_empty_store_has_the_same_columns() -> None:
    with Workbench(EmbeddedStore.scratch()) as empty, Workbench(EmbeddedStore.scratch()) as full:
        load_sample(full.store)
        for none, some in (
            (empty.nodes(), full.nodes()),
            (empty.growth(every="year"), full.growth(every="year")),
            (empty.metrics(), full.metrics()),
        ):
            assert list(none.columns) == list(some.columns)
            assert none.dtypes.to_dict() == some.dtypes.to_dict()
            assert none.index.dtype == some.index.dtype or none.empty
        assert not len(empty.nodes())
        assert not len(empty.growth(every="year"))


@pytest.mark.parametrize("text", [copnet.__doc__ or "", README.read_text("utf-8")], ids=["package", "README"])
def test_the_examples_run(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece of Python that a reader may copy, on a store called as there."""
    found = re.findall(r"```python\n(.*?)```", text, re.S)
    found += [textwrap.dedent(part) for part in re.findall(r"::\n\n((?:(?:    .*)?\n)+)", text)]
    assert found
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "copnet-store"):
        with EmbeddedStore.open(tmp_path / name, create=True) as store:
            load_sample(store)
    for code in found:
        exec(code.replace("cohort-one", "cohort"), {})
