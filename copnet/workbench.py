"""The Python interface for analysts: networks as NetworkX graphs, figures and records as pandas DataFrames."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

import networkx as nx
import pandas as pd

from copnet.analysis.brokerage import ROLES
from copnet.analysis.growth import FIELDS
from copnet.analysis.registry import REGISTRY
from copnet.bootstrap import open_store
from copnet.errors import UsageError
from copnet.graph import NetworkSpec, build_network
from copnet.services import figures
from copnet.services.audience import FACILITATOR
from copnet.services.imports import ImportOptions, ImportReport, import_path
from copnet.services.maps import map_page
from copnet.snapshot import Snapshot
from copnet.stores.base import GraphStore
from copnet.tables import TABLES, Column

GROWTH_COUNTS = (
    "nodes", "ties", "components", "isolates", "largest_component", "new_members", "active_members", "new_ties",
    "repeated_ties", "dormant_ties",
)  # fmt: skip
_NO_BROKERAGE = dict.fromkeys((*ROLES, "total"))
_DTYPES = {"number": "Float64", "share": "Float64", "integer": "Int64", "yes-no": "boolean"}


class _Mapped:
    """A network that shows its map in a notebook."""

    _snapshot: Snapshot | None = None

    def _repr_html_(self) -> str | None:
        """The map as a page in a frame; None, and so the plain text, for a graph derived from a network."""
        from html import escape

        if self._snapshot is None:
            return None

        spec = self.graph["spec"]  # type: ignore[attr-defined]  # the graph it is mixed into has it
        page = map_page(self._snapshot, spec, color_by="organization", size_by="degree", audience=FACILITATOR,
                        standalone=True)  # fmt: skip
        return f'<iframe srcdoc="{escape(page, quote=True)}" width="100%" height="640" style="border:0"></iframe>'


class Network(_Mapped, nx.Graph):  # type: ignore[type-arg]  # its class takes no parameter when run
    """A frozen ``networkx.Graph`` of people, organizations or both modes; see ``copnet.graph`` for its attributes."""


class DirectedNetwork(_Mapped, nx.DiGraph):  # type: ignore[type-arg]  # the same
    """A frozen ``networkx.DiGraph`` of survey answers; see ``copnet.graph`` for its attributes."""


class Workbench:
    """A store opened for analysis. Reads the store once and again only after a change.

    It is for those who may see the whole store: no audience is asked for, nobody is withheld.

    Every ``**options`` takes the network options: ``kind`` (``people``, ``organizations``, ``two-mode`` or
    ``ties:KIND``), ``community``, ``roles``, ``ends``, ``start``, ``end``, ``kinds``, ``exclude_kinds``,
    ``min_weight``, ``min_value``, ``weight``, ``wave``, ``symmetrize``, ``by``. See ``copnet.graph.NetworkSpec``.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self._read: Snapshot | None = None

    @classmethod
    def open(cls, address: str | None = None, *, create: bool = False) -> Self:
        """Open the store at an address, as ``copnet.open`` does."""
        return cls(open_store(address, create=create))

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @property
    def snapshot(self) -> Snapshot:
        """The store's columns at its present version."""
        if self._read is None or self._read.version != self.store.version():
            self._read = self.store.snapshot()
        return self._read

    def load(self, path: str | Path, **options: Any) -> ImportReport:
        """Import a workbook or folder of tables; options as ``copnet.services.imports.ImportOptions``.

        Raises:
            ImportRefused: at least one row is bad; nothing was written, ``problems`` lists every one.
        """
        return import_path(self.store, Path(path), ImportOptions(**options))

    def network(self, **options: Any) -> Network | DirectedNetwork:
        """The network as a frozen NetworkX graph, with evidence on every tie. In a notebook it shows its map."""
        snapshot = self.snapshot
        built = build_network(snapshot, NetworkSpec(**options))
        shown = DirectedNetwork() if built.is_directed() else Network()
        shown.__dict__.update(built.__dict__)  # shares the adjacency and stays frozen
        shown._snapshot = snapshot
        return shown

    def metrics(self, **options: Any) -> pd.DataFrame:
        """One row a network figure.

        Columns: ``metric`` (index, string), ``label`` (string), ``value`` (Float64; <NA> where undefined),
        ``unit`` (string). ``.attrs["cautions"]`` has the cautions, ``.attrs["network"]`` the network. Figures made of
        several numbers have one row each, named ``figure.part``; what is said in words is in ``.attrs["words"]``.
        """
        result = figures.metrics(self.snapshot, NetworkSpec(**options))
        rows = [
            {"metric": name, "label": REGISTRY[name.partition(".")[0]].label, "value": value,
             "unit": REGISTRY[name.partition(".")[0]].unit}
            for name, value in _flat(result["metrics"])
            if not isinstance(value, str)
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=["metric", "label", "value", "unit"]).set_index("metric")
        frame = frame.astype({"label": "string", "value": "Float64", "unit": "string"})
        words = {name: value for name, value in result["metrics"].items() if isinstance(value, str)}
        frame.attrs.update(cautions=result["cautions"], network=result["network"], words=words)
        return frame

    def nodes(self, **options: Any) -> pd.DataFrame:
        """One row a node, indexed by id.

        Columns: ``name``, ``mode`` and ``group`` (string), ``is_cutpoint`` (boolean), degrees (Int64), every other node
        figure (Float64), ``brokerage.ROLE`` for each role. <NA> where a figure is undefined.
        """
        result = figures.metrics(self.snapshot, NetworkSpec(**options), nodes=True)
        rows = [dict(_flat(row | {"brokerage": row["brokerage"] or _NO_BROKERAGE})) for row in result["nodes"]]
        blank = dict.fromkeys(metric.name for metric in REGISTRY.values() if metric.level == "node")
        names = ["id", "name", "mode", *(name for name, _ in _flat(blank | {"brokerage": _NO_BROKERAGE})), "group"]
        frame = pd.DataFrame(rows, columns=list(dict.fromkeys(names))).astype({"id": "string"}).set_index("id")
        return frame.astype({name: _node_dtype(name) for name in frame.columns})

    def growth(
        self, *, every: Literal["month", "quarter", "year"], dormant_after: int = 365, **options: Any
    ) -> pd.DataFrame:
        """One row a period: ``from`` and ``to`` (datetime64), counts (Int64), shares (Float64; <NA> where undefined).

        Endurance after the community's end is in ``.attrs["endurance"]``.
        """
        result = figures.growth(self.snapshot, NetworkSpec(**options), every=every, dormant_after=dormant_after)
        frame = pd.DataFrame(result["periods"], columns=list(FIELDS))
        for name in ("from", "to"):
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        numbers = FIELDS[2:]
        frame = frame.astype({name: "Int64" if name in GROWTH_COUNTS else "Float64" for name in numbers})
        frame.attrs.update(endurance=result["endurance"], network=result["network"], cautions=result["cautions"])
        return frame

    def records(self, table: str) -> pd.DataFrame:
        """All records of a table of the contract, indexed by ``key``.

        Columns are those of the contract: text, choices, dates (ISO text of day, month or year) and references (ids) as
        string; numbers as Float64 or Int64; yes and no as boolean; lists as tuples; ``attributes`` as dicts.

        Raises:
            UsageError: no such table.
        """
        if table not in TABLES:
            raise UsageError(f'There is no table "{table}". Tables: {", ".join(TABLES)}.')
        columns = [column for column in TABLES[table].columns if column.field]
        rows = self.store.read(table)
        data = {column.name: _series([getattr(row, column.field or "") for row in rows], column) for column in columns}
        index = pd.Index([row.key for row in rows], name="key", dtype="string")
        frame = pd.DataFrame(data).set_axis(index)
        return frame.assign(attributes=pd.Series([dict(row.attributes) for row in rows], index=index, dtype=object))


def _node_dtype(name: str) -> str:
    if name in ("name", "mode", "group"):
        return "string"
    if name == "is_cutpoint":
        return "boolean"
    return "Int64" if name in ("degree", "in_degree", "out_degree") else "Float64"


def _series(values: list[Any], column: Column) -> pd.Series[Any]:
    if column.kind in ("texts", "references"):
        return pd.Series(values, dtype=object)
    if column.kind in _DTYPES:
        return pd.Series(values, dtype=_DTYPES[column.kind])
    return pd.Series([None if value is None else str(value) for value in values], dtype="string")


def _flat(values: dict[str, Any]) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows.extend((f"{name}.{part}", number) for part, number in value.items())
        else:
            rows.append((name, value))
    return rows
