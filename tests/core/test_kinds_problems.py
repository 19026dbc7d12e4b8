"""What `parse` refuses: every flaw, each with its path and words."""

from __future__ import annotations

import json

import pytest

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds import KINDS, kind_named, parse_question
from quizapp.core.question import Evidence


def problems(raw):
    with pytest.raises(InvalidQuestion) as caught:
        parse_question(raw)
    return [(problem.field, problem.message) for problem in caught.value.problems]


def fields_of(raw):
    return [field for field, _ in problems({"stem": "?", **raw})]


def test_all_problems_are_listed_with_their_paths():
    raw = {
        "kind": "cloze",
        "id": "Not An Id",
        "stem": "One [[1]], three [[3]].",
        "about": "time",
        "worth": "NaN",
        "limit_seconds": "1.5",
        "language": "english language",
        "evidence": [{"paragraph": 0, "quote": ""}, "words"],
        "gaps": [{"key": "a", "wieght": 1}, {"kind": "date", "key": "August 1961"}, {"kind": "essay"}],
    }
    assert [field for field, _ in problems(raw)] == [
        *(
            "id",
            "about",
            "evidence[1]",
            "evidence[0].paragraph",
            "evidence[0].quote",
            "worth",
            "limit_seconds",
            "language",
        ),
        *("gaps[0].wieght", "gaps[1].key", "gaps[2].kind", "gaps[2].key", "stem"),
    ]


def test_a_date_in_words_is_refused_with_the_value_that_was_meant():
    assert "Did you mean 1961-08-13?" in dict(problems({"kind": "date", "stem": "?", "key": "13 August 1961"}))["key"]


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({"kind": "choice", "key": "a"}, ["distractors"]),
        ({"kind": "choice", "distractors": ["a"]}, ["key"]),
        ({"kind": "choice", "key": "a", "distractors": ["a"]}, ["distractors"]),
        ({"kind": "choice", "key": "a", "options": ["b", "c"]}, ["options"]),
        ({"kind": "choice", "key": "a", "options": ["a", "b"], "distractors": ["c"]}, ["distractors"]),
        ({"kind": "choice", "key": {"text": "a", "weight": 0.5}, "distractors": ["b"]}, ["key.weight"]),
        ({"kind": "choice", "key": "a", "distractors": [{"text": "b", "weight": 2}]}, ["distractors[0].weight"]),
        (
            {"kind": "choice", "key": "a", "distractors": ["b", {"wieght": 1}]},
            ["distractors[1].text", "distractors[1].wieght"],
        ),
        ({"kind": "choice", "key": "a", "distractors": [str(n) for n in range(51)]}, ["distractors"]),
        ({"kind": "choice", "key": "a", "distractors": ["b" * 1_001]}, ["distractors[0]"]),
        ({"kind": "choice", "key": "a", "distractors": [["b"]]}, ["distractors[0]"]),
        ({"kind": "multiple", "distractors": ["a"]}, ["key"]),
        ({"kind": "multiple", "key": ["a"]}, ["distractors"]),
        ({"kind": "multiple", "key": [{"text": "a", "weight": -1}], "distractors": ["b"]}, ["key"]),
        ({"kind": "multiple", "key": ["a"], "distractors": ["b"], "scoring": "half"}, ["scoring"]),
        ({"kind": "true_false"}, ["key"]),
        ({"kind": "true_false", "key": "perhaps"}, ["key"]),
        ({"kind": "true_false", "key": True, "options": ["x"]}, ["options[0]"]),
        ({"kind": "text"}, ["key"]),
        ({"kind": "text", "key": "a", "accept": [{"text": "b", "pattern": "c"}]}, ["accept[0].text"]),
        ({"kind": "text", "key": "a", "accept": [{"weight": 1}]}, ["accept[0].text"]),
        ({"kind": "text", "key": "a", "compare": "loosely"}, ["compare"]),
        ({"kind": "number"}, ["key"]),
        ({"kind": "number", "key": "many"}, ["key"]),
        ({"kind": "number", "key": "1e999"}, ["key"]),
        ({"kind": "number", "key": "9" * 10_000}, ["key"]),
        ({"kind": "number", "key": float("nan")}, ["key"]),
        ({"kind": "number", "key": float("inf")}, ["key"]),
        ({"kind": "number", "key": 10**5_000}, ["key"]),
        ({"kind": "number", "key": 1, "from": 2, "to": 3}, ["key"]),
        ({"kind": "number", "from": 2}, ["key"]),
        ({"kind": "number", "from": 3, "to": 2}, ["to"]),
        ({"kind": "number", "from": 1, "to": 2, "tolerance": 1}, ["tolerance"]),
        ({"kind": "number", "key": 1, "tolerance": -1}, ["tolerance"]),
        ({"kind": "number", "key": 1, "distractors": ["two"]}, ["distractors[0]"]),
        ({"kind": "date"}, ["key"]),
        ({"kind": "date", "key": "1961", "distractors": ["1962-13"]}, ["distractors[0]"]),
        ({"kind": "cloze"}, ["gaps"]),
        ({"kind": "cloze", "stem": "[[1]] [[1]]", "gaps": [{"key": "a"}]}, ["stem"]),
        ({"kind": "cloze", "stem": "[[1]]", "gaps": [{"key": "a", "worth": 0}]}, ["gaps"]),
        ({"kind": "cloze", "stem": "[[1]]", "gaps": ["a"]}, ["gaps[0]", "gaps"]),
        ({"kind": "match", "pairs": [{"left": "a", "right": "b"}]}, ["pairs"]),
        ({"kind": "match", "pairs": [{"left": "a", "right": "b"}] * 2}, ["pairs"]),
        ({"kind": "match", "pairs": [{"left": "a"}, {"left": "b", "right": "c"}]}, ["pairs[0].right"]),
        ({"kind": "order", "items": ["a"]}, ["items"]),
        ({"kind": "order", "items": ["a", "b", "a"]}, ["items"]),
        ({"kind": "open", "stem": "x" * 5_001}, ["stem"]),
        ({"kind": "open", "stem": "  "}, ["stem"]),
        ({"kind": "open", "explanation": "x" * 10_001}, ["explanation"]),
        ({"kind": "open", "origin": "gift"}, ["origin"]),
        ({"kind": "open", "x" * 101: 1}, [""]),
    ],
)
def test_rules_of_the_kinds(raw, fields):
    assert fields_of(raw) == fields


@pytest.mark.parametrize(("text", "named"), [("a\0b", "U+0000"), ("a\ud83d", "U+D83D"), ("\udc00", "U+DC00")])
def test_characters_that_cannot_be_stored_are_refused_by_name(text, named):
    for raw in (
        {"stem": text},
        {"stem": "?", "key": text},
        {"stem": "?", "origin": {"extra": [text]}},
        {"stem": "?", "new": text},
    ):
        assert named in problems({"kind": "open", **raw})[0][1]


def test_a_deep_or_wide_mapping_is_refused():
    deep = []
    for _ in range(100_000):
        deep = [deep, 0]
    assert fields_of({"kind": "open", "origin": {"extra": deep}}) == ["origin"]
    assert fields_of({"kind": "open", "new": deep}) == ["new"]
    assert fields_of({"kind": "open", "key": deep}) == ["key"]
    assert fields_of({"kind": "open", "new": [0] * 30_000}) == ["new"]
    while deep:
        deep = deep[0]


@pytest.mark.parametrize(
    ("slug", "meant"), [("choise", "choice"), ("true-false", "true_false"), ("Dates", "date"), ("ordering", "order")]
)
def test_an_unknown_kind_is_named_with_the_one_that_was_meant(slug, meant):
    message = dict(problems({"kind": slug, "stem": "?"}))["kind"]
    assert f"Did you mean {meant}?" in message
    assert all(kind.kind in message for kind in KINDS)


@pytest.mark.parametrize(
    "raw", [None, [], "choice", 7, {}, {"kind": ["choice"]}, {"kind": "zzzzz"}, {"kind": "\ud800" * 999}]
)
def test_what_is_no_question_is_refused(raw):
    assert problems(raw)


def test_kind_named():
    assert [kind_named(kind.kind) for kind in KINDS] == list(KINDS)
    assert len(KINDS) == 10


def test_a_kind_refuses_another_kinds_mapping():
    with pytest.raises(InvalidQuestion, match="says “open”"):
        kind_named("choice").parse({"kind": "open", "stem": "?", "key": "a", "distractors": ["b"]})


def test_texts_stand_for_values_and_single_ones_for_lists():
    raw = {
        "kind": "choice",
        "stem": "?",
        "key": "true",
        "distractors": "007",
        "accept": "yes",
        "hints": "Think.",
        "tags": ["a/b", "a/b"],
        "worth": "2.0",
        "limit_seconds": "30",
        "evidence": {"paragraph": "4", "quote": "q"},
    }
    question = parse_question(raw)
    assert [option.text for option in question.options] == ["true", "007"]
    assert (question.worth, question.limit_seconds, question.hints, question.tags) == (2.0, 30, ("Think.",), ("a/b",))
    assert question.evidence == (Evidence(4, "q"),)
    written = question.dump()
    assert list(written) == [
        *("kind", "stem", "key", "accept", "distractors", "hints", "evidence", "tags", "worth", "limit_seconds")
    ]
    assert written["distractors"] == ["007"]


def test_unknown_fields_are_kept_at_the_end_and_not_shared():
    raw = {"kind": "open", "stem": "?", "flavour": {"a": [1]}, "tags": ["t"]}
    question = parse_question(raw)
    raw["flavour"]["a"].append(2)
    question.dump()["flavour"]["a"].append(3)
    assert question.extra == {"flavour": {"a": [1]}}
    assert list(question.dump()) == ["kind", "stem", "tags", "flavour"]
    assert "flavour" not in question.known_fields()
    assert json.dumps(question.dump())
