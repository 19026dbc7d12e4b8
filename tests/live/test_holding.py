"""A browser that holds the tokens of two players is looked at for both, whoever is in it now."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import Next


@pytest.fixture
def address(match):
    return f"/play/{match.standing.link_token}"


@pytest.fixture
def browser(match, cast, runtime, sign_in_as):
    """Give the browser in which Ray plays, behind sam as Kimbo, who has gone; whoever Ray is signs in as tess."""
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
    match.join("Ray")
    match.join("Kimbo", cast.sam.id)
    match.round(Ray=False, Kimbo=True)
    found = sign_in_as("tess")
    found.client.set_cookie(f"play-{match.game_id}", held(match, "Kimbo", "Ray"), path="/play")
    return found


def held(match, *names):
    return ".".join(match.tokens[name] for name in names)


def test_who_played_behind_an_account_that_has_gone_goes_on_under_their_own(match, address, browser, cast):
    assert "“Ray” has joined “" in browser.get("/play").text
    assert "In this browser “Ray” plays without an account. Is that you?" in browser.get(address).text
    assert browser.post(f"{address}/seat").status_code == 303
    assert (match.player("Ray").user_id, match.player("Kimbo").user_id) == (cast.tess.id, cast.sam.id)
    assert f'data-player="{match.players["Ray"].id}"' in browser.get(address).text
    assert browser.client.get_cookie(f"play-{match.game_id}", path="/play").value == held(match, "Ray")


def test_they_keep_what_they_played_once_the_game_is_over(match, address, browser, cast):
    for _ in range(3):
        match.round(Ray=False, Kimbo=True)
    match.move(Next())
    page = browser.get(f"{address}/keep")
    assert page.status_code == 200
    assert "4 of 4 to review" in page.text
    match.move(Next())
    assert "In this browser “Ray” played without an account. Is that you?" in browser.get(address).text
    assert browser.post(f"{address}/keep").status_code == 303
    assert match.player("Ray").user_id == cast.tess.id


def test_whoever_plays_elsewhere_reads_whose_seat_stays_beside(match, address, browser, cast):
    match.join("Tessa", cast.tess.id)
    page = browser.get(address).text
    assert "Go on as Tessa here" in page
    assert "In this browser “Ray” plays without an account. That seat stays theirs" in page
    assert browser.get(f"{address}/keep").status_code == 404, "Tessa’s game is not over"


def test_the_account_that_played_in_front_plays_on_when_it_is_back(match, address, browser):
    browser.sign_in("sam", "violin harbour seven")
    assert f'data-player="{match.players["Kimbo"].id}"' in browser.get(address).text
    assert "as “Kimbo”." in browser.get("/play").text
