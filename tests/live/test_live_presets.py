"""What of a game enters the study of a student who has not chosen is set by the classroom for which it is played."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks.models import Bank
from quizapp.core.game import Next, Void
from quizapp.people import service as people
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from quizapp.study.service.enrolments import meet, meet_all
from tests.live.match import Match
from tests.study.databases import BOTH
from tests.study.desk import Desk

pytestmark = BOTH


@pytest.fixture
def value():
    """Tell what is preset in the classroom; tests may name something else."""
    return "on"


@pytest.fixture
def room(runtime, cast, clock, value):
    """Make a classroom of ada's that sam is in."""
    with runtime.database.transaction() as session:
        made = people.make_classroom(session, cast.ada, "8b", clock())
        found = people.get_classroom(session, cast.ada, made)
        people.join_classroom(session, found, cast.sam, "Sam", clock())
        people.set_live_preset(session, cast.ada, made, value)
        return people.get_classroom(session, cast.ada, made)


def preset(runtime, cast, room, value):
    with runtime.database.transaction() as session:
        people.set_live_preset(session, cast.ada, room.id, value)


def wish_of(runtime, learner, bank_id):
    with runtime.database.reading() as session:
        return study.find_live_responses(session, learner.id, bank_id)


def ratings_of(runtime, learner):
    with runtime.database.reading() as session:
        rows = session.query(ReviewEvent).filter_by(learner_id=learner.id).order_by(ReviewEvent.id)
        return [row.rating for row in rows]


@pytest.fixture
def match(runtime, cast, clock, room, bank_id):
    """Make ada's game of four bridges for the classroom."""
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
    return Match(runtime.database, cast.ada, clock).make(classroom_id=room.id)


@pytest.fixture
def seat(match, cast, sign_in_as):
    """Let sam play a whole game, two of its four rounds rightly; gives their browser and the end of the game's link."""
    match.join("sam", cast.sam.id)
    for right in (True, False, True, False):
        match.round(sam=right)
    match.move(Next())
    match.hand_over()
    browser = sign_in_as("sam")
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    return browser, f"/play/{match.standing.link_token}"


@pytest.mark.parametrize(("value", "ratings"), [("on", [3, 1, 3, 1]), ("misses", [1, 1])])
def test_who_keeps_a_game_has_of_it_what_is_preset(runtime, cast, room, seat, bank_id, value, ratings):
    browser, link = seat
    assert f"{link}/keep" in browser.get(f"{link}/summary").text
    page = browser.get(f"{link}/keep").text
    assert "Keep the 2 I missed" in page
    assert ("what you knew stays out of it" in page) == (value == "misses")
    told = browser.post(f"{link}/keep", follow_redirects=True).text
    assert ("What you knew comes back" in told) == (value == "on")
    assert wish_of(runtime, cast.sam, bank_id) == "class"
    assert ratings_of(runtime, cast.sam) == ratings


@pytest.mark.parametrize("value", ["off"])
def test_nobody_is_asked_where_nothing_of_games_is_wanted(runtime, cast, room, seat, bank_id):
    browser, link = seat
    summary, page = browser.get(f"{link}/summary").text, browser.get(f"{link}/keep").text
    for words in (summary, page):
        assert "Nothing of this game enters your study of this bank" in words
        assert "study a question of the bank, choose otherwise on its page under “From games in class”" in words
    assert f"{link}/keep" not in summary
    assert f'action="{link}/keep"' not in page
    assert browser.post(f"{link}/keep").status_code == 409
    assert wish_of(runtime, cast.sam, bank_id) is None
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
    assert browser.post("/study/bridges/live-responses", {"live_responses": "on"}).status_code == 303
    summary, page = browser.get(f"{link}/summary").text, browser.get(f"{link}/keep").text
    assert f"{link}/keep" in summary
    assert f'action="{link}/keep"' in page, "as it was told"


@pytest.mark.parametrize("value", ["misses"])
def test_who_knew_all_is_offered_nothing_where_only_misses_enter(runtime, match, cast, room, bank_id, sign_in_as):
    match.join("sam", cast.sam.id)
    for _ in range(4):
        match.round(sam=True)
    match.move(Next())
    match.hand_over()
    browser, link = sign_in_as("sam"), f"/play/{match.standing.link_token}"
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    summary, page = browser.get(f"{link}/summary").text, browser.get(f"{link}/keep").text
    assert f"{link}/keep" not in summary
    for words in (summary, page):
        assert "Of this game only what you missed" in words
        assert "You gave no answer" not in words
    assert browser.post(f"{link}/keep").status_code == 409
    assert wish_of(runtime, cast.sam, bank_id) is None


@pytest.mark.parametrize("value", ["misses"])
def test_who_does_not_study_the_bank_is_not_told_that_they_do(runtime, match, cast, room, sign_in_as):
    match.join("sam", cast.sam.id)
    for answers in ({"sam": True}, {}, {"sam": True}, {}):
        match.round(**answers)
    match.move(Next())
    browser, link = sign_in_as("sam"), f"/play/{match.standing.link_token}"
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    summary = browser.get(f"{link}/summary").text
    assert "2 of 4 to review" in summary, "what was not answered"
    assert "You study this bank" not in summary
    assert "Of this game only what you missed enters your study of this bank." in summary


@pytest.mark.parametrize(("value", "ratings"), [("on", [3, 1, 3, 1]), ("misses", [1, 1]), ("off", [])])
def test_it_holds_for_who_studies_the_bank_already_and_has_not_chosen(
    runtime, match, cast, room, bank_id, sign_in_as, value, ratings
):
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        people.join_classroom(session, room, cast.tess, "Tess", room.closes_at)
        study.enrol(session, cast.tess.id, bank_id)
        study.set_live_responses(session, cast.tess.id, bank_id, "on")
    match.join("sam", cast.sam.id)
    match.join("tess", cast.tess.id)
    for right in (True, False, True, False):
        match.round(sam=right, tess=right)
    match.move(Next())
    match.hand_over()
    assert ratings_of(runtime, cast.sam) == ratings
    assert ratings_of(runtime, cast.tess) == [3, 1, 3, 1], "who has chosen keeps that"
    browser, link = sign_in_as("sam"), f"/play/{match.standing.link_token}"
    browser.client.set_cookie(f"play-{match.game_id}", match.tokens["sam"], path="/play")
    said = {
        "on": "what you gave in the game is part of it",
        "misses": "of this game only what you missed enters there",
        "off": "Nothing of this game enters your study of this bank, as you or your teacher have set it.",
    }
    page = browser.get(f"{link}/keep").text
    assert said[value] in page
    assert "Of a game that is played for a classroom enters what its teacher has set, of any other all" in page
    assert '<option value="class" selected>' in browser.get("/banks/bridges").text


def test_games_of_others_and_for_no_classroom_have_all(runtime, cast, room, bank_id, clock, sign_in_as):
    preset(runtime, cast, room, "off")
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        theirs = people.get_classroom(session, cast.eve, people.make_classroom(session, cast.eve, "9c", clock()))
        people.join_classroom(session, theirs, cast.sam, "Sam", clock())
        study.enrol(session, cast.sam.id, bank_id)
    played = []
    for number, (host, for_) in enumerate([(cast.ada, None), (cast.eve, None), (cast.eve, theirs.id)]):
        game = Match(runtime.database, host, clock, client_id=f"game {number}").make(classroom_id=for_)
        game.join("sam", cast.sam.id)
        game.round(sam=False)
        game.move(Next())
        game.hand_over()
        played.append(len(ratings_of(runtime, cast.sam)))
        clock.move(days=1)
    assert played == [1, 2, 3]


@pytest.mark.parametrize(("value", "later", "ratings"), [("off", "on", []), ("on", "off", [3, 1]), ("off", None, [])])
def test_a_game_keeps_what_was_preset_when_it_was_made(
    runtime, match, cast, clock, room, bank_id, value, later, ratings
):
    """However the classroom has it when a round counts again, or if it is there no more."""
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
    match.join("sam", cast.sam.id)
    match.round(sam=True)
    match.round(sam=False)
    match.move(Next())
    with runtime.database.transaction() as session:
        if later is None:
            people.delete_classroom(session, cast.ada, room.id, lambda _session, _room_id: [])
        else:
            people.set_live_preset(session, cast.ada, room.id, later)
    clock.move(days=40)
    for is_voided in (True, False):
        for no in (1, 2):
            match.move(Void(no, is_voided=is_voided))
        match.hand_over()
    assert ratings_of(runtime, cast.sam) == ratings
    with runtime.database.reading() as session:
        assert study.find_live_wish(session, cast.sam.id, bank_id, match.standing.live_responses) == value


@pytest.mark.parametrize(("value", "choice", "told"), [("off", None, 0), ("off", "on", 1), ("misses", None, 1)])
def test_who_has_nothing_of_games_by_their_class_is_not_taught_again(
    runtime, match, cast, room, bank_id, clock, sign_in_as, value, choice, told
):
    with runtime.database.transaction() as session:
        meet(session, cast.sam.id, bank_id)
    desk = Desk(runtime.database, cast.sam, clock, bank_id)
    desk.answer(slug="b1")
    if choice:
        with runtime.database.transaction() as session:
            study.set_live_responses(session, cast.sam.id, bank_id, choice)
    match.join("sam", cast.sam.id)
    match.round(sam=False)
    match.move(Next())
    match.hand_over()
    assert sign_in_as("ada").post(f"/games/{match.game_id}/reteachings").status_code == 303
    assert sum(event.action == "due_today" for event in desk.events("b1")) == told


@pytest.mark.parametrize("visibility", ["public", "private"])
@pytest.mark.parametrize("value", ["off"])
def test_that_a_class_wants_nothing_of_games_is_said_to_who_would_teach_it_again(
    runtime, match, cast, room, bank_id, sign_in_as, clock, visibility
):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility=visibility))
        people.join_classroom(session, room, cast.tess, "Tess", clock())
        meet(session, cast.sam.id, bank_id)
        study.set_live_responses(session, cast.tess.id, bank_id, "on")
    match.join("sam", cast.sam.id)
    match.round(sam=False)
    ada, here = sign_in_as("ada"), f"/games/{match.game_id}/reteachings"
    told = ada.post(here, follow_redirects=True).text
    assert "Nothing of this game enters the study of those who missed these questions" in told
    assert "no player studies it" not in told
    match.join("tess", cast.tess.id)
    match.round(sam=False, tess=False)
    told = ada.post(here, follow_redirects=True).text
    assert "the study of 1 of the 2 learners who missed" in told
    assert "The others do not have these questions in theirs." in told


def test_no_study_begins_with_a_choice(runtime, cast, room, bank_id):
    preset(runtime, cast, room, "misses")
    with runtime.database.transaction() as session:
        study.enrol(session, cast.sam.id, bank_id)
        meet(session, cast.tess.id, bank_id)
        meet_all(session, [cast.sam.id, cast.tess.id], [1, 2], bank_id)
    assert [wish_of(runtime, each, bank_id) for each in (cast.sam, cast.tess)] == ["class", "class"]


def test_a_learner_chooses_on_the_page_of_the_bank_and_as_the_class_has_it_again(
    runtime, cast, room, bank_id, sign_in_as
):
    with runtime.database.transaction() as session:
        session.execute(update(Bank).values(visibility="public"))
        study.enrol(session, cast.sam.id, bank_id)
    sam = sign_in_as("sam")
    for wish in ("misses", "class"):
        assert sam.post("/study/bridges/live-responses", {"live_responses": wish}).status_code == 303
        assert wish_of(runtime, cast.sam, bank_id) == wish
        assert f'<option value="{wish}" selected>' in sam.get("/banks/bridges").text


def test_a_teacher_sets_it_for_their_own_classroom(runtime, room, sign_in_as):
    ada, page = sign_in_as("ada"), f"/classrooms/{room.id}"
    assert '<option value="on" selected>' in ada.get(page).text
    assert ada.post(f"{page}/live-presets", {"live_responses": "misses"}).headers["Location"].endswith(page)
    told = ada.get(page).text
    assert '<option value="misses" selected>' in told
    assert "It is for games that are made from now on" in told
    assert "A game keeps what was set when it was made." in told
    refused = ada.post(f"{page}/live-presets", {"live_responses": "never"})
    assert refused.status_code == 409
    assert "This page does not know that choice." in refused.text
    assert "What you wrote" not in refused.text
    assert sign_in_as("eve").post(f"{page}/live-presets", {"live_responses": "off"}).status_code == 404
    assert sign_in_as("sam").post(f"{page}/live-presets", {"live_responses": "off"}).status_code == 403
    assert '<option value="misses" selected>' in ada.get(page).text
