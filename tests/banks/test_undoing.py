"""The way back of an import: whole, but for what was edited or answered since."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Media, QuestionReport, QuestionRow, Revision
from quizapp.banks.service import importing
from quizapp.banks.service.media import give_media, put_media
from quizapp.banks.service.placing import move_questions
from quizapp.core.errors import Conflict, NotAllowed
from tests.banks.imports import HEADING, PNG, RIVERS, Counter
from tests.conftest import BEGIN


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def clear(counter) -> int:
    """Remove what is left of undone imports, as the chore does."""
    steps = 0
    with counter.database.reading() as session:
        left = importing.list_left(session, counter.now)
    for slug in left:
        is_left = True
        while is_left:
            with counter.database.transaction() as session:
                is_left = importing.clear_left(session, slug, counter.now)
            steps += 1
    return steps


def test_a_new_bank_is_closed_and_its_questions_go(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.restored, undone.kept_count, undone.is_bank_closed) == (3, 0, 0, True)
    assert counter.questions() == {}
    held = counter.get(people.ada, import_id)
    assert (held.state, held.undone_at) == ("undone", BEGIN)
    assert held.report["undone"]["removed"] == 3
    assert clear(counter) > 0
    with counter.database.reading() as session:
        assert session.scalars(select(QuestionRow)).all() == []
        assert session.scalars(select(Revision)).all() == []
        assert [bank.slug for bank in session.scalars(select(Bank))] == ["rivers"]


def test_it_can_be_undone_once(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.undo(people.ada, import_id)
    with pytest.raises(Conflict, match="undone already"):
        counter.undo(people.ada, import_id)
    waiting = counter.bring(people.ada, ("rivers.csv", RIVERS), client_id="other")
    with pytest.raises(Conflict, match="not in a bank yet"):
        counter.undo(people.ada, waiting)


def test_changed_questions_say_again_what_they_said(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    before = counter.questions()["Which river flows through Paris?"]
    counter.now = BEGIN + timedelta(hours=1)
    second = counter.import_all(
        people.ada,
        ("r.csv", HEADING + "Which river flows through Paris?,Seine,Loire,Oder\nNew one?,Yes,No,Never\n"),
        slug="rivers",
    )
    undone = counter.undo(people.ada, second)
    assert (undone.removed, undone.restored, undone.is_bank_closed) == (1, 1, False)
    after = counter.questions()
    assert set(after) == {
        "Which river flows through Paris?", "Which river flows through London?", "Which river flows through Vienna?",
    }  # fmt: skip
    row = after["Which river flows through Paris?"]
    assert (row.revision, row.body, row.rendered) == (3, before.body, before.rendered)
    with counter.database.reading() as session:
        assert session.scalars(select(Bank).where(Bank.slug == "rivers")).one().outline["questions"] == 3


def test_what_a_later_import_changed_stays_and_is_named(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.import_all(
        people.ada, ("r.csv", HEADING + "Which river flows through Paris?,Seine,Loire,Oder\n"), slug="rivers"
    )
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.kept_count, undone.is_bank_closed) == (2, 1, False)
    assert [(each.stem, each.reason) for each in undone.kept] == [("Which river flows through Paris?", "confirmed")]
    assert list(counter.questions()) == ["Which river flows through Paris?"]


def test_what_was_answered_since_stays_and_is_named(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    row = counter.questions()["Which river flows through London?"]
    counter.now = BEGIN + timedelta(hours=1)
    counter.answer(people.sam, row)
    undone = counter.undo(people.ada, import_id)
    assert [(each.slug, each.reason) for each in undone.kept] == [(row.slug, "answered")]
    assert list(counter.questions()) == ["Which river flows through London?"]


def test_who_may_not_change_the_bank_any_more_cannot_undo(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank)).one()
        bank.owner_id, bank.visibility = people.eve.id, "public"
    with pytest.raises(NotAllowed):
        counter.undo(people.ada, import_id)
    assert len(counter.questions()) == 3


def test_undone_and_brought_again_is_as_new(counter, people):
    counter.import_all(people.ada, ("one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"))
    first = counter.import_all(people.ada, ("rivers.csv", RIVERS), slug="rivers")
    counter.undo(people.ada, first)
    again = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id="again")
    counter.carry_out(people.ada, again, "rivers")
    report = counter.get(people.ada, again).report
    assert (report["created"], report["changed"]) == (3, 0)
    assert {row.revision for row in counter.questions().values()} == {1}


def test_what_was_out_of_use_before_is_out_again(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    with counter.database.transaction() as session:
        row = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).first()
        row.deleted_at = BEGIN
    again = counter.bring(people.ada, ("rivers.csv", RIVERS), bank="rivers", client_id="again")
    assert counter.choice(people.ada, again).verdicts.codes == "ass"
    counter.turn(people.ada, again, [0], [0])
    counter.carry_out(people.ada, again, "rivers")
    assert len(counter.questions()) == 3
    assert counter.get(people.ada, again).report["created"] == 1
    undone = counter.undo(people.ada, again)
    assert (undone.removed, undone.restored) == (1, 0)
    assert len(counter.questions()) == 2


def move(counter, stem: str, to: str) -> QuestionRow:
    """Move a question of the rivers to another bank, as a teacher does."""
    row = counter.questions()[stem]
    with counter.database.transaction() as session:
        banks = {bank.slug: bank for bank in session.scalars(select(Bank))}
        move_questions(session, banks["rivers"], banks[to], [session.get_one(QuestionRow, row.id)])
    return row


def in_other_hands(counter, slug: str, owner) -> None:
    """Give a bank to somebody else, and keep all others out."""
    with counter.database.transaction() as session:
        bank = session.scalars(select(Bank).where(Bank.slug == slug)).one()
        bank.owner_id, bank.visibility = owner.id, "private"


ROME = "one.csv", HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"


def test_new_questions_that_were_moved_to_another_bank_stay_there(counter, people):
    counter.import_all(people.ada, ROME, title="Italy")
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    moved = move(counter, "Which river flows through Paris?", "italy")
    in_other_hands(counter, "italy", people.eve)
    with counter.database.transaction() as session:
        row = session.get_one(QuestionRow, moved.id)
        row.body = {**row.body, "stem": "Words of eve’s own"}
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.kept_count) == (2, 1)
    assert [(each.stem, each.reason) for each in undone.kept] == [("Which river flows through Paris?", "moved")]
    with counter.database.reading() as session:
        row = session.get_one(QuestionRow, moved.id)
        assert (row.deleted_at, session.get_one(Bank, row.bank_id).slug) == (None, "italy")


def test_a_changed_question_that_was_moved_stays_as_it_is(counter, people):
    counter.import_all(people.ada, ROME, title="Italy")
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    second = counter.import_all(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), slug="rivers")
    moved = move(counter, stem, "italy")
    undone = counter.undo(people.ada, second)
    assert (undone.removed, undone.restored) == (0, 0)
    assert [each.reason for each in undone.kept] == ["moved"]
    with counter.database.reading() as session:
        assert session.get_one(QuestionRow, moved.id).revision == 2


def test_a_changed_question_that_got_another_name_meanwhile_is_restored_once(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    second = counter.import_all(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), slug="rivers")
    row = counter.questions()[stem]
    with counter.database.transaction() as session:
        found = session.get_one(QuestionRow, row.id)
        found.slug, found.body = "renamed", {**found.body, "id": "renamed"}
    undone = counter.undo(people.ada, second)
    assert (undone.restored, len(counter.questions())) == (1, 3)
    assert "Rhine" in str(counter.questions()[stem].body)


def test_what_was_answered_in_another_bank_and_came_back_stays(counter, people):
    counter.import_all(people.ada, ROME, title="Italy")
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    row = counter.questions()["Which river flows through Paris?"]
    italy = next(iter(counter.questions("italy").values()))
    counter.now = BEGIN + timedelta(hours=1)
    row.bank_id = italy.bank_id
    counter.answer(people.sam, row)
    undone = counter.undo(people.ada, import_id)
    assert [(each.slug, each.reason) for each in undone.kept] == [(row.slug, "answered")]


def test_what_comes_back_with_other_words_goes_out_with_its_own(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    with counter.database.transaction() as session:
        row = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).first()
        row.deleted_at = BEGIN
    again = counter.bring(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), bank="rivers")
    counter.turn(people.ada, again, [0], [0])
    counter.carry_out(people.ada, again, "rivers")
    assert "Oder" in str(counter.questions()[stem].body)
    undone = counter.undo(people.ada, again)
    assert (undone.removed, undone.restored, len(counter.questions())) == (1, 0, 2)
    with counter.database.reading() as session:
        row = session.scalars(select(QuestionRow).order_by(QuestionRow.position)).first()
        assert (row.deleted_at, row.suspended_at) == (BEGIN, None)
        assert "Rhine" in str(row.body)
        assert "Oder" not in str(row.body)


def set_out(counter, stem: str, **values) -> QuestionRow:
    """Let a question of the rivers be out of use, as archiving does it."""
    row = counter.questions()[stem]
    with counter.database.transaction() as session:
        found = session.get_one(QuestionRow, row.id)
        for name, value in ({"deleted_at": BEGIN} | values).items():
            setattr(found, name, value)
    return row


def report(counter, learner, row: QuestionRow) -> None:
    with counter.database.transaction() as session:
        session.add(
            QuestionReport(
                client_id=f"report-{row.id}", question_id=row.id, revision=row.revision, learner_id=learner.id,
                reason="unclear", created_at=BEGIN,
            )
        )  # fmt: skip


def test_new_questions_that_were_archived_since_go_too(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    set_out(counter, "Which river flows through Paris?")
    set_out(counter, "Which river flows through London?", suspended_at=BEGIN)
    undone = counter.undo(people.ada, import_id)
    assert (undone.removed, undone.kept_count, undone.is_bank_closed) == (3, 0, True)
    clear(counter)
    with counter.database.reading() as session:
        assert session.scalars(select(QuestionRow)).all() == []


def test_a_changed_question_that_was_archived_since_says_what_it_said_and_stays_archived(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    second = counter.import_all(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), slug="rivers")
    row = set_out(counter, stem)
    undone = counter.undo(people.ada, second)
    assert (undone.removed, undone.restored, undone.kept_count) == (0, 1, 0)
    with counter.database.reading() as session:
        after = session.get_one(QuestionRow, row.id)
        assert (after.revision, after.deleted_at is None, after.suspended_at) == (3, False, None)
        assert "Rhine" in str(after.body)


def test_a_changed_question_that_rests_since_says_what_it_said_and_rests_on(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    second = counter.import_all(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), slug="rivers")
    row = set_out(counter, stem, suspended_at=BEGIN)
    assert counter.undo(people.ada, second).restored == 1
    with counter.database.reading() as session:
        after = session.get_one(QuestionRow, row.id)
        assert (after.suspended_at, after.body["draft"]) == (BEGIN, {"suspended": True})
        assert "Rhine" in str(after.body)


def test_what_was_answered_and_archived_since_stays_and_is_named(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.now = BEGIN + timedelta(hours=1)
    row = set_out(counter, "Which river flows through Paris?")
    counter.answer(people.sam, row)
    undone = counter.undo(people.ada, import_id)
    assert [(each.slug, each.reason) for each in undone.kept] == [(row.slug, "answered")]
    assert (undone.removed, undone.is_bank_closed) == (2, True)
    with counter.database.reading() as session:
        assert session.get_one(Bank, row.bank_id).deleted_at == counter.now


def test_what_a_learner_has_reported_stays_with_its_report(counter, people):
    import_id = counter.import_all(people.ada, ("rivers.csv", RIVERS))
    row = counter.questions()["Which river flows through Paris?"]
    report(counter, people.sam, row)
    undone = counter.undo(people.ada, import_id)
    assert [(each.slug, each.reason) for each in undone.kept] == [(row.slug, "reported")]
    clear(counter)
    assert list(counter.questions()) == ["Which river flows through Paris?"]
    with counter.database.reading() as session:
        assert session.scalars(select(QuestionReport.question_id)).all() == [row.id]


def test_a_report_of_what_stood_before_the_import_keeps_nothing(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    stem = "Which river flows through Paris?"
    report(counter, people.sam, counter.questions()[stem])
    second = counter.import_all(people.ada, ("r.csv", HEADING + f"{stem},Seine,Loire,Oder\n"), slug="rivers")
    undone = counter.undo(people.ada, second)
    assert (undone.restored, undone.kept_count) == (1, 0)


def of_picture(name: str, content: bytes) -> str:
    """Give a question of Moodle's XML that shows a picture."""
    return (
        f'<question type="multichoice"><name><text>{name}</text></name><questiontext format="html"><text><![CDATA['
        f'<p>Whose is {name}? <img src="@@PLUGINFILE@@/f.png" alt="flag"></p>]]></text>'
        f'<file name="f.png" encoding="base64">{base64.b64encode(content).decode()}</file></questiontext>'
        '<single>true</single><answer fraction="100"><text>Ours</text></answer><answer fraction="0"><text>Theirs'
        "</text></answer></question>"
    )


def test_a_question_that_stays_keeps_its_picture_though_its_bank_is_closed(counter, people):
    two = f"<quiz>{of_picture('one', PNG)}{of_picture('two', PNG + b'2')}</quiz>"
    import_id = counter.import_all(people.ada, ("f.xml", two))
    kept = next(stem for stem in counter.questions() if "one" in stem)
    counter.now = BEGIN + timedelta(hours=1)
    counter.answer(people.sam, counter.questions()[kept])
    set_out(counter, kept)
    undone = counter.undo(people.ada, import_id)
    assert (undone.kept_count, undone.is_bank_closed) == (1, True)
    with counter.database.reading() as session:
        assert session.scalars(select(Media.sha256)).all() == [hashlib.sha256(PNG).hexdigest()]


def test_pictures_of_an_undone_import_go_though_its_bank_stands(counter, people):
    counter.import_all(people.ada, ("one.xml", f"<quiz>{of_picture('one', PNG)}</quiz>"))
    second = counter.import_all(people.ada, ("two.xml", f"<quiz>{of_picture('two', PNG + b'2')}</quiz>"), slug="rivers")
    assert counter.undo(people.ada, second).removed == 1
    with counter.database.reading() as session:
        assert session.scalars(select(Media.sha256)).all() == [hashlib.sha256(PNG).hexdigest()]


@pytest.mark.parametrize(("age", "is_kept"), [(timedelta(days=6), True), (timedelta(days=8), False)])
def test_a_picture_that_waits_in_an_open_editor_stays(counter, people, age, is_kept):
    first = f"<quiz>{of_picture('one', PNG)}</quiz>"
    counter.import_all(people.ada, ("one.xml", first))
    second = counter.import_all(people.ada, ("two.xml", f"<quiz>{of_picture('two', PNG + b'2')}</quiz>"), slug="rivers")
    card = put_media(counter.media, PNG + b"3")
    with counter.database.transaction() as session:
        bank_id = session.scalars(select(Bank.id)).one()
        give_media(session, bank_id, [card], BEGIN + timedelta(minutes=1))
    counter.now = BEGIN + timedelta(minutes=1) + age
    counter.undo(people.ada, second)
    with counter.database.reading() as session:
        left = session.scalars(select(Media.sha256)).all()
    assert set(left) == {hashlib.sha256(PNG).hexdigest(), *([card.sha256] if is_kept else [])}


@pytest.mark.parametrize("is_edited", [False, True])
def test_what_a_later_import_changed_and_gave_back_goes_with_the_first(counter, people, is_edited):
    table = "id,question,answer,wrong 1\nx1,Which river flows through {}?,Seine,Rhine\n"
    first = counter.import_all(people.ada, ("r.csv", table.format("Paris")))
    later = [
        counter.import_all(people.ada, ("r.csv", table.format(place)), slug="rivers")
        for place in ("Paris (France)", "Paris in France")
    ]
    for import_id in reversed(later):
        assert counter.undo(people.ada, import_id).restored == 1
    (row,) = counter.questions().values()
    assert (row.body["stem"], row.revision) == ("Which river flows through Paris?", 5)
    if is_edited:
        with counter.database.transaction() as session:
            session.get_one(QuestionRow, row.id).revision = 6
            session.add(Revision(question_id=row.id, number=6, body=row.body, change="cosmetic", created_at=BEGIN))
    undone = counter.undo(people.ada, first)
    assert [each.reason for each in undone.kept] == (["edited"] if is_edited else [])
    assert len(counter.questions()) == int(is_edited)
