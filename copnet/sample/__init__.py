"""The sample community: an invented cohort of education networks, as the tables of the contract.

The CSV files in ``tables`` are the source; README.md beside this module says what can be found in them. They have a
folder of their own, so that an import finds nothing in it that is not a table.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib.resources import as_file, files
from pathlib import Path


def sample_path() -> AbstractContextManager[Path]:
    """The folder of the sample's CSV tables, for a ``with`` statement.

    >>> with sample_path() as folder:
    ...     (folder / "people.csv").is_file()
    True
    """
    return as_file(files(__name__) / "tables")
