"""The references of rows, replaced by the ids of what they mean; placeholders are taken out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from copnet.importers.cells import CLEAR
from copnet.importers.headers import Bound
from copnet.importers.lookup import Lookup
from copnet.importers.mentions import end_table
from copnet.importers.placeholders import Placeholders
from copnet.importers.problems import Problems
from copnet.importers.registry import Entry, Existing
from copnet.importers.report import LeftOut
from copnet.importers.rows import Row


class Resolver(Lookup):
    """Links rows to the entries that their references mean.

    Args:
        existing: the store.
        imported: tables that are in this import.
        unreadable: tables of this import that are broken.
        problems: gets one problem per bad reference.
        ids_first: copnet wrote the tables.
    """

    def __init__(
        self,
        existing: Existing,
        imported: Collection[str],
        unreadable: Collection[str],
        problems: Problems,
        *,
        ids_first: bool = False,
    ) -> None:
        super().__init__(existing, imported, unreadable, ids_first=ids_first)
        self._problems = problems
        self._placeholders = Placeholders()

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
            table = column.refers_to or end_table(row.cells.get(f"{column.name}_kind"))
            texts = given if isinstance(given, tuple) else (given,)
            found = [self.resolve(table, text, row, bound, single=column.kind == "reference") for text in texts]
            somebody = [entry for entry in found if entry and not entry.nobody]
            entries.extend(somebody)
            if None in found or not somebody:
                del row.cells[column.field]
            else:
                ids = tuple(entry.id for entry in somebody)
                row.cells[column.field] = ids if column.kind == "references" else ids[0]
        return entries

    def say_nobody(self, table: str, name: str, reason: str, row: Row, other: Iterable[str] = ()) -> None:
        """Note a placeholder in the place of a name, and where; other texts with which rows refer to it mean it too."""
        self._placeholders.take(table, name, reason, row)
        for text in other:
            self._nobody[table, text] = Entry(table, "", name, nobody=reason)

    @property
    def left_out(self) -> list[LeftOut]:
        """The placeholders of which nobody was made."""
        return self._placeholders.listed()

    def resolve(self, table: str, text: str, row: Row, bound: Bound | None, *, single: bool = True) -> Entry | None:
        """The entry a text refers to; None, with a problem, when there is none."""
        known = self.decide(table, text, single=single)
        if isinstance(known, Entry) and known.nobody:
            row.nobody = True
            self._placeholders.take(table, known.name, known.nobody, row)
            return known
        if isinstance(known, Entry):
            row.redirected = row.redirected or known.stands_for is not None
            if known.implied:
                known.rows.append(row)
            return known.real
        if known:
            row.refuse(self._problems, known, bound, text)
        else:
            row.data.bad[row.index] = True
        return None

    def resolve_funder(self, text: str, row: Row, bound: Bound | None) -> Entry | None:
        """An organization, or a person when only a person is called so."""
        if not self.registry("organizations").find(text) and self.registry("people").find(text):
            return self.resolve("people", text, row, bound, single=False)
        return self.resolve("organizations", text, row, bound, single=False)
