"""Who plays as nobody, and becomes a guest by studying while the game runs, is that player from then on."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from quizapp.core.game import Cancel
from quizapp.live.models import Player
from quizapp.people.models import User
from tests.conftest import PASSWORD
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run
from tests.people.test_settings import WANTED

MARK = "seat"


@pytest.fixture
def desk(runtime, clock, cast):
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    return desk


@pytest.fixture
def line(runtime, desk):
    return Line(runtime, desk)


async def come_in(line, browser, nickname="Ken", cookies=""):
    """Join in a browser; gives the cookies that come back."""
    reply = await line.post(f"/play/{line.link}/players", {"nickname": nickname}, cookies)
    for name, value in reply.cookies.items():
        browser.client.set_cookie(name, value, path="/" if name == MARK else "/play")
    return reply.cookies


def become_guest(browser):
    """Let a passer-by become a guest, as their first answer does."""
    assert browser.post("/settings", WANTED).status_code == 303
    assert browser.who() == "guest"


def holder(runtime):
    with runtime.database.reading() as session:
        return session.scalars(select(Player.user_id)).one()


def test_a_seat_from_before_the_first_answer_is_the_guests_and_they_are_asked_about(line, desk, mallory, runtime, cast):
    run(line, lambda line: come_in(line, mallory))
    address = f"/play/{desk.standing.link_token}"
    become_guest(mallory)
    guest_id = holder(runtime)
    assert guest_id is not None
    assert "data-player=" in mallory.get(address).text
    page = mallory.sign_in("tess", PASSWORD).headers["Location"]
    assert page.startswith("/settings/guest")
    assert "“Ken” has joined a game" in mallory.get(page).text
    assert holder(runtime) == guest_id, "nothing is moved unasked"
    mallory.post("/sign-outs")
    assert mallory.who() == "guest"
    mallory.sign_in("tess", PASSWORD)
    mallory.post("/settings/guest")
    assert holder(runtime) == cast.tess.id
    assert "data-player=" in mallory.get(address).text


def test_the_page_plays_on_while_its_player_becomes_a_guest(line, mallory, runtime):
    async def scenario(line):
        cookies = await come_in(line, mallory)
        named = "; ".join(f"{name}={value}" for name, value in cookies.items())
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=named)).status == 200
        await asyncio.to_thread(become_guest, mallory)
        for cookie in (named, f"{named}; quizapp={mallory.cookie()}"):
            assert (await line.call("GET", f"/play/{line.link}/state", cookie=cookie)).status == 200

    run(line, scenario)
    assert holder(runtime) is not None


@pytest.mark.parametrize("how", ["forged", "over", "guest", "bare"])
def test_a_guest_gets_no_seat_but_one_of_their_browser_that_is_nobodys_and_runs(
    line, desk, mallory, sign_in_as, cast, runtime, how
):
    gil = sign_in_as("gil")

    async def scenario(line):
        cookies = f"quizapp={gil.cookie()}" if how == "guest" else ""
        assert (MARK in await come_in(line, mallory, cookies=cookies)) == (how != "guest")
        if how == "over":
            await line.do(Cancel())

    run(line, scenario)
    (player,) = desk.rows(Player)
    if how in ("forged", "guest"):
        mallory.client.set_cookie(MARK, f"{player.id}.{'0' * 32}")
    elif how == "bare":
        mallory.client.set_cookie(MARK, f"{player.id}.")
    become_guest(mallory)
    assert holder(runtime) == (cast.gil.id if how == "guest" else None)
    with runtime.database.reading() as session:
        assert len(session.scalars(select(User.id).where(User.sign_in_name.is_(None))).all()) == 2
