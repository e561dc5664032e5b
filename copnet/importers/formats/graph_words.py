"""What the words of other programs' graph files mean: what a node is, which kind of tie an edge is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from copnet.fields import COLLABORATION_KINDS, TIE_KINDS, UNKNOWN_KIND
from copnet.importers.cells import fold_word, known_spelling

PEOPLE, ORGANIZATIONS, COLLABORATIONS = "people", "organizations", "collaborations"

SECOND_MODE = "collaboration"
"""The kind a reader gives to nodes of the second mode of a two-mode network of which the file says no more."""

_SAYS_WHAT_A_NODE_IS = ("type", "kind", "mode", "elementtype", "nodetype", "entitytype", "class", "category")
_SAYS_THE_KIND_OF_AN_EDGE = ("kind", "type", "relation", "relationship", "relationtype", "edgetype", "connectiontype")
_NO_KIND = frozenset({"directed", "undirected", "mutual"})
_PEOPLE = frozenset(
    {"person", "persons", "people", "individual", "individuals", "staff", "staffmember", "human", "humans"}
)
_JUST_ORGANIZATION = frozenset({"organization", "organizations", "organisation", "organisations", "org", "orgs"})
_ORGANIZATIONS = _JUST_ORGANIZATION | frozenset({
    "association", "agency", "business", "charity", "college", "company", "corporation", "department", "district",
    "firm", "foundation", "government", "group", "hospital", "institute", "institution", "network", "ngo", "nonprofit",
    "school", "university",
})  # fmt: skip
_JUST_COLLABORATION = frozenset({SECOND_MODE, "collaborations", UNKNOWN_KIND})
_COLLABORATIONS = (
    _JUST_COLLABORATION
    | frozenset(map(fold_word, COLLABORATION_KINDS.values))
    | frozenset({"event", "project", "meeting", "workshop", "conference", "activity"})
)
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)


def what_a_node_is(word: str) -> tuple[str, str | None] | None:
    """The table a node belongs to and, if the word says more than that, its kind; None: the word does not tell.

    >>> what_a_node_is("Person"), what_a_node_is("School"), what_a_node_is("Co-Presentation"), what_a_node_is("3")
    (('people', None), ('organizations', 'School'), ('collaborations', 'co-presentation'), None)
    """
    folded = fold_word(word)
    if folded in _PEOPLE:
        return PEOPLE, None
    if folded in _ORGANIZATIONS:
        return ORGANIZATIONS, None if folded in _JUST_ORGANIZATION else word.strip()
    if folded in _COLLABORATIONS:
        kind = UNKNOWN_KIND if folded in _JUST_COLLABORATION else word.strip()
        return COLLABORATIONS, known_spelling(kind, COLLABORATION_KINDS.values)
    return None


def telling_attribute(attributes: Mapping[str, str]) -> str | None:
    """The name of the attribute that says what its node is; None: none does."""
    names = _by_word(attributes)
    found = (names[word] for word in _SAYS_WHAT_A_NODE_IS if word in names)
    return next((name for name in found if what_a_node_is(attributes[name])), None)


def unknown_word(attributes: Mapping[str, str]) -> str | None:
    """What a node says it is, in a word that tells nothing here; None: it says nothing, or a number."""
    names = _by_word(attributes)
    found = (attributes[names[word]].strip() for word in _SAYS_WHAT_A_NODE_IS if word in names)
    return next((word for word in found if word and not _NUMBER.fullmatch(word)), None)


def mode_attribute(attributes: Mapping[str, str]) -> tuple[str, bool] | None:
    """The name of the attribute that says which mode a node is of, and whether it is the second; None: none does.

    NetworkX calls it ``bipartite`` (0 and 1), igraph ``type`` (false and true).
    """
    names = _by_word(attributes)
    for word, values in (("bipartite", ("0", "1")), ("type", ("false", "true"))):
        value = attributes[names[word]].casefold() if word in names else ""
        if value in values:
            return names[word], value == values[1]
    return None


def kind_attribute(attributes: Mapping[str, str]) -> str | None:
    """The name of the attribute that says which kind of tie its edge is; None: none does.

    Numbers say nothing, and a label says it only in the words of the contract ("trusts").
    """
    names = _by_word(attributes)
    for word in _SAYS_THE_KIND_OF_AN_EDGE:
        value = attributes[names[word]].strip() if word in names else ""
        if value and not says_no_kind(value):
            return names[word]
    label = names.get("label")
    known = map(fold_word, TIE_KINDS.values)
    return label if label and fold_word(attributes[label]) in known else None


def says_no_kind(value: str) -> bool:
    """Whether a value says which way an edge leads, or is a number: no kind of tie."""
    return fold_word(value) in _NO_KIND or _NUMBER.fullmatch(value) is not None


def _by_word(attributes: Mapping[str, str]) -> dict[str, str]:
    """The names of attributes by their words; of two alike the first."""
    names: dict[str, str] = {}
    for name in attributes:
        names.setdefault(fold_word(name), name)
    return names
