"""``peers`` as the contract prints it: only people who agreed to be seen by the asker, whoever looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import polars as pl

from copnet.analysis.peers import Peer, iso_week, rank, shortest_paths
from copnet.analysis.topics import profiles
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network, sensitive_attributes
from copnet.graph.days import as_of
from copnet.graph.nodes import node_attributes
from copnet.services.audience import Audience, fellow_members, find_person, named_people
from copnet.services.consent import told_snapshot
from copnet.services.limits import DEFAULT_LIMIT, check_limit
from copnet.services.people import hidden_names
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Json = dict[str, Any]
BUILT_IN = ("organization", "sector", "location")
ASK = "Ask your facilitator to put you in touch."
ASK_FIRST = {"ask": "Would like to be asked first.", None: "Has not said whether others may call on them: ask first."}


def peers_for(
    snapshot: Snapshot,
    person: str,
    audience: Audience,
    *,
    on: dt.date,
    topic: str | None = None,
    different: Sequence[str] = (),
    limit: int = DEFAULT_LIMIT,
) -> Json:
    """Whom a person could call on: the JSON of ``peers``.

    Listed are people the asker may see by name, who did not say no to being called on and whom somebody may get in
    touch with. Everything, ties too, is counted among people visible to the asker, so that no place in the list tells
    of others. A path runs through people who could be listed themselves; it is null, with ``path_note``, when there is
    none or the person is reached through facilitators only. Members see no ``score``.

    Args:
        snapshot: the store.
        person: who asks: an id or an exact name.
        audience: a facilitator, or the member who asks.
        on: the day; its ISO week decides whose turn it is.
        topic: what is looked for; None: what the person seeks and works on.
        different: ``organization``, ``sector``, ``location`` (of the organization) or open attributes (not
            sensitive); only people known to differ from the asker in each are listed.
        limit: at most so many.

    Raises:
        NotFound: no such person who may be named.
        UsageError: another audience, a sensitive or unknown attribute, a topic without a word, or a limit below 1.
    """
    check_limit(limit)
    asker = _asker(snapshot, person, audience)
    who = Audience("member", asker)
    told = told_snapshot(snapshot, who)
    seen = named_people(snapshot, who) & named_people(snapshot, audience)
    if topic is not None and not topic.strip():
        raise UsageError("Say in a word or two what you look for: --topic.")
    people = {row["id"]: row for row in told["people"].iter_rows(named=True)}
    open_to = {one for one in seen if people[one]["willing"] != "no" and people[one]["contact"] != "nobody"}
    hidden = hidden_names(snapshot, seen)
    graph = build_network(told, NetworkSpec())
    values, cautions = _different(snapshot, told, asker, different)
    candidates = {one for one in open_to - {asker} if not different or one in values}
    everybody = profiles(told, keep=lambda phrase: not hidden.spelled_in(phrase))
    ties = {one: len(seen.intersection(graph[one])) for one in candidates}
    found = rank(
        asker, candidates, everybody, shortest_paths(graph, asker, open_to), ties,
        {one for one in candidates if people[one]["willing"] == "yes"}, topic=topic, week=iso_week(on),
    )  # fmt: skip
    near = fellow_members(told["memberships"], asker)
    scores = audience.kind == "facilitator"
    if not topic and not (everybody[asker].seeks or everybody[asker].topics):
        cautions.append("Nothing is known of what this person looks for or works on: say it with --topic.")
    return {
        "person": asker,
        "name": people[asker]["name"],
        "audience": str(audience),
        "topic": topic,
        "different": list(different),
        "week": iso_week(on),
        "peers": [_row(peer, people, near, values.get(peer.id, ()), scores) for peer in found[:limit]],
        "cautions": cautions,
    }


def _asker(snapshot: Snapshot, person: str, audience: Audience) -> str:
    if audience.kind == "facilitator":
        return find_person(snapshot, person, named_people(snapshot, audience))
    if audience.kind != "member":
        raise UsageError("Whom somebody could call on is shown to themselves and to facilitators only.")
    named = named_people(snapshot, audience)
    asker, reader = find_person(snapshot, person, named), find_person(snapshot, audience.person or "", named)
    if asker != reader:
        raise UsageError("A member sees whom they could call on themselves, not the list of somebody else.")
    return asker


def _row(peer: Peer, people: Mapping[str, Json], near: Collection[str], differs: Sequence[str], scores: bool) -> Json:
    one = people[peer.id]
    reasons = [*peer.reasons, *differs]
    steps = len(peer.path) - 1 if peer.path else None
    if steps == 1:
        reasons.append("You have done something together before.")
    if one["willing"] in ASK_FIRST:
        reasons.append(ASK_FIRST[one["willing"]])
    reachable = one["contact"] == "everyone" or (one["contact"] == "communities" and peer.id in near)
    path = [people[key]["name"] for key in peer.path] if peer.path and reachable else None
    row: Json = {"id": peer.id, "name": one["name"]} | ({"score": round(peer.score, 6)} if scores else {})
    return row | {"reasons": reasons, "path": path, "path_note": None if path else ASK}


def _different(
    snapshot: Snapshot, told: Snapshot, asker: str, names: Sequence[str]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Who differs from the asker in all of these, with a sentence for each; and what could not be compared."""
    if not names:
        return {}, []
    hidden = sensitive_attributes(snapshot)
    columns = {name: _values(told, name, hidden) for name in names}
    cautions = [
        f"Nothing is known of this person's {name}: nobody can be said to differ."
        for name, values in columns.items()
        if asker not in values
    ]
    found: dict[str, tuple[str, ...]] = {}
    for one in told["people"]["id"]:
        if all(one in values and asker in values and values[one] != values[asker] for values in columns.values()):
            found[one] = tuple(f"Another {name} than yours: {values[one]}." for name, values in columns.items())
    return found, cautions


def _values(told: Snapshot, name: str, sensitive: Collection[str]) -> dict[str, str]:
    """What is known of everybody's organization, sector, location of the organization, or an open attribute."""
    wanted = fold_header(name)
    if wanted in sensitive:
        raise UsageError(f'"{name}" was given in trust: nobody is told who differs in it.')
    nodes = node_attributes(told, NetworkSpec(), "person", as_of(told, None))
    if wanted in BUILT_IN:
        places = dict(told["organizations"].select("id", "location").iter_rows())
        found = {
            "organization": {key: data["organization_name"] for key, data in nodes.items()},
            "sector": {key: data["sector"] for key, data in nodes.items()},
            "location": {key: places.get(data["organization"]) for key, data in nodes.items()},
        }[wanted]
        return {key: value for key, value in found.items() if value}
    own = {
        key: value
        for key, data in nodes.items()
        for attribute, value in data["attributes"].items()
        if fold_header(attribute) == wanted
    }
    if not own:
        known = told["person_attributes"].filter(~pl.col("sensitive"))["attribute"].unique().sort().to_list()
        allowed = ", ".join([*BUILT_IN, *(other for other in known if fold_header(other) not in sensitive)])
        raise UsageError(f'People cannot be told apart by "{name}". Choose from: {allowed}.')
    return own
