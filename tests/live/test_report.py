"""The report of a game: what its rows say, for its host alone; corrected, downloaded, taught again."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import Next, Skip
from quizapp.live import service
from quizapp.live.models import GameRow, ResponseRow
from quizapp.live.service import Given
from quizapp.study import service as study

PAGES = ("report", "report.csv", "report.csv?of=questions", "report.xlsx")


@pytest.fixture
def over(match, cast, desk_of):
    """Play to the end: sam has an account and studies the bank, bob and zoe are guests; zoe comes in round 2."""
    with match.database.transaction() as session:
        study.enrol(session, cast.sam.id, desk_of("sam").bank_id)
    match.join("sam", cast.sam.id)
    match.join("bob")
    match.round(sam=False, bob=False)
    match.join("=cmd zoe")
    match.round(sam=True, bob=False)
    match.round(sam=False, bob=True)
    match.round(sam=True, bob=True)
    for _ in range(2):
        match.move(Next())
    assert match.standing.game.phase == "closed"
    match.hand_over()
    return match


def report_of(match):
    with match.database.reading() as session:
        return service.get_report(session, match.host, match.game_id)


def test_questions_and_players_are_as_the_rows_say(over):
    report = report_of(over)
    assert [(each.asked, each.given, each.right) for each in report.rounds] == [
        (2, 2, 0), (3, 2, 1), (3, 2, 1), (3, 2, 2),
    ]  # fmt: skip
    assert all(each.median_ms == 4_000 for each in report.rounds)
    by_name = {player.nickname: player for player in report.players}
    assert [(by_name[name].right, by_name[name].asked) for name in ("sam", "bob", "=cmd zoe")] == [
        (2, 4),
        (2, 4),
        (0, 3),
    ]
    assert [by_name[name].name for name in ("sam", "bob")] == ["Sam", ""]
    rows = over.responses()
    for player in report.players:
        assert player.points == sum(row.points for row in rows if row.player_id == player.id)
    assert by_name["=cmd zoe"].scores == {2: None, 3: None, 4: None}
    assert by_name["sam"].scores == {1: 0.0, 2: 1.0, 3: 0.0, 4: 1.0}


def test_a_wrong_answer_that_many_gave_is_a_misconception(over):
    first, _, third, fourth = report_of(over).rounds
    (wrong,) = first.shares
    assert (wrong.count, wrong.is_right, first.is_believed(wrong)) == (2, False, True)
    assert "1800" in wrong.text or "1802" in wrong.text
    assert "-" not in wrong.text, "an option is named as it was shown"
    assert not any(third.is_believed(share) for share in third.shares), "one is not many"
    assert not any(fourth.is_believed(share) for share in fourth.shares)


def test_a_round_voided_after_class_counts_for_nobody(over, sign_in_as, cast, desk_of):
    before = {player.nickname: player for player in report_of(over).players}
    address = f"/games/{over.game_id}"
    ada = sign_in_as("ada")
    for _ in range(2):
        assert ada.post(f"{address}/voids", {"round": "2"}).status_code == 303
    report = report_of(over)
    after = {player.nickname: player for player in report.players}
    assert report.rounds[1].is_voided
    assert after["sam"].points == before["sam"].points - before["sam"].points // 2
    assert (after["sam"].right, after["sam"].asked) == (1, 3)
    assert after["bob"].points == before["bob"].points
    page = ada.get(f"{address}/report").text
    assert "Voided" in page
    assert page.partition("Table of players")[2].partition("</thead>")[0].count(">voided<") == 1
    # Study hears of it at once.
    assert [event.kind for event in desk_of("sam").events()].count("undo") == 1
    assert over.told() == [True] * 4


def test_a_voided_round_counts_again_as_before(over, sign_in_as, desk_of):
    before, sam = report_of(over), desk_of("sam")
    card = sam.state("b2").memory
    address, ada = f"/games/{over.game_id}", sign_in_as("ada")
    for _ in range(2):
        ada.post(f"{address}/voids", {"round": "2", "is_voided": "1"})
        assert sam.state("b2") is None or sam.state("b2").memory != card
        assert "Let it count again" in ada.get(f"{address}/report").text
        for _ in range(2):
            response = ada.post(f"{address}/voids", {"round": "2", "is_voided": "0"})
            assert "Question 2 counts again." in ada.get(response.headers["Location"]).text
        after = report_of(over)
        assert (after.rounds, after.players, after.share) == (before.rounds, before.players, before.share)
        assert sam.state("b2").memory == card
    assert sign_in_as("eve").post(f"{address}/voids", {"round": "2", "is_voided": "0"}).status_code in (403, 404)
    sam.check()


def test_a_round_whose_answer_was_never_shown_cannot_count(match, sign_in_as):
    match.join("bob")
    match.round(bob=True)
    match.move(Next())
    match.move(Skip())
    address, ada = f"/games/{match.game_id}", sign_in_as("ada")
    page = ada.get(f"{address}/report").text
    assert "Skipped: counts for nobody." in page
    assert "Let it count again" not in page
    assert ada.post(f"{address}/voids", {"round": "2", "is_voided": "0"}).status_code == 409
    assert report_of(match).rounds[1].is_voided


def test_what_is_wrong_with_a_question_looks_like_something_to_press(over, sign_in_as):
    page = sign_in_as("ada").get(f"/games/{over.game_id}/report").text
    assert page.count('<summary class="link">Something is wrong with it') == 4


def test_a_round_is_voided_only_after_a_second_press(over, sign_in_as):
    page = sign_in_as("ada").get(f"/games/{over.game_id}/report").text
    asked = re.search(r"<details class=\"menu__sure\">(.*?)</details>", page, re.S)[1]
    assert asked.index("</summary>") < asked.index("<form")
    assert page.count("/voids") == page.count('<details class="menu__sure">') == 4


def test_voiding_does_not_lengthen_what_is_kept_of_guests(over, clock, sign_in_as):
    with over.database.reading() as session:
        before = session.get(GameRow, over.game_id).erase_guests_at
    clock.move(days=5)
    sign_in_as("ada").post(f"/games/{over.game_id}/voids", {"round": "1"})
    with over.database.reading() as session:
        assert session.get(GameRow, over.game_id).erase_guests_at == before


@pytest.mark.parametrize("round_no", ["0", "5", "-1", "x", "", "9" * 30])
def test_there_is_no_such_round_to_void(over, sign_in_as, round_no):
    assert sign_in_as("ada").post(f"/games/{over.game_id}/voids", {"round": round_no}).status_code == 409


def test_the_weakest_are_asked_again_of_those_who_missed_them(over, sign_in_as, desk_of, clock):
    sam, ada = desk_of("sam"), sign_in_as("ada")
    assert [each.no for each in report_of(over).weakest] == [1, 2, 3, 4]
    # Sam learns what was missed since, so that nothing of it is due.
    for slug in ("b1", "b3"):
        for _ in range(2):
            clock.move(minutes=11)
            if sam.state(slug).memory.state != "review":
                sam.answer(slug=slug)
    clock.move(minutes=1)
    assert sam.state("b1").due_day > sam.day.today
    for _ in range(2):
        response = ada.post(f"/games/{over.game_id}/reteachings")
        assert response.status_code == 303
        told = ada.get(response.headers["Location"]).text
        assert "one learner" in told
        assert "left out" not in told
    assert [sam.state(slug).due_day for slug in ("b1", "b3")] == [sam.day.today] * 2
    assert sum(event.action == "due_today" for event in sam.events()) == 2
    assert [event.action for event in sam.events("b2") + sam.events("b4")] == [None, None], "these were known"
    sam.check()


def test_whoever_gave_nothing_or_wants_nothing_of_games_is_not_taught_again(match, sign_in_as, desk_of, cast):
    desks = {name: desk_of(name) for name in ("sam", "tess", "eve")}
    for name, desk in desks.items():
        with desk.database.transaction() as session:
            study.enrol(session, desk.viewer.id, desk.bank_id)
        match.join(name, desk.viewer.id)
    match.round(sam=False, tess=False, eve=False)
    match.round(sam=False)
    match.hand_over()
    tess, eve = desks["tess"], desks["eve"]
    tess.answer(slug="b2")
    with tess.database.transaction() as session:
        study.set_live_responses(session, eve.viewer.id, eve.bank_id, "off")
    ada = sign_in_as("ada")
    for _ in range(2):
        response = ada.post(f"/games/{match.game_id}/reteachings")
        told = ada.get(response.headers["Location"]).text
        assert "today’s queue of 2 learners. One more who missed them was left out: not studying the bank" in told
    asked_again = {
        name: [event.action for slug in ("b1", "b2") for event in desk.events(slug) if event.kind == "manual"]
        for name, desk in desks.items()
    }
    assert asked_again == {"sam": ["due_today"] * 2, "tess": ["due_today"], "eve": []}


def test_a_class_is_taught_again_learner_by_learner(match, sign_in_as, cast, monkeypatch):
    """Nobody's answer waits for a whole class."""
    for name in ("sam", "tess"):
        match.join(name, cast[name].id)
    match.round(sam=False, tess=False)
    ada, sessions = sign_in_as("ada"), []

    def queue(session, wanted, _preset, _key, _now):
        sessions.append((session, wanted))
        return study.AskedAgain(1, 0, 0)

    monkeypatch.setitem(ada.app.extensions, "queue_again", queue)
    ada.post(f"/games/{match.game_id}/reteachings")
    assert [[who for who, _ in wanted] for _, wanted in sessions] == [[cast.sam.id], [cast.tess.id]]
    assert sessions[0][0] is not sessions[1][0]


def test_nobody_to_teach_again_is_said(match, sign_in_as):
    match.join("bob")
    match.round(bob=False)
    ada = sign_in_as("ada")
    response = ada.post(f"/games/{match.game_id}/reteachings")
    assert "Nobody who missed" in ada.get(response.headers["Location"]).text


def test_the_page_names_learners_misconceptions_and_who_gave_nothing(over, sign_in_as):
    page = sign_in_as("ada").get(f"/games/{over.game_id}/report").text
    for words in ("misconception", "0 of 2 right", "1 gave nothing", "=cmd zoe", "guest", "half answered within 4.0 s"):
        assert words in page, words


def test_tables_carry_no_formula(over, sign_in_as):
    ada = sign_in_as("ada")
    answer = ada.get(f"/games/{over.game_id}/report.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:6] == ["rank", "nickname", "name", "points", "right", "asked"]
    assert "'=cmd zoe" in {row[1] for row in rows}
    book = load_workbook(io.BytesIO(ada.get(f"/games/{over.game_id}/report.xlsx").data))
    assert book.sheetnames == ["Players", "Questions"]
    assert "=cmd zoe" in {row[1].value for row in book["Players"]}, "a text of a workbook needs no mark"
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert [row[3].value for row in list(book["Players"])[1:]] == [int(row[3]) for row in rows[1:]]
    questions = list(csv.reader(io.StringIO(
        ada.get(f"/games/{over.game_id}/report.csv?of=questions").data.decode("utf-8-sig")
    )))  # fmt: skip
    assert questions[0][3:7] == ["asked", "answered", "too late", "right"]
    assert [row[3:7] for row in questions[1:]] == [
        ["2", "2", "0", "0"], ["3", "2", "0", "1"], ["3", "2", "0", "1"], ["3", "2", "0", "2"],
    ]  # fmt: skip


def test_not_asked_nothing_given_and_too_late_are_told_apart(match, sign_in_as):
    match.join("bob")
    match.join("zoe")
    match.round(bob=False)
    match.give("zoe", right=True, round_no=1)
    match.join("lea")
    match.round(bob=True, zoe=True)
    address = f"/games/{match.game_id}/report"
    ada = sign_in_as("ada")
    rows = list(csv.reader(io.StringIO(ada.get(f"{address}.csv").data.decode("utf-8-sig"))))
    cells = {row[1]: row[6:] for row in rows[1:]}
    assert cells == {"bob": ["0", "100"], "zoe": ["too late", "100"], "lea": ["not asked", "nothing given"]}
    assert {row[2] for row in rows[1:]} == {"guest"}
    page = " ".join(ada.get(address).text.split())
    assert "0 of 2 right</b> · 1 too late" in page
    assert "2 of 3 right</b> · 1 gave nothing" in page


@pytest.mark.parametrize("who", ["ada", "ann"])
def test_a_host_who_may_edit_the_bank_finds_the_question_from_the_report(over, sign_in_as, who):
    question_id = over.standing.cards[0].question_id
    browser = sign_in_as(who)
    page = browser.get(f"/games/{over.game_id}/report").text
    (address,) = set(re.findall(rf'href="(/banks/[^"]+/questions/{question_id})"', page))
    assert browser.get(address).status_code == 200


def test_a_host_who_may_only_play_the_bank_is_not_sent_to_its_editor(over, sign_in_as, cast):
    with over.database.transaction() as session:
        session.execute(update(Bank).values(owner_id=cast.eve.id))
    page = sign_in_as("ada").get(f"/games/{over.game_id}/report").text
    assert "Mend it or its key" not in page
    assert "Let it count for nobody" in page


def test_what_no_workbook_can_hold_does_not_cost_the_report(match, sign_in_as):
    bob = match.join("bob")
    match.move(Next())
    signs = "a\ufffeb\uffffc\x01d"
    with match.database.transaction() as session:
        given = Given(bob.id, 1, {"response": [signs]}, "typed", 3_000, match.now_ms, 0)
        service.take_responses(session, match.standing, match.questions, [given])
        session.execute(update(ResponseRow).values(picks=[signs]))
    answer = sign_in_as("ada").get(f"/games/{match.game_id}/report.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data))["Questions"]
    assert any("a b c d" in str(cell.value) for row in sheet for cell in row)
    for path in ("report", "report.csv?of=questions"):
        assert sign_in_as("ada").get(f"/games/{match.game_id}/{path}").status_code == 200


def test_places_are_the_same_on_the_page_and_in_the_tables(over, sign_in_as):
    ada, here = sign_in_as("ada"), f"/games/{over.game_id}/report"
    rows = list(csv.reader(io.StringIO(ada.get(f"{here}.csv").data.decode("utf-8-sig"))))[1:]
    assert (rows[-1][1], rows[-1][3]) == ("'=cmd zoe", "0"), "last, and without points"
    players = ada.get(here).text.partition("Table of players")[2]
    assert re.findall(r'<tr><td class="number">([^<]*)</td>', players) == [row[0] for row in rows]


@pytest.mark.parametrize(("who", "status"), [
    ("mallory", 303), ("gil", 403), ("sam", 403), ("eve", 404), ("cora", 404), ("ada", 200), ("ann", 200),
])  # fmt: skip
def test_the_report_is_for_its_host(over, sign_in_as, who, status):
    browser = sign_in_as(who)
    assert [browser.get(f"/games/{over.game_id}/{page}").status_code for page in PAGES] == [status] * len(PAGES)
    if status != 200:
        for act in ("voids", "reteachings"):
            assert browser.post(f"/games/{over.game_id}/{act}", {"round": "1"}).status_code == status
        assert not any(each.is_voided for each in report_of(over).rounds)


def test_a_game_not_begun_has_an_empty_report(match, sign_in_as):
    assert "No question was asked yet" in sign_in_as("ada").get(f"/games/{match.game_id}/report").text
    assert sign_in_as("ada").get("/games/99999999999/report").status_code == 404


def test_a_bank_that_was_closed_is_told_and_nothing_of_it_is_asked_again(over, sign_in_as, clock):
    ada, here = sign_in_as("ada"), f"/games/{over.game_id}"
    words, button = "The bank of this game is closed", "Ask them again today"
    before = ada.get(f"{here}/report").text
    assert (words in before, button in before) == (False, True)
    with over.database.transaction() as session:
        session.execute(update(Bank).values(deleted_at=clock()))
    after = ada.get(f"{here}/report").text
    assert (words in after, button in after, "Teach again" in after, "What went worst" in after) == (
        *(True, False),
        *(False, True),
    )
    refused = ada.post(f"{here}/reteachings")
    assert (refused.status_code, "The bank is closed" in refused.text) == (409, True)


def test_the_class_has_one_figure_on_the_podium_and_in_the_report(over, match, sign_in_as, mallory):
    """Four of eleven asked were right; three were asked and not answered."""
    ada = sign_in_as("ada")
    assert report_of(over).share == 4 / 11
    with over.database.reading() as session:
        assert service.stage_of(session, over.standing, None).share == 4 / 11
    pages = [
        ada.get(f"/games/{over.game_id}/report").text,
        ada.get(f"/games/{over.game_id}").text,
        mallory.get(f"/screens/{over.standing.screen_token}").text,
    ]
    assert [("36" in page, "right of all asked" in page) for page in pages] == [(True, True)] * 3
