"""The kinds of values that records hold: texts, ids, references and the lists of the contract, cleaned or refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

MAX_TEXT = 32_767  # what a spreadsheet cell can hold; longer text is a broken file, not a cell
MAX_ID = 200
LARGEST_NUMBER = 1e12  # of answers on a scale, either way from 0: sums and squares of them stay numbers
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_BAD_IDS = frozenset({".", ".."})


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Marks a field that holds the id of a record of ``table``."""

    table: str


@dataclass(frozen=True, slots=True)
class Known:
    """Values of an open list: others are accepted and named in the import report."""

    values: tuple[str, ...]


def clean_text(value: str) -> str:
    """One spelling of a text: Unicode NFC, outer blanks removed.

    Raises:
        ValueError: text longer than a spreadsheet cell, or with invisible control characters.
    """
    value = unicodedata.normalize("NFC", value).strip()
    if len(value) > MAX_TEXT:
        raise ValueError(f"at most {MAX_TEXT} characters, found {len(value)}")
    if _CONTROL.search(value):
        raise ValueError("text without invisible control characters")
    return value


def clean_id(value: str) -> str:
    """An id that can stand in a web address.

    Raises:
        ValueError: blank, longer than 200 characters, with a slash or a line break, or only dots.
    """
    value = clean_text(value)
    if not value or len(value) > MAX_ID or value in _BAD_IDS or any(sign in value for sign in "/\\\r\n\t"):
        raise ValueError(f"an id of 1 to {MAX_ID} characters without slashes or line breaks")
    return value


def clean_url(value: str) -> str:
    """A web address, with or without its ``https://``.

    Raises:
        ValueError: another scheme, such as ``javascript:``, which would run when clicked.
    """
    value = clean_text(value)
    scheme = _SCHEME.match(value)
    if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
        raise ValueError("a web address that begins with https:// or http://")
    return value


def _filled(value: str) -> str:
    if not value:
        raise ValueError("must not be blank")
    return value


Text = Annotated[str, AfterValidator(clean_text)]
FilledText = Annotated[str, AfterValidator(clean_text), AfterValidator(_filled)]
Url = Annotated[str, AfterValidator(clean_url)]
Texts = tuple[FilledText, ...]
Identifier = Annotated[str, AfterValidator(clean_id)]
PersonId = Annotated[Identifier, RefersTo("people")]
OrganizationId = Annotated[Identifier, RefersTo("organizations")]
CommunityId = Annotated[Identifier, RefersTo("communities")]
CollaborationId = Annotated[Identifier, RefersTo("collaborations")]
Number = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]

Willing = Literal["yes", "ask", "no"]
Visibility = Literal["nobody", "facilitators", "communities", "everyone"]
Area = Literal["relationships", "learning", "action", "field-building"]
MembershipRole = Literal["member", "facilitator", "coach", "funder", "applicant"]
MembershipStatus = Literal["applied", "invited", "admitted", "declined", "withdrawn"]
EngagementLevel = Literal["low", "some", "high", "leading"]
CollaborationStatus = Literal[
    "proposed", "presented", "accepted", "planned", "ongoing", "done", "adopted", "declined", "cancelled"
]
ResponseStatus = Literal["invited", "partial", "answered", "declined"]
EndKind = Literal["person", "organization"]
LearningKind = Literal["problem", "insight", "action", "next-time", "story"]

COLLABORATION_KINDS = Known(
    (
        "co-presentation", "article", "series", "pilot", "offering", "convening", "resource", "introduction",
        "coaching", "campaign", "grant", "inquiry", "recommendation", "presentation",
    )
)  # fmt: skip
PARTICIPATION_ROLES = Known(("presenter", "author", "host", "participant", "guest", "coach", "audience", "leadership"))
TIE_KINDS = Known(("knows", "trusts", "would-call-on", "works-with", "partners-with", "values"))
UNKNOWN_KIND = "unknown"  # a collaboration known only from its participations
