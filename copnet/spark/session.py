"""One Spark session: on this computer unless told otherwise, silent, no port open to others, nothing downloaded."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from copnet.errors import EngineFailed

_TAIL = 400
"""Characters of Spark's own words that are shown when it does not start."""


@contextmanager
def spark_session(master: str, memory: str, jars: str | None = None) -> Iterator[SparkSession]:
    """A session; one that is there already is used and stays.

    Spark's own messages go into a file that is shown from only when it does not start.

    Args:
        master: ``local[*]``, or the address of a cluster.
        memory: of this computer's Spark process.
        jars: files of connectors, comma separated; none is ever fetched.

    Raises:
        EngineFailed: Spark does not start, or fails while it computes.
    """
    running = SparkSession.getActiveSession()
    with warnings.catch_warnings():  # that PySpark was not tried with this pandas, which is not used here
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        spark = running or _start(master, memory, jars)
        try:
            yield spark
        except (Py4JError, PySparkException) as error:
            raise EngineFailed(f"Spark failed: {_first_line(error)}") from error
        finally:
            if running is None:
                spark.stop()


def _start(master: str, memory: str, jars: str | None) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("copnet").master(master)
    for name, value in _options(master, memory, jars).items():
        builder = builder.config(name, value)
    with tempfile.TemporaryFile() as words:
        try:
            with _stderr_into(words.fileno()):
                spark = builder.getOrCreate()
        except (PySparkException, OSError, RuntimeError) as error:
            words.seek(0)
            said = words.read().decode(errors="replace").strip()[-_TAIL:]
            raise EngineFailed(f"Spark does not start: {said or error}. It needs Java 17 or newer.") from error
    spark.sparkContext.setLogLevel("OFF")
    return spark


def _options(master: str, memory: str, jars: str | None) -> dict[str, str]:
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.memory": memory,
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.warehouse.dir": str(Path(tempfile.gettempdir()) / "copnet-spark"),
    }
    if jars:
        options["spark.jars"] = jars
    if master.startswith("local"):
        options |= {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        options["spark.sql.shuffle.partitions"] = str(_cores(master))
    return options


def _cores(master: str) -> int:
    inside = master.partition("[")[2].rstrip("]").partition(",")[0]
    return int(inside) if inside.isdigit() else (os.cpu_count() or 1) if inside == "*" else 1


@contextmanager
def _stderr_into(file: int) -> Iterator[None]:
    """What a process started inside writes to standard error goes into a file, for as long as it lives."""
    sys.stderr.flush()
    own = os.dup(2)
    try:
        os.dup2(file, 2)
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)


def _first_line(error: Exception) -> str:
    java = getattr(error, "java_exception", None)
    return str(java.toString() if java is not None else error).strip().splitlines()[0]
