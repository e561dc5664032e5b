"""The Neo4j driver's errors as copnet's, and how long each is worth waiting for."""

from __future__ import annotations

from neo4j import exceptions as driver_errors

from copnet.errors import Conflict, StoreError, StoreFailed, StoreMissing, StoreRefused, StoreUnreachable

FOREIGN = (driver_errors.Neo4jError, driver_errors.DriverError)
"""The bases of all that the driver raises."""

UNREACHABLE_SECONDS = 5.0
BUSY_SECONDS = 30.0
_OUT_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "OutOfMemoryError", "TransactionOutOfMemoryError")
_TOO_LONG = ("TransactionTimedOut", "LockAcquisitionTimeout")
_UNREACHABLE = (
    driver_errors.ServiceUnavailable,
    driver_errors.SessionExpired,
    driver_errors.ConnectionAcquisitionTimeoutError,
    OSError,
)


def meaning(error: BaseException, address: str, database: str | None) -> StoreError | Conflict:
    """The error of ours that says what the driver's error means."""
    code = str(getattr(error, "code", "") or "")
    if isinstance(error, driver_errors.ConstraintError):
        return Conflict("Two records would have the same key; nothing was written.")
    if isinstance(error, driver_errors.AuthError) or "Security" in code:
        return StoreRefused(
            f"The Neo4j server at {address} refuses the user or password. Set COPNET_STORE_USER and "
            f"COPNET_STORE_PASSWORD. ({error})"
        )
    if "DatabaseNotFound" in code or "IllegalDatabaseName" in code:
        return StoreMissing(
            f"The Neo4j server at {address} has no database {database or 'of that name'}. Set COPNET_STORE_DATABASE."
        )
    if _is_out_of_memory(error):
        return StoreFailed(
            f"The Neo4j server at {address} has too little memory for so many records at once; nothing was "
            "written. Give it 2 GB (server.memory.heap.max_size=2g) or import in parts."
        )
    if any(word in code for word in _TOO_LONG):
        return StoreFailed(
            f"The Neo4j server at {address} took too long; nothing was written. Is a large import running? Try again."
        )
    return _connection(error, address)


def _connection(error: BaseException, address: str) -> StoreError:
    if isinstance(error, driver_errors.IncompleteCommit):
        return StoreUnreachable(
            f"The connection to the Neo4j server at {address} broke while it was saving: either all was written or "
            "nothing. Look, and do it again if need be; importing the same file twice does no harm."
        )
    if isinstance(error, driver_errors.DriverError) and "closed" in str(error).lower() and "Driver" in str(error):
        return StoreFailed("The store is closed. Open it again.")
    if isinstance(error, (*_UNREACHABLE, driver_errors.DatabaseUnavailable)):
        return StoreUnreachable(
            f"No Neo4j server answers at {address}. Is it running, and is the address right? Nothing was written."
        )
    return StoreFailed(f"The Neo4j server at {address} failed: {error}")


def patience(error: BaseException | None) -> float:
    """For how many seconds the same may be tried again; 0: it would fail the same way."""
    if not isinstance(error, FOREIGN) or not error.is_retryable() or _is_out_of_memory(error):
        return 0.0  # a transaction too large for the server's memory is called passing too, but never fits
    return UNREACHABLE_SECONDS if isinstance(error, _UNREACHABLE) else BUSY_SECONDS


def _is_out_of_memory(error: BaseException) -> bool:
    return any(word in str(getattr(error, "code", "")) for word in _OUT_OF_MEMORY)
