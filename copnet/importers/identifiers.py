"""What marks one person, organization or work wherever it is named: its ORCID, ROR or DOI."""

from __future__ import annotations

from collections.abc import Mapping

from copnet.dates import PartialDate
from copnet.ids import slug
from copnet.importers.formats.work_makers import doi, orcid, ror
from copnet.tables import fold_header

_READERS = {"people": ("orcid", orcid), "organizations": ("ror", ror)}


def identifier(table: str, own: Mapping[str, object], url: object) -> str | None:
    """The identifier in the own column ORCID of people and ROR of organizations; of a collaboration its DOI.

    Args:
        table: of the row or record.
        own: its own columns, by header.
        url: its address: a DOI is known by that.
    """
    if table == "collaborations":
        return doi(url) if isinstance(url, str) and "doi.org/10." in url.casefold() else None
    header, read = _READERS.get(table, ("", orcid))
    texts = (value for name, value in own.items() if isinstance(value, str) and fold_header(name) == header)
    return next(filter(None, map(read, texts)), None)


def one_date(one: str | None, other: str | None) -> bool:
    """Whether two ISO dates, of any precision, can be the same: one lies within the other, or one is not known."""
    if one is None or other is None:
        return True
    first, second = sorted(map(PartialDate.parse, (one, other)), key=lambda date: len(date.text))
    return first.first <= second.first and second.last <= first.last


def one_title(one: str, other: str) -> bool:
    """Whether titles are the same but for letters, signs and a subtitle."""
    short, long = sorted((slug(one), slug(other)), key=len)
    return bool(short) and f"{long}-".startswith(f"{short}-")
