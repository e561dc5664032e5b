"""Whether a known record is the one a row is about: what the row's key says, and what speaks against it."""

from __future__ import annotations

from copnet.dates import PartialDate
from copnet.fields import UNKNOWN_KIND
from copnet.importers.identifiers import one_date, one_title
from copnet.importers.registry import NAME_FIELD, Entry, compatible
from copnet.importers.rows import Row


def text_of(row: Row, field: str) -> str | None:
    """A filled cell as text; None: blank, or to be cleared."""
    value = row.cells.get(field)
    if isinstance(value, PartialDate):
        return value.text
    return value if isinstance(value, str) else None


def may_be_made(entry: Entry, row: Row) -> bool:
    """Whether a record with the id that a reader made may be meant: it is called so, and nothing speaks against it."""
    names = (entry.name, *getattr(entry.stored, "aliases", ()))
    if text_of(row, NAME_FIELD[entry.table]) not in names:
        return False
    if has_another_number(entry, row):
        return False
    return entry.table != "people" or compatible(entry, text_of(row, "email"), None)


def is_identified(entry: Entry, row: Row) -> bool:
    """Whether the same ORCID or DOI means the same record: nothing that tells more says otherwise."""
    if entry.table == "people":
        email = text_of(row, "email")
        return not email or not entry.email or entry.has_email(email)
    if entry.table == "collaborations":
        title, kind, started = (text_of(row, field) for field in ("title", "kind", "started_on"))
        alike = one_title(entry.name, title or "") and one_date(entry.started, started)
        return alike and kind in (None, entry.kind)
    return False  # the parts of an organization may share its ROR: they are known by name


def key_of(table: str, row: Row) -> tuple[str | None, ...]:
    """The contract's key of a row without id."""
    name = text_of(row, NAME_FIELD[table])
    if table == "people":
        email = text_of(row, "email")
        return (name, email.casefold(), None) if email else (name, None, text_of(row, "organization"))
    if table == "collaborations":
        return name, text_of(row, "kind"), text_of(row, "started_on")
    return (name,)


def has_another_number(entry: Entry, row: Row) -> bool:
    """Whether another ORCID, ROR or DOI says that it is another; with the name and the e-mail it is a correction."""
    return entry.differs(row.identifier) and not (entry.table == "people" and entry.has_email(text_of(row, "email")))


def has_key(entry: Entry, row: Row) -> bool:
    """Whether an entry of the row's name has the row's key."""
    if has_another_number(entry, row):
        return False
    if entry.table == "people":
        email = text_of(row, "email")
        if email:
            return entry.has_email(email)
        return not entry.email and entry.organization == text_of(row, "organization")
    if entry.table == "collaborations":
        return (entry.kind, entry.started) == (text_of(row, "kind"), text_of(row, "started_on"))
    return True


def told_apart(found: list[Entry], row: Row) -> list[Entry]:
    """Of several people a row may be about those of its organization; nobody when they only fit for blank cells.

    Somebody with an e-mail or an organization is a new person then; a bare name fits all.
    """
    email, organization = text_of(row, "email"), text_of(row, "organization")
    same = [entry for entry in found if entry.works_for(organization)]
    if len(same) == 1 or (same and not email):
        return same
    return [] if email or organization else found


def may_be(entry: Entry, row: Row) -> bool:
    """Whether a record of the store may be meant although its key differs: nothing filled contradicts."""
    if has_another_number(entry, row):
        return False
    if entry.table == "people":
        return compatible(entry, text_of(row, "email"), text_of(row, "organization"))
    if entry.table == "collaborations":
        return entry.kind == UNKNOWN_KIND and entry.started is None
    return False
