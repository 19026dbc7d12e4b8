"""The editor of a question as the named inputs of a form: filled from a raw question, and read back into one.

Rows repeat: the inputs of a row are named `option-3-text`, `option-3-weight` …, and rows stand in the order in which a
form sends them, so that moving one needs no new numbers. Each kind says which inputs it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Protocol

from quizapp.core.kinds.fields import scalar_text
from quizapp.core.question import FormInput, Json, Problem

#: More than any question may have, so that `parse` says what is too much.
MAX_ROWS = 120
_ROW = re.compile(r"([a-z]+)-([1-9][0-9]{0,3})-[a-z_]+")
_LAST_STEP = re.compile(r"(?:\.[^.\[\]]+|\[[0-9]+\])$")
_HUNDRED = Decimal(100)


class EditorForm(FormInput, Protocol):
    """The inputs of a submitted form with their names in the order of the page; Werkzeug's MultiDict is one."""

    def keys(self) -> Iterable[str]: ...


class Inputs:
    """Named inputs in the order of the page, with line ends as texts have them."""

    def __init__(self, values: Mapping[str, list[str]] | None = None) -> None:
        self._values = {name: list(given) for name, given in (values or {}).items()}

    @classmethod
    def of_form(cls, form: EditorForm) -> Inputs:
        """Take a submitted form as it came; browsers send each end of a line as two characters."""
        return cls({name: [plain_lines(text) for text in form.getlist(name)] for name in form.keys()})  # noqa: SIM118

    def get(self, key: str, default: str = "", /) -> str:
        """Give the first value of an input."""
        values = self._values.get(key)
        return values[0] if values else default

    def getlist(self, key: str, /) -> list[str]:
        """Give all values of an input: those of its ticks that are set."""
        return list(self._values.get(key, ()))

    def keys(self) -> list[str]:
        """Name all inputs."""
        return list(self._values)

    def as_dict(self) -> dict[str, list[str]]:
        """Give a copy by name."""
        return {name: list(values) for name, values in self._values.items()}

    def rows(self, group: str) -> list[int]:
        """Give the numbers of a group's rows in their order."""
        return rows_of(self, group)

    def is_used(self, names: Iterable[str]) -> bool:
        """Whether anything stands in one of these inputs."""
        return any(text.strip() for name in names for text in self._values.get(name, ()))

    def put(self, name: str, text: str) -> None:
        """Set one input to one text."""
        self._values[name] = [text]

    def add(self, name: str, value: str) -> None:
        """Set one more tick of an input."""
        self._values.setdefault(name, []).append(value)

    def put_row(self, group: str, number: int, **parts: str) -> None:
        """Set the inputs of one row."""
        for part, text in parts.items():
            self._values[f"{group}-{number}-{part}"] = [text]

    def update(self, other: Inputs) -> None:
        """Take over all that another has; its groups of rows replace those here."""
        groups = {found[1] for name in other.keys() if (found := _ROW.fullmatch(name))}  # noqa: SIM118
        kept = {name: values for name, values in self._values.items() if group_of(name) not in groups}
        self._values = kept | other.as_dict()


class EditorReader:
    """Reads inputs into raw fields, and remembers beside which input a problem of each field belongs."""

    def __init__(self, form: EditorForm) -> None:
        self.form = form
        #: Names of inputs, or of groups of rows, by the path of the raw field.
        self.places: dict[str, str] = {}

    def take(self, path: str, name: str) -> str:
        """Give one input."""
        self.places[path] = name
        return self.form.get(name, "")

    def is_set(self, name: str) -> bool:
        """Whether a tick is set."""
        return self.form.get(name, "") == "1"

    def rows(self, path: str, group: str) -> list[int]:
        """Give the numbers of a group's rows, whose list is at the path."""
        self.places[path] = group
        return rows_of(self.form, group)

    def texts(self, path: str, group: str) -> list[Json]:
        """Give rows of one text each; blank ones hold their place, so that problems stand at the right row."""
        return [
            self.take(f"{path}[{place}]", f"{group}-{number}-text")
            for place, number in enumerate(self.rows(path, group))
        ]

    def options(self, path: str, group: str) -> list[Json]:
        """Give rows of options."""
        return [
            self.option(f"{path}[{place}]", f"{group}-{number}") for place, number in enumerate(self.rows(path, group))
        ]

    def option(self, path: str, row: str, text_field: str = "text", *further: str) -> Json:
        """Give a row as an option: its text alone where it is no more than that; empty for a blank row."""
        self.places[path] = f"{row}-text"
        given: dict[str, Json] = {text_field: self.take(f"{path}.{text_field}", f"{row}-text")}
        given["weight"] = weight_of(self.take(f"{path}.weight", f"{row}-weight"))
        for part in ("explanation", *further):
            given[part] = self.take(f"{path}.{part}", f"{row}-{part}")
        given = {name: value for name, value in given.items() if value.strip()}
        if set(given) <= {"text"}:
            return given.get("text", "")
        return given

    def place_of(self, problem: Problem) -> str:
        """Name the input beside which a problem stands; empty when it is of the whole."""
        path = problem.field
        while path and path not in self.places:
            shorter = _LAST_STEP.sub("", path)
            path = shorter if shorter != path else ""
        return self.places.get(path, "")


def rows_of(form: EditorForm, group: str) -> list[int]:
    """Give the numbers of a group's rows in the order in which the form has them."""
    found: dict[int, None] = {}
    for name in form.keys():  # noqa: SIM118
        match = _ROW.fullmatch(name)
        if match and match[1] == group and len(found) < MAX_ROWS:
            found[int(match[2])] = None
    return list(found)


def group_of(name: str) -> str:
    """Name the group of rows that an input belongs to, or the input itself where it stands alone."""
    match = _ROW.fullmatch(name)
    return match[1] if match else name


def fill_options(inputs: Inputs, group: str, items: Json, fill: Callable[[Json], dict[str, str]] | None = None) -> None:
    """Make a row of each option."""
    for number, item in enumerate(as_list(items), 1):
        inputs.put_row(group, number, **(fill or option_parts)(item))


def fill_texts(inputs: Inputs, group: str, items: Json) -> None:
    """Make a row of each text."""
    for number, item in enumerate(as_list(items), 1):
        inputs.put_row(group, number, text=as_words(item))


def option_parts(item: Json) -> dict[str, str]:
    """Give the parts of a row from a raw option."""
    known = item if isinstance(item, Mapping) else {}
    return {
        "text": as_words(item),
        "weight": share_words(known.get("weight")),
        "explanation": as_words(known.get("explanation")),
    }


def as_words(value: Json) -> str:
    """Give what an input shows of a raw value: its own words, those of an option; nothing for what has none."""
    if isinstance(value, Mapping):
        value = next((value[name] for name in ("text", "pattern", "key") if name in value), None)
    return scalar_text(value) or ""


def as_list(value: Json) -> list[Json]:
    """Give a raw list; what is none counts as a list of one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def as_mapping(value: Json) -> Mapping[str, Json]:
    """Give a raw mapping; what is none counts as empty."""
    return value if isinstance(value, Mapping) else {}


def plain_lines(text: str) -> str:
    """Give a text with single ends of lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def share_words(weight: Json) -> str:
    """Give a weight in percent, as teachers write it; what is no number stays as it is."""
    text = scalar_text(weight) or ""
    try:
        return _plain(Decimal(text) * _HUNDRED)
    except ArithmeticError:
        return text


def weight_of(share: str) -> str:
    """Give percent as a weight; what is no number stays as it is, for `parse` to judge."""
    text = share.strip().removesuffix("%").strip().replace(",", ".").replace("−", "-")
    try:
        return _plain(Decimal(text) / _HUNDRED)
    except ArithmeticError:
        return share.strip()


def _plain(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise InvalidOperation
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text
