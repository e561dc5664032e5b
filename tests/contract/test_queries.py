"""The query files: what the loader refuses, and that the code and the files name the same queries."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from copnet.stores import formers, queries
from copnet.stores.base import GraphStore, Writer
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.migrations import statements
from copnet.stores.neo4j_store import Neo4jStore
from copnet.stores.queries import QueryFileError, load_queries, parse
from copnet.stores.shape import EDGES, references, referring
from copnet.tables import STORED, TABLES
from tests.support.world import make, people, world

GOOD = """\
// A comment.

// name: one
// params: a, b
MATCH (n {x: $a})
// why
RETURN $b

// name: two
// params: none
RETURN '$c'
"""
DIALECTS = ("embedded", "neo4j")


def test_a_file_is_taken_apart() -> None:
    one, two = parse(GOOD, "good.cypher")
    assert (one.name, one.text, one.params, one.file) == (
        "one", "MATCH (n {x: $a})\nRETURN $b", frozenset({"a", "b"}), "good.cypher",
    )  # fmt: skip
    assert (two.name, two.text, two.params) == ("two", "RETURN '$c'", frozenset())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RETURN 1\n", "text before"),
        ("// name: a\nRETURN 1\n", "needs a line // params"),
        ("// name: a\n// params: none\n", "and a text"),
        ("// name: a\n// params: none\n// name: b\n// params: none\nRETURN 1\n", "a needs"),
        ("// name: a\n// params: none\nRETURN $x\n", r"declares \[\] but uses \['x'\]"),
        ("// name: a\n// params: x, y\nRETURN $x\n", r"declares \['x', 'y'\] but uses \['x'\]"),
        ("// name: a\n// params: x\nRETURN '$x', `$x`, \"$x\"\n", r"uses \[\]"),
    ],
)
def test_a_file_written_wrongly_is_refused(text: str, words: str) -> None:
    with pytest.raises(QueryFileError, match=words):
        list(parse(text, "bad.cypher"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(queries, "files", lambda _: tmp_path)
    (tmp_path / "a.cypher").write_text("// name: one\n// params: x\nRETURN $x\n", encoding="utf-8")
    return tmp_path


def test_an_override_takes_the_shared_one_s_place_in_its_dialect_only(folder: Path) -> None:
    (folder / "neo4j").mkdir()
    (folder / "neo4j" / "a.cypher").write_text("// name: one\n// params: x\nRETURN 2 * $x\n", encoding="utf-8")
    load = load_queries.__wrapped__
    assert load("neo4j")["one"].text == "RETURN 2 * $x"
    assert load("embedded")["one"].text == "RETURN $x"


@pytest.mark.parametrize("text", ["// name: two\n// params: x\nRETURN $x\n", "// name: one\n// params: y\nRETURN $y\n"])
def test_an_override_of_nothing_is_refused(folder: Path, text: str) -> None:
    (folder / "neo4j").mkdir()
    (folder / "neo4j" / "a.cypher").write_text(text, encoding="utf-8")
    with pytest.raises(QueryFileError, match="overrides no shared query"):
        load_queries.__wrapped__("neo4j")


def test_a_name_given_twice_is_refused(folder: Path) -> None:
    (folder / "b.cypher").write_text("// name: one\n// params: x\nRETURN $x\n", encoding="utf-8")
    with pytest.raises(QueryFileError, match=r"b\.cypher: one is in a\.cypher already"):
        load_queries.__wrapped__("embedded")


@pytest.mark.parametrize("given", [{}, {"keys": [], "more": 1}, {"key": []}])
def test_a_query_with_other_parameters_is_refused(store: GraphStore, given: dict[str, Any]) -> None:
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    with pytest.raises(QueryFileError, match="pick_people takes the parameters"):
        store._run_alone("pick_people", **given)


def names_the_code_builds(dialect: str) -> set[str]:
    """Every name that stores, transactions and migrations put together, spelled out for every table."""
    names = {"enter_gate", "raise_version", "read_version", "read_migrations", "record_migration"}
    names |= {"begin_import", "commit_import", "begin_sweep", "sweep_relationships", "sweep_nodes", "end_sweep"}
    names |= {"keep_formers", "some_formers", "delete_formers", "sweep_formers"}
    names |= {"former_records", "former_page", "former_records_of", "former_count"}
    names |= {"former_references", "former_referring", "keep_sweep"}
    names |= {f"snapshot_{table}" for table in TABLES}
    if dialect == "neo4j":
        names |= {"former_any", "hold_imports", "keep_import", "stage_nodes", "stage_relationships"}
    for table, spec in STORED.items():
        names |= {f"{verb}_{table}" for verb in ("page", "list", "pick", "count", "present", "delete")}
        names |= {query for _, query in referring(table)}
        if table in EDGES:
            names |= {f"put_{table}_{EDGES[table](one).variant}" for one in world() if one.table == table}
            continue
        names.add(f"put_{table}")
        columns = [c.name for c in spec.columns if c.kind in ("reference", "references") and c.field]
        names |= {f"{verb}_{table}_{column}" for verb in ("link", "unlink") for column in columns}
    return names


@pytest.mark.parametrize("dialect", DIALECTS)
def test_files_and_code_name_the_same_queries(dialect: str) -> None:
    loaded = load_queries(dialect)
    schema = {name for names in statements(loaded).values() for name in names}
    assert set(loaded) - schema == names_the_code_builds(dialect)
    unique = {name.split("_", 2)[2].removesuffix("_key") for name in schema if name.endswith("_key")}
    assert unique == {*STORED, "gate", "migration", "formers"}


def test_every_query_is_run_by_what_the_store_can_do(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """No dead queries: using every method on every table runs each of them."""
    assert isinstance(store, EmbeddedStore | Neo4jStore)
    run = _note_queries(store, monkeypatch)
    monkeypatch.setattr(formers, "FEW", 1)

    def look_and_fail(writer: Writer) -> None:
        writer.put(people("b"))
        with ThreadPoolExecutor(1) as others:
            if isinstance(store, Neo4jStore):
                others.submit(store.still, lambda head: head).result()
            writer.put(people("a"))
            for look in (
                partial(store.read, "people", keys=["a"]), partial(store.count, "people"), store.snapshot,
                partial(store.read, "people", limit=1), partial(store.referring, "people", "a"), store.check,
            ):  # fmt: skip
                others.submit(look).result()
        raise ZeroDivisionError

    store.write(lambda writer: writer.put(world()))
    for table in STORED:
        store.count(table)
        keys = [one.key for one in store.read(table)]
        store.read(table, keys=keys)
        store.read(table, limit=1)
    store.snapshot()
    store.version()
    for table in reversed(STORED):
        keys = [one.key for one in store.read(table)]
        store.write(lambda writer, t=table, k=keys: writer.delete(t, k))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
    store.write(lambda writer: writer.put([*people("a"), *world()]))
    with pytest.raises(ZeroDivisionError):
        store.write(look_and_fail, large=True)
    store.write(lambda writer: writer.put([*people("b"), make("ties", from_="b", to="b", kind="x")]), large=True)
    migrations = {"read_migrations", "record_migration"}
    assert run == names_the_code_builds(store.dialect) - migrations
    assert {column.name for one in world() for column, _, _ in references(one)}


def _note_queries(store: EmbeddedStore | Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    run: set[str] = set()
    lock = threading.Lock()

    class Noting(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            with lock:
                run.add(name)
            return super().__getitem__(name)

    noting: Mapping[str, Any] = Noting(store._queries)
    monkeypatch.setattr(store, "_queries", noting)
    return run
