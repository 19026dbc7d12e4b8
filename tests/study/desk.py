"""A learner at the desk: cards are asked and answered, by the service alone or through the pages' own forms."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from quizapp.banks.models import Bank, QuestionRow
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question
from quizapp.core.scheduler import CardFold, Rating
from quizapp.people.viewer import Viewer
from quizapp.plumbing.clock import epoch_ms
from quizapp.plumbing.db import Database
from quizapp.study import forms, service
from quizapp.study.models import CardState, DayTotal, MemoryTotal, ReviewEvent
from quizapp.study.service import Answer, Asked, Card, Given, Recorded, Retry
from quizapp.study.service.cards import CARD_COLUMNS, fold_of
from tests.browserlike import Browser
from tests.conftest import MovableClock
from tests.core.rendered import key_inputs

_NUMBERS = itertools.count(1)


@dataclass
class Desk:
    """One learner with one bank, through the service."""

    database: Database
    viewer: Viewer
    clock: MovableClock
    bank_id: int
    seconds: float = 6.0

    @property
    def day(self) -> service.Day:
        """The learner's present study day."""
        return service.day_of(self.viewer, epoch_ms(self.clock()))

    def ask(self, slug: str | None = None) -> Card | None:
        """Ask the next card, or the one of that id in the file."""
        wanted = None if slug is None else self.question_id(slug)
        with self.database.reading() as session:
            return service.next_card(session, self.viewer, self.bank_id, self.day, wanted)[1]

    def standing(self) -> service.Standing:
        with self.database.reading() as session:
            return service.get_standing(session, self.viewer, self.bank_id, self.day)

    def answer(self, *, knows: bool = True, slug: str | None = None, card: Card | None = None, **more: Any) -> str:
        """Ask a card, answer it, give the event's client id; the clock goes on by the time that it took."""
        card = card or self.ask(slug)
        assert card is not None, "there is no card to answer"
        self.clock.move(seconds=self.seconds)
        recorded = self.send(card, inputs_for(card.question, card.asked, knows=knows), **more)
        assert isinstance(recorded, Recorded), recorded
        return recorded.client_id

    def send(self, card: Card, inputs: dict[str, list[str]], **more: Any) -> Recorded | Retry:
        """Send inputs for a card as it was asked."""
        given = {"client_id": self.new_id(), "gave_up": False, "rating": None, "taken_ms": 0} | more
        answer = Answer(inputs=MultiDict(inputs), **given)
        with self.database.transaction() as session:
            sent = service.record_review(session, self.viewer, card.asked, answer, self.day)
        if isinstance(sent, Recorded) and sent.given is not None:
            self._check_told(sent.client_id, sent.given)
        return sent

    def _check_told(self, client_id: str, given: Given) -> None:
        """Fail where what is told of an answer at once is not what is read of it later."""
        with self.database.reading() as session:
            told = service.feedback_of(session, given, self.day)
            assert told == service.get_feedback(session, self.viewer, client_id, self.day)

    def undo(self, client_id: str, own_id: str | None = None) -> None:
        with self.database.transaction() as session:
            service.undo(session, self.viewer, client_id, own_id or self.new_id(), self.day)

    def correct(self, client_id: str, rating: int, own_id: str | None = None) -> None:
        with self.database.transaction() as session:
            service.correct(session, self.viewer, client_id, Rating(rating), own_id or self.new_id(), self.day)

    def act(self, slug: str, action: Any, way: Any = None, own_id: str | None = None) -> str:
        """Act on a card a second later; gives the event's client id."""
        self.clock.move(seconds=1)
        made = own_id or self.new_id()
        with self.database.transaction() as session:
            service.act(session, self.viewer, self.question_id(slug), action, made, self.day, way)
        return made

    def prefer(self, **values: Any) -> None:
        """Save preferences."""
        wanted = {"buttons": 2, "new_per_day": 10, "reviews_per_day": 200, "fixed_way": None} | values
        with self.database.transaction() as session:
            service.save_preferences(session, self.viewer.id, **wanted)

    def feedback(self, client_id: str) -> service.Feedback:
        with self.database.reading() as session:
            return service.get_feedback(session, self.viewer, client_id, self.day)

    def summary(self) -> service.Summary:
        with self.database.reading() as session:
            standing = service.get_standing(session, self.viewer, self.bank_id, self.day)
            return service.get_summary(session, self.viewer, self.bank_id, self.day, standing)

    def state(self, slug: str) -> CardFold | None:
        """Give the card's row as a value; None where there is none."""
        with self.database.reading() as session:
            row = session.execute(
                select(*CARD_COLUMNS).where(
                    CardState.learner_id == self.viewer.id, CardState.question_id == self.question_id(slug)
                )
            ).first()
        return None if row is None else fold_of(row)

    def events(self, slug: str | None = None) -> list[ReviewEvent]:
        """List the learner's events, of one card or all, oldest first."""
        wanted = select(ReviewEvent).where(ReviewEvent.learner_id == self.viewer.id).order_by(ReviewEvent.id)
        if slug is not None:
            wanted = wanted.where(ReviewEvent.question_id == self.question_id(slug))
        with self.database.reading() as session:
            return list(session.scalars(wanted))

    def totals(self) -> list[Any]:
        """List the rows of the learner's totals."""
        with self.database.reading() as session:
            return [
                row
                for table in (DayTotal, MemoryTotal)
                for row in session.scalars(select(table).where(table.learner_id == self.viewer.id))
            ]

    def check(self) -> None:
        """Fail where cards or totals are not what the events say."""
        with self.database.reading() as session:
            assert service.check_learner(session, self.viewer.id) == []

    def question_id(self, slug: str) -> int:
        with self.database.reading() as session:
            return session.scalars(
                select(QuestionRow.id).where(QuestionRow.bank_id == self.bank_id, QuestionRow.slug == slug)
            ).one()

    def slug_of(self, card: Card) -> str:
        return card.question.id

    def change_bank(self, **values: Any) -> None:
        """Set columns of the bank."""
        with self.database.transaction() as session:
            for name, value in values.items():
                setattr(session.get_one(Bank, self.bank_id), name, value)

    def change_question(self, slug: str, **values: Any) -> None:
        """Set columns of a question."""
        question_id = self.question_id(slug)
        with self.database.transaction() as session:
            for name, value in values.items():
                setattr(session.get_one(QuestionRow, question_id), name, value)

    def new_id(self) -> str:
        """Make a UUID as a browser's, but one that grows, so that a seed finds the same again."""
        return str(UUID(int=epoch_ms(self.clock()) << 80 | 0x7 << 76 | 0x2 << 62 | next(_NUMBERS)))


def inputs_for(question: Question, asked: Asked, *, knows: bool = True) -> dict[str, list[str]]:
    """Give what somebody who knows the key sends, or somebody who errs."""
    shown = question.ask(Random(asked.option_seed), asked.way)
    right = {"response": [question.answer()]} if question.kind == "open" else key_inputs(question, shown)
    if knows:
        return right
    if question.kind == "match":
        return {name: [shown["rights"][-1]] for name in right}
    if question.kind == "order":
        return {name: [str(len(right) + 1 - int(values[0]))] for name, values in right.items()}
    if question.kind == "cloze":
        wrong = {gap["name"]: gap.get("options", [{"value": "99 wrong words"}]) for gap in shown["gaps"]}
        return {name: [next(o["value"] for o in wrong[name] if o["value"] not in right[name])] for name in right}
    wrong = next((each["value"] for each in shown.get("options", ()) if each["value"] not in right["response"]), None)
    typed = {"date": "1 January 1700", "number": "123456789"}.get(question.kind, "something else entirely")
    return {"response": [wrong or typed]}


@dataclass
class Form:
    """One form of a page: where it goes, what it hides, what it lets one enter or press."""

    action: str
    marks: frozenset[str]
    hidden: dict[str, str] = field(default_factory=dict)
    #: By name: the values that can be sent, None where anything can be typed.
    controls: dict[str, list[str] | None] = field(default_factory=dict)


class Page(HTMLParser):
    """A page with its forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.forms: list[Form] = []
        self._select = ""
        self.feed(html)

    @property
    def answer_form(self) -> Form:
        """The form that answers the card."""
        return next(form for form in self.forms if "data-answer" in form.marks)

    @property
    def visible(self) -> str:
        """The page without what differs from one showing to the next."""
        return re.sub(r'value="[^"]{30,}"', 'value=""', self.html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), frozenset(given)))
        elif not self.forms:
            return
        elif given.get("type") == "hidden":
            self.forms[-1].hidden[given["name"]] = given["value"]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            self._offer(self._select, given["value"])
        elif tag == "textarea" or given.get("type") == "text":
            self.forms[-1].controls[given["name"]] = None
        elif given.get("name"):
            self._offer(given["name"], given.get("value", "on"))

    def _offer(self, name: str, value: str) -> None:
        values = self.forms[-1].controls.setdefault(name, [])
        if values is not None:
            values.append(value)


class Seat:
    """One browser before the pages of a sitting."""

    def __init__(self, browser: Browser, database: Database, slug: str) -> None:
        self.browser, self.database, self.slug = browser, database, slug
        self.page: Page | None = None

    @property
    def app(self) -> Flask:
        return self.browser.app

    @property
    def asked(self) -> Asked:
        """What the page's seal holds."""
        with self.app.test_request_context("/"):
            return forms.read_asked(MultiDict(self.form.hidden))

    @property
    def form(self) -> Form:
        assert self.page is not None
        return self.page.answer_form

    @property
    def question(self) -> Question:
        with self.database.reading() as session:
            return parse_question(session.get_one(QuestionRow, self.asked.question_id).body)

    def open(self, wanted: int | None = None) -> Page:
        """Open the sitting, or a question of it."""
        response = self.browser.get(f"/study/{self.slug}" + (f"?question={wanted}" if wanted else ""))
        assert response.status_code == 200, response.text
        self.page = Page(response.text)
        return self.page

    def fill(self, *, knows: bool = True) -> dict[str, list[str]]:
        """Fill the form; a value that the page does not offer fails."""
        inputs = inputs_for(self.question, self.asked, knows=knows)
        for name, values in inputs.items():
            offered = self.form.controls[name]
            assert offered is None or set(values) <= set(offered), (name, values, offered)
        return inputs

    def send(self, inputs: dict[str, Any], to: str | None = None, **options: Any):
        """Send the form with these inputs."""
        data = {name: value for name, value in self.form.hidden.items() if name != "csrf_token"} | inputs
        return self.browser.post(to or self.form.action, data, token=self.form.hidden["csrf_token"], **options)

    def answer(self, *, knows: bool = True, **more: Any):
        """Fill and send, then follow to the feedback."""
        response = self.send(self.fill(knows=knows) | more)
        assert response.status_code == 303, response.text
        return self.browser.get(response.headers["Location"])
