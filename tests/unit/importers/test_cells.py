from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from copnet.cell_text import join_list
from copnet.importers.cells import CLEAR, Spelling, known_spelling, parse, split_list
from copnet.tables import TABLES, Column


def column(place: str) -> Column:
    table, _, name = place.partition(".")
    return next(column for column in TABLES[table].columns if column.name == name)


@pytest.mark.parametrize(
    ("place", "text", "value"),
    [
        ("people.name_in_reports", "YES", True),
        ("people.name_in_reports", "x", True),
        ("people.name_in_reports", "FALSE", False),
        ("people.name_in_reports", "0", False),
        ("people.visibility", "Everyone", "everyone"),
        ("learnings.kind", "Next time", "next-time"),
        ("collaborations.kind", "Co Presentation", "co-presentation"),
        ("collaborations.kind", "Hackathon", "Hackathon"),
        ("communities.capacity", "12.0", 12),
        ("ties.value", "-2.5", -2.5),
        ("ties.value", "3,5", 3.5),
        ("ties.value", "1e3", 1000.0),
        ("intents.share", "30 %", 0.3),
        ("intents.share", "0.3", 0.3),
        ("intents.share", "12,5%", 0.125),
        ("people.topics", r"a | b\|c || d\\e", ("a", "b|c", "d\\e")),
        ("people.bio", "-", CLEAR),
        ("people.topics", "-", CLEAR),
    ],
)
def test_values(place: str, text: str, value: Any) -> None:
    assert parse(column(place), text) == value


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        ("people.visibility", "everybody", 'did you mean "everyone"'),
        ("communities.capacity", "12.5", "whole number"),
        ("communities.capacity", "1_000", "whole number"),
        ("ties.value", "٣", "a number"),
        ("ties.value", "1.000,5", "comma"),
        ("intents.share", "101 %", "0 to 1"),
        ("people.name", "-", "cannot be cleared"),
        ("people.id", "-", "cannot be cleared"),
        ("communities.started_on", "5/17/2024", "month first"),
        ("communities.started_on", "2024-5-7", "2024-05-17"),
    ],
)
def test_refusals(place: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse(column(place), text)


@pytest.mark.parametrize(
    ("text", "spelling", "iso"),
    [
        ("17.05.2024", Spelling(day_first=True), "2024-05-17"),
        ("7/5/2024", Spelling(day_first=True), "2024-05-07"),
        ("7/5/2024", Spelling(month_first=True), "2024-07-05"),
        ("05/2024", Spelling(month_first=True), "2024-05"),
        ("2024/5/7", Spelling(day_first=True), "2024-05-07"),
        ("45429", Spelling(workbook=True), "2024-05-17"),
        ("45429.5", Spelling(workbook=True), "2024-05-17"),
        ("43967", Spelling(workbook=True, epoch=dt.date(1904, 1, 1)), "2024-05-17"),
        ("2024", Spelling(workbook=True), "2024"),
    ],
)
def test_dates(text: str, spelling: Spelling, iso: str) -> None:
    assert str(parse(column("communities.started_on"), text, spelling)) == iso


def test_the_wrong_order_of_day_and_month_is_refused() -> None:
    with pytest.raises(ValueError, match="calendar"):
        parse(column("communities.started_on"), "5/17/2024", Spelling(day_first=True))


def test_lists_survive_being_joined() -> None:
    values = ("a|b", "c\\", "\\|", "plain")
    assert split_list(join_list(values)) == values


def test_known_spelling_leaves_new_values() -> None:
    assert known_spelling("Would call on", ("would-call-on",)) == "would-call-on"
    assert known_spelling("Argues with", ("would-call-on",)) == "Argues with"
