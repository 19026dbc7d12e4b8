"""What a written file does not carry: gathered question by question, told once for each field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from quizapp.core.formats.gathering import shortened
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import BankFields, Loss
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.question import Json, Question

_NAMED_AT_MOST = 5
#: Why text alone cannot have a question (`has_bare_media`).
BARE_MEDIA = "Its stem, an option or its answer is a picture or a sound alone"
_SHOWN = ("distractors", "options", "pairs", "items", "gaps")
_INNER = ("text", "left", "right", "key", "distractors", "options")
_CHOSEN = ("choice", "multiple", "open")


@dataclass(slots=True)
class Losses:
    """The losses of one written file; `program` is its format's name in sentences."""

    program: str
    _left_out: list[Loss] = field(default_factory=list)
    _bank: list[Loss] = field(default_factory=list)
    _names_by_field: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    #: The question that last lost a field, so that each is named once.
    _last: dict[tuple[str, str], Question] = field(default_factory=dict)

    def leave_out(self, question: Question, reason: str) -> None:
        """Note a question that is not written at all."""
        self._left_out.append(Loss(f"{question.kind} “{named(question)}”", reason, questions=1))

    def lose(self, question: Question, what: str, reason: str = "") -> None:
        """Note a field of a question that is not written, or not as it was; without a reason: there is no place."""
        key = (what, reason or f"{self.program} has no place for it")
        if self._last.get(key) is not question:
            self._names_by_field.setdefault(key, []).append(named(question))
        self._last[key] = question

    def lose_fields(self, question: Question, carried: Collection[str]) -> None:
        """Note every field that a question has and the format does not carry."""
        for name in question.dump():
            if name not in carried and name not in ("kind", "origin"):
                self.lose(question, name)

    def lose_bank(self, bank: BankFields, carried: Collection[str] = ()) -> None:
        """Note what the bank says about itself and the format does not carry; its title is the file’s name."""
        for name in ("description", "document", "licence", "authors", "tags"):
            if getattr(bank, name) and name not in carried:
                self._bank.append(Loss(f"bank: {name}", f"{self.program} has no place for it."))

    def all(self) -> tuple[Loss, ...]:
        """Give the losses: questions left out first, then the bank’s fields, then those of questions."""
        fields = [
            Loss(what, f"{reason}; in {_questions(names)}.", what, len(names))
            for (what, reason), names in self._names_by_field.items()
        ]
        return (*self._left_out, *self._bank, *fields)


def named(question: Question) -> str:
    """Give the name of a question in reports: its title or the beginning of its stem."""
    return shortened(question.title or plain_words(question.stem) or question.stem)


def has_bare_media(question: Question) -> bool:
    """Whether its stem or something to choose, to pair, to order or to turn up is a picture or a sound without words.

    Written as text alone it would be empty. What is typed is text whatever it says.
    """
    raw = question.dump()
    said = [raw["stem"], *(raw.get(name, ()) for name in _SHOWN)]
    said += [raw["key"]] if question.kind in _CHOSEN and "key" in raw else []
    return any(media_names(text) and not plain_words(text) for text in _texts_of(said))


def _texts_of(said: Json) -> Iterator[str]:
    """Give all texts of a list in turn; of a mapping what is shown of it."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from _texts_of([said[name] for name in _INNER if name in said])
    elif isinstance(said, list | tuple):
        for each in said:
            yield from _texts_of(each)


def _questions(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_NAMED_AT_MOST])
    further = len(names) - _NAMED_AT_MOST
    count = "1 question" if len(names) == 1 else f"{len(names)} questions"
    return f"{count}: {shown}" + (f" and {further} more" if further > 0 else "")
