"""S15, S45: the first account's code is single, hashed, expiring, in no log or address; nobody can be faster."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from quizapp.people import service
from quizapp.people.attempts import ADDRESS
from quizapp.people.models import Token, User
from quizapp.people.service import NewAccount
from tests.conftest import PASSWORD


@pytest.fixture
def code(runtime, clock):
    with runtime.database.transaction() as session:
        return service.issue_first_account_code(session, clock())


def claim(browser, code, name="Ada"):
    return browser.post("/first-account", {"code": code, "name": name, "password": PASSWORD})


def test_the_code_makes_the_first_teacher(mallory, code, runtime):
    assert mallory.get("/first-account").status_code == 200
    assert claim(mallory, code).status_code == 303
    assert mallory.who() == "Ada"
    with runtime.database.reading() as session:
        user = session.scalars(select(User)).one()
    assert (user.role, user.is_admin) == ("teacher", True)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_guest_whom_a_classroom_knows_is_asked_before_they_are_the_first_teacher(mallory, runtime, clock, is_known):
    with runtime.database.transaction() as session:
        old = service.sign_up(session, NewAccount(name="Old", password_hash="x", role="teacher"), clock())
        guest = service.create_guest(session, clock())
        if is_known:
            room = service.get_classroom(session, old, service.make_classroom(session, old, "8b", clock()))
            service.join_classroom(session, room, guest, "Mia L.", clock())
        service.set_role(session, old.id, "student", False)
        code = service.issue_first_account_code(session, clock())
    mallory.become(guest)
    led = claim(mallory, code).headers["Location"]
    assert led.startswith("/settings/guest") == is_known
    assert mallory.who() == "Ada"
    with runtime.database.reading() as session:
        assert (session.get(User, guest.id).sign_in_name is None) == is_known, "nothing is moved unasked"
    if is_known:
        assert "“Mia L.” has learned without an account" in mallory.get(led).text
        mallory.post("/sign-outs")
        assert mallory.who() == "guest"


@pytest.mark.parametrize("wrong", ["x", "A" * 22, "' OR 1=1 --", "é" * 5000])
def test_foreign_claims_before(mallory, code, runtime, wrong):
    response = claim(mallory, wrong)
    assert response.status_code == 403
    assert "not the one in the terminal" in response.text
    with runtime.database.reading() as session:
        assert session.scalars(select(User)).all() == []
    assert claim(mallory, code).status_code == 303


def test_foreign_claims_after_and_twice(mallory, browser, code):
    claim(mallory, code)
    stranger = browser()
    assert stranger.get("/first-account").status_code == 403
    assert claim(stranger, code, "Eve").status_code == 403
    assert claim(stranger, "A" * 22, "Eve").status_code == 403
    assert stranger.who() == "nobody"


def test_without_any_code_there_is_no_claim(mallory):
    assert claim(mallory, "").status_code == 422
    assert claim(mallory, "A" * 22).status_code == 403


def test_it_expires(mallory, code, clock):
    clock.move(hours=24)
    assert claim(mallory, code).status_code == 403


def test_a_weak_password_does_not_use_it_up(mallory, code):
    assert mallory.post("/first-account", {"code": code, "name": "Ada", "password": "password"}).status_code == 422
    assert claim(mallory, code).status_code == 303


def test_it_has_128_bits_and_only_its_hash_is_kept(code, runtime):
    assert len(code) == 22
    with runtime.database.reading() as session:
        token = session.scalars(select(Token)).one()
    assert code not in token.digest
    assert len(token.digest) == 64
    for name in ("", "-wal"):
        path = runtime.database.path.with_name(runtime.database.path.name + name)
        assert not path.exists() or code.encode() not in path.read_bytes()


def test_guessing_is_limited_by_address(mallory, code, runtime):
    for _ in range(199):
        runtime.limits.count(ADDRESS, "127.0.0.1")
    assert claim(mallory, "A" * 22).status_code == 403
    assert claim(mallory, "B" * 22).status_code == 429


def test_it_is_in_no_log_and_no_address(mallory, code, caplog):
    for name in ("quizapp", "werkzeug", ""):
        logging.getLogger(name).setLevel(logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        response = claim(mallory, code)
    assert code not in response.headers["Location"]
    assert code not in response.text
    assert code not in caplog.text
    assert response.headers["Referrer-Policy"] == "same-origin"
