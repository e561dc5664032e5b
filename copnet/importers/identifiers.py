"""What people, organizations and works are known by beside their keys, as an import finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copnet.dates import PartialDate
from copnet.identity.identifiers import ORCID_ATTRIBUTES, names_orcid, orcid
from copnet.ids import slug
from copnet.importers.frames import TableData
from copnet.importers.rows import rows_of
from copnet.model import PersonAttribute

if TYPE_CHECKING:
    from copnet.importers.registry import Existing


def stored_orcids(existing: Existing) -> dict[str, str]:
    """The ORCIDs that the store has as attributes of people, by id of the person."""
    found: dict[str, str] = {}
    for attribute in ORCID_ATTRIBUTES:
        for one in existing.read("person_attributes", where={"attribute": attribute}):
            if isinstance(one, PersonAttribute) and (number := orcid(one.value)):
                found.setdefault(one.person, number)
    return found


def claimed_orcids(data: TableData) -> dict[str, str]:
    """The ORCIDs among the attributes of an import, by the text that names the person.

    A text with several is left out: nothing says which is meant.
    """
    found: dict[str, set[str]] = {}
    for row in rows_of(data):
        person, attribute, value = (row.cells.get(name) for name in ("person", "attribute", "value"))
        if isinstance(person, str) and isinstance(attribute, str) and names_orcid(attribute):
            number = orcid(value) if isinstance(value, str) else None
            found.setdefault(person, set()).update([number] if number else [])
    return {text: next(iter(numbers)) for text, numbers in found.items() if len(numbers) == 1}


def one_date(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates, of any precision, can be the same: one lies within the other, or one is not known."""
    if one is None or other is None:
        return True
    first, second = sorted(map(PartialDate.parse, (one, other)), key=lambda date: len(date.text))
    return first.first <= second.first and second.last <= first.last


def one_title(one: str, other: str) -> bool:
    """Whether titles are the same but for letters, signs and a subtitle."""
    short, long = sorted((slug(one), slug(other)), key=len)
    return bool(short) and f"{long}-".startswith(f"{short}-")
