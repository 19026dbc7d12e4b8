"""Answers that came along with an import: whatever else is done, cards stay the fold of their events."""

from __future__ import annotations

from random import Random

import pytest

from quizapp.banks.models import Import
from quizapp.banks.service import BroughtHistory
from quizapp.core.formats.past_answers import PastAnswer, PastCard
from quizapp.core.scheduler import fold
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service
from quizapp.study.models import Enrolment
from quizapp.study.service.brought import bring, count_brought, list_brought, withdraw
from quizapp.study.service.cards import event_of
from tests.study.databases import BOTH
from tests.study.desk import Desk
from tests.study.test_laws import Mix

pytestmark = BOTH

DAY = 86_400_000


class InTime(Mix):
    """A learner's random doings, none of them late: what is brought is late enough."""

    def late(self) -> None:
        self.answer()


def begun(desk: Desk) -> BroughtHistory:
    """Make an import of the learner's that stands."""
    desk.clock.move(minutes=1)
    with desk.database.transaction() as session:
        held = Import(client_id=desk.new_id(), owner_id=desk.viewer.id, state="done", created_at=desk.clock())
        session.add(held)
        session.flush()
        return BroughtHistory(desk.viewer.id, held.id, desk.bank_id, epoch_ms(desk.clock()))


def brought(desk: Desk, answers: dict[str, list[PastAnswer]], change: BroughtHistory | None = None) -> BroughtHistory:
    """Bring answers to questions by their slugs."""
    change = change or begun(desk)
    cards = {desk.question_id(slug): PastCard(tuple(each)) for slug, each in answers.items()}
    with desk.database.transaction() as session:
        bring(session, change, cards)
    return change


def withdrawn(desk: Desk, change: BroughtHistory) -> None:
    with desk.database.transaction() as session:
        withdraw(session, change, list(list_brought(session, change)))


def past(desk: Desk, *days_ago: float, rating: int = 3) -> list[PastAnswer]:
    now = epoch_ms(desk.clock())
    return [PastAnswer(int(now - days * DAY), rating, 5_000) for days in days_ago]


def test_it_comes_and_goes_and_leaves_nothing(sam: Desk) -> None:
    own = sam.answer(slug="b1")
    before = sam.state("b1"), len(sam.events()), len(sam.totals())
    change = brought(sam, {"b1": past(sam, 40, 30, 10), "b2": past(sam, 20)})
    sam.check()
    assert [event.kind for event in sorted(sam.events("b1"), key=lambda each: each.answered_at)] == ["anki"] * 3 + [
        "review"
    ]
    assert sam.state("b1") == fold([event_of(row) for row in sam.events("b1")], service.Preferences().options_of)
    withdrawn(sam, change)
    sam.check()
    assert (sam.state("b1"), len(sam.events())) == before[:2]
    assert (sam.state("b2"), [event.client_id for event in sam.events()]) == (None, [own])


def test_the_same_again_is_the_same_and_the_cursor_is_behind_what_was_met(sam: Desk) -> None:
    answers = {"b1": past(sam, 9, 8), "b2": past(sam, 7)}
    first = brought(sam, answers)
    events = [event.client_id for event in sam.events()]
    brought(sam, answers)
    brought(sam, answers, first)
    assert [event.client_id for event in sam.events()] == events
    with sam.database.reading() as session:
        assert count_brought(session, first) == (3, 0)
        assert session.get_one(Enrolment, (sam.viewer.id, sam.bank_id)).new_cursor == 2
    withdrawn(sam, first)
    assert sam.events() == []
    assert sam.standing().available.new == 6


def test_nothing_comes_of_an_import_that_was_undone_and_only_to_its_own_learner(sam: Desk, desk_of) -> None:
    eve, change = desk_of("eve"), begun(sam)
    eve.answer(slug="b1")
    with sam.database.transaction() as session:
        session.get_one(Import, change.import_id).state = "undone"
    brought(sam, {"b1": past(sam, 3)}, change)
    assert sam.events() == []
    kept = [(event.client_id, event.rating) for event in eve.events()], eve.state("b1")
    change = brought(sam, {"b1": past(sam, 3)})
    withdrawn(sam, change)
    eve.check()
    assert ([(event.client_id, event.rating) for event in eve.events()], eve.state("b1")) == kept


def test_what_the_learner_has_answered_since_keeps_what_came_before_it(sam: Desk) -> None:
    change = brought(sam, {"b1": past(sam, 9), "b2": past(sam, 9)})
    sam.answer(slug="b1")
    withdrawn(sam, change)
    sam.check()
    assert {event.question_id for event in sam.events()} == {sam.question_id("b1")}
    assert len(sam.events()) == 2


def test_what_was_undone_or_begun_anew_here_stays_so(sam: Desk) -> None:
    answers = {"b1": past(sam, 9, 8)}
    brought(sam, answers)
    sam.undo(sam.events("b1")[1].client_id)
    assert sam.state("b1").memory.reps == 1
    change = brought(sam, answers)
    assert sam.state("b1").memory.reps == 1
    sam.act("b1", "reset")
    brought(sam, {"b1": past(sam, 7, 6)}, change)
    assert sam.state("b1").memory.state == "new"
    sam.check()


@pytest.mark.parametrize("seed", range(4))
def test_any_mix_of_own_doings_and_brought_ones_stays_the_fold_of_its_events(sam: Desk, seed: int) -> None:
    rng = Random(seed)
    mix, changes = InTime(sam, rng), []
    for _ in range(40):
        chance = rng.random()
        if chance < 0.25:
            slugs = rng.sample([f"b{n}" for n in range(1, 6)], 2)
            days = sorted((rng.uniform(0.01, 60) for _ in range(rng.randint(1, 5))), reverse=True)
            changes.append(brought(sam, {slug: past(sam, *days, rating=rng.randint(0, 4)) for slug in slugs}))
        elif chance < 0.35 and changes:
            withdrawn(sam, changes.pop(rng.randrange(len(changes))))
        else:
            mix.step()
    sam.check()
