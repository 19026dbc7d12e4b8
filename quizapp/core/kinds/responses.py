"""What learners send: texts cleaned of what cannot be stored, and kept within bounds."""

from __future__ import annotations

from quizapp.core.compare import MAX_TYPED_CHARS
from quizapp.core.kinds.fields import scalar_text
from quizapp.core.question import FormInput, Json

MAX_PICK_CHARS = 200
TOO_LONG = "That is too long for an answer."


def typed_text(form: FormInput, name: str = "response", limit: int = MAX_TYPED_CHARS + 1) -> str:
    """Give a typed input without outer spaces; cut one character above what is compared, so that it stays too long."""
    return storable(form.get(name, "")[: limit + 1_000]).strip()[:limit]


def as_typed(response: Json) -> str:
    """Give any JSON value as the text that may have been typed; empty for what is no scalar, true and false."""
    if isinstance(response, bool):
        return ""
    text = scalar_text(response)
    return "" if text is None else storable(text[: MAX_TYPED_CHARS + 1_000]).strip()[: MAX_TYPED_CHARS + 1]


def is_too_long(text: str) -> bool:
    """Tell whether a text is longer than what is compared at all."""
    return len(text) > MAX_TYPED_CHARS


def pick_of(text: str) -> str:
    """Give a typed text as statistics keep it: on one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_PICK_CHARS else f"{line[: MAX_PICK_CHARS - 1]}…"


def storable(text: str) -> str:
    """Replace NUL and halves of surrogate pairs, which no database takes."""
    if "\0" not in text and (text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)):
        return text
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
