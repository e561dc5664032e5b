"""Tables of ``representation`` for others than facilitators: what is withheld so that nobody can be found out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from copnet.analysis.representation import Answers, Line, Table, fold_value, present_members
from copnet.analysis.withholding import LEAST_PEOPLE, SMALL, told_by_others, withheld_cells
from copnet.services.audience import WITHHELD
from copnet.snapshot import Snapshot
from copnet.tables import fold_header

Json = dict[str, Any]
OTHER = "Other answers"
_FIGURES = ("counted", "share", "gap_points", "gap_seats")


def line_row(line: Line, people: int) -> Json:
    """One line of the JSON, with the gaps where shares and seats are known."""
    share, points, seats = line.counted / people if people else None, None, None
    meant = line.intent.share if line.intent else None
    if line.intent and meant is not None and people:
        points = float(100 * (line.counted - meant * people) / people)
    if line.intent and line.intent.seats is not None:
        seats = float(line.counted - line.intent.seats)
    return {
        "value": line.value,
        "counted": line.counted,
        "share": share,
        "intended_share": float(meant) if meant is not None else None,
        "gap_points": points,
        "gap_seats": seats,
    }


def told_tables(
    snapshot: Snapshot, community: str, tables: Sequence[Table], given: Mapping[str, Answers],
    members: Sequence[str], capacity: int | None, to: dt.date | None,
) -> Json:  # fmt: skip
    """What replaces the facilitator's view for everybody else: attributes, cautions, and the members of too few."""
    if tables and tables[0].people < LEAST_PEOPLE:
        few = f"Fewer than {LEAST_PEOPLE} members: how they are represented is shown to facilitators only."
        return {"members": dict(WITHHELD), "imprecise_dates": dict(WITHHELD), "attributes": [], "cautions": [few]}
    if _part_of_another(snapshot, community):
        part = "This community is a part of another: only the whole is shown outside the facilitator's view."
        return {"attributes": [], "cautions": [part]}
    hidden = [withheld_cells(_counts(found), several=_several(found)) for found in tables]
    whole = told_by_others([_places(found, given[found.attribute], members) for found in tables], hidden)
    near = _told_of_nearly_the_same(snapshot, community, members, to)
    for place, found in enumerate(tables):
        if place in whole or fold_header(found.attribute) in near:
            hidden[place] = frozenset(range(len(_counts(found))))
    cautions = about(any(_several(found) for found in tables), capacity, bool(tables))
    if any(hidden):
        cautions.append(f"Counts of 1 to {SMALL} are withheld, and what would give them away.")
    return {
        "attributes": [_told(found, cells) for found, cells in zip(tables, hidden, strict=True)],
        "cautions": cautions,
    }


def about(several: bool, capacity: int | None, any_intent: bool) -> list[str]:
    """What has to be said with the tables, whoever reads them."""
    if not any_intent:
        return ["No intent is known: write in the table intents whom the community wants among its members."]
    found = []
    if several:
        found.append("Who gave several answers counts in several lines.")
    if capacity is None:
        found.append("The community has no capacity: shares meant are not turned into seats, nor seats into shares.")
    return found


def _lines(found: Table) -> list[Line]:
    """The lines meant, and other answers as one: their words may be anybody's own."""
    return [line for line in found.lines if line.intent] + [Line(OTHER, found.other, None)]


def _counts(found: Table) -> list[int]:
    return [*(line.counted for line in _lines(found)), found.no_answer]


def _several(found: Table) -> bool:
    return sum(_counts(found)) != found.people


def _told(found: Table, hidden: Collection[int]) -> Json:
    """One attribute with these cells withheld; how many said several things is not told."""
    lines = _lines(found)
    rows = [line_row(line, found.people) for line in lines]
    for place in set(hidden) - {len(lines)}:
        rows[place] |= {name: dict(WITHHELD) for name in _FIGURES}
    silent: int | Json = dict(WITHHELD) if len(lines) in hidden else found.no_answer
    return {"attribute": found.attribute, "lines": rows, "no_answer": silent, "several": _several(found)}


def _places(found: Table, given: Answers, members: Sequence[str]) -> list[frozenset[int]]:
    """The cells each member counts in."""
    lines = {fold_value(line.value): place for place, line in enumerate(_lines(found)[:-1])}
    other, silent = len(lines), len(lines) + 1
    return [
        frozenset(lines.get(fold_value(value), other) for value in given.get(one, ())) or frozenset({silent})
        for one in members
    ]


def _told_of_nearly_the_same(
    snapshot: Snapshot, community: str, members: Sequence[str], to: dt.date | None
) -> frozenset[str]:
    """Attributes, folded, also told of a community that has all but a few of these members, or a few more."""
    intents, own = snapshot["intents"].select("community", "attribute").rows(), set(members)
    found: set[str] = set()
    for other in {key for key, _ in intents} - {community}:
        theirs = set(present_members(snapshot, other, to))
        if len(theirs) < LEAST_PEOPLE or own.isdisjoint(theirs) or _part_of_another(snapshot, other):
            continue
        if any(1 <= len(few) < LEAST_PEOPLE for few in (own - theirs, theirs - own)):
            found |= {fold_header(attribute) for key, attribute in intents if key == other}
    return frozenset(found)


def _part_of_another(snapshot: Snapshot, community: str) -> bool:
    """Whether a community this one is a part of has an intent too."""
    parents = dict(snapshot["communities"].select("id", "parent").iter_rows())
    with_intent = set(snapshot["intents"]["community"].to_list())
    seen = {community}
    while (community := parents.get(community) or "") and community not in seen:
        if community in with_intent:
            return True
        seen.add(community)
    return False
