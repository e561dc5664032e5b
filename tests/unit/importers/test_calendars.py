"""Events as convenings: their days, who came, and what recurs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.errors import ImportRefused
from copnet.importers.formats import calendar_days, calendar_file
from copnet.importers.report import ImportReport
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore

TODAY = dt.date(2024, 7, 1)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_file, "today", lambda: TODAY)


def _load(store: GraphStore, tmp_path: Path, *events: str, head: str = "") -> ImportReport:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    path = tmp_path / "events.ics"
    path.write_bytes(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{inside}END:VCALENDAR\r\n".encode())
    report = import_path(store, path)
    version = store.version()
    import_path(store, path)
    assert store.version() == version, "the same file twice changes nothing"
    return report


def _lines(*lines: str) -> str:
    return "\r\n".join(lines)


def _days(store: GraphStore) -> list[tuple[str, str | None]]:
    works: list[Any] = list(store.read("collaborations"))
    assert {work.kind for work in works} == {"convening"}
    return sorted((work.started_on.text, work.ended_on.text if work.ended_on else None) for work in works)


@pytest.mark.parametrize(("lines", "day", "last"), [
    (("DTSTART;VALUE=DATE:20240517",), "2024-05-17", None),
    (("DTSTART;VALUE=DATE:20240517", "DTEND;VALUE=DATE:20240518"), "2024-05-17", None),
    (("DTSTART;VALUE=DATE:20240517", "DTEND;VALUE=DATE:20240520"), "2024-05-17", "2024-05-19"),
    (("DTSTART;TZID=Asia/Tokyo:20240517T230000", "DTEND;TZID=Asia/Tokyo:20240518T000000"), "2024-05-17", None),
    (("DTSTART;TZID=America/New_York:20240517T230000", "DURATION:PT3H"), "2024-05-17", "2024-05-18"),
    (("DTSTART;TZID=Nowhere/Town:20240517T230000",), "2024-05-17", None),
    (("DTSTART:20240518T020000Z",), "2024-05-18", None),
])  # fmt: skip
def test_days(lines: tuple[str, ...], day: str, last: str | None, store: GraphStore, tmp_path: Path) -> None:
    _load(store, tmp_path, _lines("UID:1", "SUMMARY:Visit", *lines))
    assert _days(store) == [(day, last)]


def test_the_zone_of_the_calendar_says_the_day_of_times_in_utc(store: GraphStore, tmp_path: Path) -> None:
    event = _lines("UID:1", "SUMMARY:Visit", "DTSTART:20240518T020000Z", "DTEND:20240518T033000Z")
    _load(store, tmp_path, event, head="X-WR-TIMEZONE:America/New_York\r\n")
    assert _days(store) == [("2024-05-17", None)]


def test_who_came(store: GraphStore, tmp_path: Path) -> None:
    report = _load(store, tmp_path, _lines(
        "UID:1", "SUMMARY:Visit\\, and more", "DTSTART;VALUE=DATE:20240517", "LOCATION:Town hall", "CATEGORIES:a,b",
        'ORGANIZER;CN="Ames, Ruth":mailto:ruth@a.example', "ATTENDEE;CN=Ruth:MAILTO:Ruth@A.example",
        "ATTENDEE;CN=Omar;PARTSTAT=DECLINED:mailto:omar@a.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:zed@a.example",
        "ATTENDEE;CUTYPE=ROOM;CN=Hall:mailto:hall@a.example", "ATTENDEE;CN=Hall:mailto:x@resource.calendar.google.com",
        "ATTENDEE;CN=Ann;PARTSTAT=TENTATIVE:mailto:ann@a.example",
    ))  # fmt: skip
    people = {one.email: one for one in store.read("people")}  # type: ignore[attr-defined]
    assert set(people) == {"ruth@a.example", "zed@a.example", "ann@a.example"}
    assert people["ruth@a.example"].name == "Ames, Ruth"  # type: ignore[attr-defined]
    roles = {(part.person, part.role) for part in store.read("participations")}  # type: ignore[attr-defined]
    assert roles == {(people["ruth@a.example"].key, "host")} | {
        (people[email].key, "participant") for email in ("zed@a.example", "ann@a.example")
    }
    (work,) = store.read("collaborations")
    assert (work.title, work.venue, work.topics) == ("Visit, and more", "Town hall", ("a", "b"))  # type: ignore[attr-defined]
    left = " ".join(item.reason for item in report.left_out)
    assert "1 participation(s) of people who declined" in left
    assert "2 room(s)" in left
    assert any("1 participation(s) of people who have not answered" in caution for caution in report.cautions)


def test_a_series(store: GraphStore, tmp_path: Path) -> None:
    """Weekly at 23:00 until a time in UTC, one date left out, one moved, one more."""
    _load(
        store, tmp_path,
        _lines("UID:1", "SUMMARY:Board", "DTSTART;TZID=America/New_York:20240503T230000", "DURATION:PT30M",
               "RRULE:FREQ=WEEKLY;UNTIL=20240601T030000Z", "EXDATE:20240511T030000Z",
               "RDATE;TZID=America/New_York:20240604T090000"),
        _lines("UID:1", "RECURRENCE-ID;TZID=America/New_York:20240517T230000", "SUMMARY:Board",
               "DTSTART;TZID=America/New_York:20240520T090000"),
    )  # fmt: skip
    assert [day for day, _ in _days(store)] == ["2024-05-03", "2024-05-20", "2024-05-24", "2024-05-31", "2024-06-04"]


@pytest.mark.parametrize(("rule", "count"), [
    ("FREQ=MONTHLY;COUNT=3", 3), ("FREQ=MONTHLY", 14), ("FREQ=DAILY;COUNT=5000", 1000), ("FREQ=DAILY", 397),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0), ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", 4),
])  # fmt: skip
def test_series_end(rule: str, count: int, store: GraphStore, tmp_path: Path) -> None:
    """Without an end they end today; 1,000 dates at most."""
    start = "20230605" if "BYDAY" in rule else "20230601"
    one = _lines("UID:2", "SUMMARY:Other", "DTSTART;VALUE=DATE:20200101")
    _load(store, tmp_path, _lines("UID:1", "SUMMARY:Board", f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}"), one)
    assert store.count("collaborations") == count + 1


def test_status(store: GraphStore, tmp_path: Path) -> None:
    day, later = "DTSTART;VALUE=DATE:20240517", "DTSTART;VALUE=DATE:20240801"
    _load(
        store, tmp_path, _lines("UID:1", "SUMMARY:Off", day, "STATUS:CANCELLED"), _lines("UID:2", "SUMMARY:Done", day),
        _lines("UID:3", "SUMMARY:Planned", later), _lines("UID:4", "SUMMARY:Maybe", later, "STATUS:TENTATIVE"),
    )  # fmt: skip
    found = {work.title: work.status for work in store.read("collaborations")}  # type: ignore[attr-defined]
    assert found == {"Off": "cancelled", "Done": "done", "Planned": "planned", "Maybe": "proposed"}


def test_two_meetings_of_one_title_on_a_day(store: GraphStore, tmp_path: Path) -> None:
    events = (_lines(f"UID:{uid}", "SUMMARY:Session", "DTSTART;VALUE=DATE:20240517",
                     f"ATTENDEE;CN=Person {uid}:mailto:{uid}@a.example") for uid in ("a", "b"))  # fmt: skip
    _load(store, tmp_path, *events)
    assert {one.key for one in store.read("collaborations")} == {f"session-convening-2024-05-17-{uid}" for uid in "ab"}
    assert store.count("participations") == 2


def test_what_is_left_out(store: GraphStore, tmp_path: Path) -> None:
    report = _load(
        store, tmp_path, _lines("UID:1", "SUMMARY:Doctor", "DTSTART;VALUE=DATE:20240517", "CLASS:PRIVATE"),
        _lines("UID:2", "DTSTART;VALUE=DATE:20240517"), _lines("UID:3", "SUMMARY:Visit", "DTSTART;VALUE=DATE:20240517"),
        head="BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\n"
        "DTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
    )  # fmt: skip
    assert store.count("collaborations") == 1
    assert {item.reason for item in report.left_out} == {
        "1 event(s) marked private or confidential", "1 event(s) without a title", "1 task(s)",
    }  # fmt: skip


def test_the_later_version_of_an_event_counts(store: GraphStore, tmp_path: Path) -> None:
    _load(
        store, tmp_path, _lines("UID:1", "SEQUENCE:2", "SUMMARY:New", "DTSTART;VALUE=DATE:20240518"),
        _lines("UID:1", "SEQUENCE:1", "SUMMARY:Old", "DTSTART;VALUE=DATE:20240517"),
    )  # fmt: skip
    assert _days(store) == [("2024-05-18", None)]


@pytest.mark.parametrize("rule", [
    "FREQ=DAILY;BYDAY=MO;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=YEARLY;BYMONTH=1;BYWEEKNO=30",
    "FREQ=WEEKLY;BYMONTH=12;BYYEARDAY=1",
])  # fmt: skip
@pytest.mark.parametrize("year", [1604, 1910, 2024, 2090, 9990])
def test_a_rule_that_fits_no_day_is_followed_for_some_years_only(rule: str, year: int) -> None:
    event = calendar_days.Span(dt.datetime.fromisoformat(f"{year}-05-17T09:00"), 0, None, False)
    parts = {name: [value] for name, _, value in (part.partition("=") for part in rule.split(";"))}
    found = calendar_days.series(parts, event, TODAY)
    assert found.starts == []
    assert found.cost < 500 * 366
    if 1905 <= year <= 2024:
        assert 0 < found.cost < 50 * 366


def test_many_rules_that_fit_no_day_are_too_many(store: GraphStore, tmp_path: Path) -> None:
    lines = (
        "SUMMARY:Never",
        "DTSTART:20200101T090000",
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20230101T000000",
    )
    with pytest.raises(ImportRefused) as error:
        _load(store, tmp_path, *(_lines(f"UID:{number}", *lines) for number in range(20)))
    assert "series that recur for years" in error.value.problems[0].expected


@given(
    start=st.builds(dt.datetime.combine, st.dates(dt.date(1890, 1, 1), dt.date(2110, 1, 1)), st.just(dt.time(9))),
    rule=st.sampled_from([
        "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=9;BYMONTH=1,12", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "FREQ=YEARLY",
        "FREQ=YEARLY;BYYEARDAY=-1,60", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_series_are_those_of_dateutil(start: dt.datetime, rule: str) -> None:
    parts = {
        name: value.split(",") for name, _, value in (part.partition("=") for part in f"{rule};COUNT=12".split(";"))
    }
    found = calendar_days.series(parts, calendar_days.Span(start, 0, None, False), TODAY)
    last = start.replace(year=start.year + 20, day=1)
    assert found.starts == [one for one in rrulestr(f"{rule};COUNT=12", dtstart=start) if one <= last]


def test_an_event_without_a_title_is_one_error(store: GraphStore, tmp_path: Path) -> None:
    guests = ("ATTENDEE;CN=Ann Lee:mailto:ann@a.example", "ATTENDEE;CN=Bo Lee:mailto:bo@a.example")
    with pytest.raises(ImportRefused) as error:
        _load(store, tmp_path, _lines("UID:1", "SUMMARY:-", "DTSTART;VALUE=DATE:20240517", *guests))
    (problem,) = error.value.problems
    assert (problem.column, problem.value) == ("SUMMARY", "-")
