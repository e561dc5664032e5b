"""iCalendar: events become convenings, organizers hosts, and those who did not decline participants."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from icalendar import Component

from copnet.errors import ImportRefused
from copnet.importers.bounded_text import load_text
from copnet.importers.drafts import Drafts
from copnet.importers.formats import calendar_days as days
from copnet.importers.formats.calendar_people import hosts_and_participants
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.work_input import Work, WorkInput
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

MOST_BYTES = 16 * 1024 * 1024
MOST_LINES = 300_000
MOST_DAYS = 100_000
"""Looked through for the dates of series whose rules name months or days of a month."""
_NESTED = 5
_ZONE = re.compile(r"X-WR-TIMEZONE(?:;[^:]*)?:(.+)", re.IGNORECASE)
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")
_STATUS = {"CANCELLED": "cancelled", "TENTATIVE": "proposed"}
_WHEN = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID")


@dataclass
class _Event:
    """One event of the file, or one changed occurrence of a series."""

    row: int
    component: Component
    span: days.Span

    def text(self, name: str) -> str | None:
        value = self.component.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return str(value).strip() or None if value is not None else None


def recognize(head: Head) -> bool:
    """A file that begins as calendars do."""
    return head.ending == ".ics" or head.text[:30].upper().startswith("BEGIN:VCALENDAR")


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every event.

    Raises:
        ImportRefused: no calendar, too large, or not whole.
        OSError: it cannot be read.
    """
    text = load_text(path, Place(drafts.file), drafts.cautions, most_bytes=MOST_BYTES)
    calendar = _Calendar(drafts)
    for row, block in calendar.blocks(text):
        calendar.take(row, block)
    calendar.finish()


def today() -> dt.date:
    """What is over is done, what is to come is planned."""
    return dt.datetime.now(dt.UTC).date()


class _Calendar:
    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._zone: dt.tzinfo | None = None
        self._events: dict[str, list[_Event]] = {}
        self._changed: dict[str, dict[dt.datetime, _Event]] = {}
        self._counts: Counter[str] = Counter()
        self._today = today()
        self._days = 0
        self._works = WorkInput(
            drafts, headers={"title": "SUMMARY", "started_on": "DTSTART", "ended_on": "DTEND", "name": "ATTENDEE"}
        )

    def blocks(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Line and lines of each event. Time zones are left to what this computer knows of them.

        Raises:
            ImportRefused: parts that do not end, or too many of them within each other.
        """
        lines = text.split("\n")
        if len(lines) > MOST_LINES:
            raise self._refused(f"at most {MOST_LINES:,} lines, found {len(lines):,}; split the file")
        if not lines[0].strip().upper().startswith("BEGIN:VCALENDAR"):
            raise self._refused('a calendar, which begins with "BEGIN:VCALENDAR"', 1)
        opened: list[tuple[str, int]] = []
        event: list[str] | None = None
        for row, line in enumerate(lines, 1):
            word, _, part = line.strip().partition(":")
            part = part.strip().upper()
            if word.upper() == "BEGIN" and not line.startswith((" ", "\t")):
                opened.append((part, row))
                if len(opened) > _NESTED:
                    raise self._refused(f"parts of at most {_NESTED} levels within each other", row)
                if part == "VEVENT":
                    event = []
                elif part not in ("VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM"):
                    self._counts[part] += 1
            if event is not None and all(name in ("VCALENDAR", "VEVENT") for name, _ in opened):
                event.append(line)
            elif event is None and len(opened) == 1 and (found := _ZONE.fullmatch(line.strip())):
                self._zone = days.known_zone(found[1])
            if word.upper() == "END" and not line.startswith((" ", "\t")):
                if not opened or opened[-1][0] != part:
                    raise self._refused("an END for every BEGIN", row, line)
                began = opened.pop()[1]
                if part == "VEVENT" and event is not None:
                    yield began, event
                    event = None
        if opened:
            raise self._refused(f"an END:{opened[-1][0]}; the file breaks off", opened[-1][1])

    def take(self, row: int, block: list[str]) -> None:
        """Read one event; one that cannot be read is refused."""
        try:
            component = Component.from_ical("\r\n".join(block) + "\r\n")
            broken = {name: problem for name, problem in component.errors if name in _WHEN}
            for name, problem in broken.items():
                self._drafts.refuse(f"a {name} of iCalendar ({problem})", row=row, column=name)
            if broken:
                return
            event = _Event(row, component, self._span(component))
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            self._drafts.refuse(f"an event of iCalendar ({error})", row=row)
            return
        if str(component.get("CLASS", "")).upper() in _PRIVATE:
            self._counts["private"] += 1
            return
        if not event.text("SUMMARY"):
            self._counts["untitled"] += 1
            return
        uid = event.text("UID") or f"{event.text('SUMMARY')} {event.span.start}"
        changed = component.get("RECURRENCE-ID")
        if changed is not None:
            self._changed.setdefault(uid, {})[days.local(changed.dt, event.span.zone)] = event
        else:
            self._events.setdefault(uid, []).append(event)

    def finish(self) -> None:
        """Make the rows, and say what was left out."""
        for uid, events in self._events.items():
            event = max(events, key=_sequence)
            changed = self._changed.pop(uid, {})
            try:
                starts = self._starts(event)
            except (ValueError, LookupError, AttributeError, TypeError) as error:
                self._drafts.refuse(f"a series of iCalendar ({error})", row=event.row, column="RRULE")
                continue
            for start in starts:
                one = changed.pop(start, None) or replace(event, span=replace(event.span, start=start))
                self._add(one, f"{uid} {start:%Y-%m-%d}" if len(starts) > 1 else uid)
            self._changed[uid] = changed
        for uid, rest in self._changed.items():
            for start, event in rest.items():
                self._add(event, f"{uid} {start:%Y-%m-%d}")
        self._works.finish()
        self._say()

    def _span(self, component: Component) -> days.Span:
        start, end, duration = (component.get(name) for name in ("DTSTART", "DTEND", "DURATION"))
        if start is None:
            raise ValueError("it has no DTSTART")
        return days.span(
            start.dt, end.dt if end is not None else None, duration.dt if duration is not None else None, self._zone
        )

    def _starts(self, event: _Event) -> list[dt.datetime]:
        rule = event.component.get("RRULE")
        starts = [event.span.start]
        if rule is not None:
            if isinstance(rule, list):
                raise ValueError("one RRULE")
            found = days.series(rule, event.span, self._today)
            starts = found.starts
            self._days += found.cost
            if self._days > MOST_DAYS:
                raise self._refused("fewer series that recur for years; split the file", event.row)
            self._counts["cut"] += found.cut
            self._counts["endless"] += found.endless
        starts += [days.local(moment, event.span.zone) for moment in days.moments(event.component.get("RDATE"))]
        if len(starts) > 2 * days.MOST_OCCURRENCES:
            raise ValueError(f"at most {days.MOST_OCCURRENCES:,} dates")
        left = days.excluded(starts, days.moments(event.component.get("EXDATE")), event.span.zone)
        return sorted({start.date(): start for start in left}.values())

    def _add(self, event: _Event, key: str) -> None:
        first = event.span.start.date()
        last = first + dt.timedelta(days=event.span.days)
        stated = _STATUS.get((event.text("STATUS") or "").upper())
        work = Work(event.row, event.text("SUMMARY") or "", "convening", first.isoformat(), key=key)
        work.ended = last.isoformat() if last != first else None
        work.cells = {
            "venue": event.text("LOCATION"),
            "url": event.text("URL"),
            "status": stated or ("planned" if first > self._today else "done"),
            "description": event.text("DESCRIPTION"),
        }
        categories = event.component.get("CATEGORIES")
        for one in categories if isinstance(categories, list) else [categories] if categories is not None else []:
            work.topics.extend(map(str, one.cats))
        self._counts["utc"] += event.span.in_utc
        work.makers = hosts_and_participants(event.component, self._counts)
        self._works.add(work)

    def _refused(self, expected: str, row: int | None = None, value: str | None = None) -> ImportRefused:
        return ImportRefused([Place(self._drafts.file).problem(expected, row=row, value=value)])

    def _say(self) -> None:
        left = {
            "private": "event(s) marked private or confidential",
            "untitled": "event(s) without a title",
            "declined": "participation(s) of people who declined",
            "rooms": "room(s), resources and group addresses that were invited",
            "informed": "participation(s) of people who were only informed",
            "VTODO": "task(s)",
            "VJOURNAL": "journal entries",
            "VFREEBUSY": "times marked busy",
            "cut": f"series beyond their first {days.MOST_OCCURRENCES:,} dates",
        }
        for name, words in left.items():
            if self._counts[name]:
                self._drafts.leave_out(f"{self._counts[name]:,} {words}")
        assumed = {
            "endless": f"series without an end were taken up to today, {self._today}",
            "utc": "event(s) say their time in UTC: the day may be another one where they took place",
            "silent": "participation(s) of people who have not answered or are not sure were taken",
        }
        for name, words in assumed.items():
            if self._counts[name]:
                self._drafts.cautions.append(f"{self._counts[name]:,} {words}")


def _sequence(event: _Event) -> tuple[int, int]:
    """The later version of an event: its number, then its place in the file."""
    number = event.text("SEQUENCE") or "0"
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0, event.row)


CALENDAR = FileFormat("icalendar", "a calendar", recognize, read)
