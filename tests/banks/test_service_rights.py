"""Who is no teacher, or not any more, does nothing of a teacher's with a bank, whatever page or job asks."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from quizapp.banks import service
from quizapp.banks.models import Bank, Share
from quizapp.banks.service import BankCopy, Choice, importing
from quizapp.banks.service.importing import storing_jobs, writing
from quizapp.banks.service.searching import Wanted
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.core.searching import Query
from quizapp.people.models import User
from quizapp.people.viewer import PASSER_BY
from quizapp.plumbing.jobs import Job
from tests.banks.desk import own_bank
from tests.banks.imports import RIVERS, Counter
from tests.conftest import BEGIN

FORM = "0" * 32
ACTS = {
    "visibility": lambda session, who: service.set_visibility(session, who, "bridges", "public"),
    "share": lambda session, who: service.share_bank(session, who, "bridges", "ada", "edit", BEGIN),
    "unshare": lambda session, who: service.unshare(session, who, "bridges", 1),
    "link": lambda session, who: service.renew_link(session, who, "bridges"),
    "doors": lambda session, who: service.get_doors(session, who, "bridges"),
    "description": lambda session, who: service.get_description(session, who, "bridges"),
    "close": lambda session, who: service.close_bank(session, who, "bridges", BEGIN),
    "reopen": lambda session, who: service.reopen_bank(session, who, "closed"),
    "make": lambda session, who: service.make_bank(session, who, "Mine", FORM, BEGIN),
    "make own": lambda session, who: service.make_own_bank(session, who, "Mine", visibility="public", now=BEGIN),
    "copy": lambda session, who: BankCopy(who, "bridges", FORM, BEGIN).begin(session),
    "list": lambda session, who: service.list_questions(
        session, who, service.get_bank(session, who, "bridges"), Wanted(Query(), (1,))
    ),
    "seen": lambda session, who: service.get_seen(session, who, "bridges", 1),
    "doubles": lambda session, who: service.find_doubles(session, who, "bridges"),
    "check": lambda session, who: service.check_bank(session, who, "bridges"),
    "export": lambda session, who: service.put_export(session, who, 1, "csv", Choice(), None, BEGIN),
    "import": lambda session, who: importing.begin_import(session, who, (), "", FORM, BEGIN),
    "publish": lambda session, who: service.get_own_bank(session, who, 1),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_an_owner_who_is_no_teacher_any_more_does_none_of_it(database, people, act):
    own_bank(database, people.sam)
    closed = own_bank(database, people.sam, "closed")
    with database.transaction() as session:
        session.get_one(Bank, closed).deleted_at = BEGIN
    with pytest.raises((NotAllowed, NotFound)), database.transaction() as session:
        ACTS[act](session, people.sam)


@pytest.mark.parametrize("act", sorted(ACTS.keys() - {"reopen", "publish"}))
def test_of_a_public_bank_learners_and_passers_by_get_no_answers(database, people, act):
    own_bank(database, people.ada, visibility="public")
    for who in (people.sam, people.gil, PASSER_BY):
        with pytest.raises((NotAllowed, NotFound)), database.transaction() as session:
            ACTS[act](session, who)


@pytest.mark.parametrize("act", ["list", "doubles", "check", "seen"])
def test_of_a_private_bank_other_teachers_are_told_that_there_is_none(database, people, act):
    own_bank(database, people.ada)
    with pytest.raises(NotFound), database.reading() as session:
        ACTS[act](session, people.eve)


def test_who_was_a_teacher_studies_their_own_bank_and_closes_nothing(database, people):
    bank_id = own_bank(database, people.sam)
    with database.reading() as session:
        assert service.get_bank(session, people.sam, "bridges").id == bank_id
        assert service.list_closed(session, people.sam) == []


def test_an_import_under_way_makes_no_bank_for_who_is_no_teacher_any_more(
    database, people, tmp_path, monkeypatch, clock
):
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    monkeypatch.setattr(storing_jobs, "PIECE", 1)
    counter = Counter(database, tmp_path)
    number = counter.bring(people.eve, ("r.csv", RIVERS))
    target = importing.ImportTarget(slug="", title="Rivers", visibility="public")
    parcel = counter.parcel(people.eve, number)
    with database.transaction() as session:
        begun = importing.carry_out(session, people.eve, number, target, parcel, None, BEGIN)
    assert begun.is_begun
    set_role(database, people.eve, "student")
    counter.runner.run_waiting()
    with database.reading() as session:
        assert session.scalars(select(Bank).where(Bank.owner_id == people.eve.id)).all() == []
    assert counter.get(people.eve, number).error == "Banks of one’s own are for teachers."


def test_a_file_under_way_is_not_written_for_who_is_no_teacher_any_more(database, people, tmp_path):
    bank_id = own_bank(database, people.eve)
    counter = Counter(database, tmp_path)
    with database.transaction() as session:
        job = service.put_export(session, people.eve, bank_id, "csv", Choice(), counter.files, BEGIN)
    set_role(database, people.eve, "student")
    path = tmp_path / "out"
    with database.reading() as session:
        claimed = session.get_one(Job, job)
        with pytest.raises(NotAllowed):
            service.put_down_export(session, claimed, path, counter.media)
    assert not path.exists()


def test_an_heir_is_a_teacher(database, people):
    """Of those who may change a bank the longest one who still teaches gets it; where there is none it is nobody's."""
    bank_id, other = own_bank(database, people.ada), own_bank(database, people.ada, "other")
    with database.transaction() as session:
        for each, who, day in ((bank_id, people.cora, 1), (bank_id, people.eve, 2), (other, people.cora, 1)):
            moment = BEGIN.replace(day=day)
            session.add(Share(bank_id=each, user_id=who.id, access="edit", created_at=moment))
    set_role(database, people.cora, "student")
    with database.transaction() as session:
        service.hand_on_banks(session, people.ada.id)
    with database.reading() as session:
        assert session.get_one(Bank, bank_id).owner_id == people.eve.id
        assert session.get_one(Bank, other).owner_id == people.ada.id


def test_an_admin_is_an_heir_too(database, people):
    bank_id = own_bank(database, people.ada)
    with database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=people.ann.id, access="edit", created_at=BEGIN))
    set_role(database, people.ann, "student")
    with database.transaction() as session:
        service.hand_on_banks(session, people.ada.id)
        assert session.get_one(Bank, bank_id).owner_id == people.ann.id


def set_role(database, who, role):
    with database.transaction() as session:
        session.execute(update(User).where(User.id == who.id).values(role=role))
