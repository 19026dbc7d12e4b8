"""A guest in whose browser an account is signed in: set aside, and back when the account's sign-in ends by itself."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from quizapp.people import service
from quizapp.people.models import User
from tests.conftest import PASSWORD

COOKIE = "quizapp"


@pytest.fixture
def gil(runtime, cast, sign_in_as):
    """Give gil's browser, whom a classroom knows as Mia."""
    sign_in_as("ada").post("/classrooms", {"name": "8b"})
    with runtime.database.reading() as session:
        (room,) = service.list_classrooms(session, cast.ada)
    browser = sign_in_as("gil")
    browser.post(f"/join/{room.link_token}", {"name": "Mia"})
    return browser


def sign_in(browser, **more):
    assert browser.sign_in("tess", PASSWORD, **more).headers["Location"].startswith("/settings/guest")
    return browser.token()


def end(runtime, cast):
    with runtime.database.transaction() as session:
        service.sign_out_everywhere(session, cast.tess.id)


def guests(runtime):
    with runtime.database.reading() as session:
        return session.scalar(select(func.count()).where(User.sign_in_name.is_(None)))


@pytest.mark.parametrize(("address", "form", "leads_to"), [
    ("/sign-outs", {}, "/"),
    ("/sign-in", {"name": "tess", "password": PASSWORD, "next": "/settings"}, "/sign-in?next=/settings"),
    ("/sign-up", {"name": "Nora", "password": "teapot meadow nine"}, "/sign-in?next=/sign-up"),
    ("/settings/everywhere", {}, "/sign-in"),
    ("/settings/erasure", {"sure": "y"}, "/sign-in?next=/settings/erasure"),
    ("/settings", {"zone": "Asia/Tokyo"}, "/sign-in?next=/settings"),
])  # fmt: skip
def test_a_form_sent_when_the_sign_in_has_ended_does_nothing_to_the_guest(gil, runtime, cast, address, form, leads_to):
    token = sign_in(gil)
    end(runtime, cast)
    response = gil.post(address, form, token=token)
    assert (response.status_code, response.headers["Location"]) == (303, leads_to)
    assert gil.who() == "guest"
    assert "8b" in gil.get("/classrooms").text
    assert guests(runtime) == 1
    sign_in(gil)
    gil.post("/sign-outs")
    assert gil.who() == "guest", "they are set aside again"


def test_a_script_is_told_that_the_sign_in_has_ended(gil, runtime, cast):
    token = sign_in(gil)
    end(runtime, cast)
    assert gil.post("/settings", {"zone": "Asia/Tokyo"}, token=token, headers={"X-Part": "1"}).status_code == 401
    assert gil.who() == "guest"


@pytest.mark.parametrize("is_page_first", [False, True])
def test_a_page_of_the_account_does_nothing_as_the_guest(gil, runtime, cast, is_page_first):
    token = sign_in(gil)
    end(runtime, cast)
    if is_page_first:
        assert "no longer signed in" in gil.get("/settings").text
    for _ in range(2):
        gil.post("/settings/erasure", {"sure": "y"}, token=token)
    assert guests(runtime) == 1
    assert gil.who() == "guest"


OPEN = f"{COOKIE}-open"


def close(browser):
    """Close a browser: what has no expiry is gone."""
    for name in (COOKIE, OPEN):
        held = browser.client.get_cookie(name)
        if held is not None and held.expires is None:
            browser.client.delete_cookie(name)


def test_closing_the_browser_on_a_shared_computer_ends_the_sign_in_and_leaves_the_guest(gil, clock):
    sign_in(gil, shared="y")
    assert gil.who() == "Tess"
    assert gil.client.get_cookie(COOKIE).expires is not None, "it holds the guest"
    assert gil.client.get_cookie(OPEN).expires is None
    close(gil)
    assert "This browser is no longer signed in." in gil.get("/settings").text
    assert gil.who() == "guest"
    assert "8b" in gil.get("/classrooms").text
    sign_in(gil)
    close(gil)
    assert gil.who() == "Tess", "it is not a shared computer"


def test_a_sign_in_on_a_shared_computer_over_another_account_ends_with_the_browser_too(gil):
    sign_in(gil)
    page = gil.get("/sign-in").text
    assert "You are signed out when the browser is closed, or after two hours." in page
    gil.sign_in("sam", PASSWORD, shared="y")
    assert gil.who() == "Sam"
    close(gil)
    assert gil.who() == "guest"


def test_a_mark_of_an_earlier_sign_in_keeps_no_later_one_open(gil):
    sign_in(gil, shared="y")
    old = gil.client.get_cookie(OPEN).value
    gil.sign_in("sam", PASSWORD, shared="y")
    gil.client.set_cookie(OPEN, old)
    assert gil.who() == "guest"


def test_a_new_password_leaves_the_sign_in_on_a_shared_computer_open(gil):
    sign_in(gil, shared="y")
    changed = {"current": PASSWORD, "password": "lantern copper eleven"}
    assert gil.post("/settings/password", changed).status_code == 303
    assert gil.who() == "Tess"
    close(gil)
    assert gil.who() == "guest"


def test_on_a_shared_computer_the_sign_in_ends_after_two_hours_and_the_guest_may_go_along(gil, clock):
    sign_in(gil, shared="y")
    clock.move(hours=2, minutes=1)
    gil.get("/settings")
    assert gil.who() == "guest"
    page = sign_in(gil, shared="y") and gil.get("/settings/guest").text
    assert "“Mia” has learned without an account" in page
    gil.post("/settings/guest")
    assert gil.who() == "Tess"
    assert gil.client.get_cookie(COOKIE).expires is None, "nobody is in it but the account"


def test_a_guest_stays_for_as_long_as_an_account_is_signed_in_in_their_browser(gil, clock):
    sign_in(gil)
    for _ in range(3):
        clock.move(days=20)
        assert "“Mia”" in gil.get("/settings/guest").text
        assert gil.who() == "Tess"
    gil.post("/sign-outs")
    assert gil.who() == "guest"
    assert "8b" in gil.get("/classrooms").text


def test_a_guest_whose_time_is_over_is_not_brought_back(gil, clock):
    sign_in(gil)
    with gil.client.session_transaction() as held:
        held["left"][3] -= 31 * 24 * 3600
        held.modified = True
    clock.move(hours=2)
    assert gil.get("/settings/guest").status_code == 303
    gil.post("/sign-outs")
    assert gil.who() == "nobody"


def test_what_keeps_a_browser_open_cannot_be_read_out_of_the_first_cookie(gil):
    sign_in(gil, shared="y")
    with gil.client.session_transaction() as held:
        told = held["sign_in"]
    close(gil)
    for value in (told[0], told[1], str(told[2])):
        gil.client.set_cookie(OPEN, value)
        assert gil.who() == "guest"
