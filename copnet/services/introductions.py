"""``introductions`` as the contract prints it: for facilitators, who prepare the next time everybody meets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from copnet.analysis.brokers import cut_off, only_links
from copnet.analysis.cautions import cautions
from copnet.analysis.convenings import last_convening, without_tie_since
from copnet.analysis.introductions import Changes, Pair, candidates, spread
from copnet.analysis.network import Network
from copnet.analysis.representation import fold_value, present_members
from copnet.analysis.topics import Profile, Vocabulary, profiles
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network, is_sensitive
from copnet.graph.days import as_of
from copnet.services.audience import WITHHELD, Audience, named_people
from copnet.services.consent import told_community, told_snapshot
from copnet.services.limits import DEFAULT_LIMIT, check_limit
from copnet.services.people import hidden_names, named_rows
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Json = dict[str, Any]
NAMED_GROUPS = {"organization": "organizations", "community": "communities"}
"""Groupings whose values are ids, and the tables with their names."""


@dataclass(frozen=True)
class _Room:
    """What the rows are written from: the network of members, and what may be said of them."""

    network: Network
    profiles: Mapping[str, Profile]
    labels: Mapping[str, str]
    present: Collection[str]
    named: Collection[str]
    open_to: Collection[str]
    by: str
    by_sensitive: bool

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the members."""
        return Vocabulary(self.profiles[node] for node in self.network.nodes)

    @cached_property
    def topics(self) -> Mapping[str, frozenset[str]]:
        """What each member works or worked on, folded."""
        return {node: _topics(self.profiles[node]) for node in self.network.nodes}

    def person(self, place: int) -> Json:
        """Id and name of a node, or that it is withheld."""
        node = self.network.nodes[place]
        return {"id": node, "name": self.network.graph.nodes[node]["name"]} if node in self.named else dict(WITHHELD)

    def group(self, place: int) -> str | None:
        """The group of a node as people read it."""
        key = self.network.graph.nodes[self.network.nodes[place]]["group"]
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
    check_limit(limit)
    told = told_snapshot(snapshot, audience)
    _, key = told_community(snapshot, told, community)
    room = _room(snapshot, told, key, by, audience)
    to = as_of(told, None)
    what = Changes(room.network)
    convening = last_convening(told, key, to)
    alone, imprecise = without_tie_since(told, key, convening, room.present) if convening else (None, 0)
    return {
        "community": key,
        "as_of": to.isoformat() if to else None,
        "audience": str(audience),
        "by": by,
        "introductions": [
            _pair(room, pair, what) for pair in spread(candidates(room.network, room.topics, room.open_to), limit)
        ],
        "single_brokers": _brokers(room),
        "last_convening": convening and {"id": convening.id, "title": convening.title, "date": convening.date},
        "no_tie_since_last_convening": None if alone is None else named_rows(told, alone, room.named),
        "no_tie_at_all": named_rows(told, _alone(room), room.named),
        "cautions": _cautions(room, convening is not None, imprecise),
    }


def _alone(room: _Room) -> list[str]:
    """Present members without a tie to another member, whether somebody fits them or not."""
    return [node for node, degree in zip(room.network.nodes, room.network.degrees, strict=True)
            if not degree and node in room.present]  # fmt: skip


def _room(snapshot: Snapshot, told: Snapshot, community: str, by: str, audience: Audience) -> _Room:
    named = named_people(snapshot, audience)
    hidden = hidden_names(snapshot, named)
    present = present_members(told, community, as_of(told, None))
    closed = told["people"].filter((pl.col("willing") == "no") | (pl.col("contact") == "nobody"))["id"]
    table = NAMED_GROUPS.get(fold_header(by))
    return _Room(
        network=Network(build_network(told, NetworkSpec(community=community, by=by))),
        profiles=profiles(told, keep=lambda phrase: not hidden.spelled_in(phrase)),
        labels=dict(told[table].select("id", "name").iter_rows()) if table else {},
        present=present,
        named=named,
        open_to=(named & set(present)) - set(closed),
        by=by,
        by_sensitive=is_sensitive(told, by),
    )


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
            _, offer = room.vocabulary.best_fit(need, other.offers)
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


def _brokers(room: _Room) -> list[Json]:
    """Present members on whom a connection hangs alone, those who hold most first; the withheld at the end.

    Of a sensitive grouping the number of groups is told instead of their values.
    """
    lost = cut_off(room.network)
    groups = only_links(room.network)
    rows = []
    for place, node in enumerate(room.network.nodes):
        if node in room.present and (lost[place] or place in groups):
            held = [room.labels.get(name, name) for name in groups.get(place, ())]
            rows.append((room.person(place), lost[place], held))
    rows.sort(key=lambda row: (row[0] == WITHHELD, -row[1], -len(row[2]), row[0].get("id", "")))
    return [
        person if person == WITHHELD else person | {"cut_off": cut, "groups": len(held) if room.by_sensitive else held}
        for person, cut, held in rows
    ]


def _cautions(room: _Room, met: bool, imprecise: int) -> list[str]:
    facts = room.network.graph.graph
    found = cautions({**facts, "one_collaboration": None, "by": room.by}, nodes=room.network.n, whole_time=True)
    if (one := facts["one_collaboration"]) is not None:
        ties = f"{one['ties']} of {one['ties'] + one['ties_without']} ties"
        found.append(
            f'{ties} rest on one single collaboration, "{one["title"]}": who met only there counts as tied, and is not '
            "introduced."
        )
    if silent := sum(not room.topics[node] for node in room.open_to):
        found.append(f"{silent} of those who may be introduced have no topic: nobody can be suggested to them.")
    if not met:
        found.append("No dated convening of this community is known.")
    if imprecise:
        found.append(
            f"{imprecise} known only to the month or year: the exact day could change who had a tie since the last "
            "convening."
        )
    return found
