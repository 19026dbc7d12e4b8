"""A bank that was changed between the preview of an import and the press on Import: nothing of that is overwritten."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.service import BulkWish, WantedSave, change_many, importing, save_question
from quizapp.banks.service.importing import storing_jobs, writing
from quizapp.banks.service.importing.comparing import compared_stamp
from quizapp.banks.service.importing.filed import get_reading, write_reading
from quizapp.core.formats.past_answers import PastAnswer, PastCard
from quizapp.core.kinds import parse_question
from quizapp.people.viewer import Viewer
from quizapp.plumbing.db import Database
from tests.banks.desk import ids_of, own_bank
from tests.banks.imports import Counter
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.conftest import BEGIN
from tests.study import bank_files

HEADING_OF_CSV = "question,answer,wrong 1\n"
NOTICE = "The bank was changed since this was compared. Here is what the file does now."
ASKED = {"q1": ("Which river flows through {}?", "Seine"), "q2": ("Which river crosses {}?", "Thames")}

__all__ = ["ada", "runner"]


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def file(place: str = "Paris", *slugs: str) -> tuple[str, str]:
    """Give a bank file of rivers; another place changes its questions."""
    questions = [
        {"id": slug, "kind": "text", "stem": ASKED[slug][0].format(place), "key": ASKED[slug][1]}
        for slug in slugs or ASKED
    ]
    return "rivers.yaml", json.dumps({"bank": {"title": "Rivers"}, "questions": questions})


def edit(database: Database, viewer: Viewer, slug: str, **said: Any) -> None:
    """Let somebody edit a question of the rivers, as in another tab."""
    with database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.slug == slug)).one()
        wanted = WantedSave(row.id, parse_question({**row.body, **said}), row.revision, "keep")
        save_question(session, viewer, "rivers", wanted, lambda *_: 0, BEGIN + timedelta(minutes=1))


def bodies(database: Database) -> dict[str, dict[str, Any]]:
    with database.reading() as session:
        return {row.slug: row.body for row in session.scalars(select(QuestionRow))}


def test_an_edit_since_the_preview_is_not_overwritten(counter, people):
    counter.import_all(people.ada, file())
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    edit(counter.database, people.ada, "q1", stem="Name the river of Paris.", explanation="My own.")
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, import_id, "rivers")
    assert counter.get(people.ada, import_id).state == "ready"
    counter.compare(people.ada, import_id, "rivers")
    assert counter.choice(people.ada, import_id).verdicts.codes == "eu"
    counter.carry_out(people.ada, import_id, "rivers")
    said = bodies(counter.database)
    assert (said["q1"]["stem"], said["q1"]["explanation"]) == ("Name the river of Paris.", "My own.")
    assert said["q2"]["stem"] == "Which river crosses Paris, France?"


def test_what_was_new_and_came_from_a_colleague_is_not_overwritten(counter, people):
    counter.import_all(people.ada, file("Paris", "q1"))
    import_id = counter.bring(people.ada, file("Paris", "q2"), bank="rivers", client_id="mine")
    other = counter.bring(people.ann, file("Paris", "q2"), bank="rivers", client_id="ann")
    counter.carry_out(people.ann, other, "rivers")
    edit(counter.database, people.ann, "q2", explanation="Ann's.")
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, import_id, "rivers")
    counter.compare(people.ada, import_id, "rivers")
    assert counter.choice(people.ada, import_id).numbers() == []
    assert bodies(counter.database)["q2"]["explanation"] == "Ann's."


def test_a_job_is_not_begun_either(counter, people, monkeypatch):
    counter.import_all(people.ada, file())
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    edit(counter.database, people.ada, "q1", explanation="My own.")
    monkeypatch.setattr(writing, "AT_ONCE", 0)
    with pytest.raises(importing.BankChanged):
        counter.carry_out(people.ada, import_id, "rivers")
    target, parcel = importing.ImportTarget(slug="rivers"), counter.parcel(people.ada, import_id)
    with counter.database.transaction() as session, pytest.raises(importing.BankChanged):
        importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.now)
    assert counter.get(people.ada, import_id).state == "ready"


def test_of_two_that_are_pressed_at_once_the_second_is_compared_again(counter, people):
    counter.import_all(people.ada, file("Paris", "q1"))
    target, plans = importing.ImportTarget(slug="rivers"), {}
    both = [
        counter.bring(people.ada, file(place), bank="rivers", client_id=place) for place in ("Paris (F)", "Paris, F")
    ]
    for import_id in both:
        with counter.database.reading() as session:
            held, parcel = importing.get_import(session, people.ada, import_id), counter.parcel(people.ada, import_id)
            plan = importing.plan_import(session, people.ada, held, parcel, counter.media, counter.now)
        plans[import_id] = parcel, plan
    with counter.database.transaction() as session:
        importing.carry_out(session, people.ada, both[0], target, *plans[both[0]], counter.now)
    with counter.database.transaction() as session, pytest.raises(importing.BankChanged):
        importing.carry_out(session, people.ada, both[1], target, *plans[both[1]], counter.now)
    assert {body["stem"].partition("Paris")[2] for body in bodies(counter.database).values()} == {" (F)?"}


@pytest.mark.parametrize(
    ("first", "changed", "codes", "left"),
    [([0, 1], "q1", "eu", [1]), ([1], "q1", "eu", [1]), ([0], "q1", "eu", []), ([0], "q2", "ue", [0])],
)
def test_a_tick_stays_where_its_entry_is_to_the_bank_what_it_was(counter, people, first, changed, codes, left):
    counter.import_all(people.ada, file())
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    counter.turn(people.ada, import_id, [0, 1], first)
    edit(counter.database, people.ada, changed, stem="Name the river.")
    counter.compare(people.ada, import_id, "rivers")
    choice = counter.choice(people.ada, import_id)
    assert (choice.verdicts.codes, choice.numbers()) == (codes, left)
    held = counter.get(people.ada, import_id).choices
    assert {"ticked", "meant"}.isdisjoint(held)


def test_one_edited_here_that_was_ticked_stays_ticked(counter, people):
    counter.import_all(people.ada, file())
    edit(counter.database, people.ada, "q1", stem="Name the river.")
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    counter.turn(people.ada, import_id, [0, 1], [0])
    edit(counter.database, people.ada, "q2", tags=["north"])
    counter.compare(people.ada, import_id, "rivers")
    choice = counter.choice(people.ada, import_id)
    assert (choice.verdicts.codes, choice.numbers()) == ("eu", [0])


def test_compared_with_the_bank_as_it_was_nothing_is_done(counter, people):
    counter.import_all(people.ada, file())
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    with counter.database.transaction() as session:
        choice = counter.choice(people.ada, import_id)
        importing.compare_with(session, people.ada, import_id, "rivers", counter.now, choice)
    held = counter.get(people.ada, import_id)
    assert (held.state, "is_bank_changed" in held.choices) == ("ready", False)


def _tag(session, bank_id, ids, ada):
    change_many(session, ada, "bridges", BulkWish("tag", "one", ids=tuple(ids[:1]), tag="a"), BEGIN)


def _respell(session, bank_id, ids, ada):
    row = session.get_one(QuestionRow, ids[1])
    row.body = row.body | {"tags": ["A/b"]}


def _reorder(session, bank_id, ids, ada):
    row = session.get_one(QuestionRow, ids[2])
    row.body = row.body | {"tags": ["d", "c"]}


def _archive(session, bank_id, ids, ada):
    change_many(session, ada, "bridges", BulkWish("archive", "one", ids=tuple(ids[:1])), BEGIN)


def _move(session, bank_id, ids, ada):
    session.execute(update(QuestionRow).where(QuestionRow.id == ids[-1]).values(position=90))


def _revise(session, bank_id, ids, ada):
    session.execute(update(QuestionRow).where(QuestionRow.id == ids[0]).values(revision=2))


def _rest(session, bank_id, ids, ada):
    session.execute(update(QuestionRow).where(QuestionRow.id == ids[0]).values(suspended_at=BEGIN, deleted_at=BEGIN))


def _entitle(session, bank_id, ids, ada):
    session.execute(update(Bank).where(Bank.id == bank_id).values(title="Spans"))


def _read(session, bank_id, ids, ada):
    said = get_reading(session, bank_id)
    head, *rest = said["paragraphs"]
    write_reading(session, bank_id, {**said, "paragraphs": [{**head, "text": "Others"}, *rest]})


def _import(session, bank_id, ids, ada):
    session.add(Import(client_id="x", state="done", bank_id=bank_id, created_at=BEGIN))


@pytest.mark.parametrize(
    "change", [_tag, _respell, _reorder, _archive, _move, _revise, _rest, _entitle, _read, _import]
)
def test_whatever_a_comparison_sees_is_seen_to_change(database, people, change):
    bank_id = own_bank(
        database,
        people.ada,
        count=3,
        b1={"tags": ["a/b"], **bank_files.told(1)},
        b2={"tags": ["a/b"]},
        b3={"tags": ["c", "d"]},
    )
    other_id = own_bank(database, people.ada, slug="other", count=1)
    with database.reading() as session:
        before, other = compared_stamp(session, bank_id), compared_stamp(session, other_id)
        assert before == compared_stamp(session, bank_id)
    with database.transaction() as session:
        change(session, bank_id, ids_of(database, bank_id), people.ada)
    with database.reading() as session:
        assert compared_stamp(session, bank_id) != before
        assert compared_stamp(session, other_id) == other


@pytest.mark.parametrize("act", ["insertions", "comparisons"])
def test_the_page_shows_what_the_file_does_now(ada, runtime, cast, act):
    address = bring(ada, file())
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    address = bring(ada, file("Paris, France"), bank="rivers", client_id="d")
    old = settled(ada, address)
    assert (ticked(old), NOTICE in old) == (["0", "1"], False)
    edit(runtime.database, cast.ada, "q1", stem="Name the river of Paris.")
    form = {"shown": all_shown(old), "tick": ticked(old), "bank": "rivers", "compared": compared(old)}
    assert send(ada, address, act, **form) == address
    page = settled(ada, address)
    assert (ticked(page), NOTICE in page) == (["1"], True)
    assert "France" not in json.dumps(bodies(runtime.database))
    # Ticks of the page as it stood before would overwrite the edit.
    refused = ada.post(f"{address}/insertions", form)
    assert (refused.status_code, "compared again since" in refused.text) == (409, True)
    send(ada, address, "insertions", **form | {"tick": ticked(page), "compared": compared(page)})
    said = bodies(runtime.database)
    assert said["q1"]["stem"] == "Name the river of Paris."
    assert said["q2"]["stem"] == "Which river crosses Paris, France?"


def compared(page: str) -> str:
    return page.partition('name="compared" value="')[2].partition('"')[0]


def press(counter: Counter, viewer: Viewer, import_id: int) -> None:
    """Press Import beside a bank that was changed since the preview, as the page does."""
    choice, target = counter.choice(viewer, import_id), importing.ImportTarget(slug="rivers", cards="keep")
    with counter.database.transaction() as session:
        importing.compare_with(session, viewer, import_id, "rivers", counter.now, choice, target=target)
    counter.runner.run_waiting()


def test_nobody_is_asked_again_where_no_entry_is_judged_otherwise(counter, people):
    counter.import_all(people.ada, file())
    counter.import_all(people.ada, ("more.csv", "question,answer\nWhich river crosses Rome?,Tiber\n"), slug="rivers")
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    slug = counter.questions()["Which river crosses Rome?"].slug
    edit(counter.database, people.ada, slug, explanation="It is not in the file.")
    counter.turn(people.ada, import_id, [0, 1], [1])
    press(counter, people.ada, import_id)
    held = counter.get(people.ada, import_id)
    assert (held.state, held.report["imported"], held.choices["target"]["cards"]) == ("done", 1, "keep")
    assert {body["stem"] for body in bodies(counter.database).values()} == {
        "Which river flows through Paris?",
        "Which river crosses Paris, France?",
        "Which river crosses Rome?",
    }


def test_they_are_where_a_question_that_is_to_change_was_edited(counter, people):
    """Though the entry is to it what it was: a change."""
    table = "id,question,answer,explanation\nr1,Which river flows through Paris?,Seine,{}\n"
    counter.import_all(people.ada, ("rivers.csv", table.format("It rises near Dijon.")))
    with counter.database.transaction() as session:
        session.execute(update(Import).values(state="undone"))
    import_id = counter.bring(people.ada, ("more.csv", table.format("It rises near Langres.")), bank="rivers")
    with counter.database.transaction() as session:
        row = session.scalars(select(QuestionRow)).one()
        row.body = {**row.body, "explanation": "It rises in Burgundy."}
        row.revision += 1
    press(counter, people.ada, import_id)
    held = counter.get(people.ada, import_id)
    assert counter.choice(people.ada, import_id).verdicts.codes == "u"
    assert (held.state, held.choices["is_bank_changed"]) == ("ready", True)


def test_the_page_goes_on_by_itself(ada, runtime):
    for name, address in (("one", ""), ("two", "rivers")):
        content = HEADING_OF_CSV + f"Which river is number {name}?,{name.title()},Po\n"
        first = bring(ada, (f"{name}.csv", content), client_id=name, bank=address)
        settled(ada, first)
        if name == "one":
            send(ada, first, "insertions", shown=["0"], tick=["0"], title="Rivers")
            settled(ada, first)
    with runtime.database.transaction() as session:
        session.execute(update(Bank).where(Bank.slug == "rivers").values(title="All rivers"))
    send(ada, first, "insertions", shown=["0"], tick=["0"], bank="rivers")
    assert NOTICE not in settled(ada, first)
    assert {body["key"] for body in bodies(runtime.database).values()} == {"One", "Two"}


def test_a_bank_that_changes_all_the_while_is_asked_about_in_the_end(counter, people, monkeypatch):
    counter.import_all(people.ada, file())
    import_id = counter.bring(people.ada, file("Paris, France"), bank="rivers")
    monkeypatch.setattr(writing, "AT_ONCE", 0)
    monkeypatch.setattr(storing_jobs, "history_of", lambda *_: {"q1": PastCard((PastAnswer(1, 3, 4),))})
    files, is_as_compared, rounds = sorted(counter.files.names()), storing_jobs.is_as_compared, []

    def changed(session, bank_id, _stamp):
        rounds.append(bank_id)
        return len(rounds) > 6 or is_as_compared(session, bank_id, "")

    monkeypatch.setattr(storing_jobs, "is_as_compared", changed)
    target, parcel = importing.ImportTarget(slug="rivers", history=True), counter.parcel(people.ada, import_id)
    for count in (4, 7):
        with counter.database.transaction() as session:
            importing.carry_out(session, people.ada, import_id, target, parcel, None, counter.now)
        counter.runner.run_waiting()
        held = counter.get(people.ada, import_id)
        assert len(rounds) == count
        assert (held.state, held.choices["is_bank_changed"]) == (("ready", True) if count == 4 else ("done", False))
        # Of each round nothing is left but what the study room is to read.
        assert len(counter.files.names()) - len(files) == (count == 7)
