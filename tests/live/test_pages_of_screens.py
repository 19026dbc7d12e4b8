"""The projector's page: what a class may see, without the key before its time, without saying who was wrong."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Document
from quizapp.core.game import Next, Rules
from quizapp.live import service as live
from tests.conftest import make_cast
from tests.live.class_at_play import begin, load
from tests.live.desk import make_desk

#: What the key of each question of the bank looks like once it is told.
TOLD = ('is-right', "board__key", "In the right order", 'class="gap"', "→")  # fmt: skip


@pytest.fixture
def played(runtime, cast):
    load(runtime)
    made = begin(runtime, cast.ada, Rules(has_reading_time=False, has_standings=False), count=9)
    made.join("Kim", "Bob")
    return made


@pytest.fixture
def screen(mallory, played):
    return lambda **options: mallory.get(f"/screens/{played.standing.screen_token}", **options).text


def name_players(played):
    with played.runtime.database.transaction() as session:
        live.show_names(session, played.host, played.game_id, is_shown=True)


def test_the_way_in_stands_in_every_phase_and_nothing_can_be_done(screen, played):
    code = played.standing.code
    for _ in range(5):
        page = screen()
        assert f"{code[:3]}<span" in page
        assert 'class="qr"' in page
        assert "<form" not in page
        assert "csrf" not in page
        played.go_on()


def test_each_kind_is_asked_without_its_key_and_then_told(screen, played):
    for number in range(1, 10):
        played.go_on()
        assert f"Question {number} of 9" in screen()
        for _ in ("open", "locked"):
            page = screen()
            assert [sign for sign in TOLD if sign in page] == [], number
            played.go_on()
        assert played.phase == "reveal"
        page = screen()
        assert any(sign in page for sign in TOLD), number
        assert "Nobody has answered" in page
    played.go_on()
    assert "That was the last question" in screen()


def test_the_reveal_counts_and_names_nobody(screen, played):
    name_players(played)
    played.go_on()
    for nickname, day in (("Kim", "1894-06-30"), ("Bob", "1889-03-31")):
        assert played.answer(nickname, {"response": day}).is_accepted
    assert "1894" not in screen().split("board")[0]
    played.go_on(2)
    page = screen()
    assert "1 of 2 right" in page
    assert "It was a Saturday." in page
    assert "opened on 30 June 1894" in page
    assert "Kim" not in page
    assert "Bob" not in page


def test_a_passage_is_told_with_the_document_that_it_is_from(screen, played, runtime):
    with runtime.database.transaction() as session:
        session.execute(update(Document).values(title="A walk along the Thames"))
    for _ in ("open", "locked", "reveal"):
        played.go_on()
    assert "<cite>A walk along the Thames, paragraph " in screen()


def test_names_stand_there_only_where_the_host_says_so(screen, played):
    assert "Kim" not in screen()
    name_players(played)
    assert "Kim" in screen()
    played.go_on()
    assert "Kim" not in screen()


def test_the_best_three_stand_on_the_podium_and_nobody_else(screen, played):
    played.join("Ann", "Leo")
    name_players(played)
    played.go_on()
    for nickname in ("Ann", "Kim", "Leo", "Bob"):
        played.answer(nickname, {"response": "1894-06-30"})
    played.go_on(3 * 9)
    assert played.phase == "podium"
    page = screen()
    assert "Well played" in page
    assert page.count("podium__place ") == 3
    assert page.index("Kim") < page.index("Bob") < page.index("Ann")


def test_a_part_is_the_stage_alone(screen):
    part = screen(headers={"X-Part": "1"})
    assert part.lstrip().startswith('<div class="stage"')
    assert "<html" not in part


def test_who_has_no_address_sees_nothing(mallory, played):
    for token in ("x", played.standing.link_token, played.standing.code, "%00"):
        assert mallory.get(f"/screens/{token}").status_code == 404


def test_wrong_words_that_one_alone_typed_are_counted_and_not_shown(runtime, clock, password_hash, browser):
    ada = make_cast(runtime.database, password_hash).ada
    desk = make_desk(runtime.database, clock, ada, [{"kind": "text", "stem": "Which river?", "key": "Danube"}])
    desk.make()
    desk.do(Next())
    for n, words in enumerate(("Danube", "a rude word", "Rhine", "rhine.", "another one")):
        desk.give(desk.player(f"player {n}"), words, client_id=f"c{n}")
    for _ in range(2):
        desk.do(Next())
    page = browser().get(f"/screens/{desk.standing.screen_token}").text
    assert "Rhine" in page
    assert "rhine." in page
    assert "other answers: 2" in page
    assert "rude" not in page
    assert "another one" not in page
    with runtime.database.reading() as session:
        assert {"a rude word", "another one"} <= {
            share.text for share in live.get_report(session, desk.host, desk.game_id).rounds[0].shares
        }
        remote = live.get_remote(session, ada, desk.game_id, clock())
        assert "a rude word" in {share.text for share in remote.stage.outcome.shares}
