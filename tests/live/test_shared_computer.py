"""On a shared computer nobody sits on the seat of the one before, and who has moved on has left their old browser."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.core.game import Next
from quizapp.live import service
from quizapp.live.models import Player, ResponseRow
from quizapp.live.streams.doors import ANOTHER
from tests.conftest import make_cast
from tests.live.desk import QUESTIONS, make_desk
from tests.live.line import Line, run


@pytest.fixture
def address(match):
    return f"/play/{match.standing.link_token}"


def left_by(match, browser, name):
    """Give a browser the cookie that somebody has left in it."""
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens[name], path="/play")
    return browser


def test_a_join_whose_reply_was_lost_is_done_again_as_the_same_player(runtime, clock, password_hash):
    cast = make_cast(runtime.database, password_hash)
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()

    async def scenario(line):
        line.who.append(None)
        page = f"play-{desk.game_id}={service.draw_token()}"
        first = await line.join("Mia", cookie=page)
        assert await line.join("Mia", cookie=page) == first == page
        assert [row.nickname for row in line.desk.rows(Player)] == ["Mia"]
        for short in (f"play-{desk.game_id}=abc", f"play-{desk.game_id}={'x' * 21}"):
            assert await line.join(f"Zoe {len(short)}", cookie=short) != short, "a token that can be guessed is none"

    run(_Line(runtime, desk), scenario)


@pytest.mark.parametrize(("before", "now", "is_in"), [
    ("sam", "sam", True), ("sam", "tess", False), ("sam", None, False), ("bob", None, True), ("bob", "tess", False),
    ("bob", "gil", True), ("gil", "gil", True), ("gil", "tess", False),
])  # fmt: skip
def test_a_seat_is_that_of_who_is_here_now(match, address, cast, sign_in_as, mallory, before, now, is_in):
    match.join("sam", cast.sam.id)
    match.join("gil", cast.gil.id)
    match.join("bob")
    match.round(sam=True)
    browser = left_by(match, sign_in_as(now) if now else mallory, before)
    assert ("data-player=" in browser.get(address).text) == is_in
    assert browser.get(f"{address}/rounds/1/passage").status_code == (200 if is_in else 403)


def test_an_account_that_comes_gets_a_seat_of_its_own(runtime, clock, password_hash):
    cast = make_cast(runtime.database, password_hash)
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()

    async def scenario(line):
        who = line.who
        who.append(cast.sam.id)
        sam = await line.join("Sam")
        who.append(cast.tess.id)
        tess = await line.join("Tess", cookie=sam)
        assert tess != sam
        who.append(None)
        bob = await line.join("Bob", cookie=tess)
        assert bob not in (sam, tess)
        assert await line.join("Bob", cookie=bob) == bob, "pressed twice it is the same seat"
        rows = line.desk.rows(Player)
        assert [(row.nickname, row.user_id) for row in rows] == [
            ("Sam", cast.sam.id), ("Tess", cast.tess.id), ("Bob", None),
        ]  # fmt: skip

    run(_Line(runtime, desk), scenario)


def test_the_browser_that_an_account_has_left_plays_no_more(runtime, clock, password_hash):
    cast = make_cast(runtime.database, password_hash)
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()

    async def scenario(line):
        line.who.append(cast.sam.id)
        old = await line.join("Sam")
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=old)).status == 200
        new = await line.join("Sam")
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=new)).status == 200
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=old)).status == 403
        assert len(line.desk.rows(Player)) == 1

    run(_Line(runtime, desk), scenario)


def test_a_sign_in_beside_a_player_moves_no_seat(match, address, cast, sign_in_as):
    match.join("Mia", cast.gil.id)
    match.join("Zoe", cast.tess.id)
    match.round(Mia=True)
    tablet = left_by(match, sign_in_as("gil"), "Mia")
    tablet.sign_in("tess", "violin harbour seven")
    assert tablet.who() == "Tess"
    page = tablet.get(address).text
    assert "Go on as Zoe here" in page
    assert "data-player=" not in page
    assert (match.player("Mia").user_id, match.player("Zoe").user_id) == (cast.gil.id, cast.tess.id)
    assert match.player("Zoe").removed_at is None
    tablet.post("/sign-outs")
    assert tablet.who() == "guest"
    page = tablet.get(address).text
    assert f'data-player="{match.players["Mia"].id}"' in page
    assert tablet.get(f"{address}/rounds/1/passage").status_code == 200


class _Line(Line):
    """A live part to which the last of `who` comes."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.who: list[int | None] = []

        async def identify(_scope, _game_id):
            return self.who[-1], False

        async def plays(_scope, user_id):
            return user_id == self.who[-1], None

        self.app.app.doors._identify, self.app.app.doors._plays = identify, plays


def test_a_token_of_another_game_opens_nothing(match, address, mallory):
    match.join("bob")
    with match.database.reading() as session:
        assert service.find_own(session, match.game_id, match.tokens["bob"], None) is not None
        assert service.find_own(session, match.game_id + 1, match.tokens["bob"], None) is None


def test_who_signs_up_in_a_game_goes_on_as_who_they_were_or_as_another(match, address, cast, sign_in_as, runtime):
    match.join("bob")
    match.join("sam", cast.sam.id)
    match.round(bob=True, sam=True)
    tess = left_by(match, sign_in_as("tess"), "bob")
    page = tess.get(address).text
    assert "Go on as bob" in page
    assert "data-join-form" not in page
    assert "data-join-form" in tess.get(f"{address}?new=1").text
    page = left_by(match, sign_in_as("sam"), "bob").get(address).text
    assert "Go on as bob" not in page, "sam plays already"
    assert "Go on as sam here" in page
    assert left_by(match, sign_in_as("sam"), "bob").post(f"{address}/seat").status_code == 409
    for _ in range(2):
        assert tess.post(f"{address}/seat").status_code == 303
    assert "data-player=" in tess.get(address).text
    assert tess.get(f"{address}/rounds/1/passage").status_code == 200
    with runtime.database.reading() as session:
        named = dict(session.execute(select(Player.nickname, Player.user_id)).all())
    assert named == {"bob": cast.tess.id, "sam": cast.sam.id}


def test_who_plays_in_the_browser_of_a_guest_leaves_it_to_them(runtime, clock, cast, sign_in_as):
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()
    held = {}

    async def scenario(line):
        line.who.append(None)
        held["hugo"] = await line.join("Hugo")
        line.who.append(cast.sam.id)
        held["sam elsewhere"] = await line.join("Gus")
        held["sam"] = await line.join("Gus", cookie=held["hugo"])
        held["again"] = await line.join("Gus", cookie=held["sam"])
        assert (await line.call("GET", f"/play/{line.link}/state", cookie=held["sam"])).status == 200

    run(_Line(runtime, desk), scenario)
    name, hugo = held["hugo"].split("=")
    assert held["sam"].partition(".")[2] == held["again"].partition(".")[2] == hugo
    here = f"/play/{desk.standing.link_token}"
    sam = sign_in_as("sam")
    sam.client.set_cookie(name, hugo, path="/play")
    page = sam.get(here).text
    assert "In this browser “Hugo” plays without an account" in page
    assert "Go on as Gus here" in page
    sam.client.set_cookie(name, held["again"].partition("=")[2], path="/play")
    players = {row.nickname: row.id for row in desk.rows(Player)}
    assert f'data-player="{players["Gus"]}"' in sam.get(here).text
    assert "as “Gus”." in sam.get("/play").text
    sam.post("/sign-outs")
    offer = sam.get("/play").text
    assert "as “Hugo”." in offer
    assert "is signed out now" not in offer
    assert f'data-player="{players["Hugo"]}"' in sam.get(here).text
    assert sam.client.get_cookie(name, path="/play").value == hugo


def test_the_pages_of_who_has_signed_out_end_and_the_guest_goes_on(runtime, clock, password_hash):
    cast = make_cast(runtime.database, password_hash)
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()

    async def scenario(line):
        line.who.append(None)
        mia = await line.join("Mia")
        line.who.append(cast.sam.id)
        both = await line.join("Zoe", cookie=mia)
        ids = {row.nickname: row.id for row in line.desk.rows(Player)}
        await line.do(Next())
        given = {"response": {"response": "London"}, "client_id": "c1", "client_ms": 500}

        async def give(name):
            return await line.post(f"/play/{line.link}/rounds/1/response?player={ids[name]}", given, both)

        assert (await give("Mia")).json["message"] == ANOTHER, "sam plays as Zoe"
        line.who.append(None)
        refused = await give("Zoe")
        assert (refused.status, refused.json["message"]) == (403, ANOTHER)
        assert (await line.call("GET", f"/play/{line.link}/state?player={ids['Zoe']}", cookie=both)).status == 403
        assert (await line.listen(f"/play/{line.link}/events?player={ids['Zoe']}", both)).status == 403
        assert (await give("Mia")).status == 200
        assert [row.player_id for row in line.desk.rows(ResponseRow)] == [ids["Mia"]]
        assert await line.join("Mia", cookie=both) == mia, "who joins again is the guest, and nobody is behind them"

    run(_Line(runtime, desk), scenario)


def test_a_guest_who_was_taken_out_and_let_in_again_has_the_seat_still(runtime, clock, password_hash):
    cast = make_cast(runtime.database, password_hash)
    desk = make_desk(runtime.database, clock, cast.ada, QUESTIONS)
    desk.make()

    async def scenario(line):
        line.who.append(None)
        mia = await line.join("Mia")
        (row,) = line.desk.rows(Player)
        with runtime.database.transaction() as session:
            service.remove_player(session, cast.ada, desk.game_id, row.id, clock())
        line.who.append(cast.sam.id)
        zoe = await line.join("Zoe", cookie=mia)
        assert zoe.partition(".")[2] == mia.partition("=")[2]

    run(_Line(runtime, desk), scenario)


@pytest.mark.parametrize("is_out", [False, True])
def test_after_the_sign_out_all_pages_are_of_the_guests_seat(match, address, cast, sign_in_as, is_out):
    match.join("Hugo")
    match.join("Gus", cast.sam.id)
    for _ in range(4):
        match.round(Hugo=True, Gus=True)
    match.move(Next())
    if is_out:
        remove(match, "Hugo")
    browser = sign_in_as("sam")
    held = f"{match.tokens['Gus']}.{match.tokens['Hugo']}"
    browser.client.set_cookie(f"play-{match.game_id}", held, path="/play")
    assert "as “Gus”." in browser.get("/play").text
    assert browser.get(f"{address}/keep").status_code == 200
    browser.post("/sign-outs")
    assert ("as “Hugo”." in browser.get("/play").text) != is_out
    assert browser.get(f"{address}/keep").status_code == (403 if is_out else 200)
    assert browser.get(f"{address}/summary").status_code == (403 if is_out else 200)
    page = browser.get(address).text
    assert ("You were taken out of this game" if is_out else f'data-player="{match.players["Hugo"].id}"') in page


def test_a_seat_that_was_taken_out_is_given_up_for_one_that_plays(match, address, cast, sign_in_as, runtime):
    match.join("sam", cast.sam.id)
    match.join("bob")
    match.round(bob=True, sam=True)
    remove(match, "sam")
    sam = left_by(match, sign_in_as("sam"), "bob")
    assert "Go on as bob" in sam.get(address).text
    with runtime.database.reading() as session:
        seats = service.list_seats(session, {match.game_id: (match.tokens["bob"], "")}, cast.sam.id)
    assert ("bob", True) in [(seat.nickname, seat.is_left) for seat in seats]
    assert sam.post(f"{address}/seat").status_code == 303
    assert "data-player=" in sam.get(address).text
    assert (match.player("bob").user_id, match.player("sam").user_id) == (cast.sam.id, cast.sam.id)
    assert match.join("again", cast.sam.id).nickname == "bob", "on another device it is the same seat"


def test_an_account_keeps_the_seat_that_it_has_also_one_that_gave_nothing(match, address, cast, sign_in_as):
    match.join("sam", cast.sam.id)
    match.join("bob")
    match.round(bob=True)
    sam = left_by(match, sign_in_as("sam"), "bob")
    assert "Go on as sam here" in sam.get(address).text
    assert sam.post(f"{address}/seat").status_code == 409


def remove(match, name):
    with match.database.transaction() as session:
        service.remove_player(session, match.host, match.game_id, match.players[name].id, match.clock())


def test_a_page_of_another_player_has_no_part_in_who_plays_in_its_browser_now(line):
    async def scenario(line):
        zoe, nini = await line.join("Zoe"), await line.join("Nini")
        ids = {row.nickname: row.id for row in line.desk.rows(Player)}
        await line.do(Next())
        given = {"response": {"response": "London"}, "client_id": "c1", "client_ms": 500}
        page = f"/play/{line.link}"
        for cookie, name, status in ((nini, "Zoe", 403), (zoe, "Nini", 403), (nini, "Nini", 200)):
            named = f"?player={ids[name]}"
            assert (await line.call("GET", f"{page}/state{named}", cookie=cookie)).status == status
            assert (await line.post(f"{page}/pings{named}", {}, cookie)).status == status
            assert (await line.post(f"{page}/rounds/1/response{named}", given, cookie)).status == status
            assert (await line.listen(f"{page}/events{named}", cookie)).status == status
        assert [row.player_id for row in line.desk.rows(ResponseRow)] == [ids["Nini"]]

    run(line, scenario)


def test_who_joins_is_told_which_player_their_page_is_of(line):
    async def scenario(line):
        reply = await line.post(f"/play/{line.link}/players", {"nickname": "Zoe"})
        (zoe,) = line.desk.rows(Player)
        assert reply.json == {"player": zoe.id, "nickname": "Zoe"}

    run(line, scenario)


def test_a_page_is_told_that_its_browser_plays_as_another_now(match, address, cast, sign_in_as):
    zoe, nini = match.join("Zoe"), match.join("Nini", cast.sam.id)
    for _ in range(4):
        match.round(Zoe=True)
    match.move(Next())
    sam = left_by(match, sign_in_as("sam"), "Nini")
    for part in ("summary", "rounds/1/passage"):
        assert sam.get(f"{address}/{part}?player={zoe.id}").status_code == 403
        assert sam.get(f"{address}/{part}?player={nini.id}").status_code == 200
    page = sam.get(f"{address}?left={zoe.id}").text
    assert "This page has stopped: this browser plays as Nini now" in page
    assert "may not have arrived" not in page
    assert "may not have arrived" in sam.get(f"{address}?left={zoe.id}&unsure=1").text
    assert "data-player=" not in page, "it plays only when it is told to"
    assert f'href="{address}">Go on as Nini' in page
    assert f'data-player="{nini.id}"' in sam.get(f"{address}?left={nini.id}").text


@pytest.mark.parametrize("has_seat", [False, True])
@pytest.mark.parametrize("is_new", [False, True])
def test_a_guest_who_plays_is_asked_before_their_seat_is_an_accounts(
    match, address, cast, sign_in_as, has_seat, is_new
):
    match.join("Hugo", cast.gil.id)
    if has_seat:
        match.join("Zoe", cast.tess.id)
        remove(match, "Zoe")
    match.round(Hugo=True)
    tablet = left_by(match, sign_in_as("gil"), "Hugo")
    if is_new:
        page = tablet.post("/sign-up", {"name": "Nora", "password": "teapot meadow nine"}).headers["Location"]
    else:
        page = tablet.sign_in("tess", "violin harbour seven").headers["Location"]
    assert page.startswith("/settings/guest")
    assert "In this browser “Hugo” has joined a game without an account." in tablet.get(page).text
    assert match.player("Hugo").user_id == cast.gil.id, "nothing is moved unasked"
    tablet.post(page)
    assert match.player("Hugo").user_id not in (None, cast.gil.id)
    assert f'data-player="{match.players["Hugo"].id}"' in tablet.get(address).text


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_guest_who_was_taken_out_or_refused_is_asked_too(match, address, cast, sign_in_as, is_refused):
    match.join("Ivo", cast.gil.id)
    if is_refused:
        with match.database.transaction() as session:
            session.execute(update(Player).values(waiting_since=match.clock()))
    remove(match, "Ivo")
    tablet = left_by(match, sign_in_as("gil"), "Ivo")
    page = tablet.sign_in("tess", "violin harbour seven").headers["Location"]
    assert page.startswith("/settings/guest")
    assert "In this browser “Ivo” has joined a game without an account." in tablet.get(page).text
    assert match.player("Ivo").user_id == cast.gil.id, "nothing is moved unasked"
    assert "data-join-form" in tablet.get(address).text
    tablet.post("/sign-outs")
    assert "by its host" in tablet.get(address).text or "not let you" in tablet.get(address).text


def test_a_guest_who_does_not_play_now_goes_along_unasked(match, cast, sign_in_as):
    match.join("Hugo", cast.gil.id)
    for _ in range(4):
        match.round(Hugo=True)
    match.move(Next())
    match.move(Next())
    tablet = sign_in_as("gil")
    assert tablet.sign_in("tess", "violin harbour seven").headers["Location"] == "/"
    assert match.player("Hugo").user_id == cast.tess.id
