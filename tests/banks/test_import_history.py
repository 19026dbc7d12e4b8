"""What a teacher has answered in Anki comes along with an import as their own history, once, and goes with it."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from quizapp.banks.models import Import, QuestionRow
from quizapp.banks.parcels import Verdicts
from quizapp.banks.service.importing import writing
from quizapp.banks.service.importing.histories import history_of
from quizapp.banks.verdicts import NEW as NEW_ONE
from quizapp.banks.verdicts import RECAST, SAME, UPDATE
from quizapp.core.formats.past_answers import PastAnswer, PastCard
from quizapp.core.scheduler import CardEvent, Options, fold
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.plumbing import jobs
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.jobs import Job
from quizapp.runners import make_import_runner
from quizapp.study import service as study
from quizapp.study.models import CardState, ReviewEvent
from quizapp.study.service import brought_jobs
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.core.formats.anki_packages import CLOZE, package
from tests.core.formats.test_anki_history import DAY, FILTERED, MANUAL, T, reviewed

__all__ = ["ada", "runner"]

LAKE = reviewed((0, T, 3), (0, T + 3 * DAY, 3), (0, T + 12 * DAY, 1), (0, T + 13 * DAY, 3), guid="lake")
GAPS = reviewed(
    (0, T + 7, 3),
    (1, T + DAY, 2),
    type=CLOZE,
    fields=("{{c1::Baikal}} is {{c2::deep}}", ""),
    ordinals=(0, 1),
    guid="gaps",
)
NEW = reviewed(fields=("Never met?", "No"), guid="new")
NOTES = (LAKE, GAPS, NEW)
LATER = reviewed(
    (0, T, 3), (0, T + 3 * DAY, 3), (0, T + 12 * DAY, 1), (0, T + 13 * DAY, 3), (0, T + 20 * DAY, 4), guid="lake"
)


def quiet(runtime):
    """Wait until no job is open."""
    ends_at = time.monotonic() + 60
    while time.monotonic() < ends_at:
        with runtime.database.reading() as session:
            if not session.scalar(select(func.count()).select_from(Job).where(Job.state.in_(("waiting", "running")))):
                return
        time.sleep(0.05)
    raise AssertionError("jobs did not come to an end")


def brought(browser, runtime, notes=NOTES, history="1", bank="", client_id="c", tick=()):
    """Bring a package into a bank, with its history or without; gives the import's address."""
    runtime.clock.move(minutes=5)
    address = bring(browser, ("lakes.apkg", package(notes)), bank=bank, client_id=client_id)
    page = settled(browser, address)
    form = {
        "shown": all_shown(page),
        "tick": [*ticked(page), *tick],
        "title": "Lakes",
        "bank": bank,
        "compared": stamp_in(page),
    }
    send(browser, address, "insertions", **form, **({"history": history} if history else {}))
    settled(browser, address)
    quiet(runtime)
    return address


def stamp_in(page):
    return re.search(r'name="compared" value="([^"]*)"', page)[1]


def events_of(database, name="ada"):
    with database.reading() as session:
        own = select(ReviewEvent, QuestionRow.slug).join(QuestionRow, QuestionRow.id == ReviewEvent.question_id)
        own = own.join(User, User.id == ReviewEvent.learner_id).where(func.lower(User.name) == name)
        return session.execute(own.order_by(ReviewEvent.answered_at, ReviewEvent.client_id)).all()


def told(database, name="ada"):
    return [(slug, event.answered_at, event.rating) for event, slug in events_of(database, name)]


def problems_of(database, name="ada"):
    with database.reading() as session:
        learner_id = session.scalar(select(User.id).where(func.lower(User.name) == name))
        return study.check_learner(session, learner_id)


def card_of(database, slug="lake"):
    with database.reading() as session:
        found = select(CardState).join(QuestionRow, QuestionRow.id == CardState.question_id)
        return session.scalar(found.where(QuestionRow.slug == slug))


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_the_tick_is_shown_with_how_many_answers_since_when_and_is_off(ada, runtime, generation):
    page = settled(ada, bring(ada, ("lakes.apkg", package(NOTES, generation))))
    assert "Also bring my learning history along: up to 6 answers since 13 September 2020" in page
    assert re.search(r'name="history" value="1" aria', page)
    bare = settled(ada, bring(ada, ("new.apkg", package([NEW], generation)), client_id="d"))
    assert "learning history" not in bare


def test_answers_go_to_questions_of_the_bank_though_their_change_is_not_ticked_unless_they_are_of_another_kind():
    codes, named = SAME + UPDATE + RECAST + NEW_ONE, {1: {"slug": "b"}, 2: {"slug": "c"}}
    parcel = SimpleNamespace(
        read_history=lambda: [(n, PastCard((PastAnswer(T, 3, 1),))) for n in range(4)],
        entries=lambda numbers: [SimpleNamespace(number=n, raw={"id": "abcd"[n]}) for n in numbers],
    )
    assert set(history_of(parcel, Verdicts(1, codes, named, True), {})) == {"a", "b"}
    assert set(history_of(parcel, Verdicts(1, codes, named, True), {2: "c"})) == {"a", "b", "c"}


def test_without_the_tick_nothing_comes_along(ada, runtime):
    brought(ada, runtime, history="")
    assert told(runtime.database) == []


def test_answers_become_events_at_their_times_and_the_card_is_their_fold(ada, runtime):
    page = settled(ada, brought(ada, runtime))
    assert "6 answers of your learning history came along" in page
    assert told(runtime.database) == [
        ("lake", T, 3),
        ("gaps", T + 7, 3),
        ("gaps", T + DAY, 2),
        ("lake", T + 3 * DAY, 3),
        ("lake", T + 12 * DAY, 1),
        ("lake", T + 13 * DAY, 3),
    ]
    rows = [event for event, slug in events_of(runtime.database) if slug == "lake"]
    assert {(row.kind, row.way, row.taken_ms) for row in rows} == {("anki", "self", 4_000)}
    assert [row.elapsed_days for row in rows] == [None, 3, 9, 1]
    expected = fold(
        [
            CardEvent(id=n, client_id=str(n), kind="review", answered_at=row.answered_at, study_day=row.study_day,
                      rating=row.rating)
            for n, row in enumerate(rows)
        ],
        lambda _event: Options(),
    )  # fmt: skip
    card = card_of(runtime.database)
    assert (card.stability, card.difficulty, card.due_day) == (
        expected.memory.stability, expected.memory.difficulty, expected.due_day,
    )  # fmt: skip
    assert (card.reps, card.lapses, card.first_day) == (4, 1, expected.first_day)
    assert rows[-1].stability_after == card.stability
    assert problems_of(runtime.database) == []


def test_a_later_package_brings_its_newer_answers_alone_also_where_no_question_is_new(ada, runtime):
    brought(ada, runtime)
    before = told(runtime.database)
    again = brought(ada, runtime, bank="lakes", client_id="again")
    assert told(runtime.database) == before
    page = settled(ada, again)
    assert "All that was asked for is in “Lakes” already." in page
    assert "0 answers of your learning history came along" in page
    later = brought(ada, runtime, (LATER, GAPS, NEW), bank="lakes", client_id="later")
    assert [each for each in told(runtime.database) if each not in before] == [("lake", T + 20 * DAY, 4)]
    assert "One answer of your learning history came along" in settled(ada, later)
    assert problems_of(runtime.database) == []
    send(ada, later, "reversals")
    quiet(runtime)
    assert told(runtime.database) == before
    assert problems_of(runtime.database) == []


def test_the_tick_stays_where_it_was_set_when_the_page_is_shown_anew(ada, runtime):
    brought(ada, runtime, history="")
    address = bring(ada, ("lakes.apkg", package(NOTES)), client_id="again")
    page = settled(ada, address)
    form = {"shown": all_shown(page), "tick": ticked(page), "title": "Other"}
    send(ada, address, "ticks", **form, bank="", history="1", leaf="1")
    assert re.search(r'name="history" value="1" checked', ada.get(address).text)
    # Another bank is compared with first.
    send(ada, address, "insertions", **form, bank="lakes", history="1")
    assert re.search(r'name="history" value="1" checked', settled(ada, address))
    send(ada, address, "ticks", **form, bank="lakes", leaf="1")
    assert not re.search(r'name="history" value="1" checked', ada.get(address).text)


def test_own_study_here_and_answers_there_merge_in_their_order_of_time(ada, runtime):
    brought(ada, runtime, history="")
    answer_here(runtime, "lake", now=T + 5 * DAY)
    with runtime.database.reading() as session:
        alone = session.scalar(select(CardState.reps))
    brought(ada, runtime, bank="lakes", client_id="again")
    rows = [(event.kind, event.answered_at) for event, slug in events_of(runtime.database) if slug == "lake"]
    assert rows == [
        ("anki", T), ("anki", T + 3 * DAY), ("review", T + 5 * DAY), ("anki", T + 12 * DAY), ("anki", T + 13 * DAY),
    ]  # fmt: skip
    assert (alone, card_of(runtime.database).reps) == (1, 5)
    assert problems_of(runtime.database) == []


def answer_here(runtime, slug, now):
    """Let ada say of a question here that she knew it; `now` None = just after the import."""
    with runtime.database.transaction() as session:
        viewer = viewer_of(session.scalars(select(User).where(func.lower(User.name) == "ada")).one())
        question = session.scalars(select(QuestionRow).where(QuestionRow.slug == slug)).one()
        day = study.day_of(viewer, epoch_ms(runtime.clock()) + 60_000 if now is None else now)
        asked = study.Asked(
            viewer.id, question.id, question.bank_id, question.revision, None, day.today, "self", 1, day.now, {}
        )
        study.record_review(session, viewer, asked, study.Answer(f"own-{day.now}", MultiDict(), False, 3, 1_000), day)


def test_another_person_s_memory_is_never_touched(ada, runtime, sign_in_as):
    brought(ada, runtime)
    with runtime.database.reading() as session:
        learners = set(session.scalars(select(ReviewEvent.learner_id).distinct()))
        mine = session.scalar(select(User.id).where(func.lower(User.name) == "ada"))
        assert learners == {mine}
        assert set(session.scalars(select(CardState.learner_id).distinct())) == {mine}
    sam = sign_in_as("sam")
    assert sam.post("/imports/1/insertions", {"history": "1"}).status_code in (403, 404)
    assert told(runtime.database, "sam") == []


def test_cards_put_away_there_stay_so_and_one_begun_anew_is_new(ada, runtime):
    away = reviewed((0, T), guid="away", fields=("Away?", "Yes"), suspended=(0,))
    anew = reviewed((0, T + 1), (0, T + DAY, 0, MANUAL, 0), guid="anew", fields=("Anew?", "Yes"))
    unmet = reviewed(guid="unmet", fields=("Unmet?", "Yes"), suspended=(0,))
    notes = (away, anew, unmet)
    brought(ada, runtime, notes)
    assert card_of(runtime.database, "away").is_suspended
    assert card_of(runtime.database, "anew").state == "new"
    assert card_of(runtime.database, "unmet") is None
    count = len(told(runtime.database))
    brought(ada, runtime, notes, bank="lakes", client_id="again")
    assert len(told(runtime.database)) == count
    assert problems_of(runtime.database) == []


def test_what_is_dated_after_the_import_is_left_out_and_doubles_and_crammed_ones_do_not_count(ada, runtime):
    future = epoch_ms(datetime(2999, 1, 1, tzinfo=UTC))
    note = reviewed((0, T), (0, T + 1_500), (0, T + DAY, 3, FILTERED, 0), (0, future), guid="lake")
    page = settled(ada, bring(ada, ("x.apkg", package([note])), client_id="look"))
    assert "3 answers since" in page
    brought(ada, runtime, [note])
    rows = [(event.answered_at, event.counts) for event, _ in events_of(runtime.database)]
    assert rows == [(T, True), (T + 1_500, False), (T + DAY, False)]
    assert card_of(runtime.database).reps == 1
    assert problems_of(runtime.database) == []


def test_it_is_not_what_one_did_last_here(ada, runtime):
    brought(ada, runtime)
    page = ada.get("/banks/lakes/study", follow_redirects=True).text
    assert "Undo" not in page
    with runtime.database.reading() as session:
        learner = session.scalars(select(User).where(func.lower(User.name) == "ada")).one()
        bank_id = session.scalar(select(QuestionRow.bank_id))
        assert study.find_latest(session, viewer_of(learner), bank_id) is None


def test_the_history_of_a_question_names_where_it_was_answered(ada, runtime):
    brought(ada, runtime)
    with runtime.database.reading() as session:
        question_id = session.scalar(select(QuestionRow.id).where(QuestionRow.slug == "lake"))
    page = ada.get(f"/progress/cards/{question_id}").text
    assert page.count("In Anki, before it came here.") == 4


def test_a_large_import_brings_its_history_by_its_job(ada, runtime, monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    address = brought(ada, runtime)
    assert len(told(runtime.database)) == 6
    assert "6 answers of your learning history came along" in settled(ada, address)
    assert problems_of(runtime.database) == []


def test_a_long_history_of_questions_that_stand_comes_by_a_job_too(ada, runtime, monkeypatch):
    brought(ada, runtime, history="")
    monkeypatch.setattr(writing, "ANSWERS_AT_ONCE", 1)
    address = brought(ada, runtime, bank="lakes", client_id="again")
    assert len(told(runtime.database)) == 6
    assert "6 answers of your learning history came along" in settled(ada, address)
    assert problems_of(runtime.database) == []


def test_of_notes_that_ask_the_same_the_answers_go_to_the_one_question(ada, runtime):
    twin = reviewed((0, T + 5 * DAY), guid="twin")
    brought(ada, runtime, (LAKE, twin))
    assert [each[:2] for each in told(runtime.database)][2] == ("lake", T + 5 * DAY)
    brought(ada, runtime, (twin, NEW), bank="lakes", client_id="again")
    assert len(told(runtime.database)) == 5
    assert {slug for slug, _, _ in told(runtime.database)} == {"lake"}


def test_with_nothing_ticked_and_no_bank_nothing_is_brought(ada, runtime):
    address = bring(ada, ("lakes.apkg", package(NOTES)))
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), title="Lakes", compared="", history="1")
    assert "Nothing is ticked" in settled(ada, address)
    assert told(runtime.database) == []


def test_it_goes_in_pieces_and_one_that_was_stopped_goes_on(ada, runtime, runner, monkeypatch):
    counts = dict.fromkeys(range(50), 7)
    pieces = list(brought_jobs._filled(counts))
    assert [each for piece in pieces for each in piece] == list(counts)
    assert max(map(len, pieces)) * 8 <= brought_jobs.PIECE + 8
    monkeypatch.setattr(brought_jobs, "PIECE", 1)
    runner.stop()
    address = bring(ada, ("lakes.apkg", package(NOTES)))
    again = make_import_runner(runtime)
    again.run_waiting()
    page = ada.get(address).text
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Lakes", compared="", history="1")
    assert "is being brought along in the background" in ada.get(address).text
    do_one_piece(runtime)
    assert len(told(runtime.database)) == 4
    again.run_waiting()
    assert len(told(runtime.database)) == 6
    assert problems_of(runtime.database) == []
    assert list(runtime.files.names()) == [each["stored"] for each in stored_files(runtime)]


def do_one_piece(runtime):
    """Do the first piece of the job, and put it back."""
    with runtime.database.transaction() as session:
        claimed = jobs.claim(session, "half", ["history"], runtime.clock())
    kind = study.history_job_kind(runtime.database.reading, runtime.files)
    with runtime.database.transaction() as session:
        next(iter(kind.pieces(claimed, None)))(session)
    with runtime.database.transaction() as session:
        jobs.give_back(jobs.get_held(session, claimed.id, "half"))


def stored_files(runtime):
    with runtime.database.reading() as session:
        return session.scalars(select(Import)).one().files


def test_a_history_that_cannot_be_stored_is_told(ada, runtime, monkeypatch):
    def broken(*_arguments):
        raise OSError

    monkeypatch.setattr(brought_jobs, "bring", broken)
    address = brought(ada, runtime)
    assert "could not all be brought along" in settled(ada, address)
