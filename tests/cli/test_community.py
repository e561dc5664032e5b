"""``copnet ripple`` and ``copnet areas`` as a facilitator meets them."""

from __future__ import annotations

from copnet.analysis.rates import in_words
from copnet.sample import sample_path
from tests.cli.conftest import Copnet


def test_ripple_and_areas_of_the_sample(copnet: Copnet) -> None:
    with sample_path() as folder:
        assert copnet("import", folder).code == 0
    ripple = copnet("ripple", "cohort")
    assert ripple.code == 0, ripple.err
    assert "Partnerships people report in 2024: 82 % (14 of 17)" in ripple.out
    assert "Partnerships on record: 88 % (7 of 8)" in ripple.out
    assert "Reached first, joined later: Noah Feld" in ripple.out
    assert "2 there before, 46 formed during it, 11 formed after its end" in ripple.out
    assert "not what it caused" in ripple.out
    assert copnet("ripple", "cohort", "--json").json["partnership_rate"]["reported"]["numerator"] == 14
    later = copnet("ripple", "cohort", "--after", "end", "--wave", "2022", "--json").json
    assert (later["after"], later["wave"]) == ("end", "2022")
    areas = copnet("areas", "cohort")
    assert areas.code == 0, areas.err
    assert "Recommendations taken up" in areas.out
    assert "no budget line" in areas.out
    assert "Six of the eight associations" in areas.out
    public = copnet("areas", "cohort", "--audience", "public")
    assert "stopped asking" in areas.out
    assert "stopped asking" not in public.out
    assert "not shown" in public.out
    assert [copnet(name, "nowhere").code for name in ("ripple", "areas")] == [1, 1]
    assert copnet("ripple", "cohort", "--after", "lunch").code == 2
    assert copnet("areas", "cohort", "--audience", "boss").code == 2
    growth = copnet("growth", "--every", "year", "--community", "cohort").out
    year = copnet("growth", "--every", "year", "--community", "cohort", "--json").json["endurance"][0]
    assert f"Ties active again in year 1 after the end, its own gatherings aside: {in_words(year)}." in growth
    assert " % (" in in_words(year)
