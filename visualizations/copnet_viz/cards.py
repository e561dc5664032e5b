"""The answer sentence and the figure cards of a map: counts of what is drawn, each with its "show me"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from copnet_viz import words
from copnet_viz.shape import Card, Mark, Nouns
from copnet_viz.ties import Ties

FEW = 10

NOUNS = {
    "people": Nouns("person", "people", "tie", "ties", "worked with", "No tie yet"),
    "members": Nouns("member", "members", "tie", "ties", "worked with", "No tie yet"),
    "organizations": Nouns("organization", "organizations", "tie", "ties", "worked with", "No tie yet"),
    "two-mode": Nouns("entry", "people and collaborations", "participation", "participations", "took part with",
                      "Took part in nothing yet"),
    "ties": Nouns("person", "people", "answer", "answers", "connected with", "Neither named nor named by anyone"),
}  # fmt: skip


def nouns(kind: str, community: str | None) -> Nouns:
    """What the nodes and ties of a network of this kind are called."""
    if kind == "people" and community:
        return NOUNS["members"]
    return NOUNS["ties" if kind.startswith("ties:") else kind]


class Facts:
    """What is counted, once, for the sentence and for the cards.

    Everybody counts, also who is not named; what a card shows when asked are named people and the ties between them.
    """

    def __init__(
        self, kind: str, noun: Nouns, nodes: Sequence[Mark], ties: Ties, organizations: Mapping[str, str | None]
    ) -> None:
        self.kind, self.noun, self.nodes, self.ties = kind, noun, nodes, ties
        self.lines = ties.lines
        self.open = {node.key for node in nodes if node.name is not None}
        self.isolates = [node.key for node in nodes if node.isolate]
        self.has_organizations = kind == "people" and any(organizations.values())
        self.without_organization = sum(1 for value in organizations.values() if value is None)
        self.crossing = [
            place
            for place, line in enumerate(self.lines)
            if (a := organizations[line.source]) and (b := organizations[line.target]) and a != b
        ]
        self.across = {end for place in self.crossing for end in (self.lines[place].source, self.lines[place].target)}

    def shown_nodes(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the keys that are named, in the order of the nodes."""
        wanted = self.open & set(keys)
        return tuple(node.key for node in self.nodes if node.key in wanted)

    def shown_lines(self, places: Iterable[int]) -> tuple[int, ...]:
        """Those of the ties whose two ends are named."""
        return tuple(place for place in places if {self.lines[place].source, self.lines[place].target} <= self.open)


def sentence(facts: Facts) -> str:
    """The answer the page begins with."""
    total, alone, noun = len(facts.nodes), len(facts.isolates), facts.noun
    if not total:
        return f"There are no {noun.many} here yet."
    if facts.kind == "two-mode":
        return _two_mode_sentence(facts)
    if not facts.lines:
        none = f"None of the {words.number(total)} {noun.many} has a tie yet."
        return none if total > 1 else f"One {noun.one} so far, and nobody to be tied to yet."
    if facts.kind.startswith("ties:"):
        rest = f"{words.number(alone)} neither" if alone else "everyone did"
        return f"{words.out_of(total - alone, total)} {noun.many} named somebody or were named; {rest}."
    rest = _alone(alone)
    if facts.has_organizations:
        done, what = len(facts.across), "someone outside their own organization"
    else:
        done = total - alone
        what = "another one" if facts.kind == "organizations" else "someone"
    verb = "has" if done == 1 else "have"
    return f"{words.out_of(done, total)} {noun.many} {verb} worked with {what}; {rest}."


def _alone(count: int) -> str:
    if not count:
        return "everyone has at least one tie"
    return f"{words.number(count)} {'has' if count == 1 else 'have'} no tie yet"


def _two_mode_sentence(facts: Facts) -> str:
    modes = Counter(node.mode for node in facts.nodes)
    done, ends = modes.pop("collaboration", 0), sum(modes.values())
    end = "organization" if "organization" in modes else "person"
    many = "organizations" if end == "organization" else "people"
    alone = sum(1 for node in facts.nodes if node.isolate and node.mode != "collaboration")
    took = f"{ends - alone:,} {words.plural(ends - alone, end, many)} took part in"
    rest = f"; {words.number(alone)} took part in none" if alone else ""
    return f"{took} {done:,} {words.plural(done, 'collaboration')}{rest}."


def cards(facts: Facts, info: Mapping[str, Any], window: str) -> tuple[Card, ...]:
    """The figures that stand between the sentence and the map; none for an empty one."""
    if not facts.nodes:
        return ()
    made = [_ties(facts, window)]
    if facts.has_organizations:
        made.insert(0, _across(facts, window))
    if facts.kind.startswith("ties:"):
        made.append(_answered(facts))
    elif facts.kind != "two-mode":
        made += [_again(facts), _quiet(facts, info)]
    made.append(_none(facts))
    return tuple(made)


def cautions(facts: Facts, info: Mapping[str, Any]) -> tuple[str, ...]:
    """What belongs beside every figure of this network."""
    said = []
    if 0 < len(facts.nodes) < FEW:
        said.append(f"Fewer than ten {facts.noun.many}: one more or less changes every figure a lot.")
    undated = _count(info.get("undated_collaborations"))
    if undated:
        said.append(f"{words.number(undated).capitalize()} {words.plural(undated, 'collaboration')} without a date.")
    one = info.get("one_collaboration")
    if isinstance(one, Mapping) and one.get("title"):
        said.append(f"Half or more of the ties come from one collaboration: {one['title']}.")
    answered = info.get("response_rate")
    if isinstance(answered, Mapping) and answered.get("denominator"):
        part, whole = int(answered["numerator"]), int(answered["denominator"])
        said.append(f"{words.out_of(part, whole)} of those asked have answered ({words.percent(part, whole)}).")
    return tuple(said)


def _count(value: object) -> int:
    return len(value) if isinstance(value, list | tuple | set | frozenset) else value if isinstance(value, int) else 0


def _across(facts: Facts, window: str) -> Card:
    part, whole = len(facts.across), len(facts.nodes)
    missing = facts.without_organization
    caution = (
        f"{words.number(missing).capitalize()} {words.plural(missing, 'has', 'have')} no organization on record."
        if missing
        else None
    )
    return Card(
        "across", words.percent(part, whole) or "–", words.out_of(part, whole),
        "worked across organizations", "E–I",
        f"{facts.noun.many.capitalize()} with at least one tie to someone of another organization, out of all "
        f"{facts.noun.many}. Dates: {window}.",
        caution, facts.shown_nodes(facts.across), facts.shown_lines(facts.crossing),
    )  # fmt: skip


def _ties(facts: Facts, window: str) -> Card:
    ties, nodes = len(facts.lines), len(facts.nodes)
    if facts.kind == "two-mode":
        done = sum(1 for node in facts.nodes if node.mode == "collaboration")
        pairs = done * (nodes - done)
        sentence_, how = "participations", "Every place somebody took in a collaboration, of all they could have taken."
    elif facts.kind.startswith("ties:"):
        pairs = nodes * (nodes - 1)
        sentence_, how = "answers name somebody", "Every answer, in its direction, of all that could have been given."
    else:
        pairs = nodes * (nodes - 1) // 2
        sentence_ = "pairs worked together"
        how = (
            "Two are tied when they took part in at least one same collaboration, out of all pairs there could be. "
            "Listeners and planned work do not count."
        )
    density = words.percent(ties, pairs)
    if ties and density == "0 %":
        density = "under 1 %"
    return Card(
        "ties", f"{ties:,}", f"of {pairs:,}" if density else None, sentence_, f"density {density}" if density else None,
        f"{how} Dates: {window}.", None,
        tuple(node.key for node in facts.nodes if not node.isolate), tuple(range(ties)),
    )  # fmt: skip


def _again(facts: Facts) -> Card:
    lines = tuple(place for place, line in enumerate(facts.lines) if line.count > 1)
    return _share_of_ties(
        facts, "again", lines, "of the pairs did it again", "repeated ties",
        "Pairs with two or more collaborations, out of all tied pairs.", None,
    )  # fmt: skip


def _quiet(facts: Facts, info: Mapping[str, Any]) -> Card:
    lines = tuple(sorted(facts.ties.dormant))
    as_of = info.get("as_of")
    day = f" before {words.day(str(as_of))}, the last date in the data" if as_of else ""
    undated = facts.ties.undated
    caution = f"{undated:,} {words.plural(undated, 'tie')} cannot be dated here." if undated else None
    return _share_of_ties(
        facts, "quiet", lines, "quiet for more than a year", "dormant ties",
        f"Pairs whose latest collaboration ended more than 365 days{day}.", caution,
    )  # fmt: skip


def _answered(facts: Facts) -> Card:
    arcs = {(line.source, line.target) for line in facts.lines}
    lines = tuple(place for place, line in enumerate(facts.lines) if (line.target, line.source) in arcs)
    return _share_of_ties(
        facts, "answered", lines, "of the answers are mutual", "reciprocity",
        "Answers whose other end names the first one too, out of all answers.", None,
    )  # fmt: skip


def _share_of_ties(
    facts: Facts, name: str, lines: tuple[int, ...], text: str, term: str, how: str, caution: str | None
) -> Card:
    whole = len(facts.lines)
    shown = facts.shown_lines(lines)
    ends = {end for place in shown for end in (facts.lines[place].source, facts.lines[place].target)}
    figure = words.percent(len(lines), whole)
    count = words.out_of(len(lines), whole) if figure else None
    return Card(name, figure or "–", count, text, term, how, caution, facts.shown_nodes(ends), shown)


def _none(facts: Facts) -> Card:
    alone, whole = len(facts.isolates), sum(1 for node in facts.nodes if node.mode != "collaboration")
    verb = words.plural(alone, "has", "have")
    what = "in no answer" if facts.kind.startswith("ties:") else f"{verb} no tie yet"
    return Card(
        "none", f"{alone:,}", f"of {whole:,}", what, "isolates",
        "They stand in a row at the edge of the map. Within these dates nobody here is tied to them; they may well "
        "work with people outside.",
        None, tuple(facts.isolates),
    )  # fmt: skip
