"""Statements that are compiled once and run by the driver: the same rows, values and errors as from SQLAlchemy."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, event, insert, select, text
from sqlalchemy.exc import IntegrityError

from quizapp.banks.models import Bank
from quizapp.people.models import User
from quizapp.plumbing.hot import Hot
from tests.conftest import BEGIN

_NAMED = Hot(select(User.id, User.name, User.is_admin, User.created_at).where(User.name == bindparam("name")))
_EITHER = Hot(select(User.name).where(User.name.in_(("Ada", "Sam"))).order_by(User.name))


def _user(name: str, **more):
    return {"name": name, "role": "student", "is_admin": False, "epoch": 1, "zone": "UTC", "theme": "auto"} | more


@pytest.fixture
def users(database):
    with database.transaction() as session:
        rows = [_user("Ada", is_admin=True), _user("Sam"), _user("Eve")]
        session.execute(insert(User), [row | {"day_start_minutes": 240, "created_at": BEGIN} for row in rows])
    return database


def test_rows_are_named_and_converted(users):
    with users.reading() as session:
        row = _NAMED.first(session, {"name": "Ada"})
        expected = session.execute(_NAMED.statement, {"name": "Ada"}).one()
        assert tuple(row) == tuple(expected)
        assert (row.name, row.is_admin, row.created_at) == ("Ada", True, BEGIN)
        assert _NAMED.first(session, {"name": "Nobody"}) is None


def test_lists_within_the_statement(users):
    with users.reading() as session:
        assert [row.name for row in _EITHER.all(session, {})] == ["Ada", "Sam"]
        assert [row.name for row in _EITHER.all(session, {})] == ["Ada", "Sam"]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_lists_of_any_length_that_are_given(users, count):
    wanted = Hot(
        select(User.name)
        .where(User.name.in_(bindparam("names", expanding=True)), User.role == bindparam("role"))
        .order_by(User.name.desc())
    )
    names = ["Ada", "Sam", "Eve", "Nobody", "Nor he"][:count]
    with users.reading() as session:
        for given in (names, names[::-1]):
            found = [row.name for row in wanted.all(session, {"names": given, "role": "student"})]
            assert found == sorted({"Ada", "Sam", "Eve"} & set(names), reverse=True)
        assert wanted.all(session, {"names": names, "role": "teacher"}) == []


def test_json_goes_in_and_comes_out(database):
    columns = {column.key: bindparam(column.key) for column in Bank.__table__.columns if column.key != "id"}
    store = Hot(insert(Bank).values(columns).returning(Bank.id))
    bank = dict.fromkeys(columns) | {
        "slug": "a", "title": "A", "language": "en", "description": "", "licence": "", "authors": ["Ada"], "tags": [],
        "extra": {"n": [1, None]}, "visibility": "public", "outline": {"100 %": "ä"}, "created_at": BEGIN,
    }  # fmt: skip
    with database.transaction() as session:
        (bank_id,) = store.first(session, bank)
    read = Hot(select(Bank.authors, Bank.extra, Bank.outline).where(Bank.id == bindparam("id")))
    with database.reading() as session:
        assert tuple(read.first(session, {"id": bank_id})) == (["Ada"], {"n": [1, None]}, {"100 %": "ä"})


def test_written_in_the_sessions_own_transaction(users):
    rename = Hot(text('UPDATE "user" SET name = :new WHERE name = :name'))

    def fail():
        with users.transaction() as session:
            rename.run(session, {"name": "Sam", "new": "Samuel"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with users.transaction() as session:
        rename.run_each(session, [{"name": "Ada", "new": "Adele"}, {"name": "Eve", "new": "Evelyn"}])
        rename.run_each(session, [])
    with users.reading() as session:
        assert session.scalars(select(User.name).order_by(User.name)).all() == ["Adele", "Evelyn", "Sam"]


def test_its_session_begins_nothing_of_its_own(users):
    for opened in (users.transaction, users.reading):
        with opened() as session:
            _NAMED.first(session, {"name": "Ada"})
            assert session.bind.in_transaction()
            assert not session.in_transaction()


def test_errors_are_those_of_sqlalchemy(users):
    double = Hot(text('UPDATE "user" SET sign_in_name = :name'))
    with users.transaction() as session, pytest.raises(IntegrityError):
        double.run(session, {"name": "one for all"})
    with users.reading() as session:
        assert session.scalars(select(User.sign_in_name)).all() == [None, None, None]


def test_who_watches_statements_sees_them(users):
    seen = []
    event.listen(users._reader, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    with users.reading() as session:
        _NAMED.first(session, {"name": "Ada"})
    assert any("FROM" in statement and "created_at" in statement for statement in seen)
