"""Options of questions in JSON: in a list, by their names in a mapping, or in a field for each one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from quizapp.core.question import Json

#: Names of fields that hold one option each, before its letter or number; bare letters and numbers too.
_EACH = (
    *("option", "opt", "choice", "answer", "ans", "alternative", "alt", "answeroption", "answerchoice"),
    *("possibleanswer", "optiontext", "answertext", "choicetext", ""),
)
_EACH_WRONG = ("distractor", "incorrectanswer", "incorrect", "wronganswer", "wrong", "wrongoption", "incorrectoption")
_INDEXED = re.compile(r"([a-z]*?)([a-j]|[0-9]{1,2})")
_TEXTS = (
    *("text", "answer", "answertext", "optiontext", "option", "label", "content", "title", "choice", "name", "body"),
    "value",
)
_LABELS = ("id", "label", "key", "letter", "option", "name", "index", "value")
_MARKS = ("correct", "iscorrect", "right", "isright", "isanswer", "iscorrectanswer")
_BARE = re.compile(r"[A-Ja-j]|[0-9]{1,2}")
_LIKE_OPTION = re.compile(r"option|choice|alternativ|possib|distract|(?:wrong|incorrect)answer")
_COUNTED = frozenset(("one", "two", "three", "four", "first", "second", "third", "fourth"))
_PAIR = 2


@dataclass(slots=True)
class Listed:
    """Options in their order with their names, where they have some, and those that are marked as right."""

    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    #: Whether the names go on as A, B, C or as numbers do.
    is_series: bool = True


def plain_name(name: str) -> str:
    """Give a field's name without case and marks: `correctAnswer` and `correct_answer` are one."""
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())


def fields_of(item: Mapping[str, Json]) -> dict[str, Json]:
    """Give the fields by their plain names."""
    return {plain_name(name): value for name, value in item.items()}


def text_of(value: Json) -> str:
    """Give a scalar as text, its entities unescaped once and no more: `&amp;lt;` is a question about `&lt;`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return unescape(value).strip()
    return str(value) if isinstance(value, int | float) else ""


def texts_of(value: Json) -> list[str]:
    """Give the texts of a list, or the one that a scalar is."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [text for item in values if (text := text_of(item))]


def list_options(value: Json) -> Listed:
    """Give the options of a list, or of a mapping of names to them."""
    if isinstance(value, Mapping):
        named = {str(name): text for name, each in value.items() if (text := text_of(each))}
        return Listed(list(named.values()), list(named), is_series=_goes_on(list(named)))
    if not isinstance(value, list):
        return Listed()
    fields = [fields_of(each) if isinstance(each, Mapping) else {} for each in value]
    named_as = _name_of_texts([each for each in fields if each])
    texts = [text_of(f.get(named_as)) if f else text_of(each) for f, each in zip(fields, value, strict=True)]
    marked = [text for f, text in zip(fields, texts, strict=True) if any(_is_true(f.get(name)) for name in _MARKS)]
    return Listed(texts, _labels_of(fields, named_as), marked)


def mark_by_names(listed: Listed, told: Json) -> bool:
    """Mark the options that a mapping says to be right, `answer_a_correct: true`; False where it says so of none."""
    if not isinstance(told, Mapping):
        return False
    right = {plain_name(name).removesuffix("correct") for name, value in told.items() if _is_true(value)}
    marked = [text for name, text in zip(listed.names, listed.texts, strict=False) if plain_name(name) in right]
    listed.marked = marked or listed.marked
    return bool(marked)


def options_by_field(item: Mapping[str, Json]) -> Listed:
    """Give the options that stand in a field each: `optionA`, `option1`, `a`; none where they do not go on."""
    series = _series(item, _EACH)
    return Listed([text for _, text in series], [name for name, _ in series])


def wrong_by_field(item: Mapping[str, Json]) -> Listed:
    """Give the wrong options that stand in a field each: `distractor1`, `incorrect_answer_1`."""
    series = _series(item, _EACH_WRONG)
    return Listed([text for _, text in series], [name for name, _ in series])


def may_name_option(answer: str, item: Mapping[str, Json], known: frozenset[str]) -> bool:
    """Whether an answer is a bare letter, number or name of a field, while others of the fields look like options."""
    if not _BARE.fullmatch(answer) and plain_name(answer) not in map(plain_name, item):
        return False
    others = {plain_name(name): value for name, value in item.items() if plain_name(name) not in known}
    if any(isinstance(value, list | Mapping) and len(value) >= _PAIR for value in others.values()):
        return True
    told = [name for name, value in others.items() if text_of(value)]
    stems = [match[1] for name in told if (match := _INDEXED.fullmatch(name))]
    counted = sum(name in _COUNTED or _LIKE_OPTION.search(name) is not None for name in told)
    return counted >= _PAIR or any(stems.count(stem) >= _PAIR for stem in stems)


def _series(item: Mapping[str, Json], prefixes: Sequence[str]) -> list[tuple[str, str]]:
    """Find the fields of one of these names that go on from the first letter or number, at least two."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name, value in item.items():
        match = _INDEXED.fullmatch(plain_name(name))
        if match and match[1] in prefixes and (text := text_of(value)):
            found.setdefault(match[1], []).append((match[2], str(name), text))
    for prefix in prefixes:
        fields = sorted(found.get(prefix, []), key=lambda each: (len(each[0]), each[0]))
        if len(fields) >= _PAIR and _goes_on([index for index, _, _ in fields]):
            return [(name, text) for _, name, text in fields]
    return []


def _goes_on(names: Sequence[str]) -> bool:
    """Whether names are A, B, C, or 1, 2, 3, or 0, 1, 2, with the same word before each."""
    matches = [_INDEXED.fullmatch(plain_name(name)) for name in names]
    told = [(match[1], match[2]) for match in matches if match]
    if len(told) < max(len(names), 1) or len({word for word, _ in told}) > 1:
        return False
    places = [ord(index) - ord("a") if index.isalpha() else int(index) for _, index in told]
    starts = (0,) if told[0][1].isalpha() else (0, 1)
    return places[0] in starts and places == list(range(places[0], places[0] + len(places)))


def _name_of_texts(options: Sequence[Mapping[str, Json]]) -> str:
    """Find the field that holds the words of options, not their letters or numbers."""
    for name in _TEXTS:
        texts = [text_of(option.get(name)) for option in options]
        if any(texts) and (name in ("text", "answer") or not all(map(_BARE.fullmatch, texts))):
            return name
    return next((name for name in _TEXTS if any(option.get(name) for option in options)), _TEXTS[0])


def _labels_of(options: Sequence[Mapping[str, Json]], named_as: str) -> list[str]:
    for name in _LABELS:
        labels = [text_of(option.get(name)) for option in options]
        if name != named_as and all(labels) and _goes_on(labels):
            return labels
    return []


def _is_true(value: Json) -> bool:
    return value is True or (isinstance(value, int) and value == 1) or text_of(value).casefold() == "true"
