"""What a colleague brought into a bank: found and undone by whoever may change that bank, by nobody else."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, Import
from quizapp.banks.service import importing
from quizapp.banks.service.importing import undoing
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.people.models import User
from quizapp.people.viewer import viewer_of
from quizapp.runners import make_import_runner
from tests.banks.imports import HEADING, RIVERS, Counter
from tests.conftest import BEGIN

MORE = HEADING + "Which river flows through Rome?,Tiber,Po,Arno\n"


@pytest.fixture
def counter(database, tmp_path):
    return Counter(database, tmp_path)


@pytest.fixture
def import_id(counter, people) -> int:
    """Let eve bring questions into a bank of ada's which is hers to change, and cora's to read."""
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    share(counter, people, "eve", "edit")
    share(counter, people, "cora", "read")
    return counter.import_all(people.eve, ("more.csv", MORE), slug="rivers")


def share(counter, people, name, access, slug="rivers"):
    with counter.database.transaction() as session:
        service.share_bank(session, people.ada, slug, name, access, BEGIN)


def take_share_back(counter, people, name):
    with counter.database.transaction() as session:
        service.unshare(session, people.ada, "rivers", people[name].id)


def hand_on(counter, owner):
    """Let whoever owns the bank be erased."""
    with counter.database.transaction() as session:
        service.hand_on_banks(session, owner.id)
        session.execute(delete(User).where(User.id == owner.id))


def listed(counter, viewer) -> list[tuple[int, str | None]]:
    with counter.database.reading() as session:
        bank_id = session.scalar(select(Bank.id).where(Bank.slug == "rivers"))
        return [(each.id, each.by) for each in importing.list_brought(session, viewer, bank_id)]


def is_seen(counter, viewer, import_id) -> bool:
    with counter.database.reading() as session:
        try:
            importing.get_brought(session, viewer, import_id)
        except NotFound:
            return False
    return True


@pytest.mark.parametrize("name", ["ada", "eve", "ann"])
def test_owner_editor_and_admin_find_it_and_undo_it(counter, people, import_id, name):
    assert listed(counter, people[name]) == [(import_id, "Eve"), (1, "Ada")]
    assert is_seen(counter, people[name], import_id)
    assert counter.undo(people[name], import_id).removed == 1
    assert len(counter.questions()) == 3
    assert is_seen(counter, people[name], import_id)


def test_another_editor_undoes_it_too(counter, people, import_id):
    share(counter, people, "cora", "edit")
    assert counter.undo(people.cora, import_id).removed == 1


@pytest.mark.parametrize("name", ["cora", "sam", "tess"])
def test_reader_and_strangers_find_nothing(counter, people, import_id, name):
    assert listed(counter, people[name]) == []
    assert not is_seen(counter, people[name], import_id)
    with pytest.raises(NotFound):
        counter.undo(people[name], import_id)
    assert len(counter.questions()) == 4


def test_a_student_with_a_share_of_old_finds_nothing(counter, people, import_id):
    with counter.database.transaction() as session:
        session.execute(update(User).where(User.id == people.eve.id).values(role="student"))
        eve = viewer_of(session.get_one(User, people.eve.id))
    assert not is_seen(counter, eve, 1)
    with pytest.raises(NotAllowed):
        counter.undo(eve, import_id)


def test_after_the_share_is_taken_back(counter, people, import_id):
    take_share_back(counter, people, "eve")
    # Their own they still look at, and the owner's no more.
    assert is_seen(counter, people.eve, import_id)
    assert not is_seen(counter, people.eve, 1)
    assert listed(counter, people.eve) == [(import_id, "Eve")]
    for own in (import_id, 1):
        with pytest.raises((NotFound, NotAllowed)):
            counter.undo(people.eve, own)
    assert counter.undo(people.ada, import_id).removed == 1
    assert len(counter.questions()) == 3


def test_after_the_bank_was_handed_on(counter, people, import_id):
    share(counter, people, "cora", "edit")
    later = counter.import_all(people.cora, ("last.csv", MORE.replace("Rome", "Pisa")), slug="rivers")
    hand_on(counter, people.ada)
    assert listed(counter, people.eve) == [(later, "Cora"), (import_id, "Eve")]
    assert counter.undo(people.eve, later).removed == 1
    assert not is_seen(counter, people.sam, later)


def test_what_waits_is_its_uploaders_alone(counter, people, import_id):
    waiting = counter.bring(people.eve, ("last.csv", MORE.replace("Rome", "Pisa")), bank="rivers")
    for name in ("ada", "ann", "cora"):
        assert not is_seen(counter, people[name], waiting)
        assert waiting not in dict(listed(counter, people[name]))
    assert counter.get(people.eve, waiting).state == "ready"
    for door in (importing.get_import, importing.discard_import, importing.get_waiting):
        for settled_or_not in (waiting, import_id):
            with counter.database.transaction() as session, pytest.raises(NotFound):
                door(session, people.ada, settled_or_not)


def test_an_editor_who_undoes_what_made_the_bank_does_not_close_it(counter, people, import_id):
    counter.undo(people.eve, import_id)
    assert not counter.undo(people.eve, 1).is_bank_closed
    with counter.database.reading() as session:
        assert session.scalar(select(Bank.deleted_at).where(Bank.slug == "rivers")) is None
    assert is_seen(counter, people.eve, 1)


def test_the_owner_closes_it_and_still_reads_what_came_of_it(counter, people, import_id):
    counter.undo(people.eve, import_id)
    assert counter.undo(people.ada, 1).is_bank_closed
    assert is_seen(counter, people.ada, 1)
    assert is_seen(counter, people.ada, import_id)
    assert not is_seen(counter, people.cora, 1)


def test_a_large_one_is_undone_by_the_owners_job(counter, people, import_id, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 0)
    take_share_back(counter, people, "eve")
    counter.begin_undo(people.ada, import_id)
    counter.runner.run_waiting()
    with counter.database.reading() as session:
        assert (session.get_one(Import, import_id).state, len(counter.questions())) == ("undone", 3)


def test_the_pages_of_the_owner_and_the_reader(sign_in_as, runtime, cast):
    ada, eve, cora = (sign_in_as(name) for name in ("ada", "eve", "cora"))
    runner = make_import_runner(runtime)
    assert bring(ada, runner, RIVERS, "").status_code == 303
    with runtime.database.transaction() as session:
        for name, access in (("eve", "edit"), ("cora", "read")):
            service.share_bank(session, cast.ada, "rivers", name, access, BEGIN)
    bring(eve, runner, MORE, "rivers")
    page = ada.get("/imports?bank=rivers").text
    assert "Imports into this bank" in page
    assert re.search(r'href="/imports/2".*\n.*\n.*<td>Eve</td>', page)
    assert "/imports/2" not in ada.get("/imports").text
    report = ada.get("/imports/2")
    assert "One question imported" in report.text
    assert "Undo the whole import" in report.text
    assert ada.get("/imports/2/report").status_code == 200
    for path in ("/imports/2", "/imports/2/report", "/imports/2/progress"):
        assert cora.get(path).status_code == 404
    assert cora.post("/imports/2/reversals", {}).status_code == 404
    assert "/imports/2" not in cora.get("/imports?bank=rivers").text
    assert ada.post("/imports/2/reversals", {}).status_code == 303
    assert "This import was undone" in ada.get("/imports/2").text
    assert "This import was undone" in eve.get("/imports/2").text


def bring(browser, runner, text, bank):
    """Bring questions and import all that is proposed."""
    address = browser.post("/imports", {"client_id": bank or "c", "text": text, "bank": bank}).headers["Location"]
    runner.run_waiting()
    page = browser.get(address).text
    form = {
        "shown": re.findall(r'name="shown" value="(\d+)"', page),
        "tick": re.findall(r'name="tick" value="(\d+)"[^>]* checked', page),
        "compared": re.search(r'name="compared" value="([^"]*)"', page)[1],
        "title": "Rivers",
        "bank": bank,
    }
    return browser.post(f"{address}/insertions", form)


@pytest.mark.parametrize(("name", "is_told"), [("eve", True), ("ada", False), ("ann", False)])
def test_what_did_not_come_into_the_bank_is_told_to_its_uploader_alone(counter, people, import_id, name, is_told):
    unwanted, broken = "Which river is for the exam?,Po,Tiber,Arno\n", "Which river is secret?,,Arno,Po\n"
    number = counter.bring(people.eve, ("exam.csv", MORE.replace("Rome", "Ostia") + unwanted + broken), bank="rivers")
    counter.turn(people.eve, number, [0, 1], [0])
    counter.carry_out(people.eve, number, "rivers")
    with counter.database.reading() as session:
        held = importing.get_brought(session, people[name], number, is_whole=True)
        is_its = importing.is_uploaders(session, people[name], held)
        (file,) = importing.report_of(session, held, is_uploaders=is_its)["files"]
        table = "".join(importing.report_table(session, held, is_uploaders=is_its))
    assert is_its is is_told
    assert bool(file["problems"]) is is_told
    assert bool(file["left_out"]) is is_told
    assert (file["problem_count"], file["left_out_count"]) == (1, 1)
    assert ("problem," in table) is is_told
    assert ("left out," in table) is is_told
