"""S1, S2, S5: each route names its guard, the matrix holds, and no form reaches what it does not show."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select

from quizapp.people.models import User
from tests.app.walk import doors
from tests.conftest import BEGIN, PASSWORD

MATRIX = Path(__file__).with_name("matrix.csv")
ACTORS = ("mallory", "gil", "sam", "tess", "ada", "eve", "ann")
GUARDS = {"anyone", "learner", "signed_in", "teacher", "admin"}


def rows():
    with MATRIX.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_each_route_names_its_guard(app):
    without = [
        str(door) for door in doors(app) if getattr(app.view_functions[door.endpoint], "__guard__", None) not in GUARDS
    ]
    assert without == []


def test_the_matrix_holds_each_route_once(app):
    listed = [(row["endpoint"], row["method"]) for row in rows()]
    assert len(listed) == len(set(listed))
    assert sorted(set(listed)) == sorted({(door.endpoint, door.method) for door in doors(app)})


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['method']} {row['address']}")
def test_matrix(row, example, sign_in_as):
    # A form is sent empty: 422 tells that its sender came through the guard, as 200 and 303 to a page do.
    found = {}
    for actor in ACTORS:
        browser = sign_in_as(actor)
        response = browser.get(row["address"]) if row["method"] == "GET" else browser.post(row["address"])
        is_sent_away = response.headers.get("Location", "").startswith("/sign-in")
        found[actor] = "in" if is_sent_away else str(response.status_code)
    assert found == {actor: row[actor] for actor in ACTORS}


def test_no_form_gives_rights(sign_in_as, mallory, runtime, cast):
    more = {
        "role": "teacher", "is_admin": "y", "owner_id": "1", "learner_id": "1", "id": "1", "epoch": "0", "score": "1",
        "points": "9", "password_hash": "x", "sign_in_name": "ada", "created_at": "2000-01-01",
    }  # fmt: skip
    sam = sign_in_as("sam")
    before = _users(runtime)
    assert sam.post("/sign-in", {"name": "sam", "password": PASSWORD, **more}).status_code == 303
    assert sam.post("/password-again", {"password": PASSWORD, **more}).status_code == 303
    settings = {
        "new_per_day": "5", "reviews_per_day": "50", "buttons": "4", "fixed_way": "", "zone": "UTC",
        "day_start_minutes": "240", "date_order": "", "theme": "auto",
    }  # fmt: skip
    assert sam.post("/settings", settings | more).status_code == 303
    assert _users(runtime) == before
    assert mallory.post("/sign-up", {"name": "Nora", "password": PASSWORD, **more}).status_code == 303
    with runtime.database.reading() as session:
        nora = session.scalars(select(User).where(User.sign_in_name == "nora")).one()
    assert (nora.role, nora.is_admin, nora.created_at) == ("student", False, BEGIN)
    assert nora.password_hash != "x"


def test_rights_are_read_from_the_database_and_not_the_cookie(sign_in_as, app, runtime, cast):
    ann = sign_in_as("ann")
    with ann.client.session_transaction() as cookie:
        held = str(dict(cookie)).lower()
    assert not any(word in held for word in ("teacher", "admin", "ann"))


def _users(runtime):
    with runtime.database.reading() as session:
        rows = session.execute(select(User.__table__).order_by(User.id)).all()
    return [tuple(row) for row in rows]
