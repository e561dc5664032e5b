"""What marks one person, organization or work wherever it is named: its ORCID, ROR or DOI. One way to write each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from copnet.tables import fold_header

_ORCID = re.compile(r"(?<![\dX])(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?![\dX])", re.ASCII)
_ROR = re.compile(r"(?:ror\.org/|^)(0[a-z0-9]{6}\d{2})/?$", re.ASCII | re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_ORCID_HEADERS = frozenset({"orcid", "orcidid", "orcidurl"})
_ROR_HEADERS = frozenset({"ror", "rorid", "rorurl"})
ORCID_ATTRIBUTES = ("ORCID", "orcid", "Orcid", "ORCID iD", "ORCID ID", "orcid id", "orcid_id")
"""How the attribute is looked for in the store; an import takes any case, with blanks or not."""


def orcid(text: str | None) -> str | None:
    """The number of an ORCID, however it is written."""
    found = _ORCID.search(text or "")
    return found[1].upper() if found else None


def ror(text: str | None) -> str | None:
    """A ROR as its address, however it is written."""
    found = _ROR.search((text or "").strip())
    return f"https://ror.org/{found[1].lower()}" if found else None


def doi(text: str | None) -> str | None:
    """A DOI in small letters, without what is written before it.

    >>> doi("https://doi.org/10.1000/ABC"), doi("doi: 10.1000/abc"), doi("n/a")
    ('10.1000/abc', '10.1000/abc', None)
    """
    found = _DOI.search(text or "")
    return found[0].rstrip(".,;").lower() if found else None


def names_orcid(attribute: str) -> bool:
    """Whether an attribute of a person is the ORCID.

    >>> names_orcid("ORCID iD"), names_orcid("region")
    (True, False)
    """
    return fold_header(attribute) in _ORCID_HEADERS


def identifier(table: str, own: Mapping[str, object], url: object) -> str | None:
    """The ORCID of a person or the ROR of an organization; of a collaboration its DOI.

    Args:
        table: of the row or record.
        own: its own columns, by header: ``ORCID``, ``orcid_id``, ``ROR``.
        url: its address, which may be that of the ORCID, the ROR or the DOI.
    """
    address = url if isinstance(url, str) else ""
    if table == "people":
        return _first(own, _ORCID_HEADERS, orcid) or (orcid(address) if "orcid.org/" in address.casefold() else None)
    if table == "organizations":
        return _first(own, _ROR_HEADERS, ror) or (ror(address) if "ror.org/" in address.casefold() else None)
    if table == "collaborations" and "doi.org/10." in address.casefold():
        return doi(address)
    return None


def _first(own: Mapping[str, object], headers: frozenset[str], read: Callable[[str | None], str | None]) -> str | None:
    """What the first own column with one of these headers says."""
    texts = (value for name, value in own.items() if isinstance(value, str) and fold_header(name) in headers)
    return next(filter(None, map(read, texts)), None)
