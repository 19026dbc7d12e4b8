"""The law of writing: what is read back is what was written, but for the losses that the writer named."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from quizapp.core.errors import FormatError, InvalidQuestion
from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import FORMATS, format_named
from quizapp.core.kinds import parse_question
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing
from tests.core.strategies import json_values, raw_questions

#: Every format that is written; those of Anki have laws of their own, our own ones lose nothing.
WRITERS = [known.name for known in FORMATS if known.write is not None]
#: Fields of a question that a loss of another name touches too.
TOUCHED = {
    "order of options": {"options", "distractors"},
    "context": {"stem"},
    "key": {"explanation"},
    "range": {"from", "to", "key", "tolerance"},
    "scoring: all or nothing": {"scoring"},
    "kind date": {"kind", "key", "accept", "distractors"},
    "options": {"key", "distractors", "options"},
    "pairs": {"pairs", "distractors"},
    "weights": {"key", "distractors", "options", "accept"},
    "explanation": {"explanation"},
    "tolerance in %": {"tolerance"},
    "accepted texts with a weight": {"accept"},
    "explanations of options": {"key", "distractors", "options", "accept"},
    "weights of options": {"key", "distractors", "options", "accept"},
    "weights and explanations of options": {"key", "distractors", "options"},
    "markup": {"stem", "key", "distractors", "options"},
    "context as such: it stands in the stem": {"stem", "context"},
}
#: What a format says of every question, also of one that did not.
ADDED = {"kahoot": {"limit_seconds"}}
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def printable(value):
    """Give a raw question whose texts have visible letters alone: XML cannot hold others, and says so."""
    if isinstance(value, dict):
        return {name: printable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [printable(inner) for inner in value]
    return CONTROL.sub("¢", value) if isinstance(value, str) else value


def parsed(raw):
    """Parse a raw question; two options may have become one."""
    try:
        return parse_question(raw)
    except InvalidQuestion:
        return reject()


def touched(losses):
    """Give the fields that losses speak of."""
    fields = set()
    for loss in losses:
        fields |= {loss.what} | TOUCHED.get(loss.what, set())
        if "gaps" in loss.what:
            fields.add("gaps")
    return fields


@pytest.mark.parametrize("name", ["gift", "moodle-xml", "qti12", "qti2", "csv", "xlsx", "kahoot"])
@settings(max_examples=60, deadline=None)
@given(raw=raw_questions().map(printable))
def test_nothing_is_lost_that_was_not_said(name, raw) -> None:
    known = format_named(name)
    question = parsed(raw | {"id": "the-one"})
    written = known.write(Outgoing(BankFields(title="T"), [question]))
    parcel = known.read(written.content)
    assert parcel.found == written.written == len(parcel.entries)
    if not written.written:
        assert [(loss.part, loss.questions) for loss in written.losses] == [("", 1)]
        return
    [before], [after] = dumped([question]).values(), dumped(parcel.questions).values()
    added = {field for field in ADDED.get(name, ()) if field not in before}
    changed = {field for field in before | after if _comparable(field, before) != _comparable(field, after)}
    assert changed <= touched(written.losses) | added


def _comparable(field, dumped):
    """Give a field's value as text; in which order wrong options stand says nothing."""
    value = dumped.get(field)
    if field == "distractors" and value:
        return str(sorted(map(str, value)))
    if isinstance(value, list) and any(isinstance(each, dict) and "distractors" in each for each in value):
        return str([each | {"distractors": sorted(map(str, each.get("distractors", [])))} for each in value])
    return str(value)


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40, deadline=None)
@given(raw=raw_questions().map(printable))
def test_whatever_is_written_can_be_read(name, raw) -> None:
    known = format_named(name)
    written = known.write(Outgoing(BankFields(), [parsed(raw)]))
    if written.written:
        assert known.read(written.content).found == written.written


NAMES = ("category", "category_info", "gaps", "hint_flags", "units", "explanation_of", "key_feedback", "wrong_feedback")
NAMES += ("group", "gap_names", "fixed", "pair_feedback", "key_option_feedback")
NAMES += ("choices", "answer_feedback", "gradingtype", "shuffleanswers", "correctfeedback", "penalty", "answer", "x<y")


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=10, deadline=None)
@given(
    extra=st.dictionaries(st.sampled_from(NAMES), json_values, max_size=4), kind=st.sampled_from(["cloze", "ddwtos"])
)
def test_whatever_a_bank_says_that_it_kept_the_file_is_sound(name, extra, kind) -> None:
    known = format_named(name)
    origin = {"format": name, "kind": kind, "id": "7", "extra": extra}
    try:
        bank = outgoing([raw | {"origin": origin} for raw in (*PLAIN, *FULL)])
        written = known.write(bank)
    except (InvalidQuestion, FormatError):
        # What is nested deeper than a bank file may be is refused, not written.
        reject()
    assert known.read(written.content).found == written.written


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x85", "\ufffe", "\uffff"])
@pytest.mark.parametrize("name", WRITERS)
def test_a_sign_that_a_file_cannot_hold_does_not_make_it_unsound(name, sign) -> None:
    texts = {"explanation": f"So {sign} it is.", "context": f"Once{sign}.", "tags": [f"old{sign}er"]}
    raw = [each | texts | {"stem": f"{sign}{each['stem']}{sign}"} for each in PLAIN]
    for each in raw:
        if isinstance(each.get("key"), str) and each["kind"] in ("choice", "text"):
            each |= {"key": f"{each['key'][:2]}{sign}{each['key'][2:]}"}
    known = format_named(name)
    fields = BankFields(slug="b", title=f"Hills{sign}", description=f"Of {sign}", authors=(f"A{sign}",))
    written = known.write(Outgoing(fields, [parse_question(each) for each in raw]))
    assert written.written
    assert known.read(written.content).found == written.written


@pytest.mark.parametrize("place", ["stem", "context", "key"])
@pytest.mark.parametrize("name", [name for name in WRITERS if name != "cloze"])
def test_a_picture_goes_along_or_is_named_as_lost(name, place) -> None:
    content = b"\x89PNG\r\n\x1a\n"
    medium = f"media/{hashlib.sha256(content).hexdigest()}.png"
    raw = {"id": "hill", "kind": "choice", "stem": "Which hill?", "key": "Etna", "distractors": ["Fuji"]}
    raw[place] = f"A hill: ![hill]({medium})"
    known = format_named(name)
    written = known.write(Outgoing(BankFields(title="Hills"), [parse_question(raw)], {medium: content}))
    named = {loss.what for loss in written.losses} & {"images and sounds", "pictures and sounds"}
    assert named or known.read(written.content).media == {medium: content}


PICTURE, NAMED = (f"![{words}](media/{'a' * 64}.png)" for words in ("", "a red cell"))
OF_PICTURES = [
    {"kind": "choice", "stem": "Which is red?", "key": "{}", "distractors": ["Blue"]},
    {"kind": "choice", "stem": "Which is red?", "key": "Blood", "distractors": ["{}"]},
    {"kind": "multiple", "stem": "Which are red?", "key": ["Blood"], "distractors": ["{}", "Sky"]},
    {"kind": "choice", "stem": "Which?", "key": "A", "options": ["{}", "A"]},
    {"kind": "match", "stem": "What is it?", "pairs": [{"left": "{}", "right": "Red"}, {"left": "B", "right": "Blue"}]},
    {"kind": "cloze", "stem": "It is [[1]].", "gaps": [{"key": "{}", "distractors": ["Blue"]}]},
    {"kind": "text", "stem": "{}", "key": "Blood"},
    {"kind": "open", "stem": "What is red?", "key": "{}"},
]


def with_texts(value, text):
    """Give a raw question with a text in the place of each “{}”."""
    if isinstance(value, dict):
        return {name: with_texts(inner, text) for name, inner in value.items()}
    return [with_texts(inner, text) for inner in value] if isinstance(value, list) else value.replace("{}", text)


@pytest.mark.parametrize("name", ["gift", "anki-text"])
@pytest.mark.parametrize("raw", OF_PICTURES)
def test_no_text_has_an_empty_place_for_a_picture_alone(name, raw) -> None:
    written = format_named(name).write(Outgoing(BankFields(), [parse_question(with_texts(raw, PICTURE))]))
    assert written.written == 0
    [loss] = written.losses
    assert (loss.questions, "a picture or a sound alone, and" in loss.reason) == (1, True)


@pytest.mark.parametrize("name", ["gift", "anki-text"])
@pytest.mark.parametrize("raw", OF_PICTURES)
def test_a_picture_with_words_leaves_these(name, raw) -> None:
    written = format_named(name).write(Outgoing(BankFields(), [parse_question(with_texts(raw, NAMED))]))
    assert (written.written, b"a red cell" in written.content) == (1, True)
    assert any(loss.part == "images and sounds" for loss in written.losses)
