"""A hash of weaker parameters is renewed at sign-in, which writes nothing otherwise."""

from __future__ import annotations

import argon2
from sqlalchemy import event

from quizapp.people import passwords
from quizapp.people.models import User
from tests.conftest import PASSWORD


def stored_hash(runtime, cast):
    with runtime.database.reading() as session:
        return session.get(User, cast.sam.id).password_hash


def test_weak_hash_becomes_strong(mallory, cast, runtime):
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with runtime.database.transaction() as session:
        session.get(User, cast.sam.id).password_hash = weak
    mallory.sign_in("sam", PASSWORD)
    strong = stored_hash(runtime, cast)
    assert strong != weak
    assert not passwords.needs_rehash(strong)
    mallory.with_cookie(None).sign_in("sam", PASSWORD)
    assert stored_hash(runtime, cast) == strong


def test_a_usual_sign_in_opens_no_write_transaction(mallory, cast, runtime):
    begun = []
    event.listen(runtime.database.engine, "begin", lambda _connection: begun.append(1))
    mallory.sign_in("sam", PASSWORD)
    assert begun == []
