"""The records copnet keeps: what facilitators write in tables, as frozen pydantic models. No input or output here.

A field has the name of its column in the contract. References hold ids. ``Field(description=...)`` is the one place
where a column is explained: the template, the API document and the docs are made from it.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from copnet.dates import PartialDate
from copnet.fields import (
    COLLABORATION_KINDS,
    PARTICIPATION_ROLES,
    TIE_KINDS,
    Area,
    CollaborationId,
    CollaborationStatus,
    CommunityId,
    Count,
    EndKind,
    EngagementLevel,
    FilledText,
    Identifier,
    LearningKind,
    MembershipRole,
    MembershipStatus,
    Number,
    OrganizationId,
    PersonId,
    ResponseStatus,
    Text,
    Texts,
    Url,
    Visibility,
    Willing,
)
from copnet.record import Dated, Entity, Record, digest


class Person(Entity):
    """Somebody who learns or does things with others."""

    table: ClassVar[str] = "people"
    singular: ClassVar[str] = "person"

    name: FilledText = Field(description="The name as the person writes it.")
    email: Text | None = Field(default=None, description="Tells two people of one name apart.")
    aliases: Texts = Field(default=(), description="Other spellings of the name.")
    organization: OrganizationId | None = Field(default=None, description="Where the person works now.")
    role: Text | None = Field(default=None, description="What the person does there.")
    location: Text | None = Field(default=None, description="Town or region.")
    topics: Texts = Field(default=(), description="What the person works on.")
    offers: Texts = Field(default=(), description="What others may ask the person about.")
    seeks: Texts = Field(default=(), description="What the person would like help with.")
    willing: Willing | None = Field(default=None, description="Whether others may call on the person.")
    visibility: Visibility = Field(
        default="facilitators", description="Who may see the person by name. Blank: facilitators."
    )
    contact: Visibility = Field(default="facilitators", description="Who may get in touch. Blank: facilitators.")
    name_in_reports: bool = Field(default=False, description="Whether the name may stand in reports. Blank: no.")
    bio: Text | None = Field(default=None, description="A sentence or two about the person.")
    url: Url | None = Field(default=None, description="A page about the person.")


class PersonAttribute(Record):
    """One fact about a person, given in trust: a statistic may count it, a page never shows it unless not sensitive."""

    table: ClassVar[str] = "person_attributes"
    singular: ClassVar[str] = "person attribute"

    person: PersonId = Field(description="Whom it is about.")
    attribute: FilledText = Field(description="What it is, such as region or lived experience.")
    value: FilledText = Field(description="The answer in the person's own words.")
    sensitive: bool = Field(default=True, description="Seen by organizers, counted for others. Blank: yes.")
    source: Text | None = Field(default=None, description="Where the answer comes from.")


class Organization(Entity):
    """An association, agency, school, foundation, company."""

    table: ClassVar[str] = "organizations"
    singular: ClassVar[str] = "organization"

    name: FilledText = Field(description="The name in full.")
    aliases: Texts = Field(default=(), description="Other spellings and acronyms.")
    kind: Text | None = Field(default=None, description="Association, agency, school, foundation ...")
    sector: Text | None = Field(default=None, description="Education, health, government ...")
    location: Text | None = Field(default=None, description="Town or region.")
    parent: OrganizationId | None = Field(default=None, description="The organization it is a part of.")
    url: Url | None = Field(default=None, description="Its web page.")


class Community(Dated, Entity):
    """People who learn together: a cohort, a network, an affinity group within one (see ``parent``)."""

    table: ClassVar[str] = "communities"
    singular: ClassVar[str] = "community"

    name: FilledText = Field(description="What the community is called.")
    kind: Text | None = Field(default=None, description="Cohort, network, affinity group ...")
    domain: Text | None = Field(default=None, description="What it is about.")
    purpose: Text | None = Field(default=None, description="What it is for, in a sentence.")
    started_on: PartialDate | None = Field(default=None, description="When it began.")
    ended_on: PartialDate | None = Field(default=None, description="When it formally ended.")
    parent: CommunityId | None = Field(default=None, description="The community it is a group of.")
    capacity: Count | None = Field(default=None, description="How many seats it has.")
    field_size: Count | None = Field(default=None, description="How many organizations the whole field has.")


class Aim(Record):
    """What a community wants, mapped to one of the four areas."""

    table: ClassVar[str] = "aims"
    singular: ClassVar[str] = "aim"

    community: CommunityId = Field(description="Whose aim it is.")
    name: FilledText = Field(description="The aim in a few words.")
    area: Area | None = Field(default=None, description="Which of the four areas it belongs to.")
    text: Text | None = Field(default=None, description="The aim in full.")


class Membership(Dated):
    """A person or an organization in a community; with both, the person is the member and stands for the other."""

    table: ClassVar[str] = "memberships"
    singular: ClassVar[str] = "membership"
    start_field: ClassVar[str] = "joined_on"
    end_field: ClassVar[str] = "left_on"

    community: CommunityId = Field(description="The community.")
    person: PersonId | None = Field(default=None, description="The person who belongs to it.")
    organization: OrganizationId | None = Field(
        default=None, description="The organization that belongs to it, or that the person stands for."
    )
    role: MembershipRole = Field(default="member", description="Blank: member.")
    status: MembershipStatus = Field(default="admitted", description="Blank: admitted.")
    joined_on: PartialDate | None = Field(default=None, description="Blank: since the community's start.")
    left_on: PartialDate | None = Field(default=None, description="Blank: still there.")

    @model_validator(mode="after")
    def _has_a_subject(self) -> Self:
        if not (self.person or self.organization):
            raise ValueError("a person or an organization")
        return self

    @property
    def subject(self) -> tuple[EndKind, str]:
        """Who is the member: the person where one is named, else the organization."""
        return ("person", self.person) if self.person else ("organization", self.organization or "")

    @property
    def key(self) -> str:
        """Community, subject, role and day of joining."""
        return digest(self.community, *self.subject, self.role, self.joined_on)

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """As the contract names them."""
        return ("community", "person", "organization", "role", "joined_on")


class Engagement(Record):
    """How much a person took part in a community, as somebody noted on a day."""

    table: ClassVar[str] = "engagements"
    singular: ClassVar[str] = "engagement"

    person: PersonId = Field(description="Who.")
    community: CommunityId = Field(description="In which community.")
    level: EngagementLevel = Field(description="How much.")
    noted_on: PartialDate | None = Field(default=None, description="When this was noted.")


class Affiliation(Dated):
    """A person's place in an organization, for a time."""

    table: ClassVar[str] = "affiliations"
    singular: ClassVar[str] = "affiliation"

    person: PersonId = Field(description="Who.")
    organization: OrganizationId = Field(description="Where.")
    role: Text | None = Field(default=None, description="As what.")
    started_on: PartialDate | None = Field(default=None, description="Since when.")
    ended_on: PartialDate | None = Field(default=None, description="Until when.")

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """As the contract names them."""
        return ("person", "organization", "role", "started_on")


class Collaboration(Dated, Entity):
    """Something people did together. It outlives the community it grew from."""

    table: ClassVar[str] = "collaborations"
    singular: ClassVar[str] = "collaboration"

    title: FilledText = Field(description="What it is called.")
    kind: Annotated[FilledText, COLLABORATION_KINDS] = Field(description="What it was.")
    started_on: PartialDate | None = Field(default=None, description="Its first day, month or year; blank: not known.")
    ended_on: PartialDate | None = Field(default=None, description="Its last day; blank: the same as the first.")
    community: CommunityId | None = Field(default=None, description="The community it belongs to.")
    venue: Text | None = Field(default=None, description="The conference, magazine or place.")
    topics: Texts = Field(default=(), description="What it was about.")
    part_of: CollaborationId | None = Field(default=None, description="The series or event it is a part of.")
    grew_out_of: tuple[CollaborationId, ...] = Field(default=(), description="What led to it.")
    status: CollaborationStatus = Field(default="done", description="Blank: done.")
    outcome: Text | None = Field(default=None, description="What came of it.")
    focus_area: Text | None = Field(default=None, description="The question an inquiry looks into.")
    answer: Text | None = Field(default=None, description="What leadership answered to a recommendation.")
    answered_by: Text | None = Field(default=None, description="Who answered.")
    answered_on: PartialDate | None = Field(default=None, description="When the answer came.")
    source: Text | None = Field(default=None, description="How this is known.")
    url: Url | None = Field(default=None, description="A page about it.")


class Participation(Record):
    """Somebody took part in a collaboration; a person may stand for an organization there."""

    table: ClassVar[str] = "participations"
    singular: ClassVar[str] = "participation"

    collaboration: CollaborationId = Field(description="In what.")
    person: PersonId | None = Field(default=None, description="Who.")
    organization: OrganizationId | None = Field(
        default=None, description="For which organization, or which organization itself."
    )
    role: Annotated[Text, PARTICIPATION_ROLES] | None = Field(default=None, description="As what.")

    @model_validator(mode="after")
    def _has_somebody(self) -> Self:
        if not (self.person or self.organization):
            raise ValueError("a person or an organization")
        return self


class Response(Record):
    """Who was asked in a wave of a survey, and whether they answered."""

    table: ClassVar[str] = "responses"
    singular: ClassVar[str] = "response"

    person: PersonId = Field(description="Who was asked.")
    wave: FilledText = Field(description="The wave, such as 2024 or spring.")
    community: CommunityId | None = Field(default=None, description="For which community.")
    survey: Text | None = Field(default=None, description="The survey's name.")
    status: ResponseStatus | None = Field(default=None, description="Whether the person answered.")
    answered_on: PartialDate | None = Field(default=None, description="When.")

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """As the contract names them."""
        return ("person", "wave", "survey")


class Tie(Record):
    """One directed answer: ``from`` says this about ``to``. A value of 0 says there is no tie."""

    table: ClassVar[str] = "ties"
    singular: ClassVar[str] = "tie"

    from_: Identifier = Field(alias="from", description="Who says it.")
    to: Identifier = Field(description="About whom.")
    kind: Annotated[FilledText, TIE_KINDS] = Field(description="What is said.")
    value: Number = Field(default=1.0, description="How strongly; higher is closer. Blank: 1. 0: no tie.")
    wave: Text | None = Field(default=None, description="The wave of the survey.")
    asked_on: PartialDate | None = Field(default=None, description="When it was asked.")
    from_kind: EndKind = Field(default="person", description="Blank: person.")
    to_kind: EndKind = Field(default="person", description="Blank: person.")

    @classmethod
    def key_fields(cls) -> tuple[str, ...]:
        """As the contract names them; the kinds of the ends belong to the ends."""
        return ("from_", "from_kind", "to", "to_kind", "kind", "wave")


class Learning(Record):
    """What was learned or done, what to do differently, or a story."""

    table: ClassVar[str] = "learnings"
    singular: ClassVar[str] = "learning"

    community: CommunityId | None = Field(default=None, description="Where it was learned.")
    collaboration: CollaborationId | None = Field(default=None, description="From which collaboration.")
    kind: LearningKind | None = Field(default=None, description="What sort of learning it is.")
    text: FilledText = Field(description="The learning or story itself.")
    area: Area | None = Field(default=None, description="Which of the four areas it belongs to.")
    by: PersonId | None = Field(default=None, description="Who said it.")
    quotable: bool = Field(default=False, description="May be shown beyond facilitators. Blank: no.")
    noted_on: PartialDate | None = Field(default=None, description="When.")

    @model_validator(mode="after")
    def _belongs_somewhere(self) -> Self:
        if not (self.community or self.collaboration):
            raise ValueError("a community or a collaboration")
        return self


class Adoption(Record):
    """An organization took over an approach, a tool or an idea from another."""

    table: ClassVar[str] = "adoptions"
    singular: ClassVar[str] = "adoption"

    organization: OrganizationId = Field(description="Who took it over.")
    approach: FilledText = Field(description="What was taken over.")
    from_organization: OrganizationId | None = Field(default=None, description="From which organization.")
    from_person: PersonId | None = Field(default=None, description="From whom.")
    from_collaboration: CollaborationId | None = Field(default=None, description="Through which collaboration.")
    adopted_on: PartialDate | None = Field(default=None, description="When.")
    status: Text | None = Field(default=None, description="How far it went.")


class Intent(Record):
    """Whom a community wants among its members: a share or a number of seats for one value of one attribute."""

    table: ClassVar[str] = "intents"
    singular: ClassVar[str] = "intent"

    community: CommunityId = Field(description="Whose intent it is.")
    attribute: FilledText = Field(description="The attribute, such as region.")
    value: FilledText = Field(description="The value that should be represented.")
    share: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="The share meant, 0 to 1 or a percentage."
    )
    seats: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = Field(
        default=None, description="Or the number of seats meant."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.share is None) == (self.seats is None):
            raise ValueError("either a share or a number of seats")
        return self


RECORDS: dict[str, type[Record]] = {
    record.table: record
    for record in (
        Organization, Person, PersonAttribute, Community, Aim, Membership, Engagement, Affiliation, Collaboration,
        Participation, Response, Tie, Learning, Adoption, Intent,
    )
}  # fmt: skip
"""Every table of the contract, in an order in which a record comes after what it refers to."""
