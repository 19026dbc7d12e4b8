"""Accounts as the service keeps them, on both databases."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from quizapp.core.errors import NotAllowed, NotFound
from quizapp.joining import learner_history
from quizapp.people import cookie, service
from quizapp.people.models import SignedOut, User
from quizapp.people.service import InvalidField, NewAccount
from tests.conftest import BEGIN, make_cast
from tests.people.history import add_event, client_ids

NORA = NewAccount(name="Nora", password_hash="hash")


def sign_up(database, account=NORA, guest_id=None):
    with database.transaction() as session:
        return service.sign_up(session, account, BEGIN, guest_id)


def test_names_are_unique_by_the_database(database):
    sign_up(database)
    with pytest.raises(InvalidField) as refused:
        sign_up(database, NewAccount(name="NORA", password_hash="other"))
    assert refused.value.field == "name"
    with database.reading() as session:
        assert [u.name for u in service.list_users(session)] == ["Nora"]


def test_one_of_many_wins_a_name(database):
    won, lost = [], []

    def claim():
        try:
            won.append(sign_up(database))
        except InvalidField:
            lost.append(1)

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 7)


def test_a_guest_becomes_one_account_only(database):
    with database.transaction() as session:
        guest = service.create_guest(session, BEGIN)
        add_event(session, guest.id, "a")
    first = sign_up(database, guest_id=guest.id)
    second = sign_up(database, NewAccount(name="Otto", password_hash="hash"), guest_id=guest.id)
    assert first.id == guest.id != second.id
    assert first.epoch != guest.epoch
    with database.reading() as session:
        assert client_ids(session, first.id) == ["a"]
        assert client_ids(session, second.id) == []


def test_merging_needs_a_guest(database, password_hash):
    cast = make_cast(database, password_hash)
    with database.transaction() as session:
        add_event(session, cast.tess.id, "tess's")
        assert not service.take_over_guest(session, learner_history(), cast.tess.id, cast.sam.id, BEGIN)
        assert not service.take_over_guest(session, learner_history(), None, cast.sam.id, BEGIN)
        assert not service.take_over_guest(session, learner_history(), 999_999, cast.sam.id, BEGIN)
        assert service.take_over_guest(session, learner_history(), cast.gil.id, cast.sam.id, BEGIN)
        assert client_ids(session, cast.tess.id) == ["tess's"]


def test_roles_and_passwords_kill_cookies(database):
    user = sign_up(database)
    with database.transaction() as session:
        assert service.set_role(session, user.id, "teacher", False).epoch == user.epoch + 1
        assert service.change_password(session, user.id, "new").epoch == user.epoch + 2
        service.sign_out_everywhere(session, user.id)
    with database.reading() as session:
        found = service.find_credentials(session, "nora")
    assert found.viewer.epoch == user.epoch + 3
    assert (found.viewer.role, found.password_hash) == ("teacher", "new")


def test_unknown_role_and_unknown_account(database):
    user = sign_up(database)
    with database.transaction() as session, pytest.raises(InvalidField):
        service.set_role(session, user.id, "owner", False)
    with database.transaction() as session:
        guest = service.create_guest(session, BEGIN)
    with database.transaction() as session, pytest.raises(NotFound):
        service.change_password(session, guest.id, "x")


def test_one_statement_tells_the_viewer(database):
    user = sign_up(database)
    sign_in = cookie.make(user, BEGIN)
    with database.reading() as session:
        assert service.find_viewer(session, sign_in) == user
    with database.transaction() as session:
        service.end_sign_in(session, sign_in, user, BEGIN)
        service.end_sign_in(session, sign_in, user, BEGIN)
    with database.reading() as session:
        assert service.find_viewer(session, sign_in) is None
        assert service.find_viewer(session, cookie.make(user, BEGIN)) == user


def test_ended_sign_ins_are_forgotten_when_their_cookies_are_dead_anyway(database):
    user = sign_up(database)
    first, later = cookie.make(user, BEGIN), BEGIN + timedelta(days=61)
    with database.transaction() as session:
        service.end_sign_in(session, first, user, BEGIN)
        assert session.scalars(select(SignedOut.expires_at)).one() > first.expires_at(user)
        service.end_sign_in(session, cookie.make(user, later), user, later)
        assert session.get(SignedOut, first.sign_in_id) is None


def test_epochs_begin_anywhere(database):
    # So that a cookie of an erased person does not open the account that gets the same id.
    with database.transaction() as session:
        epochs = {service.create_guest(session, BEGIN).epoch for _ in range(5)}
    assert len(epochs) == 5


def test_erasing_takes_everything(database, password_hash):
    cast = make_cast(database, password_hash)
    with database.transaction() as session:
        add_event(session, cast.sam.id, "sam's")
        add_event(session, cast.tess.id, "tess's")
    with database.transaction() as session:
        service.erase_person(session, learner_history(), cast.sam.id)
    with database.reading() as session:
        assert session.get(User, cast.sam.id) is None
        assert client_ids(session, cast.sam.id) == []
        assert client_ids(session, cast.tess.id) == ["tess's"]


class TestFirstAccount:
    def issue(self, database, now=BEGIN):
        with database.transaction() as session:
            return service.issue_first_account_code(session, now)

    def claim(self, database, code, now=BEGIN, name="Ada"):
        with database.transaction() as session:
            account = NewAccount(name=name, password_hash="hash")
            return service.claim_first_account(session, code, account, now)

    def test_code_makes_a_teacher_with_all_rights_once(self, database):
        code = self.issue(database)
        ada = self.claim(database, code)
        assert (ada.role, ada.is_admin) == ("teacher", True)
        with pytest.raises(NotAllowed):
            self.claim(database, code, name="Eve")
        assert self.issue(database) is None

    def test_a_new_code_ends_the_old_one(self, database):
        old, new = self.issue(database), self.issue(database)
        with pytest.raises(NotAllowed):
            self.claim(database, old)
        self.claim(database, new)

    def test_code_expires(self, database):
        code = self.issue(database)
        with pytest.raises(NotAllowed):
            self.claim(database, code, BEGIN + timedelta(days=1))

    def test_a_taken_name_does_not_use_it_up(self, database):
        sign_up(database)
        code = self.issue(database)
        with pytest.raises(InvalidField):
            self.claim(database, code, name="Nora")
        assert self.claim(database, code).is_admin

    @pytest.mark.parametrize(("role", "is_admin"), [("teacher", False), ("student", True)])
    def test_there_is_no_code_once_somebody_leads(self, database, role, is_admin):
        sign_up(database)
        code = self.issue(database)
        assert code, "a student is nobody who could let others in"
        with database.transaction() as session:
            made = NewAccount(name="Tess", password_hash="hash", role=role, is_admin=is_admin)
            service.sign_up(session, made, BEGIN)
        assert self.issue(database) is None
        with pytest.raises(NotAllowed, match="was made already"):
            self.claim(database, code)

    def test_one_of_many_claims_wins(self, database):
        code = self.issue(database)
        won = []

        def race(number):
            with contextlib.suppress(NotAllowed):
                won.append(self.claim(database, code, name=f"Racer {number}"))

        threads = [threading.Thread(target=race, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        with database.reading() as session:
            assert len(service.list_users(session)) == 1
