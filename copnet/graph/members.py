"""Who is in a network: the members of a community, or everyone in the store."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection

import polars as pl

from copnet.errors import InputError, NotFound
from copnet.fields import EndKind
from copnet.graph.days import EVER, NEVER, day, with_days
from copnet.graph.spec import NetworkSpec
from copnet.snapshot import Snapshot


def find_community(snapshot: Snapshot, wanted: str) -> str:
    """The id of a community given by its id or its exact name.

    Raises:
        NotFound: no such community; near names are listed.
        InputError: two communities have this name.
    """
    frame = snapshot["communities"]
    if wanted in frame["id"].to_list():
        return wanted
    found = frame.filter(pl.col("name") == wanted)["id"].to_list()
    if len(found) == 1:
        return str(found[0])
    if found:
        raise InputError(f'Several communities are called "{wanted}": {", ".join(found)}. Give the id of one.')
    names = {text.casefold(): text for text in [*frame["name"].to_list(), *frame["id"].to_list()]}
    near = difflib.get_close_matches(wanted.casefold(), names, n=3, cutoff=0.5) or sorted(names)[:3]
    hint = " Did you mean: " + ", ".join(names[name] for name in near) + "?" if near else " The store has none."
    raise NotFound(f'There is no community "{wanted}".{hint}')


def community_days(snapshot: Snapshot, community: str) -> tuple[int | None, int | None, int | None]:
    """First possible day of its start, and first and last possible day of its end; None where blank."""
    frame = with_days(with_days(snapshot["communities"], "started_on", "start"), "ended_on", "end")
    row = frame.filter(pl.col("id") == community).select("start_first", "end_first", "end_last").row(0)
    return (row[0], row[1], row[2])


def node_set(snapshot: Snapshot, spec: NetworkSpec, mode: EndKind, to: dt.date | None) -> pl.DataFrame:
    """The nodes, sorted by id: columns ``id``, ``joined_first``, ``joined_last`` (null: no day of joining is known).

    With a community, everyone who was ever admitted to it in one of ``spec.roles``, also after leaving; of several
    memberships (someone came back) a blank day of joining wins, else the earliest. An organization is a member by its
    own row, or as the organization of a member: the one named in the membership, else those of the affiliations that
    overlap it, else ``people.organization``. Without a community, everyone; ``joined`` is then the first known joining
    of any community.
    """
    rows = _memberships(snapshot, spec)
    if spec.community is not None:
        rows = rows.filter(pl.col("community") == find_community(snapshot, spec.community))
    if mode == "person":
        found = rows.filter(pl.col("person").is_not_null()).select(
            pl.col("person").alias("id"), "joined_first", "joined_last"
        )
    else:
        found = _organizations(snapshot, rows, to)
    nodes = found.group_by("id").agg(
        pl.when(pl.col(f"joined_{side}").is_null().any()).then(None).otherwise(pl.col(f"joined_{side}").min())
        .alias(f"joined_{side}") if spec.community is not None else pl.col(f"joined_{side}").min()
        for side in ("first", "last")
    )  # fmt: skip
    if spec.community is None:
        everyone = snapshot["people" if mode == "person" else "organizations"].select("id")
        nodes = everyone.join(nodes, on="id", how="left")
    return nodes.sort("id")


def admitted(roles: Collection[str] = ("member",)) -> pl.Expr:
    """Whether a membership was admitted in one of these roles; a blank status is that, a blank role is member."""
    status, role = pl.col("status").fill_null("admitted"), pl.col("role").fill_null("member")
    return status.eq("admitted") & role.is_in(list(roles))


def _memberships(snapshot: Snapshot, spec: NetworkSpec) -> pl.DataFrame:
    rows = snapshot["memberships"].filter(admitted(spec.roles))
    return with_days(with_days(rows, "joined_on", "joined"), "left_on", "left")


def _organizations(snapshot: Snapshot, rows: pl.DataFrame, to: dt.date | None) -> pl.DataFrame:
    columns = ["id", "joined_first", "joined_last"]
    named = rows.filter(pl.col("organization").is_not_null()).with_columns(pl.col("organization").alias("id"))
    unnamed = rows.filter(pl.col("organization").is_null()).with_row_index("row")
    places = with_days(with_days(snapshot["affiliations"], "started_on", "from"), "ended_on", "until")
    valid = (
        unnamed.drop("organization")
        .join(places.select("person", "organization", "^from_.*$", "^until_.*$"), on="person")
        .filter(
            (pl.col("from_first").fill_null(NEVER) <= pl.col("left_last").fill_null(day(to, EVER)))
            & (pl.col("until_last").fill_null(EVER) >= pl.col("joined_first").fill_null(NEVER))
        )
        .with_columns(
            pl.col("organization").alias("id"),
            *(  # a place taken after joining makes the organization a member from then on
                pl.when(pl.col(f"joined_{side}").is_not_null())
                .then(pl.max_horizontal(f"joined_{side}", f"from_{side}"))
                .alias(f"joined_{side}")
                for side in ("first", "last")
            ),
        )
    )
    rest = (
        unnamed.join(valid.select("row"), on="row", how="anti")
        .join(snapshot["people"].select(pl.col("id").alias("person"), pl.col("organization").alias("own")), on="person")
        .filter(pl.col("own").is_not_null())
        .with_columns(pl.col("own").alias("id"))
    )
    return pl.concat([named.select(columns), valid.select(columns), rest.select(columns)])
