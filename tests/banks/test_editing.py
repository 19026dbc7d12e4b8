"""One question saved, on both databases: once for one form, never over somebody else's, and cards follow as chosen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import event, select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service import CardsUndecided, StaleEdit, WantedSave
from quizapp.banks.service.flaw_words import in_words
from quizapp.banks.service.outline import outline_after, outline_of
from quizapp.core.errors import Conflict, InvalidQuestion, NotAllowed, NotFound
from quizapp.core.kinds import KINDS, parse_question
from quizapp.plumbing.clock import epoch_ms
from quizapp.study import service as study
from tests.conftest import BEGIN
from tests.study import bank_files
from tests.study.desk import Desk

FORM = "0123456789abcdef0123456789abcdef"
NEW = {"kind": "text", "stem": "What is the river called?", "key": "Aune", "tags": ["rivers"]}


@pytest.fixture
def bank_id(database, people):
    """Give ada's private bank of five bridges."""
    with database.transaction() as session:
        made = bank_files.load(session, bank_files.bridges(5)).bank_id
        session.execute(update(Bank).where(Bank.id == made).values(owner_id=people.ada.id))
    return made


@pytest.fixture
def desk_of(database, people, clock, bank_id):
    return lambda name: Desk(database, people[name], clock, bank_id)


@pytest.fixture
def add(database, people, bank_id):
    def added(raw=NEW, form=FORM, name="ada"):
        with database.transaction() as session:
            return service.add_question(session, people[name], "bridges", parse_question(raw), form, BEGIN)

    return added


@pytest.fixture
def save(database, people, bank_id, clock):
    """Give the saver of b1: what changes, the revision seen, what becomes of cards; more names who."""

    def saved(changes, seen=1, cards="", name="ada"):
        with database.transaction() as session:
            row = session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()
            wanted = WantedSave(row.id, parse_question(row.body | changes), seen, cards)
            done = service.save_question(session, people[name], "bridges", wanted, study.count_met, clock())
            study.follow_edit(session, done.report, cards, epoch_ms(clock()))
            return done

    return saved


def rows(database, table, *conditions):
    with database.reading() as session:
        return list(session.scalars(select(table).where(*conditions)))


def question(database, slug="b1"):
    return rows(database, QuestionRow, QuestionRow.slug == slug)[0]


def test_a_new_question_stands_behind_all_others(database, people, bank_id, add):
    done = add()
    (row,) = rows(database, QuestionRow, QuestionRow.id == done.id)
    assert (row.slug, row.position, row.revision) == ("what-is-the-river-called-6789abcdef", 6, 1)
    assert {**NEW, "id": row.slug} == row.body
    (revision,) = rows(database, Revision, Revision.question_id == done.id)
    assert (revision.change, revision.author_id, revision.body) == ("created", people.ada.id, row.body)
    assert rows(database, Bank)[0].outline["questions"] == 6


def test_one_form_is_one_question_also_at_once(database, add):
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: add().id, range(4)))
    assert len(set(made)) == 1
    assert len(rows(database, QuestionRow)) == 6
    with pytest.raises(StaleEdit) as raised:
        add(NEW | {"key": "Orm"})
    assert raised.value.current.id == made[0]
    add(form="f" * 32)
    assert len(rows(database, QuestionRow)) == 7


def test_a_form_needs_its_number(add):
    for forged in ("", "%", "x" * 36, "_" * 10):
        with pytest.raises(Conflict):
            add(form=forged)


def test_two_at_once_the_second_is_told(database, people, save):
    with ThreadPoolExecutor(2) as pool:
        tasks = [pool.submit(save, {"explanation": words}, 1, "", name) for words, name in (("A", "ada"), ("B", "ann"))]
    errors = [task.exception() for task in tasks]
    assert sorted(type(error).__name__ for error in errors) == ["NoneType", "StaleEdit"]
    stale = next(error for error in errors if error)
    assert stale.current.body["explanation"] in ("A", "B")
    assert question(database).revision == 2


def test_the_same_words_from_two_are_no_conflict(database, save):
    assert save({"explanation": "So."}).change == "cosmetic"
    assert save({"explanation": "So."}).change == ""
    assert question(database).revision == 2


def test_only_who_may(people, add, save):
    for name, error in (("eve", NotAllowed), ("sam", NotAllowed)):
        with pytest.raises(error):
            add(name=name)
        with pytest.raises(error):
            save({"explanation": "Mine."}, name=name)


def test_cards_wait_for_a_decision_only_where_it_matters(database, desk_of, save):
    assert save({"key": "1700-01-01"}).change == "key_changed"
    desk_of("sam").answer(slug="b1")
    assert save({"explanation": "So."}, 2).change == "cosmetic"
    with pytest.raises(CardsUndecided) as raised:
        save({"key": "1700-01-02"}, 3)
    assert raised.value.learner_count == 1
    assert question(database).revision == 3
    with pytest.raises(CardsUndecided):
        save({"key": "1700-01-02"}, 3, "delete")


@pytest.mark.parametrize("choice", service.CARD_CHOICES)
def test_cards_follow_as_chosen(database, desk_of, save, choice, clock):
    sam, tess = desk_of("sam"), desk_of("tess")
    sam.answer(slug="b1")
    tess.answer(slug="b2")
    before = sam.state("b1")
    assert before.due_day > sam.day.today
    clock.move(hours=1)
    save({"key": "1700-01-01"}, 1, choice)
    after = sam.state("b1")
    if choice == "keep":
        assert after == before
    elif choice == "due_today":
        assert (after.due_day, after.memory) == (sam.day.today, before.memory)
    else:
        assert after.memory.state == "new"
        assert after.due_day is None
        assert [each.kind for each in sam.events("b1")] == ["review", "manual"]
        clock.move(days=1)
        assert sam.ask("b1").state == "new"
        sam.answer(slug="b1")
        assert sam.state("b1").memory.reps == 1
    for desk in (sam, tess):
        desk.check()


def test_a_failure_in_between_leaves_nothing(database, people, bank_id):
    def failing(connection, cursor, statement, *_rest):
        if statement.startswith("INSERT INTO tag"):
            raise RuntimeError("the power went")

    event.listen(database.engine, "before_cursor_execute", failing)
    with pytest.raises(RuntimeError), database.transaction() as session:
        service.add_question(session, people.ada, "bridges", parse_question(NEW), FORM, BEGIN)
    event.remove(database.engine, "before_cursor_execute", failing)
    assert len(rows(database, QuestionRow)) == 5
    assert len(rows(database, Revision)) == 5
    assert rows(database, Bank)[0].outline["questions"] == 5


def test_taken_out_and_brought_back_is_met_again(database, people, desk_of, clock):
    sam = desk_of("sam")
    sam.answer(slug="b1")
    sam.answer(slug="b2")
    with database.transaction() as session:
        for _ in range(2):
            service.take_out(session, people.ada, "bridges", sam.question_id("b2"), BEGIN)
    assert rows(database, Bank)[0].outline["questions"] == 4
    with database.transaction() as session:
        for _ in range(2):
            report = service.bring_back(session, people.ada, "bridges", sam.question_id("b2"), BEGIN)
            study.follow_edit(session, report, "due_today", epoch_ms(clock()))
    assert question(database, "b2").deleted_at is None
    assert rows(database, Bank)[0].outline["questions"] == 5
    assert sam.state("b2") is not None
    sam.check()


def test_a_question_that_rests_is_brought_back_awake(database, people, bank_id, save):
    """It would else say of itself that it rests, and rest again when it is saved next."""
    with database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()
        row.body = row.body | {"draft": {"suspended": True, "rule": "D1"}}
        row.deleted_at = row.suspended_at = BEGIN
        number = row.id
    with database.transaction() as session:
        report = service.bring_back(session, people.ada, "bridges", number, BEGIN)
    row = question(database)
    assert (row.deleted_at, row.suspended_at, row.body["draft"]) == (None, None, {"rule": "D1"})
    assert (report.first_moved_position, row.revision) == (1, 1)
    save({"explanation": "Because the river fell."})
    assert question(database).deleted_at is None
    assert rows(database, Bank)[0].outline["questions"] == 5


def test_revisions_tell_who_and_what_and_lead_back(database, people, save):
    save({"explanation": "Because the river rose."})
    save({"explanation": "Because the river fell.", "stem": "When was it?"}, 2)
    with database.reading() as session:
        found = service.list_revisions(session, people.ada, question(database).id)
        body = service.get_revision(session, question(database).id, 2)
        for number in (0, 9, 10**12):
            with pytest.raises(NotFound):
                service.get_revision(session, question(database).id, number)
    assert [(each.number, each.change, each.author) for each in found] == [
        (3, "clarified", "Ada"), (2, "cosmetic", "Ada"), (1, "created", None),
    ]  # fmt: skip
    told = {field.name: [(piece.change, piece.text) for piece in field.pieces] for field in found[0].changes}
    assert told["Explanation"] == [
        ("same", "Because the river "), ("gone", "rose."), ("new", "fell."),
    ]  # fmt: skip
    assert set(told) == {"Question", "Explanation"}
    assert body["explanation"] == "Because the river rose."


def never(path):
    raise AssertionError(f"{path} need not be counted")


def test_an_outline_adjusted_by_one_question_counts_as_one_made_anew():
    questions = [parse_question(kind.example) for kind in KINDS]
    whole = outline_of(questions)
    assert outline_after(outline_of(questions[:-1]), [], [questions[-1].dump()], never) == whole
    for name in ("questions", "about", "kinds"):
        assert outline_after(whole, [questions[0].dump()], [], never)[name] == outline_of(questions[1:])[name]
    other = replace(questions[0], about="other")
    assert (
        outline_after(whole, [questions[0].dump()], [other.dump()], never)["about"]
        == outline_of([other, *questions[1:]])["about"]
    )


def test_a_large_bank_is_not_read_whole(database, people, bank_id, add):
    with database.transaction() as session:
        bank = session.get_one(Bank, bank_id)
        bank.outline = bank.outline | {"questions": 100_000}
    seen = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    add()
    assert rows(database, Bank)[0].outline["questions"] == 100_001
    assert len(seen) <= 16


def test_a_question_that_rests_is_not_counted_when_it_is_saved(database, people, bank_id, save):
    with database.transaction() as session:
        bank = session.get_one(Bank, bank_id)
        bank.outline = bank.outline | {"questions": 100_000}
        row = session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()
        row.body = row.body | {"draft": {"suspended": True}}
        row.deleted_at = row.suspended_at = BEGIN
    save({"explanation": "Because the river fell."})
    assert rows(database, QuestionRow, QuestionRow.slug == "b1")[0].suspended_at is not None
    assert rows(database, Bank)[0].outline["questions"] == 100_000


def test_the_outline_follows_an_edit(database, people, bank_id, save):
    save({"about": "other", "tags": ["rivers"]})
    outline = rows(database, Bank)[0].outline
    assert (outline["about"], outline["tags"].get("rivers")) == ({"other": 1, "date": 4}, 1)


def test_what_is_missing_in_gaps_names_them() -> None:
    with pytest.raises(InvalidQuestion) as caught:
        parse_question({"id": "a", "kind": "cloze", "stem": "a [[1]] b [[2]]", "gaps": [{"key": ""}, {"key": ""}]})
    said = [in_words(problem.field, problem.message) for problem in caught.value.problems]
    assert said == ["Gap 1: say what is right.", "Gap 2: say what is right."]
