"""ada at her document, on SQLite, or on both databases where a test asks for `database`."""

from __future__ import annotations

import pytest

from tests.conftest import make_cast
from tests.documents import brought


@pytest.fixture
def people(database, password_hash):
    """Store the cast in the database of each sort."""
    return make_cast(database, password_hash)


@pytest.fixture
def document_id(database, people):
    """Give ada's document."""
    return brought.put(database, people.ada)


@pytest.fixture
def ada(sign_in_as):
    return sign_in_as("ada")


@pytest.fixture
def own_id(runtime, cast, ada):
    """Give ada's document in the app's own database."""
    return brought.put(runtime.database, cast.ada)
