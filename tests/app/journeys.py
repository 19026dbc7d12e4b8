"""A learner's whole way through the pages, written down request by request, and what the database then holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from quizapp.all_models import metadata
from quizapp.banks.models import Bank
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import parse_question
from quizapp.plumbing.runtime import Runtime
from tests.browserlike import Browser
from tests.study import bank_files
from tests.study.desk import Page, Seat

SETTINGS = {
    "new_per_day": "5", "reviews_per_day": "50", "buttons": "2", "fixed_way": "", "zone": "UTC",
    "day_start_minutes": "240", "date_order": "", "theme": "auto",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it was sent, without its token."""

    method: str
    path: str
    fields: dict[str, Any]

    @property
    def place(self) -> str:
        """The path without what follows the question mark."""
        return urlsplit(self.path).path


class Recorder(Browser):
    """A browser that writes down what it sends; the page that its tokens are read from is left out."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.sent: list[Sent] = []

    def replay(self, sent: Sent, **extra: Any) -> TestResponse:
        """Send a request of a recording with this browser's own cookie and token."""
        if sent.method == "GET":
            return self.get(sent.path, **extra)
        return self.post(sent.path, sent.fields, **extra)

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        fields = {name: value for name, value in (options.get("data") or {}).items() if name != "csrf_token"}
        if path != "/sign-in":
            self.sent.append(Sent(method, path, fields))
        return super()._send(method, path, **options)


def bank_about(session: Session, word: str, slug: str, owner_id: int | None = None) -> int:
    """Load a bank whose every text holds a word, private where it has an owner; gives its id."""
    raws: list[dict[str, Any]] = [
        {
            "id": f"q{number}", "kind": "text", "stem": f"Who painted {word} number {number}?",
            "key": f"{word} painter {number}", "distractors": [f"{word} {name} {number}" for name in ("x", "y", "z")],
            "hints": [f"It has {word} colours."], "explanation": f"A {word} is easily known.", "about": "actor",
            "evidence": {"paragraph": 2, "quote": f"The {word} was painted"},
        }
        for number in range(1, 5)
    ]  # fmt: skip
    raws.append({"id": "open", "kind": "open", "stem": f"Tell of the {word}.", "key": f"Of the {word}, all."})
    body = write_yaml(BankFields(title=f"Bank of {word}"), [parse_question(raw) for raw in raws])
    text = f"# On the {word}\n\nThe {word} was painted.\n"
    bank_id = bank_files.load(session, body, text, slug=slug).bank_id
    if owner_id is not None:
        session.execute(update(Bank).where(Bank.id == bank_id).values(owner_id=owner_id, visibility="private"))
    return bank_id


def learn(browser: Recorder, runtime: Runtime, slug: str, question_ids: list[int], typed: str, **extra: str) -> None:
    """Do all that a learner can do with a bank; what is typed holds a word, each form holds `extra` too."""
    way = _Way(Seat(browser, runtime.database, slug), typed, extra)
    way.look_round()
    way.answer(question_ids)
    way.act(question_ids[0])
    way.look_back(question_ids[0])


@dataclass
class _Way:
    seat: Seat
    typed: str
    extra: dict[str, str]

    def look_round(self) -> None:
        for path in ("/", f"/banks/{self.seat.slug}", f"/banks/{self.seat.slug}/reading", f"/study/{self.seat.slug}"):
            assert self.seat.browser.get(path).status_code == 200, path

    def answer(self, question_ids: list[int]) -> None:
        """Err and be right, with and without help, correct one answer, take one back, rate one's own words."""
        seat, browser = self.seat, self.seat.browser
        seat.open(question_ids[0])
        seat.send({"help": "hint", **self.extra}, to="/study/asks")
        seat.answer(knows=False, **self.extra)
        answered = browser.sent[-1].path
        browser.get(answered, headers={"X-Part": "1"})
        self._send(f"{answered}/corrections", rating="3", client_id=_own_id(self.typed, 1))
        seat.open(question_ids[1])
        reply = seat.send(seat.fill() | self.extra, headers={"X-Part": "1"})
        assert reply.status_code == 200
        taken_back = next(form.action for form in Page(reply.text).forms if form.action.endswith("/reversals"))
        self._send(taken_back, client_id=_own_id(self.typed, 2))
        seat.open(question_ids[2])
        seat.answer(**self.extra)
        seat.open(question_ids[4])
        words = {"response": f"What {self.typed} wrote", **self.extra}
        assert seat.send({**words, "help": "reveal"}, to="/study/asks").status_code == 200
        assert seat.send({**words, "rating": "3"}).status_code == 303

    def act(self, question_id: int) -> None:
        acts = {"suspend": "", "resume": "", "bury": "", "fix_way": "recall"}
        for number, (action, way) in enumerate(acts.items(), 3):
            own = _own_id(self.typed, number)
            self._send(f"/study/cards/{question_id}/acts", action=action, way=way, client_id=own)
        report = f"/study/questions/{question_id}/reports"
        self.seat.browser.get(report)
        note = f"What {self.typed} reported"
        self._send(report, reason="typo", note=note, client_id=_own_id(self.typed, 9))
        self._send(f"/study/{self.seat.slug}/ways", way="recall")
        self._send(f"/study/{self.seat.slug}/lifts")
        self._send("/settings", **SETTINGS)

    def look_back(self, question_id: int) -> None:
        slug = self.seat.slug
        for path in (
            *("/progress", f"/progress?bank={slug}", "/progress/questions", f"/progress/questions?bank={slug}"),
            *(f"/progress/cards/{question_id}", f"/study/{slug}?question={question_id}"),
            *("/settings", "/settings/export"),
        ):
            assert self.seat.browser.get(path).status_code == 200, path

    def _send(self, path: str, **fields: str) -> None:
        response = self.seat.browser.post(path, fields | self.extra)
        assert response.status_code == 303, (path, response.status_code)


def _own_id(typed: str, number: int) -> str:
    digest = hashlib.sha256(f"{typed} {number}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-7{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"


def content(runtime: Runtime) -> dict[str, list[dict[str, Any]]]:
    """Give all rows of all tables, by table."""
    with runtime.database.reading() as session:
        return {
            name: [dict(row._mapping) for row in session.execute(table.select().order_by(*table.primary_key.columns))]
            for name, table in metadata.tables.items()
        }


def owned(rows: dict[str, list[dict[str, Any]]], person_id: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the rows that are of or about a person, the banks of their own included."""
    banks = {row["id"] for row in rows["bank"] if row["owner_id"] == person_id}
    for name, listed in rows.items():
        for row in listed:
            is_theirs = person_id in (row.get("learner_id"), row.get("owner_id"), row.get("user_id"))
            if is_theirs or row.get("bank_id") in banks or (name == "user" and row["id"] == person_id):
                yield name, row
