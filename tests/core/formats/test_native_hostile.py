"""Hostile and mutilated bank files: refused with a place, quickly, and by nothing but FormatError."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.encoding import CP1252_NOTICE
from quizapp.core.errors import FormatError
from quizapp.core.formats import native_yaml
from quizapp.core.formats.native import read
from quizapp.core.formats.native_write import write_json
from quizapp.core.formats.parcel import ReadOptions
from tests.core.formats.laws import assert_linear
from tests.timing import processor_limit

SAMPLE = (Path(__file__).parents[2] / "data/native/bridge.yaml").read_bytes()
SAMPLE_JSON = write_json(read(SAMPLE).bank, read(SAMPLE).questions)
HEAD = "bank: {title: T}\n"
QUESTION = "questions:\n- {kind: open, stem: Why}\n"


@pytest.fixture(params=["libyaml", "pure Python"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with either of PyYAML's parsers: the slow one serves where libyaml is missing."""
    if request.param == "pure Python":
        monkeypatch.setattr(native_yaml, "LOADER", yaml.BaseLoader)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + "questions: &all\n- {kind: open, stem: Why?}\n", 2, "anchor &all"),
        (HEAD + "x: &a b\nquestions: *a\n", 2, "anchor"),
        (HEAD + "questions: *all\n", 2, "alias *all"),
        (HEAD + "\nquestions: !!seq\n- a\n", 3, "tag"),
        (HEAD + "questions:\n- kind: !!python/object:os.system x\n", 3, "tag"),
        (HEAD + "questions: ! x\n", 2, "tag"),
        (HEAD + QUESTION + "bank: {title: U}\n", 4, "first in line 1"),
        (HEAD + "questions:\n- kind: open\n  stem: a\n  stem: b\n", 5, "first in line 4"),
        (HEAD + QUESTION + "---\n" + HEAD, 4, "second document"),
        (HEAD + "questions: [[[[[[[[a]]]]]]]]\n", 2, "Nested too deeply"),
        (HEAD + "? [a, b]\n: c\n", 2, "field name"),
        (HEAD + 'questions:\n- stem: "a\\0b"\n', 3, "NUL"),
        (HEAD + "questions:\n- stem: a\x07b\n", 3, "control character"),
        (HEAD + "questions:\n- stem: a\0\0\0\0b\n", 3, "NUL"),
        (HEAD + "questions:\n  - a\n - b\n", 4, "no sound YAML"),
        (HEAD + 'questions:\n- "unclosed\n', None, "no sound YAML"),
        ("just a text\n", 1, "no bank file"),
        ("- a\n- b\n", 1, "no bank file"),
        ("other: x\n", 1, "no bank file"),
        ("", 1, "no bank file"),
        ("# only a comment\n", 1, "no bank file"),
    ],
)
def test_what_yaml_must_not_hold_is_refused_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(FormatError, match="(?i)" + words.replace("*", r"\*")) as caught:
        read(text.encode())
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"bank": {"title": "T"},\n "questions": [NaN]}', 2, 16, "NaN"),
        ('{"bank": -Infinity}', 1, 10, "Infinity"),
        ('{"bank": {"title": "T",\n "title": "U"}}', 2, 2, "twice"),
        ('{"bank": {},}', 1, 13, "field name"),
        ('{"bank": [1,]}', 1, 13, "expected a value"),
        ('{"bank" 1}', 1, 9, "colon"),
        ('{"bank": 1 "b": 2}', 1, 12, "comma"),
        ('{"bank": 01}', 1, 10, "expected a value"),
        ('{"bank": "a\\qb"}', 1, 10, "escape"),
        ('{"bank": "open', 1, 10, "expected a value"),
        ('{"bank": "a\\u0000b"}', 1, 10, "NUL"),
        ('{"bank": "a\\ud800b"}', 1, 10, "surrogate"),
        ('{"bank": yes}', 1, 10, "double quotes"),
        ('{"bank": {}} x', 1, 14, "end of the file"),
        ('{"bank": {}', 1, 12, "closing bracket"),
        ('{"bank": [}', 1, 11, "value or"),
        ('{"a":[[[[[[[[1]]]]]]]]}', 1, 13, "Nested too deeply"),
        ("{", 1, 2, "field name"),
        ("[]", 1, None, "no bank file"),
    ],
)
def test_unsound_json_is_refused_with_line_and_column(text: str, line: int, column: int | None, words: str) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        read(text.encode())
    assert (caught.value.line, caught.value.column) == (line, column)


def test_encodings_are_told_apart() -> None:
    text = HEAD + "questions:\n- {kind: open, stem: Wo liegt Köln?}\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert read(text.encode(encoding)).questions[0].stem == "Wo liegt Köln?", encoding
    guessed = read(text.encode("cp1252"))
    assert guessed.questions[0].stem == "Wo liegt Köln?"
    assert guessed.problems[0].reason == CP1252_NOTICE
    assert read(text.replace("\n", "\r\n").encode()).entries[0].line == 3
    assert read(text.replace("\n", "\r").encode()).entries[0].line == 3


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode() + bytes(range(0x80, 0x100)) * 4,
        b"\xef\xbb\xbf" + HEAD.encode() + b"x: \xff\n",
        b"\xff\xfe" + HEAD.encode("utf-16-le") + b"\x00\xd8\n\x00",
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="save it as UTF-8"):
        read(data)


def test_a_file_above_the_limit_is_refused_unread() -> None:
    with pytest.raises(FormatError, match="at most 100"):
        read(SAMPLE, ReadOptions(text_bytes=100))


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("bomb", ["[", "{a: ", "- ", "? "])
def test_yaml_nested_without_end_is_refused_at_once(bomb: str) -> None:
    with processor_limit(2), pytest.raises(FormatError):
        read((HEAD + "questions:\n" + bomb * 100_000).encode())


@pytest.mark.parametrize("bomb", ["[", '{"a":'])
def test_json_nested_without_end_is_refused_at_once(bomb: str) -> None:
    with processor_limit(2), pytest.raises(FormatError, match="deep"):
        read(('{"bank": {}, "questions": ' + bomb * 100_000).encode())


def test_a_number_of_a_hundred_thousand_digits_stays_digits_or_is_a_problem() -> None:
    number = "1" * 100_000
    for kind in ("number", "text", "date", "true_false"):
        question = {"kind": kind, "stem": "How many?", "key": "@", "worth": "@", "limit_seconds": "@"}
        text = json.dumps({"bank": {"title": "T"}, "questions": [question]}).replace('"@"', number)
        parcel = read(text.encode())
        assert parcel.found or parcel.problems


SAMPLES = st.sampled_from([SAMPLE, SAMPLE_JSON])


@settings(max_examples=80, deadline=None)
@given(data=st.data(), sample=SAMPLES)
def test_mutilated_bytes_raise_only_format_errors(data: st.DataObject, sample: bytes) -> None:
    mutated = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        length = data.draw(st.integers(1, 60))
        match data.draw(st.sampled_from(["cut", "flip", "repeat", "insert"])):
            case "cut":
                del mutated[place : place + length]
            case "flip":
                mutated[place] ^= 1 << data.draw(st.integers(0, 7))
            case "repeat":
                mutated[place:place] = mutated[place : place + length] * data.draw(st.integers(1, 20))
            case "insert":
                mutated[place:place] = data.draw(st.binary(min_size=1, max_size=8))
        if not mutated:
            break
    with contextlib.suppress(FormatError):
        parcel = read(bytes(mutated))
        assert parcel.found == len(parcel.entries) + len(parcel.skipped)
        assert len({question.id for question in parcel.questions}) == len(parcel.entries)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("[]{}:,-?&*!|>'\"%@` \n\tab1#\\")), max_size=60))
def test_any_soup_of_marks_raises_only_format_errors(soup: str) -> None:
    for text in (HEAD + "questions:\n- " + soup, '{"bank": ' + soup):
        with contextlib.suppress(FormatError):
            read(text.encode())


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (HEAD + "questions:\n", "- {kind: open, stem: Why?, id: q@}\n"),
        ('{"bank":{},"questions":[', '{"kind":"open","stem":"Why?","id":"q@"},\n'),
        (HEAD + "questions:\n- stem: ", "word "),
        ('{"bank": "', "a\\n"),
        (HEAD + "questions:\n", "- bad\n"),
    ],
)
def test_time_is_linear_in_size(head: str, piece: str) -> None:
    def sample(count: int) -> bytes:
        return (head + "".join(piece.replace("@", str(number)) for number in range(count))).encode()

    assert_linear(read, sample(400), sample(1600))
