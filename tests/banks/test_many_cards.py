"""Another answer is right and many learners have met the question: cards follow some at a time, on both databases.

Whatever comes in between, a kill, an answer or the way back, they end as if all had followed at once.
"""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import event, select, update

from quizapp.banks.models import Bank
from quizapp.joining import learner_history
from quizapp.people.models import User
from quizapp.people.service import erase_person
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.jobs import Job
from quizapp.study import service as study
from quizapp.study.models import ReviewEvent
from quizapp.study.service import following, following_jobs
from tests.banks.imports import Counter
from tests.banks.test_import_cards import CORRECTED, PARIS, RIVERS
from tests.study.desk import Desk

LONDON = "Which river flows through London?"
NAMES = ("sam", "eve", "tess")


class Killed(BaseException):
    """As a process that is no more: nothing that follows is done."""


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(following, "AT_ONCE", 0)
    monkeypatch.setattr(following_jobs, "PIECE", 2)


@pytest.fixture
def counter(database, tmp_path, people, clock):
    made = Counter(database, tmp_path / "home", now=clock())
    made.import_all(people.ada, ("rivers.csv", RIVERS))
    with database.transaction() as session:
        session.scalars(select(Bank)).one().visibility = "public"
    return made


@pytest.fixture
def slugs(counter):
    return [counter.questions()[stem].slug for stem in (PARIS, LONDON)]


@pytest.fixture
def desks(counter, slugs, people, clock):
    """Let three learners have met two questions: six cards."""
    with counter.database.reading() as session:
        bank_id = session.scalars(select(Bank.id)).one()
    made = [Desk(counter.database, people[name], clock, bank_id) for name in NAMES]
    for desk in made:
        for slug in slugs:
            desk.answer(slug=slug)
    return made


@pytest.fixture
def later(counter, clock):
    """Let time go by, for all."""

    def go(**by):
        clock.move(**by)
        counter.now = clock()

    return go


@pytest.fixture
def bring(counter, people, later):
    def brought(text=CORRECTED, cards="due_today"):
        later(hours=1)
        import_id = counter.bring(people.ada, ("rivers.csv", text), bank="rivers")
        counter.carry_out(people.ada, import_id, "rivers", cards=cards)
        return import_id

    return brought


@pytest.fixture
def kill(counter, monkeypatch):
    """Give what does so many pieces of the cards and then is killed."""

    def killed(pieces):
        follow, left = following_jobs.follow_cards, iter(range(pieces))

        def some(*arguments):
            if next(left, None) is None:
                raise Killed
            follow(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(following_jobs, "follow_cards", some)
            with pytest.raises(Killed):
                counter.cards.run_waiting()

    return killed


def states(desks, slugs):
    """Give what is asked of each card, and when."""
    cards = [desk.state(slug) for desk in desks for slug in slugs]
    return [(card.memory, card.due_day, card.due_at) for card in cards]


def manual(desks):
    return [each for desk in desks for each in desk.events() if each.kind == "manual"]


def check(desks):
    for desk in desks:
        desk.check()


def go_on(counter, later):
    """Start anew after a kill."""
    later(minutes=2)
    counter.cards.take_up_again(is_first=True)
    counter.cards.run_waiting()


def open_jobs(database):
    with database.reading() as session:
        return list(session.scalars(select(Job).where(Job.kind == "cards", Job.state.in_(("waiting", "running")))))


@pytest.fixture
def per_transaction(database):
    """Count the events of cards that each transaction stores."""
    counts = [0]

    def stored(_connection, _cursor, statement, parameters, _context, is_many):
        if statement.startswith("INSERT INTO review_event"):
            counts[-1] += len(parameters) if is_many else 1

    def committed(_connection):
        counts.append(0)

    event.listen(database.engine, "before_cursor_execute", stored)
    event.listen(database.engine, "commit", committed)
    yield counts
    event.remove(database.engine, "before_cursor_execute", stored)
    event.remove(database.engine, "commit", committed)


@pytest.mark.parametrize("choice", ["due_today", "reset"])
def test_they_follow_some_in_each_transaction(counter, desks, slugs, bring, per_transaction, clock, choice):
    before = states(desks, slugs)
    per_transaction[:] = [0]
    bring(cards=choice)
    assert sum(per_transaction) == 0
    assert states(desks, slugs) == before
    moment = clock()
    clock.move(hours=3)
    counter.cards.run_waiting()
    assert [each for each in per_transaction if each] == [2, 2, 2]
    assert {each.answered_at for each in manual(desks)} == {epoch_ms(moment)}
    if choice == "due_today":
        today = desks[0].day.today
        assert states(desks, slugs) == [(memory, today, due_at) for memory, _, due_at in before]
    else:
        assert {memory.state for memory, _, _ in states(desks, slugs)} == {"new"}
    assert open_jobs(counter.database) == []
    check(desks)


def test_what_follows_is_the_same_at_once_and_by_a_job(counter, desks, bring):
    bring()
    with counter.database.transaction() as session:
        change = following.Change.parse(session.scalars(select(Job.arguments).where(Job.kind == "cards")).one())
        cards = following.list_cards(session, change)
        following.follow_cards(session, change, cards[:3])
    counter.cards.run_waiting()
    assert len({each.client_id for each in manual(desks)}) == len(manual(desks)) == 6
    check(desks)


@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_a_kill_between_pieces_does_nothing_twice_and_leaves_nothing_out(counter, desks, bring, kill, later, pieces):
    bring()
    kill(pieces)
    assert len(manual(desks)) == 2 * pieces
    go_on(counter, later)
    assert len(manual(desks)) == 6
    with counter.database.transaction() as session:
        session.execute(update(Job).where(Job.kind == "cards").values(state="waiting"))
    counter.cards.run_waiting()
    assert len(manual(desks)) == 6
    check(desks)


@pytest.mark.parametrize("at_once", [0, 100])
@pytest.mark.parametrize("choice", ["due_today", "reset"])
@pytest.mark.parametrize("when", ["before", "between", "after"])
def test_the_way_back_leaves_no_trace(
    counter, people, desks, slugs, bring, kill, later, monkeypatch, when, choice, at_once
):
    before = states(desks, slugs)
    import_id = bring(cards=choice)
    if when == "between":
        kill(1)
    elif when == "after":
        counter.cards.run_waiting()
    monkeypatch.setattr(following, "AT_ONCE", at_once)
    later(minutes=1)
    counter.undo(people.ada, import_id)
    # After a kill the way back is done first, and what was half done is taken up again behind it.
    counter.cards.run_waiting()
    go_on(counter, later)
    assert states(desks, slugs) == before
    assert open_jobs(counter.database) == []
    assert len(manual(desks)) == {"before": 0, "between": 2, "after": 6}[when]
    check(desks)


@pytest.mark.parametrize("at_once", [0, 100])
def test_the_way_back_waits_for_the_piece_that_is_being_written(
    counter, people, desks, slugs, bring, monkeypatch, at_once
):
    before, follow = states(desks, slugs), following_jobs.follow_cards
    import_id = bring()
    monkeypatch.setattr(following, "AT_ONCE", at_once)
    undoing = threading.Thread(target=lambda: counter.undo(people.ada, import_id))

    def slowly(*arguments):
        follow(*arguments)
        if undoing.ident is None:
            undoing.start()
            undoing.join(0.3)
            assert undoing.is_alive()

    monkeypatch.setattr(following_jobs, "follow_cards", slowly)
    counter.cards.run_waiting()
    undoing.join()
    counter.cards.run_waiting()
    assert states(desks, slugs) == before
    check(desks)


def test_two_imports_follow_each_other(counter, people, desks, slugs, bring, later):
    before = states(desks, slugs)
    bring()
    second = bring(CORRECTED.replace("Loire,", "Marne,"), cards="reset")
    assert len(open_jobs(counter.database)) == 2
    counter.cards.run_waiting()
    paris = [desk.state(slugs[0]).memory.state for desk in desks]
    assert paris == ["new"] * 3
    later(minutes=1)
    counter.undo(people.ada, second)
    counter.cards.run_waiting()
    today = desks[0].day.today
    assert states(desks, slugs) == [(memory, today, due_at) for memory, _, due_at in before]
    check(desks)


@pytest.mark.parametrize("choice", ["due_today", "reset"])
def test_an_answer_in_between_counts_behind_the_change(counter, desks, slugs, bring, later, choice):
    sam = desks[0]
    bring(cards=choice)
    later(minutes=1)
    sam.answer(slug=slugs[0])
    answered = sam.state(slugs[0])
    later(minutes=1)
    counter.cards.run_waiting()
    after = sam.state(slugs[0])
    if choice == "due_today":
        assert (after.memory, after.due_day) == (answered.memory, answered.due_day)
        assert after.due_day > sam.day.today
    else:
        assert (after.memory.reps, after.memory.state) == (1, "review")
    check(desks)


def test_whoever_has_met_it_only_since_is_left_alone(counter, desks, people, slugs, bring, later):
    late = Desk(counter.database, people.gil, desks[0].clock, desks[0].bank_id)
    bring(cards="reset")
    later(minutes=1)
    late.answer(slug=slugs[0])
    known = late.state(slugs[0])
    counter.cards.run_waiting()
    assert late.state(slugs[0]) == known
    assert manual([late]) == []
    assert len(manual(desks)) == 6


def test_one_archived_in_between_is_passed_over(counter, desks, people, slugs, bring):
    bring()
    desks[0].change_question(slugs[0], deleted_at=counter.now)
    counter.cards.run_waiting()
    assert len(manual(desks)) == 3
    check(desks)


def test_a_learner_who_is_erased_takes_nobody_elses_along(counter, desks, bring):
    bring()
    for gone in (0, 1):
        owner = next(each for each in open_jobs(counter.database)).owner_id
        assert owner == desks[gone].viewer.id
        with counter.database.transaction() as session:
            erase_person(session, learner_history(), owner)
    counter.cards.run_waiting()
    assert len(manual(desks)) == 2
    desks[2].check()


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_guest_who_becomes_an_account_is_not_left_out(counter, desks, slugs, bring, monkeypatch, pieces):
    """Sam has the first cards, and is merged into gil after so many pieces."""
    follow, done = following_jobs.follow_cards, []

    def merging(session, change, cards):
        if len(done) == pieces:
            with_sam, gil = desks[0].viewer.id, max(session.scalars(select(User.id)))
            study.merge_learners(session, with_sam, gil)
            session.execute(User.__table__.delete().where(User.id == with_sam))
        done.append(cards)
        follow(session, change, cards)

    monkeypatch.setattr(following_jobs, "follow_cards", merging)
    bring()
    counter.cards.run_waiting()
    with counter.database.reading() as session:
        heir = max(session.scalars(select(User.id)))
        questions = session.scalars(
            select(ReviewEvent.question_id).where(ReviewEvent.learner_id == heir, ReviewEvent.kind == "manual")
        )
        assert len(set(questions)) == 2
        assert study.check_learner(session, heir) == []
    assert len(manual(desks[1:])) == 4
