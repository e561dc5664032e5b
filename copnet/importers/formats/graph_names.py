"""How the nodes of a graph file are known: by name, and by an id made here where names would fit two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from copnet.cell_text import BLANK_MARK
from copnet.fields import clean_text
from copnet.ids import slug
from copnet.tables import TABLES

_LONGEST = 90
_SHOWN = 100
_DIGITS = re.compile(r"\d*")


@dataclass(slots=True)
class Node:
    """A node on its way to be a row.

    Attributes:
        row: its number.
        key: its id in the file.
        name: its label, or without one its id.
        table: what it is.
        cells: its row, without id and name.
        id: the copnet id of its row, if it needs one.
        made_id: whether that id was made here.
        handle: how edges name it, whatever else has its name or its name as an id.
    """

    row: int
    key: str
    name: str
    table: str
    cells: dict[str, str]
    id: str | None = None
    made_id: bool = False
    handle: str = ""


def refer(nodes: Iterable[Node]) -> None:
    """Give an id to every node whose name does not tell it from the others of its table.

    Each gets a handle for its edges too. Names are compared as the ids are that the import makes of them: what is the
    name of one may be the id of another. The ids are made of name and id in the file alone, so that importing the file
    again finds the same records.
    """
    alike: dict[tuple[str, str], list[Node]] = {}
    for number, node in enumerate(nodes, 1):
        node.handle = f"{node.name[:_SHOWN]} [node {number}]"
        if node.id is None:
            alike.setdefault((node.table, _base(node)), []).append(node)
    taken = set(alike)
    for group in alike.values():
        for node in group if len(group) > 1 else ():
            wanted = _made(node)
            number, made = 1, wanted
            while (node.table, made) in taken:
                number += 1
                made = f"{wanted}-{number}"
            taken.add((node.table, made))
            node.id, node.made_id = made, True


def wrong_name(name: str) -> str | None:
    """What a node needs that has no name that can be one; None: it has one."""
    if name in ("", BLANK_MARK):
        return "a node with an id or a label" + (f'; "{name}" means blank' if name else "")
    try:
        clean_text(name)
    except ValueError as error:
        return str(error)
    return None


def _base(node: Node) -> str:
    return slug(node.name) or TABLES[node.table].record.singular


def _made(node: Node) -> str:
    """Numbers alone are set apart from those that the import itself puts behind names."""
    key = slug(node.key)[:_LONGEST]
    return f"{_base(node)[:_LONGEST]}-{'n' if _DIGITS.fullmatch(key) else ''}{key}"
