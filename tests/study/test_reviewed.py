"""Defects that a reader found once: each test fails without its mend."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select

from quizapp.banks.models import QuestionRow
from quizapp.core.errors import Conflict
from quizapp.people.models import User
from quizapp.study.models import ReviewEvent
from tests.study import bank_files


def rows(runtime, table):
    with runtime.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def asked_by(browser, slug="bridges"):
    """Give the seal on a study page."""
    page = browser.get(f"/study/{slug}").text
    return page.partition('name="asked" value="')[2].partition('"')[0]


class TestKeyStaysHidden:
    """S37: only a card that its learner rates can be turned round before it is answered."""

    def test_reveal_of_a_card_with_options(self, sign_in_as, bank_id):
        sam = sign_in_as("sam")
        page = sam.post("/study/asks", {"asked": asked_by(sam), "help": "reveal"}).text
        assert "right answer" not in page
        assert 'name="response"' in page

    def test_reveal_of_an_open_card(self, sign_in_as, ten_id, runtime):
        sam = sign_in_as("sam")
        with runtime.database.reading() as session:
            open_id = session.execute(select(QuestionRow.id).where(QuestionRow.kind == "open")).scalar_one()
        page = sam.get(f"/study/ten?question={open_id}").text
        sealed = page.partition('name="asked" value="')[2].partition('"')[0]
        assert "Model answer" not in page
        assert "Model answer" in sam.post("/study/asks", {"asked": sealed, "help": "reveal"}).text


class TestGuests:
    """A row is made with the first answer that is stored, and not before."""

    def test_an_empty_answer_makes_nobody(self, mallory, bank_id, runtime):
        before = rows(runtime, User)
        response = mallory.post("/study/reviews", {"asked": asked_by(mallory)})
        assert response.status_code == 200
        assert rows(runtime, User) == before

    def test_giving_up_is_an_answer(self, mallory, bank_id, runtime):
        before = rows(runtime, User)
        assert mallory.post("/study/reviews", {"asked": asked_by(mallory), "gave_up": "1"}).status_code == 303
        assert rows(runtime, User) == before + 1
        assert rows(runtime, ReviewEvent) == 1


def test_who_vanishes_while_answering_is_told(sam, runtime):
    card = sam.ask()
    with runtime.database.transaction() as session:
        session.execute(delete(User).where(User.id == sam.viewer.id))
    with pytest.raises(Conflict):
        sam.send(card, {}, gave_up=True)
    with pytest.raises(Conflict):
        sam.ask()


def test_acts_are_limited_too(sign_in_as, sam):
    browser = sign_in_as("sam")
    question_id = sam.question_id(sam.slug_of(sam.ask()))
    statuses = [browser.post(f"/study/cards/{question_id}/acts", {"action": "bury"}).status_code for _ in range(61)]
    assert statuses[:60] == [303] * 60
    assert statuses[60] == 429


def test_a_hint_for_a_second_try_is_not_shown_when_there_is_none(sam):
    sam.prefer(fixed_way="recall")
    card = sam.ask()
    first = sam.send(card, {"response": ["banana"]})
    recorded = sam.send(replace(card, asked=first.asked), {"response": ["banana"]})
    assert sam.feedback(recorded.client_id).grade.remark == ""


def test_an_answer_to_a_key_that_is_another_now_is_asked_again(sam, runtime, clock):
    card = sam.ask()
    slug = sam.slug_of(card)
    clock.move(minutes=1)
    with runtime.database.transaction() as session:
        bank_files.load(session, bank_files.bridges(6, **{slug: {"key": "1700-01-01"}}), now=clock())
    client_id = sam.answer(card=card)
    assert [event.kind for event in sam.events(slug)] == ["review", "manual"]
    assert sam.state(slug).due_day == sam.day.today
    assert sam.feedback(client_id).is_corrected_since
    sam.check()
