"""``introductions`` as the contract prints it: for facilitators, who prepare the next time everybody meets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from copnet.analysis.brokers import cut_off, only_links
from copnet.analysis.cautions import cautions
from copnet.analysis.introductions import Changes, Pair, candidates, spread
from copnet.analysis.network import Network
from copnet.analysis.representation import fold_value, present_members
from copnet.analysis.topics import Profile, best_fit, profiles
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network, sensitive_attributes
from copnet.graph.days import as_of, with_days
from copnet.graph.works import NO_TIE_STATUS
from copnet.services.audience import WITHHELD, Audience, named_people
from copnet.services.consent import told_community, told_snapshot
from copnet.services.people import hidden_names, named_rows
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Json = dict[str, Any]
DEFAULT_LIMIT = 10


@dataclass(frozen=True)
class _Room:
    """What the rows are written from: the network of members, and what may be said of them."""

    network: Network
    groups: Sequence[str | None]
    labels: Mapping[str, str]
    profiles: Mapping[str, Profile]
    named: Collection[str]
    open_to: Collection[str]
    by: str
    by_sensitive: bool

    def person(self, place: int) -> Json:
        """Id and name of a node, or that it is withheld."""
        node = self.network.nodes[place]
        return {"id": node, "name": self.network.graph.nodes[node]["name"]} if node in self.named else dict(WITHHELD)

    def group(self, place: int) -> str | None:
        """The group of a node as people read it."""
        key = self.groups[place]
        return None if key is None else self.labels.get(key, key)


def introductions_for(
    snapshot: Snapshot, community: str, audience: Audience, *, by: str = "organization", limit: int = DEFAULT_LIMIT
) -> Json:
    """Who should meet whom: the JSON of ``introductions``.

    Only present members who said neither that nobody may call on them nor that nobody may get in touch are introduced,
    or stand in between (``via``). Whoever may not be named to facilitators is in no pair, and withheld in
    the lists. Values of a sensitive grouping are not written beside names.

    Args:
        snapshot: the store.
        community: its id or exact name.
        audience: a facilitator.
        by: the groups to bridge, as ``--by`` of a network.
        limit: at most so many pairs; nobody stands in more than two.

    Raises:
        NotFound: no such community.
        UsageError: another audience, an unknown grouping, or a limit below 1.
    """
    if audience.kind != "facilitator":
        raise UsageError("Who should be introduced to whom is shown to facilitators only.")
    if limit < 1:
        raise UsageError("--limit is 1 or more.")
    told, named = told_snapshot(snapshot, audience), named_people(snapshot, audience)
    _, key = told_community(snapshot, told, community)
    hidden = hidden_names(snapshot, named)
    spec = NetworkSpec(community=key, by=by)
    network = Network(build_network(told, spec))
    to = as_of(told, None)
    present = present_members(told, key, to)
    closed = told["people"].filter((pl.col("willing") == "no") | (pl.col("contact") == "nobody"))["id"]
    open_to = (named & set(present)) - set(closed)
    room = _Room(
        network,
        [network.graph.nodes[node]["group"] for node in network.nodes],
        dict(told["organizations"].select("id", "name").iter_rows()) if by.strip().casefold() == "organization" else {},
        profiles(told, keep=lambda phrase: not hidden.spelled_in(phrase)),
        named,
        open_to,
        by,
        fold_header(by) in sensitive_attributes(told),
    )
    topics = {one: _topics(room.profiles[one]) for one in network.nodes}
    chosen = spread(candidates(network, topics, room.groups, open_to), limit)
    what = Changes(network, room.groups)
    convening = _last_convening(told, key, to)
    alone, imprecise = _without_tie_since(told, key, convening, present)
    return {
        "community": key,
        "as_of": to.isoformat() if to else None,
        "audience": str(audience),
        "by": by,
        "introductions": [_pair(room, pair, what) for pair in chosen],
        "single_brokers": _brokers(room, present),
        "last_convening": convening and {name: convening[name] for name in ("id", "title", "date")},
        "no_tie_since_last_convening": None if alone is None else named_rows(told, alone, named),
        "cautions": _cautions(room, convening, imprecise, topics),
    }


def _topics(profile: Profile) -> frozenset[str]:
    return frozenset(fold_value(phrase) for phrase in (*profile.topics, *profile.worked_on))


def _pair(room: _Room, pair: Pair, what: Changes) -> Json:
    a, b = (room.network.nodes[place] for place in (pair.one, pair.other))
    links = room.network.graph
    between = sorted(set(links[a]) & set(links[b]) & set(room.open_to))
    return {
        "a": room.person(pair.one),
        "b": room.person(pair.other),
        "reasons": _reasons(room, pair, a, b),
        "via": [{"id": one, "name": links.nodes[one]["name"]} for one in between],
        "changes": what.of(pair),
    }


def _reasons(room: _Room, pair: Pair, a: str, b: str) -> list[str]:
    mine, theirs = room.profiles[a], room.profiles[b]
    spelled = {fold_value(phrase): phrase for one in (theirs, mine) for phrase in (*one.worked_on, *one.topics)}
    shared = sorted(spelled[key] for key in _topics(mine) & _topics(theirs))
    found = [f"Both work on {_listed(shared)}."]
    names = [room.person(place)["name"] for place in (pair.one, pair.other)]
    for (name, one), (giver, other) in (((names[0], mine), (names[1], theirs)), ((names[1], theirs), (names[0], mine))):
        for need in one.seeks:
            _, offer = best_fit(need, other.offers, {})
            if offer:
                found.append(f'{name} looks for "{need}"; {giver} offers "{offer}".')
    groups = [room.group(place) for place in (pair.one, pair.other)]
    if None not in groups and groups[0] != groups[1]:
        values = "" if room.by_sensitive else f": {groups[0]} and {groups[1]}"
        found.append(f"They are of different groups ({room.by}){values}.")
    found.append("Nothing ties their circles yet." if pair.apart else "They know somebody in common.")
    return found


def _listed(phrases: Sequence[str]) -> str:
    quoted = [f'"{phrase}"' for phrase in phrases[:3]]
    more = f" and {len(phrases) - 3} more" if len(phrases) > 3 else ""
    return ", ".join(quoted) + more


def _brokers(room: _Room, present: Collection[str]) -> list[Json]:
    """Present members on whom a connection hangs alone, those who hold most first; the withheld at the end.

    Of a sensitive grouping the number of groups is told instead of their values.
    """
    lost = cut_off(room.network)
    groups = only_links(room.network, room.groups)
    rows = []
    for place, node in enumerate(room.network.nodes):
        if node in present and (lost[place] or place in groups):
            held = [room.labels.get(name, name) for name in groups.get(place, ())]
            rows.append((room.person(place), lost[place], held))
    rows.sort(key=lambda row: (row[0] == WITHHELD, -row[1], -len(row[2]), row[0].get("id", "")))
    return [
        person if person == WITHHELD else person | {"cut_off": cut, "groups": len(held) if room.by_sensitive else held}
        for person, cut, held in rows
    ]


def _last_convening(told: Snapshot, community: str, to: dt.date | None) -> Json | None:
    """The community's latest dated convening that took place: id, title, date, and its last possible day."""
    frame = told["collaborations"].filter(
        pl.col("community") == community,
        pl.col("kind") == "convening",
        ~pl.col("status").fill_null("done").is_in(NO_TIE_STATUS),
    )
    frame = with_days(with_days(frame, "started_on", "start"), "ended_on", "end").drop_nulls("start_first")
    frame = frame.with_columns(pl.max_horizontal("end_last", "start_last").alias("until"))
    if to is not None:
        frame = frame.filter(pl.col("start_first") <= to.toordinal())
    if frame.is_empty():
        return None
    row = frame.sort("start_first", "id").row(-1, named=True)
    return {"id": row["id"], "title": row["title"], "date": row["started_on"], "until": row["until"]}


def _without_tie_since(
    told: Snapshot, community: str, convening: Json | None, present: Collection[str]
) -> tuple[list[str] | None, int]:
    """Present members without a tie in the days after the convening, and the records whose coarse date decides."""
    if convening is None:
        return None, 0
    start = dt.date.fromordinal(convening["until"]) + dt.timedelta(days=1)
    since = build_network(told, NetworkSpec(community=community, start=start))
    return [one for one in since if one in present and not since.degree(one)], since.graph["imprecise_dates"]


def _cautions(
    room: _Room, convening: Json | None, imprecise: int, topics: Mapping[str, Collection[str]]
) -> list[str]:  # fmt: skip
    facts = room.network.graph.graph
    found = cautions({**facts, "one_collaboration": None, "by": room.by}, nodes=room.network.n, whole_time=True)
    if (one := facts["one_collaboration"]) is not None:
        ties = f"{one['ties']} of {one['ties'] + one['ties_without']} ties"
        found.append(
            f'{ties} rest on one single collaboration, "{one["title"]}": who met only there counts as tied, and is not '
            "introduced."
        )
    if silent := sum(not topics[node] for node in room.open_to):
        found.append(f"{silent} of those who may be introduced have no topic: nobody can be suggested to them.")
    if convening is None:
        found.append("No dated convening of this community is known.")
    if imprecise:
        found.append(
            f"{imprecise} known only to the month or year: the exact day could change who had a tie since the last "
            "convening."
        )
    return found
