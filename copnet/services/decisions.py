"""What somebody decided about two that may be one: they are different, or that is for later. Merging is elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from copnet.errors import NotFound
from copnet.folding import redirected
from copnet.record import Entity
from copnet.remembered import KIND_OF, TABLE_OF, Decision, Kind, Verdict, pair_key
from copnet.services.pairs import find_pair, readable
from copnet.stores.base import GraphStore, Reader, Writer

Json = dict[str, Any]


def decide(store: GraphStore, a: str, b: str, verdict: Verdict, *, on: dt.date, kind: Kind | None = None) -> Json:
    """Remember that two people or organizations are different, or are to be looked at later; the last word counts.

    Args:
        store: where.
        a: id, name or alias of the one.
        b: of the other; the order does not matter.
        verdict: different or later.
        on: the day of the decision.
        kind: of the two; None: found out.

    Raises:
        NotFound: no such person or organization.
        Conflict: a name fits several, or both are one.
    """

    def change(writer: Writer) -> Json:
        one, other = find_pair(writer, a, b, kind)
        pair = {one.table: (one.id, other.id)}
        record = Decision.model_validate(pair | {"verdict": verdict, "decided_on": on.isoformat()})
        if writer.read("decisions", keys=[record.key]) != [record]:
            writer.put([record])
        return _told(record, {one.id: one, other.id: other})

    return store.write(change)


def reopen(store: GraphStore, a: str, b: str, *, kind: Kind | None = None) -> Json:
    """Forget what was decided about two, so that they are proposed again.

    Raises:
        NotFound: no such person or organization, or nothing was decided about them.
        Conflict: a name fits several, or both are one.
    """

    def change(writer: Writer) -> Json:
        one, other = find_pair(writer, a, b, kind)
        return _forget(writer, pair_key(KIND_OF[one.table], one.id, other.id))

    return store.write(change)


def forget_decision(store: GraphStore, key: str) -> Json:
    """The same by the decision's own id.

    Raises:
        NotFound: there is no such decision.
    """
    return store.write(lambda writer: _forget(writer, key))


def list_decisions(reader: Reader) -> Json:
    """Every remembered decision with the names of the two."""
    return {"decisions": [_told(one, _both(reader, one)) for one in _all(reader)]}


def remembered_pairs(reader: Reader, kind: Kind, verdict: Verdict = "different") -> frozenset[tuple[str, str]]:
    """The pairs of ids with this verdict, the smaller id first."""
    return frozenset(one.pair for one in _all(reader) if one.kind == kind and one.verdict == verdict)


def forget_about(writer: Writer, table: str, key: str) -> None:
    """Somebody is deleted, and with them what was decided about them."""
    writer.delete("decisions", writer.referring(table, key).get("decisions", []))


def follow(writer: Writer, table: str, old: str, new: str) -> None:
    """Somebody gets another id, and what was decided about them follows."""
    keys = writer.referring(table, old).get("decisions", [])
    moved = [redirected(one, table, old, new) for one in writer.read("decisions", keys=keys)]
    writer.put([one for one in moved if one is not None])
    writer.delete("decisions", keys)


def _forget(writer: Writer, key: str) -> Json:
    found = [one for one in writer.read("decisions", keys=[readable(key)]) if isinstance(one, Decision)]
    if not found:
        raise NotFound("Nothing was decided about these two.")
    told = _told(found[0], _both(writer, found[0]))
    writer.delete("decisions", [key])
    return told


def _all(reader: Reader) -> list[Decision]:
    return [one for one in reader.read("decisions") if isinstance(one, Decision)]


def _both(reader: Reader, decision: Decision) -> dict[str, Entity]:
    found = reader.read(TABLE_OF[decision.kind], keys=list(decision.pair))
    return {one.key: one for one in found if isinstance(one, Entity)}


def _told(decision: Decision, both: dict[str, Entity]) -> Json:
    a, b = ({"id": key, "name": getattr(both.get(key), "name", key)} for key in decision.pair)
    return {
        "id": decision.key,
        "kind": decision.kind,
        "a": a,
        "b": b,
        "verdict": decision.verdict,
        "decided_on": decision.decided_on.text if decision.decided_on else None,
    }
