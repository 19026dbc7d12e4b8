"""“Is that you?” is answered once: pressed twice it says the same, and who is somebody else is not asked again."""

from __future__ import annotations

import pytest

from quizapp.people import aside
from quizapp.people.models import User
from quizapp.people.views.entering import BROUGHT
from tests.conftest import PASSWORD
from tests.people.test_left_guests import gil as gil

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
