"""What may be told to an audience beyond names: titles that spell a name, what was given in trust, rows of people.

Everything is narrowed in the snapshot, before anything is computed from it, so that no figure, map, network or error
text can tell what the audience may not know. Who is withheld is still there and counts in every total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count
from types import MappingProxyType

import polars as pl

from copnet.errors import UsageError
from copnet.fields import COLLABORATION_KINDS, UNKNOWN_KIND
from copnet.graph import NetworkSpec, is_sensitive
from copnet.graph.members import find_community
from copnet.services.addresses import closed_addresses, open_addresses, with_open_addresses
from copnet.services.audience import Audience, named_people
from copnet.services.people import hidden_names, names_of
from copnet.services.spelling import Names
from copnet.services.texts import quotable_only, without_own_names, without_speakers, without_spelled
from copnet.snapshot import Snapshot
from copnet.tables import TABLES

_KNOWN_KINDS = frozenset({*COLLABORATION_KINDS.values, UNKNOWN_KIND})
_PRIVATE = {"people": ("role", "location", "attributes"), "organizations": ("attributes",)}
"""Columns that are for facilitators: own columns may hold anything, also what went wrong in a header."""
_INSTEAD = {"organizations": "An organization", "communities": "A community"}


def refuse_in_trust(snapshot: Snapshot, spec: NetworkSpec, audience: Audience) -> None:
    """What was told in trust is for the facilitator: it would tell who is what and who said what.

    Totals of a survey would tell single answers too, by their differences between roles, values and windows.

    Raises:
        UsageError: somebody else asks for survey answers, who applied, or groups by a sensitive attribute.
    """
    if audience.kind == "facilitator":
        return
    if spec.directed:
        raise UsageError("What people answered about each other in a survey is shown to facilitators only.")
    if "applicant" in spec.roles:
        raise UsageError("Who applied to a community is shown to facilitators only.")
    if is_sensitive(snapshot, spec.by):
        raise UsageError(f'"{spec.by}" was given in trust: groups by it are shown to facilitators only.')


def told_snapshot(snapshot: Snapshot, audience: Audience) -> Snapshot:
    """The store as this audience may know it, with everybody still in it.

    A collaboration, organization or community whose name, title or id spells the name or an alias of somebody who may
    not be named goes by a word for its kind and by a number; other texts that do are not there. For others than
    facilitators, people and organizations have no own columns, people no roles and places, and only those attributes
    that were said not to be sensitive; a learning has its text only when it is quotable and does not spell the name of
    its own speaker who did not agree to be named in reports, and its speaker only when they agreed.

    E-mail addresses follow ``contact``; texts may tell the others no more than these names.

    Raises:
        NotFound: the audience is a member who is not in the store.
    """
    named = named_people(snapshot, audience)
    open_to = named & open_addresses(snapshot, audience)
    closed = closed_addresses(snapshot["people"], open_to)
    frames = dict(snapshot.frames)
    frames["people"] = with_open_addresses(frames["people"], open_to)
    if closed or len(named) < frames["people"].height:
        spelled = hidden_names(snapshot, named, closed)
        frames |= _without_names(frames, spelled)
        frames |= without_spelled(frames, spelled)
    speakers = named
    if audience.kind != "facilitator":
        speakers &= frozenset(frames["people"].filter("name_in_reports")["id"])
        unnamed = frames["people"].filter(
            pl.col("id").is_in(frames["learnings"]["by"].to_list()), ~pl.col("id").is_in(list(speakers))
        )
        own = {row["id"].item(): names_of(row) for row in unnamed.iter_slices(1)}
        frames["learnings"] = quotable_only(without_own_names(frames["learnings"], own))
        for table, columns in _PRIVATE.items():
            types = frames[table].schema
            frames[table] = frames[table].with_columns(pl.lit(None, types[name]).alias(name) for name in columns)
        frames["person_attributes"] = frames["person_attributes"].filter(~pl.col("sensitive"))
    frames["learnings"] = without_speakers(frames["learnings"], speakers)
    return replace(snapshot, frames=MappingProxyType(frames))


def told_community(snapshot: Snapshot, told: Snapshot, community: str) -> tuple[str, str]:
    """The id of a community in the store and in what is told of the store, by id or exact name in either.

    Whoever asks for a community by a name that may not be told gets it, under the id that may.

    Raises:
        NotFound: no such community; near names that may be told are listed.
        InputError: two communities have this name.
    """
    own, shown = snapshot["communities"], told["communities"]["id"].to_list()
    ids, names = own["id"].to_list(), own["name"].to_list()
    if community in ids:
        place = ids.index(community)
    elif names.count(community) == 1:
        place = names.index(community)
    else:
        place = shown.index(find_community(told, community))
    return ids[place], shown[place]


def told_network(snapshot: Snapshot, spec: NetworkSpec, audience: Audience) -> tuple[Snapshot, NetworkSpec]:
    """The store as this audience may know it, and the network asked for by the ids it has there; errors as both."""
    told = told_snapshot(snapshot, audience)
    if spec.community is None:
        return told, spec
    return told, spec.model_copy(update={"community": told_community(snapshot, told, spec.community)[1]})


def _without_names(frames: Mapping[str, pl.DataFrame], names: Names) -> dict[str, pl.DataFrame]:
    """Collaborations, organizations and communities without the names, and every reference under their new ids."""
    works, ids = _works(frames["collaborations"], names)
    changed = {**frames, "collaborations": works}
    renamed = {"collaborations": ids}
    for entity, instead in _INSTEAD.items():
        rows = changed[entity].select("id", "name").iter_rows()
        spelled = [key for key, name in rows if names.spelled_in(name) or names.spelled_in(key)]
        renamed[entity] = _new_ids(f"withheld-{entity}:", spelled, changed[entity]["id"])
        told = pl.when(pl.col("id").is_in(spelled)).then(pl.lit(instead)).otherwise(pl.col("name"))
        changed[entity] = changed[entity].with_columns(told.alias("name"))
    for table in TABLES.values():
        for column in table.columns:
            to = table.name if column.name == "id" else column.refers_to
            if column.name in changed[table.name].columns and renamed.get(to or ""):
                told = _renamed(column.name, renamed[to or ""], listed=column.kind == "references")
                changed[table.name] = changed[table.name].with_columns(told)
    for end in ("from", "to"):
        told = _renamed(end, renamed["organizations"], listed=False)
        organization = pl.col(f"{end}_kind") == "organization"
        changed["ties"] = changed["ties"].with_columns(
            pl.when(organization).then(told).otherwise(pl.col(end)).alias(end)
        )
    return changed


def _works(works: pl.DataFrame, names: Names) -> tuple[pl.DataFrame, dict[str, str]]:
    """Collaborations whose titles, kinds and venues spell none of the names, and new ids of those renamed."""
    kinds = [kind for kind in works["kind"].unique() if kind not in _KNOWN_KINDS and names.spelled_in(kind)]
    venues = [venue for venue in works["venue"].drop_nulls().unique() if names.spelled_in(venue)]
    rows = works.select("id", "title").iter_rows()
    spelled = [key for key, title in rows if names.spelled_in(title) or names.spelled_in(key)]
    kind = pl.when(pl.col("kind").is_in(kinds)).then(pl.lit(UNKNOWN_KIND)).otherwise(pl.col("kind"))
    instead = pl.format("A collaboration ({})", kind)
    title = pl.when(pl.col("id").is_in(spelled)).then(instead).otherwise(pl.col("title"))
    venue = pl.when(~pl.col("venue").is_in(venues)).then(pl.col("venue"))
    told = works.with_columns(kind.alias("kind"), title.alias("title"), venue.alias("venue"))
    return told, _new_ids("withheld:", spelled, works["id"])


def _new_ids(start: str, keys: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """A new id for each key, none of which the store has already."""
    free = (f"{start}{number}" for number in count(1))
    used = set(taken)
    return {key: next(one for one in free if one not in used) for key in keys}


def _renamed(column: str, ids: Mapping[str, str], *, listed: bool) -> pl.Expr:
    if listed:
        return pl.col(column).list.eval(pl.element().replace(dict(ids)))
    return pl.col(column).replace(dict(ids))
