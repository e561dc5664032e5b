"""The command that guesses, and the import that takes its guess."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Copnet

TALKS = 'Title,Date,Presenters\nTalk,2024-05-17,"Ann Lee, Bo Chen"\nPanel,2024-06-01,Cy Diaz and Ann Lee\n'


def test_guess_correct_import(copnet: Copnet) -> None:
    Path("talks.csv").write_text(TALKS, encoding="utf-8")
    said = copnet("mapping", "talks.csv")
    assert said.code == 0, said.err
    assert "Presenters" in said.out
    assert "talks.csv.mapping.toml" in said.out
    written = Path("talks.csv.mapping.toml")
    assert written.stat().st_mode & 0o077 == 0, "it holds names: for its owner alone"
    assert "Ann Lee, Bo Chen | Cy Diaz and Ann Lee" in written.read_text(encoding="utf-8")
    done = copnet("import", "talks.csv", "--mapping", written, "--json").json
    assert (done["format"], done["created"]) == ("mapped", {"people": 3, "collaborations": 2, "participations": 4})
    assert copnet("import", "talks.csv", "--mapping", written, "--json").json["created"] == {}


def test_as_json_and_to_a_told_file(copnet: Copnet) -> None:
    Path("talks.csv").write_text(TALKS, encoding="utf-8")
    found = copnet("mapping", "talks.csv", "my.toml", "--json").json
    assert found["written"] == "my.toml"
    (table,) = found["tables"]
    assert (table["table"], table["each_row"]) == ("talks.csv", "collaboration")
    assert table["columns"][0] == {"header": "Title", "guess": "title", "samples": ["Talk", "Panel"]}
    assert table["columns"][2]["guess"]["names"] == "people"


def test_nothing_is_overwritten_and_errors_are_sentences(copnet: Copnet) -> None:
    Path("talks.csv").write_text(TALKS, encoding="utf-8")
    Path("mine.toml").write_text("# mine\n", encoding="utf-8")
    ran = copnet("mapping", "talks.csv", "mine.toml")
    assert (ran.code, "exists already" in ran.err) == (1, True)
    assert Path("mine.toml").read_text(encoding="utf-8") == "# mine\n"
    for path in ("nothing.csv", "talks.pdf"):
        ran = copnet("mapping", path)
        assert ran.code == 1
        assert path in ran.err
    Path("empty.csv").write_text("")
    assert copnet("mapping", "empty.csv").code == 1
