"""The attributes of nodes and edges as columns: those of the contract where that is certain, else the file's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from copnet.cell_text import BLANK_MARK
from copnet.errors import ImportRefused
from copnet.fields import clean_text
from copnet.importers.drafts import Draft
from copnet.importers.headers import MAX_COLUMNS, MAX_HEADER
from copnet.tables import OWN_FIELDS, fold_header

_FILLED = {
    "people": ("email", "url", "location", "role"),
    "organizations": ("url", "location", "sector", "kind"),
    "collaborations": ("url", "venue"),
    "ties": ("wave",),
    "participations": ("role",),
}


class GraphColumns:
    """The columns of one table, named as the attributes come.

    Args:
        draft: the rows of the table; how the file calls a column of the contract is noted there.
        ours: the file was written by copnet, so that every column of the contract is meant by its name.
    """

    def __init__(self, draft: Draft, *, ours: bool = False) -> None:
        self._draft = draft
        columns = draft.table.columns
        self._filled: Collection[str] = (
            [column.name for column in columns if column.name != "id" and not column.required]
            if ours
            else _FILLED[draft.table.name]
        )
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self.dashes = 0

    def cells(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """The filled attributes of one node or edge by column.

        Raises:
            ImportRefused: the name of an attribute that cannot be that of a column, or too many attributes.
        """
        cells = {}
        for name, value in attributes.items():
            text = value.strip()
            if text == BLANK_MARK:  # in a table it would clear what the store has
                self.dashes += 1
            elif text:
                cells[self._names.get(name) or self._new(name)] = text
        return cells

    def own(self, name: str, value: str) -> dict[str, str]:
        """A column of the file's own, even if the contract has one of this name."""
        return {self._names.get(f"own {name}") or self._remember(f"own {name}", name): value}

    def _new(self, raw: str) -> str:
        name = unicodedata.normalize("NFC", raw).strip()
        place = self._draft.place
        try:
            clean_text(name)
        except ValueError as error:
            raise ImportRefused([place.problem(f"a name of an attribute; {error}", column=name[:MAX_HEADER])]) from None
        if not name or len(name) > MAX_HEADER:
            expected = f"names of attributes of 1 to {MAX_HEADER} characters"
            raise ImportRefused([place.problem(expected, column=name[:MAX_HEADER])])
        column = self._draft.table.column(name)
        if column is not None and column.name in self._filled and column.name not in self._draft.headers:
            self._draft.headers[column.name] = name
            self._names[raw] = column.name
            return column.name
        taken = column is not None or fold_header(name) in OWN_FIELDS
        return self._remember(raw, f"{name} (file)" if taken else name)

    def _remember(self, raw: str, name: str) -> str:
        """A name that differs from the others by more than case, blanks and underscores."""
        free, number = name, 1
        while fold_header(free) in self._taken or self._draft.table.column(free):
            number += 1
            free = f"{name} ({number})"
        if len(self._taken) >= MAX_COLUMNS:
            raise ImportRefused([self._draft.place.problem(f"at most {MAX_COLUMNS} different attributes")])
        self._taken.add(fold_header(free))
        self._names[raw] = free
        return free
