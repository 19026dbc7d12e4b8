"""Another teacher's ids, forged and doubled forms, hostile words: nothing of theirs is read or changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, BulkChange, QuestionReport, QuestionRow, QuestionTally, Revision, Share, Tag
from quizapp.study.service import follow_move
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN

SECRET = "xylophones of the northern valley"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def theirs(runtime, cast) -> dict[str, int]:
    """Give ids of ada's: bank, question, report, change; eve has a bank of her own."""
    bank_id = own_bank(runtime.database, cast.ada, b1={"stem": f"Where are the {SECRET}?"})
    own_bank(runtime.database, cast.eve, slug="eves", count=2)
    question_id = ids_of(runtime.database, bank_id, "b1")[0]
    with runtime.database.transaction() as session:
        report = QuestionReport(
            client_id="a", question_id=question_id, revision=1, learner_id=cast.sam.id, reason="spelling",
            note=SECRET, created_at=BEGIN,
        )  # fmt: skip
        change = BulkChange(
            client_id="a", author_id=cast.ada.id, bank_id=bank_id, act="archive", undo={"ids": [question_id]},
            created_at=BEGIN,
        )  # fmt: skip
        session.add_all((report, change))
        session.flush()
        return {"bank": bank_id, "question": question_id, "report": report.id, "change": change.id}


def content(runtime, slug: str) -> list[tuple]:
    """Give all rows of a bank, of whatever sort."""
    with runtime.database.reading() as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.slug == slug)).one()
        own = select(QuestionRow.id).where(QuestionRow.bank_id == bank_id)
        statements = (
            select(Bank.__table__).where(Bank.id == bank_id),
            select(QuestionRow.__table__).where(QuestionRow.bank_id == bank_id),
            *(
                select(t.__table__).where(t.question_id.in_(own))
                for t in (Revision, Tag, QuestionReport, QuestionTally)
            ),
            *(select(t.__table__).where(t.bank_id == bank_id) for t in (Share, BulkChange)),
        )
        return [tuple(row) for statement in statements for row in session.execute(statement)]


def test_ids_of_another_teacher(runtime, theirs, cast, sign_in_as):
    eve, before = sign_in_as("eve"), content(runtime, "bridges")
    question, forms = theirs["question"], []
    with runtime.database.reading() as session:
        eves = session.scalars(select(Bank.id).where(Bank.slug == "eves")).one()
    for slug in ("eves", "bridges"):
        for act in ("archive", "restore", "tag", "untag", "move", "copy"):
            for target in (eves, theirs["bank"]):
                form = {"act": act, "question": question, "new_tag": "t", "target": target, "client_id": f"{act}{slug}"}
                forms.append((f"/banks/{slug}/changes", form))
        forms += [
            (f"/banks/{slug}/changes/{theirs['change']}/reversals", {}),
            (f"/banks/{slug}/reports/{question}/dismissals", {}),
            (f"/banks/{slug}/spellings", {"report": theirs["report"]}),
            (f"/banks/{slug}/sharing/{cast.ada.id}/withdrawals", {}),
        ]
    forms += [
        ("/banks/bridges/sharing", {"name": "eve", "access": "edit"}),
        ("/banks/bridges/visibility", {"visibility": "public"}),
        ("/banks/bridges/links", {}),
        ("/banks/bridges/settings", {"title": "Mine", "language": "en"}),
        ("/banks/bridges/closings", {}),
        ("/banks/bridges/openings", {}),
        ("/banks/bridges/copies", {}),
    ]
    for address, form in forms:
        response = eve.post(address, form)
        assert response.status_code in (303, 404), (address, response.status_code)
        assert SECRET not in response.text
    assert content(runtime, "bridges") == before
    for page in (
        "/banks",
        "/banks?q=xylophones",
        "/reports",
        "/banks/eves/questions?q=xylophones",
        "/banks/eves/reports",
    ):
        assert SECRET not in eve.get(page).text
    assert len(ids_of(runtime.database, eves)) == 2


def test_the_same_form_twice(runtime, theirs, sign_in_as):
    ada = sign_in_as("ada")
    form = {"act": "copy", "question": theirs["question"], "target": theirs["bank"], "client_id": "twice"}
    locations = {ada.post("/banks/bridges/changes", form).headers["Location"] for _ in range(3)}
    assert len(locations) == 1
    assert len(ids_of(runtime.database, theirs["bank"])) == 5


def test_more_fields_change_nothing_more(runtime, theirs, sign_in_as):
    more = {"owner_id": "99", "bank_id": "99", "slug": "other", "visibility": "public", "link_token": "x", "id": "7"}
    ada = sign_in_as("ada")
    assert ada.post("/banks/bridges/settings", {"title": "New", "language": "en", **more}).status_code == 303
    assert ada.post("/banks", {"title": "Another", **more}).status_code == 303
    with runtime.database.reading() as session:
        for bank in session.scalars(select(Bank).where(Bank.slug.in_(("bridges", "another")))):
            assert (bank.visibility, bank.link_token) == ("private", None)
        assert session.get_one(Bank, theirs["bank"]).slug == "bridges"


def test_hostile_words_are_shown_as_they_are(runtime, cast, sign_in_as):
    own_bank(runtime.database, cast.ada, b1={"stem": HOSTILE, "tags": [HOSTILE], "title": HOSTILE})
    ada = sign_in_as("ada")
    ada.post(
        "/banks/bridges/settings", {"title": HOSTILE, "language": "en", "description": HOSTILE, "authors": HOSTILE}
    )
    ada.post("/banks/bridges/changes", {"act": "tag", "all": "1", "new_tag": HOSTILE, "q": "script"})
    pages = (
        "/banks", "/banks?q=script", "/banks/bridges/questions", f"/banks/bridges/questions?q={HOSTILE}&tag={HOSTILE}",
        "/banks/bridges/duplicates", "/banks/bridges/settings", "/banks/bridges/sharing", "/banks/bridges/check",
    )  # fmt: skip
    for page in pages:
        response = ada.get(page)
        assert response.status_code == 200
        assert "<script>alert" not in response.text


def test_no_get_writes(runtime, theirs, sign_in_as):
    ada, before = sign_in_as("ada"), content(runtime, "bridges")
    for page in ("questions", "questions?changed=1", "duplicates", "reports", "sharing", "settings", "check"):
        assert ada.get(f"/banks/bridges/{page}").status_code == 200
    assert content(runtime, "bridges") == before


def test_a_move_between_banks_without_learners_is_quiet(runtime, theirs):
    with runtime.database.transaction() as session:
        follow_move(session, [theirs["question"]], theirs["bank"], theirs["bank"] + 1)
