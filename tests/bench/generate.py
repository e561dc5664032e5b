"""Made-up collaborations of any size (affiliation model), as columns: 300,000 people take a minute.

Model
-----
* Organizations have Zipf-like sizes (a few large, many small); each belongs to
  a sector and a region.  People get one organization.
* People enter over ten years (2015-01-01 .. 2024-12-31); collaborations are
  started at a growing rate over the same period.
* A collaboration has 2-6 people.  The first is a newcomer, if one is waiting,
  or somebody chosen in proportion to past participations (preferential
  attachment).  Each further member is, in this order of chance,
    - a past collaborator of a member already in the team (repeat tie), or a
      collaborator of such a collaborator (triadic closure),
    - a colleague from the same organization (homophily),
    - a waiting newcomer,
    - anybody, by preferential attachment.
  A busy person declines with a probability that grows with past participations
  (CAPACITY), which keeps the degree tail heavy but within what is seen in
  co-authorship and project data (hundreds, not thousands, of partners).
* A share of the people (--isolates) never takes part.

The same people and seed give the same rows.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import random

from copnet.snapshot import COLUMNS, Snapshot, make_snapshot

START = dt.date(2015, 1, 1)
DAYS = (dt.date(2024, 12, 31) - START).days
TEAM_SIZES, TEAM_WEIGHTS = (2, 3, 4, 5, 6), (0.30, 0.28, 0.20, 0.13, 0.09)
MEAN_TEAM = sum(s * w for s, w in zip(TEAM_SIZES, TEAM_WEIGHTS, strict=True))
SECTORS = ("university", "hospital", "company", "government", "non-profit")
REGIONS = ("north", "south", "east", "west", "central", "overseas")
KINDS = ("paper", "project", "grant", "patent", "event")
ROLES = ("lead", "member", "advisor", "contributor")
P_REPEAT, P_CLOSURE, P_COLLEAGUE, P_NEWCOMER = 0.18, 0.27, 0.25, 0.18
CAPACITY = 12.0  # past participations at which half the offers are declined


Row = tuple[str, ...]


def generate(
    people: int, seed: int = 7, per_person: float = 4.0, isolates: float = 0.02
) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
    """Return (organizations, people, collaborations, participations) as row lists."""
    rng = random.Random(seed)
    rand, choice, randrange = rng.random, rng.choice, rng.randrange

    # organizations with Zipf-like sizes
    n_org = max(3, people // 25)
    cumulative = list(itertools.accumulate(1.0 / (rank + 3) ** 0.9 for rank in range(n_org)))
    organizations: list[Row] = [
        (f"O{o:06d}", f"Organization {o}", choice(SECTORS), choice(REGIONS)) for o in range(n_org)
    ]
    org_of: list[int] = [bisect.bisect_left(cumulative, rand() * cumulative[-1]) for _ in range(people)]

    # entry order: the last `isolates` share never takes part
    active = people - int(people * isolates)
    order = list(range(people))
    rng.shuffle(order)
    next_newcomer = 0
    n_collab = round(people * per_person / MEAN_TEAM)

    # growing rate of collaborations: density of start days proportional to 1 + 2t
    days = sorted(int(DAYS * ((1 + 8 * rand()) ** 0.5 - 1) / 2) for _ in range(n_collab))

    joined: dict[int, int] = {}
    urn: list[int] = []  # one entry per participation
    load = [0] * people  # past participations of each person
    colleagues: list[list[int]] = [[] for _ in range(n_org)]
    ties: list[list[int]] = [[] for _ in range(people)]  # with repetition
    collaborations: list[Row] = []
    participations: list[Row] = []

    def newcomer(day: int) -> int:
        nonlocal next_newcomer
        person = order[next_newcomer]
        next_newcomer += 1
        joined[person] = day
        colleagues[org_of[person]].append(person)
        return person

    for c, day in enumerate(days):
        due = active * (c + 1) / n_collab  # people who should have entered by now
        size = rng.choices(TEAM_SIZES, TEAM_WEIGHTS)[0]
        team: list[int] = []
        for slot in range(size):
            person = -1
            for _ in range(4):  # a few tries to find somebody new to the team
                r = rand()
                waiting = next_newcomer < due and next_newcomer < active
                if slot and r < P_REPEAT + P_CLOSURE:
                    anchor = choice(team)
                    if ties[anchor]:
                        person = choice(ties[anchor])
                        if r >= P_REPEAT:
                            person = choice(ties[person])
                elif slot and r < P_REPEAT + P_CLOSURE + P_COLLEAGUE:
                    pool = colleagues[org_of[team[0]]]
                    person = pool[randrange(len(pool))]
                elif waiting and (not slot or r > 1 - P_NEWCOMER or not urn):
                    person = newcomer(day) if slot or rand() < 0.5 or not urn else choice(urn)
                elif urn:
                    person = choice(urn)
                if person >= 0 and person not in team and (rand() * (1 + (load[person] / CAPACITY) ** 2) < 1):
                    break
                person = -1
            if person < 0 and next_newcomer < active:
                person = newcomer(day)
            if person >= 0 and person not in team:
                team.append(person)
        if len(team) < 2:
            pool = [p for p in (choice(urn) for _ in range(20)) if p not in team]
            team += pool[: 2 - len(team)]
        for a, b in itertools.permutations(team, 2):
            ties[a].append(b)
        urn.extend(team)
        for person in team:
            load[person] += 1
        start = START + dt.timedelta(days=day)
        end = start + dt.timedelta(days=30 + randrange(700))
        collaborations.append((f"C{c:07d}", f"Collaboration {c}", choice(KINDS), start.isoformat(), end.isoformat()))
        for slot, person in enumerate(team):
            role = ROLES[0] if slot == 0 else ROLES[1 + randrange(3)]
            when = start + dt.timedelta(days=randrange(30) if slot else 0)
            participations.append((f"P{person:07d}", f"C{c:07d}", role, when.isoformat()))

    people_rows: list[Row] = [
        (f"P{p:07d}", f"Person {p}", f"O{org_of[p]:06d}", (START + dt.timedelta(days=joined.get(p, DAYS))).isoformat())
        for p in range(people)
    ]
    return organizations, people_rows, collaborations, participations


FIELDS = {
    "organizations": ("id", "name", "sector", None),
    "people": ("id", "name", "organization", None),
    "collaborations": ("id", "title", "kind", "started_on", "ended_on"),
    "participations": ("person", "collaboration", "role", None),
}


def generated(people: int) -> Snapshot:
    """The snapshot of a store with these people."""
    columns: dict[str, dict[str, list[object]]] = {}
    for (table, names), rows in zip(FIELDS.items(), generate(people), strict=True):
        found = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns[table] = {name: [None] * len(rows) for name in (*COLUMNS[table], "attributes")}
        columns[table] |= {name: list(values) for name, values in found.items() if name is not None}
    return make_snapshot(columns, version=1)
