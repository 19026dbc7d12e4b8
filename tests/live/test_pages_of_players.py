"""Players' pages: the code and its limit, the nickname, what is told to whom and when."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Document
from quizapp.core.game import Cancel, Skip
from quizapp.live import service as live
from quizapp.live.models import Player
from tests.browserlike import Browser
from tests.conftest import BEGIN
from tests.live.class_at_play import begin, load


@pytest.fixture
def played(runtime, cast):
    load(runtime, cast.ada)
    made = begin(runtime, cast.ada)
    made.join("Kim", "Bob")
    return made


@pytest.fixture
def kim(played, browser):
    return played.seat(browser(), "Kim")


def test_the_code_leads_to_the_game_however_it_is_typed(mallory, played):
    code = played.standing.code
    for typed in (code, f"{code[:3]} {code[3:]}", f" {code} ", f"{code[:3]}-{code[3:]}"):
        assert mallory.post("/play", {"code": typed}).headers["Location"] == played.link


@pytest.mark.parametrize("wrong", ["000000", "12", "", "abcdef", "1234567", "９９９９９９", "1" * 5_000, "\0"])
def test_a_wrong_code_is_told(mallory, played, wrong):
    sent = mallory.post("/play", {"code": wrong})
    assert sent.status_code == 303, "back and reload send it not again"
    for _ in range(2):
        page = mallory.get(sent.headers["Location"])
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.text
        assert ("No game had this code when you typed it" if wrong.strip("\0") else "Type the six digits.") in page.text


def test_a_wrong_code_stands_there_to_be_mended(mallory, played):
    page = mallory.get(mallory.post("/play", {"code": "12345 & x"}).headers["Location"]).text
    assert 'value="12345 &amp; x"' in page
    shown = mallory.get("/play?wrong=" + "<b>" * 2_000)
    assert shown.status_code == 422
    assert shown.text.count("&lt;b&gt;") <= 4
    code = played.standing.code
    assert "No game had this code when you typed it" in mallory.get(f"/play?wrong={code}").text, (
        "an address tries no codes"
    )


def test_who_plays_is_led_back_to_the_game(kim, mallory, played, runtime, cast, sign_in_as):
    offer = f"You have joined “{played.standing.title}” as “Kim”."
    page = kim.get("/play").text
    assert offer in page
    assert f'href="{played.link}">Back to the game' in page
    assert page.count("Back to the game") == 1
    assert offer in kim.get("/play?wrong=000000").text
    assert "Back to the game" not in mallory.get("/play").text
    with runtime.database.transaction() as session:
        wish = live.JoinWish(played.game_id, "Sam", live.draw_token(), cast.sam.id)
        live.join(session, played.standing, [wish], BEGIN)
    assert "as “Sam”." in sign_in_as("sam").get("/play").text, "from another device, without the cookie"
    sam = played.seat(sign_in_as("sam"), "Kim").get("/play").text
    assert "as “Sam”." in sam
    assert "Kim" not in sam, "who plays already is not who had the computer before"
    with runtime.database.transaction() as session:
        live.remove_player(session, played.host, played.game_id, played.player_id("Kim"), BEGIN)
    assert "Back to the game" not in kim.get("/play").text


def test_a_guest_who_signs_in_is_led_back_to_be_asked_whether_that_seat_is_theirs(played, runtime, sign_in_as):
    tess = played.seat(sign_in_as("tess"), "Kim")
    page = tess.get("/play").text
    assert f"In this browser “Kim” has joined “{played.standing.title}” without an account. Is that you?" in page
    assert "You play" not in page, "who had the computer before may be somebody else"
    assert f'href="{played.link}?ask=1">Back to the game' in page
    assert "Go on as Kim" in tess.get(played.link).text
    assert tess.post(f"{played.link}/seat", {"who": "another"}).headers["Location"] == f"{played.link}?new=1"
    assert "Go on as Kim" not in tess.get(played.link).text, "nobody is asked twice"
    assert "In this browser “Kim” has joined" in tess.get("/play").text
    assert "Go on as Kim" in tess.get(f"{played.link}?ask=1").text
    assert tess.post(f"{played.link}/seat").status_code == 303
    assert f"You have joined “{played.standing.title}” as “Kim”." in tess.get("/play").text
    with runtime.database.transaction() as session:
        live.remove_player(session, played.host, played.game_id, played.player_id("Kim"), BEGIN)
    assert "Back to the game" not in tess.get("/play").text


def test_who_signs_out_in_a_game_is_told_that_signing_in_leads_back(played, runtime, mallory, cast, sign_in_as):
    token = live.draw_token()
    with runtime.database.transaction() as session:
        live.join(session, played.standing, [live.JoinWish(played.game_id, "Samuel", token, cast.sam.id)], BEGIN)
    for browser in (mallory, sign_in_as("gil")):
        browser.client.set_cookie(f"play-{played.game_id}", token, path="/play")
        page = browser.get(played.link).text
        assert "Somebody with an account plays this game in this browser, and is signed out now." in page
        assert f"/sign-in?next={played.link}" in page
        assert "data-join-form" not in page
        assert "data-join-form" in browser.get(f"{played.link}?new=1").text
        offer = browser.get("/play").text
        assert f"has joined “{played.standing.title}”, and is signed out now. Is that you?" in offer
        assert f'href="{played.link}">Back to the game' in offer
        assert "Samuel" not in page + offer, "on a shared computer the name is nobody else’s affair"
    tess = sign_in_as("tess")
    tess.client.set_cookie(f"play-{played.game_id}", token, path="/play")
    assert "is signed out now" not in tess.get(played.link).text + tess.get("/play").text
    with runtime.database.transaction() as session:
        player = session.scalars(select(Player.id).where(Player.user_id == cast.sam.id)).one()
        live.remove_player(session, played.host, played.game_id, player, BEGIN)
    assert "is signed out now" not in mallory.get(played.link).text + mallory.get("/play").text


def test_a_game_that_is_over_says_so_to_who_is_signed_out(played, runtime, mallory, cast):
    token = live.draw_token()
    with runtime.database.transaction() as session:
        live.join(session, played.standing, [live.JoinWish(played.game_id, "Samuel", token, cast.sam.id)], BEGIN)
    mallory.client.set_cookie(f"play-{played.game_id}", token, path="/play")
    played.go_on(9)
    page = mallory.get(played.link).text
    assert "This game is over" in page
    assert "is signed out now" not in page
    assert "signing in brings your result back" in page
    assert f"/sign-in?next={played.link}" in page


def test_a_game_that_is_over_calls_nobody_back(kim, played):
    played.go_on(9)
    assert "Back to the game" not in kim.get("/play").text


def test_cookies_of_any_name_break_nothing(mallory, played):
    for name, value in {
        "play-x": "a",
        "play-": "b",
        "play-9" + "9" * 30: "c",
        "play-2147483648": "d",
        "play-٣": "e",
    }.items():
        mallory.client.set_cookie(name, value, path="/play")
    assert mallory.get("/play").status_code == 200


def test_wrong_codes_are_limited_by_address_and_right_ones_are_not(app, played):
    school, elsewhere = Browser(app, "198.51.100.7"), Browser(app, "198.51.100.8")
    assert [school.post("/play", {"code": played.standing.code}).status_code for _ in range(70)] == [303] * 70
    assert [school.post("/play", {"code": "000000"}).status_code for _ in range(60)] == [303] * 60
    refused = school.post("/play", {"code": "000000"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 61
    assert school.get(played.link).status_code == 200
    assert elsewhere.post("/play", {"code": played.standing.code}).status_code == 303


def test_the_code_in_place_of_the_link_leads_to_the_game(mallory, played):
    sent = mallory.get(f"/play/{played.standing.code}")
    assert (sent.status_code, sent.headers["Location"]) == (303, played.link)


def test_wrong_codes_in_place_of_the_link_are_limited_too(app, played):
    guesser = Browser(app, "198.51.100.9")
    sent = [guesser.get(f"/play/{number:06d}") for number in range(61)]
    assert sent[0].headers["Location"] == "/play?wrong=000000"
    assert [each.status_code for each in sent] == [303] * 60 + [429]
    assert guesser.get("/play/12345").status_code == 404


def test_a_stranger_is_offered_three_nicknames(mallory, played):
    page = mallory.get(played.link).text
    assert len(re.findall("data-nickname-drawn", page)) == 3
    assert "data-player=" not in page


def test_a_player_is_known_again(kim, played):
    assert "data-player=" in kim.get(played.link).text


def test_without_a_script_a_player_and_a_stranger_read_what_is_missing(kim, mallory, played):
    for browser in (kim, mallory):
        page = browser.get(played.link).text
        before, _, rest = page.partition("<noscript>")
        said = rest.partition("</noscript>")[0]
        assert "switch on JavaScript" in said
        assert f'<a href="{played.link}">' in said
        assert before.count("<section") == before.count("</section"), "it stands in no part that may be hidden"


def test_who_was_taken_out_is_told(kim, played, runtime):
    with runtime.database.transaction() as session:
        live.remove_player(session, played.host, played.game_id, played.player_id("Kim"), BEGIN)
    page = kim.get(played.link).text
    assert "taken out of this game" in page
    assert "Join another game" in page
    assert 'data-behaviour="play"' not in page


def test_a_token_opens_its_own_game_alone(played, runtime, cast, browser):
    other = begin(runtime, cast.ada, client_id="c2")
    other.join("Kim")
    stranger = browser()
    stranger.client.set_cookie(f"play-{played.game_id}", other.tokens["Kim"], path="/play")
    assert "data-player=" not in stranger.get(played.link).text
    assert stranger.get(f"{played.link}/rounds/1/passage").status_code == 403


def test_a_closed_door_and_an_ended_game_are_told(mallory, kim, played, runtime):
    with runtime.database.transaction() as session:
        live.close_door(session, played.host, played.game_id, is_locked=True)
    assert "closed the door" in mallory.get(played.link).text
    assert "Join another game" in mallory.get(played.link).text
    assert "data-player=" in kim.get(played.link).text
    played.go_on(9)
    assert played.phase == "closed"
    page = mallory.get(played.link).text
    assert "This game is over" in page
    # The bank is ada's own: whoever may not study it is not sent there.
    assert "/banks/bridges" not in page


def test_an_account_finds_its_way_back_through_a_closed_door(played, runtime, cast, sign_in_as):
    with runtime.database.transaction() as session:
        wish = live.JoinWish(played.game_id, "Sam", live.draw_token(), cast.sam.id)
        live.join(session, played.standing, [wish], BEGIN)
        live.close_door(session, played.host, played.game_id, is_locked=True)
    assert "data-join-form" in sign_in_as("sam").get(played.link).text, "from another device, without the cookie"
    assert "closed the door" in sign_in_as("tess").get(played.link).text


def test_an_account_on_a_second_device_is_asked_for_no_nickname(played, runtime, cast, sign_in_as):
    with runtime.database.transaction() as session:
        wish = live.JoinWish(played.game_id, "Zoë", live.draw_token(), cast.sam.id)
        live.join(session, played.standing, [wish], BEGIN)
    sam = sign_in_as("sam")
    page = sam.get(played.link).text
    assert "You play this game already, as Zoë on another device" in page
    assert ">Go on as Zoë here</button>" in page
    assert "Your nickname" not in page
    assert "data-nickname-drawn" not in page
    assert "This page has stopped: you play on as Zoë" in sam.get(f"{played.link}?left=1").text
    assert "may not have arrived" not in sam.get(f"{played.link}?left=1").text
    unsure = sam.get(f"{played.link}?left=1&unsure=1").text
    assert "The last answer on this page may not have arrived. If you go on here, it stops there." in unsure
    assert "Your nickname" in sign_in_as("tess").get(f"{played.link}?left=1").text, "who plays nowhere joins"


def test_an_account_that_waits_on_another_device_reads_that_it_waits(played, runtime, cast, sign_in_as):
    with runtime.database.transaction() as session:
        live.let_in_each(session, played.host, played.game_id, is_on=True)
    with runtime.database.transaction() as session:
        wish = live.JoinWish(played.game_id, "Zoë", live.draw_token(), cast.sam.id)
        live.join(session, played.standing, [wish], BEGIN)
    sam = sign_in_as("sam")
    page, left = sam.get(played.link).text, sam.get(f"{played.link}?left=1").text
    assert "You wait already as Zoë to be let in" in page
    assert "This page has stopped: you wait as Zoë to be let in" in left
    for told in (page, left):
        assert "you wait here instead" in told
        assert "You play this game already" not in told
        assert "Nothing that you gave is lost" not in told


def test_a_page_brings_the_token_that_its_browser_joins_with(mallory, kim, played, runtime):
    name = f"play-{played.game_id}="
    first = mallory.get(played.link).headers["Set-Cookie"]
    for part in (name, "HttpOnly", "Path=/play", "SameSite=Lax"):
        assert part in first
    assert name not in (mallory.get(played.link).headers.get("Set-Cookie") or ""), "it is kept until it is used"
    assert name not in (kim.get(played.link).headers.get("Set-Cookie") or "")


def test_what_was_never_revealed_is_told_to_nobody(kim, played):
    played.go_on()
    played.give(Skip())
    assert kim.get(f"{played.link}/rounds/1/passage").status_code == 404
    played.give(Cancel())
    assert kim.get(f"{played.link}/rounds/2/passage").status_code == 404
    assert "missed" not in kim.get(f"{played.link}/summary").text.lower()


def test_a_passage_is_told_with_the_document_that_it_is_from(kim, played, runtime):
    played.go_on(3)
    assert re.search(r"<cite>[^<,]+, paragraph \d+</cite>", kim.get(f"{played.link}/rounds/1/passage").text)
    with runtime.database.transaction() as session:
        session.execute(update(Document).values(title="A walk along the Thames"))
    assert "<cite>A walk along the Thames, paragraph " in kim.get(f"{played.link}/rounds/1/passage").text


def test_a_passage_is_told_after_the_reveal_alone(kim, played):
    address = f"{played.link}/rounds/1/passage"
    for _ in ("lobby", "open"):
        assert kim.get(address).status_code == 404
        played.go_on()
    assert played.phase == "locked"
    assert kim.get(address).status_code == 404
    played.go_on()
    told = kim.get(address)
    assert "It was a Saturday." in told.text
    assert "<mark>opened on 30 June 1894</mark>" in told.text
    assert kim.get(f"{played.link}/rounds/2/passage").status_code == 404
    assert kim.get(f"{played.link}/rounds/99999999999/passage").status_code == 404


def test_strangers_are_told_nothing(mallory, played):
    played.go_on(3)
    assert mallory.get(f"{played.link}/rounds/1/passage").status_code == 403
    assert mallory.get(f"{played.link}/summary").status_code == 403


def test_the_summary_is_ones_own_and_comes_at_the_end(kim, played, browser):
    played.go_on()
    assert played.answer("Kim", {"response": "1894-06-30"}).is_accepted
    assert kim.get(f"{played.link}/summary").status_code == 404
    played.go_on(7)
    assert played.phase == "podium"
    own, others = (each.get(f"{played.link}/summary").text for each in (kim, played.seat(browser(), "Bob")))
    assert "1 of 2 to review" in own
    assert "Who designed the Long Bridge?" in own
    assert "When was the Long Bridge opened?" not in own
    assert "2 of 2 to review" in others
