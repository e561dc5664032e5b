"""A row joins the entry it is about, and adds to what tells this one from others."""

from __future__ import annotations

from copnet.identity.identifiers import identifier
from copnet.importers.cells import CLEAR
from copnet.importers.fits import text_of
from copnet.importers.registry import NAME_FIELD, Entry, Registry
from copnet.importers.rows import Row


def keep_finer(entry: Entry, row: Row) -> None:
    """Of two dates of one work the finer one stays."""
    started = text_of(row, "started_on")
    if entry.table != "collaborations" or not started or not entry.started or started == entry.started:
        return
    if len(started) < len(entry.started):
        del row.cells["started_on"]
        return
    for other in entry.rows:
        other.cells.pop("started_on", None)


def keep_spelling(entry: Entry, row: Row) -> None:
    """The same ORCID or DOI in another spelling says nothing new, and contradicts nothing."""
    known = [(other.own, other.cells.get("url")) for other in entry.rows[:1]]
    if entry.stored:
        known.append((dict(entry.stored.attributes), getattr(entry.stored, "url", None)))
    for own, url in known:
        for header in own.keys() & row.own.keys():
            one, other = (identifier(entry.table, {header: cells[header]}, None) for cells in (own, row.own))
            if one == other == row.identifier:
                row.own[header] = own[header]
        if identifier(entry.table, {}, url) == row.identifier == identifier(entry.table, {}, row.cells.get("url")):
            row.cells["url"] = url


def join_named(registry: Registry, entry: Entry, row: Row) -> None:
    """The row, known by its name, is about this entry; another name that led to it does not rename it."""
    field = NAME_FIELD[registry.table]
    if text_of(row, field) != entry.real.name and not entry.stands_for:
        del row.cells[field]
    meant = entry.known_by(text_of(row, "email"))
    number = row.identifier
    if number and entry.real.identifier not in (None, number) and not entry.real.has_email(text_of(row, "email")):
        meant = entry.real.former[0]  # that of one whom a merge dropped
    join(registry, meant, row)


def join(registry: Registry, entry: Entry, row: Row) -> None:
    """The row is about this entry, and adds to what tells it from others."""
    entry.real.rows.append(row)
    if entry.stands_for:
        row.former = True
        return
    registry.mark(entry, row.identifier)
    for field in ("email", "organization", "kind"):
        value = text_of(row, field)
        if value and hasattr(entry, field):
            setattr(entry, field, value)
    entry.started = text_of(row, "started_on") or entry.started
    if row.cells.get("email") is CLEAR:
        entry.email = None
