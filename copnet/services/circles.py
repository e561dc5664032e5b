"""Nothing may be a part of itself, whoever writes it: what an import refuses row by row, looked for in the store."""

from __future__ import annotations

from copnet.importers.cycles import CHAINS
from copnet.record import Record
from copnet.stores.base import Reader


def leads_back(reader: Reader, record: Record) -> str | None:
    """The field by which a written record leads back to itself, over whatever others; None where none does."""
    for field in CHAINS.get(record.table, ()):
        seen: set[str] = set()
        above = _above(record, field)
        while above:
            if record.key in above:
                return field
            seen |= above
            found = reader.read(record.table, keys=sorted(above))
            above = {key for one in found for key in _above(one, field)} - seen
    return None


def _above(record: Record, field: str) -> set[str]:
    value = getattr(record, field)
    return set(value) if isinstance(value, tuple) else {value} if value else set()
