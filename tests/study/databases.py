"""The mark that lets a test file run on both databases."""

from __future__ import annotations

import pytest

BOTH = pytest.mark.parametrize(
    "runtime", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
