"""Named Cypher queries, read from the files of ``copnet_cypher`` and checked when they are loaded.

A query begins with ``// name: NAME`` and ``// params: A, B`` (or ``none``). A file in a dialect's folder overrides
queries of the same name; names of its own are only in its file ``own.cypher``. The embedded engine's may be in its own
language (``.sql``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Protocol

from copnet.errors import StoreFailed

_NAME = re.compile(r"^// name: (\w+)$")
_PARAMS = re.compile(r"^// params: (none|\w+(?:, \w+)*)$")
_USED = re.compile(r"\$(\w+)")
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`|\"(?:[^\"\\]|\\.)*\"")


_DRAWS = re.compile(r"(?:MERGE \(n:(\w+)|\[r?:(\w+))")
_READ = re.compile(r"\n(?:RETURN|WITH collect)\b.*?\b([nr])[.)]")
OWN = "own.cypher"
READING = ("page_", "list_", "pick_", "present_", "count_", "refer_", "snapshot_")


Rows = list[Mapping[str, Any]]


class Run(Protocol):
    """Runs a named query and returns its rows."""

    def __call__(self, name: str, /, **params: Any) -> Rows:
        """Run it."""
        ...


class QueryFileError(StoreFailed):
    """A query file that is not written as it must be: a fault in copnet, found when it is loaded."""


@dataclass(frozen=True)
class Query:
    """One named query: its text and the parameters it takes, declared and checked to be those it uses."""

    name: str
    text: str
    params: frozenset[str]
    file: str

    @property
    def language(self) -> str:
        """The language as the embedded engine calls it."""
        return "sql" if self.file.endswith(".sql") else "opencypher"

    @cached_property
    def draws(self) -> str:
        """The label or the type of what a ``put_`` or ``link_`` query writes."""
        found = _DRAWS.search(self.text)
        if not found:
            raise QueryFileError(f"{self.name} draws nothing ({self.file}).")
        return found[1] or found[2]

    @cached_property
    def committed(self) -> str:
        """The text with a filter that leaves out what a large import has written that is not whole yet."""
        if self.language == "sql":
            return f"{self.text}\nWHERE `import` IS NULL OR `import` <= :head"
        found = _READ.search(self.text)
        if not found:
            raise QueryFileError(f"{self.name} reads no record as n or r ({self.file}).")
        here = found.start()
        return f"{self.text[:here]}\nWITH {found[1]} WHERE coalesce({found[1]}.import, 0) <= $head{self.text[here:]}"

    @property
    def reads(self) -> bool:
        """Whether it reads records."""
        return self.name.startswith(READING)

    def filled(self, kind: str, columns: Iterable[str]) -> Query:
        """A template for one label or type: ``KIND`` in its text, and ``COLUMNS`` for what is in ``$columns``.

        Each of these is a list, a value a row; the row's number is ``i``.
        """
        properties = ", ".join(f"`{name}`: $columns.`{name}`[i]" for name in columns)
        text = self.text.replace("KIND", f"`{kind}`").replace("COLUMNS", properties)
        return replace(self, text=text, params=self.params | {"columns"})

    def require(self, given: Mapping[str, object]) -> None:
        """Refuse a call with other parameters than the declared ones.

        Raises:
            QueryFileError: a parameter is missing or unknown.
        """
        if self.params != given.keys():
            raise QueryFileError(
                f"{self.name} takes the parameters {sorted(self.params)}, not {sorted(given)} ({self.file})."
            )


@cache
def load_queries(dialect: str) -> Mapping[str, Query]:
    """All queries of a dialect by name: the shared ones, with the dialect's overrides in their place.

    Raises:
        QueryFileError: a query without name, parameters or text, declared and used parameters that differ, a name given
            twice, or an override of nothing.
    """
    root = files("copnet_cypher")
    shared = _read_folder(root)
    folder = root / dialect
    overrides = _read_folder(folder) if folder.is_dir() else {}
    for name, query in overrides.items():
        own = query.file == OWN and name not in shared
        if not own and (name not in shared or shared[name].params != query.params):
            raise QueryFileError(f"{query.file}: {name} overrides no shared query with the same parameters.")
    return MappingProxyType(shared | overrides)


def parse(text: str, file: str) -> Iterator[Query]:
    """The queries of one file.

    Raises:
        QueryFileError: see ``load_queries``.
    """
    name, params, lines = "", None, list[str]()
    for line in [*text.splitlines(), "// name: _"]:
        if found := _NAME.match(line):
            if name:
                yield _query(name, params, "\n".join(lines).strip(), file)
            name, params, lines = found[1], None, []
        elif found := _PARAMS.match(line):
            params = frozenset() if found[1] == "none" else frozenset(found[1].split(", "))
        elif line.startswith("//") or not line.strip():
            continue
        elif not name:
            raise QueryFileError(f"{file}: text before the first // name: line.")
        else:
            lines.append(line)


def _query(name: str, params: frozenset[str] | None, text: str, file: str) -> Query:
    if params is None or not text:
        raise QueryFileError(f"{file}: {name} needs a line // params: ... and a text.")
    used = frozenset(_USED.findall(_QUOTED.sub("''", text)))
    if used != params:
        raise QueryFileError(f"{file}: {name} declares {sorted(params)} but uses {sorted(used)}.")
    return Query(name, text, params, file)


def _read_folder(folder: Traversable) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if not path.name.endswith((".cypher", ".sql")):
            continue
        for query in parse(path.read_text(encoding="utf-8"), path.name):
            if query.name in queries:
                raise QueryFileError(f"{path.name}: {query.name} is in {queries[query.name].file} already.")
            queries[query.name] = query
    return queries
