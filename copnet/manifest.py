"""The note beside exported tables: for whom they are, what they leave out, and how their cells are to be read.

It has no date and no version of the store in it, so that the same records give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

NAME = "copnet-export.json"
"""The file beside the tables, in a zip too; in a workbook the document property of this name."""
VERSION = 1
MAX_SIZE = 4 * 1024 * 1024
"""Bytes of a manifest that is read."""
CELLS = (
    "A text that begins with = + - @ ' or example:, and a text that is there but empty, has one apostrophe before it. "
    "In a workbook only those have one that begin with ' or example:, are - alone, or are empty."
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said of one export.

    Attributes:
        format: the name of its format.
        audience: for whom it was written.
        left_out: what it does not carry, in sentences.
        withheld: how many rows are not told to this audience, by table; for a network ``nodes`` and ``ties``.
        rows: how many rows are there, by table.
        cautions: what a reader should know beside, in sentences.
        own_columns: by table and header the real name of a column of the store's own that could not be its header.
    """

    format: str
    audience: str
    left_out: tuple[str, ...] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    own_columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()

    def text(self, *, ascii_only: bool = False) -> str:
        """The file; with ``ascii_only`` other letters are spelled as JSON spells them."""
        told = {
            "copnet_export": VERSION,
            "format": self.format,
            "audience": self.audience,
            "left_out": list(self.left_out),
            "cautions": list(self.cautions),
            "withheld": dict(self.withheld),
            "rows": dict(self.rows),
            "cells": CELLS,
            "own_columns": {table: dict(names) for table, names in self.own_columns.items()},
        }
        return json.dumps(told, ensure_ascii=ascii_only, indent=1) + "\n"

    @classmethod
    def parse(cls, text: str) -> Manifest:
        """Read the file; only what is needed to read the tables is looked at closely.

        Raises:
            ValueError: another file, or one of a newer copnet; the message says what was expected.
        """
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError("the JSON that copnet writes beside its tables") from None
        if not isinstance(told, dict) or told.get("copnet_export") != VERSION:
            raise ValueError(f'an object with "copnet_export": {VERSION}; another copnet may have written this one')
        own = told.get("own_columns", {})
        if not _are_names(own):
            raise ValueError('"own_columns" with the name of a column for each header of a table')
        withheld = told.get("withheld", {})
        if not isinstance(withheld, dict) or not all(isinstance(count, int) for count in withheld.values()):
            raise ValueError('"withheld" with a number of rows for each table')
        return cls(str(told.get("format", "")), str(told.get("audience", "")), withheld=withheld, own_columns=own)


def _are_names(own: Any) -> bool:
    return isinstance(own, dict) and all(
        isinstance(names, dict) and all(isinstance(name, str) for name in names.values()) for names in own.values()
    )
