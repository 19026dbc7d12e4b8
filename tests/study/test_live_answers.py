"""Responses in live games enter the schedule of whoever studies the bank: each once, by a fixed table."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import update

from quizapp.banks.models import QuestionRow, Revision
from quizapp.core.kinds.changes import change_of
from quizapp.core.live_answers import LiveAnswer, live_answer_id
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service
from quizapp.study.models import Enrolment
from tests.study.databases import BOTH
from tests.study.desk import Desk

pytestmark = BOTH


def played(desk: Desk, slug: str, *, right: bool = True, round_no: int = 1, **more) -> LiveAnswer:
    """Give a response of the desk's learner, made now."""
    values = {
        "learner_id": desk.viewer.id,
        "question_id": desk.question_id(slug),
        "bank_id": desk.bank_id,
        "revision": 1,
        "way": "recognise",
        "score": 1.0 if right else 0.0,
        "elapsed_ms": 4_000,
        "answered_at": epoch_ms(desk.clock()),
        "client_id": live_answer_id(1, round_no, desk.viewer.id),
    }
    return LiveAnswer(**values | more)


def tell(desk: Desk, *answers: LiveAnswer) -> int:
    with desk.database.transaction() as session:
        return service.record_live(session, answers, epoch_ms(desk.clock()))


def withdraw(desk: Desk, *answers: LiveAnswer) -> None:
    with desk.database.transaction() as session:
        service.withdraw_live(session, answers, epoch_ms(desk.clock()))


def enrol(desk: Desk, wish: str = "on") -> None:
    with desk.database.transaction() as session:
        service.enrol(session, desk.viewer.id, desk.bank_id)
        service.set_live_responses(session, desk.viewer.id, desk.bank_id, wish)


def learn(desk: Desk, slug: str, days: float = 0) -> None:
    """Bring a card into review: answered, and once more after its step; then let so many days pass."""
    desk.answer(slug=slug)
    desk.clock.move(minutes=11)
    if desk.state(slug).memory.state != "review":
        desk.answer(slug=slug)
    assert desk.state(slug).memory.state == "review"
    desk.clock.move(days=days)


def mend(desk: Desk, slug: str, number: int = 2, key: str | None = None) -> None:
    """Give a question another key, or this one."""
    question_id = desk.question_id(slug)
    with desk.database.transaction() as session:
        before = session.get_one(QuestionRow, question_id).body
        body = dict(before) | {"key": key or f"190{number}"}
        change, now = change_of(before, body), desk.clock()
        assert change == "key_changed"
        values = {"number": number, "body": body, "change": change, "author_id": None, "created_at": now}
        session.add(Revision(question_id=question_id, **values))
    desk.change_question(slug, revision=number, body=body)


def key_of(desk: Desk, slug: str) -> str:
    with desk.database.reading() as session:
        return session.get_one(QuestionRow, desk.question_id(slug)).body["key"]


def test_a_new_card_known_in_class_is_introduced_as_good(sam):
    enrol(sam)
    before = sam.standing().allowed.new
    assert tell(sam, played(sam, "b2")) == 1
    card, (event,) = sam.state("b2"), sam.events("b2")
    assert (event.kind, event.rating, event.counts, event.way, event.taken_ms) == ("live", 3, True, "recognise", 4_000)
    assert card.memory.reps == 1
    assert card.memory.stability > 0
    assert card.first_day == sam.day.today
    assert sam.standing().allowed.new == min(before, sam.standing().available.new), "it uses up none of today's new"
    assert sam.standing().done.new == 0
    sam.check()


def test_a_new_card_missed_in_class_heads_the_next_sitting(sam):
    enrol(sam)
    tell(sam, played(sam, "b2", right=False))
    sam.clock.move(minutes=11)
    assert sam.state("b2").memory.state == "learning"
    assert sam.slug_of(sam.ask()) == "b2"
    sam.check()


@pytest.mark.parametrize(("right", "rating"), [(True, 3), (False, 1)])
def test_a_due_card_counts(sam, right, rating):
    learn(sam, "b1", days=20)
    before = sam.state("b1")
    tell(sam, played(sam, "b1", right=right))
    event, after = sam.events("b1")[-1], sam.state("b1")
    assert (event.rating, event.counts) == (rating, True)
    assert after.memory.reps == before.memory.reps + 1
    assert after.memory.lapses == before.memory.lapses + (not right)
    sam.check()


@pytest.mark.parametrize(("right", "rating"), [(True, 3), (False, 1)])
def test_a_card_being_learned_counts(sam, right, rating):
    sam.answer(slug="b1", knows=False)
    assert sam.state("b1").memory.state == "learning"
    sam.clock.move(minutes=2)
    tell(sam, played(sam, "b1", right=right))
    assert (sam.events("b1")[-1].rating, sam.events("b1")[-1].counts) == (rating, True)
    sam.check()


def test_a_card_that_is_not_due_is_not_pushed_further(sam):
    learn(sam, "b1")
    sam.clock.move(days=1)
    before = sam.state("b1")
    tell(sam, played(sam, "b1"))
    after = sam.state("b1")
    assert (after.memory, after.due_day) == (before.memory, before.due_day)
    assert not sam.events("b1")[-1].counts
    sam.check()


def test_a_card_that_is_not_due_and_was_missed_is_due_today_with_its_memory_kept(sam):
    learn(sam, "b1")
    sam.clock.move(days=1)
    before = sam.state("b1")
    assert before.due_day > sam.day.today
    tell(sam, played(sam, "b1", right=False))
    after = sam.state("b1")
    assert after.due_day == sam.day.today
    assert after.memory == before.memory, "its learner's own answer decides"
    assert sam.slug_of(sam.ask()) == "b1"
    sam.check()


def test_a_due_card_answered_already_that_day_does_not_count_again(sam):
    learn(sam, "b1", days=20)
    sam.answer(slug="b1")
    before = sam.state("b1")
    sam.clock.move(minutes=5)
    tell(sam, played(sam, "b1"))
    assert sam.state("b1").memory == before.memory
    assert not sam.events("b1")[-1].counts
    sam.check()


def test_never_easy_and_partly_right_is_hard_at_most_in_review(sam):
    learn(sam, "b1", days=20)
    enrol(sam)
    tell(sam, played(sam, "b1", score=0.8), played(sam, "b2", round_no=2, elapsed_ms=100))
    assert [sam.events(slug)[-1].rating for slug in ("b1", "b2")] == [2, 3]
    sam.check()


def test_told_twice_is_told_once(sam):
    enrol(sam)
    answers = [played(sam, "b1"), played(sam, "b2", right=False, round_no=2)]
    assert tell(sam, *answers) == 2
    states = [sam.state(slug) for slug in ("b1", "b2")]
    sam.clock.move(days=3)
    assert tell(sam, *answers) == 0
    assert [sam.state(slug) for slug in ("b1", "b2")] == states
    sam.check()


def test_whoever_is_not_enrolled_gets_nothing(sam):
    assert tell(sam, played(sam, "b1")) == 0
    assert sam.events() == []


@pytest.mark.parametrize(("wish", "kept"), [("on", ["b1", "b2"]), ("misses", ["b2"]), ("off", [])])
def test_a_learner_chooses_what_enters(sam, wish, kept):
    enrol(sam, wish)
    tell(sam, played(sam, "b1"), played(sam, "b2", right=False, round_no=2))
    assert [slug for slug in ("b1", "b2") if sam.events(slug)] == kept
    sam.check()


def test_a_question_taken_out_meanwhile_gives_nothing(sam, clock):
    enrol(sam)
    sam.change_question("b1", deleted_at=clock())
    assert tell(sam, played(sam, "b1")) == 0


def test_an_answer_told_late_takes_its_place_in_time(sam):
    """Claimed days after the game: the card was new then, whatever was done with it since."""
    enrol(sam)
    late = played(sam, "b1", right=False)
    sam.clock.move(days=2)
    sam.answer(slug="b1")
    tell(sam, late)
    event = sam.events("b1")[-1]
    assert event.counts
    assert event.study_day == sam.day.today - 2
    assert sam.state("b1").memory.reps == 2
    assert sam.state("b1").first_day == sam.day.today - 2
    sam.check()


def test_an_answer_to_a_key_that_is_another_now_moves_no_memory(sam):
    enrol(sam)
    mend(sam, "b1")
    tell(sam, played(sam, "b1"))
    assert sam.state("b1") is None or sam.state("b1").memory.reps == 0
    sam.check()


def test_an_answer_to_a_key_that_was_set_back_meanwhile_counts(sam):
    enrol(sam)
    key = key_of(sam, "b1")
    mend(sam, "b1")
    mend(sam, "b1", 3, key)
    tell(sam, played(sam, "b1"))
    assert sam.state("b1").memory.reps == 1
    sam.check()


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("right_before", [True, False])
def test_what_is_judged_by_the_changed_key_after_all_counts(sam, right, right_before):
    enrol(sam)
    other = played(sam, "b2", right=right, round_no=2)
    tell(sam, other)
    answer = played(sam, "b1", right=right_before)
    mend(sam, "b1")
    tell(sam, answer)
    assert sam.state("b1").memory.state == "new"
    sam.clock.move(days=3)
    again = replace(answer, revision=2, score=float(right), is_judged_again=True)
    for _ in range(2):
        assert tell(sam, again) == 0
    card, event = sam.state("b1"), sam.events("b1")[-1]
    assert [each.kind for each in sam.events("b1")] == ["live", "correction"]
    assert (event.rating, event.counts, event.question_revision) == (3 if right else 1, True, 2)
    assert (card.memory, card.first_day) == (sam.state("b2").memory, sam.day.today - 3)
    assert card.due_day is not None
    sam.check()


def test_what_counted_by_a_changed_key_goes_on_counting_however_often_it_is_judged_again(sam):
    enrol(sam)
    answer = played(sam, "b1")
    mend(sam, "b1")
    tell(sam, answer)
    for revision, right in ((2, False), (3, True), (4, False)):
        sam.clock.move(days=1)
        if revision > 2:
            mend(sam, "b1", revision)
        tell(sam, replace(answer, revision=revision, score=float(right), is_judged_again=True))
        assert (sam.state("b1").memory.reps, sam.events("b1")[-1].rating) == (1, 3 if right else 1)
        sam.check()
    withdraw(sam, answer)
    assert sam.state("b1") is None
    tell(sam, replace(answer, revision=4, score=0.0, is_judged_again=True))
    assert sam.state("b1").memory.reps == 1
    sam.check()


def test_a_key_that_was_changed_once_more_keeps_it_from_counting_until_it_is_judged_by_that(sam):
    enrol(sam)
    answer = played(sam, "b1")
    mend(sam, "b1")
    tell(sam, answer)
    mend(sam, "b1", 3)
    for revision, reps in ((2, 0), (3, 1)):
        sam.clock.move(hours=1)
        tell(sam, replace(answer, revision=revision, score=0.0, is_judged_again=True))
        assert sam.state("b1").memory.reps == reps
        sam.check()


def test_a_card_that_was_not_due_is_not_moved_by_another_judgement_either(sam):
    learn(sam, "b1")
    sam.clock.move(days=1)
    answer, before = played(sam, "b1", right=False), sam.state("b1")
    mend(sam, "b1")
    tell(sam, answer)
    assert sam.state("b1").due_day == sam.day.today
    tell(sam, replace(answer, revision=2, score=1.0, is_judged_again=True))
    assert (sam.state("b1").memory, sam.state("b1").due_day) == (before.memory, before.due_day)
    assert not sam.events("b1")[-1].counts
    sam.check()


def test_a_voided_round_is_taken_back_once(sam):
    enrol(sam)
    kept, voided = played(sam, "b1"), played(sam, "b2", round_no=2)
    tell(sam, kept, voided)
    sam.clock.move(minutes=1)
    for _ in range(2):
        withdraw(sam, voided)
    assert sam.state("b2") is None or sam.state("b2").memory.state == "new"
    assert [event.kind for event in sam.events("b2")] == ["live", "undo"]
    assert sam.state("b1").memory.reps == 1
    assert "b2" in {sam.slug_of(sam.ask("b2"))}
    assert tell(sam, voided) == 0
    sam.check()


def test_what_was_withdrawn_holds_again_once_its_round_counts_again(sam):
    enrol(sam)
    answer = played(sam, "b2")
    tell(sam, answer)
    before = sam.state("b2")
    for _ in range(3):
        sam.clock.move(minutes=1)
        withdraw(sam, answer)
        assert sam.state("b2") is None or sam.state("b2").memory.state == "new"
        sam.clock.move(minutes=1)
        for _ in range(2):
            assert tell(sam, answer) == 0
        assert (sam.state("b2").memory, sam.state("b2").due_day) == (before.memory, before.due_day)
    assert [event.kind for event in sam.events("b2")] == ["live"] + ["undo"] * 6
    sam.check()


def test_what_a_learner_has_undone_is_not_given_back(sam):
    enrol(sam)
    answer = played(sam, "b2")
    tell(sam, answer)
    for _ in range(2):
        sam.clock.move(minutes=1)
        with sam.database.transaction() as session:
            service.undo(session, sam.viewer, answer.client_id, "own-undo", sam.day)
        withdraw(sam, answer)
        tell(sam, answer)
    assert [event.kind for event in sam.events("b2")] == ["live", "undo"]
    assert sam.state("b2") is None or sam.state("b2").memory.state == "new"


def test_withdrawing_what_was_never_told_does_nothing(sam):
    enrol(sam)
    withdraw(sam, played(sam, "b1"))
    assert sam.events() == []


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_any_mix_of_games_and_study_agrees_with_the_fold(sam, seed):
    rng = Random(seed)
    enrol(sam)
    told: list[LiveAnswer] = []
    for step in range(60):
        slug = f"b{rng.randint(1, 5)}"
        match rng.randint(0, 5):
            case 0 | 1:
                if (card := sam.ask(slug)) is not None:
                    sam.answer(card=card, knows=rng.random() < 0.7)
            case 2 | 3:
                answer = played(sam, slug, right=rng.random() < 0.6, round_no=step)
                told.append(replace(answer, answered_at=answer.answered_at - rng.choice([0, 0, 5_000, 90_000_000])))
                tell(sam, *rng.sample(told, min(len(told), 3)), told[-1])
            case 4:
                if told:
                    withdraw(sam, rng.choice(told))
            case _:
                with sam.database.transaction() as session:
                    wish = rng.choice(["on", "on", "misses", "off"])
                    session.execute(update(Enrolment).values(live_responses=wish))
        sam.clock.move(seconds=rng.choice([1, 30, 700, 40_000, 300_000]))
        if step % 10 == 9:
            sam.check()
    assert any(event.kind == "live" and event.counts for event in sam.events())
    assert any(event.kind == "live" and not event.counts for event in sam.events())
