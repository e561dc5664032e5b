"""The people of a survey: those who answered and those they were asked about, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from copnet.importers.formats.mapped_section import Part, reference, with_organization
from copnet.importers.mapping_words import fold
from copnet.importers.namesakes import with_email
from copnet.importers.namesakes import with_organization as split_organization

_EMAIL = re.compile(r"[^<>\s]+")


@dataclass
class Mentioned:
    """One way in which somebody is named.

    Attributes:
        name: the bare name.
        email: as ``Name <email>`` or a column of their own has it.
        organization: the same.
        part: where it stands first.
        number: the row there.
        cells: more that their own row says.
        headers: how the file calls these columns.
    """

    name: str
    email: str | None
    organization: str | None
    part: Part
    number: int
    cells: dict[str, str | None] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """A reference that means this one."""
        if self.email and _EMAIL.fullmatch(self.email):
            return reference(f"{self.name} <{self.email}>")
        return reference(with_organization(self.name, self.organization))


class People:
    """Everybody whom the surveys of one import name."""

    def __init__(self) -> None:
        self._by_name: dict[str, dict[tuple[str | None, str | None], list[Mentioned]]] = {}

    def named(self, text: str, part: Part, number: int) -> Mentioned:
        """Somebody as a header or a cell names them: ``Name``, ``Name <email>`` or ``Name (Organization)``."""
        return self._keep(_taken_apart(text, part, number))

    def row(
        self, part: Part, number: int, cells: Mapping[str, str | None], headers: Mapping[str, str]
    ) -> Mentioned:  # fmt: skip
        """Somebody with a row of their own."""
        found = _taken_apart(cells.get("name") or "", part, number)
        found.email = cells.get("email") or found.email
        found.organization = cells.get("organization") or found.organization
        found.headers = dict(headers)
        found.cells = {name: value for name, value in cells.items() if name not in ("name", "email", "organization")}
        return self._keep(found)

    def write(self) -> None:
        """Make the rows of people; a bare name is that of the one person whom the rows say more about."""
        for variants in self._by_name.values():
            self._write_name(variants)

    def _write_name(self, variants: dict[tuple[str | None, str | None], list[Mentioned]]) -> None:
        emails = {fold(email): email for email, _ in variants if email}
        organizations = {place for _, place in variants if place}
        one = len(emails) <= 1 and len(organizations) <= 1
        for (own_email, own_organization), found in variants.items():
            email = next(iter(emails.values()), None) if one else own_email
            organization = next(iter(organizations), None) if one else own_organization
            if not one and not email and not organization:
                self._refuse_bare(found[0], variants)
                continue
            for each in found:
                made = {"name": each.name, "email": email, "organization": organization and reference(organization)}
                each.part.add("people", each.number, made | each.cells, {"name": "name"} | each.headers)

    def _refuse_bare(self, bare: Mentioned, variants: Iterable[tuple[str | None, str | None]]) -> None:
        """A bare name among several that say more: nothing shows whom it means."""
        several = " and ".join(f"{bare.name} ({email or place})" for email, place in variants if email or place)
        expected = f"one person; this name fits {several}: write Name <email> or Name (Organization)"
        bare.part.refuse(bare.number, bare.headers.get("name"), bare.name, expected)

    def _keep(self, found: Mentioned) -> Mentioned:
        known = self._by_name.setdefault(found.name, {}).setdefault((found.email, found.organization), [])
        if known and not found.cells:
            return known[0]
        known.append(found)
        return found


def _taken_apart(text: str, part: Part, number: int) -> Mentioned:
    if split := with_email(text):
        return Mentioned(split[0], split[1], None, part, number)
    if split := split_organization(text, lambda _: False, lambda _: False):
        return Mentioned(split[0], None, split[1], part, number)
    return Mentioned(text, None, None, part, number)
