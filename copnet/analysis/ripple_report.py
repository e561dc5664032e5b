"""The JSON of ``ripple``: every figure with the evidence it opens to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np

from copnet.analysis import partnerships
from copnet.analysis.belonging import Span
from copnet.analysis.cautions import cautions, rest_on_one
from copnet.analysis.deeds import names_of, titles
from copnet.analysis.lineage import lineage
from copnet.analysis.rates import rate
from copnet.analysis.rings import Reached, Ring
from copnet.analysis.ripple import After, Ripple, doubts, one_collaboration, prepare, ring_counts, tie_counts
from copnet.snapshot import Snapshot

Json = dict[str, Any]


def ripple(snapshot: Snapshot, community: str, *, after: After = "start", wave: str | None = None) -> Json:
    """The JSON of ``ripple``, with everybody named; ``copnet.services.ripple.ripple_for`` narrows it to an audience.

    Args:
        snapshot: the store.
        community: an id or an exact name.
        after: rings and bridging members of what began on or after the start, or strictly after the end.
        wave: of the reported partnerships; None: the latest.

    Raises:
        NotFound: no such community or wave.
        UsageError: what comes after the end of a community that has none.
    """
    found = prepare(snapshot, community, after)
    who, reach = found.who, found.rings
    answers = partnerships.reported(snapshot, who, wave)
    proven = partnerships.documented(who, found.dated, found.standing.rows)
    rings = ring_counts(found)
    for name, ring in (("ring1", reach.one), ("ring2", reach.two)):
        rings[name]["evidence"] = _ring_rows(found, ring)
    result: Json = {
        "community": who.community,
        "community_name": who.name,
        "from": who.row["started_on"],
        "to": who.row["ended_on"],
        "as_of": _iso(who.to) if who.to else None,
        "after": after,
        "members": len(who.members),
        "member_organizations": len(who.organizations),
        **rings,
        "joined_later": _joined_later(found),
        "collaborations_with_outsiders": len(reach.with_outsiders),
        "members_bridging_out": len(reach.bridging),
        "lineage": lineage(snapshot, who.community),
        "ties": tie_counts(found) | {"evidence": _tie_rows(found)},
        "partnership_rate": {
            "reported": answers.partnered,
            "documented": rate(len(proven), len(who.organizations)),
        },
        "response_rate": answers.responses,
        "wave": answers.wave,
        "field_share": partnerships.field_share(who),
        "undated_collaborations": len(found.undated),
        **doubts(found),
        "one_collaboration": one_collaboration(found),
        "evidence": _evidence(found, answers, proven),
    }
    result["collaborations"] = titles(snapshot, referred(result))
    result["cautions"] = ripple_cautions(result, asked=answers.asked)
    return result


def _evidence(found: Ripple, answers: partnerships.Reported, proven: Mapping[str, list[str]]) -> Json:
    who, snapshot = found.who, found.snapshot
    people, organizations = names_of(snapshot, "people"), names_of(snapshot, "organizations")
    return {
        "members": [
            {"id": one, "name": people[one], "joined_on": span_text(span)} for one, span in sorted(who.members.items())
        ],
        "collaborations_with_outsiders": [deed.id for deed in found.rings.with_outsiders],
        "members_bridging_out": [
            {"id": one, "name": people[one], "collaborations": [deed.id for deed in reached]}
            for one, reached in found.rings.bridging.items()
        ],
        "reported": partnerships.partner_rows(snapshot, answers),
        "documented": [
            {"id": key, "name": organizations[key], "collaborations": proven.get(key, [])}
            for key in sorted(who.organizations)
        ],
    }


def _ring_rows(found: Ripple, ring: Ring) -> Json:
    return {
        table: _reached(names_of(found.snapshot, table), getattr(ring, table), seen if found.knows_before else None)
        for table, seen in found.seen.items()
    }


def _reached(names: Mapping[str, str], reached: Reached, before: frozenset[str] | None) -> list[Json]:
    """Who was reached, by the first collaboration; ``new`` is None where nobody knows what was before."""
    return [
        {
            "id": one,
            "name": names[one],
            "new": None if before is None else one not in before,
            "first": span_text(found[0].span),
            "collaborations": [deed.id for deed in found],
        }
        for one, found in reached.items()
    ]


def _joined_later(found: Ripple) -> list[Json]:
    rows = []
    parts = (
        ("person", "people", found.rings.later_people, found.who.members),
        ("organization", "organizations", found.rings.later_organizations, found.who.organizations),
    )
    for mode, table, later, joined in parts:
        names = names_of(found.snapshot, table)
        rows += [
            {
                "id": one,
                "name": names[one],
                "mode": mode,
                "joined_on": span_text(joined[one]),
                "first": span_text(reached[0].span),
                "collaborations": [deed.id for deed in reached],
            }
            for one, reached in later.items()
        ]
    return rows


def _tie_rows(found: Ripple) -> list[Json]:
    """One row a tie, by its first day: both ends, when it formed and what it rests on."""
    ties, people = found.ties, names_of(found.snapshot, "people")
    keys = ties.works["id"].to_list()
    dates = ties.works["started_on"].to_list()
    began = ties.day("start_first", 0)
    stops = np.searchsorted(ties.pair, np.arange(len(ties.left) + 1))
    rows = []
    for pair, when in enumerate(found.when):
        work = ties.work[stops[pair] : stops[pair + 1]].tolist()
        ends = [ties.nodes[end] for end in (ties.left[pair], ties.right[pair])]
        row = {name: {"id": one, "name": people[one]} for name, one in zip("ab", ends, strict=True)}
        rows.append(
            (
                began[work[0]],
                row | {"when": when, "first": dates[work[0]], "collaborations": [keys[one] for one in work]},
            )
        )
    return [row for _, row in sorted(rows, key=lambda item: (item[0], item[1]["a"]["id"], item[1]["b"]["id"]))]


def referred(value: Any) -> set[str]:
    """Ids of the collaborations that the rows of a result rest on."""
    if isinstance(value, list):
        return set().union(*(referred(item) for item in value))
    if not isinstance(value, dict):
        return set()
    lists = ("collaborations", "collaborations_with_outsiders")
    own = {key for name in lists if isinstance(value.get(name), list) for key in value[name]}
    return own.union(*(referred(item) for item in value.values()))


def ripple_cautions(result: Mapping[str, Any], *, asked: bool) -> list[str]:
    """What could mislead, in plain sentences; the last one stands beside every ripple."""
    found = cautions(dict(result) | {"one_collaboration": None}, nodes=result["members"], whole_time=False)
    found += [sentence for sentence in (_tie_sentence(result), _ring_sentence(result)) if sentence]
    if result["from"] is None:
        words = "before or during" if result["after"] == "end" else "new, before or during"
        found.append(f"The community has no start in the store: nothing can be called {words}.")
    if result["response_rate"] is not None and not asked:
        found.append(f"Nobody was named as a partner in wave {result['wave']}: perhaps it was not asked.")
    when = "ended" if result["after"] == "end" else "began"
    return [*found, f"These figures say what came after the community {when}, not what it caused."]


def _tie_sentence(result: Mapping[str, Any]) -> str | None:
    one = result["one_collaboration"]["ties"]
    if one is None:
        return None
    left = ", ".join(f"{count} {name}" for name, count in one["without"].items() if count is not None)
    return rest_on_one(one, left or str(one["ties_without"]))


def _ring_sentence(result: Mapping[str, Any]) -> str | None:
    one = result["one_collaboration"]["ring1"]
    if one is None:
        return None
    left = one["without"]
    return (
        f"{one['people']} of {one['people'] + one['people_without']} people reached are known from one single "
        f'collaboration, "{one["title"]}". Without it: {left["ring1"]["people"]} reached directly and '
        f"{left['ring2']['people']} through them."
    )


def span_text(span: Span) -> str | None:
    """A span as the date it was written as; None for the beginning of time."""
    if not span[0]:
        return None
    first, last = _iso(span[0]), _iso(span[1])
    if first == last:
        return first
    return first[:7] if first[:7] == last[:7] else first[:4]


def _iso(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
