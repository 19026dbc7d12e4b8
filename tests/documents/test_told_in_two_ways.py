"""A newer version that tells in two ways what is asked: the question rests, its draft is open; read for real."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks.models import QuestionRow
from quizapp.core.errors import Conflict
from quizapp.documents import service
from quizapp.documents.models import Comparison, DraftRow
from quizapp.documents.service import Target, Wish
from tests.conftest import BEGIN
from tests.documents.read_versions import bring_read, drafts_of, entries_of
from tests.documents.versions import fates, publish, row_of, settle

#: Each with what a newer version adds: another value for what is asked of some words.
DOCUMENTS = {
    "opened": (
        "Ada Holm led the council of Orsk. The Tarn Bridge was opened in 1901.\n\n"
        "Karl Berg painted the Lund Mill in 1922. Ines Falk moved to Varn in 1911.",
        "The Tarn Bridge was opened in 1905, as its plaque has it.",
    ),
    "born": (
        "Maja Lind was born in Lund in 1850. Peter Dahl built the Orsk Lighthouse in 1888.\n\n"
        "Greta Falk led the school of Varn.",
        "Maja Lind was born in 1852, as the church book has it.",
    ),
    "signed": (
        "The Treaty of Varn was signed on 4 March 1871. Kim Lee met Nora Vik in 1875.\n\nOtto Lind led the port.",
        "The Treaty of Varn was signed on 5 March 1871, as the copy in Orsk has it.",
    ),
}
KINDS = ("date", "true_false", "cloze")


class Doubled:
    """ada's published document of one of these sorts, and a version that tells it in two ways."""

    def __init__(self, database, viewer, verb, edited=None):
        self.database, self.viewer, self.verb = database, viewer, verb
        self.words, self.added = DOCUMENTS[verb]
        self.earlier = bring_read(database, viewer, self.words)
        drawn = drafts_of(database, self.earlier, verb)
        self.ids = [id for id, row in drawn.items() if row.raw["kind"] in KINDS and row.state == "open"]
        if edited is not None:
            with database.transaction() as session:
                for id in self.ids:
                    raw = drawn[id].raw
                    service.save_edit(session, viewer, self.earlier, drawn[id].id, edited(raw), BEGIN)
        self.bank_id = publish(database, viewer, self.earlier, *self.ids, title="Lights")
        self.newer = bring_read(database, viewer, f"{self.words}\n\n{self.added}", self.earlier)

    def rows(self):
        return [row_of(self.database, self.bank_id, id) for id in self.ids]


@pytest.fixture(params=DOCUMENTS)
def doubled(request, database, people):
    return Doubled(database, people.ada, request.param)


def test_its_questions_rest_and_their_drafts_are_open_with_a_remark(doubled, database, people):
    assert len(doubled.ids) == 3
    found = fates(database, doubled.newer, doubled.bank_id)
    assert {id: found[id] for id in doubled.ids} == dict.fromkeys(doubled.ids, "changed")
    assert all(row.suspended_at is not None for row in doubled.rows())
    drafts = drafts_of(database, doubled.newer, doubled.verb)
    assert {drafts[id].state for id in doubled.ids} == {"open"}
    assert all("R21" in [each["rule"] for each in drafts[id].rejections] for id in doubled.ids)
    for entry in entries_of(database, people.ada, doubled.newer, doubled.bank_id):
        assert "tells this in two ways" in entry.remarks[0]
        assert entry.after.key == ""
        shown = ["".join(run.text for run in passage) for passage in entry.after.passages]
        assert len(shown) == 2
        assert not entry.can_take


def test_neither_one_nor_all_of_the_new_ones_are_taken(doubled, database, people):
    for id in doubled.ids:
        with pytest.raises(Conflict, match="in two ways"):
            settle(database, people.ada, doubled.newer, id, "taken")
    with database.transaction() as session:
        # What a reading of before has not remarked on.
        session.execute(update(Comparison).where(Comparison.upload_id == doubled.newer).values(remarks=[]))
    with database.transaction() as session:
        wish = Wish(doubled.newer, "taken", bank_id=doubled.bank_id)
        assert service.fulfil(session, people.ada, wish, BEGIN).decisions == {}
    assert all(row.suspended_at is not None for row in doubled.rows())


def test_an_edited_new_one_is_taken_and_an_old_one_kept(doubled, database, people):
    first, second, *_ = doubled.ids
    draft = drafts_of(database, doubled.newer, doubled.verb)[first]
    with database.transaction() as session:
        own = {**draft.raw, "stem": "As most say: " + draft.raw["stem"]}
        service.save_edit(session, people.ada, doubled.newer, draft.id, own, BEGIN)
    settle(database, people.ada, doubled.newer, first, "taken")
    assert row_of(database, doubled.bank_id, first).body["stem"].startswith("As most say")
    settle(database, people.ada, doubled.newer, second, "kept")
    assert row_of(database, doubled.bank_id, second).suspended_at is None
    third = bring_read(database, people.ada, f"{doubled.words}\n\n{doubled.added}\n\nThe end.", doubled.newer)
    assert row_of(database, doubled.bank_id, second).suspended_at is None
    assert row_of(database, doubled.bank_id, first).suspended_at is None
    assert fates(database, third, doubled.bank_id)[second] == "changed"


def test_a_version_without_the_other_value_lets_them_be_asked_again(doubled, database, people):
    third = bring_read(database, people.ada, f"{doubled.words}\n\nThe end.", doubled.newer)
    assert all(row.suspended_at is None for row in doubled.rows())
    drafts = drafts_of(database, third, doubled.verb)
    # What the rules reject of the new text stays with them; nothing is open that the bank asks.
    assert "accepted" in {drafts[id].state for id in doubled.ids}
    assert "open" not in {drafts[id].state for id in doubled.ids}
    assert "R21" not in {each["rule"] for id in doubled.ids for each in drafts[id].rejections}


@pytest.mark.parametrize("verb", DOCUMENTS)
def test_what_its_teacher_worded_is_asked_on_with_a_remark(verb, database, people):
    own = Doubled(database, people.ada, verb, lambda raw: {**raw, "stem": "As most say: " + raw["stem"]})
    assert all(row.suspended_at is None for row in own.rows())
    found = fates(database, own.newer, own.bank_id)
    assert not {"changed", "gone"} & {found[id] for id in own.ids}
    said = [each.remarks for fate in ("unchanged", "moved")
            for each in entries_of(database, people.ada, own.newer, own.bank_id, fate)]  # fmt: skip
    assert len([each for each in said if each and "in two ways" in each[0]]) == len(own.ids)
    with database.transaction() as session:
        target = Target(bank_id=own.bank_id, title="", visibility="public")
        service.publish(session, people.ada, own.newer, target, BEGIN)
    assert all(row.body["stem"].startswith("As most say") for row in own.rows())


@pytest.mark.parametrize("verb", DOCUMENTS)
def test_in_no_bank_they_are_open_again_and_go_into_none(verb, database, people):
    words, added = DOCUMENTS[verb]
    earlier = bring_read(database, people.ada, words)
    drawn = drafts_of(database, earlier, verb)
    ids = [id for id, row in drawn.items() if row.raw["kind"] in KINDS and row.state == "open"]
    rejected, *accepted = ids
    with database.transaction() as session:
        service.decide(session, people.ada, earlier, [drawn[rejected].id], "reject", "7", BEGIN)
        service.decide(session, people.ada, earlier, [drawn[id].id for id in accepted], "accept", None, BEGIN)
    newer = bring_read(database, people.ada, f"{words}\n\n{added}", earlier)
    drafts = drafts_of(database, newer, verb)
    assert (drafts[rejected].state, drafts[rejected].reason) == ("rejected", "7")
    assert {drafts[id].state for id in accepted} == {"open"}
    entries = {each.question_id: each for each in entries_of(database, people.ada, newer, "queue")}
    assert all("in two ways" in entries[id].remarks[0] for id in accepted)
    with database.transaction() as session, pytest.raises(Conflict, match="in two ways"):
        service.decide(session, people.ada, newer, [drafts[accepted[0]].id], "accept", None, BEGIN)
    with database.transaction() as session:
        # Accepted as edited, the edit taken back.
        session.execute(update(DraftRow).where(DraftRow.id == drafts[accepted[0]].id).values(state="accepted"))
    with database.transaction() as session, pytest.raises(Conflict, match="in two ways"):
        service.publish(session, people.ada, newer, Target(bank_id=None, title="New", visibility="public"), BEGIN)
    with database.reading() as session:
        assert session.scalars(select(QuestionRow)).all() == []
