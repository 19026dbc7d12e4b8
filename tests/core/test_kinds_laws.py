"""The laws that hold for every kind: round trip, the key scores 1, nothing shown depends on the key."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds import COMMON_FIELDS, KINDS, parse_question
from quizapp.core.question import Grade, GradeContext
from tests.core.rendered import TEMPLATES, Form, ask_html, key_inputs, reveal_html
from tests.core.strategies import json_values, raw_questions

CONTEXT = GradeContext()
SETTINGS = settings(max_examples=30, deadline=None, derandomize=True)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_the_example_shows_own_fields_and_comes_back_unchanged(kind):
    question = parse_question(kind.example)
    assert question.dump() == kind.example
    assert set(kind.example) <= set(kind.known_fields())
    assert kind.label
    assert (TEMPLATES / "kinds" / f"{kind.kind}.html").exists()


@given(raw_questions())
@SETTINGS
def test_what_is_written_reads_back_equal_also_through_json_and_as_texts(raw):
    question = parse_question(raw)
    written = question.dump()
    assert parse_question(written) == question
    assert parse_question(json.loads(json.dumps(written))) == question
    assert parse_question(as_texts(written)) == parse_question(as_texts(question.dump()))
    assert list(written) == sorted(written, key=lambda name: order_of(type(question), name))


@given(raw_questions(), st.integers(0, 999))
@SETTINGS
def test_the_rendered_form_filled_with_the_key_scores_1(raw, seed):
    question = parse_question(raw)
    for way in question.ways:
        asked = question.ask(Random(seed), way)
        json.dumps(asked)
        form = Form(ask_html(question, asked, way))
        response = question.read(form.filled(key_inputs(question, asked)))
        assert response is not None
        grade = question.grade(response, CONTEXT)
        assert grade.score == (0 if way == "self" else 1), (asked, response, grade)
        assert not grade.may_retry
        Form(reveal_html(question, asked, response, grade))
        Form(reveal_html(question, asked, None, question.grade(None, CONTEXT)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            {"kind": "choice", "key": "b", "distractors": ["a", "c"]},
            {"kind": "choice", "key": "c", "distractors": ["b", "a"]},
        ),
        (
            {"kind": "choice", "key": "b", "options": ["c", "a", "b"]},
            {"kind": "choice", "key": "a", "options": ["c", "a", "b"]},
        ),
        (
            {"kind": "multiple", "key": ["a"], "distractors": ["b", "c"]},
            {"kind": "multiple", "key": ["c", "b"], "distractors": ["a"]},
        ),
        ({"kind": "true_false", "key": True}, {"kind": "true_false", "key": False}),
        (
            {"kind": "text", "key": "b", "distractors": ["a", "c"]},
            {"kind": "text", "key": "c", "distractors": ["b", "a"]},
        ),
        (
            {"kind": "number", "key": 3, "unit": "m", "distractors": [20, 100]},
            {"kind": "number", "key": 100, "unit": "m", "distractors": [3, 20]},
        ),
        (
            {"kind": "date", "key": "1961-08-13", "distractors": ["1805-10-21"]},
            {"kind": "date", "key": "1805-10-21", "distractors": ["1961-08-13"]},
        ),
        (
            {"kind": "match", "pairs": [{"left": "1", "right": "a"}, {"left": "2", "right": "b"}]},
            {"kind": "match", "pairs": [{"left": "1", "right": "b"}, {"left": "2", "right": "a"}]},
        ),
        ({"kind": "order", "items": ["a", "b", "c"]}, {"kind": "order", "items": ["c", "a", "b"]}),
        (
            {"kind": "cloze", "stem": "[[1]]", "gaps": [{"key": "a", "distractors": ["b", "c"]}]},
            {"kind": "cloze", "stem": "[[1]]", "gaps": [{"key": "b", "distractors": ["c", "a"]}]},
        ),
        ({"kind": "open", "key": "a"}, {"kind": "open"}),
    ],
    ids=lambda raw: raw["kind"],
)
def test_what_is_shown_does_not_depend_on_the_key(one, other):
    first, second = (parse_question({"stem": "?", **raw}) for raw in (one, other))
    for way in first.ways:
        for seed in range(8):
            asks = [question.ask(Random(seed), way) for question in (first, second)]
            assert asks[0] == asks[1]
            assert ask_html(first, asks[0], way) == ask_html(second, asks[1], way)


def test_options_are_shuffled_by_the_seed_and_stay_on_a_reload():
    question = parse_question({"kind": "choice", "stem": "?", "key": "a", "distractors": list("bcdef")})
    asks = [question.ask(Random(seed), "recognise")["options"] for seed in range(20)]
    assert asks[3] == question.ask(Random(3), "recognise")["options"]
    assert len({json.dumps(ask) for ask in asks}) > 10


@given(raw_questions(), json_values)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_json_value_is_judged_and_revealed(raw, response):
    question = parse_question(raw)
    grade = question.grade(response, CONTEXT)
    assert isinstance(grade, Grade)
    assert 0 <= grade.score <= 1
    assert all(isinstance(pick, str) and len(pick) <= 1_000 and "\0" not in pick for pick in grade.picks)
    json.dumps(grade.picks).encode()
    "".join(grade.picks).encode()
    asked = question.ask(Random(1), question.ways[0])
    Form(reveal_html(question, asked, response, grade))


@given(json_values, st.sampled_from([(kind, name) for kind in KINDS for name in kind.known_fields()]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_json_value_in_any_field_is_a_question_or_a_list_of_problems(value, field):
    kind, name = field
    assert is_question_or_problems(value)
    assert is_question_or_problems({**kind.example, name: value})


def is_question_or_problems(raw):
    try:
        question = parse_question(raw)
    except InvalidQuestion as error:
        return error.problems and all(problem.message for problem in error.problems)
    return parse_question(question.dump()) == question


def as_texts(value):
    """Give all scalars as a bank file has them."""
    if isinstance(value, dict):
        return {name: as_texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    return "true" if value is True else "false" if value is False else value if value is None else str(value)


def order_of(kind, name):
    known = kind.known_fields()
    assert set(COMMON_FIELDS) <= set(known)
    return known.index(name) if name in known else len(known)
