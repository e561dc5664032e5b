"""How many have a partner in another member organization: as they report it, and as the collaborations document it.

The two stand side by side and are never mixed: reported counts persons who answered, documented counts organizations.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from copnet.analysis.belonging import Belonging
from copnet.analysis.deeds import names_of
from copnet.analysis.rates import Rate, rate
from copnet.errors import NotFound
from copnet.graph.days import EVER, NEVER, day, with_days
from copnet.graph.members import admitted
from copnet.graph.nodes import workplaces
from copnet.graph.survey import ANSWERED, latest_wave, response_rate
from copnet.snapshot import Snapshot

QUESTION = "partners-with"


@dataclass(frozen=True, eq=False)
class Reported:
    """What a wave of the survey says.

    Attributes:
        wave: the wave; None when nobody of this community was ever asked.
        partnered: respondents with a partner in another member organization, of all respondents; None without a wave.
        responses: rows of the responses that were answered of all rows; the same as in ``metrics``.
        partners: by respondent the persons and organizations they named that count.
        asked: whether anybody in the store answered the question in this wave.
    """

    wave: str | None = None
    partnered: Rate | None = None
    responses: Rate | None = None
    partners: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    asked: bool = False


def reported(snapshot: Snapshot, who: Belonging, wave: str | None) -> Reported:
    """The reported rate of a community and a wave; respondents are never inferred from answers.

    A person of several surveys of one wave counts once, and has answered when any was answered. A person is of the
    organization named in their membership, else of the one they worked at on the day of the answer, else of
    ``people.organization``; who is of none, or of one that is no member, may have a partner in any member organization.

    Args:
        snapshot: the store.
        who: the community.
        wave: None: the latest of this community in which the question was answered, else its latest; which is the
            latest is told by ``latest_wave``, as in ``metrics``.

    Raises:
        NotFound: neither the responses of this community nor the answers have this wave.
    """
    asked = with_days(snapshot["responses"].filter(pl.col("community") == who.community), "answered_on", "asked")
    answers = with_days(snapshot["ties"].filter(pl.col("kind") == QUESTION), "asked_on", "asked")
    waves, own = set(answers["wave"].drop_nulls()), set(asked["wave"])
    if wave is not None and wave not in waves | own:
        known = ", ".join(sorted(waves | own))
        raise NotFound(f'There is no wave "{wave}" of the survey of this community. Waves are: {known or "none"}.')
    if wave is None:
        wave = latest_wave(snapshot, waves & own or own, answers)
    asked = asked.filter(pl.col("wave") == pl.lit(wave, dtype=pl.String()))
    if asked.is_empty():
        return Reported(wave=wave, asked=wave in waves)
    respondents = asked.filter(pl.col("status").is_in(ANSWERED))
    answered = dict(respondents.group_by("person").agg(pl.col("asked_first").min()).sort("person").iter_rows())
    said = answers.filter(
        pl.col("wave") == wave,
        pl.col("value").fill_null(1.0) != 0,
        pl.col("from_kind").fill_null("person") == "person",
        pl.col("from").is_in(list(answered)),
    )
    partners = _partners(snapshot, who, said, answered)
    return Reported(
        wave,
        rate(len(partners), len(answered)),
        response_rate(snapshot, who.community, wave),
        partners,
        wave in waves,
    )


def _partners(
    snapshot: Snapshot, who: Belonging, said: pl.DataFrame, answered: Mapping[str, int | None]
) -> dict[str, list[tuple[str, str]]]:
    places = _Places(snapshot, who)
    found: dict[str, list[tuple[str, str]]] = {}
    for one, other, kind, asked in said.sort("from", "to").select("from", "to", "to_kind", "asked_first").iter_rows():
        on = asked if asked is not None else answered[one]
        place = other if kind == "organization" else places.of(other, on)
        if place in who.organizations and place != places.of(one, on):
            found.setdefault(one, []).append((kind or "person", other))
    return found


class _Places:
    """Of which organization persons are on a day; each day is read once."""

    def __init__(self, snapshot: Snapshot, who: Belonging) -> None:
        self.snapshot = snapshot
        self.to = who.to
        rows = snapshot["memberships"].filter(
            pl.col("community") == who.community,
            pl.col("person").is_not_null(),
            pl.col("organization").is_not_null(),
            admitted(),
        )
        rows = with_days(with_days(rows, "joined_on", "joined"), "left_on", "left")
        self.named = rows.with_columns(pl.col("joined_first").fill_null(NEVER), pl.col("left_last").fill_null(EVER))
        self.days: dict[int | None, dict[str, str]] = {}

    def of(self, person: str, on: int | None) -> str | None:
        on = on if on is not None else self.to
        if on not in self.days:
            date = dt.date.fromordinal(on) if on is not None else None
            self.days[on] = workplaces(self.snapshot, date) | self._members(date)
        return self.days[on].get(person)

    def _members(self, date: dt.date | None) -> dict[str, str]:
        """The organization named in each membership: of several that of the day, then the first, then the smallest."""
        then = (pl.col("joined_first") <= day(date, EVER)) & (pl.col("left_last") >= day(date, NEVER))
        rows = self.named.sort(~then, "joined_first", "organization").unique(
            "person", keep="first", maintain_order=True
        )
        return dict(rows.select("person", "organization").iter_rows())


def documented(who: Belonging, dated: pl.DataFrame, taken: pl.DataFrame) -> dict[str, list[str]]:
    """Member organizations that worked with another since the start, with the collaborations (ids) that say so.

    Args:
        who: the community.
        dated: collaborations with a date, rows of ``works``; the community's own gatherings do not count.
        taken: ``collaboration`` and ``who``, the organizations that took part.
    """
    counted = dated.filter((pl.col("start_first") >= who.began) & ~who.own_gathering)
    rows = taken.filter(pl.col("who").is_in(list(who.organizations))).select("collaboration", "who").unique()
    rows = rows.join(counted.select(pl.col("id").alias("collaboration"), "start_first"), on="collaboration")
    together = rows.filter(pl.len().over("collaboration") > 1).sort("who", "start_first", "collaboration")
    found: dict[str, list[str]] = {}
    for organization, key in together.select("who", "collaboration").iter_rows():
        found.setdefault(organization, []).append(key)
    return found


def field_share(who: Belonging) -> Rate:
    """Member organizations of all of the field; without ``field_size`` only their number is known."""
    size = who.row["field_size"]
    if size is None:
        return {"rate": None, "numerator": len(who.organizations), "denominator": None}
    return rate(len(who.organizations), int(size))


def partner_rows(snapshot: Snapshot, found: Reported) -> list[dict[str, Any]]:
    """The evidence of the reported rate: who named whom. Told in trust, so for facilitators only."""
    people, organizations = names_of(snapshot, "people"), names_of(snapshot, "organizations")
    return [
        {
            "id": one,
            "name": people[one],
            "partners": [
                {"id": key, "name": (people if kind == "person" else organizations)[key], "mode": kind}
                for kind, key in partners
            ],
        }
        for one, partners in sorted(found.partners.items())
    ]
