"""From a snapshot's columns to the networks of the definitions: columns, or frozen NetworkX graphs with evidence."""

from __future__ import annotations

from copnet.graph.build import build_columns, build_network
from copnet.graph.columns import Columns, columns_of
from copnet.graph.groups import group_values, is_sensitive, sensitive_attributes
from copnet.graph.spec import NetworkSpec

__all__ = [
    "Columns",
    "NetworkSpec",
    "build_columns",
    "build_network",
    "columns_of",
    "group_values",
    "is_sensitive",
    "sensitive_attributes",
]
