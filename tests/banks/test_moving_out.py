"""Questions of somebody's bank leave it for a bank of its owner alone, whoever else may change it; anybody may copy."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from quizapp.banks import service
from quizapp.banks.models import Share
from quizapp.banks.service import BulkWish, bulk, change_many, undo_change
from quizapp.core.errors import NotAllowed
from tests.banks.desk import ids_of, own_bank, slugs_of
from tests.conftest import BEGIN


@pytest.fixture
def banks(database, people) -> SimpleNamespace:
    return make_banks(database, people)


def make_banks(database, people) -> SimpleNamespace:
    """Make two banks of ada, both shared with cora to be changed, and one of cora."""
    made = SimpleNamespace(
        adas=own_bank(database, people.ada, count=2),
        other=own_bank(database, people.ada, slug="other", count=1),
        coras=own_bank(database, people.cora, slug="coras", count=1),
    )
    with database.transaction() as session:
        for bank_id in (made.adas, made.other):
            session.add(Share(bank_id=bank_id, user_id=people.cora.id, access="edit", created_at=BEGIN))
    return made


def put(database, viewer, act, slug, source_id, target_id):
    ids = tuple(ids_of(database, source_id))
    wish = BulkWish(act=act, client_id=f"{act}-{slug}-{target_id}", ids=ids, target_id=target_id)
    with database.transaction() as session:
        return change_many(session, viewer, slug, wish, BEGIN)


def test_who_may_change_a_bank_takes_nothing_out_of_it(database, people, banks):
    with pytest.raises(NotAllowed, match="Copy them there instead"):
        put(database, people.cora, "move", "bridges", banks.adas, banks.coras)
    assert len(slugs_of(database, banks.adas)) == 2
    assert put(database, people.cora, "copy", "bridges", banks.adas, banks.coras).count == 2


def test_so_it_is_for_many_questions(database, people, banks, monkeypatch):
    monkeypatch.setattr(bulk, "QUESTIONS_AT_MOST", 1)
    with pytest.raises(NotAllowed, match="Copy them there instead"):
        put(database, people.cora, "move", "bridges", banks.adas, banks.coras)
    assert len(slugs_of(database, banks.adas)) == 2


def test_they_move_between_banks_of_one_owner_and_back(database, people, banks):
    outcome = put(database, people.cora, "move", "bridges", banks.adas, banks.other)
    assert (slugs_of(database, banks.adas), len(slugs_of(database, banks.other))) == ([], 3)
    with database.transaction() as session:
        undo_change(session, people.cora, "bridges", outcome.change_id, BEGIN)
    assert len(slugs_of(database, banks.adas)) == 2


def test_their_owner_gives_them_to_whom_they_like(database, people, banks):
    with database.transaction() as session:
        session.add(Share(bank_id=banks.coras, user_id=people.ada.id, access="edit", created_at=BEGIN))
    assert put(database, people.ada, "move", "bridges", banks.adas, banks.coras).count == 2


def test_an_admin_moves_them_anywhere(database, people, banks):
    assert put(database, people.ann, "move", "bridges", banks.adas, banks.coras).count == 2


def test_the_page_offers_what_may_be_done(database, people, banks):
    with database.reading() as session:
        for viewer, takes in ((people.cora, {"other": True, "coras": False}), (people.ada, {"other": True})):
            bank = service.get_bank(session, viewer, "bridges")
            found = service.list_targets(session, viewer, bank)
            titles = {banks.other: "other", banks.coras: "coras"}
            assert {titles[each.id]: each.takes for each in found} == takes


def test_the_page_has_no_button_for_what_is_refused(sign_in_as, runtime, cast):
    make_banks(runtime.database, cast)
    cora = sign_in_as("cora")
    page = cora.get("/banks/bridges/questions").text
    assert "(copies only)" in page
    assert 'value="move"' in page
    with runtime.database.transaction() as session:
        service.close_bank(session, cast.ada, "other", BEGIN)
    page = cora.get("/banks/bridges/questions").text
    assert ('value="move"' in page, 'value="copy"' in page, "(copies only)" in page) == (False, True, False)
