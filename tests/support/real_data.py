"""Real data as the contract's tables: ``python -m tests.support.real_data davis|davis-community|acl FOLDER``."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Beside the repository, where the machine has it; never part of it (the licenses differ)."""


def folder_or_skip(name: str) -> Path:
    """The folder of one data set; the test is skipped where the machine does not have it."""
    import pytest  # the tables are also written without it

    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/data/{name} is not beside this repository")
    return folder


def rows_or_skip(name: str, file: str) -> list[dict[str, str]]:
    """The rows of one CSV file of a data set; the test is skipped where the machine does not have it."""
    return _read(folder_or_skip(name) / file)


def davis_tables(folder: Path, community: bool = False) -> Path:
    """18 women, 14 dated gatherings as convenings; with ``community``, all women as undated members of ``davis``."""
    data = SHARED / "davis_southern_women"
    people = _read(data / "people.csv")
    _write(
        folder / "people.csv",
        ("id", "name", "group"),
        ((row["name"], f"{row['name']} {row['surname']}", row["dgg_group1"] or row["dgg_group2"]) for row in people),
    )
    _write(
        folder / "collaborations.csv",
        ("id", "title", "kind", "started_on"),
        ((row["id"], f"Gathering {row['id']}", "convening", row["date"]) for row in _read(data / "collaborations.csv")),
    )
    _write(
        folder / "participations.csv",
        ("collaboration", "person"),
        ((row["collaboration_id"], row["person_name"]) for row in _read(data / "participations.csv")),
    )
    if community:
        _write(folder / "communities.csv", ("id", "name"), [("davis", "Southern women of Davis")])
        _write(folder / "memberships.csv", ("community", "person"), (("davis", row["name"]) for row in people))
    return folder


def acl_tables(folder: Path, year: str = "year_or_from_id") -> Path:
    """Articles to 1999. ``year`` is the column with the date: ``year`` leaves 39 articles undated."""
    data = SHARED / "acl_articles_small"
    authors = _read(data / "participations.csv")
    names = sorted({(row["last"], row["first"]) for row in authors})
    ids = {name: f"author-{number:04}" for number, name in enumerate(names, start=1)}
    _write(
        folder / "people.csv",
        ("id", "name"),
        ((ids[last, first], f"{first} {last}".strip()) for last, first in names),
    )
    _write(
        folder / "collaborations.csv",
        ("id", "title", "kind", "started_on", "venue"),
        ((row["id"], row["title"], "article", row[year], row["booktitle"]) for row in _read(data / "papers.csv")),
    )
    _write(
        folder / "participations.csv",
        ("collaboration", "person", "role"),
        ((row["paper_id"], ids[row["last"], row["first"]], row["role"]) for row in authors),
    )
    return folder


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: Sequence[str]) -> None:
    """Write the tables of one data set into a folder."""
    makers = {
        "davis": davis_tables,
        "davis-community": lambda folder: davis_tables(folder, community=True),
        "acl": acl_tables,
    }
    if len(arguments) != 2 or arguments[0] not in makers:
        raise SystemExit(f"usage: python -m tests.support.real_data {'|'.join(makers)} FOLDER")
    print(makers[arguments[0]](Path(arguments[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
