"""Archived questions are not taken in silence, nor left: both are said, and who wants them takes them along."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from quizapp.banks import service as banks
from quizapp.banks.models import Media, QuestionRow
from quizapp.banks.packing import pack
from quizapp.banks.service import Choice, export_jobs
from quizapp.banks.views import exports
from quizapp.core.formats.registry import format_named
from quizapp.plumbing.limits import Rule
from tests.banks.desk import ids_of, own_bank
from tests.conftest import BEGIN

PICTURE, OTHER = (f"media/{letter * 64}.png" for letter in "ab")


@pytest.fixture
def bank_id(database, people) -> int:
    """Store a bank of four bridges: b2 is archived, b3 rests."""
    return out_of_use(database, own_bank(database, people.ada, b1={"tags": ["valley"]}, b2={"tags": ["valley"]}))


def out_of_use(database, bank_id: int) -> int:
    with database.transaction() as session:
        for slug, values in (("b2", {}), ("b3", {"suspended_at": BEGIN})):
            own = update(QuestionRow).where(QuestionRow.bank_id == bank_id, QuestionRow.slug == slug)
            session.execute(own.values(deleted_at=BEGIN, **values))
    return bank_id


def packed(database, bank_id, choice, name="csv"):
    with database.reading() as session:
        return pack(banks.contents_of(session, bank_id, choice, name, {}, BEGIN), name)


def ids_in(made) -> list[str]:
    return [question.id for question in made.known.read(made.written.content).questions]


def test_what_stays_is_named_with_its_reason(database, bank_id):
    made = packed(database, bank_id, Choice())
    assert ids_in(made) == ["b1", "b4"]
    assert (made.account.written, made.account.total) == (2, 4)
    reasons = {each.reason: each.names for each in made.account.left_out}
    assert [reason.split(",")[0].split(" until")[0] for reason in reasons] == ["It is archived", "It rests"]
    assert all(name.startswith("Date “") for names in reasons.values() for name in names)
    with database.reading() as session:
        assert banks.count_archived(session, bank_id, Choice()) == 1
        assert banks.count_archived(session, bank_id, Choice(tag="valley")) == 1
        assert banks.count_archived(session, bank_id, Choice(tag="hill")) == 0


def test_archived_ones_go_along_where_they_are_wanted(database, bank_id):
    made = packed(database, bank_id, Choice(with_archived=True))
    assert ids_in(made) == ["b1", "b2", "b4"]
    assert [each.count for each in made.account.left_out] == [1]
    assert ids_in(packed(database, bank_id, Choice(tag="valley", with_archived=True))) == ["b1", "b2"]
    assert ids_in(packed(database, bank_id, Choice(with_archived=True), "bank")) == ["b1", "b2", "b3", "b4"]


def test_ticked_ones_are_taken_whatever_their_state(database, bank_id):
    ids = tuple(ids_of(database, bank_id, "b2", "b3", "b4"))
    made = packed(database, bank_id, Choice(ids))
    assert ids_in(made) == ["b2", "b4"]
    assert [each.reason.startswith("It rests") for each in made.account.left_out] == [True]


def test_only_pictures_of_the_chosen_questions_make_a_bank_big(database, people, monkeypatch):
    bank_id = own_bank(
        database, people.ada, b1={"explanation": f"![a]({PICTURE})"}, b2={"explanation": f"![b]({OTHER})"}
    )
    with database.transaction() as session:
        for name, size in ((PICTURE, 600), (OTHER, 500)):
            sha256 = name.removeprefix("media/").partition(".")[0]
            session.add(Media(bank_id=bank_id, sha256=sha256, suffix="png", size_bytes=size, created_at=BEGIN))
    monkeypatch.setattr(export_jobs, "AT_ONCE_BYTES", 1_000)
    first, *others = ids_of(database, bank_id)
    with database.reading() as session:
        for choice, is_big in ((Choice(), True), (Choice((first,)), False), (Choice(tuple(others)), False)):
            assert banks.is_big(session, bank_id, choice, "anki") is is_big


def test_the_page_offers_them(runtime, cast, sign_in_as):
    out_of_use(runtime.database, own_bank(runtime.database, cast.ada))
    ada = sign_in_as("ada")
    page = ada.get("/banks/bridges/export?format=csv").text
    assert "The archived question too" in page
    assert "It is archived, and archived ones were not asked for." in page
    page = ada.get("/banks/bridges/export?format=csv&archived=1").text
    assert '<input type="hidden" name="archived" value="1">' in page
    assert "It is archived" not in page
    file = ada.post("/banks/bridges/exports", {"format": "csv", "archived": "1"})
    assert format_named("csv").read(file.data).found == 3


def test_looks_at_exports_are_counted(runtime, cast, sign_in_as, monkeypatch):
    own_bank(runtime.database, cast.ada)
    monkeypatch.setattr(exports, "LOOKS", Rule("export-looks", "2/hour", "Go on a little later."))
    ada = sign_in_as("ada")
    looks = [ada.get("/banks/bridges/export?format=csv").status_code for _ in range(3)]
    assert looks == [200, 200, 429]
    assert ada.get("/banks/bridges/export").status_code == 200
