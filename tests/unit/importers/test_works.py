"""Who made works, told apart; kinds, dates and names of each format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copnet.errors import ImportRefused
from copnet.importers.options import ImportOptions
from copnet.importers.report import ImportReport
from copnet.services.imports import import_path
from copnet.stores.base import GraphStore

BIB = r"""
@string{acl = "Meeting of the {ACL}"}
% a comment
@comment{not read}
@inproceedings{a1,
  author = {M{\"u}ller, J{\"o}rg and {World Health Organization} and de la Cruz, Mar{\'\i}a
    and King, Jr., Martin and others},
  title = {The {GNU} of {\L}{\'o}d{\'z} \& 50\% of $x^2$}, booktitle = acl # ", 1999",
  year = 1999, month = may, day = {3},
  doi = {https://doi.org/10.1000/ABC}, keywords = {a, b; c}, file = {x.pdf}
}
@inbook{c, crossref={P}, author={Ames, Ruth}, title={A part}}
@proceedings{P, editor={Ruth Ames and Omar Reyes}, title={The whole}, date={2003-04-05/2003-04-09}}
@unheard{u, title={Something}, year={in press}}
"""


def _load(store: GraphStore, tmp_path: Path, name: str, content: Any) -> ImportReport:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    report = import_path(store, path)
    version = store.version()
    import_path(store, path)
    assert store.version() == version, "the same file twice changes nothing"
    return report


def _named(store: GraphStore, table: str) -> dict[str, Any]:
    return {str(getattr(one, "title", None) or getattr(one, "name", None)): one for one in store.read(table)}


def _makers(store: GraphStore, title: str) -> set[tuple[str, str]]:
    works = _named(store, "collaborations")
    names = {one.key: name for table in ("people", "organizations") for name, one in _named(store, table).items()}
    return {
        (names[part.person or part.organization], part.role)  # type: ignore[attr-defined]
        for part in store.read("participations")
        if part.collaboration == works[title].id  # type: ignore[attr-defined]
    }


def test_bibtex(store: GraphStore, tmp_path: Path) -> None:
    report = _load(store, tmp_path, "works.bib", BIB)
    works = _named(store, "collaborations")
    one = works["The GNU of Łódź & 50% of $x^2$"]
    assert (one.kind, one.started_on.text, one.venue) == ("article", "1999-05-03", "Meeting of the ACL, 1999")
    assert (one.url, one.topics) == ("https://doi.org/10.1000/abc", ("a, b", "c"))
    assert _makers(store, one.title) == {
        (name, "author") for name in ("Jörg Müller", "World Health Organization", "María de la Cruz", "Martin King Jr.")
    }
    assert set(_named(store, "organizations")) == {"World Health Organization"}
    part, whole = works["A part"], works["The whole"]
    assert (part.kind, part.started_on.text, part.venue) == ("chapter", "2003-04-05", "The whole")
    assert (whole.kind, whole.ended_on.text) == ("book", "2003-04-09")
    assert _makers(store, "The whole") == {("Ruth Ames", "editor"), ("Omar Reyes", "editor")}
    assert works["Something"].started_on is None
    words = " ".join([*report.cautions, *(item.reason for item in report.left_out)])
    for said in ("no date", "World Health Organization", "unheard", "and others", "file (1)"):
        assert said in words


def test_ris(store: GraphStore, tmp_path: Path) -> None:
    text = "TY  - CHAP\nA1  - Ames, Ruth, Jr.\nAU  - Reyes, Sr., Omar\nAU  - Plato\n"
    text += "TI  - Visits\n  in pairs\nDA  - 2024/05/03/\nPY  - 2024\n"
    _load(store, tmp_path, "works.ris", f"{text}UR  - https://doi.org/10.1000/X\nKW  - a\nKW  - b\nER  - \n")
    (work,) = _named(store, "collaborations").values()
    assert (work.title, work.kind, work.started_on.text) == ("Visits in pairs", "chapter", "2024-05-03")
    assert (work.url, work.topics) == ("https://doi.org/10.1000/x", ("a", "b"))
    assert _makers(store, "Visits in pairs") == {
        (name, "author") for name in ("Ruth Ames Jr.", "Omar Reyes Sr.", "Plato")
    }


def test_csl(store: GraphStore, tmp_path: Path) -> None:
    item = {
        "type": "speech", "title": "On <i>pairs</i>", "issued": {"date-parts": [["2024", 5]]},
        "container-title": ["J", "x"],
        "author": [
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van",
             "ORCID": "http://orcid.org/0000-0002-1825-0097",
             "affiliation": [{"name": "Harbor College"}]},
            {"literal": "World Health Organization"},
        ],
    }  # fmt: skip
    _load(store, tmp_path, "works.json", [item])
    (work,) = _named(store, "collaborations").values()
    assert (work.title, work.kind, work.started_on.text, work.venue) == ("On pairs", "presentation", "2024-05", "J")
    person = _named(store, "people")["Vincent van Gogh"]
    assert person.attributes == {"ORCID": "0000-0002-1825-0097"}
    (place,) = store.read("affiliations")
    assert (place.person, place.organization) == (person.id, "harbor-college")  # type: ignore[attr-defined]
    assert _makers(store, "On pairs") == {("Vincent van Gogh", "author"), ("World Health Organization", "author")}


def _author(name: str, id_: str, orcid: str | None = None, *places: dict[str, str]) -> dict[str, Any]:
    author = {"id": f"https://openalex.org/{id_}", "display_name": name, "orcid": orcid}
    return {"author": author, "institutions": list(places)}


def _work(number: int, title: str, day: str, *authors: dict[str, Any], doi: str | None = None) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W{number}", "doi": doi, "title": title, "publication_date": day, "type": "article",
        "authorships": list(authors), "topics": [{"display_name": "Learning"}],
    }  # fmt: skip


COLLEGE = {
    "display_name": "Harbor College",
    "ror": "https://ror.org/042nb2s44",
    "country_code": "US",
    "type": "education",
}
ORCID = "https://orcid.org/0000-0002-1825-0097"


def test_openalex(store: GraphStore, tmp_path: Path) -> None:
    works = [
        _work(
            1, "Introduction", "2020-03-01", _author("Wei Wang", "A1", ORCID, COLLEGE), doi="https://doi.org/10.1000/1"
        ),
        _work(2, "Introduction", "2020-03-01", _author("Wei Wang", "A2"), doi="https://doi.org/10.1000/2"),
        _work(3, "Introduction", "2021-01-01", _author("W. Wang", "A1", ORCID, COLLEGE)),
    ]
    report = _load(store, tmp_path, "works.json", {"meta": {}, "results": works})
    assert store.count("collaborations") == 3
    people = {one.key: one for one in store.read("people")}
    assert set(people) == {"wei-wang-0000-0002-1825-0097", "wei-wang-a2"}
    assert people["wei-wang-0000-0002-1825-0097"].aliases == ("W. Wang",)  # type: ignore[attr-defined]
    (college,) = store.read("organizations")
    assert college.attributes["ROR"] == "https://ror.org/042nb2s44"
    assert store.count("affiliations") == 1
    parts = {part.person for part in store.read("participations") if part.organization == college.key}  # type: ignore[attr-defined]
    assert parts == {"wei-wang-0000-0002-1825-0097"}
    dates = sorted(one.started_on.text for one in store.read("collaborations"))  # type: ignore[attr-defined]
    assert dates == ["2020-03-01", "2020-03-01", "2021"]
    assert any("1 January" in caution for caution in report.cautions)


def test_a_later_file_with_the_same_title_finds_its_own_work(store: GraphStore, tmp_path: Path) -> None:
    """Rows of a file mean the works of that file, whatever the store has of their titles."""
    for year in ("2020", "2021", "2022"):
        text = f"@article{{a, title={{Editorial}}, year={year}, author={{{year}, Author}}}}"
        _load(store, tmp_path, f"{year}.bib", text)
    works = {one.key: one.started_on.text for one in store.read("collaborations")}  # type: ignore[attr-defined]
    assert sorted(works.values()) == ["2020", "2021", "2022"]
    for part in store.read("participations"):
        assert str(part.person).endswith(works[part.collaboration])  # type: ignore[attr-defined]


def test_a_work_twice_in_a_file_is_put_together(store: GraphStore, tmp_path: Path) -> None:
    entry = "@article{{{}, title={{Pairs}}, year=2024, author={{{}}}, {}}}\n"
    text = entry.format("a", "Ames, Ruth", "volume=1") + entry.format("b", "Reyes, Omar", "doi={10.1000/1}")
    report = _load(store, tmp_path, "works.bib", text)
    (work,) = store.read("collaborations")
    assert work.attributes == {"volume": "1", "citation key": "a"}
    assert (store.count("participations"), work.url) == (2, "https://doi.org/10.1000/1")  # type: ignore[attr-defined]
    assert any("put together" in caution for caution in report.cautions)


def test_a_name_without_number_beside_two_with_one(store: GraphStore, tmp_path: Path) -> None:
    def person(orcid: str | None) -> dict[str, Any]:
        return {"family": "Wang", "given": "Wei"} | ({"ORCID": orcid} if orcid else {})

    items = [
        {"type": "book", "title": f"Book {number}", "author": [person(orcid)], "issued": {"raw": "2024"}}
        for number, orcid in enumerate(("0000-0002-1825-0097", "0000-0001-5109-3700", None))
    ]
    report = _load(store, tmp_path, "works.json", items)
    assert store.count("people") == 3
    assert any("Wei Wang" in caution for caution in report.cautions)
    with pytest.raises(ImportRefused) as caught:  # a name that the store has three times
        _load(store, tmp_path, "two.json", items[2:])
    assert "this row fits" in caught.value.problems[0].expected


@pytest.mark.parametrize("text", ["References\nTY  - BOOK\nTI  - A\nER  - \n", "TI  - A\n"])
def test_good_entries_stay_when_bad_ones_are_skipped(text: str, store: GraphStore, tmp_path: Path) -> None:
    path = tmp_path / "works.ris"
    path.write_text(f"{text}TY  - BOOK\nTI  - Good\nER  - \n")
    report = import_path(store, path, ImportOptions(skip_bad_rows=True))
    assert "Good" in _named(store, "collaborations")
    assert report.errors[0].row == 1


def test_institutions_without_a_name_are_left_out_by_name(store: GraphStore, tmp_path: Path) -> None:
    """One with a ROR is known by it, whatever it is called."""
    places = [{"display_name": name} for name in ("-", "None", "N/A", "Lakeside", "", "-")]
    places.append({"display_name": "Unknown", "ror": "https://ror.org/05a28rw58"})
    author = {"author": {"display_name": "Ruth Ames"}, "institutions": places}
    work = {"id": "https://openalex.org/W1", "title": "Visits", "type": "article", "authorships": [author]}
    (tmp_path / "works.json").write_text(json.dumps([work]), encoding="utf-8")
    report = import_path(store, tmp_path / "works.json")
    assert {getattr(row, "name", "") for row in store.read("organizations")} == {"Lakeside", "Unknown"}
    (said,) = [item.reason for item in report.left_out if "institutions" in item.reason]
    assert all(name in said for name in ('"-" (2)', '"None" (1)', '"N/A" (1)'))
