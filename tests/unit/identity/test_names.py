"""Names taken apart and compared: what is one name, what is not, and what stands where a name should."""

from __future__ import annotations

import pytest

from copnet.identity.compare_organizations import compare_organizations
from copnet.identity.compare_people import compare_people
from copnet.identity.folding import latin, one_letter_less, sound
from copnet.identity.not_people import no_organization, placeholder, split_names
from copnet.identity.people_names import person_name


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("Dr. Ann Lee", "ann", "lee"), ("Lee, Ann B.", "ann b", "lee"), ("LEE Ann", "ann", "lee"),
        ("ANN LEE", "ann", "lee"),
        ("Lee AB", "a b", "lee"), ("P.K. Lee", "p k", "lee"), ("Jan van der Berg", "jan", "berg"),
        ("Siobhán O'Brien", "siobhan", "obrien"), ("Иван Сидоров", "ivan", "sidorov"), ("Madonna", "madonna", ""),
        ("Gülen Ş", "s", "gulen"),
    ],
)  # fmt: skip
def test_names_are_taken_apart(text: str, given: str, family: str) -> None:
    name = person_name(text)
    assert (" ".join(name.given), " ".join(name.family)) == (given, family)


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("Ann Lee", "Lee, Ann", "the same name"), ("Ann Lee", "Lee Ann", "another order"),
        ("Ann Lee", "A. Lee", "initial"),
        ("Bill Gates", "William Gates", "short form"), ("Hans Müller", "Hans Mueller", "another spelling"),
        ("José Ruiz", "Jose Ruis", "one letter differs"), ("Ann Lee", "Ann Lee-Ray", "further family name"),
        ("Ann Ray (née Lee)", "Ann Lee", "the same name"), ("Ann Lunde Huerta", "Ann Lunde", "further family name"),
        ("Jean-Pierre Roy", "Jeanpierre Roy", "parted otherwise"),
    ],
)  # fmt: skip
def test_alike_people(one: str, other: str, word: str) -> None:
    found = compare_people((one,), (other,))
    assert found.points > 0, found
    assert word in found.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ann Lee", "Bob Lee"), ("A. Lee", "Bob Lee"), ("Mario Rossi", "Maria Rossi"), ("Ann Lee", "Ann Ray"),
     ("Bob Lee Jr.", "Bob Lee Sr."), ("Ann Mary Lee", "Ann Sue Lee"), ("Ana María Ruiz", "Ana María Gómez")],
)  # fmt: skip
def test_other_people(one: str, other: str) -> None:
    assert compare_people((one,), (other,)).points <= 0.7
    assert compare_people((one,), (other,)).points < compare_people((one,), (one,)).points - 1


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Teachers' League", "Teachers League Inc.", 2), ("Univ. of Ohio", "University of Ohio", 2),
        ("Northern Education Network", "NEN", 0.5), ("Northern Education Network", "N.E.N.", 0.5),
        ("Harbor Kitchen e.V.", "Harbour Kitchen", 1), ("The Care Fund", "Care Fund", 2),
        ("Rural Cncl", "Rural Council", 1),
    ],
)  # fmt: skip
def test_alike_organizations(one: str, other: str, least: float) -> None:
    found = compare_organizations((one,), (other,))
    assert found.points >= least, found
    assert found.relation == "same"


def test_a_chapter_is_related_and_not_the_same() -> None:
    for chapter in ("Teachers' League of Washington", "Teachers League, Ohio Chapter", "Ohio Teachers' League"):
        found = compare_organizations(("Teachers' League",), (chapter,))
        assert found.relation == "part", chapter
        assert found.points < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("TLC", "ATB"), ("TLC", "Bright Chalk Arts Collective"), ("LLC", "Fernwhistle University"), ("Ind", "For"),
     ("TLC Ohio", "Ohio"), ("Association", "Association of Libraries"), ("Council", "Rivers Council")],
)  # fmt: skip
def test_what_shares_no_word_of_its_own_is_no_part(one: str, other: str) -> None:
    there, back = compare_organizations((one,), (other,)), compare_organizations((other,), (one,))
    assert there == back
    assert there.points < 0
    assert there.relation == "same" or one == "TLC Ohio"


def test_a_slip_in_a_small_word_is_still_none() -> None:
    for one, other in (("League fpr Ohio", "League for Ohio"), ("Harbor Kitchen Imc", "Harbor Kitchen Inc")):
        assert compare_organizations((one,), (other,)).points > 1, one


@pytest.mark.parametrize(
    ("one", "other"),
    [("School 12", "School 13"), ("Ohio Teachers Association", "Texas Teachers Association"),
     ("Ohio Food Network", "Ohio Housing Network"), ("NEN", "NEA")],
)  # fmt: skip
def test_other_organizations(one: str, other: str) -> None:
    assert compare_organizations((one,), (other,)).points < -2


@pytest.mark.parametrize(
    "name",
    ["Various speakers", "TBD", "tba", "NN", "N. N.", "n n", "N/A",
     "staff of North Readers", "Staff of X", "n/a", "N.N.",
     "Anonymous", "???", "-", "The teachers",
     "Varios ponentes", "unbekannt", "Speaker 2", "未定", "A teacher of North School", "To be announced"],
)  # fmt: skip
def test_placeholders(name: str) -> None:
    assert placeholder(name)


@pytest.mark.parametrize(
    "name", ["Ann Lee", "N N", "N A",
             "Will Young", "An Li", "Annie Guest", "Guest, Edgar", "Na Li", "Test Student-Smith",
             "Ray Staff", "山本 春",
             "Cher", "Ana de la Cruz", "A. van der Berg", "A. Lopes da Silva", "A von der Au", "A. García de la Torre"],
)  # fmt: skip
def test_names_are_no_placeholders(name: str) -> None:
    assert placeholder(name) is None


def test_names_of_no_organization() -> None:
    for name in ("TBD", "tba", "n/a", "unknown", "???", "-", "unbekannt"):
        assert no_organization(name), name
    for name in ("826", "OPEN", "Guest", "Staff", "TBD Theater", "N N", "The Teachers", "未来", "x" * 30_000):
        assert no_organization(name) is None, name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee & Bob Ray", ["Ann Lee", "Bob Ray"]), ("Ann Lee and Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann and Bob Ray", ["Ann Ray", "Bob Ray"]), ("Ann Lee; Bob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee, Bob Ray and Cem Su", ["Ann Lee", "Bob Ray", "Cem Su"]),
        ("Lee, Ann; Ray, Bob", ["Lee, Ann", "Ray, Bob"]),
        ("Ann Lee und Bob Ray", ["Ann Lee", "Bob Ray"]), ("Ann Lee\nBob Ray", ["Ann Lee", "Bob Ray"]),
        ("Ann Lee", None), ("Lee, Ann", None), ("Ann Lee, PhD", None), ("José Ortega y Gasset", None),
        ("Anderson", None),
        ("Ann & Bob", None), ("Ann Lee and TBD", None), ("", None), (" & ", None), ("Santiago Ramón y Cajal", None),
    ],
)  # fmt: skip
def test_two_names_in_a_cell(text: str, names: list[str] | None) -> None:
    assert split_names(text) == names


def test_hostile_texts_take_no_time() -> None:
    for text in ("&" * 30_000, "a" * 30_000, "and " * 8_000, "(" * 30_000, "Ann Lee; " * 1_000):
        assert placeholder(text) is None or placeholder(text)
        assert split_names(text) is None
        assert compare_people((text,), ("Ann Lee",)).points < 3


def test_folding() -> None:
    assert latin("Łoś-Müller ß") == ("los", "muller", "ss")
    assert sound("mueller") == sound("muller")
    assert one_letter_less("ab") == {"ab", "a", "b"}
