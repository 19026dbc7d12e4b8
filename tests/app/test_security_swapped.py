"""S3, S5: two learners' whole journeys are recorded and sent again with the other's ids, or with more fields."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from quizapp.banks.models import QuestionRow
from tests.app.journeys import Recorder, Sent, bank_about, content, learn, owned

#: Fields that hold an id of something; what else is typed is no id.
ID_FIELDS = ("asked", "client_id")
#: What a form could be hoped to take.
MORE = {
    "learner_id": "1", "owner_id": "1", "user_id": "1", "id": "1", "bank_id": "1", "question_id": "1", "score": "1",
    "points": "99", "role": "teacher", "is_admin": "y", "epoch": "9", "kind": "live", "counts": "0", "study_day": "1",
    "answered_at": "1", "received_at": "1", "revision": "9", "question_revision": "9", "visibility": "public",
    "stability_after": "999", "due_at": "1", "is_helped": "0", "is_suspended": "1", "password_hash": "x",
}  # fmt: skip
#: What differs between two learners who do the same.
BY_CHANCE = {
    *("id", "learner_id", "event_id", "head_event_id", "target_id", "client_id", "epoch"),
    *("option_seed", "options_key", "picks", "response", "note"),
}


@dataclass
class Learned:
    """Somebody with a recorded journey, and the words that only they may see."""

    browser: Recorder
    person_id: int
    words: tuple[str, ...]

    @property
    def sent(self) -> list[Sent]:
        return self.browser.sent


@pytest.fixture
def journey(app, cast, runtime) -> Callable[..., Learned]:
    """Give what sends one of the cast on the way through a bank."""

    def go(name: str, slug: str, bank: int, /, *words: str, **extra: str) -> Learned:
        browser = Recorder(app)
        browser.become(cast[name])
        with runtime.database.reading() as session:
            statement = select(QuestionRow.id).where(QuestionRow.bank_id == bank).order_by(QuestionRow.id)
            question_ids = list(session.scalars(statement))
        learn(browser, runtime, slug, question_ids, f"typed-by-{name}", **extra)
        return Learned(browser, cast[name].id, (*words, f"typed-by-{name}"))

    return go


@pytest.fixture(params=["private", "public"])
def pair(request, runtime, cast, journey) -> tuple[Learned, Learned]:
    """Give two learners: teachers with a private bank each, or students of one public bank."""
    if request.param == "public":
        with runtime.database.transaction() as session:
            bank_id = bank_about(session, "harbour", "shared")
        return journey("sam", "shared", bank_id), journey("tess", "shared", bank_id)
    with runtime.database.transaction() as session:
        first = bank_about(session, "quokka", "first", cast.ada.id)
        second = bank_about(session, "wombat", "second", cast.eve.id)
    return journey("ada", "first", first, "quokka"), journey("eve", "second", second, "wombat")


def swapped(own: Sent, other: Sent) -> Iterator[Sent]:
    """Give a request with one id, some or all of them the other's."""
    theirs = {name: other.fields[name] for name in ID_FIELDS if own.fields.get(name) != other.fields.get(name)}
    choices = [("path", other.path)] if other.path != own.path else []
    choices += theirs.items()
    for count in range(1, len(choices) + 1):
        for chosen in itertools.combinations(choices, count):
            values = dict(chosen)
            path = values.pop("path", own.path)
            yield replace(own, path=path, fields=own.fields | values)


@pytest.mark.parametrize("headers", [{}, {"X-Part": "1"}], ids=["page", "part"])
def test_the_others_ids_show_nothing_and_change_nothing(pair, runtime, headers, clock):
    one, other = pair
    assert [sent.method for sent in one.sent] == [sent.method for sent in other.sent]
    before = list(owned(content(runtime), other.person_id))
    assert {name for name, _ in before} >= {"user", "review_event", "review_response", "card_state", "question_report"}
    tries = [(own, sent) for own, theirs in zip(one.sent, other.sent, strict=True) for sent in swapped(own, theirs)]
    # An answer under the other's client id is one's own answer; once there, that id opens it. So these come last.
    tries.sort(key=lambda each: is_swapped("client_id", *each))
    assert len(tries) >= 20
    for own, sent in tries:
        clock.move(seconds=2)
        response = one.browser.replay(sent, headers=headers)
        shown = response.text + str(response.headers)
        assert not [word for word in other.words if word in shown], sent
        is_foreign = sent.place != own.place or (len(other.words) > 1 and is_swapped("asked", own, sent))
        if is_foreign and not is_swapped("client_id", own, sent):
            assert response.status_code == 404, (sent, response.status_code)
        assert response.status_code < 500
        assert list(owned(content(runtime), other.person_id)) == before, sent


def is_swapped(field: str, own: Sent, sent: Sent) -> bool:
    return own.fields.get(field) != sent.fields.get(field)


def test_a_cookie_of_two_halves_is_nobodys(pair):
    for learned in pair:
        export = learned.browser.get("/settings/export").text
        assert f"What {learned.words[-1]} wrote" in export
        assert f"What {learned.words[-1]} reported" in export
    one, other = (learned.browser.cookie().rsplit(".", 2) for learned in pair)
    # Two that were signed in one second share their time: that half is the same.
    for halves in ((one[0], *other[1:]), (one[0], other[1], one[2]), (one[0], one[1], other[2])):
        if list(halves) == one:
            continue
        assert pair[0].browser.with_cookie(".".join(halves)).who() == "nobody"


def test_more_fields_change_nothing(runtime, journey):
    with runtime.database.transaction() as session:
        bank_id = bank_about(session, "harbour", "shared")
    plain, filled = journey("sam", "shared", bank_id), journey("tess", "shared", bank_id, **MORE)
    rows = content(runtime)
    kept = [[without_chance(table, row) for table, row in owned(rows, each.person_id)] for each in (plain, filled)]
    assert len(kept[0]) > 20
    assert kept[0] == kept[1]
    assert {row["visibility"] for row in rows["bank"]} == {"public"}


def without_chance(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what two learners cannot have in common."""
    own = BY_CHANCE | ({"name", "sign_in_name"} if table == "user" else set())
    return {"table": table} | {name: value for name, value in row.items() if name not in own}
