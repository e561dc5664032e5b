"""Free texts an audience may read: none that spells the name of somebody who is withheld from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import polars as pl

from copnet.services.spelling import Names
from copnet.snapshot import WITH_ATTRIBUTES

TEXTS: Mapping[str, Mapping[str, str | None]] = {
    "collaborations": {
        "outcome": None,
        "focus_area": None,
        "answer": "An answer",
        "answered_by": None,
        "url": None,
    },
    "learnings": {"text": None},
    "aims": {"name": "An aim", "text": None},
    "adoptions": {"approach": "An approach", "status": None},
    "organizations": {"kind": None, "sector": None, "location": None},
    "people": {"role": None, "location": None},
    "affiliations": {"role": None},
}
"""By table and column, what stands where a text is not told."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "collaborations": ("topics",),
    "people": ("topics", "offers", "seeks"),
}
"""Lists of short texts; one that is not told is left out. So are own columns and attributes of people."""

LABELS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "wave": (("responses", "wave"), ("ties", "wave")),
    "survey": (("responses", "survey"),),
    "kind of tie": (("ties", "kind"),),
}
"""Words of a store's own that rows are told apart by: the same in all tables and columns of one line."""


def without_spelled(frames: Mapping[str, pl.DataFrame], names: Names) -> dict[str, pl.DataFrame]:
    """The tables with free texts, without those that spell one of the names."""
    changed = {table: frames[table] for table in (*TEXTS, *LISTS, *WITH_ATTRIBUTES, "person_attributes")}
    for table, columns in TEXTS.items():
        for column, instead in columns.items():
            spelled = _spelled(changed[table][column], names)
            told = pl.when(pl.col(column).is_in(spelled)).then(pl.lit(instead, pl.String())).otherwise(pl.col(column))
            changed[table] = changed[table].with_columns(told.alias(column))
    for table, lists in LISTS.items():
        for column in lists:
            spelled = _spelled(changed[table][column].explode(), names)
            told = pl.col(column).list.eval(pl.element().filter(~pl.element().is_in(spelled)))
            changed[table] = changed[table].with_columns(told)
    for table in WITH_ATTRIBUTES:
        own = {text: without_spelled_own(text, names) for text in changed[table]["attributes"].drop_nulls().unique()}
        changed[table] = changed[table].with_columns(pl.col("attributes").replace(own))
    given = changed["person_attributes"]
    for column in ("attribute", "value"):
        given = given.filter(~pl.col(column).is_in(_spelled(given[column], names)))
    return changed | {"person_attributes": given} | _relabeled(frames, names)


def without_spelled_lines(tables: Iterable[dict[str, Any]], names: Names) -> None:
    """Rename, in place, attributes and values of ``representation`` that spell one of the names: by a number each.

    The same attribute or value has the same number in all of the tables; what it counts stays.
    """
    attributes, values = _Numbers("An attribute", names), _Numbers("A value", names)
    for table in tables:
        table["attribute"] = attributes.told(table["attribute"])
        for line in table["lines"]:
            line["value"] = values.told(line["value"])


def without_own_names(learnings: pl.DataFrame, speakers: Mapping[str, Names]) -> pl.DataFrame:
    """Learnings without the texts in which one of these speakers spells their own name."""
    own = [by in speakers and speakers[by].spelled_in(text) for by, text in learnings.select("by", "text").iter_rows()]
    text = pl.when(pl.Series(own, dtype=pl.Boolean)).then(None).otherwise(pl.col("text"))
    return learnings.with_columns(text.alias("text"))


def quotable_only(learnings: pl.DataFrame) -> pl.DataFrame:
    """Learnings outside the facilitator's view: those not quotable stay in counts, without text and speaker."""
    return learnings.with_columns(
        pl.when(pl.col("quotable").fill_null(False)).then(pl.col(name)).alias(name) for name in ("text", "by")
    )


def without_speakers(learnings: pl.DataFrame, speakers: frozenset[str]) -> pl.DataFrame:
    """Learnings that name only these speakers."""
    return learnings.with_columns(pl.when(pl.col("by").is_in(sorted(speakers))).then(pl.col("by")).alias("by"))


class _Numbers:
    """Texts as they may be told: those that spell a name by a word and a number, the same for the same text."""

    def __init__(self, word: str, names: Names, taken: Iterable[str] = ()) -> None:
        self._word, self._names, self._taken = word, names, set(taken)
        self._told: dict[str, str] = {}

    def told(self, text: str) -> str:
        if text not in self._told:
            self._told[text] = self._free() if self._names.spelled_in(text) else text
        return self._told[text]

    def _free(self) -> str:
        found = next(word for number in count(1) if (word := f"{self._word} {number}") not in self._taken)
        self._taken.add(found)
        return found


def _relabeled(frames: Mapping[str, pl.DataFrame], names: Names) -> dict[str, pl.DataFrame]:
    """The tables with labels, those that spell one of the names by a number."""
    changed: dict[str, pl.DataFrame] = {}
    for word, places in LABELS.items():
        known = {text for table, column in places for text in frames[table][column].drop_nulls().unique()}
        numbers = _Numbers(word, names, known)
        told = {text: numbers.told(text) for text in sorted(known)}
        for table, column in places:
            changed[table] = changed.get(table, frames[table]).with_columns(pl.col(column).replace(told))
    return changed


def without_spelled_own(text: str, names: Names) -> str:
    """Own columns of a row without those whose header or value spells one of the names."""
    own = {name: value for name, value in json.loads(text).items()
           if not names.spelled_in(name) and not names.spelled_in(str(value))}  # fmt: skip
    return json.dumps(own, ensure_ascii=False)


def _spelled(texts: pl.Series, names: Names) -> list[str]:
    return [text for text in texts.drop_nulls().unique().to_list() if names.spelled_in(text)]
