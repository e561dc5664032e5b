"""How long a list is: the same rule for all of them."""

from __future__ import annotations

from copnet.errors import UsageError

DEFAULT_LIMIT = 10


def check_limit(limit: int | None) -> None:
    """Refuse a limit that would leave nothing; None is no limit.

    Raises:
        UsageError: a limit below 1.
    """
    if limit is not None and limit < 1:
        raise UsageError("--limit is 1 or more.")
