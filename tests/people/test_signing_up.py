"""Signing up by the page, and what a guest keeps by it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from quizapp.people.models import User
from quizapp.settings import Settings
from tests.people.history import add_event, client_ids

GOOD = {"name": "Nora Lindqvist", "password": "violin harbour seven"}


def test_account_is_made_and_signed_in(mallory, runtime):
    response = mallory.post("/sign-up", {**GOOD, "zone": "Europe/Stockholm"})
    assert response.status_code == 303
    assert mallory.who() == "Nora Lindqvist"
    with runtime.database.reading() as session:
        user = session.scalars(select(User)).one()
    assert (user.sign_in_name, user.role, user.is_admin, user.email) == ("nora lindqvist", "student", False, None)
    assert user.zone == "Europe/Stockholm"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 5000])
def test_unknown_zone_is_no_error(mallory, runtime, zone):
    assert mallory.post("/sign-up", {**GOOD, "zone": zone}).status_code == 303
    with runtime.database.reading() as session:
        assert session.scalars(select(User.zone)).one() == "UTC"


def test_guest_becomes_the_account_with_everything(sign_in_as, cast, runtime):
    with runtime.database.transaction() as session:
        add_event(session, cast.gil.id, "a")
    gil = sign_in_as("gil")
    saved = gil.cookie()
    assert gil.post("/sign-up", GOOD).status_code == 303
    assert gil.who() == "Nora Lindqvist"
    assert gil.with_cookie(saved).who() == "nobody"
    with runtime.database.reading() as session:
        user = session.scalars(select(User).where(User.sign_in_name == "nora lindqvist")).one()
        assert client_ids(session, user.id) == ["a"]
        assert session.scalar(select(func.count()).where(User.sign_in_name.is_(None))) == 0
        assert user.zone == "Europe/Berlin"


def test_signing_in_takes_the_guests_history_along(sign_in_as, cast, runtime):
    with runtime.database.transaction() as session:
        add_event(session, cast.gil.id, "from guest")
        add_event(session, cast.sam.id, "from account")
    gil = sign_in_as("gil")
    saved = gil.cookie()
    gil.sign_in("sam", "violin harbour seven")
    assert "is now in yours" in gil.get("/settings").text
    assert gil.with_cookie(saved).who() == "nobody"
    with runtime.database.reading() as session:
        assert client_ids(session, cast.sam.id) == ["from account", "from guest"]
        assert session.get(User, cast.gil.id) is None


def test_history_is_never_named_by_a_form_field(mallory, cast, runtime):
    with runtime.database.transaction() as session:
        add_event(session, cast.gil.id, "a")
        add_event(session, cast.tess.id, "b")
    more = {"guest_id": cast.gil.id, "learner_id": cast.tess.id, "id": cast.tess.id, "user_id": cast.tess.id}
    mallory.sign_in("sam", "violin harbour seven", **more)
    with runtime.database.reading() as session:
        assert client_ids(session, cast.sam.id) == []
        assert client_ids(session, cast.gil.id) == ["a"]


def test_an_account_is_not_merged_into_another(sign_in_as, cast, runtime):
    with runtime.database.transaction() as session:
        add_event(session, cast.sam.id, "sam's")
    sign_in_as("sam").sign_in("tess", "violin harbour seven")
    with runtime.database.reading() as session:
        assert client_ids(session, cast.sam.id) == ["sam's"]
        assert client_ids(session, cast.tess.id) == []


@pytest.mark.parametrize("name", ["Sam", "sam", " SAM ", "ｓａｍ", "s\u200dam"])
def test_taken_name_is_told_however_it_is_written(mallory, cast, name):
    response = mallory.post("/sign-up", {**GOOD, "name": name})
    assert response.status_code == 422
    assert "That name is taken." in response.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter a name."),
        ("name", "…", "at least one letter or digit"),
        ("name", "x" * 81, "at most 80"),
        ("name", "ﷺ" * 80, "at most 80"),
        ("name", "Sam\u202egnat", "invisible"),
        ("name", "nul\0", "invisible"),
        ("password", "short", "at least 8"),
        ("password", "x1" * 65, "at most 128"),
        ("password", "Password2024!", "strangers try first"),
        ("password", "nora lindqvist", "your own name"),
        ("email", "not an address", "name@example.org"),
    ],
)
def test_what_cannot_be_used_is_told(mallory, runtime, field, value, words):
    response = mallory.post("/sign-up", {**GOOD, field: value})
    assert response.status_code == 422
    assert words in response.text
    with runtime.database.reading() as session:
        assert session.scalar(select(func.count(User.id))) == 0


class TestClosed:
    @pytest.fixture
    def settings(self, tmp_path):
        return Settings(home=tmp_path / "home", sign_up="closed")

    def test_nobody_signs_up(self, mallory, runtime):
        assert mallory.get("/sign-up").status_code == 403
        assert mallory.post("/sign-up", GOOD).status_code == 403
        assert "/sign-up" not in mallory.get("/sign-in").text
        with runtime.database.reading() as session:
            assert session.scalar(select(func.count(User.id))) == 0
