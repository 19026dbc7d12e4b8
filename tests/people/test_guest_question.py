"""“Is that you?” is answered once: pressed twice it says the same, and who is somebody else is not asked again."""

from __future__ import annotations

import json

import pytest

from quizapp.people import aside, cookie
from quizapp.people.models import User
from quizapp.people.views.entering import BROUGHT
from tests.conftest import PASSWORD
from tests.people.test_left_guests import gil as gil
from tests.people.test_signing_up import GOOD

PAGE = "/settings/guest?next=/settings"
ANOTHER = {"who": "another", "next": "/settings"}


@pytest.fixture
def asked(gil):
    """Let tess sign in in gil's browser and be asked."""
    assert sign_in(gil) == PAGE
    assert "Yes, that is mine" in gil.get(PAGE).text
    return gil


def sign_in(browser):
    return browser.sign_in("tess", PASSWORD, next="/settings").headers["Location"]


def test_pressed_twice_at_once_it_says_the_same(asked):
    copy, token = asked.with_cookie(asked.cookie()), asked.token()
    asked.post(PAGE, token=token)
    assert BROUGHT in asked.get("/settings").text
    # The second press was sent before the reply to the first had come.
    assert copy.post(PAGE, token=token).headers["Location"] == "/settings"
    page = copy.get("/settings").text
    assert BROUGHT in page
    assert "two people" not in page
    assert copy.who() == "Tess"


def test_of_two_presses_that_are_looked_at_together_both_say_so(asked, monkeypatch):
    left, token = [], asked.token()
    find = aside.find_left

    def find_slowly():
        found = find()
        if found is not None and not left:
            left.append(found)
            copy.post(PAGE, token=token)
        return found

    copy = asked.with_cookie(asked.cookie())
    monkeypatch.setattr(aside, "find_left", find_slowly)
    asked.post(PAGE, token=token)
    for browser in (asked, copy):
        page = browser.get("/settings").text
        assert BROUGHT in page
        assert "two people" not in page


def test_nothing_but_the_press_moves_anything(asked, cast, runtime):
    for ask in (asked.client.head, asked.client.get, asked.client.options):
        assert ask(PAGE).status_code == 200
    with runtime.database.reading() as session:
        assert session.get(User, cast.gil.id) is not None
    assert "Yes, that is mine" in asked.get(PAGE).text


def test_a_second_tab_says_it_too_and_nothing_twice(asked):
    asked.post(PAGE)
    asked.get("/settings")
    asked.post(PAGE)
    assert BROUGHT in asked.get("/settings").text
    assert BROUGHT not in asked.get("/settings").text
    asked.post(PAGE, ANOTHER)
    assert BROUGHT not in asked.get("/settings").text


def test_who_never_was_asked_is_told_nothing(sign_in_as):
    sam = sign_in_as("sam")
    assert sam.post(PAGE).headers["Location"] == "/settings"
    assert BROUGHT not in sam.get("/settings").text


def test_somebody_else_is_not_asked_again_in_this_browser(asked):
    assert asked.post("/settings/guest", ANOTHER).headers["Location"] == "/settings"
    page = asked.get("/settings").text
    assert "Somebody else has learned in this browser without an account." in page
    assert "Is that you?" not in page
    asked.post("/settings/password", {"current": PASSWORD, "password": "lantern copper eleven"})
    assert "Is that you?" not in asked.get("/settings").text
    asked.post("/sign-outs")
    assert asked.who() == "guest"
    assert asked.sign_in("tess", "lantern copper eleven", next="/settings").headers["Location"] == "/settings"
    assert asked.who() == "Tess"
    assert "Is that you?" not in asked.get("/settings").text
    asked.post("/sign-outs")
    assert asked.who() == "guest", "nothing was moved"
    assert asked.sign_in("sam", PASSWORD, next="/settings").headers["Location"] == PAGE, "that was said of tess alone"


def test_who_said_so_by_mistake_takes_it_back(asked):
    asked.post("/settings/guest", ANOTHER)
    page = asked.get("/settings").text
    assert "It was me after all" in page
    assert f'href="{PAGE}"' in page
    assert "Yes, that is mine" in asked.get(PAGE).text
    asked.post(PAGE)
    assert BROUGHT in asked.get("/settings").text
    asked.post("/sign-outs")
    assert asked.who() == "nobody"


def test_many_others_push_out_nobody_who_was_found():
    held = {}
    cookie.note_another(held, 7, 1000, cookie.FOUND)
    cookie.note_another(held, 7, 999, cookie.SAID)
    for no in range(cookie.MAX_OTHERS):
        cookie.note_another(held, cookie.seat_of(no), 5, cookie.SAID)
        held = json.loads(json.dumps(held, sort_keys=True))
    assert (cookie.find_another(held, 7, 1000), cookie.find_another(held, 7, 999)) == (cookie.FOUND, cookie.SAID)
    for user_id in range(2 * cookie.MAX_OTHERS):
        cookie.note_another(held, 7, user_id, cookie.SAID)
        held = json.loads(json.dumps(held, sort_keys=True))
    assert cookie.find_another(held, 7, 1000) == cookie.FOUND
    newest = [cookie.find_another(held, 7, user_id) for user_id in range(2 * cookie.MAX_OTHERS)]
    assert newest == [""] * (cookie.MAX_OTHERS + 1) + [cookie.SAID] * (cookie.MAX_OTHERS - 1), "the oldest go"


def test_in_a_browser_of_several_people_a_guest_without_a_name_is_asked_about(runtime, cast, sign_in_as):
    browser = sign_in_as("gil")
    with browser.client.session_transaction() as held:
        cookie.note_another(held, cast.gil.id, cast.sam.id, cookie.SAID)
    assert sign_in(browser) == PAGE
    with runtime.database.reading() as session:
        assert session.get(User, cast.gil.id) is not None


def test_of_too_many_accounts_the_browser_forgets_the_oldest():
    held = {}
    for user_id in (20, *range(100, 100 + cookie.MAX_KNOWN - 1), 3):
        cookie.remember_browser(held, user_id)
        held = json.loads(json.dumps(held, sort_keys=True))
    assert cookie.mark_of_browser(held, 20) is None
    assert cookie.mark_of_browser(held, 3) is not None


def test_who_signs_up_in_a_browser_of_several_people_is_asked_too(runtime, cast, sign_in_as):
    browser = sign_in_as("gil")
    with browser.client.session_transaction() as held:
        cookie.note_another(held, cast.gil.id, cast.sam.id, cookie.SAID)
    browser.post("/sign-up", GOOD)
    with runtime.database.reading() as session:
        assert session.get(User, cast.gil.id).sign_in_name is None
    assert "Yes, that is mine" in browser.get(PAGE).text


def test_what_was_said_of_a_seat_of_nobody_holds_for_the_guest_who_has_it_since():
    held = {}
    for who, user_id in ((cookie.seat_of(12), 3), (cookie.seat_of(1), 4), (7, 5)):
        cookie.note_another(held, who, user_id, cookie.SAID)
    cookie.hand_over_others(held, 12, 8)
    assert cookie.find_another(held, 8, 3) == cookie.SAID
    assert not cookie.find_another(held, 8, 4)
    assert cookie.has_others(held, 8)


def test_what_an_older_cookie_says_holds():
    held = {cookie.OTHERS: {"7.3": cookie.FOUND}, cookie.KNOWN: {"3": "mark"}}
    assert cookie.find_another(held, 7, 3) == cookie.FOUND
    assert cookie.mark_of_browser(held, 3) == "mark"
