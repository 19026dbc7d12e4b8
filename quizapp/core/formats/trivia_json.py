"""Trivia in JSON: Open Trivia Database’s results, and lists of question, answers and the right one; read only.

Source: opentdb.com/api_config.php. Its texts are HTML-encoded once, or in Base64 or percent-encoded
(RFC 3986, or with “+” for spaces) where it was asked for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError
from quizapp.core.formats.cell_html import cell_text, typed_cell
from quizapp.core.formats.gap_answers import fields_of_gaps
from quizapp.core.formats.gathering import Gatherer, as_id, tag_path
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.rich_text import from_plain
from quizapp.core.formats.table_answers import Row, answer_fields
from quizapp.core.formats.table_cells import labelled
from quizapp.core.formats.table_common import take_common
from quizapp.core.formats.table_keys import Choices, KeyHeads, KeyStyle, find_keys, find_style
from quizapp.core.formats.table_words import COLUMN_WORDS, KIND_WORDS, plain_word
from quizapp.core.formats.trivia_items import QUESTION, decoded, find_items, first_name, first_of
from quizapp.core.formats.trivia_options import (
    Listed,
    fields_of,
    list_options,
    mark_by_names,
    may_name_option,
    options_by_field,
    plain_name,
    text_of,
    texts_of,
    wrong_by_field,
)
from quizapp.core.formats.truth_words import TRUTH_WORDS
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json

#: Its value is a place for sure.
_INDEX = ("correctindex", "answerindex", "correctanswerindex", "correctoptionindex", "correctchoiceindex", "answeridx")
_RIGHT = (
    *(
        "correctanswer",
        "correct",
        "answer",
        "rightanswer",
        "correctanswers",
        "solution",
        "a",
        "correctoption",
        "back",
        "definition",
    ),
    *_INDEX,
)
_WRONG = ("incorrectanswers", "incorrect", "wronganswers", "wrong", "distractors")
_OPTIONS = ("answers", "options", "choices", "alternatives", "possibleanswers", "answeroptions", "answerchoices")
_EXPLANATION = ("explanation", "feedback", "rationale", "comment")
#: A `grade` is the class for which it is meant, and no points.
_TOPICS = ("topic", "topics", "subject", "chapter", "grade")
_CONTEXT = ("passage", "context", "reading")
_KNOWN = frozenset(
    (*QUESTION, *_RIGHT, *_WRONG, *_OPTIONS, *_EXPLANATION, "type", "category", "categoryid", "difficulty", "tags")
)
_KNOWN |= {*_TOPICS, *_CONTEXT, "id", "lang", "language", "source", "tolerance", "multiplecorrectanswers"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PAIR = re.compile(r'"(?:question|correct_answer|correctAnswer|front|term)"\s*:', re.IGNORECASE)
_ANSWERS = re.compile(
    r'"(?:incorrect_?answers|answers|options|choices|correct_?answer|answer|back|definition)"\s*:', re.IGNORECASE
)
_OURS = re.compile(r'\{\s*"(?:bank|questions)"\s*:\s*(?:\{|\[\s*\{\s*"(?:id|kind|stem)")')
_SURE = 0.9
_EXTRA_LETTERS = 2_000


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
    items = decoded(find_items(structure))
    if not items:
        gatherer.problem("There is no list of questions in it; each question needs the fields question and answer.")
    taken = [_asked(item) for item in islice(items, options.rows)]
    style = _style_of([each for each in taken if isinstance(each, _Asked)])
    if style.doubt:
        gatherer.problem(style.doubt)
    for number, each in enumerate(taken, 1):
        if isinstance(each, _Asked):
            _read_item(each, gatherer, style)
        else:
            gatherer.problem(each, f"item {number}")
    if len(items) > options.rows:
        gatherer.problem(f"Only the first {options.rows:,} questions were read; split the file to read the rest.")
    return gatherer.parcel()


def sniff(sample: Sample) -> float:
    """Judge by fields of questions and answers in JSON that is not our own."""
    text = sample.text.lstrip()
    if text[:1] not in ("{", "[") or _OURS.match(text):
        return 0.0
    return _SURE if _PAIR.search(text) and _ANSWERS.search(text) else 0.0


@dataclass(slots=True)
class _Asked:
    """One question while it is read: its fields, what it asks, its answer as a table would have it.

    `right` is the name of the field with the right answer, `listed` are its options.
    """

    item: Mapping[str, Json]
    fields: Mapping[str, Json]
    stem: str
    row: Row
    right: str
    listed: Listed

    @property
    def places(self) -> list[int]:
        """The right answer where it is a number, or several."""
        right = self.fields.get(plain_name(self.right))
        values = right if isinstance(right, list) else [right]
        places = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        return places if len(places) == len(values) and not self.listed.marked else []

    @property
    def keys(self) -> list[str]:
        """The right answers as they are named."""
        return texts_of(self.fields.get(plain_name(self.right)))

    @property
    def choices(self) -> Choices:
        """Its options with their labels and names."""
        return Choices(*labelled(self.listed.texts), self.row.headings)


def _asked(item: Json) -> _Asked | str:
    """Give a question of the list, or say why it is none."""
    if not isinstance(item, Mapping):
        return "This is no question but a bare value; write it as a mapping with question and answer."
    fields = fields_of(item)
    question = first_of(fields, QUESTION)
    if isinstance(question, Mapping):
        question = question.get("text")
    stem = text_of(question)
    if not stem:
        return "The question itself is missing; write it into the field “question”."
    listed = list_options(first_of(fields, _OPTIONS))
    if not any(listed.texts):
        listed = options_by_field(item)
    if mark_by_names(listed, fields.get("correctanswers")):
        # The one that is named beside several right ones is one of them, or the marks contradict it.
        named_one = dict(zip(listed.names, listed.texts, strict=False)).get(text_of(fields.get("correctanswer")))
        left_out = {"correctanswers", "correctanswer" if named_one in listed.marked else ""}
        fields = {name: value for name, value in fields.items() if name not in left_out}
    named = {plain_name(name) for name in listed.names}
    right = next((name for name in item if plain_name(name) == first_name(fields, _RIGHT, named)), "")
    row = _row_of(fields, item, listed, texts_of(fields.get(plain_name(right))))
    return _Asked(item, fields, stem, row, right, listed)


def _style_of(asked: Sequence[_Asked]) -> KeyStyle:
    """Find how right options are named: as in a table, by what all rows and the names of fields show."""
    samples = [(each.keys, each.choices) for each in asked if each.keys and any(each.listed.texts)]
    names = dict.fromkeys(name for each in asked for name in each.row.headings)
    heads = KeyHeads(list(dict.fromkeys(each.right for each in asked if each.right)), list(names))
    return find_style(samples, heads) if samples else KeyStyle()


def _read_item(asked: _Asked, gatherer: Gatherer, style: KeyStyle) -> None:
    notes: list[str] = []
    kind = text_of(asked.fields.get("type"))
    try:
        answer = _answer_of(asked, style, notes)
    except Broken as error:
        gatherer.problem(error.message.replace("in this row", "here"), asked.stem)
    except Unasked as error:
        gatherer.skip(f"{kind or 'question'} “{asked.stem[:60]}”", error.message, raw=json.dumps(asked.item))
    else:
        gatherer.take({"stem": asked.row.shown(asked.stem), **answer, **_rest_of(asked, notes)}, asked.stem)
    for note in notes:
        gatherer.problem(note, asked.stem)


def _answer_of(asked: _Asked, style: KeyStyle, notes: list[str]) -> dict[str, Json]:
    """Give kind and answer.

    Raises:
        Broken: when no right answer can be told.
        Unasked: when it cannot be asked here.
    """
    row, places = asked.row, asked.places
    if places:
        # Of a bare number it is sure that it counts, unless it may be one of the options as well.
        style = replace(style, style="number", is_found=False)
        if plain_name(asked.right) not in _INDEX and any(str(place) in row.options for place in places):
            raise Broken("The right answer is a number that may be a place or an option; write it in quotation marks.")
    is_typed = not any(row.options) and not row.distractors and row.kind != "true_false"
    known = _KNOWN - {"a"} | {plain_name(asked.right)}
    if is_typed and any(may_name_option(key, asked.item, known) for key in row.keys):
        raise Broken(
            f"“{row.keys[0][:60]}” may name one of its options, and these stand in fields that are not known; "
            "write them as a list into the field “options”."
        )
    if asked.listed.marked:
        _check_marks(asked, style)
    return fields_of_gaps(asked.stem, row, notes) or answer_fields(row, style, notes)


def _check_marks(asked: _Asked, style: KeyStyle) -> None:
    """Refuse options whose marks say something else than the answer that is named beside them."""
    named = asked.keys
    choices = asked.choices
    right = find_keys(named, choices, style) if named else []
    if right and {choices.texts[place] for place in right} != set(asked.listed.marked):
        raise Broken(
            f"The option “{asked.listed.marked[0][:60]}” is marked as right, but “{' | '.join(named)[:60]}” is named."
        )


def _row_of(fields: Mapping[str, Json], item: Mapping[str, Json], options: Listed, right: list[str]) -> Row:
    """Give right, wrong and listed answers as a table would have them."""
    given = text_of(fields.get("type"))
    kind = KIND_WORDS.get(plain_word(given), "")
    listed = options.texts
    keys = options.marked or right
    if not options.is_series:
        by_name = dict(zip(options.names, listed, strict=True))
        keys = [by_name.get(key, key) for key in keys]
    if len(listed) == 1 and (not keys or keys == ["0"] or keys == listed):
        keys, listed = listed, []
    has_wrong = first_of(fields, _WRONG) is not None
    wrong = texts_of(first_of(fields, _WRONG)) if has_wrong else wrong_by_field(item).texts
    if kind == "true_false" and keys and plain_word(keys[0]) in TRUTH_WORDS:
        listed, wrong = [], []
    if kind in ("choice", "multiple") and not listed and not wrong and not has_wrong:
        kind = ""
    tolerance = text_of(fields.get("tolerance"))
    row = Row(kind, keys, listed, wrong, [], given, tolerance, shown=_shown_of(item), typed=_typed_of(item))
    if listed and options.is_series:
        row.headings = options.names
    return row


def _speaks_of_tags(item: Mapping[str, Json]) -> bool:
    """Whether tags stand in it by their names, `&lt;b&gt;`, so that none in it is meant as one."""
    return "&lt;" in json.dumps(item)


def _shown_of(item: Mapping[str, Json]) -> Callable[[str], str]:
    if _speaks_of_tags(item):
        return from_plain
    # Letters by their names are read by now: what still looks like one is spoken of.
    return lambda text: cell_text(text) if "<" in text else from_plain(text)


def _typed_of(item: Mapping[str, Json]) -> Callable[[str], str]:
    is_plain = _speaks_of_tags(item)
    return lambda text: typed_cell(text) if "<" in text and not is_plain else " ".join(text.split())


def _rest_of(asked: _Asked, notes: list[str]) -> dict[str, Json]:
    fields, item = asked.fields, asked.item
    raw: dict[str, Json] = {}
    used = _take_further(item, raw, notes) | {*asked.listed.names, *wrong_by_field(item).names}
    names = [text_of(fields.get("category")) or text_of(fields.get("categoryid")), *texts_of(fields.get("tags"))]
    topics = [(name, text) for name in _TOPICS for text in texts_of(fields.get(name))]
    names += [f"{name} {text}" if text.isdigit() else text for name, text in topics]
    paths = [tag_path(re.split(r": |/|>", name)) for name in (*names, text_of(fields.get("difficulty")))]
    if tags := list({path.casefold(): path for path in reversed(paths) if path}.values())[::-1]:
        raw["tags"] = tags
    if explanation := text_of(first_of(fields, _EXPLANATION)):
        raw["explanation"] = asked.row.shown(explanation)
    if contexts := [text for name in _CONTEXT for text in texts_of(fields.get(name))]:
        raw["context"] = "\n\n".join(map(asked.row.shown, contexts))
    language = text_of(fields.get("lang")) or text_of(fields.get("language"))
    if _LANGUAGE.fullmatch(language):
        raw["language"] = language
    extra = {
        str(name)[:100]: value[:_EXTRA_LETTERS]
        for name, value in item.items()
        if (plain_name(name) not in _KNOWN or plain_name(name) == "source") and name not in used
        if isinstance(value, str) and value.strip()
    }
    origin: dict[str, Json] = {
        name: text[:200]
        for name, text in (("kind", text_of(fields.get("type"))), ("id", text_of(fields.get("id"))))
        if text
    }
    if extra:
        origin["extra"] = extra
    if "id" in origin:
        raw["id"] = as_id(str(origin["id"]))
    return raw | ({"origin": origin} if origin else {})


def _take_further(item: Mapping[str, Json], raw: dict[str, Json], notes: list[str]) -> set[str]:
    """Take points and hints, and name pictures that did not come; give the names of the fields that were taken."""
    used: set[str] = set()
    for name, value in item.items():
        column = COLUMN_WORDS.get(plain_word(_CAPITAL_WITHIN.sub(" ", str(name))))
        texts = texts_of(value)
        if not texts or plain_name(name) in _KNOWN:
            continue
        if column == "worth" and len(texts) == 1:
            take_common(raw, "worth", texts[0], is_own=False, notes=notes)
            used.add(name)
        elif column == "hints":
            raw["hints"] = [*raw.get("hints", ()), *map(from_plain, texts)]
            used.add(name)
        elif column == "image":
            notes += [f"the image “{text[:60]}” is not in the file; add it by hand." for text in texts]
    return used


OPENTDB = Format("opentdb", "Open Trivia Database, or trivia in JSON", (".json",), sniff, read)
