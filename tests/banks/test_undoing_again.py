"""An import of which some questions stayed when it was undone: the rest may be undone later."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Import, QuestionRow
from quizapp.banks.service import importing
from quizapp.banks.service.importing import undoing
from quizapp.banks.service.importing.staging import make_aside, undone_slug
from quizapp.cli.undoing import undo_in
from quizapp.core.errors import Conflict
from quizapp.plumbing.db import Database
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.banks.test_import_pages import ada, bring, runner, send, settled

__all__ = ["ada", "runner"]

STEM = "Which river flows through Paris?"
CHANGED = f"id,question,answer,wrong 1\nx1,{STEM},Marne,Seine\n"


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def put(database: Database, question_id: int, bank_id: int) -> None:
    with database.transaction() as session:
        session.get_one(QuestionRow, question_id).bank_id = bank_id


def moved_import(counter, people) -> tuple[int, QuestionRow]:
    """Change the key of a question by an import, move the question away, and undo the import."""
    counter.import_all(people.ada, ("it.csv", HEADING + "Which river flows through Rome?,Tiber,A,B\n"), title="Italy")
    counter.import_all(people.ada, ("r.csv", CHANGED.replace("Marne,Seine", "Seine,Marne")))
    import_id = counter.import_all(people.ada, ("r.csv", CHANGED), slug="rivers")
    row = counter.questions()[STEM]
    assert row.body["key"] == "Marne"
    put(counter.database, row.id, next(iter(counter.questions("italy").values())).bank_id)
    assert [each.reason for each in counter.undo(people.ada, import_id).kept] == ["moved"]
    return import_id, row


def test_what_is_in_no_bank_any_more_since_another_undo_took_it_out_is_not_said_to_be_moved(counter, people):
    import_id, row = moved_import(counter, people)
    with counter.database.transaction() as session:
        aside = make_aside(session, undone_slug(1), counter.now).id
    put(counter.database, row.id, aside)
    undone = counter.undo(people.ada, import_id)
    assert (undone.restored, undone.kept, undone.kept_ids) == (0, [], [])


def test_what_an_import_of_another_bank_says_still_of_what_came_back_stays_and_is_named(counter, people):
    counter.import_all(people.ada, ("it.csv", HEADING + "Which river flows through Rome?,Tiber,A,B\n"), title="Italy")
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    homes = {slug: next(iter(counter.questions(slug).values())).bank_id for slug in ("rivers", "italy")}
    before, numbers = counter.questions()[STEM], {}
    for slug, other in (("rivers", "Oder"), ("italy", "Loire")):
        put(counter.database, before.id, homes[slug])
        numbers[slug] = counter.import_all(people.ada, ("r.csv", f"{HEADING}{STEM},Seine,Rhine,{other}\n"), slug=slug)
        assert counter.questions(slug)[STEM].body["distractors"] == ["Rhine", other]
    put(counter.database, before.id, homes["rivers"])
    assert [each.reason for each in counter.undo(people.ada, numbers["italy"]).kept] == ["moved"]
    assert [each.reason for each in counter.undo(people.ada, numbers["rivers"]).kept] == ["confirmed"]
    assert counter.questions()[STEM].body["distractors"] == ["Rhine", "Loire"]
    for slug in ("italy", "rivers"):
        put(counter.database, before.id, homes[slug])
        assert counter.undo(people.ada, numbers[slug]).restored == 1
    assert counter.questions()[STEM].body == before.body


@pytest.mark.parametrize("is_large", [False, True])
def test_what_was_moved_and_came_back_is_undone_then(counter, people, monkeypatch, is_large):
    import_id, row = moved_import(counter, people)
    put(counter.database, row.id, row.bank_id)
    if is_large:
        monkeypatch.setattr(undoing, "AT_ONCE", 0)
        counter.begin_undo(people.ada, import_id)
        counter.runner.run_waiting()
    else:
        counter.undo(people.ada, import_id)
    told = counter.get(people.ada, import_id).report["undone"]
    assert (told["restored"], told["kept_count"], told["kept_ids"]) == (1, 0, [])
    assert counter.questions()[STEM].body["key"] == "Seine"
    with pytest.raises(Conflict, match="undone already"):
        counter.undo(people.ada, import_id)


def test_a_second_try_that_is_stopped_leaves_it_partly_undone(counter, people, monkeypatch):
    import_id, row = moved_import(counter, people)
    put(counter.database, row.id, row.bank_id)
    monkeypatch.setattr(undoing, "AT_ONCE", 0)
    counter.begin_undo(people.ada, import_id)
    held = counter.get(people.ada, import_id)
    claimed = type("Claimed", (), {"arguments": {"import_id": import_id}})()
    for _ in range(2):
        with counter.database.transaction() as session:
            counter.undoer.fail(session, claimed, "It was stopped.", counter.now)
        held = counter.get(people.ada, import_id)
        assert (held.state, held.error) == ("undone", "It was stopped.")
    monkeypatch.undo()
    assert counter.undo(people.ada, import_id).restored == 1


def test_imports_undone_in_the_wrong_order_are_undone_in_the_end(counter, people):
    first = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.now += timedelta(minutes=1)
    later = HEADING + "\n".join((f"{STEM},Seine,Loire,Oder", "Which river flows through Rome?,Tiber,Rhine,Volga"))
    second = counter.import_all(people.ada, ("rivers.csv", later), slug="rivers")
    undone = counter.undo(people.ada, first)
    assert (undone.removed, [each.reason for each in undone.kept]) == (2, ["confirmed"])
    assert counter.undo(people.ada, second).kept_count == 0
    undone = counter.undo(people.ada, first)
    assert (undone.removed, undone.kept_count, undone.is_bank_closed) == (3, 0, True)
    assert counter.questions() == {}


def test_one_of_two_that_stayed_may_stay_again(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    italy = counter.import_all(people.ada, ("it.csv", HEADING + "What?,This,That,It\n"), title="Italy")
    rows = list(counter.questions().values())
    counter.import_all(people.ada, ("it.csv", HEADING + "What?,This,That,It\n"), slug="rivers")
    for row in rows[:2]:
        put(counter.database, row.id, counter.get(people.ada, italy).bank_id)
    assert counter.undo(people.ada, import_id).removed == 1
    put(counter.database, rows[0].id, rows[0].bank_id)
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.kept_ids) == (2, [rows[1].id])
    with counter.database.reading() as session:
        line = next(each for each in importing.list_imports(session, people.ada) if each.id == import_id)
    assert (line.removed, line.restored, line.kept) == (2, 0, 1)


def test_the_pages_say_how_much_was_undone(ada, runtime):
    for title in ("Italy", "Spain"):
        address = bring(ada, ("it.csv", HEADING + "What?,This,That,It\n"), client_id=title)
        settled(ada, address)
        send(ada, address, "insertions", shown=["0"], tick=["0"], title=title)
        settled(ada, address)
    address = bring(ada, ("rivers.csv", RIVERS), bank="italy")
    settled(ada, address)
    send(ada, address, "insertions", shown=["0", "1", "2"], tick=["0", "1", "2"], bank="italy")
    settled(ada, address)
    with runtime.database.reading() as session:
        home = session.get_one(Import, int(address.rpartition("/")[2])).bank_id
        ids = session.scalars(select(QuestionRow.id).where(QuestionRow.bank_id == home).order_by(QuestionRow.id)).all()
    for question_id in ids[1:3]:
        put(runtime.database, question_id, home + 1)
    assert "1 of 3 questions" in undo(ada, address, "Partly undone")
    for question_id in ids[1:3]:
        put(runtime.database, question_id, home)
    assert "Undone: 3 questions" in undo(ada, address, "This import was undone")


def undo(browser, address: str, heading: str) -> str:
    """Press the button, look at the page, and give the list of imports."""
    send(browser, address, "reversals")
    page = browser.get(address).text
    assert f"<h1>{heading}</h1>" in page
    assert ("Undo the rest" in page) is (heading != "This import was undone")
    return re.sub(r"<[^>]+>", "", browser.get("/imports").text)


def test_what_stayed_is_named_in_plain_words(counter, people):
    stem = "Which **river** has [[1]] in ![a red cell](media/" + "a" * 64 + ".png)?"
    own = f"bank: {{title: Rivers}}\nquestions:\n- {{kind: cloze, stem: '{stem}', gaps: [{{key: Paris}}]}}\n"
    import_id = counter.import_all(people.ada, ("own.yaml", own))
    counter.now += timedelta(minutes=1)
    counter.answer(people.sam, counter.questions()[stem])
    assert [each.stem for each in counter.undo(people.ada, import_id).kept] == [
        "Which river has … in [picture: a red cell]?"
    ]


def test_the_command_undoes_a_teachers_import_too(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    undone = undo_in(counter.database, import_id)
    assert (undone.removed, undone.is_bank_closed) == (3, True)
    assert counter.get(people.ada, import_id).state == "undone"
