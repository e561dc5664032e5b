"""Whom somebody could call on, over HTTP: the same object as the service gives."""

from __future__ import annotations

import datetime as dt

from starlette.testclient import TestClient

from copnet.services.audience import Audience
from copnet.services.peers import peers_for
from copnet.snapshot import Snapshot
from tests.api.conftest import V1, get


def test_peers_are_those_of_the_service(sample: TestClient, snapshot: Snapshot) -> None:
    day = dt.date(2026, 1, 1)
    for audience in ("facilitator", "member:maya-okafor"):
        found = get(sample, "people/maya-okafor/peers", audience=audience, topic="family math", on="2026", limit=3)
        who = Audience.parse(audience)
        assert found == peers_for(snapshot, "maya-okafor", who, on=day, topic="family math", limit=3)
        assert found["peers"][0]["id"] == "haru-yamamoto"
    assert get(sample, "people/maya-okafor/peers", different=["sector", "organization"])["peers"]
    for query, status in (({"audience": "funder"}, 422), ({"different": "race or ethnicity"}, 422), ({"on": "x"}, 422)):
        assert sample.get(f"{V1}/people/maya-okafor/peers", params=query).status_code == status
    assert sample.get(f"{V1}/people/josie-marsh/peers").status_code == 404, "visible to nobody"
