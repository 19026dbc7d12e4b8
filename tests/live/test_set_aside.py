"""A game of a guest who is set aside in their browser while an account is signed in: its pages say whose it is."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import End, Next
from quizapp.people import service as people
from tests.conftest import PASSWORD


@pytest.fixture
def played(match, cast, runtime, clock):
    """Let gil, whom a classroom knows as Mia L., play for it and miss two of four."""
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        made = people.make_classroom(session, cast.ada, "8b", clock())
        people.join_classroom(session, people.get_classroom(session, cast.ada, made), cast.gil, "Mia L.", clock())
    match.client_id = "for 8b"
    match.make(classroom_id=made)
    match.join("Mia L.", cast.gil.id)
    for right in (True, False, True, False):
        match.round(**{"Mia L.": right})
    match.move(Next())
    assert match.standing.game.phase == "podium"
    return match


@pytest.fixture
def address(played):
    return f"/play/{played.standing.link_token}"


@pytest.fixture
def mia(played, sign_in_as):
    browser = sign_in_as("gil")
    browser.client.set_cookie(f"play-{played.game_id}", played.tokens["Mia L."], path="/play")
    return browser


def sign_in(browser, onward):
    page = browser.sign_in("tess", PASSWORD, next=onward).headers["Location"]
    assert page == f"/settings/guest?next={onward}"
    return page


def test_a_game_that_is_over_says_whose_it_was_and_leads_to_the_question(played, address, mia):
    played.move(Next())
    assert played.standing.is_over
    sign_in(mia, "/")
    page = mia.get(address).text
    assert "In this browser “Mia L.” played this game without an account" in page
    assert f'href="/settings/guest?next={address}">That is me' in page
    assert "I am somebody else" not in page
    assert mia.post("/settings/guest", {"next": address}).headers["Location"].endswith(address)
    assert "data-player=" in mia.get(address).text
    assert "2 of 4 to review" in mia.get(f"{address}/keep").text
    assert mia.post(f"{address}/keep").status_code == 303


def test_a_game_that_runs_says_whose_seat_it_is_before_another_is_offered(address, mia):
    sign_in(mia, "/")
    page = mia.get(address).text
    assert "In this browser “Mia L.” plays this game without an account" in page
    assert f'href="/settings/guest?next={address}">That is me' in page
    assert 'name="who" value="another">I am somebody else' in page
    assert "“Mia L.” plays" not in mia.get(f"{address}?new=1").text


def test_where_one_said_no_the_game_asks_no_more_and_the_list_of_games_still_offers_the_seat(address, mia):
    page = sign_in(mia, "/play")
    assert "Is that you?" in mia.get(page).text
    # Gone back to, the list says whose seat there is, before anything was said.
    for _ in range(2):
        listed = mia.get("/play").text
        assert "In this browser “Mia L.” has joined" in listed
        assert f'href="{address}?ask=1"' in listed
        mia.post("/settings/guest", {"who": "another", "next": address})
    page = mia.get(address).text
    assert "That is me" not in page
    page = mia.get(f"{address}?ask=1").text
    assert f'href="/settings/guest?next={address}">That is me' in page
    mia.post("/settings/guest", {"next": address})
    assert "data-player=" in mia.get(address).text
    listed = mia.get("/play").text
    assert "You have joined" in listed
    assert listed.count("Back to the game") == 1


@pytest.mark.parametrize("is_over", [False, True])
def test_somebody_else_than_who_played_is_led_to_the_game_and_keeps_nothing(played, address, mia, is_over):
    if is_over:
        played.move(Next())
    page = sign_in(mia, f"{address}/keep")
    assert 'value="another">I am somebody else' in mia.get(page).text
    assert mia.post("/settings/guest", {"who": "another", "next": f"{address}/keep"}).status_code == 303
    led = mia.get(f"{address}/keep")
    assert (led.status_code, led.headers["Location"]) == (303, f"{address}?ask=1")
    assert "“Mia L.” play" in mia.get(f"{address}?ask=1").text
    refused = mia.post(f"{address}/keep")
    assert refused.status_code == 403
    assert "without an account" in refused.text
    mia.post("/sign-outs")
    assert mia.get(f"{address}/keep").status_code == 200


@pytest.fixture
def both(match, cast, sign_in_as):
    """Let gil, whom nobody knows by name, and tess each give something in one game; gives gil's browser."""
    match.join("Kim", cast.gil.id)
    match.join("Tess", cast.tess.id)
    match.round(Kim=True, Tess=False)
    return sign_in_as("gil")


def close(match):
    match.move(End())
    match.move(End())


def test_who_was_seen_to_be_two_still_is_once_the_game_is_over(match, both, cast):
    assert both.sign_in("tess", PASSWORD, next="/settings").headers["Location"] == "/settings"
    both.post("/sign-outs")
    close(match)
    assert both.sign_in("tess", PASSWORD, next="/settings").headers["Location"] == "/settings"
    assert "Is that you?" not in both.get("/settings").text
    both.post("/settings/guest", {"next": "/settings"})
    assert "two people" in both.get("/settings").text
    assert match.player("Kim").user_id == cast.gil.id
    both.post("/sign-outs")
    assert both.who() == "guest"


def test_who_both_gave_in_a_game_that_is_over_is_asked(match, both, cast):
    close(match)
    page = both.sign_in("tess", PASSWORD, next="/settings").headers["Location"]
    assert page == "/settings/guest?next=/settings"
    assert match.player("Kim").user_id == cast.gil.id
    assert "Is that you?" in both.get(page).text


def test_who_plays_the_game_elsewhere_under_an_account_is_somebody_else(played, address, mia, cast, runtime, clock):
    with runtime.database.transaction() as session:
        room = people.get_classroom(session, cast.ada, played.standing.classroom_id)
        people.join_classroom(session, room, cast.tess, "Tess T.", clock())
    sign_in(mia, "/")
    played.join("Tess T.", cast.tess.id)
    assert "Go on as Tess T. here" in mia.get(address).text
    two = "You and “Mia L.” play in one game, so you are two people."
    assert "Is that you?" not in mia.get("/settings").text, "it is known at once"
    mia.post("/settings/guest")
    assert two in mia.get("/").text
    played.move(Next())
    assert "Somebody else has learned in this browser" in mia.get("/settings").text
    assert mia.get("/settings/guest").status_code == 303
    mia.post("/settings/guest")
    assert two in mia.get("/").text, "nor is it another matter once the game is over"
    assert played.player("Mia L.").user_id == cast.gil.id
    page = mia.get(address).text
    assert "You played it as Tess T., on another device" in page
    assert "That is me" not in page
    assert "Mia L." not in page
    assert mia.get(f"{address}/keep").status_code == 200
