"""A newer version that denies what is asked, or proves it in part: the question rests until its draft was edited."""

from __future__ import annotations

import pytest

from quizapp.core.errors import Conflict
from quizapp.documents import service
from tests.conftest import BEGIN
from tests.documents.read_versions import bring_read, drafts_of, entries_of
from tests.documents.versions import fates, publish, row_of, settle

#: What is told, and how the newer version denies it.
DENIALS = {
    "pardoned": ("Otto Krell was pardoned by Queen Isolde in 1592.", "was", "was not"),
    "opened": ("Ada Holm opened the Tarn Bridge in 1901.", "opened", "did not open"),
    "met": ("Kim Lee met Nora Vik in 1875.", "met", "never met"),
}
AROUND = (
    "Ines Falk moved to Varn in 1911. {told}\n\n"
    "Karl Berg painted the Lund Mill in 1922. Peter Dahl built the harbour of Orsk in 1888."
)


class Denied:
    """ada's published document of one of these sorts, and a version that denies it."""

    def __init__(self, database, viewer, verb):
        told, said, denied = DENIALS[verb]
        self.told, self.denied = AROUND.format(told=told), AROUND.format(told=told.replace(said, denied))
        self.earlier = bring_read(database, viewer, self.told)
        drawn = drafts_of(database, self.earlier, "")
        start = self.told.index(told)
        self.ids = [
            id for id, row in drawn.items()
            if row.state == "open" and row.grounds["facts"] and all(first == start for first, _ in row.grounds["facts"])
        ]  # fmt: skip
        self.bank_id = publish(database, viewer, self.earlier, *self.ids, title="Lights")
        self.newer = bring_read(database, viewer, self.denied, self.earlier)


@pytest.fixture(params=DENIALS)
def denied(request, database, people):
    return Denied(database, people.ada, request.param)


def test_what_is_denied_is_asked_no_more(denied, database, people):
    assert len(denied.ids) >= 2
    found = fates(database, denied.newer, denied.bank_id)
    assert {found[id] for id in denied.ids} <= {"changed", "gone"}
    for id in denied.ids:
        row = row_of(database, denied.bank_id, id)
        assert (found[id] == "gone") == (row.suspended_at is None)
        proofs = row.body["evidence"] if isinstance(row.body["evidence"], list) else [row.body["evidence"]]
        assert not any("not" in span["quote"] or "never" in span["quote"] for span in proofs)
    for entry in entries_of(database, people.ada, denied.newer, denied.bank_id):
        assert not entry.can_take
        assert entry.after.key == ""
        assert any("does not say any more" in remark or "does not stand" in remark for remark in entry.remarks)


def test_it_is_taken_as_edited_alone(denied, database, people):
    found = fates(database, denied.newer, denied.bank_id)
    id = next(id for id in denied.ids if found[id] == "changed")
    with pytest.raises(Conflict, match="Edit this draft"):
        settle(database, people.ada, denied.newer, id, "taken")
    draft = drafts_of(database, denied.newer, "")[id]
    with database.transaction() as session:
        own = {**draft.raw, "stem": "As some say: " + draft.raw["stem"]}
        service.save_edit(session, people.ada, denied.newer, draft.id, own, BEGIN)
    settle(database, people.ada, denied.newer, id, "taken")
    row = row_of(database, denied.bank_id, id)
    assert row.body["stem"].startswith("As some say")
    assert row.suspended_at is None


def test_what_was_kept_stays_so_until_the_text_says_it_again(denied, database, people):
    found = fates(database, denied.newer, denied.bank_id)
    id = next(id for id in denied.ids if found[id] == "changed")
    settle(database, people.ada, denied.newer, id, "kept")
    third = bring_read(database, people.ada, denied.denied + "\n\nThe end.", denied.newer)
    assert fates(database, third, denied.bank_id)[id] in ("changed", "gone")
    row = row_of(database, denied.bank_id, id)
    assert row.suspended_at is None
    assert all(span.get("earlier") for span in as_list(row.body["evidence"]))
    back = bring_read(database, people.ada, denied.told, third)
    assert fates(database, back, denied.bank_id)[id] in ("unchanged", "moved")
    assert not any(span.get("earlier") for span in as_list(row_of(database, denied.bank_id, id).body["evidence"]))


def as_list(evidence):
    return evidence if isinstance(evidence, list) else [evidence]
