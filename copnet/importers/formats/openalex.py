"""Works of OpenAlex as its API gives them: an answer with results, a list, one work, or one work a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from copnet.identity.identifiers import doi, orcid, ror
from copnet.importers.bounded_json import MOST_BYTES, load_json, load_json_lines
from copnet.importers.drafts import Drafts
from copnet.importers.formats.kinds import FileFormat, Head
from copnet.importers.formats.work_dates import work_date
from copnet.importers.formats.work_input import Institution, Maker, Work, WorkInput
from copnet.importers.formats.work_kinds import is_known, kind_of
from copnet.importers.headers import Place
from copnet.importers.options import ImportOptions

_WORK = re.compile(r'"https://openalex\.org/W\d+"')
_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")
_MOST_TOPICS = 20
_CONCEPT_FROM = 0.3


def recognize(head: Head) -> bool:
    """JSON with authorships, or with an id of a work."""
    if not head.text.startswith(("[", "{")):
        return False
    return '"authorships"' in head.text or _WORK.search(head.text) is not None


def read(path: Path, drafts: Drafts, options: ImportOptions) -> None:
    """Read every work.

    Raises:
        ImportRefused: not JSON of this form, or too large.
        OSError: it cannot be read.
    """
    works = WorkInput(drafts, headers={"started_on": "publication_date", "name": "display_name", "person": "author"})
    guessed = 0
    for row, item in _works(path, Place(drafts.file)):
        if not isinstance(item, dict):
            drafts.refuse("a work in braces", row=row, value=str(item))
            continue
        work = _work(row, item)
        guessed += (
            work.started is not None and len(work.started) == 4 and _text(item, "publication_date") != work.started
        )
        works.add(work)
    works.finish()
    if guessed:
        drafts.cautions.append(
            f"{guessed:,} work(s) dated 1 January were taken to be known to the year only: OpenAlex writes so"
        )


def _works(path: Path, place: Place) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        start = file.read(4_000_000)
    if path.suffix.lower() in (".jsonl", ".ndjson") or _LINES.match(start):
        yield from load_json_lines(path, place)
        return
    data = load_json(path, place, most_bytes=MOST_BYTES)
    if isinstance(data, dict):
        data = data["results"] if isinstance(data.get("results"), list) else [data]
    yield from enumerate(data if isinstance(data, list) else [data], 1)


def _work(row: int, item: Mapping[str, Any]) -> Work:
    type_ = _text(item, "type") or ""
    title = _text(item, "title") or _text(item, "display_name") or ""
    work = Work(row, title, kind_of(type_), started=_date(item))
    id_ = _text(item, "id")
    found = doi(_text(item, "doi"))
    work.key = found or id_
    work.cells = {
        "url": f"https://doi.org/{found}" if found else id_,
        "venue": _venue(item),
        "OpenAlex": id_ if found else None,
        "type": None if is_known(type_) and type_ == work.kind else type_ or None,
        "language": _text(item, "language"),
    }
    work.topics = _topics(item)
    work.makers = [maker for one in _list(item, "authorships") if (maker := _maker(one))]
    return work


def _date(item: Mapping[str, Any]) -> str | None:
    """The day; the first of January says the year only."""
    day = work_date(_text(item, "publication_date"))
    year = work_date(_text(item, "publication_year"))
    return year or day[:4] if day and day.endswith("-01-01") else day or year


def _venue(item: Mapping[str, Any]) -> str | None:
    location = item.get("primary_location") or item.get("host_venue")
    if not isinstance(location, dict):
        return None
    source = location.get("source")
    return _text(source if isinstance(source, dict) else location, "display_name")


def _topics(item: Mapping[str, Any]) -> list[str]:
    """Keywords and topics; concepts, which OpenAlex used before, where there are none."""
    named = [text for part in ("keywords", "topics") for one in _list(item, part) if (text := _name(one))]
    if not named:
        named = [
            text
            for one in _list(item, "concepts")
            if isinstance(one.get("score"), (int, float)) and one["score"] >= _CONCEPT_FROM and (text := _name(one))
        ]
    return list(dict.fromkeys(named))[:_MOST_TOPICS]


def _maker(one: Mapping[str, Any]) -> Maker | None:
    author = one.get("author")
    author = author if isinstance(author, dict) else {}
    name = _name(author) or _text(one, "raw_author_name")
    if not name or not name.strip():
        return None
    id_ = _text(author, "id")
    places = tuple(place for item in _list(one, "institutions") if (place := _institution(item)))
    own = (("OpenAlex", id_),) if id_ else ()
    return Maker(name, known_as=orcid(_text(author, "orcid")), source_id=id_, institutions=places, cells=own)


def _institution(item: Mapping[str, Any]) -> Institution | None:
    name = _name(item)
    if not name:
        return None
    cells = {"kind": _text(item, "type"), "country": _text(item, "country_code"), "OpenAlex": _text(item, "id")}
    filled = tuple((column, value) for column, value in cells.items() if value)
    return Institution(name, ror(_text(item, "ror")), _text(item, "id"), filled)


def _name(one: Mapping[str, Any]) -> str | None:
    return (_text(one, "display_name") or _text(one, "keyword") or "").strip() or None


def _text(item: Mapping[str, Any], name: str) -> str | None:
    value = item.get(name)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _list(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = item.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


OPENALEX = FileFormat("openalex", "a file of works of OpenAlex", recognize, read)
