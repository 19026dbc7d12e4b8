"""The bell rings in mid-game: it is ended or cancelled, and what was shown before is told, kept and studied."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import Cancel, End, Next, Rules, Skip, Void
from quizapp.live import service
from quizapp.study import service as study
from tests.live.test_studying import kinds

SLOW = Rules(has_reading_time=False)


@pytest.fixture
def learners(match, desk_of):
    """Let everybody study the bank, and sam do so and play."""
    sam = desk_of("sam")
    with match.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        study.enrol(session, sam.viewer.id, sam.bank_id)
    return {"sam": sam}


def seated(match, browser, name):
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens[name], path="/play")
    return browser


def asked_of(match):
    with match.database.reading() as session:
        players = service.get_report(session, match.host, match.game_id).players
        return {each.nickname: (each.right, each.asked) for each in players}


def press(browser, match, command):
    form = {"event_no": match.standing.game.event_no, "command": command}
    return browser.post(f"/games/{match.game_id}/phases", form)


def remote(browser, match):
    return browser.get(f"/games/{match.game_id}").text


def test_a_host_ends_a_game_in_mid_round_at_the_podium(match, sign_in_as):
    match.join("bob")
    ada = sign_in_as("ada")
    assert "Yes, end it" not in remote(ada, match), "a lobby has nothing to end with"
    match.round(bob=True)
    match.move(Next())
    match.give("bob", right=False)
    page = remote(ada, match)
    assert "Yes, end it" in page
    assert "this question does not" in page
    assert press(ada, match, "end").status_code == 303
    game = match.standing.game
    assert (game.phase, [each.is_voided for each in game.rounds]) == ("podium", [False, True, False, False])
    page = remote(ada, match)
    assert f"/games/{match.game_id}/report" in page
    assert "Yes, end it" not in page
    assert asked_of(match) == {"bob": (1, 1)}
    assert press(ada, match, "next").status_code == 303
    assert match.standing.game.phase == "closed"
    assert "ended by itself" not in ada.get("/games").text


@pytest.mark.parametrize("command", [End(), Cancel()])
def test_a_question_that_the_end_cut_off_was_voided_by_nobody(match, sign_in_as, command):
    match.join("bob")
    match.round(bob=True)
    match.move(Next())
    match.move(command)
    address, ada = f"/games/{match.game_id}", sign_in_as("ada")
    page = ada.get(f"{address}/report").text
    assert "The game ended before this question was over: it counts for nobody." in page
    assert "oided" not in page.replace("is-voided", "").replace("is_voided", "")
    assert ">cut off<" in page
    questions = ada.get(f"{address}/report.csv?of=questions").text
    assert questions.count(",cut off,") == 1
    assert "(cut off by the end of the game)" in ada.get(f"{address}/report.csv").text


@pytest.mark.parametrize("before", [0, 3])
def test_a_question_that_was_skipped_reads_so_also_as_the_last(match, sign_in_as, before):
    match.join("bob")
    for _ in range(before):
        match.round(bob=True)
    match.move(Next())
    match.move(Skip())
    assert match.standing.game.phase == ("podium" if before else "open")
    if not before:
        match.move(End())
    address, ada = f"/games/{match.game_id}", sign_in_as("ada")
    page = ada.get(f"{address}/report").text
    assert page.count("Skipped: counts for nobody.") == 1
    assert page.count("The game ended before this question was over") == (not before), "of the one that followed"
    assert page.count(">skipped<") == 1
    assert ">voided<" not in page
    assert ada.get(f"{address}/report.csv?of=questions").text.count(",skipped,") == 1
    assert ada.get(f"{address}/report.csv").text.count("(skipped)") == 1


def test_what_was_revealed_when_a_game_was_ended_is_studied(match, learners):
    match.join("sam", learners["sam"].viewer.id)
    match.round(sam=True)
    match.move(Next())
    match.give("sam", right=False)
    match.move(End())
    match.hand_over()
    assert kinds(learners["sam"]) == [("live", 3)]
    assert match.told()[:2] == [True, True]


def test_the_round_on_show_when_a_game_was_cancelled_is_studied(match, learners):
    match.join("sam", learners["sam"].viewer.id)
    match.round(sam=False)
    match.move(Cancel())
    with match.database.reading() as session:
        assert service.list_untold(session) == [match.game_id]
    match.hand_over()
    assert kinds(learners["sam"]) == [("live", 1)]
    match.move(Void(1))
    match.hand_over()
    assert kinds(learners["sam"]) == [("live", 1), ("undo", 0)], "a wrong key is put right after a cancelled game too"


def test_what_a_cancelled_game_did_not_reveal_is_nobodys(match, learners, browser, sign_in_as):
    match.client_id = "locked"
    match.make(rules=SLOW)
    match.join("sam", learners["sam"].viewer.id)
    match.join("bob")
    match.move(Next())
    for name in ("sam", "bob"):
        match.give(name, right=True)
    match.move(Next())
    assert match.standing.game.phase == "locked"
    match.move(Cancel())
    match.hand_over()
    assert kinds(learners["sam"]) == []
    assert asked_of(match) == {"sam": (0, 0), "bob": (0, 0)}
    bob = seated(match, browser(), "bob")
    link = f"/play/{match.standing.link_token}"
    assert "None of your answers counts" in bob.get(f"{link}/summary").text
    assert "No question of this game counts" in bob.get(f"{link}/keep").text


def test_a_cancelled_game_is_reported_and_kept_as_far_as_it_went(match, learners, browser, sign_in_as):
    match.join("bob")
    match.round(bob=True)
    match.round(bob=False)
    ada = sign_in_as("ada")
    assert press(ada, match, "cancel").status_code == 303
    report = f'href="/games/{match.game_id}/report"'
    assert report in remote(ada, match)
    assert report in ada.get("/games").text
    assert asked_of(match) == {"bob": (1, 2)}
    bob = seated(match, browser(), "bob")
    link = f"/play/{match.standing.link_token}"
    summary = bob.get(f"{link}/summary").text
    assert "There are no places" in summary
    assert "place of" not in summary
    assert "1 of 2 to review" in summary
    assert "Keep these questions" in summary
    assert "1 of 2 to review" in bob.get(f"{link}/keep").text
    assert "Keep the one I missed" in bob.get(f"{link}/keep").text


def test_a_game_cancelled_in_its_lobby_has_no_report_to_read(match, sign_in_as):
    match.join("bob")
    match.move(Cancel())
    ada, report = sign_in_as("ada"), f'href="/games/{match.game_id}/report"'
    assert report not in remote(ada, match)
    assert report not in ada.get("/games").text
