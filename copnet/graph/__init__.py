"""From a snapshot's columns to frozen NetworkX graphs: the networks of the definitions, with evidence on every tie."""

from __future__ import annotations

from copnet.graph.build import build_network
from copnet.graph.groups import group_values, is_sensitive, sensitive_attributes
from copnet.graph.spec import NetworkSpec

__all__ = ["NetworkSpec", "build_network", "group_values", "is_sensitive", "sensitive_attributes"]
