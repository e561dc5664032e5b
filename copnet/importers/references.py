"""What a reference means: an id, an exact name, ``Name <email>`` or ``Name (Organization)``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from copnet.fields import UNKNOWN_KIND
from copnet.importers.cells import CLEAR
from copnet.importers.headers import Bound
from copnet.importers.problems import Problems
from copnet.importers.registry import Entry, Existing, Registry, compatible, list_entries, same_email
from copnet.importers.report import Unsure
from copnet.importers.rows import Row
from copnet.model import RECORDS
from copnet.tables import Column

_WITH_EMAIL = re.compile(r"(?s)(.*\S)\s*<([^<>\s]+)>")
_WITH_ORGANIZATION = re.compile(r"(?s)(.*\S)\s*\(([^()]*[^()\s][^()]*)\)")
_SUGGESTED = 200
_SUGGESTED_FROM = 20_000
_END_TABLES = {"person": "people", "organization": "organizations"}


class Unresolved(Exception):
    """A reference that leads nowhere, or to two; the message says what was expected.

    No message: its table could not be read, so nothing can be said about the reference.
    """


class Resolver:
    """Turns references into entries, making those whose own table is not in the import.

    Args:
        existing: the store.
        imported: tables that are in this import: what refers to them must be found there or in the store.
        unreadable: tables of this import that are broken.
        problems: gets one problem per bad reference.
    """

    def __init__(
        self, existing: Existing, imported: Collection[str], unreadable: Collection[str], problems: Problems
    ) -> None:
        self._existing = existing
        self._imported = frozenset(imported)
        self._unreadable = frozenset(unreadable)
        self._problems = problems
        self._registries: dict[str, Registry] = {}
        self._known: dict[tuple[str, str], Entry | str] = {}
        self._suggestions = 0
        self.implied: list[Entry] = []
        self.unsure: list[Unsure] = []

    def registry(self, table: str) -> Registry:
        """The entries of a table, read from the store when first asked for."""
        if table not in self._registries:
            self._registries[table] = Registry(table, self._existing)
        return self._registries[table]

    def link(self, row: Row) -> list[Entry]:
        """Replace the references of a row by ids; the row is bad when one leads nowhere.

        Returns:
            The entries referred to.
        """
        entries: list[Entry] = []
        for bound, column in row.data.references:
            assert column.field is not None
            given = row.cells.get(column.field)
            if given is None or given is CLEAR:
                continue
            table = column.refers_to or _end_table(row, column)
            texts = given if isinstance(given, tuple) else (given,)
            found = [self.resolve(table, text, row, bound, single=column.kind == "reference") for text in texts]
            entries.extend(entry for entry in found if entry)
            if None in found:
                del row.cells[column.field]
            else:
                ids = tuple(entry.id for entry in found if entry)
                row.cells[column.field] = ids if column.kind == "references" else ids[0]
        return entries

    def resolve(self, table: str, text: str, row: Row, bound: Bound | None, *, single: bool = True) -> Entry | None:
        """The entry a text refers to; None, with a problem, when there is none."""
        known = self._known.get((table, text))
        if known is None:
            try:
                known = self._look_up(table, text, row, single=single)
            except Unresolved as error:
                known = str(error)
            self._known[table, text] = known
        if isinstance(known, Entry):
            if known.implied:
                known.rows.append(row)
            return known
        if known:
            row.refuse(self._problems, known, bound, text)
        else:
            row.data.bad[row.index] = True
        return None

    def resolve_funder(self, text: str, row: Row, bound: Bound | None) -> Entry | None:
        """An organization, or a person when only a person is called so."""
        if not self.registry("organizations").find(text) and self.registry("people").find(text):
            return self.resolve("people", text, row, bound)
        return self.resolve("organizations", text, row, bound)

    def _look_up(self, table: str, text: str, row: Row, *, single: bool) -> Entry:
        registry = self.registry(table)
        found = registry.find(text)
        name, email, organization = text, None, None
        if not found and table == "people":
            name, email, organization = self._parts(text, row)
            found = self._people(name, email, organization) if name != text else []
        if len(found) > 1:
            how = " or as Name <email>" if table == "people" else ""
            raise Unresolved(f"one {RECORDS[table].singular}; this fits {list_entries(found[:5])}: write the id{how}")
        if found:
            return found[0]
        if table in self._unreadable:
            raise Unresolved
        if single and "|" in text.replace("\\|", ""):
            raise Unresolved(f"one {RECORDS[table].singular} in a cell of this column: one row for each")
        if table in self._imported:
            raise Unresolved(self._unknown(registry, name))
        return self._imply(registry, name, email, organization)

    def _parts(self, text: str, row: Row) -> tuple[str, str | None, str | None]:
        """Name, e-mail and organization id of a reference to a person."""
        if text.endswith(">") and (match := _WITH_EMAIL.fullmatch(text)):
            return match[1].strip(), match[2], None
        if text.endswith(")") and (match := _WITH_ORGANIZATION.fullmatch(text)):
            place = match[2].strip()
            if not self.registry("organizations").find(place) and "people" in self._imported:
                raise Unresolved(self._unknown(self.registry("people"), text))
            return match[1].strip(), None, self._look_up("organizations", place, row, single=False).id
        return text, None, None

    def _people(self, name: str, email: str | None, organization: str | None) -> list[Entry]:
        """People of this name with this e-mail or organization; else, if people are not imported, who may be meant."""
        named = self.registry("people").by_name.get(name, [])
        exact = [
            entry
            for entry in named
            if same_email(email, entry.email) or (organization and entry.organization == organization)
        ]
        if exact or "people" in self._imported:
            return exact
        return [entry for entry in named if compatible(entry, email, organization)]

    def _unknown(self, registry: Registry, text: str) -> str:
        singular = RECORDS[registry.table].singular
        forms = (
            "id, exact name, Name <email> or Name (Organization)" if registry.table == "people" else "id or exact name"
        )
        expected = f"a {singular} of the table {registry.table} or the store, by {forms}"
        self._suggestions += 1
        if self._suggestions <= _SUGGESTED and len(registry.by_name) <= _SUGGESTED_FROM:
            near = difflib.get_close_matches(text, registry.by_name, n=1, cutoff=0.75)
            if near:
                return f'{expected}; did you mean "{near[0]}"?'
        return expected.replace("a organization", "an organization")

    def _imply(self, registry: Registry, name: str, email: str | None, organization: str | None) -> Entry:
        others = registry.by_name.get(name)
        entry = Entry(registry.table, registry.make_id(name), name, email, organization, implied=True)
        if organization:
            entry.links.append(self.registry("organizations").by_id[organization])
        if others:
            self.unsure.append(candidate(entry, others))
            self._known.pop((registry.table, name), None)  # the bare name fits two from now on
        if registry.table == "collaborations":
            entry.kind = UNKNOWN_KIND
        self.implied.append(entry)
        return registry.add(entry)


def _end_table(row: Row, column: Column) -> str:
    """The table an end of a tie refers to."""
    kind = row.cells.get(f"{column.name}_kind")
    return _END_TABLES[kind] if isinstance(kind, str) else "people"


def candidate(entry: Entry, others: list[Entry]) -> Unsure:
    """A new entry of a known name, as a candidate duplicate."""
    differs = "e-mail or organization" if entry.table == "people" else "id"
    known = tuple((other.id, other.name) for other in others)
    return Unsure(entry.table, entry.id, entry.name, f"same name, another {differs}", known)
