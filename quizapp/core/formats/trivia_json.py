"""Trivia in JSON: Open Trivia Database’s results, and lists of question, answers and the right one; read only.

Source: opentdb.com/api_config.php. Its texts are HTML-encoded once, or in Base64 or percent-encoded
(RFC 3986, or with “+” for spaces) where it was asked for that.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from itertools import islice
from urllib.parse import unquote, unquote_plus

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.formats.gathering import Gatherer, as_id, tag_path
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.rich_text import from_plain
from quizapp.core.formats.table_answers import Row, answer_fields
from quizapp.core.formats.table_keys import KeyStyle
from quizapp.core.formats.table_words import KIND_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

_QUESTION = ("question", "text", "prompt", "stem", "q", "questiontext", "title")
#: Its value is a place for sure.
_INDEX = ("correctindex", "answerindex", "correctanswerindex")
_RIGHT = (
    *("correctanswer", "correct", "answer", "rightanswer", "correctanswers", "solution", "a", "correctoption"),
    *_INDEX,
)
_WRONG = ("incorrectanswers", "incorrect", "wronganswers", "wrong", "distractors")
_OPTIONS = ("answers", "options", "choices", "alternatives", "possibleanswers")
_EXPLANATION = ("explanation", "feedback", "rationale", "comment")
_LISTS = ("results", "questions", "items", "data", "quiz", "trivia")
_KNOWN = frozenset(
    (*_QUESTION, *_RIGHT, *_WRONG, *_OPTIONS, *_EXPLANATION, "type", "category", "categoryid", "difficulty", "tags")
)
_KNOWN |= {"id", "lang", "language", "source"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_PAIR = re.compile(r'"(?:question|correct_answer|correctAnswer)"\s*:', re.IGNORECASE)
_ANSWERS = re.compile(r'"(?:incorrect_?answers|answers|options|choices|correct_?answer|answer)"\s*:', re.IGNORECASE)
_OURS = re.compile(r'\{\s*"(?:bank|questions)"\s*:\s*(?:\{|\[\s*\{\s*"(?:id|kind|stem)")')
#: “multiple” and “boolean” in Base64.
_ENCODED_TYPES = frozenset(("bXVsdGlwbGU=", "Ym9vbGVhbg=="))
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_SURE = 0.9
_EXTRA_LETTERS = 2_000
_DEEPEST = 6


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a list of trivia questions wherever it stands in the structure.

    Raises:
        FormatError: for bytes that are no JSON.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("opentdb")
    if notice:
        gatherer.problem(notice)
    try:
        structure = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"This is no sound JSON: {error.msg}; mend it here.", error.lineno, error.colno) from None
    except (RecursionError, ValueError):
        raise FormatError("This JSON is nested too deeply or holds an endless number; it is not read.") from None
    items = _decoded(_find_items(structure, _DEEPEST))
    if not items:
        gatherer.problem("There is no list of questions in it; each question needs the fields question and answer.")
    base = _first_place(items)
    for number, item in enumerate(islice(items, options.rows), start=1):
        _read_item(item, number, gatherer, base)
    if len(items) > options.rows:
        gatherer.problem(f"Only the first {options.rows:,} questions were read; split the file to read the rest.")
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by fields of questions and answers in JSON that is not our own."""
    text = sample.text.lstrip()
    if text[:1] not in ("{", "[") or _OURS.match(text):
        return 0.0
    return _SURE if _PAIR.search(text) and _ANSWERS.search(text) else 0.0


def _find_items(structure: Json, depth: int) -> list[Json]:
    """Find the list of questions: the structure itself, or under a name, also one list for each category."""
    if isinstance(structure, list):
        return structure
    if not isinstance(structure, dict) or depth == 0:
        return []
    if _asks(structure):
        return [structure]
    lists = [found for name in _LISTS if (found := _find_items(structure.get(name), depth - 1))]
    if lists:
        return [*lists[0], *(item for further in lists[1:] for item in further if _asks(item))]
    return [item for value in structure.values() if isinstance(value, list) for item in value]


def _asks(item: Json) -> bool:
    return isinstance(item, Mapping) and _first(_fields_of(item), _QUESTION) is not None


def _decoded(items: list[Json]) -> list[Json]:
    """Free items from the encodings in which the database can give them: its `type` tells Base64, `%20` the other."""
    types = {_fields_of(item).get("type") for item in items if isinstance(item, Mapping)}
    if types and types <= _ENCODED_TYPES:
        return [_each_text(item, _of_base64) for item in items]
    questions = [
        text for item in items if isinstance(item, Mapping) if (text := _text(_first(_fields_of(item), _QUESTION)))
    ]
    if any(map(_ESCAPED.search, questions)) and not any(re.search(r"\s", text) for text in questions):
        is_legacy = any("+" in text for text in questions) and not any("%20" in text for text in questions)
        return [_each_text(item, unquote_plus if is_legacy else unquote) for item in items]
    return items


def _each_text(value: Json, decode_text: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return decode_text(value)
    if isinstance(value, list):
        return [_each_text(each, decode_text) for each in value]
    if isinstance(value, Mapping):
        return {name: _each_text(each, decode_text) for name, each in value.items()}
    return value


def _of_base64(text: str) -> str:
    """Decode a text; one that is none stays as it is."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return text


def _first_place(items: Sequence[Json]) -> int:
    """Tell what places of right answers are counted from: as in programs from 0, unless one lies behind the last."""
    counted = [
        (place, len(options))
        for item in items
        if isinstance(item, Mapping) and isinstance(options := _first(_fields_of(item), _OPTIONS), list)
        for place in _places_of(_fields_of(item))
        if str(place) not in map(_text, options)
    ]
    is_from_one = any(place == count for place, count in counted) and all(place for place, _ in counted)
    return int(is_from_one)


def _places_of(fields: Mapping[str, Json]) -> list[int]:
    """Give the right answer where it is a number, or several."""
    right = _first(fields, _RIGHT)
    values = right if isinstance(right, list) else [right]
    places = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
    return places if len(places) == len(values) else []


def _read_item(item: Json, number: int, gatherer: Gatherer, base: int) -> None:
    where = f"item {number}"
    if not isinstance(item, Mapping):
        gatherer.problem("This is no question but a bare value; write it as a mapping with question and answer.", where)
        return
    fields = _fields_of(item)
    question = _first(fields, _QUESTION)
    if isinstance(question, Mapping):
        question = question.get("text")
    stem = _text(question)
    if not stem:
        gatherer.problem("The question itself is missing; write it into the field “question”.", where)
        return
    notes: list[str] = []
    try:
        row = _row_of(fields)
        is_place = any(name in fields for name in _INDEX)
        if not is_place and any(str(place) in row.options for place in _places_of(fields)):
            raise Broken("The right answer is a number that may be a place or an option; write it in quotation marks.")
        answer = answer_fields(row, KeyStyle("number", base) if _places_of(fields) else KeyStyle("text"), notes)
    except Broken as error:
        gatherer.problem(error.message.replace("in this row", "here"), stem)
    except Unasked as error:
        gatherer.skip(f"{_text(fields.get('type')) or 'question'} “{stem[:60]}”", error.message, raw=json.dumps(item))
    else:
        gatherer.take({"stem": from_plain(stem), **answer, **_rest_of(fields, item)}, stem)
    for note in notes:
        gatherer.problem(note, stem)


def _row_of(fields: Mapping[str, Json]) -> Row:
    """Give right, wrong and listed answers as a table would have them."""
    kind = KIND_WORDS.get(plain_word(_text(fields.get("type"))), "")
    options = _first(fields, _OPTIONS)
    listed: list[str] = []
    marked: list[str] = []
    if isinstance(options, Mapping):
        listed = [f"{label}) {_text(value)}" for label, value in options.items() if _text(value)]
    elif isinstance(options, list):
        for option in options:
            text = _text(option.get("text", option.get("answer")) if isinstance(option, Mapping) else option)
            listed.append(text)
            if isinstance(option, Mapping) and (option.get("correct") is True or option.get("isCorrect") is True):
                marked.append(text)
    keys = marked or _texts(_first(fields, _RIGHT))
    if len(listed) == 1 and (not keys or keys == ["0"] or keys == listed):
        keys, listed = listed, []
    wrong = _texts(_first(fields, _WRONG))
    if kind == "true_false" and keys and plain_word(keys[0]) in TRUTH_WORDS:
        listed, wrong = [], []
    if kind in ("choice", "multiple") and not listed and _first(fields, _WRONG) is None:
        kind = ""
    given = _text(fields.get("type"))
    return Row(kind, keys, listed, wrong, [], given, shown=from_plain, typed=lambda text: " ".join(text.split()))


def _rest_of(fields: Mapping[str, Json], item: Mapping[str, Json]) -> dict[str, Json]:
    raw: dict[str, Json] = {}
    names = [_text(fields.get("category")) or _text(fields.get("categoryid")), *_texts(fields.get("tags"))]
    paths = [tag_path(re.split(r": |/|>", name)) for name in (*names, _text(fields.get("difficulty")))]
    if tags := list({path.casefold(): path for path in reversed(paths) if path}.values())[::-1]:
        raw["tags"] = tags
    if explanation := _text(_first(fields, _EXPLANATION)):
        raw["explanation"] = from_plain(explanation)
    language = _text(fields.get("lang")) or _text(fields.get("language"))
    if _LANGUAGE.fullmatch(language):
        raw["language"] = language
    extra = {
        str(name)[:100]: value[:_EXTRA_LETTERS]
        for name, value in item.items()
        if (_plain(name) not in _KNOWN or _plain(name) == "source") and isinstance(value, str) and value.strip()
    }
    origin: dict[str, Json] = {
        name: text[:200]
        for name, text in (("kind", _text(fields.get("type"))), ("id", _text(fields.get("id"))))
        if text
    }
    if extra:
        origin["extra"] = extra
    if "id" in origin:
        raw["id"] = as_id(str(origin["id"]))
    return raw | ({"origin": origin} if origin else {})


def _fields_of(item: Mapping[str, Json]) -> dict[str, Json]:
    """Give the fields by their names without case and marks: `correctAnswer` and `correct_answer` are one."""
    return {_plain(name): value for name, value in item.items()}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).casefold())


def _first(fields: Mapping[str, Json], names: Sequence[str]) -> Json:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _texts(value: Json) -> list[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [text for item in values if (text := _text(item))]


def _text(value: Json) -> str:
    """Give a scalar as text, its entities unescaped once and no more: `&amp;lt;` is a question about `&lt;`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return unescape(value).strip()
    return str(value) if isinstance(value, int | float) else ""


OPENTDB = Format("opentdb", "Open Trivia Database, or trivia in JSON", (".json",), sniff, read)
