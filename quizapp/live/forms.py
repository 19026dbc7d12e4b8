"""What hosts and players send: a game to be made, commands, the code that is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from quizapp.banks.service import NARROWING
from quizapp.core.errors import Conflict
from quizapp.core.game import Cancel, Command, End, Extend, Lock, Next, Pause, Reopen, Resume, Rules, Skip, Void
from quizapp.core.nicknames import MAX_NICKNAME_CHARS
from quizapp.core.searching import QUERY_AT_MOST
from quizapp.live.service import ROUNDS_AT_MOST, GameWish, Look
from quizapp.plumbing.forms import Form, as_text, read_number, read_numbers

_TAG_AT_MOST = 200
_CLIENT_ID_CHARS = 36
#: What an open round may be extended by, in seconds.
EXTENSIONS = (10, 30)


class RulesForm(Form):
    """How a game is played; can be changed while it waits in its lobby."""

    speed = SelectField(
        "Speed counts",
        choices=[
            SelectChoice("20", "a little: a fifth of the points"),
            SelectChoice("0", "not at all: right is right"),
            SelectChoice("50", "a lot: half of the points"),
        ],
        default="20",
    )
    is_timed = BooleanField("Questions have a time limit", default=True)
    has_reading_time = BooleanField("Show the question alone first, so that all have read it", default=True)
    has_standings = BooleanField("Standings after each question", default=True)
    reveals_at_once = BooleanField("Show the answer as soon as the time is up")
    may_change = BooleanField("Answers may be changed until the question closes")
    shows_names = BooleanField("Nicknames on the big screen")

    def rules(self) -> Rules:
        """Give the rules of a sound form."""
        return Rules(
            speed_share=int(self.speed.data) / 100,
            is_timed=bool(self.is_timed.data),
            has_reading_time=bool(self.has_reading_time.data),
            has_standings=bool(self.has_standings.data),
            reveals_at_once=bool(self.reveals_at_once.data),
            may_change=bool(self.may_change.data),
        )


def rules_in_form(rules: Rules, *, shows_names: bool) -> dict[str, object]:
    """Give rules as the form shows them."""
    names = ("is_timed", "has_reading_time", "has_standings", "reveals_at_once", "may_change")
    shown: dict[str, object] = {name: getattr(rules, name) for name in names}
    return shown | {"speed": str(round(rules.speed_share * 100)), "shows_names": shows_names}


class GameForm(RulesForm):
    """A game to be made of a bank."""

    bank = HiddenField("Bank", filters=[as_text], validators=[InputRequired("Choose a bank.")])
    client_id = HiddenField("Form", filters=[as_text], validators=[InputRequired("Reload the page and try again.")])
    tag = SelectField("Questions from", validate_choice=False)
    count = IntegerField(
        "How many questions",
        default=10,
        validators=[Optional(), NumberRange(1, ROUNDS_AT_MOST, f"A game has 1 to {ROUNDS_AT_MOST} questions.")],
    )
    is_shuffled = BooleanField("In a new order", default=True)
    classroom = SelectField("Who may join", validate_choice=False)
    source = SelectField(
        "For a classroom, ask",
        choices=[
            SelectChoice("", "what is chosen above"),
            SelectChoice("due", "what is due for most of it"),
            SelectChoice("missed", "what it has missed most"),
        ],
        default="",
    )

    admits_each = BooleanField("I let each player in myself")
    asks_word = BooleanField("Ask for the entry word")

    def wish(self, ids: tuple[int, ...], search: Mapping[str, str]) -> GameWish:
        """Give the wish of a sound form; with picked questions it is those, as they stand."""
        is_chosen = bool(ids or search)
        return GameWish(
            slug=self.bank.data[:_TAG_AT_MOST],
            client_id=self.client_id.data[:_CLIENT_ID_CHARS],
            count=self.count.data or 10,
            tag="" if is_chosen else as_text(self.tag.data)[:_TAG_AT_MOST],
            ids=ids,
            search=search,
            is_shuffled=bool(self.is_shuffled.data),
            shows_names=bool(self.shows_names.data),
            admits_each=bool(self.admits_each.data),
            asks_word=bool(self.asks_word.data),
            classroom_id=read_number(self.classroom.data),
            source="" if is_chosen else self.source.data,
            rules=self.rules(),
        )


def read_picked(inputs: MultiDict[str, str]) -> tuple[int, ...]:
    """Read the questions that were ticked in a bank's list; none = all of it."""
    return () if inputs.get("all") else tuple(read_numbers(inputs.getlist("question")))[:ROUNDS_AT_MOST]


def read_search(inputs: MultiDict[str, str]) -> dict[str, str]:
    """Read what a bank's list was narrowed to where all that it shows is meant; empty = it is not, or was not."""
    if not inputs.get("all"):
        return {}
    given = {name: inputs.get(name, "")[:QUERY_AT_MOST] for name in NARROWING}
    # A blank at the end says that the last word is whole: what stands around the value keeps it.
    return {name: as_text(f"[{value}]")[1:-1] for name, value in given.items() if as_text(value)}


class CodeForm(Form):
    """The code on the big screen."""

    code = StringField("Game code", filters=[as_text], validators=[InputRequired("Type the six digits.")])


_COMMANDS: Mapping[str, Callable[[int], Command]] = {
    "next": lambda _round_no: Next(),
    "lock": lambda _round_no: Lock(),
    "reopen": lambda _round_no: Reopen(),
    "skip": lambda _round_no: Skip(),
    "void": Void,
    "unvoid": lambda round_no: Void(round_no, is_voided=False),
    "cancel": lambda _round_no: Cancel(),
    "end": lambda _round_no: End(),
    "pause": lambda _round_no: Pause(),
    "resume": lambda _round_no: Resume(),
}


def read_command(inputs: MultiDict[str, str], *allowed: str) -> Command:
    """Read which of the allowed commands a form gives.

    Raises:
        Conflict: none of them.
    """
    name = inputs.get("command", "")
    if name not in allowed:
        raise Conflict("This page does not know that command. Reload it and try again.")
    return _COMMANDS[name](read_number(inputs.get("round_no")) or 0)


def read_extension(inputs: MultiDict[str, str]) -> Command:
    """Read by how much a round is to be extended.

    Raises:
        Conflict: by something that no button says.
    """
    seconds = read_number(inputs.get("seconds"))
    if seconds not in EXTENSIONS:
        raise Conflict("A question is given 10 or 30 seconds more.")
    return Extend(seconds * 1_000)


def read_event_no(inputs: MultiDict[str, str]) -> int:
    """Read which state of the game a form was shown in; -1, which no game has, where it does not say."""
    number = read_number(inputs.get("event_no"))
    return -1 if number is None else number


def read_last_seen(inputs: MultiDict[str, str]) -> int | None:
    """Read up to which player all that wait are meant; None where one is."""
    return read_number(inputs.get("all_to"))


def read_look(inputs: MultiDict[str, str]) -> Look:
    """Read which players a host looks for, and which pages of them."""
    page, door = (read_number(inputs.get(name)) or 1 for name in ("page", "door"))
    return Look(inputs.get("name", "").strip()[:MAX_NICKNAME_CHARS], page, door)


def read_player(inputs: MultiDict[str, str]) -> int:
    """Read which player a form is about; 0, which nobody is, where it does not say."""
    return read_number(inputs.get("player")) or 0
