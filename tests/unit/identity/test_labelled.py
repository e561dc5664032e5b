"""The matcher is better than the plain ratio on pairs it was tuned on; the held-out half is left to ``make bench``."""

from __future__ import annotations

from tests.bench.identity import by_copnet, found_by_blocking, measured, plain_ratio, precision_at
from tests.bench.labelled import bare, labelled, tuned_on


def test_precision_at_recall() -> None:
    scored = [(0.9, True), (0.8, False), (0.7, True), (0.7, False), (0.1, False)]
    assert precision_at(scored, 0.5) == (1.0, 0.9)
    assert precision_at(scored, 0.9) == (0.5, 0.7)


def test_better_than_the_plain_ratio() -> None:
    pairs = [bare(pair) for pair in tuned_on()]
    assert measured(pairs, by_copnet(pairs))[0] > measured(pairs, plain_ratio)[0] + 0.2
    assert found_by_blocking(pairs) > 0.95


def test_the_set_is_what_it_says() -> None:
    pairs = labelled()
    assert len(pairs) == 3000
    assert pairs == labelled(), "the same in every run"
    assert 0.4 < sum(pair.same for pair in pairs) / len(pairs) < 0.6
    assert all(pair.a.email is None or pair.a.email != pair.b.email for pair in pairs), "no exact key gives it away"
