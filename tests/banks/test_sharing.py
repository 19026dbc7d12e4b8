"""Shares, links, closed banks, and what becomes of them when somebody merges or goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from quizapp.banks import service
from quizapp.banks.models import Bank, Share
from quizapp.banks.service.importing.staging import loading_slug, make_aside
from quizapp.core.errors import NotAllowed, NotFound
from quizapp.people.viewer import PASSER_BY
from tests.banks.desk import own_bank
from tests.conftest import BEGIN


@pytest.fixture
def bank_id(database, people) -> int:
    return own_bank(database, people.ada)


def sees(database, who, slug="bridges") -> bool:
    with database.reading() as session:
        try:
            service.get_bank(session, who, slug)
        except NotFound:
            return False
        return True


def may(database, who):
    with database.reading() as session:
        return service.access_of(session, who, service.get_bank(session, who, "bridges"))


def open_by_link(database, people) -> str:
    with database.transaction() as session:
        service.set_visibility(session, people.ada, "bridges", "unlisted")
    with database.reading() as session:
        return session.scalars(select(Bank.link_token)).one()


def come(database, who, token):
    with database.transaction() as session:
        service.come_by_link(session, who, token, BEGIN)


def test_named_teachers(database, people, bank_id):
    def share(access):
        with database.transaction() as session:
            return service.share_bank(session, people.ada, "bridges", "Cora", access, BEGIN)

    assert not sees(database, people.cora)
    assert share("read") == "Cora"
    assert (sees(database, people.cora), may(database, people.cora)) == (True, "read")
    share("edit")
    assert may(database, people.cora) == "edit"
    assert (may(database, people.ada), may(database, people.ann)) == ("rule", "rule")
    with database.transaction() as session:
        assert service.get_bank_to_edit(session, people.cora, "bridges").id == bank_id
        with pytest.raises(NotAllowed):
            service.share_bank(session, people.cora, "bridges", "eve", "read", BEGIN)
    with database.transaction() as session:
        service.unshare(session, people.ada, "bridges", people.cora.id)
        service.unshare(session, people.ada, "bridges", people.cora.id)
    assert not sees(database, people.cora)


@pytest.mark.parametrize("name", ["sam", "nobody", "ada", "", "a\0b"])
def test_who_cannot_be_shared_with(database, people, bank_id, name):
    with pytest.raises(service.CannotShare), database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", name, "read", BEGIN)


def test_a_student_with_a_share_studies_and_no_more(database, people, bank_id):
    with database.transaction() as session:
        session.add(Share(bank_id=bank_id, user_id=people.sam.id, access="edit", created_at=BEGIN))
    assert may(database, people.sam) == "study"
    with pytest.raises(NotAllowed), database.transaction() as session:
        service.get_bank_to_edit(session, people.sam, "bridges")


def test_link(database, people, bank_id):
    token = open_by_link(database, people)
    with database.reading() as session:
        assert service.find_by_link(session, token).id == bank_id
    assert not sees(database, PASSER_BY)
    for who in (people.gil, people.sam, people.eve):
        assert not sees(database, who)
        come(database, who, token)
        come(database, who, token)
        assert sees(database, who)
    assert (may(database, people.eve), may(database, people.sam)) == ("read", "study")
    with database.transaction() as session:
        service.renew_link(session, people.ada, "bridges")
    assert not any(sees(database, who) for who in (people.gil, people.sam, people.eve))
    with pytest.raises(NotFound):
        come(database, people.sam, token)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Share)) == 0


def test_a_link_takes_nothing_from_a_named_teacher(database, people, bank_id):
    with database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", "cora", "edit", BEGIN)
    come(database, people.cora, open_by_link(database, people))
    assert may(database, people.cora) == "edit"
    with database.transaction() as session:
        service.set_visibility(session, people.ada, "bridges", "private")
    assert may(database, people.cora) == "edit"


def test_who_came_by_a_link_can_be_shared_with(database, people, bank_id):
    come(database, people.eve, open_by_link(database, people))
    with database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", "eve", "edit", BEGIN)
        service.set_visibility(session, people.ada, "bridges", "private")
    assert may(database, people.eve) == "edit"


def test_the_library_lists_what_is_shared(database, people, bank_id):
    with database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", "cora", "read", BEGIN)
    with database.reading() as session:
        assert [bank.slug for bank in service.list_banks(session, people.cora)] == ["bridges"]
        assert [line.group for line in service.list_lines(session, people.cora)] == ["shared"]
        assert service.list_lines(session, people.eve) == []
        bank = service.get_bank(session, people.cora, "bridges")
        assert service.list_targets(session, people.cora, bank) == []


def test_guests_take_their_links_along(database, people, bank_id):
    come(database, people.gil, open_by_link(database, people))
    with database.transaction() as session:
        service.merge_shares(session, people.gil.id, people.sam.id)
    assert (sees(database, people.sam), sees(database, people.gil)) == (True, False)


def test_what_is_exported(database, people, bank_id):
    with database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", "cora", "edit", BEGIN)
    with database.reading() as session:
        mine = service.export_shares(session, people.ada.id)
        theirs = service.export_shares(session, people.cora.id)
    assert mine["banks"][0]["shared"] == [{"with": "cora", "access": "edit", "since": BEGIN.isoformat()}]
    assert theirs == {
        "banks": [],
        "shared_with_me": [{"bank": "bridges", "access": "edit", "since": BEGIN.isoformat()}],
    }


def test_who_goes_hands_a_shared_bank_on(database, people, bank_id):
    own_bank(database, people.ada, slug="alone")
    own_bank(database, people.ada, slug="open", visibility="public")
    with database.transaction() as session:
        service.share_bank(session, people.ada, "bridges", "eve", "edit", BEGIN + timedelta(days=1))
        service.share_bank(session, people.ada, "bridges", "cora", "edit", BEGIN)
        service.share_bank(session, people.ada, "alone", "cora", "read", BEGIN)
    with database.transaction() as session:
        service.hand_on_banks(session, people.ada.id)
        service.release_banks(session, people.ada.id, BEGIN)
    with database.reading() as session:
        banks = {bank.slug: bank for bank in session.scalars(select(Bank))}
    assert (banks["bridges"].owner_id, banks["bridges"].deleted_at) == (people.cora.id, None)
    assert (banks["alone"].owner_id, banks["alone"].deleted_at is not None) == (None, True)
    assert (banks["open"].owner_id, banks["open"].deleted_at) == (None, None)
    assert (may(database, people.cora), may(database, people.eve)) == ("rule", "edit")


def test_closed_and_opened(database, people, bank_id):
    with database.transaction() as session:
        service.close_bank(session, people.ada, "bridges", BEGIN)
    assert not sees(database, people.ada)
    with database.reading() as session:
        assert [bank.slug for bank in service.list_closed(session, people.ada)] == ["bridges"]
    with pytest.raises(NotFound), database.transaction() as session:
        service.reopen_bank(session, people.eve, "bridges")
    with database.transaction() as session:
        service.reopen_bank(session, people.ada, "bridges")
    assert sees(database, people.ada)


def test_who_closes_a_bank_finds_it_among_the_closed_ones(database, people, bank_id):
    """An admin may close anybody's, and the installation's own."""
    own_bank(database, people.eve, "eves")
    with database.transaction() as session:
        site = session.get_one(Bank, bank_id)
        site.owner_id, site.visibility = None, "public"
        for slug in ("bridges", "eves"):
            service.close_bank(session, people.ann, slug, BEGIN)
    with database.reading() as session:
        listed = {(bank.slug, bank.owner_name) for bank in service.list_closed(session, people.ann)}
        assert listed == {("bridges", ""), ("eves", "Eve")}
        assert [bank.slug for bank in service.list_closed(session, people.eve)] == ["eves"]
        assert service.list_closed(session, people.ada) == []


def test_nobody_opens_what_is_out_of_use_for_good(database, people, bank_id):
    with database.transaction() as session:
        make_aside(session, loading_slug(7), BEGIN)
        service.release_banks(session, people.ada.id, BEGIN)
    for slug in (loading_slug(7), "bridges"):
        with pytest.raises(NotFound), database.transaction() as session:
            service.reopen_bank(session, people.ann, slug)
