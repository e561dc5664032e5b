"""Who takes part in an event of a calendar."""

from __future__ import annotations

from collections import Counter
from typing import Any

from icalendar import Component

from copnet.importers.formats.work_input import Maker

_NOBODY = ("ROOM", "RESOURCE", "GROUP")
_NOBODY_THERE = ("@resource.calendar.google.com", "@group.calendar.google.com", "unknownorganizer@calendar.google.com")
_SILENT = ("NEEDS-ACTION", "TENTATIVE", "DELEGATED")


def hosts_and_participants(component: Component, counts: Counter[str]) -> list[Maker]:
    """The organizer as host, and the attendees as participants, each once.

    Args:
        component: the event.
        counts: gets how many declined, were rooms and the like, or have not answered.
    """
    makers = [maker for one in _each(component.get("ORGANIZER")) if (maker := _maker(one, "host"))]
    met = {maker.source_id or maker.name for maker in makers}
    for one in _each(component.get("ATTENDEE")):
        maker = _maker(one, "participant")
        answer = _word(one, "PARTSTAT")
        if maker is None or _word(one, "CUTYPE") in _NOBODY:
            counts["rooms"] += 1
        elif answer == "DECLINED":
            counts["declined"] += 1
        elif _word(one, "ROLE") == "NON-PARTICIPANT":
            counts["informed"] += 1
        elif (maker.source_id or maker.name) not in met:
            met.add(maker.source_id or maker.name)
            counts["silent"] += answer in _SILENT
            makers.append(maker)
    return makers


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _word(one: Any, name: str) -> str:
    return str(one.params.get(name, "")).upper()


def _maker(one: Any, role: str) -> Maker | None:
    """A person by the name beside the address; without one the address is the name."""
    scheme, _, address = str(one).strip().partition(":")
    email = address.strip().lower() if scheme.lower() == "mailto" and "@" in address else None
    name = str(one.params.get("CN", "")).strip().strip("'\"") or email
    if not name or (email and email.endswith(_NOBODY_THERE)):
        return None
    return Maker(name, role, source_id=email, cells=(("email", email),) if email else ())
