"""Kumu's rules: what is one element, which way connections lead, what is left out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copnet.importers.formats.known import recognized
from copnet.importers.mapping import GraphMapping, Mapping
from copnet.importers.options import ImportOptions
from copnet.importers.report import ImportReport
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore
from tests.support.books import book, folder

Rows = list[list[Any]]
PEOPLE = ImportOptions(mapping=Mapping(graph=GraphMapping(nodes="people")))


@pytest.fixture
def kumu(store: GraphStore, tmp_path: Path) -> Callable[..., ImportReport]:
    def load(elements: Rows, connections: Rows, **more: Rows) -> ImportReport:
        sheets = {"Elements": elements, "Connections": connections} | more
        return import_path(store, book(tmp_path / "map.xlsx", sheets), PEOPLE)

    return load


def _ties(store: GraphStore) -> set[tuple[str, str, str, float]]:
    return {(tie.from_, tie.to, tie.kind, tie.value) for tie in store.read("ties")}  # type: ignore[attr-defined]


def _json(store: GraphStore, tmp_path: Path, data: Any) -> ImportReport:
    path = tmp_path / "map.json"
    path.write_text(json.dumps(data))
    return import_path(store, path, PEOPLE)


def test_types_decide_what_elements_are(kumu: Callable[..., ImportReport], store: GraphStore) -> None:
    report = kumu(
        [
            ["Label", "Type"],
            ["Ruth", "Person"],
            ["Lakeside", "School"],
            ["Spring visit", "Convening"],
            ["Omar", "Star"],
        ],
        [["From", "To", "Type"], ["Ruth", "Spring visit", "host"], ["Ruth", "Omar", "trusts"]],
    )
    assert report.created == {"people": 2, "organizations": 1, "collaborations": 1, "participations": 1, "ties": 2}
    (part,) = store.read("participations")
    assert (part.collaboration, part.person, part.role) == ("spring-visit", "ruth", "host")  # type: ignore[attr-defined]
    assert next(one for one in store.read("people") if one.key == "omar").attributes == {"Type": "Star"}


def test_directions(kumu: Callable[..., ImportReport], store: GraphStore) -> None:
    kumu(
        [["Label"], ["A"], ["B"], ["C"], ["D"]],
        [
            ["From", "To", "Direction", "Strength"],
            ["A", "B", "directed", 2], ["B", "C", "Mutual", 3], ["C", "D", None, 4], ["A", "C|D", "directed", 1],
        ],
    )  # fmt: skip
    assert _ties(store) == {
        ("a", "b", "knows", 2), ("b", "c", "knows", 3), ("c", "b", "knows", 3), ("c", "d", "knows", 4),
        ("d", "c", "knows", 4), ("a", "c", "knows", 1), ("a", "d", "knows", 1),
    }  # fmt: skip


def test_an_element_is_known_by_id_or_by_label_and_type(kumu: Callable[..., ImportReport], store: GraphStore) -> None:
    report = kumu(
        [
            ["ID", "Label", "Type", "Town"],
            ["e1", "Ann", "Person", "X"],
            ["e2", "Ann", "Person", "Y"],
            ["e1", None, None, "Z"],
        ],
        [["From", "To", "Direction"], ["e1", "e2", "directed"]],
    )
    assert {one.attributes["Town"] for one in store.read("people")} == {"Z", "Y"}
    ((one, other, *_),) = _ties(store)
    assert (one, other) == ("ann-e1", "ann-e2")
    assert any("1 row(s) say more" in caution for caution in report.cautions)


def test_sheets_and_columns_to_ignore(kumu: Callable[..., ImportReport], store: GraphStore) -> None:
    report = kumu(
        [["Label", "Notes (ignore)"], ["A", "secret"]], [["From", "To"]], **{"Budget (Ignore)": [["Label"], ["Money"]]}
    )
    assert store.count("people") == 1
    assert {item.sheet for item in report.left_out} == {"Elements", "Budget (Ignore)"}
    assert "secret" not in str(store.read("people"))


def test_several_sheets_of_elements(kumu: Callable[..., ImportReport], store: GraphStore) -> None:
    kumu([["Label"], ["A"]], [["From", "To"], ["A", "B"]], Schools=[["Label", "Type"], ["B", "School"]])
    assert (store.count("people"), store.count("organizations"), store.count("ties")) == (1, 1, 2)


def test_a_blueprint(store: GraphStore, tmp_path: Path) -> None:
    data = {
        "elements": [
            {"label": "A", "type": "Person", "tags": ["one", "two|three"], "Favorite": 7},
            {"id": "x", "label": "B"},
        ],
        "connections": [{"from": "A", "to": "x", "direction": "directed", "type": "likes"}],
    }
    report = _json(store, tmp_path, data)
    assert report.format == "kumu"
    assert _ties(store) == {("a", "b", "likes", 1)}
    attributes = next(one for one in store.read("people") if one.key == "a").attributes
    assert attributes == {"tags": r"one | two\|three", "Favorite": "7"}
    assert not any(_json(store, tmp_path, data).created.values())


def test_an_export(store: GraphStore, tmp_path: Path) -> None:
    data = {
        "name": "Map",
        "elements": [{"_id": f"elem-{name}", "attributes": {"label": name, "element type": "Person"}} for name in "AB"],
        "connections": [
            {"_id": "c", "from": "elem-A", "to": "elem-B", "direction": "directed", "reversed": True, "delayed": True,
             "attributes": {"connection type": "-", "label": None}},
        ],
        "loops": [{"_id": "l"}],
        "maps": [{"name": name, "elements": [{"element": "elem-A"}]} for name in ("One", "Two")],
        "perspectives": [{"name": "View"}],
    }  # fmt: skip
    report = _json(store, tmp_path, data)
    (tie,) = store.read("ties")
    assert (tie.from_, tie.to) == ("b", "a")  # type: ignore[attr-defined]
    assert tie.attributes == {"polarity": "minus", "delayed": "yes"}
    assert next(one for one in store.read("people") if one.key == "a").attributes["Map"] == "One | Two"
    assert {item.sheet for item in report.left_out} == {"loops", "maps", "perspectives"}


def test_ends_of_connections_alone(store: GraphStore, tmp_path: Path) -> None:
    path = folder(tmp_path / "map", {"connections.csv": "From,To,Direction\nA,B,directed\nB,C,directed\n"})
    import_path(store, path, PEOPLE)
    assert _ties(store) == {("a", "b", "knows", 1), ("b", "c", "knows", 1)}


@pytest.mark.parametrize(("files", "found"), [
    ({"elements.csv": "Label\nA\n"}, "kumu"),
    ({"town.elements.csv": "Label\nA\n", "town.connections.csv": "From,To\nA,A\n"}, "kumu"),
    ({"people.csv": "name\nA\n", "elements.csv": "Label\nA\n"}, None),
    ({"a.elements.csv": "Label\nA\n", "b.elements.csv": "Label\nA\n"}, None),
    ({"people.csv": "name\n@article{a\n"}, None),
])  # fmt: skip
def test_folders_are_recognized(files: dict[str, str], found: str | None, tmp_path: Path) -> None:
    kind = recognized(folder(tmp_path / "map", dict(files)))
    assert (kind.name if kind else None) == found


def test_tables_of_copnet_stay_tables_of_copnet(tmp_path: Path) -> None:
    assert recognized(book(tmp_path / "a.xlsx", {"People": [["name"]], "Elements": [["Label"]]})) is None
    for name in ("people.csv", "ties.txt", "collaborations.tsv"):
        path = tmp_path / name
        path.write_text("@article{a,\nTY  - BOOK\n")
        assert recognized(path) is None
