"""The query parameters of figures, networks and maps: the network options of the contract, by its names."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from copnet.dates import PartialDate
from copnet.fields import FilledText, MembershipRole
from copnet.graph import NetworkSpec
from copnet.services.audience import Audience

MAX_ROWS = 1_000_000
MAX_DAYS = 36_500


def _split(value: object) -> object:
    """Values repeated, or separated by commas as on the command line."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list):
        return value
    return [part for text in texts for part in (map(str.strip, text.split(",")) if isinstance(text, str) else [text])]


Listed = BeforeValidator(_split)


class AudienceQuery(BaseModel):
    """For whom."""

    model_config = ConfigDict(extra="forbid")

    audience: FilledText = Field(
        default="facilitator",
        description="For whom: facilitator, funder, member:PERSON or public. People who have not agreed are not named.",
        examples=["facilitator", "funder", "member:ana-ruiz", "public"],
    )

    def who(self) -> Audience:
        """The audience asked for.

        Raises:
            UsageError: there is no such audience.
        """
        return Audience.parse(self.audience)


class NetworkOptions(BaseModel):
    """Which network: the network options of the contract."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False, validate_by_alias=True)

    network: FilledText = Field(
        default="people",
        description="people, organizations, two-mode, or ties:KIND for the answers to a survey question.",
        examples=["people", "organizations", "two-mode", "ties:trusts"],
    )
    community: FilledText | None = Field(default=None, description="Only its members; an id or an exact name.")
    roles: Annotated[list[MembershipRole], Listed] = Field(
        default=["member"], min_length=1, description="Which roles in the community count."
    )
    ends: Literal["people", "organizations"] = Field(
        default="people", description="In two-mode: who stands beside the collaborations."
    )
    start: PartialDate | None = Field(default=None, alias="from", description="First day, month or year, included.")
    end: PartialDate | None = Field(default=None, alias="to", description="Last day, month or year, included.")
    kind: list[FilledText] = Field(default_factory=list, description="Only these kinds of collaboration.")
    exclude_kind: list[FilledText] = Field(default_factory=list, description="Without these kinds of collaboration.")
    min_weight: float | None = Field(
        default=None, allow_inf_nan=False, description="Only ties of at least this weight."
    )
    min_value: float | None = Field(
        default=None, allow_inf_nan=False, description="Only answers of at least this value."
    )
    weight: Literal["count", "newman"] = Field(
        default="count", description="How strong a tie is: shared collaborations, or small ones counting more."
    )
    wave: FilledText | None = Field(default=None, description="Which wave of the survey; default: the latest.")
    symmetrize: Literal["any", "mutual"] = Field(
        default="any", description="When answers have no direction: one says so, or both do."
    )
    by: FilledText | None = Field(
        default=None, description="Compare groups: organization, sector, community or any attribute."
    )

    def spec(self) -> NetworkSpec:
        """The network asked for.

        Raises:
            UsageError: options that do not go together.
        """
        return NetworkSpec(
            kind=self.network,
            community=self.community,
            roles=tuple(self.roles),
            ends=self.ends,
            start=self.start.first if self.start else None,
            end=self.end.last if self.end else None,
            kinds=tuple(self.kind),
            exclude_kinds=tuple(self.exclude_kind),
            min_weight=self.min_weight,
            min_value=self.min_value,
            weight=self.weight,
            wave=self.wave,
            symmetrize=self.symmetrize,
            by=self.by,
        )


class NetworkQuery(AudienceQuery, NetworkOptions):
    """Which network, and for whom."""


class MetricsQuery(NetworkQuery):
    """Which network, which figures, which lines."""

    nodes: bool = Field(default=False, description="Also one line for each person, organization or collaboration.")
    metrics: Annotated[list[FilledText], Listed] = Field(default_factory=list, description="Only these figures.")
    sort: FilledText | None = Field(default=None, description="Sort the lines by this figure, largest first.")
    limit: int | None = Field(default=None, ge=1, le=MAX_ROWS, description="At most so many lines.")


class _Steps(BaseModel):
    every: Literal["month", "quarter", "year"] = Field(description="One row for each month, quarter or year.")
    dormant_after: int = Field(
        default=365, ge=1, le=MAX_DAYS, description="A tie without anything new for so many days is dormant."
    )


class GrowthQuery(_Steps, NetworkQuery):
    """Which network, in which steps, and for whom."""


class MapQuery(NetworkQuery):
    """Which network, and what its marks show."""

    color: FilledText = Field(default="organization", description="What colors show: an attribute.")
    size: FilledText = Field(default="degree", description="What sizes show: a figure.")
