from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from copnet.cell_text import join_list
from copnet.fields import clean_text
from copnet.importers.formulas import is_formula
from copnet.services.imports import import_path
from tests.support.stores import SharedEmbedded


def _acceptable(text: str) -> bool:
    try:
        return clean_text(text) not in ("", "-") and not is_formula(clean_text(text))
    except ValueError:
        return False


# any script, with quotation marks, separators and line breaks; not what is refused as text, or as a formula in a csv
CELLS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from('",;\t\n\r|\\=+-@ ')),
    min_size=1,
    max_size=30,
).filter(_acceptable)
NAMES = CELLS.map(clean_text).filter(lambda text: not text.casefold().startswith("example:"))
TOPICS = st.lists(CELLS.map(clean_text), max_size=3).filter(lambda topics: not is_formula(join_list(topics)))


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(NAMES, CELLS, TOPICS, CELLS), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_survives(
    shared_embedded: SharedEmbedded,
    rows: list[tuple[str, str, list[str], str]],
    separator: str,
    encoding: str,
    end: str,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "name", "bio", "topics", "own"])
    for number, (name, bio, topics, own) in enumerate(rows):
        writer.writerow([f"p{number:02}", name, bio, join_list(topics), own])
    store = shared_embedded.empty()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        import_path(store, path)
        found = store.read("people")
    for record, (name, bio, topics, own) in zip(found, rows, strict=True):
        assert record.name == name  # type: ignore[attr-defined]  # of its table
        assert record.bio == clean_text(bio)  # type: ignore[attr-defined]  # of its table
        assert record.topics == (() if join_list(topics) == "-" else tuple(topics))  # type: ignore[attr-defined]  # of its table
        assert record.attributes == {"own": clean_text(own)}
