"""The short way through `parse` gives what the full reader gives, and refuses what that refuses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.gathering import Gatherer
from quizapp.core.formats.native_identity import find_made_id, made_id
from quizapp.core.kinds import kind_named

TEXTS = st.sampled_from(["", " ", "a", " b ", "A", "é", "x" * 301, "y" * 5_001, "\0", "\ud800", "1", "c\nd"])
LISTS = st.lists(TEXTS, max_size=4)
VALUES = st.one_of(TEXTS, LISTS, st.none(), st.integers(0, 2), st.booleans())
RAWS = st.fixed_dictionaries(
    {"stem": VALUES, "key": VALUES},
    optional={
        **dict.fromkeys(("distractors", "tags", "explanation", "title", "accept", "surplus"), VALUES),
        "kind": st.sampled_from(["choice", "text", "multiple", ""]),
        "id": st.sampled_from(["", "a-1", "A", "x" * 70]),
        "origin": st.dictionaries(TEXTS, VALUES, max_size=3),
    },
)


def outcome(kind, raw):
    """Parse and give the question, or the paths of its problems."""
    try:
        return kind_named(kind).parse(raw)
    except InvalidQuestion as error:
        return [problem.field for problem in error.problems]


@pytest.mark.parametrize("kind", ["choice", "text", "multiple"])
@settings(max_examples=300, deadline=None)
@given(raw=RAWS)
def test_both_ways_agree(kind, raw) -> None:
    # A field that the short way does not know, though empty, makes it leave the question to the full reader.
    assert outcome(kind, raw) == outcome(kind, {**raw, "hints": []})


@pytest.mark.parametrize("kind", ["choice", "text", "multiple"])
@settings(max_examples=200, deadline=None)
@given(raw=RAWS)
def test_an_id_that_is_made_beforehand_is_the_one_that_the_question_gets(kind, raw) -> None:
    question = outcome(kind, raw)
    if not isinstance(question, list) and (found := find_made_id({**raw, "kind": kind})):
        assert found == made_id(question)


def test_a_question_that_is_no_entry_takes_no_id() -> None:
    gatherer = Gatherer("csv")
    sound = {"kind": "choice", "stem": "Which?", "key": "a", "distractors": ["b"]}
    ids = []
    for raw in (sound | {"distractors": []}, sound, sound | {"distractors": ["a"]}, sound, sound):
        question = gatherer.take(raw, "here")
        ids.append(question.id if question else None)
    assert ids[0] is ids[2] is None
    assert [ids[3], ids[4]] == [f"{ids[1]}-2", f"{ids[1]}-3"]
