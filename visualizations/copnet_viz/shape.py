"""The shape of a map specification: all a page says and shows, as plain data that can be tested without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from copnet_viz.channels import ColorChannel, SizeChannel

Mode = Literal["person", "organization", "collaboration"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One node.

    Attributes:
        key: its name in the address and in ties: ``person:ID``; ``withheld:N`` for somebody who is not named here.
        name: None for somebody who is not named here; nothing else is known of them then either.
        initials: what stands inside the mark.
        wide, tall: where it stands, in pixels at zoom 1, on a screen that is wide and on one that is tall.
        facts: what its panel and its row say beside the name: organization, sector, community, location, kind, date.
        isolate: whether it has no tie.
        group: on a map of groups, the place in ``MapSpec.groups`` of the one that unfolds into it.
    """

    key: str
    mode: Mode
    name: str | None
    initials: str
    wide: tuple[int, int]
    tall: tuple[int, int]
    facts: Mapping[str, str]
    isolate: bool
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that are one mark until it is unfolded.

    Attributes:
        key: its name in the address and in the page: ``group:N``, its place in ``MapSpec.groups``.
        label: what they have in common, or the two organizations (else the two people) of theirs with most ties; nobody
            who may not be named.
        parent: the place of the group it unfolds from; None for one of the first picture.
        size: how many nodes it holds.
        within, across: ties between two of them, and between one of them and somebody else.
        radius: of the mark; its area is in proportion to ``size``.
        room: radius of the circle it unfolds into.
        wide, tall: its center in both arrangements.
    """

    key: str
    label: str
    parent: int | None
    size: int
    within: int
    across: int
    radius: float
    room: float
    wide: tuple[int, int]
    tall: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bundle:
    """All ties between two groups that stand beside each other.

    Attributes:
        source, target: places in ``MapSpec.groups``.
        count: how many ties.
    """

    source: int
    target: int
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One tie, already joined: two nodes have one line, two in a directed network when both name each other.

    Attributes:
        count: collaborations the two share; 1 for a survey answer.
        value: the answer's value in a directed network.
        first, last: ISO dates of any precision; None where no date is known or a name is withheld.
        evidence: places in ``MapSpec.happenings``; empty for survey answers and next to a withheld name.
    """

    source: str
    target: str
    count: int
    value: float | None
    width: float
    opacity: float
    dormant: bool
    first: str | None
    last: str | None
    kinds: tuple[str, ...]
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One collaboration that ties people: the evidence.

    Attributes:
        members: keys of the named nodes it ties.
        others: whether it also ties somebody who is not named here.
    """

    title: str
    kind: str
    date: str | None
    venue: str | None
    members: tuple[str, ...]
    others: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One figure with its count, its sentence, its caution, how it was counted and what is behind it.

    Attributes:
        figure: as it is printed: ``82 %`` or ``72``; a dash where undefined.
        count: ``14 of 17``, or None where the figure is a count itself.
        term: the field's own word for it.
        nodes, lines: what "show me" shows: keys of nodes, places in ``MapSpec.lines``.
    """

    id: str
    figure: str
    count: str | None
    sentence: str
    term: str | None
    how: str
    caution: str | None
    nodes: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table of nodes: a fact, or the values of a size channel."""

    id: str
    label: str
    term: str | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Nouns:
    """What this map's nodes and ties are called."""

    one: str
    many: str
    tie: str
    ties: str
    with_: str
    isolates: str


@dataclass(frozen=True, slots=True)
class MapSpec:
    """A whole map.

    Attributes:
        title: the community, or "Everyone".
        window: the dates it covers, in words.
        audience: for whom it was made, in words; written into the page.
        sentence: the answer the page begins with.
        cautions: words that belong beside every figure.
        groups: what a map of many nodes is drawn as; none where every node is a mark from the start.
        bundles: the ties between groups.
        grouped_by: what the groups are, in words.
        scores: whether figures of single persons are shown; only to those who prepare a gathering.
    """

    title: str
    window: str
    audience: str
    kind: str
    directed: bool
    nouns: Nouns
    sentence: str
    cards: tuple[Card, ...]
    cautions: tuple[str, ...]
    nodes: tuple[Mark, ...]
    lines: tuple[Line, ...]
    happenings: tuple[Happening, ...]
    colors: tuple[ColorChannel, ...]
    sizes: tuple[SizeChannel, ...]
    color_by: str
    size_by: str
    columns: tuple[Column, ...]
    scores: bool
    as_of: str | None
    groups: tuple[Group, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    grouped_by: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain dicts, lists, numbers and texts, ready for JSON."""
        return asdict(self)
