"""No export tells an audience a word that it may not know: every text cell of the store is a word of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from copnet.bootstrap import scratch_store
from copnet.errors import UsageError
from copnet.exporters.formats import FORMATS
from copnet.graph import NetworkSpec
from copnet.services.audience import Audience
from copnet.services.exports import Source, export_to, source_of
from tests.support.exports import put
from tests.support.planted import MEMBER, Planted, planted, spelled_out

AUDIENCES = ("facilitator", "funder", "public", f"member:{MEMBER}")
NETWORKS = ("people", "organizations", "two-mode")


@pytest.fixture(scope="module")
def garden() -> Planted:
    return planted()


@pytest.fixture(scope="module")
def sources(garden: Planted) -> Iterator[dict[str, Source]]:
    with scratch_store() as store:
        put(store, garden.records)
        yield {name: source_of(store, one) for name, one in FORMATS.items()}


def _content(sources: dict[str, Source], name: str, audience: str, folder: Path) -> str:
    """All there is in an export; of networks in all there are."""
    found = ""
    for kind in NETWORKS if FORMATS[name].family == "network" else (None,):
        path = folder / f"{kind}{FORMATS[name].ending or ''}"
        spec = NetworkSpec(kind=kind) if kind else NetworkSpec()
        report = export_to(sources[name], path, spec, Audience.parse(audience))
        found += spelled_out(path) + str(report.as_dict() | {"path": ""}).casefold()
    return found


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", list(FORMATS))
def test_no_word_reaches_who_may_not_know_it(
    garden: Planted, sources: dict[str, Source], tmp_path: Path, name: str, audience: str
) -> None:
    content = _content(sources, name, audience, tmp_path)
    assert sorted(word for word in garden.closed[audience] if word in content) == []
    assert "member" in content


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_may_be_known_is_told(garden: Planted, sources: dict[str, Source], tmp_path: Path, audience: str) -> None:
    content = _content(sources, "csv", audience, tmp_path)
    told = garden.told | (garden.closed["funder"] - garden.closed[audience])
    assert sorted(word for word in told if word not in content) == []


@pytest.mark.parametrize("audience", AUDIENCES[1:])
def test_no_network_is_made_of_what_tables_do_not_tell(
    sources: dict[str, Source], tmp_path: Path, audience: str
) -> None:
    asked = {
        "who applied": {"community": "com", "roles": ("member", "applicant")},
        "survey": {"kind": "ties:zagrtieskind"},
        "Nothing is called": {"kind": "organizations", "by": "zagrorganizationsownname"},
    }
    for words, spec in asked.items():
        with pytest.raises(UsageError, match=f"(?i){words}"):
            export_to(
                sources["gexf"], tmp_path / "out.gexf", NetworkSpec.model_validate(spec), Audience.parse(audience)
            )
