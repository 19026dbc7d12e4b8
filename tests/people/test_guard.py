"""Guards on routes of the test's own: who comes through, and how others are turned away."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select

from quizapp.people import guard
from quizapp.people.models import User
from quizapp.plumbing.runtime import transaction
from tests.conftest import PASSWORD

ACTORS = ("mallory", "gil", "sam", "ada", "ann")


@pytest.fixture
def rooms(app):
    """Add a route for each guard."""
    for name in ("anyone", "learner", "signed_in", "teacher", "admin"):
        app.add_url_rule(f"/{name}", name, getattr(guard, name)(lambda: guard.viewer().name or "passer-by"))
    app.add_url_rule("/danger", "danger", guard.signed_in(guard.recent(lambda: "done")), methods=["POST"])
    app.add_url_rule("/answers", "answers", guard.anyone(guard.quiet(answer)), methods=["POST"])
    return app


def answer():
    with transaction() as session:
        person = guard.admit(session)
    guard.keep(person)
    return str(person.id)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("anyone", [200, 200, 200, 200, 200]),
        ("learner", [303, 200, 200, 200, 200]),
        ("signed_in", [303, 303, 200, 200, 200]),
        ("teacher", [303, 403, 403, 200, 200]),
        ("admin", [303, 403, 403, 403, 200]),
    ],
)
def test_who_comes_through(rooms, sign_in_as, name, expected):
    assert [sign_in_as(actor).get(f"/{name}").status_code for actor in ACTORS] == expected
    assert rooms.view_functions[name].__guard__ == name


def test_marks_stay_through_all_decorators(rooms):
    danger, answers = rooms.view_functions["danger"], rooms.view_functions["answers"]
    assert (danger.__guard__, danger.__recent__) == ("signed_in", True)
    assert (answers.__guard__, answers.__quiet__) == ("anyone", True)


def test_a_form_comes_back_to_the_page_it_stood_on(rooms, mallory, sign_in_as, clock):
    sent = {"headers": {"Referer": "http://localhost/settings?a=b"}}
    assert mallory.post("/danger", **sent).headers["Location"] == "/sign-in?next=/settings?a%3Db"
    foreign = {"headers": {"Referer": "http://evil.example/settings"}}
    assert mallory.post("/danger", **foreign).headers["Location"] == "/sign-in"
    sam = sign_in_as("sam")
    clock.move(minutes=16)
    assert sam.post("/danger", **sent).headers["Location"].startswith("/password-again?next=/settings")
    assert sam.post("/danger", headers={"X-Part": "1"}).status_code == 401
    sam.post("/password-again", {"password": PASSWORD})
    assert sam.post("/danger").text == "done"


def test_the_first_answer_makes_one_guest(rooms, mallory, runtime):
    mallory.get("/anyone")
    first = mallory.post("/answers", {"zone": "Asia/Tokyo"}).text
    assert mallory.post("/answers").text == first
    assert mallory.who() == "guest"
    with runtime.database.reading() as session:
        assert session.scalars(select(User.zone)).all() == ["Asia/Tokyo"]


def test_an_account_is_admitted_as_itself(rooms, sign_in_as, cast, runtime):
    assert sign_in_as("sam").post("/answers").text == str(cast.sam.id)
    with runtime.database.reading() as session:
        assert session.scalar(select(func.count()).where(User.sign_in_name.is_(None))) == 1


def test_one_statement_a_request(rooms, sign_in_as, runtime):
    sam = sign_in_as("sam")
    statements = []
    event.listen(runtime.database._reader, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    assert sam.get("/teacher").status_code == 403
    assert len([s for s in statements if s.startswith("SELECT")]) == 1
    statements.clear()
    sam.with_cookie(None).get("/anyone")
    assert statements == []
