"""The ledger of growth over HTTP: the same table as the service writes."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from copnet.bootstrap import scratch_store
from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.demo import load_sample
from copnet.services.ledger import ledger_csv
from copnet_api.app import create_app
from tests.api.conftest import BASE


@pytest.mark.parametrize("audience", ["facilitator", "public"])
@pytest.mark.parametrize("network", ["people", "organizations"])
def test_the_ledger_is_that_of_the_service(network: str, audience: str) -> None:
    with scratch_store() as store:
        load_sample(store)
        with TestClient(create_app(store), base_url=BASE) as client:
            query: dict[str, Any] = {"network": network, "every": "quarter", "dormant_after": 200, "to": "2025"}
            answer = client.get("/api/v1/growth/ledger", params=query | {"audience": audience})
        spec = NetworkSpec(kind=network, end="2025-12-31")  # type: ignore[arg-type]
        who = Audience.parse(audience)
        expected = ledger_csv(store.snapshot(), spec, who, every="quarter", dormant_after=200)
    assert answer.status_code == 200, answer.text
    assert answer.content.decode() == expected
    assert expected.count("\n") > 20
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger.csv"'
