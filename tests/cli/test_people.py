"""Representation, peers and introductions as a facilitator meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from copnet.sample import sample_path
from tests.cli.conftest import Copnet


@pytest.fixture
def sample(copnet: Copnet) -> Copnet:
    with sample_path() as folder:
        assert copnet("import", folder).code == 0
    return copnet


def test_the_sample_in_words(sample: Copnet) -> None:
    whole = sample("representation", "cohort", "--what-if", "tala-rivers", "--best-fill")
    assert whole.code == 0, whole.err
    for words in ("20 of 24 seats", "60 % (12 of 20)", "With Tala Rivers:", "Best fill of 4 free seats", "-2.8"):
        assert words in whole.out
    told = sample("representation", "cohort", "--audience", "funder").out
    assert "withheld" in told
    assert "Tala Rivers" not in told
    peers = sample("peers", "Maya Okafor", "--topic", "family math", "--on", "2026-01-01", "--limit", "2").out
    assert "1. 山本 春" in peers
    assert "Way: Maya Okafor, then 山本 春." in peers
    meet = sample("introductions", "cohort", "--limit", "3").out
    for words in ("Who should meet:", "Both work on", "Through:", "Kaia Lund", "No tie since Closing celebration"):
        assert words in meet
    assert "Josie Marsh" not in meet
    assert "1 not shown" in meet


def test_json_and_refusals(sample: Copnet) -> None:
    assert sample("representation", "cohort", "--json").json["capacity"] == 24
    own = sample("peers", "maya-okafor", "--audience", "member:maya-okafor", "--different", "sector", "--json").json
    assert own["peers"]
    assert not any("score" in row for row in own["peers"])
    assert sample("introductions", "cohort", "--json").json["single_brokers"]
    sensitive = sample("representation", "cohort", "--json").json["attributes"][0]["attribute"]
    assert "Who should meet" in sample("introductions", "cohort", "--by", sensitive).out, "groups are only counted"
    for arguments, code in (
        (["representation", "nowhere"], 1), (["representation", "cohort", "--best-fill", "--audience", "public"], 2),
        (["representation", "cohort", "--what-if", "maya-okafor"], 2), (["peers", "nobody"], 1),
        (["peers", "maya-okafor", "--audience", "funder"], 2), (["peers", "maya-okafor", "--different", "shoes"], 2),
        (["introductions", "cohort", "--audience", "funder"], 2), (["introductions", "cohort", "--by", "shoes"], 2),
    ):  # fmt: skip
        ran = sample(*arguments)
        assert (ran.code, "Traceback" in ran.err, bool(ran.err)) == (code, False, True), arguments


def test_an_empty_store_has_no_one(copnet: Copnet, tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "communities.csv").write_text("id,name\nc,C\n")
    (tmp_path / "t" / "people.csv").write_text("id,name\nann,Ann\n")
    assert copnet("import", "t").code == 0
    assert "No intent is known" in copnet("representation", "c").out
    assert "No intent is known" in copnet("representation", "c", "--audience", "public").out
    assert "Nobody for Ann to call on" in copnet("peers", "ann").out
    assert "No introduction was found" in copnet("introductions", "c").out
