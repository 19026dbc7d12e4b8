"""Writing the native bank file: the same bank comes back, in the same bytes, whatever its texts hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import FormatError, InvalidQuestion
from quizapp.core.formats.native import read
from quizapp.core.formats.native_write import write_json, write_yaml
from quizapp.core.formats.parcel import BankFields
from quizapp.core.kinds import KINDS, parse_question
from quizapp.core.question import Question

SAMPLE = Path(__file__).parents[2] / "data/native/bridge.yaml"
WRITERS = [write_yaml, write_json]

HOSTILE = [
    "no", "Yes", "y", "OFF", "true", "Null", "~", "1e3", "007", "0x1F", "1_000", "12:30:45", ".inf", "-1", "+1",
    "1948", "2023-09-13", "2023-09-13T10:00:00Z", " leading", "trailing ", "a: b", "a:", ":a", "a #b", "#a", "- a", "-",
    "--- a", "? a", "[a", "{a}", "a, b]", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'a'", '"a"', "it's",
    'say "hi" \\ it\'s',
    "a\nb", "a\n", "\na", "a\n\n", "a\n b\n", "a \nb", "  a\nb", "a\n\tb", "\n", "a\n---\nb", "a\n# b\nc: d\n", "a\tb",
    "a\r\nb", "\x07", "\x85", "\u2028", "\ufeffa", "\u202eabc", "\uffff", "👩‍🚀 flies", "שלום עולם", "مرحبا", "e\u0301",
    "\\", "\\n", "=", "<<", "9 November 1989", "…", "“curly”", "\u00a0", "a" * 2000, "x: " * 500,
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40),
    st.text(alphabet=st.sampled_from(list("ab: #-'\"\n\t\\|>[]{}1é")), min_size=1, max_size=20),
)

SHORT_TEXTS = TEXTS.filter(lambda text: len(text) <= 100)


def kept(bank: BankFields, questions: Sequence[Question]) -> None:
    """Assert that both writers give the bank back, and the same bytes again."""
    for write in WRITERS:
        data = write(bank, questions)
        parcel = read(data)
        assert [problem.reason for problem in parcel.problems if "unknown field" not in problem.reason] == []
        assert parcel.bank == bank
        assert parcel.questions == tuple(questions)
        assert write(parcel.bank, parcel.questions) == data


def test_the_sample_comes_back_and_reads_well() -> None:
    parcel = read(SAMPLE.read_bytes())
    kept(parcel.bank, parcel.questions)
    text = write_yaml(parcel.bank, parcel.questions).decode()
    assert text.startswith(
        "bank:\n  title: Harbours and Bridges\n  language: en\n  description: Small facts for tests.\n"
    )
    assert (
        "\n- id: bridge-opened\n  kind: date\n  stem: When was the Long Bridge opened?\n  key: '1894-06-30'\n" in text
    )
    assert text.endswith("\n")
    assert "\r" not in text
    assert not any(line.endswith(" ") for line in text.splitlines())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_the_example_of_each_kind_comes_back(kind: type[Question]) -> None:
    question = replace(parse_question(kind.example), id="example")
    kept(BankFields(title="T"), [question])


def with_text(kind: type[Question], text: str) -> dict[str, object]:
    """Put a text into the own fields of a kind that take any text."""
    own: dict[str, dict[str, object]] = {
        "choice": {"key": text, "distractors": ["one", {"text": f"{text} two", "explanation": text}], "accept": []},
        "multiple": {"key": [text, "one"], "distractors": [f"{text} two"]},
        "text": {"key": text, "accept": []},
        "number": {"unit": "km", "explanation": text},
        "match": {"pairs": [{"left": text, "right": "one"}, {"left": "two", "right": text}]},
        "order": {"items": [text, "one"]},
        "open": {"key": text, "rubric": text},
    }
    return own.get(kind.kind, {})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
@settings(max_examples=15, deadline=None)
@given(
    text=SHORT_TEXTS,
    tags=st.lists(SHORT_TEXTS, min_size=1, max_size=3),
    extra=st.dictionaries(SHORT_TEXTS, SHORT_TEXTS, min_size=1, max_size=3),
)
def test_hostile_texts_come_back(kind: type[Question], text: str, tags: list[str], extra: dict[str, str]) -> None:
    origin = {"format": "gift", "extra": {"more": [extra, [text]]}}
    raw = {**kind.example, "id": "a", "explanation": text, "title": text, "tags": tags, "origin": origin}
    try:
        question = parse_question(raw | with_text(kind, text))
    except InvalidQuestion:  # a text that is no option, such as a lone space
        question = parse_question(raw)
    kept(BankFields(title=text, description=text, extra={"x-field": text}, beside={"x-beside": [text]}), [question])


@pytest.mark.parametrize("text", HOSTILE)
def test_another_loader_reads_the_same_text(text: str) -> None:
    data = write_yaml(BankFields(title=text), [])
    assert yaml.safe_load(data)["bank"]["title"] == text


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_another_loader_reads_any_text(text: str) -> None:
    data = write_yaml(BankFields(title=text, extra={text: [text, {text: text}]}), [])
    assert yaml.safe_load(data)["bank"]["title"] == text
    assert yaml.load(data, Loader=yaml.CSafeLoader)["bank"][text][-1] == {text: text}
    assert data == write_yaml(BankFields(title=text, extra={text: [text, {text: text}]}), [])


def test_ordinary_texts_stand_without_quotes_and_long_ones_in_one_line() -> None:
    long = "word " * 60 + "end"
    data = write_yaml(
        BankFields(title="9 November 1989: it’s over", description=long, licence="CC BY 4.0"), []
    ).decode()
    assert f"  description: {long}\n" in data
    assert "  licence: CC BY 4.0\n" in data
    assert "title: '9 November 1989: it’s over'" in data


def test_several_lines_stand_as_a_block() -> None:
    data = write_yaml(BankFields(title="T", description="One.\n\n- two\n"), []).decode()
    assert "  description: |\n    One.\n\n    - two\n" in data


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"a": "x\0y"}, "NUL"),
        ({"a\0": "x"}, "NUL"),
        ({"a": "x\ud800"}, "surrogate"),
        ({"a": [[[[[[["x"]]]]]]]}, "deep"),
    ],
)
def test_what_no_file_can_hold_is_refused_by_name(write, extra: dict[str, object], words: str) -> None:
    with pytest.raises(FormatError, match=words):
        write(BankFields(title="T", extra=extra), [])
