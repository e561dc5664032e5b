"""Pajek's partitions, vectors and permutations: one number for each vertex of a network."""

from __future__ import annotations

from collections.abc import Iterator

from copnet.errors import ImportRefused
from copnet.importers.drafts import Drafts
from copnet.importers.formats.bundle import Part
from copnet.importers.formats.pajek_words import is_number
from copnet.importers.formats.text_lines import text_lines
from copnet.importers.headers import Place

VALUES = (".clu", ".vec", ".per")


def _values(part: Part, drafts: Drafts) -> Iterator[str]:
    """The values of a partition or vector, one a vertex."""
    place = Place(drafts.file, part.name)
    for row, line in enumerate(text_lines(part.path, place, drafts.cautions), 1):
        text = line.strip()
        if not text or text.startswith(("%", "*")):
            continue
        if not is_number(text):
            raise ImportRefused([place.problem("a number, one for each vertex", row=row, value=text)])
        yield text


def values_of(parts: list[Part], network: Part, drafts: Drafts) -> dict[str, list[str]]:
    """Values of all vertices by name: that of the file, where it is not the network's.

    Raises:
        ImportRefused: no numbers, or not one for each vertex.
        OSError: a file cannot be read.
    """
    count = _vertices(network, drafts)
    columns = {}
    kinds = {".clu": "partition", ".vec": "vector", ".per": "permutation"}
    for part in parts:
        if part.ending not in VALUES:
            continue
        kind = kinds[part.ending]
        name = kind if part.stem == network.stem else f"{kind} {part.stem}"
        values = list(_values(part, drafts))
        if len(values) != count:
            expected = f"as many values as {network.name} has vertices ({count:,}), found {len(values):,}"
            raise ImportRefused([Place(drafts.file, part.name).problem(expected)])
        columns[name] = values
    return columns


def _vertices(network: Part, drafts: Drafts) -> int:
    """How many vertices a network says it has; 0 when it does not say."""
    for line in text_lines(network.path, Place(drafts.file, network.name), []):
        if line.strip().casefold().startswith("*vertices"):
            number = line.split()[1:2]
            return int(number[0]) if number and number[0].isascii() and number[0].isdigit() else 0
    return 0
