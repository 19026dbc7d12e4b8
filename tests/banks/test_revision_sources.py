"""Where each revision of a question is from: a person, an import, its way back; tags put on many belong to none."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, QuestionRow, Revision
from quizapp.banks.service import BulkWish, WantedSave, importing
from quizapp.banks.service.importing.before_edits import list_said
from quizapp.banks.service.revisions import Brought
from quizapp.core.kinds import parse_question
from tests.banks.desk import own_bank
from tests.banks.imports import Counter
from tests.conftest import BEGIN

FILE = """bank: {title: Rivers}
questions:
- {id: paris, kind: text, stem: Which river flows through Paris?, key: Seine, tags: [west]}
"""
NEWER = FILE.replace("[west]", "[west, water], explanation: It is long.")


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def tag(counter, viewer, act, name):
    with counter.database.transaction() as session:
        wish = BulkWish(act, f"{act}-{name}", ids=(only(counter).id,), tag=name)
        service.change_many(session, viewer, "rivers", wish, BEGIN)


def again(counter, viewer, body):
    """Import a file whose question was changed here since, which its teacher ticks."""
    import_id = counter.bring(viewer, ("more.yaml", body), bank="rivers")
    counter.turn(viewer, import_id, [0], [0])
    counter.carry_out(viewer, import_id, "rivers")
    return import_id


def words_of(fields, *, name="Tags"):
    """Give what a field had alone before, and what it has alone now."""
    (found,) = [each for each in fields if each.name == name]
    was, now = (
        {word for piece in found.pieces if piece.change != other for word in piece.text.split()}
        for other in ("new", "gone")
    )
    return was - now, now - was


def only(counter):
    (row,) = counter.questions().values()
    return row


def cards(counter, viewer):
    with counter.database.reading() as session:
        return service.list_revisions(session, viewer, only(counter).id)


def save(counter, viewer, **said):
    row = only(counter)
    with counter.database.transaction() as session:
        wanted = WantedSave(row.id, parse_question({**row.body, **said}), row.revision)
        service.save_question(session, viewer, "rivers", wanted, lambda *_: 0, BEGIN)


def test_an_import_and_its_way_back_are_named(counter, people):
    first = counter.import_all(people.ada, ("rivers.yaml", FILE))
    second = counter.import_all(people.ada, ("more.yaml", NEWER), ("same.yaml", FILE), slug="rivers")
    counter.undo(people.ada, second)
    found = cards(counter, people.ada)
    assert [each.brought for each in found] == [
        Brought(second, "more.yaml", 1, True, False),
        Brought(second, "more.yaml", 1, False, False),
        Brought(first, "rivers.yaml", 0, False, False),
    ]
    assert [each.author for each in found] == ["Ada"] * 3
    assert {each.brought.id for each in cards(counter, people.ann)} == {first, second}, "an admin may change every bank"
    assert {each.brought.id for each in cards(counter, people.eve)} == {None}


def test_what_the_command_undid_is_nobodys(counter, people):
    counter.import_all(people.ada, ("rivers.yaml", FILE))
    save(counter, people.ada, explanation="So it is.")
    second = again(counter, people.ada, NEWER.replace("Which river", "What"))
    with counter.database.transaction() as session:
        session.execute(update(Revision).where(Revision.number == 2).values(author_id=people.ann.id))
        importing.undo_command_import(session, second, lambda *_: set(), BEGIN)
    latest = cards(counter, people.ada)[0]
    assert (latest.author, latest.brought) == (None, Brought(second, "more.yaml", 0, True, True))


def test_what_another_than_its_uploader_undid_is_theirs(counter, people):
    counter.import_all(people.ada, ("rivers.yaml", FILE))
    with counter.database.transaction() as session:
        service.share_bank(session, people.ada, "rivers", "eve", "edit", BEGIN)
    second = counter.import_all(people.eve, ("more.yaml", NEWER), slug="rivers")
    counter.undo(people.ada, second)
    latest, before, _ = cards(counter, people.ada)
    assert (latest.author, latest.brought) == ("Ada", Brought(second, "more.yaml", 0, True, False))
    assert (before.author, before.brought) == ("Eve", Brought(second, "more.yaml", 0, False, False))


def test_an_import_that_is_gone_is_one_still(counter, people):
    counter.import_all(people.ada, ("rivers.yaml", FILE))
    with counter.database.transaction() as session:
        session.delete(importing.get_import(session, people.ada, 1))
    assert cards(counter, people.ada)[0].brought == Brought(None, "", 0, False, False)


def test_tags_of_many_are_not_those_of_the_author(counter, people):
    counter.import_all(people.ada, ("rivers.yaml", FILE))
    save(counter, people.ada, explanation="So it is.", tags=["west", "mine"])
    for act, name in (("tag", "exam"), ("tag", "slip"), ("untag", "west"), ("untag", "slip")):
        tag(counter, people.ada, act, name)
    latest, first = cards(counter, people.ada)
    assert words_of(latest.changes) == (set(), {"mine"})
    assert words_of(latest.retagged) == ({"west"}, {"exam"})
    assert first.retagged == []
    save(counter, people.ada, explanation="So it was.")
    latest, before, _ = cards(counter, people.ada)
    assert [each.name for each in latest.changes] == ["Explanation"]
    assert latest.retagged == []
    assert words_of(before.retagged) == ({"west"}, {"exam"})


def test_tags_of_many_are_not_those_of_an_import(counter, people):
    counter.import_all(people.ada, ("rivers.yaml", FILE))
    tag(counter, people.ada, "tag", "exam")
    assert words_of(cards(counter, people.ada)[0].retagged) == (set(), {"exam"})
    again(counter, people.ada, NEWER)
    brought = only(counter).body["tags"]
    tag(counter, people.ada, "tag", "late")
    tag(counter, people.ada, "untag", "water")
    latest = cards(counter, people.ada)[0]
    assert words_of(latest.changes) == ({"exam"} - {*brought}, {"water"})
    assert words_of(latest.retagged) == ({"water"}, {"late"})


def test_a_tag_of_many_is_no_word_of_a_file(counter, people):
    """What a person said of a question is kept beside its tags, and is taken for no file's."""
    counter.import_all(people.ada, ("rivers.csv", "question,answer,explanation\nWhich is it?,Seine,Long\n"))
    save(counter, people.ada, stem="Which one is it?")
    tag(counter, people.ada, "tag", "exam")
    row_id = only(counter).id
    with counter.database.reading() as session:
        said = list_said(session, [row_id])
    assert said[row_id]["stem"] == "Which is it?"


def test_the_page_says_so(sign_in_as, runtime, cast):
    own_bank(runtime.database, cast.ada)
    with runtime.database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.slug == "b1")).one()
        session.add(
            importing.records.Import(
                id=7, owner_id=cast.ada.id, client_id="c", state="done", created_at=BEGIN,
                files=[{"name": "b.csv"}, {"name": "c.csv"}],
            )
        )  # fmt: skip
        for number in (2, 3):
            said = {**row.body, "explanation": str(number)}
            session.add(
                Revision(
                    question_id=row.id, number=number, body=said, change="cosmetic", author_id=cast.ada.id,
                    created_at=BEGIN, import_id=7,
                )
            )  # fmt: skip
        row.revision = 3
        session.flush()
        wish = BulkWish("tag", "t", ids=(row.id,), tag="exam")
        service.change_many(session, replace(cast.ada), "bridges", wish, BEGIN)
        assert session.scalars(select(Bank.id)).first()
        address = f"/banks/bridges/questions/{row.id}/revisions"
    page = re.sub(r"\s+", " ", sign_in_as("ada").get(address).text)
    assert '<a href="/imports/7">undoing of the import of “b.csv” and 1 more</a> · Ada' in page
    assert '<a href="/imports/7">import of “b.csv” and 1 more</a> · Ada' in page
    assert page.count("Since then, with other questions at once:") == 1
    assert 'href="/imports/7"' not in sign_in_as("ann").get(address).text
