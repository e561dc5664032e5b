"""The ledger of growth over HTTP: the same table as the service writes."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.ledger import ledger_for
from copnet.snapshot import Snapshot
from tests.api.conftest import V1


@pytest.mark.parametrize("audience", ["facilitator", "public"])
@pytest.mark.parametrize("network", ["people", "organizations"])
def test_the_ledger_is_that_of_the_service(network: str, audience: str, sample: TestClient, snapshot: Snapshot) -> None:
    query: dict[str, Any] = {"network": network, "every": "quarter", "dormant_after": 200, "to": "2025"}
    answer = sample.get(f"{V1}/growth/ledger", params=query | {"audience": audience})
    spec = NetworkSpec.model_validate({"kind": network, "end": "2025-12-31"})
    expected = ledger_for(snapshot, spec, Audience.parse(audience), every="quarter", dormant_after=200)
    assert answer.status_code == 200, answer.text
    assert answer.content.decode() == expected
    assert expected.count("\n") > 20
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger.csv"'
