"""Reading raw mappings: every scalar may be a text, every flaw is noted with its path, none stops the reading.

Paths name fields as programs do, places in lists counted from 0: `gaps[1].key` is the key of the second gap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeVar

from quizapp.core.errors import InvalidQuestion
from quizapp.core.question import Json, Option, Problem

T = TypeVar("T")

MAX_OPTIONS = 50
MAX_OPTION_CHARS = 1_000
MAX_EXPLANATION_CHARS = 10_000
#: Bounds of mappings that are kept as they came: origin, draft, unknown fields.
MAX_FREE_DEPTH = 12
MAX_FREE_NODES = 20_000
MAX_FREE_CHARS = 1_000_000
MAX_INTEGER_BITS = 1_024

_OPTION_FIELDS = ("text", "weight", "explanation")
_NUMBER_STARTS = frozenset("-0123456789")
_YES, _NO = frozenset(("true", "yes", "t", "y", "1")), frozenset(("false", "no", "f", "n", "0"))


class Fields:
    """One raw mapping while it is read; children write their problems into the same list."""

    def __init__(self, raw: Mapping[str, Json], path: str = "", problems: list[Problem] | None = None) -> None:
        self._raw = {str(name): value for name, value in raw.items() if not _is_absent(value)}
        self._path = path
        self._taken: set[str] = set()
        self.problems: list[Problem] = [] if problems is None else problems

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def problem(self, name: str, message: str) -> None:
        """Note a flaw of a field; an empty name means the mapping itself."""
        path = f"{self._path}.{name}" if self._path and name else self._path or name
        self.problems.append(Problem(path, message))

    def take(self, name: str) -> Json:
        """Give a field as it came, None when absent, and count it as known."""
        value = self._raw.get(name)
        if value is not None:
            self._taken.add(name)
        return value

    def text(self, name: str, limit: int, *, is_required: bool = False) -> str:
        """Give a field as text without outer spaces; empty when absent or faulty."""
        value = self.take(name)
        if value is None:
            if is_required:
                self.problem(name, f"The field “{name}” is missing; every question of this kind needs it.")
            return ""
        return self._as_text(name, value, limit)

    def texts(self, name: str, limit: int, most: int) -> tuple[str, ...]:
        """Give a list of texts; a lone text counts as a list of one."""
        if name not in self._raw:
            return ()
        given = self._as_text_list(name, most, limit)
        return tuple(text for text in given if text)

    def value(self, name: str, make: Callable[[str], T], absent: T, limit: int = 60) -> T:
        """Turn a text into a value by a function whose ValueError says for people what is wrong."""
        text = self.text(name, limit) if name in self._raw else ""
        if not text:
            return absent
        try:
            return make(text)
        except ValueError as error:
            self.problem(name, str(error))
            return absent

    def number(self, name: str, low: float, high: float, absent: float) -> float:
        """Give a number within bounds; NaN and infinity are refused."""
        return self.value(name, lambda text: _number(text, low, high), absent)

    def whole(self, name: str, low: int, high: int) -> int | None:
        """Give a whole number within bounds, None when absent or faulty."""
        return self.value(name, lambda text: _whole(text, low, high), None)

    def flag(self, name: str) -> bool | None:
        """Give true or false, None when absent or faulty."""
        return self.value(name, flag_of, None)

    def one_of(self, name: str, allowed: tuple[str, ...], absent: str) -> str:
        """Give one of the allowed words."""

        def make(text: str) -> str:
            if text not in allowed:
                raise ValueError(f"“{text}” is not known here; write one of {', '.join(allowed)}.")
            return text

        return self.value(name, make, absent)

    def option(self, name: str) -> Option | None:
        """Give a field that is an option: a text, or a mapping of text, weight and explanation."""
        value = self.take(name)
        if value is None:
            self.problem(name, f"The field “{name}” is missing; every question of this kind needs it.")
            return None
        return self._as_option(name, value)

    def options(self, name: str) -> tuple[Option, ...]:
        """Give a list of options; a lone one counts as a list of one."""
        if name not in self._raw:
            return ()
        found = [self._as_option(f"{name}[{place}]", item) for place, item in self.items(name, MAX_OPTIONS)]
        return tuple([option for option in found if option is not None])

    def items(self, name: str, most: int) -> list[tuple[int, Json]]:
        """Give the present items of a list with their places; anything but a list counts as a list of one."""
        value = self.take(name)
        if value is None:
            return []
        items = list(value) if isinstance(value, list | tuple) else [value]
        if len(items) > most:
            self.problem(name, f"There are {len(items)} of them; {most} is the limit.")
            return []
        return [(place, item) for place, item in enumerate(items) if not _is_absent(item)]

    def children(self, name: str, most: int, what: str) -> list[Fields]:
        """Give a list of mappings as readers of their own."""
        found = list[Fields]()
        for place, item in self.items(name, most):
            if isinstance(item, Mapping):
                found.append(Fields(item, self._joined(f"{name}[{place}]"), self.problems))
            else:
                self.problem(f"{name}[{place}]", f"This is to be {what}.")
        return found

    def free(self, name: str) -> dict[str, Json]:
        """Give a mapping that is kept as it came, copied and within bounds."""
        value = self.take(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.problem(name, "This is to be a mapping of fields.")
            return {}
        copied = self._copied(name, value)
        return copied if isinstance(copied, dict) else {}

    def rest(self) -> dict[str, Json]:
        """Give the fields that nobody took, copied and within bounds."""
        unknown = {name: value for name, value in self._raw.items() if name not in self._taken}
        if any(flaw_of(name) or len(name) > 100 for name in unknown):
            self.problem("", "A field name is longer than 100 characters or holds a character that cannot be stored.")
            return {}
        return {name: self._copied(name, value) for name, value in unknown.items()}

    def refuse_rest(self, known: tuple[str, ...]) -> None:
        """Note every field that nobody took as a problem, for mappings that have no place to keep it."""
        for name in self._raw:
            if name not in self._taken:
                self.problem(name[:60], f"This field is not known here; the fields are {', '.join(known)}.")

    def finish(self) -> None:
        """End the reading.

        Raises:
            InvalidQuestion: when there were problems.
        """
        if self.problems:
            raise InvalidQuestion(self.problems)

    def _joined(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def _as_text_list(self, name: str, most: int, limit: int) -> list[str]:
        return [self._as_text(f"{name}[{place}]", item, limit) for place, item in self.items(name, most)]

    def _as_option(self, name: str, value: Json) -> Option | None:
        if not isinstance(value, Mapping):
            text = self._as_text(name, value, MAX_OPTION_CHARS)
            return Option(text) if text else None
        fields = Fields(value, self._joined(name), self.problems)
        text = fields.text("text", MAX_OPTION_CHARS)
        if not text:
            fields.problem("text", "The text of this option is missing.")
        weight = fields.weight()
        explanation = fields.text("explanation", MAX_EXPLANATION_CHARS)
        fields.refuse_rest(_OPTION_FIELDS)
        return Option(text, weight, explanation) if text else None

    def weight(self) -> float | None:
        """Give the weight of an option, -1 to 1, None when absent or faulty."""
        return self.value("weight", lambda text: _number(text, -1, 1), None)

    def _as_text(self, name: str, value: Json, limit: int) -> str:
        if type(value) is str and len(value) <= limit and value.isascii() and "\0" not in value:
            return value.strip()
        text = scalar_text(value)
        if text is None:
            self.problem(name, "This is to be a text, a number, or true or false.")
            return ""
        text = text.strip()
        if flaw := flaw_of(text):
            self.problem(name, flaw)
            return ""
        if len(text) > limit:
            self.problem(name, f"This has {len(text)} characters; {limit} is the limit.")
            return ""
        return text

    def _copied(self, name: str, value: Json) -> Json:
        try:
            return _Copier().copy(value, MAX_FREE_DEPTH)
        except ValueError as error:
            self.problem(name, str(error))
            return None


class _Copier:
    """Copies a JSON value within bounds of depth, nodes and characters."""

    def __init__(self) -> None:
        self.nodes_left = MAX_FREE_NODES
        self.chars_left = MAX_FREE_CHARS

    def copy(self, value: Json, depth: int) -> Json:
        self.nodes_left -= 1
        if depth < 0 or self.nodes_left < 0:
            raise ValueError(f"This is nested deeper than {MAX_FREE_DEPTH} or has over {MAX_FREE_NODES} parts.")
        if isinstance(value, Mapping):
            return {self.copy_text(str(name)): self.copy(item, depth - 1) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.copy(item, depth - 1) for item in value]
        if value is None or isinstance(value, bool):
            return value
        text = scalar_text(value)
        if text is None:
            raise ValueError("This holds something that is no text, number, list or mapping, or an endless number.")
        return self.copy_text(text) if isinstance(value, str) else value

    def copy_text(self, text: str) -> str:
        self.chars_left -= len(text)
        if self.chars_left < 0:
            raise ValueError(f"This holds over {MAX_FREE_CHARS} characters.")
        if flaw := flaw_of(text):
            raise ValueError(flaw)
        return text


def scalar_text(value: Json) -> str | None:
    """Give a scalar as the text that a bank file has for it; None for what is no scalar, NaN and infinity too."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() <= MAX_INTEGER_BITS else None
    if isinstance(value, float):
        return repr(value).removesuffix(".0") if math.isfinite(value) else None
    return None


def plain_scalar(text: str) -> Json:
    """Give a number for a text that is exactly how JSON writes it, else the text: `scalar_text` takes it back."""
    if text[:1] not in _NUMBER_STARTS:
        return text
    for make in (int, float):
        try:
            value = make(text) if len(text) <= 20 else text
        except ValueError:
            continue
        if scalar_text(value) == text:
            return value
    return text


def flaw_of(text: str) -> str:
    """Say which character cannot be stored; empty for a sound text."""
    if "\0" in text:
        return "This holds a NUL character (U+0000), which cannot be stored; remove it."
    if not text.isascii():
        lone = next((char for char in text if "\ud800" <= char <= "\udfff"), "")
        if lone:
            return f"This holds half of a surrogate pair (U+{ord(lone):04X}), which is no character; remove it."
    return ""


def flag_of(text: str) -> bool:
    """Read true or false, yes or no.

    Raises:
        ValueError: with a message for people.
    """
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError(f"“{text}” is neither true nor false.")
    return word in _YES


def plain_number(number: float) -> float | int:
    """Give a whole number without a fraction, as people write it."""
    return int(number) if number == int(number) else number


def _is_absent(value: Json) -> bool:
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (not value and isinstance(value, list | tuple | Mapping))


def _number(text: str, low: float, high: float) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a number.") from None
    if not low <= number <= high:
        raise ValueError(f"“{text}” is outside {plain_number(low)} to {plain_number(high)}.")
    return number


def _whole(text: str, low: int, high: int) -> int:
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ValueError(f"“{text}” is not a whole number from {low} to {high}.")
    return int(text)
