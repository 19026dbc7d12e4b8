"""Banks on both databases."""

from __future__ import annotations

import pytest

from tests.conftest import Cast, make_cast


@pytest.fixture
def people(database, password_hash) -> Cast:
    """Store the cast in the database of the test."""
    return make_cast(database, password_hash)
