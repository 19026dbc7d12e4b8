"""Password, export and erasure by the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.people.models import User
from tests.conftest import PASSWORD
from tests.people.history import add_event, client_ids

CANARY = "canary-5d41402abc4b2a76"


def test_password_change_signs_others_out(sign_in_as, mallory):
    one, other = sign_in_as("sam"), sign_in_as("sam")
    saved = one.cookie()
    response = one.post("/settings/password", {"current": PASSWORD, "password": "lantern copper eleven"})
    assert response.status_code == 303
    assert (one.who(), other.who(), one.with_cookie(saved).who()) == ("Sam", "nobody", "nobody")
    assert mallory.post("/sign-in", {"name": "sam", "password": PASSWORD}).status_code == 422
    mallory.sign_in("sam", "lantern copper eleven")


@pytest.mark.parametrize(
    ("current", "password", "words"),
    [("wrong one here", "lantern copper eleven", "not your password"), (PASSWORD, "12345678", "strangers try first")],
)
def test_password_change_refused(sign_in_as, current, password, words):
    sam = sign_in_as("sam")
    response = sam.post("/settings/password", {"current": current, "password": password})
    assert response.status_code == 422
    assert words in response.text
    sam.with_cookie(None).sign_in("sam", PASSWORD)


def test_export_holds_ones_own_and_no_secret(sign_in_as, cast, runtime, password_hash):
    with runtime.database.transaction() as session:
        add_event(session, cast.sam.id, "sam's")
        add_event(session, cast.tess.id, "tess's")
    response = sign_in_as("sam").get("/settings/export")
    assert response.mimetype == "application/json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="quizapp-export-2026-03-02.json"'
    assert response.headers["Cache-Control"] == "no-store"
    content = json.loads(response.text)
    assert (content["format"], content["version"]) == ("quizapp-export", 1)
    assert content["account"]["name"] == "Sam"
    assert [e["client_id"] for e in content["history"]["events"]] == ["sam's"]
    assert password_hash not in response.text


def test_export_is_limited(sign_in_as):
    sam = sign_in_as("sam")
    statuses = [sam.get("/settings/export").status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert sign_in_as("tess").get("/settings/export").status_code == 200


def test_erasure_asks_for_the_password_again(sign_in_as, clock, runtime, cast):
    sam = sign_in_as("sam")
    clock.move(minutes=16)
    response = sam.post("/settings/erasure", {"sure": "y"})
    assert response.headers["Location"] == "/password-again?next=/settings/erasure"
    again = sam.post("/password-again?next=/settings/erasure", {"password": "wrong one here"})
    assert again.status_code == 422
    assert sam.get("/settings/erasure").status_code == 303
    again = sam.post("/password-again?next=/settings/erasure", {"password": PASSWORD})
    assert again.headers["Location"] == "/settings/erasure"
    assert sam.get("/settings/erasure").status_code == 200
    assert sam.post("/settings/erasure", {"sure": "y"}).headers["Location"] == "/"
    with runtime.database.reading() as session:
        assert session.get(User, cast.sam.id) is None


def test_erasure_needs_the_tick(sign_in_as, runtime, cast):
    assert sign_in_as("sam").post("/settings/erasure").status_code == 422
    with runtime.database.reading() as session:
        assert session.get(User, cast.sam.id) is not None


def test_guest_erases_without_a_password(sign_in_as, runtime, cast, clock):
    gil = sign_in_as("gil")
    clock.move(days=1)
    assert gil.post("/settings/erasure", {"sure": "y"}).status_code == 303
    with runtime.database.reading() as session:
        assert session.get(User, cast.gil.id) is None


def test_erased_words_are_nowhere_in_the_files(sign_in_as, runtime, cast):
    with runtime.database.transaction() as session:
        add_event(session, cast.sam.id, CANARY, response=CANARY)
        session.get(User, cast.sam.id).email = f"{CANARY}@example.org"
    path = runtime.database.path
    files = [path, Path(f"{path}-wal")]
    assert any(CANARY.encode() in f.read_bytes() for f in files if f.exists())
    saved = (sam := sign_in_as("sam")).cookie()
    other = sign_in_as("sam")
    sam.post("/settings/erasure", {"sure": "y"})
    assert not any(CANARY.encode() in f.read_bytes() for f in files if f.exists())
    assert (sam.who(), sam.with_cookie(saved).who(), other.who()) == ("nobody", "nobody", "nobody")
    with runtime.database.reading() as session:
        assert client_ids(session, cast.sam.id) == []


def test_who_gets_an_erased_persons_id_is_not_opened_by_the_old_cookie(sign_in_as, browser, runtime):
    # SQLite gives the last id again.
    with_last_id = browser()
    with_last_id.post("/settings", {**_settings()})
    saved = with_last_id.cookie()
    with_last_id.post("/settings/erasure", {"sure": "y"})
    newcomer = browser()
    newcomer.post("/sign-up", {"name": "Nora", "password": PASSWORD})
    assert newcomer.who() == "Nora"
    assert newcomer.with_cookie(saved).who() == "nobody"


def _settings() -> dict[str, str]:
    return {
        "new_per_day": "5", "reviews_per_day": "50", "buttons": "4", "fixed_way": "", "zone": "UTC",
        "day_start_minutes": "240", "date_order": "", "theme": "auto",
    }  # fmt: skip
