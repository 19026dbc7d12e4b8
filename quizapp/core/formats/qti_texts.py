"""Texts and losses of one question on its way into QTI: HTML where it is shown, plain words where learners type.

The writers of QTI 1.2 and QTI 2.1 share it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.rich_html import find_plain, to_html, usual_name
from quizapp.core.formats.rich_text import from_html, is_quiet
from quizapp.core.formats.weighted import option_answers, str_of
from quizapp.core.formats.xml import CONTROL, holds_control
from quizapp.core.question import Json, Question


class QtiTexts:
    """One question while it is written; `addresses` gives the address of each of our media in the written file."""

    def __init__(self, question: Question, losses: Losses, addresses: Mapping[str, str], own_format: str) -> None:
        self.question = question
        self.losses = losses
        self.raw = question.dump()
        self._addresses = addresses
        self._by_address = {address: name for name, address in addresses.items()}
        origin = question.origin
        is_ours = origin.get("format") == own_format
        extra = origin.get("extra") if is_ours else None
        self.extra: Mapping[str, Json] = extra if isinstance(extra, dict) else {}
        self.foreign_kind = str(origin.get("kind") or "") if is_ours else ""
        own_id = str(origin.get("id") or "") if is_ours else ""
        self.identity = own_id if own_id and as_id(own_id) == question.id else question.id

    @property
    def title(self) -> str:
        """The name of the question, which every item must have."""
        return self.question.title or usual_name(self.question.stem) or "…"

    def html(self, field: str, text: str) -> str:
        """Give a text as HTML; what comes back otherwise is a loss of its field."""
        if not text or is_quiet(text):
            return text
        for name in media_names(text):
            if name not in self._addresses:
                self.losses.lose(self.question, "images and sounds", "the bank does not hold them, their words stay")
        html = self.shaped(to_html(text, self._addresses.get))
        again = from_html(html, self._by_address.get).text
        if not again:
            # Marks alone, such as “#”, show nothing: an item needs a word.
            html = "…" if "media/" in text else words(text)
        if again != text:
            self.losses.lose(self.question, field, "its Markdown was written as HTML, and comes back spelt otherwise")
        return html

    def shaped(self, html: str) -> str:
        """Give HTML as the format takes it."""
        return html

    def find_plain(self, text: str) -> str | None:
        """Give a text as plain words that come back as the same Markdown, None where it needs markup."""
        return None if "\\(" in text or "media/" in text else find_plain(text)

    def said(self, name: str) -> str:
        """Give a feedback that the question came with."""
        value = self.extra.get(name)
        return value if isinstance(value, str) else ""

    def lose_fields(self, carried: Collection[str]) -> None:
        """Note what the question has and the format does not carry, and characters that XML cannot hold."""
        self.losses.lose_fields(self.question, carried)
        if holds_control(self.raw):
            self.losses.lose(self.question, "control characters", "XML cannot hold them")

    def lose_weights(self, *names: str) -> None:
        """Note weights of options in these fields."""
        for name in names:
            options = self.raw.get(name, [])
            for option in options if isinstance(options, list) else [options]:
                if isinstance(option, dict) and "weight" in option:
                    self.losses.lose(self.question, "weights", f"{self.losses.program} gives all points or none")
                    return

    def full_accepted(self) -> list[tuple[str, str]]:
        """Give accepted texts that earn all points, each with what is said to it; others are losses."""
        found: list[tuple[str, str]] = []
        for option in self.raw.get("accept", []):
            fields = option if isinstance(option, dict) else {"text": option}
            if "pattern" in fields or fields.get("weight", 1) != 1:
                reason = "patterns and answers that earn a part or nothing are left out"
                self.losses.lose(self.question, "accept", reason)
                continue
            found.append((str_of(fields["text"]), str(fields.get("explanation", ""))))
        return found


def words(text: str) -> str:
    """Give a text as XML holds it between tags."""
    return escape(CONTROL.sub("", text), quote=False)


def attribute(text: str) -> str:
    """Give a text as XML holds it in an attribute."""
    return escape(CONTROL.sub("", text), quote=True)


def explanations(raw: Mapping[str, Json]) -> dict[bool, str]:
    """Give what is said to true and to false."""
    return {bool(option["text"]): str(option.get("explanation", "")) for option in raw.get("options", [])}


def kept_options(raw: Mapping[str, Json]) -> list[tuple[str, str, bool]]:
    """Give the options of a multiple choice as text, explanation, and whether it is right."""
    keys = {answer.text for answer in option_answers(raw["key"], False, 0)}
    listed = raw.get("options") or [*raw["key"], *raw["distractors"]]
    return [(a.text, a.feedback, a.text in keys) for a in option_answers(listed, False, 0)]
