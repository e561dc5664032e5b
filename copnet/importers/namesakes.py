"""References that say more than a name, ``Name <email>`` and ``Name (Organization)``: whom of one name they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from copnet.importers.registry import Entry, compatible

_WITH_EMAIL = re.compile(r"(?s)(.*\S)\s*<([^<>\s]+)>")
_MAX_OPENINGS = 20  # a text of nothing but parentheses costs no time


@dataclass(frozen=True, slots=True)
class Described:
    """A reference to a person with an e-mail or an organization.

    Attributes:
        text: as the cell has it.
        single: it stands alone in its cell.
        name: of the person.
        email: of the person.
        organization: id of the person's organization.
    """

    text: str
    single: bool
    name: str
    email: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be made, and the references that mean this person."""

    email: str | None
    organization: str | None
    described: tuple[Described, ...]


def with_email(text: str) -> tuple[str, str] | None:
    """Name and e-mail of ``Name <email>``."""
    match = _WITH_EMAIL.fullmatch(text) if text.endswith(">") else None
    return (match[1].strip(), match[2]) if match else None


def with_organization(
    text: str, is_organization: Callable[[str], bool], is_person: Callable[[str], bool]
) -> tuple[str, str] | None:
    """Name and organization of ``Name (Organization)``, where both may have parentheses of their own.

    Args:
        text: the reference.
        is_organization: whether an organization has this id or name.
        is_person: whether a person has this name.

    Returns:
        The split after which a known organization is left, best with a known person before it; otherwise the one at
        the parenthesis that the last one closes; None when there is none.
    """
    if not text.endswith(")"):
        return None
    openings = [at for at, sign in enumerate(text) if sign == "("][:_MAX_OPENINGS]
    known = [split for at in openings if (split := _split(text, at)) and is_organization(split[1])]
    if known:
        return next((split for split in known if is_person(split[0])), known[0])
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if not depth:
            return _split(text, at)
    return None


def _split(text: str, opening: int) -> tuple[str, str] | None:
    name, place = text[:opening].strip(), text[opening + 1 : -1].strip()
    return (name, place) if name and place.strip("() ") else None


def meant(described: Iterable[Described], named: Sequence[Entry], *, exactly: bool) -> dict[Described, list[Entry]]:
    """For each reference the known people it may mean.

    Args:
        described: references with one name.
        named: known people of this name.
        exactly: only those who have the e-mail or organization; otherwise also those of whom nothing says that they
            are somebody else, unless two references that exclude each other would mean the same person.
    """
    found = {one: [entry for entry in named if _is(entry, one)] for one in described}
    if exactly:
        return found
    likely = {
        one: [entry for entry in named if compatible(entry, one.email, one.organization)]
        for one, entries in found.items()
        if not entries
    }
    for entry in named:
        claims = [one for one, entries in likely.items() if entries == [entry]]
        if len(_emails(claims)) > 1 or len(_organizations(claims)) > 1:
            likely.update((one, []) for one in claims)
    return found | likely


def newcomers(described: Iterable[Described]) -> tuple[list[Newcomer], list[Described]]:
    """The people to make for references with one name that mean nobody known.

    One e-mail and one organization are the same person. One e-mail and several organizations are all different
    people: nothing says whose the e-mail is.

    Returns:
        The people, in an order that does not depend on that of the references, and the references that fit several
        of them: those to an organization beside several e-mails.
    """
    ordered = sorted(described, key=lambda one: (one.text, one.single))
    emails, organizations = _emails(ordered), _organizations(ordered)
    if len(emails) == len(organizations) == 1:
        (by_email,), (organization,) = emails.values(), organizations
        return [Newcomer(by_email[0].email, organization, tuple(ordered))], []
    made = [Newcomer(ones[0].email, None, tuple(ones)) for _, ones in sorted(emails.items())]
    if len(made) > 1:
        return made, [one for one in ordered if not one.email]
    return [*made, *(Newcomer(None, key, tuple(ones)) for key, ones in sorted(organizations.items()))], []


def _is(entry: Entry, one: Described) -> bool:
    return entry.has_email(one.email) or entry.works_for(one.organization)


def _emails(described: Iterable[Described]) -> dict[str, list[Described]]:
    found: dict[str, list[Described]] = {}
    for one in described:
        if one.email:
            found.setdefault(one.email.casefold(), []).append(one)
    return found


def _organizations(described: Iterable[Described]) -> dict[str, list[Described]]:
    found: dict[str, list[Described]] = {}
    for one in described:
        if one.organization:
            found.setdefault(one.organization, []).append(one)
    return found
