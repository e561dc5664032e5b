from copnet.snapshot import COLUMNS, schema
from copnet.tables import TABLES


def test_every_date_is_carried() -> None:
    """The latest date of the store is where ongoing work and growth end, so none may be missing."""
    for table in TABLES.values():
        dates = {column.name for column in table.columns if column.kind == "date"}
        assert dates <= set(COLUMNS[table.name])


def test_every_reference_is_carried() -> None:
    for table in TABLES.values():
        references = {column.name for column in table.columns if column.kind.startswith("reference") and column.field}
        assert references <= set(COLUMNS[table.name])
        assert set(COLUMNS[table.name]) <= set(schema(table.name))
