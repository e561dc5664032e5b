"""Every error of a driver becomes one of copnet's, with words that say what to do."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from neo4j import exceptions as driver_errors

from copnet.errors import Conflict, CopnetError, StoreFailed, StoreMissing, StoreRefused, StoreUnreachable
from copnet.stores.embedded_errors import meaning as embedded_meaning
from copnet.stores.embedded_errors import translated
from copnet.stores.neo4j_errors import FOREIGN, meaning, patience

WHERE = "bolt://127.0.0.1:7687"
CLASSES = sorted(
    {
        one
        for one in vars(driver_errors).values()
        if inspect.isclass(one) and issubclass(one, Exception) and one.__module__ == driver_errors.__name__
    },
    key=lambda one: one.__name__,
)
PLAIN = [one for one in CLASSES if one is not driver_errors.GqlError]


def made(kind: type[Exception], *words: Any) -> Exception:
    if issubclass(kind, driver_errors.ResultError):
        return kind(None, *words)
    if issubclass(kind, driver_errors.TransactionError):
        return kind(None, *words)
    return kind(*words)


def server_says(code: str, words: str = "words of the server") -> driver_errors.Neo4jError:
    return driver_errors.Neo4jError._hydrate_neo4j(code=code, message=words)


def test_every_class_of_the_driver_has_a_base_we_catch() -> None:
    assert len(PLAIN) > 20
    assert [one.__name__ for one in PLAIN if not issubclass(one, FOREIGN)] == []


@pytest.mark.parametrize("kind", PLAIN, ids=lambda one: one.__name__)
def test_every_class_of_the_driver_becomes_ours(kind: type[Exception]) -> None:
    ours = meaning(made(kind, "words of the driver"), WHERE, None)
    assert isinstance(ours, CopnetError)
    assert isinstance(ours, Conflict) or ours.exit_code == 3
    assert isinstance(ours, Conflict) or WHERE in str(ours)


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("Neo.ClientError.Security.Unauthorized", StoreRefused, "COPNET_STORE_PASSWORD"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", StoreRefused, "COPNET_STORE_PASSWORD"),
        ("Neo.ClientError.Security.CredentialsExpired", StoreRefused, "COPNET_STORE_PASSWORD"),
        ("Neo.ClientError.Security.Forbidden", StoreRefused, "COPNET_STORE_USER"),
        ("Neo.ClientError.Database.DatabaseNotFound", StoreMissing, "COPNET_STORE_DATABASE"),
        ("Neo.ClientError.Schema.ConstraintValidationFailed", Conflict, "same key"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", StoreFailed, "heap.max_size=2g"),
        ("Neo.TransientError.Transaction.LockAcquisitionTimeout", StoreFailed, "too long"),
        ("Neo.ClientError.Transaction.TransactionTimedOut", StoreFailed, "too long"),
        ("Neo.TransientError.General.DatabaseUnavailable", StoreUnreachable, "Is it running"),
        ("Neo.ClientError.Statement.SyntaxError", StoreFailed, "words of the server"),
        ("Neo.DatabaseError.General.UnknownError", StoreFailed, "words of the server"),
    ],
)
def test_what_the_server_says_is_told_apart(code: str, kind: type[CopnetError], words: str) -> None:
    ours = meaning(server_says(code), WHERE, "shop")
    assert type(ours) is kind
    assert words in str(ours)


def test_after_a_broken_commit_nobody_is_told_that_nothing_was_written() -> None:
    ours = meaning(driver_errors.IncompleteCommit("gone"), WHERE, None)
    assert isinstance(ours, StoreUnreachable)
    assert "either all was written or nothing" in str(ours)
    assert "Nothing was written" not in str(ours)
    assert patience(driver_errors.IncompleteCommit("gone")) == 0


def test_only_what_may_pass_is_tried_again_and_an_absent_server_not_for_long() -> None:
    assert patience(None) == 0
    assert patience(ValueError()) == 0
    assert patience(driver_errors.AuthError()) == 0
    assert patience(server_says("Neo.ClientError.Schema.ConstraintValidationFailed")) == 0
    assert patience(server_says("Neo.TransientError.General.MemoryPoolOutOfMemoryError")) == 0
    assert 10 <= patience(server_says("Neo.TransientError.Transaction.DeadlockDetected")) <= 60
    assert 0 < patience(driver_errors.ServiceUnavailable("down")) <= 10


def test_the_engine_s_errors_become_ours() -> None:
    from arcadedb_embedded import ArcadeDBError

    folder = Path("/tmp/a store")
    for error in (ArcadeDBError("odd"), OSError("disk full")):
        with pytest.raises(StoreFailed, match=rf"/tmp/a store failed: {error}") as caught, translated(folder):
            raise error
        assert caught.value.__cause__ is error
    assert "closed" in str(embedded_meaning(ArcadeDBError("Database is closed"), folder))


def test_a_java_error_without_wrapping_becomes_ours(embedded_store: object) -> None:
    import jpype

    assert embedded_store
    folder = Path("there")
    with pytest.raises(StoreFailed, match="COPNET_MEMORY"), translated(folder):
        raise jpype.JClass("java.lang.OutOfMemoryError")("Java heap space")
    with pytest.raises(StoreFailed, match="there failed"), translated(folder):
        raise jpype.JClass("java.lang.IllegalStateException")("odd")
    lock = jpype.JClass("com.arcadedb.utility.LockException")("locked")
    wrapped = jpype.JClass("com.arcadedb.exception.DatabaseOperationException")("outer", lock)
    with pytest.raises(CopnetError, match="open in another program"), translated(folder):
        raise wrapped
