"""CSL-JSON, as Zotero exports it and DOIs answer with it: items become works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from copnet.errors import ImportRefused
from copnet.identity.identifiers import doi, orcid
from copnet.importers.bounded_json import load_json
from copnet.importers.drafts import Drafts
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.work_dates import work_date
from copnet.importers.formats.work_input import Institution, Maker, Work, WorkInput
from copnet.importers.formats.work_kinds import is_known, kind_of
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

_ITEM = re.compile(r'"(?:author|editor|issued|container-title|DOI|title)"\s*:')
_TYPE = re.compile(r'"type"\s*:\s*"[a-z_ -]+"')
_OWN = {
    "volume": "volume", "issue": "number", "page": "pages", "publisher": "publisher", "ISSN": "issn", "ISBN": "isbn",
    "language": "language", "abstract": "abstract", "note": "note", "edition": "edition", "id": "citation key",
}  # fmt: skip
_VENUES = ("container-title", "event-title", "event", "publisher")
_EDITED = frozenset({"book", "collection", "periodical"})
_TAGS = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
"""What CSL allows in titles beside text."""


def recognize(head: Head) -> bool:
    """A list of items, or one, with their types."""
    text = head.text
    if not text.startswith(("[", "{")) or '"authorships"' in text or '"nodes"' in text or '"elements"' in text:
        return False
    return _ITEM.search(text) is not None and _TYPE.search(text) is not None


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every item.

    Raises:
        ImportRefused: not JSON of this form, or too large.
        OSError: it cannot be read.
    """
    place = Place(drafts.file)
    items = load_json(path, place)
    if isinstance(items, dict):
        items = items["items"] if isinstance(items.get("items"), list) else [items]
    if not isinstance(items, list):
        raise ImportRefused([place.problem("a list of items in CSL-JSON")])
    works = WorkInput(drafts, headers={"started_on": "issued", "name": "author", "person": "author"})
    for row, item in enumerate(items, 1):
        if isinstance(item, dict):
            works.add(_work(row, item, works))
        else:
            drafts.refuse("an item in braces", row=row, value=str(item))
    works.finish()


def _work(row: int, item: Mapping[str, Any], works: WorkInput) -> Work:
    type_ = _text(item.get("type")) or ""
    work = Work(row, _TAGS.sub("", _text(item.get("title")) or ""), kind_of(type_))
    work.started, work.ended = _dates(item.get("issued"))
    if work.started is None and item.get("issued"):
        works.undated(row, str(item["issued"]))
    work.key = doi(_text(item.get("DOI")))
    work.cells = {name: _text(item.get(field)) for field, name in _OWN.items()}
    work.cells["url"] = f"https://doi.org/{work.key}" if work.key else _text(item.get("URL"))
    work.cells["venue"] = next((text for name in _VENUES if (text := _text(item.get(name)))), None)
    plain = is_known(type_) and type_ in (work.kind, "article-journal")
    work.cells["type"] = None if plain else type_
    keywords = item.get("keyword")
    work.topics = keywords.split(";" if ";" in keywords else ",") if isinstance(keywords, str) else []
    work.makers = _makers(item.get("author"), "author")
    editors = _makers(item.get("editor"), "editor")
    if not work.makers and type_ in _EDITED:
        work.makers = editors
    elif editors:
        work.cells["editor"] = "; ".join(editor.name for editor in editors)
    return work


def _text(value: Any) -> str | None:
    """A text or number, or the first of a list, as Crossref gives titles."""
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _dates(value: Any) -> tuple[str | None, str | None]:
    """First and last day."""
    if not isinstance(value, dict):
        return work_date(_text(value)), None
    parts = value.get("date-parts")
    found = [_date(part) for part in parts[:2]] if isinstance(parts, list) else []
    if not any(found):
        return work_date(_text(value.get("raw")) or _text(value.get("literal"))), None
    return found[0], found[1] if len(found) > 1 and found[1] != found[0] else None


def _date(part: Any) -> str | None:
    if not isinstance(part, list):
        return None
    year, month, day = ([_text(one) for one in part] + [None] * 3)[:3]
    return work_date(year, month, day)


def _makers(value: Any, role: str) -> list[Maker]:
    names = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [maker for one in names if (maker := _maker(one, role))]


def _maker(one: Mapping[str, Any], role: str) -> Maker | None:
    literal = _text(one.get("literal")) or _text(one.get("name"))
    if literal and not one.get("family"):
        return Maker(literal, role, is_organization=True)
    names = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    spoken = " ".join(text for name in names if (text := _text(one.get(name))))
    if not spoken:
        return None
    places = one.get("affiliation")
    institutions = tuple(
        Institution(name)
        for place in (places if isinstance(places, list) else ())
        if isinstance(place, dict) and (name := (_text(place.get("name")) or "").strip())
    )
    return Maker(spoken, role, known_as=orcid(_text(one.get("ORCID"))), institutions=institutions)


CSL = FileFormat("csl-json", "a file of CSL-JSON", recognize, read)
