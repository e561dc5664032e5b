"""Ids made from names."""

from __future__ import annotations

import doctest
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet import ids
from copnet.fields import clean_id


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ana Ruiz", "ana-ruiz"),
        ("  José   Ñandú ", "josé-ñandú"),
        ("Straße 12/3", "strasse-12-3"),
        ("Øystein Æsir", "øystein-æsir"),
        ("Елена Йорданова", "елена-йорданова"),
        ("हिन्दी", "हिन्दी"),
        ("ﬁne № ²", "fine-no-2"),
        ("../..", ""),
        ("a\x00b\ud800c", "a-b-c"),
        ("x" * 500, "x" * 180),
        ("word " * 100, "-".join(["word"] * 36)),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert ids.slug(name) == slug


def test_the_examples_in_the_docs_hold() -> None:
    assert doctest.testmod(ids).failed == 0


@given(st.text(max_size=300))
def test_a_slug_is_a_clean_id_and_stays_one(name: str) -> None:
    made = ids.free_id(name, lambda _: False)
    assert clean_id(made) == made
    assert len(made) <= ids.MAX_SLUG
    assert ids.slug(made) == made
    assert not set(made) & (set(string.punctuation) - {"-"} | set(string.whitespace))


@given(st.sets(st.integers(2, 60)), st.booleans())
def test_a_free_id_is_free(numbers: set[int], base: bool) -> None:
    taken = {f"ana-{number}" for number in numbers} | ({"ana"} if base else set())
    found = ids.free_id("Ana", taken.__contains__)
    assert found not in taken
    assert (found == "ana") == (not base)


def test_thousands_of_one_name_ask_few_questions() -> None:
    taken = {"ana", *(f"ana-{number}" for number in range(2, 10_001))}
    asked: list[str] = []

    def is_taken(candidate: str) -> bool:
        asked.append(candidate)
        return candidate in taken

    assert ids.free_id("Ana", is_taken) == "ana-10001"
    assert len(asked) < 40
