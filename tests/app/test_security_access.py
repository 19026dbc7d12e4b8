"""S1, S2, S5: each route names its guard, the matrix holds, and no form reaches what it does not show."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import select, update

from quizapp.banks import service as banks
from quizapp.banks.models import Bank, BulkChange, Import, QuestionRow, Share
from quizapp.banks.views import imports
from quizapp.core.game import End, Lock, Next
from quizapp.documents.models import DraftRow
from quizapp.live import service as live
from quizapp.people import service as people
from quizapp.people.models import User
from quizapp.plumbing.clock import epoch_ms
from tests.app.walk import doors
from tests.conftest import BEGIN, PASSWORD
from tests.documents import brought, versions
from tests.study.desk import Seat

MATRIX = Path(__file__).with_name("matrix.csv")
#: cora is a teacher like eve, but for a bank of ada's that is shared with her (bank: read or edit).
ACTORS = ("mallory", "gil", "sam", "tess", "ada", "cora", "eve", "ann")
#: Who may do what a bank's owner may.
LEADING = ("ada", "ann")
FIRST_COLUMNS = ("method", "address", "bank", "form")
#: How ada's bank stands in the rows of a bank that is hers.
OWNED = {
    "private": {"visibility": "private"},
    "read": {"visibility": "private"},
    "edit": {"visibility": "private"},
    "unlisted": {"visibility": "unlisted", "link_token": "link-of-the-matrix"},
    "closed": {"visibility": "private", "deleted_at": BEGIN},
}
GUARDS = {"anyone", "learner", "signed_in", "teacher", "admin"}


def rows():
    with MATRIX.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_each_route_names_its_guard(app):
    without = [
        str(door) for door in doors(app) if getattr(app.view_functions[door.endpoint], "__guard__", None) not in GUARDS
    ]
    assert without == []


def test_the_matrix_holds_each_route(app):
    tried = [tuple(row[name] for name in FIRST_COLUMNS) for row in rows()]
    assert len(tried) == len(set(tried))
    listed = {(row["endpoint"], row["method"]) for row in rows()}
    assert listed == {(door.endpoint, door.method) for door in doors(app)}


def test_each_route_to_a_bank_is_tried_with_a_private_one_too(app):
    to_a_bank = {(r["endpoint"], r["method"]) for r in rows() if r["bank"] == "public"}
    private = {(r["endpoint"], r["method"]) for r in rows() if r["bank"] == "private"}
    assert private == to_a_bank
    named = {
        (door.endpoint, door.method)
        for door in doors(app)
        if re.search(r"/example|/1\b|/0000|/asks|/reviews", door.path)
    }
    own = {(r["endpoint"], r["method"]) for r in rows() if r["bank"] == "own"}
    assert named <= private | own


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(row[name] for name in FIRST_COLUMNS))
def test_matrix(row, world, sign_in_as):
    found = {}
    # Who may first after all who may not: what is deleted by then is refused to nobody.
    for actor in sorted(ACTORS, key=LEADING.__contains__):
        browser, address = sign_in_as(actor), row["address"].format(**world)
        form = dict(parse_qsl(row["form"].format(actor=actor, **world)))
        response = browser.get(address) if row["method"] == "GET" else browser.post(address, form)
        is_sent_away = response.headers.get("Location", "").startswith("/sign-in")
        found[actor] = "in" if is_sent_away else str(response.status_code)
    assert found == {actor: row[actor] for actor in ACTORS}


@pytest.fixture
def world(row, example, cast, sign_in_as, monkeypatch):
    """Give the ids of the row's bank, its first question, an answer and a document of ada, who owns what is private."""
    # No runner is at work here.
    monkeypatch.setattr(imports, "WAITED_SECONDS", 0)
    with example.database.reading() as session:
        question_id = session.scalars(select(QuestionRow.id).where(QuestionRow.slug == "bridge-opened")).one()
    seat = Seat(sign_in_as("ada"), example.database, "example")
    seat.open(question_id)
    asked = seat.form.hidden["asked"]
    reviewed = seat.send(seat.fill()).headers["Location"].rpartition("/")[2]
    if row["bank"] in OWNED:
        with example.database.transaction() as session:
            session.execute(update(Bank).values(owner_id=cast.ada.id, **OWNED[row["bank"]]))
    document = brought.put(example.database, cast.ada) if row["bank"] == "own" else 0
    with example.database.reading() as session:
        draft_id = session.scalar(
            select(DraftRow.id).where(DraftRow.upload_id == document).order_by(DraftRow.id).limit(1)
        )
    if row["bank"] in ("read", "edit"):
        with example.database.transaction() as session:
            bank_id = session.scalars(select(Bank.id)).one()
            session.add(Share(bank_id=bank_id, user_id=cast.cora.id, access=row["bank"], created_at=BEGIN))
    ids = {"question": question_id, "asked": asked, "reviewed": reviewed, "document": document, "draft": draft_id}
    if "{compared}" in row["address"]:
        ids |= versions.compared(example.database, cast.ada, document)
    if "{change}" in row["address"]:
        ids["change"] = _note_change(example, cast.ada)
    if "{media}" in row["address"]:
        ids["media"] = _give_picture(example)
    if "{game}" in row["address"] or "{link}" in row["address"] or "{screen}" in row["address"]:
        ids |= _make_game(example, cast.ada)
    if "{played}" in row["address"] or "{over}" in row["address"]:
        ids |= _play_game(example, cast.ada)
    if "{classroom}" in row["address"] or "{join}" in row["address"]:
        ids |= _make_classroom(example, cast)
    if "{import}" in row["address"]:
        ids["import"] = _begin_import(example, cast.ada)
    return ids


def _note_change(runtime, author):
    with runtime.database.transaction() as session:
        bank_id = session.scalars(select(Bank.id).where(Bank.slug == "example")).one()
        change = BulkChange(
            client_id="matrix", author_id=author.id, bank_id=bank_id, act="archive", undo={"ids": []}, created_at=BEGIN
        )
        session.add(change)
        session.flush()
        return change.id


def _give_picture(runtime):
    card = banks.put_media(runtime.media, b"\x89PNG\r\n\x1a\n" + bytes(100))
    with runtime.database.transaction() as session:
        banks.give_media(session, session.scalars(select(Bank.id).where(Bank.slug == "example")).one(), [card], BEGIN)
    return card.name.removeprefix("media/")


def _make_game(runtime, host):
    with runtime.database.transaction() as session:
        game_id = live.make_game(session, host, live.GameWish("example", "matrix", count=2), BEGIN, Random(1))
        player = live.JoinWish(game_id, "Kim", live.draw_token(), None)
        (card,) = live.join(session, live.get_standing(session, game_id), [player], BEGIN)
        standing = live.get_standing(session, game_id)
    return {
        "game": game_id,
        "player": card.id,
        "code": standing.code,
        "link": standing.link_token,
        "screen": standing.screen_token,
    }


def _play_game(runtime, host):
    """Let a game be over after one round that nobody answered."""
    made = _make_game(runtime, host)
    for command in (Next(), Next(), Lock(), Next(), End(), Next()):
        with runtime.database.transaction() as session:
            standing = live.get_standing(session, made["game"])
            live.move(session, standing, command, epoch_ms(BEGIN), user_id=host.id)
    return {"played": made["game"], "over": made["link"]}


def _make_classroom(runtime, cast):
    """Make a classroom of ada's with sam in it."""
    with runtime.database.transaction() as session:
        made = people.make_classroom(session, cast.ada, "7a", BEGIN)
        people.join_classroom(session, people.get_classroom(session, cast.ada, made), cast.sam, "Sam", BEGIN)
        link = people.get_classroom(session, cast.ada, made).link_token
    return {"classroom": made, "member": cast.sam.id, "join": link}


def _begin_import(runtime, viewer):
    """Keep an import that failed to be read: what may be done with it is tried without a child."""
    with runtime.database.transaction() as session:
        made = Import(owner_id=viewer.id, client_id="c", state="failed", error="Broken.", created_at=BEGIN,
                      files=[{"name": "x.txt", "stored": "", "sha256": "", "format": "", "table": {}}])  # fmt: skip
        session.add(made)
        session.flush()
        return made.id


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
