"""A passer-by becomes a guest once: a form whose reply was lost finds the same guest again, and nobody else does."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from quizapp.people import service
from quizapp.people.models import Token, User
from quizapp.plumbing.db import Database


@pytest.fixture
def room(runtime, cast, clock):
    with runtime.database.transaction() as session:
        made = service.make_classroom(session, cast.ada, "History 8b", clock())
        return service.get_classroom(session, cast.ada, made)


def join(browser, room, name="Kim"):
    return browser.post(f"/join/{room.link_token}", {"name": name})


def lose_reply(browser, room):
    """Join, and give the browser as it is when the reply never came, with what the page had brought it."""
    browser.get(f"/join/{room.link_token}")
    before = browser.cookie()
    assert join(browser, room).status_code == 303
    return browser.with_cookie(before)


def members(runtime, room, cast):
    with runtime.database.reading() as session:
        return [(each.roster_name, each.user_id) for each in service.get_roster(session, cast.ada, room.id)[1]]


def guests(runtime):
    with runtime.database.reading() as session:
        return len(session.scalars(select(User.id).where(User.sign_in_name.is_(None))).all())


def test_a_classroom_joined_twice_since_the_reply_was_lost_has_one_student(cast, runtime, room, mallory):
    before = guests(runtime)
    kim = lose_reply(mallory, room)
    assert join(kim, room).status_code == 303
    assert [name for name, _ in members(runtime, room, cast)] == ["Kim"]
    assert guests(runtime) == before + 1
    assert kim.who() == "guest"
    assert "History 8b" in kim.get("/classrooms").text


def test_who_comes_back_to_the_page_is_the_guest_that_they_became(runtime, room, mallory):
    kim = lose_reply(mallory, room)
    assert "History 8b" in kim.get("/classrooms").text


def test_somebody_else_with_the_same_form_is_somebody_else(cast, runtime, room, mallory, browser):
    lose_reply(mallory, room)
    other = browser()
    other.get(f"/join/{room.link_token}")
    assert "Somebody in this classroom has that name" in join(other, room).text
    assert other.who() == "nobody"
    assert join(other, room, "Zoe").status_code == 303
    assert len({user_id for _, user_id in members(runtime, room, cast)}) == 2


def test_a_cookie_that_was_copied_before_the_page_was_shown_opens_nothing(room, browser):
    shared = browser()
    shared.get(f"/join/{room.link_token}")
    copied = shared.cookie()
    lose_reply(shared, room)
    assert shared.with_cookie(copied).who() == "nobody"


def test_a_guest_is_found_again_for_an_hour(room, mallory, clock):
    kim = lose_reply(mallory, room)
    clock.move(minutes=61)
    assert kim.who() == "nobody"


def test_a_guest_who_signed_out_or_has_an_account_since_is_not_found(room, browser):
    for leave in ("/sign-outs", "/sign-up"):
        one = browser()
        one.get(f"/join/{room.link_token}")
        before = one.cookie()
        assert join(one, room, leave.strip("/")).status_code == 303
        given = {"name": "Kim Kimsen", "password": "a long secret of Kim", "again": "a long secret of Kim"}
        assert one.post(leave, given).status_code == 303, leave
        one.post("/settings/guest")
        assert one.with_cookie(before).who() == "nobody"


def test_what_names_guests_is_not_kept_for_long(runtime, room, browser, clock):
    for name in ("Kim", "Zoe"):
        one = browser()
        one.get(f"/join/{room.link_token}")
        join(one, room, name)
        clock.move(hours=2)
    with runtime.database.reading() as session:
        assert len(session.scalars(select(Token.digest).where(Token.purpose == "guest")).all()) == 1


@pytest.mark.postgres
def test_sent_twice_at_once_it_is_one_guest(postgres_url, clock):
    database = Database(postgres_url)
    entered, made = threading.Event(), []

    def second():
        entered.wait(5)
        with database.transaction() as session:
            made.append(service.admit_guest(session, "the same secret of both", clock()))

    thread = threading.Thread(target=second)
    thread.start()
    with database.transaction() as session:
        made.append(service.admit_guest(session, "the same secret of both", clock()))
        entered.set()
        thread.join(0.5)
        assert len(made) == 1, "the second waits for the first"
    thread.join(10)
    database.close()
    assert made[0] == made[1]
