"""``copnet growth --ledger``: a table beside the figures, for an audience that is asked for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Copnet
from tests.support.books import folder


@pytest.fixture
def store(tmp_path: Path, copnet: Copnet) -> Path:
    small = folder(
        tmp_path / "small",
        {
            "people.csv": "id,name\nana,Ana Ruiz\nben,Ben Okafor\n",
            "collaborations.csv": "id,title,kind,started_on\ntalk,Talk,article,2023-05-02\ntour,Tour,pilot,2024-06\n",
            "participations.csv": "collaboration,person\ntalk,ana\ntalk,ben\ntour,ana\ntour,ben\n",
        },
    )
    assert copnet("import", small).code == 0
    return tmp_path


def test_the_ledger_is_written_beside_the_figures(store: Path, copnet: Copnet) -> None:
    ran = copnet("growth", "--every", "year", "--ledger", "ties.csv", "--audience", "facilitator", "--json")
    assert ran.code == 0
    assert ran.json["periods"][0]["new_ties"] == 1
    assert "Written: ties.csv, for the audience facilitator" in ran.err
    with (store / "ties.csv").open(encoding="utf-8-sig", newline="") as file:
        (tie,) = csv.DictReader(file)
    assert (tie["a_name"], tie["b_name"], tie["met_again"]) == ("Ana Ruiz", "Ben Okafor", "2024-06")
    assert (
        "Written: ties.csv" in copnet("growth", "--every", "year", "--ledger", "ties.csv", "--audience", "public").out
    )
    assert "Ana" not in (store / "ties.csv").read_text(encoding="utf-8")


def test_whoever_it_is_for_is_asked(store: Path, copnet: Copnet) -> None:
    ran = copnet("growth", "--every", "year", "--ledger", "ties.csv")
    assert ran.code == 2
    assert "For whom is the ledger?" in ran.err
    assert not (store / "ties.csv").exists()


def test_a_folder_that_is_not_there(store: Path, copnet: Copnet) -> None:
    ran = copnet("growth", "--every", "year", "--ledger", "nowhere/ties.csv", "--audience", "public")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert ran.out == ""


def test_growth_may_be_told_to_an_audience(store: Path, copnet: Copnet) -> None:
    assert copnet("growth", "--every", "year", "--json").json["audience"] == "facilitator"
    assert copnet("growth", "--every", "year", "--json", "--audience", "funder").json["audience"] == "funder"
