"""Trivia in JSON: entities unescaped once, right answers by text, place or mark, flaws by item."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.registry import recognise
from quizapp.core.formats.trivia_json import OPENTDB, read
from tests.core.formats.laws import assert_linear, assert_sound, mutilated, read_hostile

SAMPLE = (Path(__file__).parents[2] / "data/opentdb/traps.json").read_bytes()
TRAPS = read(SAMPLE)
BY_STEM = {question.stem: question.dump() for question in TRAPS.questions}


def test_every_item_of_the_traps_is_imported_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is OPENTDB
    assert len(TRAPS.entries) == 8
    assert [problem.where for problem in TRAPS.problems] == [
        *("Which is doubled?", "Which has none?", "Which out of reach?", "item 11", "item 12"),
    ]


def test_entities_are_unescaped_exactly_once() -> None:
    html = BY_STEM['What does "\\&lt;" stand for in HTML?']
    assert html["key"] == "<"
    assert html["distractors"] == ["\\>", "&", "café \\<b>"]
    assert html["tags"] == ["Science/Computers", "easy"]
    assert BY_STEM["Café is French — isn't it?"]["key"] is True


def test_right_answers_are_texts_places_letters_or_marks() -> None:
    assert BY_STEM["Which place?"]["key"] == "one"
    assert BY_STEM["Which place?"]["origin"]["extra"] == {"source": "own"}
    assert (BY_STEM["Which alone?"]["kind"], BY_STEM["Which alone?"]["key"]) == ("text", "Median")
    assert BY_STEM["Which word?"]["key"] == "y"
    assert BY_STEM["Which marked?"]["key"] == "y"
    assert BY_STEM["Which newer?"]["key"] == "x"


@pytest.mark.parametrize("wrap", [lambda q: q, lambda q: {"questions": q}, lambda q: {"Art": q, "Music": q}])
def test_the_list_is_found_wherever_it_stands(wrap) -> None:
    parcel = read(json.dumps(wrap([{"question": "Which?", "answer": "x"}])).encode())
    assert {question.stem for question in parcel.questions} == {"Which?"}


PLAIN = [
    {
        "type": "multiple",
        "difficulty": "easy",
        "category": "Science: Nature",
        "question": "Which bird can't fly at 100 % of its weight?",
        "correct_answer": "Emu & co.",
        "incorrect_answers": ["Wren", "Müller's gull", "1/2 owl"],
    },
    {
        "type": "boolean",
        "difficulty": "hard",
        "category": "History",
        "question": "Did Leon Léger sail in 1643?",
        "correct_answer": "True",
        "incorrect_answers": ["False"],
    },
    {
        "type": "multiple",
        "difficulty": "medium",
        "category": "Art",
        "question": "Who painted “Blue hour”?",
        "correct_answer": "Nobody",
        "incorrect_answers": ["Anna Tor", "B. Lund", "C+D"],
    },
]


@pytest.mark.parametrize(
    "encoded",
    [lambda text: b64encode(text.encode()).decode(), lambda text: quote(text, safe=""), lambda text: quote_plus(text)],
)
@pytest.mark.parametrize("chosen", [slice(0, 1), slice(1, 2), slice(0, 3)])
def test_both_encodings_of_the_database_are_read(encoded, chosen) -> None:
    def all_encoded(value):
        return encoded(value) if isinstance(value, str) else [encoded(text) for text in value]

    rows = [{name: all_encoded(value) for name, value in row.items()} for row in PLAIN[chosen]]
    data, plain = (json.dumps({"response_code": 0, "results": each}).encode() for each in (rows, PLAIN[chosen]))
    assert recognise(data) is OPENTDB
    found, wanted = (read(each) for each in (data, plain))
    assert [question.dump() for question in found.questions] == [question.dump() for question in wanted.questions]
    assert not found.problems


@pytest.mark.parametrize("stem", ["Is%20 a space what it stands for?", "100%25 of what?", "aGVsbG8="])
def test_what_is_not_encoded_throughout_stays(stem) -> None:
    items = [{"question": stem, "answer": "x"}, {"question": "What is it?", "answer": "%41"}]
    assert next(iter(read(json.dumps(items).encode()).questions)).stem == stem


@pytest.mark.parametrize("text", ["[", '{"a": }', "[" * 100_000, '{"a": "\\ud800"', "nul"])
def test_broken_json_is_refused(text) -> None:
    with pytest.raises(FormatError):
        read(text.encode())


@settings(max_examples=60, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_nothing_but_format_errors(data) -> None:
    read_hostile(read, data)


def test_time_is_linear() -> None:
    item = b'{"question": "Which?", "answers": ["x", "y"], "answer": 1},'
    small, large = (b"[" + item * n + b'"x"]' for n in (1_000, 4_000))
    assert_linear(read, small, large)


def keys_of(*items: tuple[list[object], object], name: str = "answer") -> list[object]:
    rows = [{"question": f"Which is no. {n}?", "options": given, name: right} for n, (given, right) in enumerate(items)]
    return [question.dump()["key"] for question in read(json.dumps(rows).encode()).questions]


def test_a_number_that_may_be_a_place_or_an_option_names_nothing() -> None:
    assert keys_of((["1", "2", "3"], 2)) == []
    assert keys_of(([1, 2, 3], 2)) == []
    assert keys_of((["1", "2", "3"], "2")) == [2]
    assert keys_of((["1", "2", "3"], 2), name="correctIndex") == [3]


def test_places_count_from_one_where_one_lies_behind_the_last() -> None:
    assert keys_of((["a", "b", "c"], 3), (["d", "e", "f"], 2)) == ["c", "e"]
    assert keys_of((["a", "b", "c"], 2), (["d", "e", "f"], 1)) == []
    assert keys_of((["a", "b", "c"], 2), (["d", "e", "f"], 1), name="answerIndex") == ["c", "e"]
    assert keys_of((["a", "b", "c"], 3), (["d", "e", "f"], 0)) == ["d"]
    assert keys_of((["1", "2", "3"], 3), (["d", "e", "f"], 0)) == ["d"]


def test_questions_may_stand_in_several_lists() -> None:
    def listed(*names: str) -> list[dict[str, object]]:
        return [{"question": f"What is {name}?", "options": ["x", "y"], "answer": "x"} for name in names]

    whole = {"items": listed("c"), "questions": listed("a", "b"), "data": [1, {"name": "n"}]}
    parcel = read(json.dumps(whole).encode())
    assert [each.stem for each in parcel.questions] == ["What is a?", "What is b?", "What is c?"]
    assert parcel.problems == ()


def told(*items: dict[str, object]) -> tuple[list[tuple[str, object]], list[str]]:
    rows = [{"question": f"Which is it, {n}?", **item} for n, item in enumerate(items)]
    parcel = read(json.dumps(rows).encode())
    found = [(each.kind, each.dump()["key"]) for each in parcel.questions]
    return found, [problem.reason for problem in parcel.problems]


@pytest.mark.parametrize(
    "names",
    ["optionA optionB optionC", "option_1 option_2 option_3", "a b c", "A B C", "1 2 3", "choice0 choice1 choice2"],
)
@pytest.mark.parametrize("way", ["letter", "name", "words", "number"])
def test_options_may_stand_in_a_field_each(names, way):
    fields = dict(zip(names.split(), ["Elbe", "Oder", "Rhine"], strict=True))
    first = 0 if "0" in names else 1
    keys = {"letter": "BC", "name": names.split()[1:], "words": ["Oder", "Rhine"], "number": [first + 1, first + 2]}[
        way
    ]
    found, problems = told(*({**fields, "answer": key} for key in keys))
    assert (found, problems) == ([("choice", "Oder"), ("choice", "Rhine")], [])


def test_wrong_answers_may_stand_in_a_field_each():
    item = {"distractor1": "Elbe", "distractor2": "Oder", "correct_answer": "Rhine", "support": "It flows there."}
    assert told(item) == ([("choice", "Rhine")], [])


def test_options_with_names_of_their_own_and_marks_are_read():
    options = [{"answerText": "Elbe", "isCorrect": False}, {"answerText": "Oder", "isCorrect": True}]
    assert told({"answerOptions": options, "answer": "B"}) == ([("choice", "Oder")], [])
    found, problems = told({"answerOptions": options, "answer": "A"})
    assert (found, problems[0]) == ([], "The option “Oder” is marked as right, but “A” is named.")
    labelled = [{"label": "A", "value": "Elbe"}, {"label": "B", "value": "Oder"}]
    assert told({"options": labelled, "answer": "B"}) == ([("choice", "Oder")], [])


@pytest.mark.parametrize(
    "item",
    [
        {"resp_x_a": "Elbe", "resp_x_b": "Oder", "answer": "B"},
        {"first": "Elbe", "second": "Oder", "answer": "second"},
        {"rivers": ["Elbe", "Oder"], "answer": "2"},
        {"A": "Elbe", "C": "Oder", "answer": "C"},
    ],
)
def test_a_letter_is_no_answer_to_type_where_options_may_stand_beside_it(item):
    found, problems = told(item)
    assert found == []
    assert "may name one of its options" in problems[0]


def test_a_letter_alone_is_typed():
    assert told({"answer": "B", "author": "me", "page": "3"}, {"answer": "7"}) == ([("text", "B"), ("text", 7)], [])


def test_numbers_that_nothing_tells_the_first_of_are_refused():
    options = ["Elbe", "Oder", "Rhine"]
    found, problems = told({"options": options, "correct": 2}, {"options": options, "correct": "1"})
    assert found == []
    assert problems[0].startswith("“2” counts the options from 0 or from 1")
    assert problems[1].startswith("“1” counts the options from 0 or from 1")


def test_a_letter_that_is_another_option_is_refused():
    found, problems = told({"options": ["B", "A", "C"], "answer": "A"}, {"options": ["x", "y", "z"], "answer": "C"})
    assert found == [("choice", "z")]
    assert problems[0].startswith("“A” is one of the options, but as a letter")


def test_points_and_hints_come_along_and_a_picture_is_named():
    item = {"answer": "Elbe", "points": 2, "hint": "It flows north.", "imageUrl": "elbe.png", "optionA": "Elbe"}
    parcel = read(json.dumps([{"question": "Which river?", **item, "optionB": "Oder"}]).encode())
    raw = parcel.questions[0].dump()
    assert (raw["worth"], raw["hints"]) == (2, ["It flows north."])
    assert [problem.reason for problem in parcel.problems] == [
        "the image “elbe.png” is not in the file; add it by hand."
    ]


def read_items(*items: dict, **around) -> Parcel:
    data = json.dumps({**around, "questions": list(items)} if around else list(items)).encode()
    return recognise(data).read(data)


@pytest.mark.parametrize("title", ["title", "name", "text", "question"])
def test_what_names_a_quiz_is_no_question_of_it(title) -> None:
    items = [{"question": f"Which bird is {n}?", "options": ["a wren", "a stork"], "answer": "B"} for n in range(3)]
    parcel = read_items(*items, **{title: "Birds of the marsh"})
    assert [question.key.text for question in parcel.questions] == ["a stork"] * 3


NAMED = {"answer_a": "wren", "answer_b": "stork", "answer_c": "heron", "answer_d": None}


@pytest.mark.parametrize(
    ("right", "named", "keys"),
    [
        ("b", None, {"stork"}),
        ("b", "answer_b", {"stork"}),
        ("bc", "answer_b", {"stork", "heron"}),
        ("ac", None, {"wren", "heron"}),
        ("b", "answer_a", None),
        ("bc", "answer_a", None),
    ],
)
def test_options_that_are_marked_by_their_names(right, named, keys) -> None:
    told = {f"answer_{letter}_correct": str(letter in right).lower() for letter in "abcd"}
    item = {"question": "Which of them wade?", "answers": NAMED, "correct_answers": told, "correct_answer": named}
    parcel = read_items(item)
    if keys is None:
        assert (len(parcel.questions), len(parcel.problems)) == (0, 1)
        return
    (question,) = parcel.questions
    found = question.keys if question.kind == "multiple" else (question.key,)
    assert {option.text for option in found} == keys


def test_what_else_is_said_of_a_question_comes_along() -> None:
    further = {"topic": "birds", "chapter": "3", "grade": 7, "passage": "Storks wade.", "context": "In the marsh."}
    parcel = read_items({"question": "Who wades?", "answer": "storks", **further})
    (question,) = parcel.questions
    assert set(question.tags) == {"birds", "chapter 3", "grade 7"}
    assert question.context == "Storks wade.\n\nIn the marsh."
    assert question.worth is None or question.worth == 1
    (number,) = read_items({"question": "How long is pi?", "answer": 3.14, "tolerance": 0.01}).questions
    assert str(number.tolerance) == "0.01"


@pytest.mark.parametrize(
    ("item", "stem", "key"),
    [
        ({"question": "<p>Who <b>wades</b>?</p>", "answer": "<i>storks</i>"}, "Who **wades**?", "storks"),
        ({"question": "Which tag is bold, <b> or <i>?", "answer": "<b>"}, "Which tag is bold, <b> or <i>?", "<b>"),
        (
            {"question": "What does &lt;b&gt;x&lt;/b&gt; show?", "answer": "&lt;b&gt;x&lt;/b&gt;"},
            "What does <b>x</b> show?",
            "<b>x</b>",
        ),
        ({"question": "What stands for &amp;amp;lt;?", "answer": "less"}, "What stands for &amp;lt;?", "less"),
    ],
)
def test_tags_are_formatting_unless_they_are_spoken_of(item, stem, key) -> None:
    (question,) = read_items(item).questions
    assert question.key == key
    assert question.stem.replace("\\", "") == stem


@pytest.mark.parametrize(("asks", "answers"), [("front", "back"), ("term", "definition"), ("Front", "Back")])
@pytest.mark.parametrize("around", [{}, {"title": "Marsh birds"}, {"name": "Birds", "description": "Of the marsh"}])
def test_cards_in_json_are_pairs(asks, answers, around) -> None:
    cards = [{asks: "the stork", answers: "la cigogne"}, {asks: "the heron", answers: "le héron"}]
    data = json.dumps({**around, "cards": cards} if around else cards).encode()
    found = recognise(data).read(data).questions
    assert [(question.stem, question.key) for question in found] == [
        ("the stork", "la cigogne"),
        ("the heron", "le héron"),
    ]
