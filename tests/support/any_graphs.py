"""Any small graph for Hypothesis, and what a store says of it after an import: to be equal, whoever wrote the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from copnet.fields import clean_text
from copnet.identity.not_people import nobody
from copnet.stores.base import GraphStore

MARK = "mark"
"""An attribute that every node and edge has, with a value of its own."""


@dataclass(frozen=True)
class Writable:
    """What a format and its writer can carry.

    Attributes:
        without: signs that are lost or that break the writer's file.
        attributes: whether attributes of nodes and edges are carried.
        named: whether the names of attributes may be anything.
        not_in_names: signs that the names of attributes cannot have besides.
        weights: whether weights are carried.
        directed: the directions that can be written.
    """

    without: str = ""
    attributes: bool = True
    named: bool = True
    not_in_names: str = ""
    weights: bool = True
    directed: tuple[bool, ...] = (True, False)


@dataclass(frozen=True)
class AnyGraph:
    """Nodes with label and attributes; edges between their numbers with weight and attributes."""

    directed: bool
    nodes: tuple[tuple[str, dict[str, str]], ...]
    edges: dict[tuple[int, int], tuple[float, dict[str, str]]]


def _acceptable(text: str) -> bool:
    try:
        text = clean_text(text)
        return text not in ("", "-") and not text.casefold().startswith("example:") and not nobody("people", text)
    except ValueError:
        return False


def texts(without: str) -> st.SearchStrategy[str]:
    """Text in any script with quotation marks, line breaks and separators, as copnet keeps it."""
    signs = st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=without),
        st.sampled_from([sign for sign in "\"',;|\\<>&=[](){}#%*!: \t\néøŁض" if sign not in without]),
        st.sampled_from([sign for sign in "אבגدمش 日本" if sign not in without]),
    )
    return st.text(signs, min_size=1, max_size=12).map(_clean).filter(_acceptable)


def _clean(text: str) -> str:
    try:
        return clean_text(text)
    except ValueError:
        return ""


@st.composite
def graphs(draw: st.DrawFn, can: Writable) -> AnyGraph:
    """A graph of 1 to 6 nodes without loops, each pair joined once."""
    words = texts(can.without)
    values = st.one_of(st.just(""), words)
    headers = texts(can.without + can.not_in_names).map("x ".__add__)
    names = draw(st.lists(headers, max_size=2, unique_by=_folded)) if can.named else ["note"]
    labels = draw(st.lists(words, min_size=1, max_size=6))
    directed = draw(st.sampled_from(can.directed))

    def attributes(mark: str) -> dict[str, str]:
        if not can.attributes:
            return {}
        return {MARK: mark} | {name: draw(values) for name in names}

    nodes = tuple((label, attributes(f"n{number}")) for number, label in enumerate(labels))
    pairs = [
        (one, two) for one in range(len(nodes)) for two in range(len(nodes)) if one < two or (directed and one > two)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=8, unique=True)) if pairs else []
    weights = st.integers(-400, 400).map(lambda number: number / 4) if can.weights else st.just(1.0)
    edges = {pair: (draw(weights), attributes(f"e{number}")) for number, pair in enumerate(chosen)}
    return AnyGraph(directed, nodes, edges)


def _folded(name: str) -> str:
    return "".join(name.casefold().split()).replace("_", "")


Told = tuple[Counter[Any], Counter[Any]]


def wanted(graph: AnyGraph) -> Told:
    """People and ties that should come out."""
    people = Counter((label, _filled(attributes)) for label, attributes in graph.nodes)
    ties: Counter[Any] = Counter()
    for (one, two), (weight, attributes) in graph.edges.items():
        for source, target in ((one, two),) if graph.directed else ((one, two), (two, one)):
            ends = tuple((graph.nodes[end][0], graph.nodes[end][1].get(MARK)) for end in (source, target))
            ties[ends, weight, _filled(attributes)] += 1
    return people, ties


def found(store: GraphStore) -> Told:
    """People and ties that came out; ``node id``, which files of some programs have, is left aside."""
    people: dict[str, Any] = {record.key: record for record in store.read("people")}
    own = {key: {k: v for k, v in person.attributes.items() if k != "node id"} for key, person in people.items()}
    ties: Counter[Any] = Counter()
    for record in store.read("ties"):
        tie: Any = record
        ends = tuple((people[end].name, own[end].get(MARK)) for end in (tie.from_, tie.to))
        ties[ends, tie.value, _filled(tie.attributes)] += 1
    return Counter((person.name, _filled(own[key])) for key, person in people.items()), ties


def _filled(attributes: dict[str, Any]) -> frozenset[tuple[str, Any]]:
    return frozenset((name, value) for name, value in attributes.items() if value)
