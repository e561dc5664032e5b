"""Published counts (data beside the repository, where the machine has it), and small graphs counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from copnet.analysis import core_periphery, mixing
from copnet.graph import NetworkSpec
from copnet.services.figures import metrics
from copnet.snapshot import Snapshot
from tests.support.real_data import rows_or_skip
from tests.support.table_snapshot import snapshot_of

KNOWS = NetworkSpec(kind="ties:knows", by="team")


def test_brokerage_of_krackhardts_managers_by_department() -> None:
    """Advice among 21 managers, 190 arcs: 500 open paths (as sna::brokerage counts them)."""
    people = [{"id": row["id"], "dept": row["dept"]} for row in rows_or_skip("krackhardt_hightech", "people.csv")]
    advice = [
        {"from": row["from"], "to": row["to"], "kind": "advice"}
        for row in rows_or_skip("krackhardt_hightech", "ties.csv")
        if row["relation"] == "advice"
    ]
    found = metrics(snapshot_of(people=people, ties=advice), NetworkSpec(kind="ties:advice", by="dept"), nodes=True)
    assert found["metrics"]["ties"] == 190
    assert found["metrics"]["brokerage"] == {
        "coordinator": 28, "consultant": 69, "gatekeeper": 62, "representative": 95, "liaison": 246, "total": 500,
    }  # fmt: skip
    assert sum(row["brokerage"]["total"] for row in found["nodes"]) == 500


@pytest.fixture(scope="module")
def invented() -> Snapshot:
    """Eight people: red a b c, blue d e, green f g, and h whose team nobody wrote down."""
    teams = dict.fromkeys("abc", "red") | dict.fromkeys("de", "blue") | dict.fromkeys("fg", "green")
    arcs = ["ab", "bc", "cd", "da", "de", "ed", "ef", "fg", "ga", "ah", "hd"]
    return snapshot_of(
        people=[{"id": node, "team": teams.get(node)} for node in "abcdefgh"],
        ties=[{"from": arc[0], "to": arc[1], "kind": "knows"} for arc in arcs],
        collaborations=[{"id": arc} for arc in arcs],
        participations=[{"collaboration": arc, "person": person} for arc in arcs for person in arc],
    )


def test_paths_counted_by_hand(invented: Snapshot) -> None:
    """Open paths: dab, gab; abc; bcd; cda, cde, eda; def; efg; fga (h has no team and stands in none)."""
    found = metrics(invented, KNOWS, nodes=True)
    rows = {row["id"]: row["brokerage"] for row in found["nodes"]}
    expected = {
        "a": {"gatekeeper": 2},  # blue, red, red; green, red, red
        "b": {"coordinator": 1},
        "c": {"representative": 1},  # red, red, blue
        "d": {"consultant": 1, "gatekeeper": 1, "representative": 1},  # cda; cde; eda
        "e": {"representative": 1},  # blue, blue, green
        "f": {"gatekeeper": 1},  # blue, green, green
        "g": {"representative": 1},  # green, green, red
    }
    for node, roles in expected.items():
        assert {role: count for role, count in rows[node].items() if count} == roles | {"total": sum(roles.values())}
    assert rows["h"] is None
    assert found["metrics"]["brokerage"] == {
        "coordinator": 1, "consultant": 1, "gatekeeper": 4, "representative": 4, "liaison": 0, "total": 10,
    }  # fmt: skip


def test_mixing_counted_by_hand(invented: Snapshot) -> None:
    """Ties between people with a team: within ab bc de fg, between cd da ef ga."""
    found = metrics(invented, NetworkSpec(by="team"), nodes=True)
    whole, rows = found["metrics"], {row["id"]: row for row in found["nodes"]}
    assert whole["ei_index"] == 0.0
    assert whole["cross_group_share"] == 0.5
    assert whole["ei_expected"] == (16 - 5) / 21
    assert whole["ei_permutations"] == 10_000
    assert whole["attribute_assortativity"] == (4 * 8 * 4 - (49 + 25 + 16)) / (16**2 - (49 + 25 + 16))
    assert {node: rows[node]["ei_index"] for node in "abcdegh"} == {
        "a": 1 / 3, "b": -1.0, "c": 0.0, "d": 1 / 3, "e": 0.0, "g": 0.0, "h": None,
    }  # fmt: skip
    assert found["network"]["no_value"] == 1
    assert whole["brokerage"]["gatekeeper"] is None
    assert whole["core_periphery_method"] == "exact"


def test_without_groups_there_are_no_figures_of_groups(invented: Snapshot) -> None:
    found = metrics(invented, NetworkSpec(), nodes=True)
    names = ("attribute_assortativity", "ei_index", "ei_expected", "ei_p_value", "ei_permutations", "cross_group_share")
    assert {found["metrics"][name] for name in (*names, "brokerage")} == {None}
    assert {row["ei_index"] for row in found["nodes"]} == {row["brokerage"] for row in found["nodes"]} == {None}
    assert found["metrics"]["core_periphery_fit"] is not None


def test_two_mode_networks_have_none_of_it(invented: Snapshot) -> None:
    found = metrics(invented, NetworkSpec(kind="two-mode", by="team"))["metrics"]
    names = [name for name in found if name.startswith(("ei_", "core_", "brokerage", "cross_"))]
    assert len(names) == 9
    assert {found[name] for name in (*names, "degree_assortativity")} == {None}


def test_what_is_too_much_for_large_networks_is_said(invented: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = metrics(invented, NetworkSpec(by="team"))
    assert not [caution for caution in whole["cautions"] if "p_value" in caution]
    monkeypatch.setattr(mixing, "MANY_TIES", 7)
    monkeypatch.setattr(core_periphery, "MOST_TIES", 9)
    found = metrics(invented, NetworkSpec(by="team"))
    assert found["metrics"]["ei_permutations"] == 200
    assert found["metrics"]["ei_p_value"] >= 1 / 201
    assert found["metrics"]["core_periphery_fit"] == whole["metrics"]["core_periphery_fit"]
    assert found["metrics"]["core_periphery_p_value"] is None
    assert len([caution for caution in found["cautions"] if "p_value" in caution]) == 2


def test_rows_are_sorted_by_all_paths(invented: Snapshot) -> None:
    rows = metrics(invented, KNOWS, names=["brokerage"], nodes=True, sort="brokerage")["nodes"]
    assert [row["id"] for row in rows] == ["d", "a", "b", "c", "e", "f", "g", "h"]


@pytest.mark.parametrize(
    ("ties", "names", "expected"),
    [
        ("", "abcd", {"core_periphery_fit": None, "degree_assortativity": None, "core_periphery_method": None}),
        ("ab bc ac", "abc", {"core_periphery_fit": None, "core_periphery_p_value": None}),
        ("ab bc cd da ac bd", "abcd", {"core_periphery_fit": None, "degree_assortativity": None}),
        ("ab bc cd da", "abcd", {"core_periphery_fit": None, "core_periphery_p_value": None}),
        ("ab bc cd", "abcd", {"core_periphery_fit": 1.0, "core_periphery_p_value": 1.0}),
        ("ab ac ad ae", "abcde", {"degree_assortativity": -1.0, "core_periphery_p_value": 1.0}),
    ],
)
def test_smallest_networks(ties: str, names: str, expected: dict[str, Any]) -> None:
    works = ties.split()
    store = snapshot_of(
        people=[{"id": name} for name in names],
        collaborations=[{"id": work} for work in works],
        participations=[{"collaboration": work, "person": person} for work in works for person in work],
    )
    found = metrics(store, NetworkSpec())["metrics"]
    assert {name: found[name] for name in expected} == expected
