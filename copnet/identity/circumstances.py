"""What two records have around their names: the same organization, address, people they work with - or other ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from copnet.identity.evidence import Weighed
from copnet.identity.folding import fold
from copnet.identity.subjects import Subject, SubjectKind

_LARGE = 40
"""Who took part in something with more people than this is no collaborator of theirs: everybody was there."""
_PORTAL = 5
"""A web page that more organizations than this give is no own page of any: it belongs to whoever lists them."""


class Circles:
    """Who took part in what, and with whom; and whose web pages they have."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._subjects = subjects
        self._around: dict[str, frozenset[str]] = {}

    @cached_property
    def _of_work(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self._subjects:
            for work in one.works:
                found.setdefault(work, []).append(one.id)
        return found

    @cached_property
    def _with_host(self) -> Counter[str]:
        return Counter(one.host for one in self._subjects if one.host)

    def own_host(self, one: Subject) -> str | None:
        """The domain of an organization's web page, unless more than 5 have it."""
        return one.host if one.host and self._with_host[one.host] <= _PORTAL else None

    def around(self, one: Subject) -> frozenset[str]:
        """Those one did something with, in collaborations of at most 40."""
        if one.id not in self._around:
            circles = (self._of_work.get(work, ()) for work in one.works)
            self._around[one.id] = frozenset(other for circle in circles if len(circle) <= _LARGE for other in circle)
        return self._around[one.id] - {one.id}


def circumstances(a: Subject, b: Subject, kind: SubjectKind, circles: Circles) -> list[Weighed]:
    """What counts for and against two records being one, names and exact keys aside."""
    found = [*_places(a, b), *_together(a, b, circles)]
    return [*_addresses(a, b), *found] if kind == "person" else [*_pages(a, b, circles), *found]


def _addresses(a: Subject, b: Subject) -> Iterator[Weighed]:
    same_place = bool(a.organization and a.organization == b.organization)
    other_place = bool(a.organization and b.organization and not same_place)
    merged = a.email in b.former_emails or b.email in a.former_emails
    other_address = bool(a.email and b.email and a.email != b.email and not merged)
    if same_place:
        yield Weighed(1.4, "the same organization")
    if other_address and _box(a) == _box(b):
        yield Weighed(1.2, "the same e-mail name at another provider")
    elif a.host and a.host == b.host:
        yield Weighed(0.6 if not other_address else -0.4, f"e-mail addresses of {a.host}")
    elif other_address and other_place:
        yield Weighed(-2.4, "another e-mail address and another organization")
    elif other_address:
        yield Weighed(-0.6, "another e-mail address")
    elif other_place:
        yield Weighed(-1.2, "another organization")
    if a.role and b.role:
        yield Weighed(0.3, "the same role") if a.role == b.role else Weighed(-0.1, "another role")


def _box(one: Subject) -> str:
    """What stands before the @ of an e-mail, without dots."""
    return "".join(fold((one.email or "").rpartition("@")[0]))


def _pages(a: Subject, b: Subject, circles: Circles) -> Iterator[Weighed]:
    one, other = circles.own_host(a), circles.own_host(b)
    if one and other:
        yield Weighed(1.6, f"the web page {one}") if one == other else Weighed(-0.8, "another web page")
    if a.organization and b.organization:
        same = a.organization == b.organization
        yield Weighed(0.2, "the same parent") if same else Weighed(-0.5, "another parent")
    if a.role and b.role and a.role != b.role:
        yield Weighed(-0.3, "another sector")


def _places(a: Subject, b: Subject) -> Iterator[Weighed]:
    if a.location and b.location:
        yield Weighed(0.5, "the same location") if a.location == b.location else Weighed(-0.5, "another location")


def _together(a: Subject, b: Subject, circles: Circles) -> Iterator[Weighed]:
    if not a.works or not b.works:
        return
    if both := len(a.works & b.works):
        times = "a collaboration" if both == 1 else f"{both} collaborations"
        yield Weighed(-2.2 if both == 1 else -3.0, f"both are named in {times}, so they are probably two")
        return
    if shared := len((circles.around(a) & circles.around(b)) - {a.id, b.id}):
        who = "one other" if shared == 1 else f"{shared} others"
        yield Weighed(0.8 if shared == 1 else 1.5, f"both did something with the same {who}")
