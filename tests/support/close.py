"""Figures that agree, undefined ones too."""

from __future__ import annotations

from typing import Any

import pytest

EXACT = 1e-9


def close(found: Any, wanted: float | None) -> None:
    """Both undefined, or the same number but for rounding."""
    if wanted is None:
        assert found is None
    else:
        assert found == pytest.approx(wanted, abs=EXACT)
