"""Figures by copnet's backend of NetworkX, and again with NetworkX alone."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest


@pytest.fixture(params=["backend", "networkx"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Runs a test twice: what NetworkX has a function for must come out the same without the backend."""
    with nx.config.backends["copnet"](enabled=request.param == "backend"):
        yield request.param
