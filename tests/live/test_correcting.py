"""A wrong key is corrected after class: all is counted anew, the report says so, study follows."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, select, update

from quizapp.banks.models import QuestionRow, Revision
from quizapp.core.game import Next, Void
from quizapp.joining import live_study
from quizapp.live import service
from quizapp.live.models import GameEvent, Player, ResponseRow, Round
from quizapp.live.service import CannotCorrect
from quizapp.study import service as study
from tests.live import desk as games
from tests.live.desk import revise
from tests.study.databases import BOTH


def swap(match, no: int) -> None:
    """Let what the wrong answers of a round said be the key."""
    question_id = match.standing.cards[no - 1].question_id
    with match.database.reading() as session:
        body = session.get_one(QuestionRow, question_id).body
    (wrong,) = {row.response for row in match.responses() if row.round_no == no and row.score == 0}
    others = [option for option in body["distractors"] if option != wrong]
    revise(match.database, question_id, match.clock(), key=wrong, distractors=[body["key"], *others])


def end(match) -> None:
    while match.standing.game.phase != "closed":
        match.move(Next())


def correct(match, no: int) -> None:
    with match.database.transaction() as session:
        service.correct(session, match.host, match.game_id, no, match.clock())


def report_of(match):
    with match.database.reading() as session:
        return service.get_report(session, match.host, match.game_id)


@pytest.fixture
def over(match, cast, desk_of):
    """Play two rounds to the end: sam has an account and studies the bank, bob is a guest, zoe came too late."""
    with match.database.transaction() as session:
        study.enrol(session, cast.sam.id, desk_of("sam").bank_id)
    for name in ("sam", "bob", "zoe"):
        match.join(name, cast.sam.id if name == "sam" else None)
    match.round(sam=True, bob=False)
    match.give("zoe", right=False)
    match.round(sam=False, bob=True)
    match.move(Next())
    end(match)
    match.hand_over()
    match.clock.move(days=2)
    return match


def test_a_players_page_says_what_was_changed_after_the_game(over, browser):
    phone = browser()
    phone.client.set_cookie(f"play-{over.game_id}", over.tokens["bob"], path="/play")
    summary = f"/play/{over.standing.link_token}/summary"
    page = phone.get(summary).text
    assert "judged again" not in page
    assert "counts for nobody" not in page
    swap(over, 1)
    correct(over, 1)
    over.move(Void(2))
    page = phone.get(summary).text
    assert "Question 1 was judged again after the game" in page
    assert "Question 2 counts for nobody." in page
    assert "Question 1 counts for nobody" not in page


@BOTH
def test_all_is_counted_anew_by_the_corrected_key(over, desk_of):
    before = {player.nickname: player for player in report_of(over).players}
    swap(over, 1)
    assert [each.correction.newer_answer is None for each in report_of(over).rounds[:2]] == [False, True]
    correct(over, 1)
    report = report_of(over)
    after = {player.nickname: player for player in report.players}
    assert [(after[name].right, after[name].scores[1]) for name in ("sam", "bob", "zoe")] == [
        (0, 0.0), (2, 1.0), (0, None),
    ]  # fmt: skip
    # Both had thought for the same time.
    assert after["bob"].points == before["bob"].points + before["sam"].points
    assert after["sam"].points == 0
    rows = {row.player_id: row for row in over.responses() if row.round_no == 1}
    late = rows[over.players["zoe"].id]
    assert (late.is_late, late.score, late.points) == (True, 1.0, 0)
    first = report.rounds[0]
    assert sorted((share.is_right, share.count) for share in first.shares) == [(False, 1), (True, 1)]
    assert first.correction == service.Correction(over.clock(), newer_answer=None)
    assert {player.points for player in report.players} == {after["bob"].points, 0}


def test_the_report_shows_the_new_key_before_it_judges_by_it(over, sign_in_as):
    swap(over, 1)
    first = report_of(over).rounds[0]
    assert first.correction.newer_answer not in (None, first.answer)
    assert f"Key now: {first.correction.newer_answer}" in sign_in_as("ada").get(f"/games/{over.game_id}/report").text


@BOTH
def test_study_learns_what_each_gave_by_the_corrected_key(over, desk_of):
    sam = desk_of("sam")
    assert [(event.kind, event.rating) for event in sam.events()] == [("live", 3), ("live", 1)]
    swap(over, 1)
    correct(over, 1)
    assert over.told()[:2] == [False, True]
    over.hand_over()
    over.hand_over()
    assert [(event.kind, event.rating) for event in sam.events()] == [("live", 3), ("live", 1), ("correction", 1)]
    assert sam.state("b1").memory.reps == 1
    assert over.told()[0] is True
    sam.check()
    # Corrected back it is what it was.
    over.clock.move(days=1)
    swap(over, 1)
    correct(over, 1)
    over.hand_over()
    assert [(event.kind, event.rating) for event in sam.events()][3:] == [("correction", 3)]
    assert sam.state("b1").memory.state != "new"
    sam.check()


@BOTH
def test_whoever_claims_the_game_later_gets_the_round_by_its_corrected_key(over, desk_of, cast):
    swap(over, 1)
    correct(over, 1)
    over.hand_over()
    tess = desk_of("tess")
    with over.database.transaction() as session:
        study.enrol(session, cast.tess.id, tess.bank_id)
        session.execute(update(Player).where(Player.id == over.players["bob"].id).values(user_id=cast.tess.id))
        service.hand_over_player(session, over.game_id, over.players["bob"].id, live_study(), over.clock())
    assert [[event.rating for event in tess.events(slug)] for slug in ("b1", "b2")] == [[3], [3]]


@BOTH
def test_who_was_taken_out_since_is_judged_again_and_nothing_new_is_stored_of_them(over, desk_of, cast):
    sam = desk_of("sam")
    with over.database.transaction() as session:
        service.remove_player(session, over.host, over.game_id, over.players["sam"].id, over.clock())
    swap(over, 1)
    correct(over, 1)
    over.hand_over()
    assert [(event.kind, event.rating) for event in sam.events("b1")] == [("live", 3), ("correction", 1)]


@BOTH
def test_a_round_that_is_judged_again_half_way_through_is_handed_over_from_its_beginning(over, desk_of):
    sam = desk_of("sam")
    swap(over, 1)
    correct(over, 1)
    mark = service.Mark(1, 10**6, False, 1)
    with over.database.transaction() as session:
        service.hand_over(session, over.game_id, live_study(), over.clock(), mark)
    assert ("correction", 1) in [(event.kind, event.rating) for event in sam.events()]


@BOTH
def test_a_round_that_counts_for_nobody_after_its_correction_is_taken_back(over, desk_of):
    sam = desk_of("sam")
    swap(over, 1)
    correct(over, 1)
    over.hand_over()
    over.move(Void(1))
    over.hand_over()
    assert [event.kind for event in sam.events()] == ["live", "live", "correction", "undo"]
    assert sam.state("b1") is None or sam.state("b1").memory.state == "new"
    sam.check()


@BOTH
def test_more_time_that_was_given_meanwhile_changes_no_points_of_before(match, cast):
    for name in ("sam", "bob"):
        match.join(name, cast.sam.id if name == "sam" else None)
    match.round(sam=False, bob=True)
    before = {player.nickname: player.points for player in report_of(match).players}
    with match.database.transaction() as session:
        session.execute(update(Player).where(Player.id == match.players["sam"].id).values(time_factor=2.0))
    end(match)
    swap(match, 1)
    correct(match, 1)
    assert {player.nickname: player.points for player in report_of(match).players} == {"sam": before["bob"], "bob": 0}


def test_pressed_twice_is_once(over, sign_in_as, desk_of):
    swap(over, 1)
    ada, address = sign_in_as("ada"), f"/games/{over.game_id}"
    assert "Judge again by the corrected key" in ada.get(f"{address}/report").text
    pages = []
    for _ in range(2):
        response = ada.post(f"{address}/corrections", {"round": "1"})
        assert response.status_code == 303
        pages.append(ada.get(response.headers["Location"]).text)
    assert "judged by its new key now" in pages[0]
    assert "judged by the newest key already" in pages[1]
    assert all("Judged again by the key of" in page and "Judge again by" not in page for page in pages)
    with over.database.reading() as session:
        corrections = select(GameEvent).where(GameEvent.command == "correct")
        assert [row.round_no for row in session.scalars(corrections)] == [over.standing.game.round_no]
    # Study hears of it at once.
    assert [event.kind for event in desk_of("sam").events()].count("correction") == 1


def test_a_second_correction_is_judged_again(over):
    swap(over, 1)
    correct(over, 1)
    over.clock.move(days=1)
    swap(over, 1)
    assert report_of(over).rounds[0].correction.newer_answer
    correct(over, 1)
    first = report_of(over).rounds[0]
    assert first.correction == service.Correction(over.clock(), newer_answer=None)
    assert {player.nickname: player.scores[1] for player in report_of(over).players}["sam"] == 1.0


def test_the_tables_say_so(over, sign_in_as):
    swap(over, 1)
    day = over.clock().date().isoformat()
    ada, address = sign_in_as("ada"), f"/games/{over.game_id}/report"
    ada.post(f"/games/{over.game_id}/corrections", {"round": "1"})
    of_players, of_questions = (
        list(csv.reader(io.StringIO(ada.get(f"{address}.csv?of={of}").data.decode("utf-8-sig"))))
        for of in ("players", "questions")
    )
    assert of_players[0][6:8] == [f"question 1 (judged again by the key of {day})", "question 2"]
    column = of_questions[0].index("judged again by the key of")
    assert [row[column] for row in of_questions[1:3]] == [day, ""]
    book = load_workbook(io.BytesIO(ada.get(f"{address}.xlsx").data))
    assert book["Questions"].cell(2, column + 1).value == day


def test_only_a_game_that_is_over_and_a_round_that_counts(match, sign_in_as):
    match.join("bob")
    match.round(bob=False)
    swap(match, 1)
    ada = sign_in_as("ada")
    assert "Judge again by" not in ada.get(f"/games/{match.game_id}/report").text
    with pytest.raises(CannotCorrect, match="when its game is over"):
        correct(match, 1)
    end(match)
    for no in (0, 9, -1):
        with pytest.raises(CannotCorrect):
            correct(match, no)
    match.move(Void(1))
    assert "Judge again by" not in ada.get(f"/games/{match.game_id}/report").text
    with pytest.raises(CannotCorrect, match="counts for nobody"):
        correct(match, 1)


@pytest.mark.parametrize(("who", "status"), [("mallory", 303), ("gil", 403), ("sam", 403), ("eve", 404), ("ann", 303)])
def test_it_is_for_the_host(over, sign_in_as, who, status):
    swap(over, 1)
    browser = sign_in_as(who)
    assert browser.post(f"/games/{over.game_id}/corrections", {"round": "1"}).status_code == status
    assert (report_of(over).rounds[0].correction.key_of is not None) == (who == "ann")


def test_what_was_said_otherwise_is_no_other_key(over):
    question_id = over.standing.cards[0].question_id
    with over.database.reading() as session:
        first, *others = session.get_one(QuestionRow, question_id).body["distractors"]
    said = {"stem": "When was it?", "distractors": [{"text": first, "explanation": "Too early."}, *others]}
    revise(over.database, question_id, over.clock(), "clarified", **said)
    assert report_of(over).rounds[0].correction.newer_answer is None
    with pytest.raises(CannotCorrect, match="newest key already"):
        correct(over, 1)


@pytest.mark.parametrize(("given", "is_newer"), [({}, False), ({"key": False}, True)])
def test_an_explanation_of_true_or_false_is_no_other_key(match, given, is_newer):
    question_id = match.standing.cards[0].question_id
    body = {"kind": "true_false", "id": "b1", "stem": "Vienna lies on the Danube.", "key": True}
    revise(match.database, question_id, match.clock(), distractors=None, **body)
    with match.database.transaction() as session:
        session.execute(update(Round).where(Round.no == 1).values(question_revision=2))
    match.join("bob")
    match.round(bob=True)
    said = {"options": [{"text": True, "explanation": "It flows through it."}]}
    revise(match.database, question_id, match.clock(), **said | given)
    assert (report_of(match).rounds[0].correction.newer_answer is not None) is is_newer


CANNOT = [
    ({"key": "Mozart", "distractors": ["Haydn", "Schubert", "Weber"]}, 1, "gone from the question"),
    ({"kind": "text", "key": "Beethoven", "distractors": []}, 1, "another kind"),
    ({"key": ["Rhine"], "distractors": ["Elbe", "Alps"]}, 3, "gone from the question"),
]


@pytest.mark.parametrize(("fields", "no", "words"), CANNOT)
def test_what_cannot_be_judged_by_the_new_key_stays(desk, fields, no, words):
    ann = desk.player("Ann")
    _play(desk, ann)
    revise(desk.database, desk.standing.cards[no - 1].question_id, desk.clock(), **fields)
    before = [(row.score, row.points) for row in desk.rows(ResponseRow)]
    with pytest.raises(CannotCorrect, match=words):
        _correct(desk, no)
    assert [(row.score, row.points) for row in desk.rows(ResponseRow)] == before
    assert not any(row.corrected_at for row in desk.rows(Round))


def test_one_more_text_that_is_accepted_and_a_key_more(desk):
    ann = desk.player("Ann")
    _play(desk, ann)
    cards = desk.standing.cards
    revise(desk.database, cards[1].question_id, desk.clock(), "clarified", accept=["Donau"])
    revise(desk.database, cards[2].question_id, desk.clock(), key=["Rhine", "Elbe", "Alps"], distractors=["Harz"])
    assert [row.score for row in desk.rows(ResponseRow)] == [1.0, 0.0, 1.0]
    _correct(desk, 2)
    _correct(desk, 3)
    scores = [row.score for row in desk.rows(ResponseRow)]
    assert scores[:2] == [1.0, 1.0]
    assert scores[2] == pytest.approx(2 / 3)
    points = [row.points for row in desk.rows(ResponseRow)]
    assert (points[1], points[2]) == (1_000, pytest.approx(667, abs=1))


def test_what_was_forgotten_cannot_be_judged_again(desk):
    _play(desk, desk.player("Ann"))
    desk.clock.move(days=401)
    with desk.database.transaction() as session:
        service.forget_typed(session, desk.game_id, desk.clock() + timedelta(days=1))
    revise(desk.database, desk.standing.cards[1].question_id, desk.clock(), key="Donau")
    with pytest.raises(CannotCorrect, match="forgotten"):
        _correct(desk, 2)
    assert desk.rows(ResponseRow)[1].score == 0.0


def test_an_erased_question_has_no_key(desk):
    _play(desk, desk.player("Ann"))
    question_id = desk.standing.cards[0].question_id
    with desk.database.transaction() as session:
        session.execute(delete(Revision).where(Revision.question_id == question_id))
    with desk.database.reading() as session:
        assert len(service.get_report(session, desk.host, desk.game_id).rounds) == 3


def _play(desk: games.Desk, player) -> None:
    for given in (["Beethoven"], ["Donau"], ["Rhine", "Elbe"]):
        desk.do(Next())
        desk.give(player, *given, client_id=given[0])
        for _ in range(3):
            if desk.standing.game.phase != "standings":
                desk.do(Next())
    while desk.standing.game.phase != "closed":
        desk.do(Next())


def _correct(desk: games.Desk, no: int) -> None:
    with desk.database.transaction() as session:
        service.correct(session, desk.host, desk.game_id, no, desk.clock())
