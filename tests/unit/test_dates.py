import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copnet.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-05-17", "2024-05-17", "2024-05-17"),
    ],
)
def test_a_date_is_the_span_it_can_mean(text: str, first: str, last: str) -> None:
    date = PartialDate.parse(text)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2023-02-29", "2024-5-1", "17.05.2024", "2024-05-17T10:00", " 2024", "0000", "２０２４"],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a date such as 2024-05-17"):
        PartialDate.parse(text)


@given(st.dates())
def test_a_day_is_itself(day: dt.date) -> None:
    assert PartialDate.of(day) == PartialDate.parse(day.isoformat())
    assert PartialDate.of(day).first == PartialDate.of(day).last == day
