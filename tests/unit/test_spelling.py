import pytest

from copnet.services import spelling
from copnet.services.spelling import Names

NAMES = Names(["José Ñandú", "Ann Lee", "山本 春", "", "Bo", "Grace B. Hopper", "J. Ames"])


@pytest.mark.parametrize(
    "text",
    [
        "An evening with José Ñandú", "coaching-for-jose-nandu", "Nandu, Jose", "JOSE\u00a0  NANDU",
        "Jose_Nandu's pilot", "ann-lee", "Lee Ann", "(Ann Lee)", "山本春の会", "Bo's talk",
        "Ann M. Lee", "José P. Q. Ñandú", "ann.lee@example.org", "AnnLee's talk", "Grace Hopper",
        "With Grace M. Hopper",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_spelled(text: str) -> None:
    assert NAMES.spelled_in(text)


@pytest.mark.parametrize(
    "text", [None, "", "José", "Joanna Leeds", "Planning leeway", "Bold moves", "Ann and Lee", "山本", "M. Lee", "Ames"]
)
def test_nothing_else_is(text: str | None) -> None:
    assert not NAMES.spelled_in(text)


ADDRESSES = Names([], ["Rames77@zz.org", "o'neil+x@a-b.example"])


@pytest.mark.parametrize(
    "text",
    [
        "rames77@zz.org", "mailto:RAMES77@ZZ.ORG?subject=x", "Ask rames77@zz.org.", "<rames77@zz.org>",
        "mail:rames77@zz.org,", "https://x.example/?to=rames77%40zz.org", "_rames77@zz.org_",
        "a@b.c rames77@zz.org", "O'Neil+x@a-b.example", "rames77\uff20zz.org", "rames77\ufe6bzz.org",
        "to=rames77%EF%BC%A0zz.org",
    ],
)  # fmt: skip
def test_an_address_is_found_in_a_text(text: str) -> None:
    assert ADDRESSES.spelled_in(text)


@pytest.mark.parametrize(
    "text", ["77@zz.org", "xrames77@zz.org", "rames77@zz.organic", "rames77 zz.org", "@zz.org", "@"]
)
def test_another_address_is_not(text: str) -> None:
    assert not ADDRESSES.spelled_in(text)


def test_texts_are_not_folded_where_only_addresses_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []

    def fold(text: str) -> list[str]:
        folded.append(text)
        return []

    monkeypatch.setattr(spelling, "fold", fold)
    assert not ADDRESSES.spelled_in("Ann Lee wrote about 100,000 collaborations.")
    assert ADDRESSES.spelled_in("Ann Lee wrote to rames77@zz.org.")
    assert folded == []
