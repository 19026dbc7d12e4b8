"""A page on which somebody joins is of one person: it acts for nobody else who has come into the browser since."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.live.models import Player
from quizapp.live.streams.doors import NOT_THEIRS
from quizapp.people import service as people
from tests.conftest import PASSWORD
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run


@pytest.fixture
def line(runtime, clock, cast):
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    return Line(runtime, desk)


def named(browser) -> str:
    return f"quizapp={browser.cookie()}"


def press(line, browser, nickname, person, token=""):
    """Press Join on a page that was made for somebody."""
    address = f"/play/{line.link}/players?person={person or ''}"
    return line.post(address, {"nickname": nickname}, f"{named(browser)}; {token}")


@pytest.mark.parametrize("has_seat", [True, False])
def test_a_page_to_join_of_an_account_that_has_gone_joins_nobody(line, cast, sign_in_as, runtime, has_seat):
    gil = sign_in_as("gil")

    async def scenario(line):
        token = await line.join("Hugo", cookie=named(gil)) if has_seat else ""
        await asyncio.to_thread(gil.sign_in, "tess", PASSWORD)
        page = (await line.call("GET", f"/play/{line.link}?new=1", cookie=f"{named(gil)}; {token}")).body.decode()
        if has_seat:
            assert f"players?person={cast.tess.id}" in page
            assert f"?person={cast.tess.id}&amp;gone=account" in page
        with runtime.database.transaction() as session:
            people.sign_out_everywhere(session, cast.tess.id)
        refused = await press(line, gil, "Tess", cast.tess.id, token)
        assert (refused.status, refused.json["message"], refused.json["asks"]) == (403, NOT_THEIRS, "page")
        assert [row.nickname for row in line.desk.rows(Player)] == ["Hugo"] * has_seat

    run(line, scenario)


def test_a_page_to_join_is_of_the_account_or_guest_or_nobody_whom_it_was_made_for(line, cast, sign_in_as, mallory):
    async def scenario(line):
        for name, browser, person, status in (
            ("a", mallory, None, 200),
            ("b", mallory, cast.tess.id, 403),
            ("c", sign_in_as("gil"), None, 200),
            ("d", sign_in_as("gil"), cast.sam.id, 403),
            ("e", sign_in_as("gil"), cast.gil.id, 200),
            ("f", sign_in_as("tess"), None, 403),
            ("g", sign_in_as("tess"), cast.gil.id, 403),
            ("h", sign_in_as("tess"), cast.tess.id, 200),
        ):
            assert (await press(line, browser, f"Player {name}", person)).status == status, name

    run(line, scenario)


def test_the_page_then_says_that_the_account_is_signed_out_and_offers_to_sign_in(match, cast, mallory, sign_in_as):
    address = f"/play/{match.standing.link_token}"
    gone = f"{address}?person={cast.sam.id}&gone=account"
    page = mallory.get(gone).text
    assert "Signed out: this page was made for somebody who is not signed in here any more" in page
    assert f'href="/sign-in?next={address}">Sign in' in page
    assert f'href="{address}?new=1">I am somebody else' in page
    page = sign_in_as("tess").get(gone).text
    assert "This page was made for somebody else, so nobody has joined yet. You are signed in as Tess now." in page
    assert "data-join-form" in page
    assert "nobody has joined" not in mallory.get(address).text
    assert "nobody has joined" not in sign_in_as("sam").get(gone).text, "who is back finds their own page"


@pytest.mark.parametrize("stopped", ["left", "gone"])
def test_where_a_guest_plays_by_then_signing_in_is_offered_before_their_seat(match, cast, sign_in_as, stopped):
    address = f"/play/{match.standing.link_token}"
    ken, kim = match.join("Ken", cast.gil.id), match.join("Kim", cast.tess.id)
    gil = sign_in_as("gil")
    gil.client.set_cookie(f"play-{match.game_id}", match.tokens["Ken"], path="/play")
    page = gil.get(
        f"{address}?left={kim.id}" if stopped == "left" else f"{address}?person={kim.user_id}&gone=account"
    ).text
    assert "Signed out: this page" in page
    assert f'<a class="button" href="/sign-in?next={address}">Sign in' in page
    assert f'<a class="button quiet" href="{address}">Go on as Ken' in page
    assert "Signed out" not in gil.get(f"{address}?left={ken.id}").text
