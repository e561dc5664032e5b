"""Settings to store: the one place that chooses. Drivers are imported only when their store is opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from copnet.errors import StoreMissing, UsageError
from copnet.settings import DEFAULT_STORE, Settings, load
from copnet.stores.base import GraphStore

if TYPE_CHECKING:
    from copnet.services.field import Field
    from copnet.spark.tables import Progress

SERVER_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(
    address: str | None = None, *, create: bool = False, settings: Settings | None = None, once: bool = False
) -> GraphStore:  # fmt: skip
    """Open the store at ``address``, else at COPNET_STORE, else the folder ``copnet-store``.

    COPNET_STORE, when set, always wins, so that no command writes beside the store a service was told to use.

    Args:
        address: a folder (embedded) or ``neo4j://host:port``, ``bolt://host:port``.
        create: make an embedded store where none is; otherwise a missing one is an error.
        once: for one answer and no more, so that being ready soon counts.

    Raises:
        UsageError: an address of an unknown kind.
        StoreError: the store is missing, unreachable, locked, or refuses the password. There is no falling back.
    """
    settings = settings or load()
    chosen = _choose(address, settings)
    scheme, separator, _ = chosen.partition("://")
    if not separator:
        from copnet.stores.embedded import EmbeddedStore

        folder = Path(chosen).expanduser()
        if not create and not folder.exists():
            raise StoreMissing(
                f"There is no store at {folder}. Import a workbook first: copnet import PATH --store {folder}"
            )
        return EmbeddedStore.open(folder, create=create, memory=settings.memory, once=once)
    if scheme.lower() not in SERVER_SCHEMES:
        raise UsageError(
            f'"{scheme}://" is no store copnet knows; give a folder, neo4j://host:port or bolt://host:port.'
        )
    from copnet.stores.neo4j_store import Neo4jStore

    password = settings.store_password.get_secret_value() if settings.store_password else None
    return Neo4jStore.open(chosen, user=settings.store_user, password=password, database=settings.store_database)


@contextmanager
def store_to_fill(address: str | None = None) -> Iterator[GraphStore]:
    """The store an import goes to, made where there is none - and taken away again when nothing was written to it."""
    settings = load()
    chosen = _choose(address, settings)
    folder = None if "://" in chosen else Path(chosen).expanduser()
    new = folder is not None and not folder.exists()
    written = False
    try:
        with open_store(address, create=True, settings=settings) as store:
            try:
                yield store
            finally:
                written = not new or store.version() > 0
    finally:
        if new and folder is not None and not written:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def open_field(address: str | None, tell: Progress) -> Iterator[Field]:
    """The store as Spark reads it: the folder of a Parquet export straight away, any other store as it is now.

    Raises:
        UsageError: PySpark is not installed, or a cluster could not see what this computer would write.
        EngineFailed: Spark does not start, or fails.
        StoreError: as ``open_store``.
    """
    from copnet.services.field import field_of_export, field_of_store, is_export
    from copnet.spark.session import spark_session

    settings = load()
    chosen = _choose(address, settings)
    exported = is_export(chosen)
    if not exported and settings.spark_folder is None and not settings.spark_master.startswith("local"):
        raise UsageError(
            "A cluster cannot see the folders of this computer: set COPNET_SPARK_FOLDER to one that all its machines "
            "see, or give --store the folder of a Parquet export that they see."
        )
    with (
        TemporaryDirectory(prefix="copnet-spark-", dir=settings.spark_folder) as scratch,
        spark_session(settings.spark_master, settings.spark_memory, settings.spark_jars) as spark,
    ):
        if exported:
            yield field_of_export(spark, chosen, Path(scratch), tell)
            return
        with open_store(address, settings=settings) as store:
            yield field_of_store(spark, store, _connector_options(chosen, settings), Path(scratch), tell)


def _connector_options(address: str, settings: Settings) -> dict[str, str]:
    """How Neo4j's connector for Spark finds the store."""
    options = {"url": address, "authentication.basic.username": settings.store_user}
    if settings.store_password:
        options["authentication.basic.password"] = settings.store_password.get_secret_value()
    return options | ({"database": settings.store_database} if settings.store_database else {})


def scratch_store(settings: Settings | None = None) -> GraphStore:
    """An embedded store in a temporary folder that is removed when it is closed: for the demo and for tests."""
    from copnet.stores.embedded import EmbeddedStore

    return EmbeddedStore.scratch(memory=(settings or load()).memory)


def demo_store(settings: Settings | None = None) -> GraphStore:
    """The store the demo shows: COPNET_STORE when set (it always wins), else one that is thrown away afterwards."""
    settings = settings or load()
    return open_store(create=True, settings=settings) if settings.store else scratch_store(settings)


def _choose(address: str | None, settings: Settings) -> str:
    return settings.store or address or str(DEFAULT_STORE)
