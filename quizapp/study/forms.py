"""What the study pages send: the signed card that was asked, the client's id, the learner's settings of one card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from quizapp.banks.service import REPORT_REASONS
from quizapp.core.errors import Conflict, QuizError
from quizapp.core.question import FormInput, Way
from quizapp.core.scheduler import ManualAction
from quizapp.plumbing.forms import Form, as_text, new_client_id, read_number, submitted
from quizapp.study.service import Answer, Asked, LiveResponses, Told

LIVE_RESPONSES: dict[str, LiveResponses] = {"on": "on", "misses": "misses", "off": "off", "class": "class"}
ACTIONS: dict[str, ManualAction] = {"suspend": "suspend", "resume": "resume", "bury": "bury", "fix_way": "fix_way"}
WAYS: dict[str, Way] = {"recognise": "recognise", "recall": "recall"}
TOKEN_AT_MOST = 8_000
_STALE = "This page is from before the app was set up anew. Reload it, and the card comes again."


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer with the card it is to."""

    asked: Asked
    answer: Answer

    @property
    def waits_for_rating(self) -> bool:
        """Whether it is to be rated by its learner, who has not done so yet."""
        return self.asked.way == "self" and self.answer.rating is None and not self.answer.gave_up


def sign(asked: Asked) -> str:
    """Seal a card as asked, for its page to carry."""
    return str(_serializer().dumps(asked.dump()))


def read_asked(form: MultiDict[str, str]) -> Asked:
    """Open the sealed card that a page sends back.

    Raises:
        Conflict: the seal is broken or of another installation.
    """
    sealed = form.get("asked", "")
    try:
        if not sealed or len(sealed) > TOKEN_AT_MOST:
            raise BadData("no seal")
        return Asked.parse(_serializer().loads(sealed))
    except (BadData, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Conflict(_STALE) from error


def read_answer(form: MultiDict[str, str]) -> SentAnswer:
    """Read a sent answer; the inputs themselves are judged by the question's kind."""
    rating = form.get("rating", "")
    return SentAnswer(
        read_asked(form),
        Answer(
            client_id=read_client_id(form),
            inputs=read_inputs(form),
            gave_up=form.get("gave_up") == "1",
            rating=int(rating) if rating in ("1", "2", "3", "4") else None,
            taken_ms=read_number(form.get("taken_ms")) or 0,
        ),
    )


def read_inputs(form: MultiDict[str, str]) -> FormInput:
    """Give the form's inputs as a question's kind reads them."""
    return cast(FormInput, form)


def read_client_id(form: MultiDict[str, str]) -> str:
    """Read the client's UUID; a missing or malformed one is made anew."""
    try:
        return str(UUID(form.get("client_id", "")[:40]))
    except ValueError:
        return new_client_id()


def read_rating(form: MultiDict[str, str]) -> int:
    """Read a rating, 1 to 4.

    Raises:
        QuizError: it is none.
    """
    rating = form.get("rating", "")
    if rating not in ("1", "2", "3", "4"):
        raise QuizError("That is no rating. Go back and choose one of the buttons.")
    return int(rating)


def read_act(form: MultiDict[str, str]) -> tuple[ManualAction, Way | None]:
    """Read an act on a card, and the way to ask it where that is what is fixed.

    Raises:
        QuizError: it is none that a learner can do.
    """
    action = form.get("action", "")
    if action not in ACTIONS:
        raise QuizError("That cannot be done with a card. Go back and use the page’s own buttons.")
    return ACTIONS[action], read_way(form) if action == "fix_way" else None


def read_way(form: MultiDict[str, str]) -> Way | None:
    """Read a way of asking; anything else means that memory decides."""
    return WAYS.get(form.get("way", ""))


def read_live_responses(form: MultiDict[str, str]) -> LiveResponses:
    """Read which responses in live games enter the schedule; anything unknown means all."""
    return LIVE_RESPONSES.get(form.get("live_responses", ""), "on")


def read_lifted(form: MultiDict[str, str]) -> int:
    """Read by how many cards the limits had been lifted when the page was made."""
    return read_number(form.get("lifted")) or 0


def _serializer() -> URLSafeSerializer:
    keys: list[Any] = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="asked card")


class ReportForm(Form):
    """What is wrong with a question."""

    reason = RadioField(
        "What is wrong?",
        choices=[SelectChoice(reason, words) for reason, words in REPORT_REASONS.items()],
        validators=[InputRequired("Choose what is wrong.")],
    )
    note = TextAreaField(
        "In your words, if you like",
        filters=[as_text],
        validators=[Length(max=1000, message="At most 1,000 characters.")],
    )

    def told(self) -> Told:
        """Give what was told, under the client's id that came with it."""
        return Told(read_client_id(submitted()), self.reason.data, self.note.data or "")
