"""Options that several commands share, read into one network specification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from copnet.dates import PartialDate
from copnet.errors import UsageError
from copnet.services.limits import DEFAULT_LIMIT

if TYPE_CHECKING:
    from copnet.graph import NetworkSpec

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[dt.date]):
    """A day, or the first or the last day of a month or a year."""

    name = "date"

    def __init__(self, end: Literal["first", "last"]) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read an ISO date of any precision."""
        if isinstance(value, dt.date):
            return value
        try:
            date = PartialDate.parse(value)
        except ValueError as error:
            self.fail(f'"{value}" is not {error}', param, ctx)
        return date.first if self.end == "first" else date.last


_STORE = click.option(
    "--store",
    metavar="FOLDER|URL",
    help="Where the data is: a folder, or neo4j://host:port. COPNET_STORE wins when it is set. "
    "Default: the folder copnet-store.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
_AUDIENCE = click.option(
    "--audience",
    metavar="WHO",
    help="For whom: facilitator, funder, member:PERSON or public. People who have not agreed are not named.",
)
_LIMIT = click.option(
    "--limit", type=click.IntRange(min=1), default=DEFAULT_LIMIT, show_default=True, metavar="N",
    help="At most so many.",
)  # fmt: skip
_ENGINE = click.option(
    "--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True,
    help="What computes: this program, or Spark, for a field too large for one machine (docs/scale.md).",
)  # fmt: skip
_NETWORK = (
    click.option(
        "--network",
        default="people",
        metavar="people|organizations|two-mode|ties:KIND",
        help="Which network: people who did something together (default), organizations, people beside what they "
        "did, or the answers to a survey question such as ties:trusts.",
    ),
    click.option("--community", metavar="ID", help="Only the members of this community, by id or name."),
    click.option("--roles", metavar="R,R", help="Which roles in the community count. Default: member."),
    click.option(
        "--ends",
        type=click.Choice(["people", "organizations"]),
        default="people",
        help="In two-mode: who stands beside the collaborations.",
    ),
    click.option("--from", "start", type=Day("first"), metavar="DATE", help="From this day, month or year on."),
    click.option("--to", "end", type=Day("last"), metavar="DATE", help="Up to this day, month or year."),
    click.option("--kind", "kinds", multiple=True, metavar="K", help="Only this kind of collaboration. Repeatable."),
    click.option("--exclude-kind", "exclude_kinds", multiple=True, metavar="K", help="Without this kind. Repeatable."),
    click.option("--min-weight", type=float, metavar="N", help="Only ties of at least this weight."),
    click.option("--min-value", type=float, metavar="N", help="Only survey answers of at least this value."),
    click.option(
        "--weight",
        type=click.Choice(["count", "newman"]),
        default="count",
        help="How strong a tie is: shared collaborations, or shared collaborations with small ones counting more.",
    ),
    click.option("--wave", metavar="W", help="Which wave of the survey. Default: the latest."),
    click.option(
        "--symmetrize",
        type=click.Choice(["any", "mutual"]),
        default="any",
        help="When answers have no direction: either says so, or both do.",
    ),
    click.option("--by", metavar="ATTRIBUTE", help="Compare groups: organization, sector, community or any attribute."),
)


def store_option(command: F) -> F:
    """``--store``."""
    return _STORE(command)


def json_option(command: F) -> F:
    """``--json``."""
    return _JSON(command)


def audience_option(command: F) -> F:
    """``--audience``."""
    return _AUDIENCE(command)


def engine_option(command: F) -> F:
    """``--engine``."""
    return _ENGINE(command)


def limit_option(command: F) -> F:
    """``--limit`` of a list that is short unless more is asked for."""
    return _LIMIT(command)


def network_options(command: F) -> F:
    """All network options of the contract; they arrive as keyword arguments for ``read_spec``."""
    for option in reversed(_NETWORK):
        command = option(command)
    return command


def read_spec(given: dict[str, Any]) -> NetworkSpec:
    """Take the network options out of a command's keyword arguments.

    Raises:
        UsageError: options that contradict each other.
    """
    from pydantic import ValidationError

    from copnet.graph import NetworkSpec

    names = [option for option in NetworkSpec.model_fields if option in given]
    values = {name: given.pop(name) for name in names}
    values["kind"] = given.pop("network")
    roles = values.get("roles")
    values["roles"] = tuple(role.strip() for role in roles.split(",")) if roles else None
    try:
        return NetworkSpec(**{name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        raise UsageError(" ".join(_sentence(item) for item in error.errors())) from None


def _sentence(item: Any) -> str:
    where = ".".join(str(part) for part in item["loc"])
    message = str(item["msg"]).removeprefix("Value error, ")
    return f"{where}: {message}." if where else f"{message}."
