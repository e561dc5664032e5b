"""What a map says of the figures it is sized by."""

from __future__ import annotations

import pytest

from copnet.analysis import bridging
from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.maps import map_page, specification
from tests.support.sample_snapshot import sample_snapshot

ESTIMATED = "Betweenness is estimated from"


def _cautions(audience: str, size_by: str) -> list[str]:
    drawn = specification(
        sample_snapshot(), NetworkSpec(), color_by="organization", size_by=size_by, audience=Audience.parse(audience)
    )
    return [caution for caution in drawn.cautions if caution.startswith(ESTIMATED)]


def test_a_map_sized_by_an_estimate_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _cautions("facilitator", "betweenness") == []
    monkeypatch.setattr(bridging, "EXACT_UP_TO", 10)
    assert len(_cautions("facilitator", "betweenness")) == 1
    assert len(_cautions("facilitator", "degree")) == 1, "betweenness can be chosen on the page"
    assert _cautions("funder", "degree") == [], "no figure of single people is on this page"
    page = map_page(sample_snapshot(), NetworkSpec(), size_by="betweenness", standalone=False)
    assert ESTIMATED in page
