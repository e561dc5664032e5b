"""The same figures beyond one machine: definitions of ``copnet.graph`` and ``copnet.analysis`` on Spark's DataFrames.

Only where PySpark is installed: without it, importing this says how to get it.
"""

from __future__ import annotations

from importlib.util import find_spec

from copnet.errors import UsageError

if find_spec("pyspark") is None:
    raise UsageError("--engine spark needs PySpark and Java 17 or newer: pip install 'copnet[spark]'")
