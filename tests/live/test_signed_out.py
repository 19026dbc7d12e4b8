"""An account that signs out plays no more in that browser; nobody else is held up, and no open page goes on as it."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.game import Next
from quizapp.live.models import ResponseRow
from quizapp.live.streams.channel import REMOVED
from quizapp.live.streams.doors import SIGNED_OUT
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
    """Give the line of cookies by which a browser says who is signed in."""
    return f"quizapp={browser.cookie()}"


async def statuses(line, cookies):
    """Give how the live part answers: to a look, a stream, a measuring and an answer."""
    page = f"/play/{line.link}"
    looked = await line.call("GET", f"{page}/state", cookie=cookies)
    stream = await line.listen(f"{page}/events", cookies)
    measured = await line.post(f"{page}/pings", {}, cookies)
    given = await line.answer(cookies, "Haydn", client_id="late")
    return [looked.status, stream.status, measured.status, given.status]


def test_an_open_page_of_who_has_signed_out_gives_nothing_any_more(line, sign_in_as):
    sam = sign_in_as("sam")

    async def scenario(line):
        before = named(sam)
        token = await line.join("Zoe", cookie=before)
        stream = await line.play(f"{before}; {token}")
        await line.do(Next())
        assert (await line.answer(f"{before}; {token}", "Beethoven")).status == 200
        await asyncio.to_thread(sam.post, "/sign-outs")
        await stream.until(lambda: stream.is_over)
        assert REMOVED in stream.raw, "it looks again at once"
        for cookies in (f"{before}; {token}", f"{named(sam)}; {token}", token):
            assert await statuses(line, cookies) == [403] * 4
        assert (await line.answer(token, "Haydn")).json["message"] == SIGNED_OUT
        assert [row.client_id for row in line.desk.rows(ResponseRow)] == ["c1"]
        await asyncio.to_thread(sam.sign_in, "sam", PASSWORD)
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=f"{named(sam)}; {token}")).status == 200

    run(line, scenario)


def test_a_sign_in_that_ends_by_itself_throws_nobody_out(line, sign_in_as, mallory, clock):
    mallory.sign_in("sam", PASSWORD, shared="y")

    async def scenario(line):
        cookies = f"{named(mallory)}; {await line.join('Zoe', cookie=named(mallory))}"
        clock.move(hours=2, minutes=1)
        await line.do(Next())
        assert (await line.answer(cookies, "Beethoven")).status == 200

    run(line, scenario)


def test_an_account_plays_no_more_in_a_shared_browser_that_was_closed(line, runtime, sign_in_as, cast, clock):
    gil = sign_in_as("gil")
    with runtime.database.transaction() as session:
        room = people.make_classroom(session, cast.ada, "8b", clock())
        people.join_classroom(session, people.get_classroom(session, cast.ada, room), cast.gil, "Mia", clock())
    gil.sign_in("tess", PASSWORD, shared="y")
    mark = f"quizapp-open={gil.client.get_cookie('quizapp-open').value}"

    async def scenario(line):
        token = await line.join("Zoe", cookie=f"{named(gil)}; {mark}")
        assert (await statuses(line, f"{named(gil)}; {mark}; {token}"))[0] == 200
        assert (await statuses(line, f"{named(gil)}; {token}"))[0] == 403

    run(line, scenario)


def test_what_one_device_ends_goes_on_or_ends_on_another(line, sign_in_as):
    phone, laptop, desktop = (sign_in_as("sam") for _ in range(3))

    async def scenario(line):
        cookies = f"{named(phone)}; {await line.join('Zoe', cookie=named(phone))}"
        stream = await line.play(cookies)
        await asyncio.to_thread(laptop.post, "/sign-outs")
        await stream.until(lambda: stream.is_over)
        assert await statuses(line, cookies) == [200, 200, 200, 409]
        await asyncio.to_thread(desktop.post, "/settings/everywhere")
        assert await statuses(line, cookies) == [403] * 4

    run(line, scenario)


@pytest.mark.parametrize("how", ["another", "password"])
def test_an_account_that_another_follows_plays_no_more_and_one_with_a_new_password_does(line, sign_in_as, how):
    sam = sign_in_as("sam")

    async def scenario(line):
        token = await line.join("Zoe", cookie=named(sam))
        assert (await statuses(line, f"{named(sam)}; {token}"))[0] == 200
        if how == "another":
            await asyncio.to_thread(sam.sign_in, "tess", PASSWORD)
        else:
            changed = {"current": PASSWORD, "password": "lantern copper eleven"}
            await asyncio.to_thread(sam.post, "/settings/password", changed)
        assert (await statuses(line, f"{named(sam)}; {token}"))[0] == (403 if how == "another" else 200)

    run(line, scenario)


def test_a_guest_plays_on_beside_an_account_and_when_it_has_gone(line, sign_in_as):
    gil = sign_in_as("gil")

    async def scenario(line):
        token = await line.join("Mia", cookie=named(gil))
        await asyncio.to_thread(gil.sign_in, "tess", PASSWORD)
        await line.do(Next())
        assert (await line.answer(f"{named(gil)}; {token}", "Beethoven")).status == 200
        await asyncio.to_thread(gil.post, "/sign-outs")
        for cookies in (f"{named(gil)}; {token}", token):
            assert (await statuses(line, cookies))[:3] == [200] * 3

    run(line, scenario)


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_guests_seat_that_has_become_an_accounts_ends_with_its_sign_in(line, sign_in_as, is_asked):
    browser = sign_in_as("gil" if is_asked else "sam")

    async def scenario(line):
        token = await line.join("Mia", cookie=named(browser) if is_asked else "")
        assert (await statuses(line, token))[0] == 200
        if is_asked:
            await asyncio.to_thread(browser.sign_in, "tess", PASSWORD)
            await asyncio.to_thread(browser.post, "/settings/guest")
        else:
            browser.client.set_cookie(*token.split("="), path="/play")
            await asyncio.to_thread(browser.post, f"/play/{line.link}/seat")
        assert (await statuses(line, f"{named(browser)}; {token}"))[0] == 200
        await asyncio.to_thread(browser.post, "/sign-outs")
        assert (await statuses(line, f"{named(browser)}; {token}"))[0] == 403

    run(line, scenario)


def test_at_the_sign_out_the_browser_is_its_guests_or_nobodys(match, cast, sign_in_as, mallory):
    match.join("Hugo")
    match.join("Gus", cast.sam.id)
    name = f"play-{match.game_id}"
    for behind in ("", match.tokens["Hugo"]):
        sam = sign_in_as("sam")
        held = f"{match.tokens['Gus']}.{behind}" if behind else match.tokens["Gus"]
        sam.client.set_cookie(name, held, path="/play")
        sam.get("/play/left")
        assert sam.client.get_cookie(name, path="/play").value == held, "whoever is signed in plays on"
        assert sam.post("/sign-outs").headers["Location"] == "/play/left"
        assert sam.get("/play/left").headers["Location"] == "/"
        left = sam.client.get_cookie(name, path="/play")
        assert (left.value if left else "") == behind
    mallory.client.set_cookie(name, match.tokens["Hugo"], path="/play")
    mallory.get("/play/left")
    assert mallory.client.get_cookie(name, path="/play").value == match.tokens["Hugo"]
    assert sign_in_as("tess").post("/sign-outs").headers["Location"] == "/", "who plays nothing goes straight there"


@pytest.mark.parametrize("has_cookie", [True, False])
def test_the_page_says_that_it_is_signed_out_and_how_to_go_on(match, cast, mallory, has_cookie):
    gus, hugo = match.join("Gus", cast.sam.id), match.join("Hugo")
    address = f"/play/{match.standing.link_token}"
    if has_cookie:
        mallory.client.set_cookie(f"play-{match.game_id}", match.tokens["Gus"], path="/play")
    page = mallory.get(f"{address}?left={gus.id}").text
    assert SIGNED_OUT in page
    assert "may not have arrived" not in page
    assert "may not have arrived" in mallory.get(f"{address}?left={gus.id}&unsure=1").text
    assert f'href="/sign-in?next={address}">Sign in' in page
    assert "data-join-form" in mallory.get(f"{address}?new=1").text
    for other in (hugo.id, 10**15, "x"):
        assert (SIGNED_OUT in mallory.get(f"{address}?left={other}").text) == has_cookie
    for _ in range(4):
        match.round()
    match.move(Next())
    assert match.standing.game.phase == "podium"
    page = mallory.get(f"{address}?left={gus.id}").text
    assert "the result is kept for whose it is. If that is you, sign in to see it." in page
    assert SIGNED_OUT not in page
    assert f'href="/sign-in?next={address}">Sign in' in page
    assert ("sign in to see what came of it" in mallory.get(address).text) == has_cookie
    match.move(Next())
    assert SIGNED_OUT in mallory.get(f"{address}?left={gus.id}").text


def test_a_sign_in_that_is_over_at_the_podium_leads_back_to_the_result(match, cast, mallory, clock):
    gus = match.join("Gus", cast.sam.id)
    mallory.sign_in("sam", PASSWORD, shared="y")
    mallory.client.set_cookie(f"play-{match.game_id}", match.tokens["Gus"], path="/play")
    for _ in range(4):
        match.round(Gus=True)
    match.move(Next())
    address = f"/play/{match.standing.link_token}"
    assert mallory.get(f"{address}/summary?player={gus.id}").status_code == 200
    clock.move(hours=2, minutes=1)
    assert mallory.get(f"{address}/summary?player={gus.id}").status_code == 403
    assert "the result is kept for whose it is" in mallory.get(f"{address}?left={gus.id}").text
    mallory.sign_in("sam", PASSWORD)
    assert f'data-player="{gus.id}"' in mallory.get(address).text
    assert mallory.get(f"{address}/summary?player={gus.id}").status_code == 200
