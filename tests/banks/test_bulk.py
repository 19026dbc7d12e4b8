"""Many questions changed at once on both databases: all or none, once, and back again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, BulkChange, Media, QuestionRow, Revision, Share, Tag
from quizapp.banks.service import BulkWish, Wanted, change_many, find_ids, undo_change
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.core.searching import read_query
from tests.banks.desk import copy_bank, ids_of, own_bank, slugs_of
from tests.conftest import BEGIN
from tests.study import bank_files

WISH = BulkWish(act="archive", client_id="one")


@pytest.fixture
def bank_id(database, people) -> int:
    return own_bank(database, people.ada, **bank_files.all_told(4))


@pytest.fixture
def other_id(database, people) -> int:
    return own_bank(database, people.ada, slug="other", count=2)


@pytest.fixture
def change(database, people):
    """Give the changer: what ada, or another, does to a bank."""

    def do(slug="bridges", who="ada", **wish):
        with database.transaction() as session:
            return change_many(session, people[who], slug, replace(WISH, **wish), BEGIN)

    return do


@pytest.fixture
def undo(database, people):
    def do(outcome, slug="bridges", who="ada"):
        with database.transaction() as session:
            return undo_change(session, people[who], slug, outcome.change_id, BEGIN)

    return do


def outline(database, bank_id):
    with database.reading() as session:
        return session.get_one(Bank, bank_id).outline


def bodies(database, bank_id):
    with database.reading() as session:
        return list(session.scalars(select(QuestionRow.body).where(QuestionRow.bank_id == bank_id)))


def found(database, bank_id, query, state="used"):
    with database.reading() as session:
        return len(find_ids(session, Wanted((bank_id,), read_query(query), state), 100))


def test_archive_and_restore(database, bank_id, change, undo):
    ids = tuple(ids_of(database, bank_id, "b2", "b4"))
    outcome = change(ids=ids)
    assert (outcome.count, slugs_of(database, bank_id)) == (2, ["b1", "b3"])
    assert outline(database, bank_id)["questions"] == 2
    again = change(act="restore", ids=ids, client_id="two")
    assert (again.count, again.load.first_moved_position) == (2, 2)
    assert slugs_of(database, bank_id) == ["b1", "b2", "b3", "b4"]
    undo(again)
    assert slugs_of(database, bank_id) == ["b1", "b3"]
    assert outline(database, bank_id)["about"] == {"date": 2}


def test_the_same_form_twice_is_one_change(database, bank_id, change):
    ids = tuple(ids_of(database, bank_id, "b1"))
    first = change(act="copy", ids=ids, target_id=bank_id)
    assert change(act="copy", ids=ids, target_id=bank_id) == replace(first, load=None, moved=None)
    assert slugs_of(database, bank_id) == ["b1", "b2", "b3", "b4", "b1-2"]


def test_resting_questions_are_left_alone(database, bank_id, change):
    ids = tuple(ids_of(database, bank_id))
    with database.transaction() as session:
        resting = update(QuestionRow).where(QuestionRow.id == ids[0])
        session.execute(resting.values(suspended_at=BEGIN, deleted_at=BEGIN))
    assert change(ids=ids).count == 3
    assert change(act="restore", ids=ids, client_id="two").count == 3
    assert slugs_of(database, bank_id, is_used=False) == ["b1"]


def test_all_that_a_search_finds(database, bank_id, change):
    wanted = Wanted((bank_id,), read_query('"bridge 3"'))
    assert change(found=wanted).count == 1
    assert slugs_of(database, bank_id) == ["b1", "b2", "b4"]


def test_ids_of_other_banks_are_left_out(database, bank_id, other_id, change):
    theirs = ids_of(database, other_id)
    assert change(ids=(*theirs, *ids_of(database, bank_id, "b1"), 2**31 - 1)).count == 1
    assert len(slugs_of(database, other_id)) == 2
    with pytest.raises(service.CannotChange):
        change(ids=tuple(theirs), client_id="two")


def test_tags(database, bank_id, change, undo):
    ids = tuple(ids_of(database, bank_id))
    change(act="tag", ids=ids[:1], tag="valley/north", client_id="zero")
    outcome = change(act="tag", ids=ids, tag="valley/north")
    assert outcome.count == 3
    assert (found(database, bank_id, "tag:valley"), outline(database, bank_id)["tags"]) == (
        4,
        {"valley": 4, "valley/north": 4},
    )
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Tag)) == 4
        assert session.scalars(select(QuestionRow.revision).distinct()).all() == [1]
        assert session.scalars(select(Revision.body).limit(1)).one()["tags"] == ["valley/north"]
    undo(outcome)
    assert found(database, bank_id, "tag:valley/north") == 1
    gone = change(act="untag", ids=ids, tag="valley/north", client_id="three")
    assert (gone.count, found(database, bank_id, "tag:valley")) == (1, 0)
    assert undo(gone).count == 1
    assert found(database, bank_id, "tag:valley") == 1


def tagged(database, bank_id):
    """Give the tags of the questions that have some, by the questions' names."""
    found = sorted(bodies(database, bank_id), key=lambda body: body["id"])
    return [body["tags"] for body in found if "tags" in body]


def test_several_tags_have_commas_between_them(database, bank_id, change, undo):
    ids = tuple(ids_of(database, bank_id, "b1", "b2"))
    change(act="tag", ids=ids[:1], tag="x y", client_id="zero")
    outcome = change(act="tag", ids=ids, tag="europe/west, x y,")
    assert outcome.count == 2
    assert tagged(database, bank_id) == [["x y", "europe/west"], ["europe/west", "x y"]]
    assert outline(database, bank_id)["tags"] == {"europe": 2, "europe/west": 2, "x y": 2}
    assert undo(outcome).count == 2
    assert tagged(database, bank_id) == [["x y"]]


def test_a_tag_with_a_comma_that_a_file_brought_is_taken_off(database, bank_id, change):
    ids = tuple(ids_of(database, bank_id, "b1"))
    with database.transaction() as session:
        row = session.get_one(QuestionRow, ids[0])
        row.body = {**row.body, "tags": ["west, north", "west"]}
        session.add(Tag(question_id=row.id, path="west, north"))
        session.add(Tag(question_id=row.id, path="west"))
    assert change(act="untag", ids=ids, tag="west, north").count == 1
    assert tagged(database, bank_id) == [["west"]]


@pytest.mark.parametrize("tag", ["", " , ", "x" * 500, ",".join(map(str, range(51)))])
def test_what_is_no_tag(database, bank_id, change, tag):
    with pytest.raises((service.CannotChange, service.InvalidTag)):
        change(act="tag", ids=tuple(ids_of(database, bank_id)), tag=tag)
    assert bodies(database, bank_id)[0].get("tags") is None


def test_move_and_back(database, bank_id, other_id, change, undo):
    ids = tuple(ids_of(database, bank_id, "b1", "b3"))
    before = bodies(database, bank_id)
    outcome = change(act="move", ids=ids, target_id=other_id)
    assert (outcome.moved.ids, outcome.moved.from_bank_id, outcome.moved.to_bank_id) == (list(ids), bank_id, other_id)
    assert slugs_of(database, bank_id) == ["b2", "b4"]
    assert slugs_of(database, other_id) == ["b1", "b2", "b1-2", "b3"]
    assert (outline(database, bank_id)["questions"], outline(database, other_id)["questions"]) == (2, 4)
    assert (found(database, bank_id, "bridge"), found(database, other_id, "bridge")) == (2, 4)
    moved = [body for body in bodies(database, other_id) if body["id"] == "b3"]
    # The reading of the other bank ends before it.
    assert moved[0]["evidence"]["earlier"] is True
    undo(outcome)
    assert sorted(bodies(database, bank_id), key=lambda body: body["id"]) == before
    assert slugs_of(database, bank_id) == ["b1", "b2", "b3", "b4"]


def places(database, bank_id):
    """Give the questions of a bank, in use or not, in its order, with their places."""
    with database.reading() as session:
        rows = select(QuestionRow.slug, QuestionRow.position).where(QuestionRow.bank_id == bank_id)
        return list(map(tuple, session.execute(rows.order_by(QuestionRow.position, QuestionRow.slug))))


def test_moved_back_no_two_stand_in_one_place(database, bank_id, other_id, change, undo):
    """Others have taken the places meanwhile: pages of a list and cursors of learners go by them."""
    outcome = change(act="move", ids=tuple(ids_of(database, bank_id, "b3", "b4")), target_id=other_id)
    change(act="copy", ids=tuple(ids_of(database, bank_id, "b1", "b2")), target_id=bank_id, client_id="two")
    assert [place for _, place in places(database, bank_id)] == [1, 2, 3, 4]
    back = undo(outcome)
    after = places(database, bank_id)
    assert [slug for slug, _ in after] == ["b1", "b2", "b3", "b4", "b1-2", "b2-2"]
    assert len({place for _, place in after}) == 6
    assert back.load.first_moved_position == 3


def test_moved_back_into_free_places_nothing_else_moves(database, bank_id, other_id, change, undo):
    before = places(database, bank_id)
    outcome = change(act="move", ids=tuple(ids_of(database, bank_id, "b2", "b3")), target_id=other_id)
    undo(outcome)
    assert places(database, bank_id) == before


def test_moved_back_a_question_keeps_what_it_was_edited_to(database, bank_id, other_id, change, undo):
    before = bodies(database, bank_id)
    outcome = change(act="move", ids=tuple(ids_of(database, bank_id, "b1", "b3")), target_id=other_id)
    with database.transaction() as session:
        row = session.scalars(
            select(QuestionRow).where(QuestionRow.bank_id == other_id, QuestionRow.slug == "b3")
        ).one()
        row.body = row.body | {"stem": "Which one is the third?"}
    undo(outcome)
    after = {body["id"]: body for body in bodies(database, bank_id)}
    assert after["b3"] == before[2] | {"stem": "Which one is the third?"}
    assert after["b1"] == before[0]


def test_what_an_earlier_release_has_moved_goes_back(database, bank_id, other_id, change, undo):
    before = bodies(database, bank_id)
    outcome = change(act="move", ids=tuple(ids_of(database, bank_id, "b3")), target_id=other_id)
    with database.transaction() as session:
        kept = session.get_one(BulkChange, outcome.change_id)
        place = {name: value for name, value in kept.undo["places"][0].items() if name != "evidence"}
        kept.undo = {**kept.undo, "places": [{**place, "body": before[2]}]}
    undo(outcome)
    assert sorted(bodies(database, bank_id), key=lambda body: body["id"]) == before


def test_names_that_are_taken_get_the_next_free_number(database, bank_id, change):
    ids = tuple(ids_of(database, bank_id, "b1", "b2"))
    for n in range(3):
        change(act="copy", ids=ids, target_id=bank_id, client_id=f"copy {n}")
    copies = ["b1-2", "b2-2", "b1-3", "b2-3", "b1-4", "b2-4"]
    assert slugs_of(database, bank_id) == ["b1", "b2", "b3", "b4", *copies]


def test_moved_they_stand_in_the_order_of_their_bank(database, bank_id, other_id, change):
    ids = ids_of(database, bank_id)
    with database.transaction() as session:
        for place, row_id in enumerate(reversed(ids), start=1):
            session.execute(update(QuestionRow).where(QuestionRow.id == row_id).values(position=place))
    change(act="move", ids=tuple(ids), target_id=other_id)
    assert slugs_of(database, other_id) == ["b1", "b2", "b4", "b3", "b2-2", "b1-2"]


def test_evidence_follows_into_the_same_reading(database, people, bank_id, change):
    copy = copy_bank(database, people.ada, "bridges", "form")
    change(act="copy", ids=tuple(ids_of(database, bank_id, "b3")), target_id=copy.id)
    copied = [body for body in bodies(database, copy.id) if body["id"] == "b3-2"]
    assert copied[0]["evidence"] == bank_files.told(3)["evidence"]


def test_copy(database, bank_id, other_id, change, undo):
    outcome = change(act="copy", ids=tuple(ids_of(database, bank_id, "b2")), target_id=other_id)
    assert slugs_of(database, other_id) == ["b1", "b2", "b2-2"]
    assert len(slugs_of(database, bank_id)) == 4
    with database.reading() as session:
        made = session.scalars(select(QuestionRow).where(QuestionRow.slug == "b2-2")).one()
        revision = session.get_one(Revision, (made.id, 1))
        assert (made.body["id"], revision.body["id"], revision.change) == ("b2-2", "b2-2", "created")
    assert found(database, other_id, '"bridge 2"') == 2
    undo(outcome)
    assert slugs_of(database, other_id, is_used=False) == ["b2-2"]


def test_a_copy_of_a_resting_question_does_not_rest(database, bank_id, other_id, change):
    with database.transaction() as session:
        row = session.scalars(select(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == "b2")).one()
        row.body = row.body | {"draft": {"suspended": True, "rule": "D1"}}
        row.deleted_at = row.suspended_at = BEGIN
    change(act="copy", ids=(row.id,), target_id=other_id)
    made = next(body for body in bodies(database, other_id) if body["id"] == "b2-2")
    assert made["draft"] == {"rule": "D1"}
    assert "b2-2" in slugs_of(database, other_id)


def test_pictures_come_along(database, people, other_id, change):
    name = f"media/{'a' * 64}.png"
    bank_id = own_bank(database, people.ada, b1={"explanation": f"![]({name})"})
    with database.transaction() as session:
        for sha in ("a" * 64, "b" * 64):
            session.add(Media(bank_id=bank_id, sha256=sha, suffix="png", size_bytes=3, created_at=BEGIN))
    change(act="copy", ids=tuple(ids_of(database, bank_id, "b1")), target_id=other_id)
    with database.reading() as session:
        assert session.scalars(select(Media.sha256).where(Media.bank_id == other_id)).all() == ["a" * 64]


def test_pictures_of_earlier_revisions_move_along(database, people, other_id, change):
    bank_id = own_bank(database, people.ada)
    shas = {"a" * 64: "b1", "b" * 64: "b1", "c" * 64: "b2"}
    with database.transaction() as session:
        for sha in shas:
            session.add(Media(bank_id=bank_id, sha256=sha, suffix="png", size_bytes=3, created_at=BEGIN))
    for number, (sha, slug) in enumerate(shas.items(), start=2):
        question_id = ids_of(database, bank_id, slug)[0]
        with database.transaction() as session:
            row = session.get_one(QuestionRow, question_id)
            session.add(
                Revision(
                    question_id=row.id, number=number, body={**row.body, "explanation": f"![](media/{sha}.png)"},
                    change="cosmetic", created_at=BEGIN,
                )
            )  # fmt: skip
            session.flush()
            row.revision = number
    with database.transaction() as session:
        row = session.get_one(QuestionRow, ids_of(database, bank_id, "b1")[0])
        session.add(Revision(question_id=row.id, number=4, body=row.body, change="cosmetic", created_at=BEGIN))
        session.flush()
        row.revision = 4
    change(act="move", ids=tuple(ids_of(database, bank_id, "b1")), target_id=other_id)
    with database.reading() as session:
        had = session.scalars(select(Media.sha256).where(Media.bank_id == other_id).order_by(Media.sha256)).all()
    assert had == ["a" * 64, "b" * 64]


def test_whose_banks(database, people, bank_id, other_id, change):
    ids = tuple(ids_of(database, bank_id, "b1"))
    for who in ("eve", "sam"):
        with pytest.raises(NotFound):
            change(who=who, ids=ids)
    with database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=people.cora.id, access="read", created_at=BEGIN))
    coras = own_bank(database, people.cora, slug="coras", count=1)
    for act in ("archive", "tag", "move"):
        with pytest.raises(NotAllowed):
            change(who="cora", act=act, ids=ids, tag="x", target_id=coras)
    with pytest.raises(NotFound):
        change(who="cora", act="copy", ids=ids, target_id=other_id)
    assert change(who="cora", act="copy", ids=ids, target_id=coras).count == 1
    with pytest.raises(service.CannotChange):
        change(act="move", ids=ids, target_id=bank_id)
    for target_id in (None, 0, -1, 2**40):
        with pytest.raises((service.CannotChange, NotFound)):
            change(act="move", ids=ids, target_id=target_id, client_id="x")


def test_undo_is_the_authors_and_needs_the_bank(database, people, bank_id, other_id, change, undo):
    outcome = change(act="move", ids=tuple(ids_of(database, bank_id, "b1")), target_id=other_id)
    with pytest.raises(NotFound):
        undo(outcome, who="ann")
    with database.transaction() as session:
        session.get_one(Bank, other_id).owner_id = people.eve.id
    with pytest.raises(Conflict):
        undo(outcome)
    with database.reading() as session:
        assert session.get_one(BulkChange, outcome.change_id).undone_at is None


def test_copy_of_a_whole_bank(database, people, bank_id):
    with database.transaction() as session:
        for sha in ("a" * 64, "b" * 64):
            session.add(Media(bank_id=bank_id, sha256=sha, suffix="png", size_bytes=3, created_at=BEGIN))
        session.execute(update(QuestionRow).where(QuestionRow.slug == "b4").values(deleted_at=BEGIN))
    copy = copy_bank(database, people.ada, "bridges", "form")
    assert (copy.slug, copy.owner_id, copy.visibility) == ("bridges-copy", people.ada.id, "private")
    assert slugs_of(database, copy.id) == ["b1", "b2", "b3"]
    assert found(database, copy.id, "bridge") == 3
    with database.reading() as session:
        title, words, paragraphs = service.list_paragraphs(session, copy.id)
        assert (title, len(paragraphs), words > 0) == ("Bridges of the valley", 3, True)
        assert session.scalar(select(func.count()).where(Media.bank_id == copy.id)) == 2
        own = select(QuestionRow.id).where(QuestionRow.bank_id == copy.id)
        assert session.scalar(select(func.count()).where(Revision.question_id.in_(own))) == 3
