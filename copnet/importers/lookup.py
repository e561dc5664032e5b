"""What a text that refers to something means: an id, an exact name, ``Name <email>`` or ``Name (Organization)``."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from copnet.fields import UNKNOWN_KIND
from copnet.identity.not_people import nobody
from copnet.importers.cells import split_list
from copnet.importers.mentions import Mention
from copnet.importers.namesakes import Described, meant, newcomers, with_email, with_organization
from copnet.importers.registry import NAME_FIELD, Entry, Existing, Registry, candidate, list_entries
from copnet.importers.report import Unsure
from copnet.model import RECORDS

_SUGGESTED = 200
_SUGGESTED_FROM = 20_000


class Unresolved(Exception):
    """A reference that leads nowhere, or to two; the message says what was expected.

    No message: its table could not be read, so nothing can be said about the reference.
    """


class Lookup:
    """Finds the entries that texts mean, making those whose own table is not in the import.

    Args:
        existing: the store.
        imported: tables that are in this import: what refers to them must be found there or in the store.
        unreadable: tables of this import that are broken.
        ids_first: copnet wrote the tables, with an id in every reference: a name that is alike is not meant.
    """

    def __init__(
        self,
        existing: Existing,
        imported: Collection[str],
        unreadable: Collection[str],
        *,
        ids_first: bool = False,
    ) -> None:
        self._existing = existing
        self._imported = frozenset(imported)
        self._unreadable = frozenset(unreadable)
        self._ids_first = ids_first
        self._registries: dict[str, Registry] = {}
        self._known: dict[tuple[str, str, bool], Entry | str] = {}
        self._suggestions = 0
        self._nobody: dict[tuple[str, str], Entry] = {}
        self.implied: list[Entry] = []
        self.unsure: list[Unsure] = []

    def registry(self, table: str) -> Registry:
        """The entries of a table, read from the store when first asked for."""
        if table not in self._registries:
            self._registries[table] = Registry(table, self._existing)
        return self._registries[table]

    def prepare(self, mentions: Iterable[Mention]) -> None:
        """Decide about the references of all rows before the first is linked.

        Nothing depends on the order of rows then: records to be made are made in the order of their names, and of
        people those of whom an e-mail or an organization is said come before bare names, which must fit one of them.

        Args:
            mentions: every reference of the import; everything that has rows of its own is known by now.
        """
        by_table: dict[str, set[Mention]] = {}
        for mention in mentions:
            by_table.setdefault(mention.table, set()).add(mention)
        for table in NAME_FIELD:
            waiting = sorted(by_table.get(table, ()))
            if table == "people":
                self._settle_all(waiting)
            for mention in waiting:
                self.decide(table, mention.text, single=mention.single)

    def decide(self, table: str, text: str, *, single: bool) -> Entry | str:
        """The entry a text refers to, or what was expected; blank when nothing can be said."""
        key = table, text, single
        if key not in self._known:
            try:
                self._known[key] = self._look_up(table, text, single=single)
            except Unresolved as error:
                self._known[key] = str(error)
        return self._known[key]

    def _look_up(self, table: str, text: str, *, single: bool) -> Entry:
        registry = self.registry(table)
        if known := self._nobody.get((table, text)):
            return known
        if self._ids_first and text in registry.by_id:
            return registry.by_id[text]
        name = self._unescaped(registry, text) if single else text
        found = registry.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise Unresolved(_several(table, found))
        if entry := self._meaning_nobody(table, name):
            return entry
        if table == "people" and (split := self._split(name)) and self._is_no_place(split[1]):
            return self._look_up(table, split[0], single=False)
        if table == "people" and (described := self._describe(text, single=single)):
            answer = self._settle([described])[described]
            if isinstance(answer, Entry):
                return answer
            raise Unresolved(answer)
        claimed = registry.identified(registry.claimed.get(name))
        if len(claimed) == 1:  # another table of the import has an ORCID for this name
            return claimed[0]
        complaint = self._nothing_new(registry, name, text, single=single)
        if complaint is not None:
            raise Unresolved(complaint)
        return self._imply(registry, name)

    def _meaning_nobody(self, table: str, text: str) -> Entry | None:
        """The entry of a placeholder; what a name says of e-mail or organization does not make it one."""
        if known := self._nobody.get((table, text)):
            return known
        if table in self._imported:  # what is not in it is an error, whatever it is called
            return None
        name = text
        if table == "people":
            name = split[0] if (split := with_email(text)) else text.partition(" (")[0]
        reason = nobody(table, name)
        return Entry(table, "", name, nobody=reason) if reason else None

    def _unescaped(self, registry: Registry, text: str) -> str:
        """A cell of one reference may write a bar as a list does."""
        if "\\|" not in text or registry.find(text):
            return text
        items = split_list(text)
        return items[0] if len(items) == 1 else text

    def _nothing_new(self, registry: Registry, name: str, text: str, *, single: bool) -> str | None:
        """Why no record is made for a reference that leads nowhere; None: one is made."""
        if registry.table in self._unreadable:
            return ""
        if single and "|" in text.replace("\\|", ""):
            return f"one {RECORDS[registry.table].singular} in a cell of this column: one row for each"
        return self._unknown(registry, name) if registry.table in self._imported else None

    def _describe(self, text: str, *, single: bool) -> Described | None:
        """A reference to a person by more than a name; an organization it names is made if need be."""
        people, organizations = self.registry("people"), self.registry("organizations")
        plain = self._unescaped(people, text) if single else text
        if split := with_email(plain):
            return Described(text, single, split[0], email=split[1])
        split = self._split(plain)
        if split is None or self._is_no_place(split[1]):
            return None
        name, place = split
        if not organizations.find(place) and "people" in self._imported:
            raise Unresolved(self._unknown(people, plain))
        return Described(text, single, name, organization=self._look_up("organizations", place, single=False).real.id)

    def _split(self, text: str) -> tuple[str, str] | None:
        """Name and organization of a reference that says both."""
        people, organizations = self.registry("people"), self.registry("organizations")
        return with_organization(
            text, lambda place: bool(organizations.find(place)), lambda name: bool(people.named(name))
        )

    def _is_no_place(self, text: str) -> bool:
        """Whether a text in the place of an organization means none: ``Ann Lee (n/a)`` is Ann Lee."""
        known = "organizations" in self._imported or self.registry("organizations").find(text)
        return not known and bool(nobody("organizations", text))

    def _settle_all(self, waiting: Iterable[Mention]) -> None:
        """Decide about all references to people by more than a name, those of one name together."""
        people = self.registry("people")
        by_name: dict[str, list[Described]] = {}
        for mention in waiting:
            text = self._unescaped(people, mention.text) if mention.single else mention.text
            if people.find(text) or self._meaning_nobody("people", text):
                continue
            try:
                described = self._describe(mention.text, single=mention.single)
            except Unresolved as error:
                self._known["people", mention.text, mention.single] = str(error)
                continue
            if described:
                by_name.setdefault(described.name, []).append(described)
        for group in by_name.values():
            for described, answer in self._settle(group).items():
                self._known["people", described.text, described.single] = answer

    def _settle(self, group: list[Described]) -> dict[Described, Entry | str]:
        """Whom references with one name mean; people are made for those that mean nobody known."""
        people, name = self.registry("people"), group[0].name
        answers: dict[Described, Entry | str] = {}
        unknown: list[Described] = []
        found = meant(group, people.named(name), exactly="people" in self._imported)
        for one, entries in found.items():
            complaint = None if entries else self._nothing_new(people, name, one.text, single=one.single)
            if len(entries) == 1:
                answers[one] = entries[0].known_by(one.email)
            elif entries:
                answers[one] = _several("people", entries)
            elif complaint is not None:
                answers[one] = complaint
            else:
                unknown.append(one)
        made, unclear = newcomers(unknown)
        entries = []
        for newcomer in made:
            entry = self._imply(people, name, newcomer.email, newcomer.organization)
            entries.append(entry)
            answers.update(dict.fromkeys(newcomer.described, entry))
        return answers | dict.fromkeys(unclear, _several("people", entries))

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

    def _imply(self, registry: Registry, name: str, email: str | None = None, organization: str | None = None) -> Entry:
        others = registry.named(name)
        entry = Entry(registry.table, registry.make_id(name), name, email, organization, implied=True)
        if organization:
            entry.links.append(self.registry("organizations").by_id[organization])
        if others:
            self.unsure.append(candidate(entry, others))
        if registry.table == "collaborations":
            entry.kind = UNKNOWN_KIND
        self.implied.append(entry)
        return registry.add(entry)


def _several(table: str, found: list[Entry]) -> str:
    how = " or as Name <email>" if table == "people" else ""
    return f"one {RECORDS[table].singular}; this fits {list_entries(found[:5])}: write the id{how}"
