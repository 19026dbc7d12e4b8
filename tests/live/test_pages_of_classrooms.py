"""A game for a classroom, from its form to the page of its players; the report is a link away when it is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, QuestionRow
from quizapp.live import service
from quizapp.live.models import GameRow, Round
from quizapp.people import service as people
from quizapp.people.models import User
from tests.live.class_at_play import begin
from tests.study.desk import Desk

FORM = {"bank": "bridges", "client_id": "form-1", "count": "3", "speed": "20", "is_timed": "y"}


@pytest.fixture
def classroom(runtime, cast, clock):
    with runtime.database.transaction() as session:
        made = people.make_classroom(session, cast.ada, "8b", clock())
        people.join_classroom(session, people.get_classroom(session, cast.ada, made), cast.sam, "Sam Hill", clock())
    return made


def test_the_form_offers_a_hosts_classrooms_once_there_are_some(ada, runtime, cast, clock):
    assert "Who may join" not in ada.get("/games/new?bank=bridges").text
    with runtime.database.transaction() as session:
        people.make_classroom(session, cast.ada, "8b", clock())
        people.make_classroom(session, cast.eve, "Room 101", clock())
    page = ada.get("/games/new?bank=bridges").text
    assert "only 8b" in page
    assert "Room 101" not in page


def test_a_game_is_for_the_classroom_that_the_form_names(ada, runtime, classroom, sign_in_as):
    made = ada.post("/games", {**FORM, "classroom": str(classroom)})
    assert made.status_code == 303
    with runtime.database.reading() as session:
        (game,) = session.scalars(select(GameRow))
    assert game.classroom_id == classroom
    page = sign_in_as("sam").get(f"/play/{game.link_token}").text
    assert "under the name that your teacher knows you by" in page
    assert 'type="hidden" id="nickname"' in page


def test_a_stranger_is_told_first_where_to_go(ada, runtime, classroom, sign_in_as, browser):
    ada.post("/games", {**FORM, "classroom": str(classroom), "asks_word": "y"})
    with runtime.database.reading() as session:
        (game,) = session.scalars(select(GameRow))
    page = browser().get(f"/play/{game.link_token}").text
    assert "This game is for one classroom." in page
    assert f'href="/join?next=/play/{game.link_token}"' in page
    assert "/sign-in?next=/play/" in page
    assert 'id="word"' not in page
    assert "or sign in" not in sign_in_as("eve").get(f"/play/{game.link_token}").text
    assert 'id="word"' in sign_in_as("sam").get(f"/play/{game.link_token}").text


def test_who_joins_a_classroom_for_the_sake_of_a_game_comes_back_to_it(ada, runtime, classroom, cast, sign_in_as):
    ada.post("/games", {**FORM, "classroom": str(classroom)})
    with runtime.database.reading() as session:
        (game,) = session.scalars(select(GameRow))
        code = people.get_classroom(session, cast.ada, classroom).code
    eve, here = sign_in_as("eve"), f"/play/{game.link_token}"
    wrong = eve.post("/join", {"code": "aaaaaaaa", "next": here}).headers["Location"]
    assert f'name="next" value="{here}"' in eve.get(wrong).text
    found = eve.post("/join", {"code": code, "next": here}).headers["Location"]
    assert f'name="next" value="{here}"' in eve.get(found).text
    assert eve.post(found.partition("?")[0], {"name": "Eve", "next": here}).headers["Location"] == here
    assert "under the name that your teacher knows you by" in eve.get(here).text
    elsewhere = eve.post(found.partition("?")[0], {"name": "Eve", "next": "//evil.example"})
    assert elsewhere.headers["Location"] == "/classrooms"


def test_games_are_told_apart_by_classroom_day_and_hour(ada, runtime, classroom, cast, clock):
    ada.post("/games", {**FORM, "classroom": str(classroom)})
    with runtime.database.transaction() as session:
        session.execute(update(User).where(User.id == cast.ada.id).values(zone="Asia/Tokyo"))
        session.execute(update(GameRow).values(created_at=datetime(2030, 5, 1, 22, 30, tzinfo=UTC)))
        game_id = session.scalars(select(GameRow.id)).one()
    assert "8b · 2 May 2030, 07:30 ·" in ada.get("/games").text
    with runtime.database.transaction() as session:
        session.execute(update(Round).where(Round.no == 1).values(opened_ms=1_904_000_000_000))
    for page in ("/games", f"/games/{game_id}/report"):
        assert "8b · 3 May 2030, 09:53" in ada.get(page).text
    for path, ends in (("csv", "-players.csv"), ("csv?of=questions", "-questions.csv"), ("xlsx", ".xlsx")):
        sent = ada.get(f"/games/{game_id}/report.{path}").headers["Content-Disposition"]
        assert sent == f'attachment; filename="game-{game_id}-8b-2030-05-03-0953{ends}"'


def test_screens_learn_that_a_deleted_classroom_has_closed_its_games(ada, runtime, classroom):
    ada.post("/games", {**FORM, "classroom": str(classroom)})
    with runtime.database.reading() as session:
        (game_id,) = session.scalars(select(GameRow.id))
    heard: list[str] = []
    runtime.hub.subscribe(lambda topic, _told: heard.append(topic))
    ada.post(f"/classrooms/{classroom}/deletion")
    assert heard == [f"game/{game_id}"]


def test_the_form_says_how_many_questions_a_game_has_at_most(ada):
    assert "At most 50." in ada.get("/games/new?bank=bridges").text


def test_classrooms_stand_in_the_navigation_and_a_new_student_reads_which(ada, runtime, classroom, cast, sign_in_as):
    assert ada.get("/").text.count('href="/classrooms"') == 2
    with runtime.database.reading() as session:
        link = people.get_classroom(session, cast.ada, classroom).link_token
    eve = sign_in_as("eve")
    assert "autofocus" in eve.get("/join").text
    eve.post(f"/join/{link}", {"name": "Eve"})
    assert "You are in 8b." in eve.get("/classrooms").text


def test_somebody_elses_classroom_is_none(ada, runtime, cast, clock):
    with runtime.database.transaction() as session:
        eves = people.make_classroom(session, cast.eve, "9a", clock())
    assert ada.post("/games", {**FORM, "classroom": str(eves)}).status_code == 404
    with runtime.database.reading() as session:
        assert session.scalars(select(GameRow)).all() == []


def test_what_is_due_for_a_classroom_needs_one(ada):
    refused = ada.post("/games", {**FORM, "source": "due"})
    assert refused.status_code == 422


def test_a_game_that_is_shorter_than_wished_says_so(ada, runtime, classroom, cast, clock):
    with runtime.database.reading() as session:
        bank_id = session.scalar(select(Bank.id).where(Bank.slug == "bridges"))
        slug = session.scalar(select(QuestionRow.slug).where(QuestionRow.kind == "choice").limit(1))
    sam = Desk(runtime.database, cast.sam, clock, bank_id)
    sam.answer(slug=slug, knows=False)
    for source, why in (("due", "is due for most"), ("missed", "was missed lately")):
        clock.move(days=2)
        form = {**FORM, "classroom": str(classroom), "source": source, "client_id": source}
        page = ada.post("/games", form, follow_redirects=True).text
        assert f"This game has one question: no other that can be played {why}" in page
    assert "This game has" not in ada.post("/games", FORM, follow_redirects=True).text


def test_the_report_is_a_link_away_when_it_is_over(ada, runtime, cast):
    played = begin(runtime, cast.ada)
    played.join("Kim")
    report = f"{played.here}/report"
    assert report not in ada.get(played.here).text
    while played.phase != "closed":
        played.go_on()
    assert report in ada.get(played.here).text
    assert report in ada.get("/games").text
    assert ada.get(report).status_code == 200


def test_a_guest_is_named_once_by_both_names_that_they_are_known_by(runtime, cast, clock, classroom, match, sign_in_as):
    with runtime.database.transaction() as session:
        room = people.get_classroom(session, cast.ada, classroom)
        people.join_classroom(session, room, cast.gil, "Vi Vane", clock())
    match.join("Violet", cast.gil.id)
    tablet = sign_in_as("gil")
    asked = tablet.get(tablet.sign_in("tess", "violin harbour seven").headers["Location"]).text
    assert "“Vi Vane”, as a classroom knows them, has learned" in asked
    assert "has joined a game as “Violet”" in asked


def test_who_still_waits_is_not_said_to_play(match, sign_in_as):
    with match.database.transaction() as session:
        service.let_in_each(session, match.host, match.game_id, is_on=True)
    match.join("Umi")
    tess, page = sign_in_as("tess"), f"/play/{match.standing.link_token}"
    tess.client.set_cookie(f"play-{match.game_id}", match.tokens["Umi"], path="/play")
    assert "In this browser “Umi” waits to be let in without an account. Is that you?" in tess.get(page).text
    assert "“Umi” has joined “" in tess.get("/play").text
