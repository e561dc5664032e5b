"""Which record a row of people, organizations, communities or collaborations is about: a known one or a new one."""

from __future__ import annotations

from copnet.dates import PartialDate
from copnet.fields import UNKNOWN_KIND
from copnet.importers.cells import CLEAR
from copnet.importers.frames import TableData
from copnet.importers.identifiers import identifier, one_date, one_title
from copnet.importers.problems import Problems
from copnet.importers.references import Resolver
from copnet.importers.registry import NAME_FIELD, Entry, Registry, candidate, compatible, list_entries
from copnet.importers.report import Unsure
from copnet.importers.rows import Row, rows_of
from copnet.model import RECORDS


class Identifier:
    """Assigns each row of a table with ids to an entry; rows with an id first, then the others in file order."""

    def __init__(self, resolver: Resolver, problems: Problems) -> None:
        self._resolver = resolver
        self._problems = problems
        self._spellings: dict[str, dict[str, None]] = {}

    def assign(self, data: TableData) -> list[Entry]:
        """Find or make the entry of every row.

        Returns:
            The entries this table says something about, in file order of their first row.
        """
        table = data.table.name
        registry = self._resolver.registry(table)
        rows = list(rows_of(data))
        if table == "people":
            for row in rows:
                self._resolver.link(row)
        later = []
        for row in rows:
            if "id" in row.cells and row.index in data.made_ids:
                self._by_made_id(registry, row)
            elif "id" in row.cells:
                self._by_id(registry, row)
            elif _text(row, NAME_FIELD[table]):
                later.append(row)
        undecided = [row for row in later if not self._identified(registry, row) and not self._exact(registry, row)]
        made: dict[tuple[str | None, ...], list[Entry]] = {}
        for row in sorted(undecided, key=lambda row: _identifier(row) is None):
            self._otherwise(registry, row, made)
        entries = {id(entry): entry for entry in registry.by_id.values() if entry.rows}
        for entry in entries.values():
            self._add_spellings(entry)
        for entry in entries.values():  # only now: whom a row is about does not depend on the order of rows
            for row in entry.rows:
                registry.add_aliases(entry, row.cells.get("aliases"))
        return sorted(entries.values(), key=lambda entry: min(row.index for row in entry.rows))

    def _by_id(self, registry: Registry, row: Row) -> None:
        key, name = row.cells["id"], _text(row, NAME_FIELD[registry.table])
        entry = registry.by_id.get(key)
        if entry is None:
            entry = self._make(registry, row, key)
        elif name and not entry.stands_for:
            registry.rename(entry, name)
        _join(entry, row)

    def _by_made_id(self, registry: Registry, row: Row) -> None:
        """Join the record of the row's name with the id its reader made, or with the next one; or take the next."""
        wanted, name = row.cells.pop("id"), _text(row, NAME_FIELD[registry.table])
        key, number = wanted, 1
        while (entry := registry.by_id.get(key)) and not (entry.name == name and _may_be_made(entry, row)):
            number += 1
            key = f"{wanted}-{number}"
        if entry is None:
            entry = self._make(registry, row, key)
        elif entry.stored:
            reason = f"known by the id {key}, made from its name and its number in a file; may be another of this name"
            self._resolver.unsure.append(Unsure(entry.table, entry.real.id, entry.name, reason, ()))
        registry.refer_by(wanted, entry)
        _join(entry, row)

    def _identified(self, registry: Registry, row: Row) -> bool:
        """Join the one record of the store with the row's ORCID, or DOI of the same kind of work, however spelled."""
        known = registry.by_identifier.get(_identifier(row) or "", ())
        found = [entry for entry in known if _is_identified(entry, row)]
        if len(known) != 1 or not found:
            return False
        (entry,) = found
        name = row.cells[NAME_FIELD[registry.table]]
        if registry.table == "people" and name != entry.name:
            self._spellings.setdefault(entry.id, {})[name] = None
        _keep_finer(entry, row)
        _join_named(registry, entry, row)
        return True

    def _add_spellings(self, entry: Entry) -> None:
        """Other spellings of the name of somebody known by the ORCID become aliases, beside those known."""
        spellings = self._spellings.get(entry.id) if entry.table == "people" else None
        if not spellings:
            return
        own = [row for row in entry.rows if not row.former]
        given = [row.cells["aliases"] for row in own if isinstance(row.cells.get("aliases"), tuple)]
        known = (*getattr(entry.stored, "aliases", ()), *(alias for some in given for alias in some), *spellings)
        for row in own:
            row.cells["aliases"] = tuple(alias for alias in dict.fromkeys(known) if alias != entry.name)

    def _exact(self, registry: Registry, row: Row) -> bool:
        """Join the one record with exactly the row's key."""
        found = [entry for entry in self._named(registry, row) if _same_key(entry, row)]
        if len(found) > 1:
            self._ambiguous(registry, row, found)
        elif found:
            _join_named(registry, found[0], row)
        return bool(found)

    def _otherwise(self, registry: Registry, row: Row, made: dict[tuple[str | None, ...], list[Entry]]) -> None:
        alike = made.setdefault(_key(registry.table, row), [])
        same = [entry for entry in alike if not entry.differs(_identifier(row))]
        if len(same) > 1:
            self._ambiguous(registry, row, same)
            return
        if same:
            _join(same[0], row)
            return
        found = [entry for entry in self._named(registry, row) if entry.stored and _may_be(entry, row)]
        if len(found) > 1 and registry.table == "people":
            found = _told_apart(found, row)
        if len(found) > 1:
            self._ambiguous(registry, row, found)
            return
        name = _text(row, NAME_FIELD[registry.table])
        assert name
        entry = found[0] if found else self._make(registry, row, registry.make_id(name))
        alike.append(entry)
        _join_named(registry, entry, row)

    def _named(self, registry: Registry, row: Row) -> list[Entry]:
        name = _text(row, NAME_FIELD[registry.table])
        return registry.named(name) if name else []

    def _ambiguous(self, registry: Registry, row: Row, found: list[Entry]) -> None:
        singular = RECORDS[registry.table].singular
        field = NAME_FIELD[registry.table]
        more = ", e-mail or organization" if registry.table == "people" else ""
        expected = f"one {singular}; this row fits {list_entries(found[:5])}: add the id{more}"
        row.refuse(self._problems, expected, row.data.bound(field))

    def _make(self, registry: Registry, row: Row, key: str) -> Entry:
        name = _text(row, NAME_FIELD[registry.table]) or ""  # blank only in a bad row: references still find its id
        entry = Entry(registry.table, key, name, identifier=_identifier(row))
        others = registry.named(name)
        if others and registry.table != "collaborations":  # meetings of one title are many
            self._resolver.unsure.append(candidate(entry, others))
        return registry.add(entry)


def _text(row: Row, field: str) -> str | None:
    value = row.cells.get(field)
    if isinstance(value, PartialDate):
        return value.text
    return value if isinstance(value, str) else None


def _identifier(row: Row) -> str | None:
    return identifier(row.data.table.name, row.own, row.cells.get("url"))


def _may_be_made(entry: Entry, row: Row) -> bool:
    if entry.differs(_identifier(row)):
        return False
    return entry.table != "people" or compatible(entry, _text(row, "email"), None)


def _is_identified(entry: Entry, row: Row) -> bool:
    """Whether the same ORCID or DOI means the same record: nothing that tells more says otherwise."""
    if entry.table == "people":
        email = _text(row, "email")
        return not email or not entry.email or entry.has_email(email)
    if entry.table == "collaborations":
        title, kind, started = (_text(row, field) for field in ("title", "kind", "started_on"))
        alike = one_title(entry.name, title or "") and one_date(entry.started, started)
        return alike and kind in (None, entry.kind)
    return False  # the parts of an organization may share its ROR: they are known by name


def _keep_finer(entry: Entry, row: Row) -> None:
    """Of two dates of one work the finer one stays."""
    started = _text(row, "started_on")
    if entry.table != "collaborations" or not started or not entry.started or started == entry.started:
        return
    if len(started) < len(entry.started):
        del row.cells["started_on"]
        return
    for other in entry.rows:
        other.cells.pop("started_on", None)


def _join_named(registry: Registry, entry: Entry, row: Row) -> None:
    """The row, known by its name, is about this entry; another name that led to it does not rename it."""
    field = NAME_FIELD[registry.table]
    if _text(row, field) != entry.real.name and not entry.stands_for:
        del row.cells[field]
    meant = entry.known_by(_text(row, "email"))
    number = _identifier(row)
    if number and entry.real.identifier not in (None, number):  # that of one whom a merge dropped
        meant = entry.real.former[0]
    _join(meant, row)


def _join(entry: Entry, row: Row) -> None:
    """The row is about this entry, and adds to what tells it from others."""
    entry.real.rows.append(row)
    if entry.stands_for:
        row.former = True
        return
    entry.identifier = entry.identifier or _identifier(row)
    for field in ("email", "organization", "kind"):
        value = _text(row, field)
        if value and hasattr(entry, field):
            setattr(entry, field, value)
    entry.started = _text(row, "started_on") or entry.started
    if row.cells.get("email") is CLEAR:
        entry.email = None


def _key(table: str, row: Row) -> tuple[str | None, ...]:
    """The contract's key of a row without id."""
    name = _text(row, NAME_FIELD[table])
    if table == "people":
        email = _text(row, "email")
        return (name, email.casefold(), None) if email else (name, None, _text(row, "organization"))
    if table == "collaborations":
        return name, _text(row, "kind"), _text(row, "started_on")
    return (name,)


def _same_key(entry: Entry, row: Row) -> bool:
    """Whether an entry of the row's name has the row's key."""
    if entry.differs(_identifier(row)):
        return False
    if entry.table == "people":
        email = _text(row, "email")
        if email:
            return entry.has_email(email)
        return not entry.email and entry.organization == _text(row, "organization")
    if entry.table == "collaborations":
        return (entry.kind, entry.started) == (_text(row, "kind"), _text(row, "started_on"))
    return True


def _told_apart(found: list[Entry], row: Row) -> list[Entry]:
    """Of several people a row may be about those of its organization; nobody when they only fit for blank cells.

    Somebody with an e-mail or an organization is a new person then; a bare name fits all.
    """
    email, organization = _text(row, "email"), _text(row, "organization")
    same = [entry for entry in found if entry.works_for(organization)]
    if len(same) == 1 or (same and not email):
        return same
    return [] if email or organization else found


def _may_be(entry: Entry, row: Row) -> bool:
    """Whether a record of the store may be meant although its key differs: nothing filled contradicts."""
    if entry.differs(_identifier(row)):
        return False
    if entry.table == "people":
        return compatible(entry, _text(row, "email"), _text(row, "organization"))
    if entry.table == "collaborations":
        return entry.kind == UNKNOWN_KIND and entry.started is None
    return False
