"""What had to be assumed of a graph file, and what was left out of it, in sentences for the report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from copnet.fields import UNKNOWN_KIND
from copnet.importers.drafts import Drafts
from copnet.importers.formats.graph_words import ORGANIZATIONS
from copnet.importers.mapping import GraphMapping

_NAMED = 5
_SHOWN = 40


@dataclass
class Assumed:
    """What is counted while nodes and edges come.

    Attributes:
        untold: nodes that say not what they are.
        unknown: how often each word stands for what a node is that copnet does not know.
        numbers: nodes with a number for a name.
        second: nodes of the second mode of which no more is said.
        unnamed: edges without a kind of tie.
        two_ways: edges without a direction.
        dashes: attributes that are only a dash.
        loops: numbers of edges from a node to itself.
        between: numbers of edges between two collaborations.
        lost: numbers of edges of a node that was refused.
        edge_ids: numbers of edges with an id that is but a number.
    """

    untold: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    numbers: int = 0
    second: int = 0
    unnamed: int = 0
    two_ways: int = 0
    dashes: int = 0
    loops: list[int] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    edge_ids: set[int] = field(default_factory=set)

    def tell(self, drafts: Drafts, mapping: GraphMapping, part: str | None) -> None:
        """Say it; ``part`` is where edges come from."""
        cautions = drafts.cautions
        if self.untold and mapping.nodes is None:
            cautions.append(
                f"{self.untold:,} node(s) were taken for people, as {self._why()}; if they "
                f'are organizations, write [graph] and below it nodes = "{ORGANIZATIONS}" into a file for --mapping'
            )
        if self.numbers:
            cautions.append(
                f"{self.numbers:,} node(s) have no names but numbers: they are known by these, and another file's 1 is "
                "the same person"
            )
        if self.second:
            cautions.append(
                f'{self.second:,} node(s) of the second mode were taken for collaborations of kind "{UNKNOWN_KIND}" '
                "and without a date, so they count in whole-time figures only"
            )
        if self.unnamed and "kind" not in mapping.model_fields_set:
            cautions.append(
                f'{self.unnamed:,} edge(s) name no kind of tie and were taken as "{mapping.kind}"; another '
                'kind is given as kind = "..." below [graph] in a file for --mapping'
            )
        if self.two_ways:
            cautions.append(f"{self.two_ways:,} edge(s) without a direction became two ties each, one each way")
        if self.dashes:
            cautions.append(f"{self.dashes:,} attribute(s) that are only a dash were read as blank")
        for rows, what in (
            (self.loops, "from a node to itself"), (self.between, "between two collaborations"),
            (self.lost, "of a node that was refused"),
        ):  # fmt: skip
            if rows:
                some = ", ".join(map(str, rows[:_NAMED])) + (", …" if len(rows) > _NAMED else "")
                drafts.leave_out(f"{len(rows):,} edge(s) {what} (number {some})", part=part)
        if self.edge_ids:
            drafts.leave_out(f"the ids of {len(self.edge_ids):,} edge(s), which are but numbers", part=part)

    def _why(self) -> str:
        """Why nodes are not known to be something else."""
        if not self.unknown:
            return "nothing says what they are"
        words = ", ".join(f'"{word[:_SHOWN]}" ({count:,})' for word, count in self.unknown.most_common(_NAMED))
        more = ", …" if len(self.unknown) > _NAMED else ""
        return f"nothing says what they are in words that copnet knows (unknown: {words}{more})"
