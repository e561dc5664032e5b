"""Reading and writing a store beside the same by its driver alone: the same nodes, relationships and properties.

CPU seconds of this process and of the server; ours and the driver's in turn, after a tenth of it once for Java.

* Writing: we are given records, the driver the properties (on Neo4j: lists of values) made of them beforehand. Both are
  on the disk after every batch. Making properties, looking for keys that are there already, the import's number on
  every record and its steps are ours alone. Both have written as many of everything.
* Reading: both end with polars frames of the same columns. The gate, the tables without records, the checks of types,
  what a blank means and the order of the rows are ours alone.

``python -m tests.bench.stores READS WRITES [ROUNDS [WRITING_ROUNDS]]`` prints the rows.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import neo4j
import polars as pl
import psutil
from arcadedb_embedded import create_database

from copnet.model import Collaboration, Participation, Person
from copnet.record import Record
from copnet.snapshot import Snapshot, schema
from copnet.stores.base import GraphStore
from copnet.stores.embedded import EmbeddedStore
from copnet.stores.shape import to_properties
from tests.bench.timing import ROUNDS, Comparison
from tests.support.neo4j_server import Neo4jServer
from tests.support.stores import open_neo4j, raw

BATCH = 10_000
WRITING = (
    "Making properties of checked records, the look for keys that are there already and the import's number on every "
    "record, by which nobody sees half an import, are ours alone; the driver is given properties made beforehand."
)
READING = "The gate that makes it one moment, twelve more tables, the checks of types and the order are ours alone."
LABELS = {"people": "Person", "collaborations": "Collaboration"}


def field(participations: int) -> list[Record]:
    """So many participations, a third as many collaborations, and people who take part in seven."""
    people, works = participations * 3 // 20, participations // 3
    records: list[Record] = [Person(id=f"person-{n:07d}", name=f"Person {n}") for n in range(people)]
    records += [Collaboration(id=f"work-{n:07d}", title=f"Work {n}", kind="article") for n in range(works)]
    for n in range(participations):
        who, what = f"person-{n * 7919 % people:07d}", f"work-{n % works:07d}"
        records.append(Participation(collaboration=what, person=who, role=f"role {n // works}"))
    return records


def plain(records: list[Record]) -> dict[str, list[dict[str, Any]]]:
    """What the drivers are given: properties, made beforehand."""
    tables: dict[str, list[dict[str, Any]]] = {"people": [], "collaborations": [], "participations": []}
    for record in records:
        tables[record.table].append(to_properties(record, record.key))
    return tables


def listed(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Rows as lists of values."""
    names = sorted({name for row in rows for name in row})
    return {name: [row.get(name) for row in rows] for name in names}


def embedded_alone(database: Any, tables: dict[str, list[dict[str, Any]]]) -> None:
    """The engine's bulk path: ``graph_batch`` with every batch on the disk, ends by record ids."""
    for label in (*LABELS.values(), "TOOK_PART_IN"):
        kind = "VERTEX" if label in LABELS.values() else "EDGE"
        database.command("sql", f"CREATE {kind} TYPE {label}")
        database.command("sql", f"CREATE PROPERTY {label}.key STRING")
        database.command("sql", f"CREATE INDEX ON {label} (key) UNIQUE")
    ids: dict[str, str] = {}
    with database.graph_batch(use_wal=True, wal_flush="yes_full") as batch:
        for table, label in LABELS.items():
            for rows in _batches(tables[table]):
                ids |= zip((row["key"] for row in rows), batch.create_vertices(label, rows), strict=True)
        for rows in _batches(tables["participations"]):
            ends = [[ids[row[name]] for row in rows] for name in ("person", "collaboration")]
            batch.new_edges(ends[0], "TOOK_PART_IN", ends[1], rows)


def neo4j_alone(driver: neo4j.Driver, tables: dict[str, list[dict[str, list[Any]]]]) -> None:
    """UNWIND and CREATE from lists of values, ten thousand a transaction."""
    each = "UNWIND range(0, size($key) - 1) AS i"
    ends = "MATCH (a:Person {key: $person[i]}), (b:Collaboration {key: $collaboration[i]})"
    with driver.session() as session:
        for table, some in tables.items():
            for columns in some:
                made = ", ".join(f"{name}: ${name}[i]" for name in columns)
                drawn = f"{ends} CREATE (a)-[:TOOK_PART_IN {{{made}}}]->(b)"
                text = f"CREATE (:{LABELS[table]} {{{made}}})" if table in LABELS else drawn
                session.run(f"{each} {text}", columns).consume()


def read_embedded(store: EmbeddedStore) -> list[pl.DataFrame]:
    """The columns of a snapshot by SQL and Arrow."""
    texts = {name: store._queries[f"snapshot_{name}"].text for name in (*LABELS, "participations")}
    return [
        pl.DataFrame(store._database.query("sql", text).to_arrow(columns=list(schema(name))))
        for name, text in texts.items()
    ]


def read_neo4j(driver: neo4j.Driver, store: Any) -> list[pl.DataFrame]:
    """The columns of a snapshot by lists."""
    texts = {name: store._queries[f"snapshot_{name}"].text for name in (*LABELS, "participations")}
    with driver.session(fetch_size=-1) as session, session.begin_transaction() as tx:
        return [pl.DataFrame(dict(next(iter(tx.run(text)))), schema=schema(name)) for name, text in texts.items()]


def rows(reads: int, writes: int, rounds: int = ROUNDS, writing_rounds: int = ROUNDS) -> Iterator[Comparison]:
    """Reading and writing so many participations, on the embedded store and on a Neo4j server."""
    yield from on_embedded(reads, writes, rounds, writing_rounds)
    yield from on_neo4j(reads, writes, rounds, writing_rounds)


def on_embedded(reads: int, writes: int, rounds: int, writing_rounds: int) -> Iterator[Comparison]:
    """The embedded store; each write goes into a new one. Reading comes first: Java keeps much of what was written."""
    with tempfile.TemporaryDirectory() as folder:
        place, numbers = Path(folder), iter(range(10_000))
        with EmbeddedStore.open(place / "read", create=True) as store:
            _bring(store, field(reads))
            _require_equal(store.snapshot(), read_embedded(store))
            yield _in_turn(
                f"embedded store: snapshot of {reads:,} participations", store.snapshot,
                "its driver, SQL to Arrow", lambda: read_embedded(store), rounds,
            )  # fmt: skip
        ours, theirs = [], []
        for many in (writes // 10, *[writes] * writing_rounds):
            records = field(many)
            tables = plain(records)
            _let_be()
            with EmbeddedStore.open(place / f"s{next(numbers)}", create=True) as fresh:
                ours.append(_seconds(partial(_bring, fresh, records)))
                found = {name: fresh.count(name) for name in tables}
            database = create_database(str(place / f"d{next(numbers)}"))
            theirs.append(_seconds(partial(embedded_alone, database, tables)))
            assert found == {
                name: database.query("sql", f"SELECT count(*) AS n FROM {_type(name)}").to_list()[0]["n"]
                for name in tables
            }
            database.drop()
        yield Comparison(
            f"embedded store: write {writes:,} participations", "graph_batch of its driver", ours[1:], theirs[1:],
            target=1.3, why=WRITING,
        )  # fmt: skip


def on_neo4j(reads: int, writes: int, rounds: int, writing_rounds: int) -> Iterator[Comparison]:
    """A server of its own."""
    with ExitStack() as stack:
        server = stack.enter_context(Neo4jServer(heap="2g", page_cache="512m"))
        store = stack.enter_context(open_neo4j(server.address))
        account = (server.user, server.password)
        driver = neo4j.GraphDatabase.driver(server.uri, auth=account, notifications_min_severity="OFF")
        stack.enter_context(driver)
        process = psutil.Process(server.pid)
        ours, theirs = [], []
        for many in (writes // 10, *[writes] * writing_rounds):
            records = field(many)
            given = {table: [listed(rows) for rows in _batches(found)] for table, found in plain(records).items()}
            _let_be()
            _empty(store)
            theirs.append(_seconds(partial(neo4j_alone, driver, given), process))
            found = {name: _count(driver, name) for name in given}
            _empty(store)
            ours.append(_seconds(partial(_bring, store, records), process))
            assert found == {name: store.count(name) for name in given}
        yield Comparison(
            f"Neo4j: write {writes:,} participations", "UNWIND and CREATE by its driver", ours[1:], theirs[1:],
            target=1.3, why=WRITING,
        )  # fmt: skip
        _empty(store)
        _bring(store, field(reads))
        _require_equal(store.snapshot(), read_neo4j(driver, store))
        yield _in_turn(
            f"Neo4j: snapshot of {reads:,} participations", store.snapshot,
            "its driver, collected lists", lambda: read_neo4j(driver, store), rounds, process,
        )  # fmt: skip


def _let_be() -> None:
    """What is given is not looked through for garbage: an import makes its records while it writes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _type(table: str) -> str:
    return LABELS.get(table, "TOOK_PART_IN")


def _count(driver: neo4j.Driver, table: str) -> int:
    pattern = f"(n:{LABELS[table]})" if table in LABELS else f"()-[n:{_type(table)}]->()"
    with driver.session() as session:
        return int(session.run(f"MATCH {pattern} RETURN count(n) AS n").single(strict=True)["n"])


def _require_equal(snapshot: Snapshot, frames: list[pl.DataFrame]) -> None:
    for name, frame in zip((*LABELS, "participations"), frames, strict=True):
        ours, key = snapshot[name], ["id"] if name in LABELS else ["person", "collaboration", "role"]
        assert ours.select(key).sort(key).equals(frame.select(key).sort(key))


def _empty(store: GraphStore) -> None:
    raw(store, "MATCH (n:Person|Collaboration) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")


def _bring(store: GraphStore, records: list[Record]) -> None:
    store.write(lambda writer: writer.put(records), large=True)


def _in_turn(
    what: str, ours: Callable[[], Any], peer: str, theirs: Callable[[], Any], rounds: int,
    server: psutil.Process | None = None,
) -> Comparison:  # fmt: skip
    for _ in range(4):  # Java compiles what it has run a few times
        ours(), theirs()
    found = [(_seconds(ours, server), _seconds(theirs, server)) for _ in range(rounds)]
    return Comparison(
        what, peer, [one for one, _ in found], [other for _, other in found], target=1.2, why=READING
    )  # fmt: skip


def _seconds(work: Callable[[], Any], server: psutil.Process | None = None) -> float:
    gc.collect()
    began = _used(server)
    work()
    return _used(server) - began


def _used(server: psutil.Process | None) -> float:
    times = server.cpu_times() if server else None
    return time.process_time() + (times.user + times.system if times else 0.0)


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


if __name__ == "__main__":
    for row in rows(*map(int, sys.argv[1:])):
        print(row.row(), flush=True)
