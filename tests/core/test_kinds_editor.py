"""The editor of every kind: what is shown and sent back unchanged is the same question, and nothing typed is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds import KINDS, kind_named, parse_question
from quizapp.core.kinds.editor import Inputs, share_words, weight_of
from quizapp.core.kinds.editor_steps import begun, stepped
from quizapp.core.kinds.keeping import kept
from quizapp.core.kinds.switching import switched, waiting_inputs
from tests.core.rendered import Filled, edit_html
from tests.core.strategies import raw_questions

SETTINGS = settings(max_examples=60, deadline=None, derandomize=True)
DETAILS = [
    {"kind": "choice", "key": {"text": "a", "explanation": "e"}, "distractors": [{"text": "b", "weight": 0.333}, "c"]},
    {"kind": "choice", "key": "b", "options": ["c", {"text": "b", "explanation": "so"}, {"text": "a", "weight": -0.5}]},
    {"kind": "choice", "key": "b", "distractors": ["c"], "accept": [{"pattern": "b*"}, {"text": "x", "weight": 0}]},
    {"kind": "multiple", "key": [{"text": "a", "weight": 0.7}, {"text": "b", "weight": 0.3}], "distractors": ["c"]},
    {"kind": "multiple", "key": ["c", "a"], "options": ["a", "b", {"text": "c", "weight": 1}], "scoring": "exact"},
    {"kind": "true_false", "key": "yes", "options": [{"text": False, "explanation": "x"}]},
    {"kind": "text", "key": "St*r", "accept": ["a*b", {"pattern": "*hof", "weight": 0.25}], "compare": "exact"},
    {"kind": "number", "from": "1", "to": "2.50", "accept": [{"text": 3, "tolerance": "5%", "weight": 0.5}]},
    {"kind": "date", "key": "196X", "accept": [{"text": "BC0044-03-15", "explanation": "x"}], "distractors": ["1970"]},
    {"kind": "match", "pairs": [{"left": "1", "right": "a\nb"}, {"left": "2", "right": "b"}], "distractors": [7]},
    {"kind": "order", "items": ["a", 2, "c, d"], "scoring": "exact"},
    {"kind": "open", "key": "a\n\nb"},
    {
        "kind": "cloze", "stem": "In [[2]], \\[[3]] and [[1]] or [[3]].",
        "gaps": [
            {"kind": "number", "from": 1, "to": 3, "unit": "km", "worth": 0},
            {"key": "x", "accept": [{"pattern": "x*"}, "a*b", "two\nlines"], "compare": "exact", "about": "actor"},
            {"key": {"text": "a", "explanation": "e"}, "options": ["b", "a", {"text": "c", "weight": 0.5}], "worth": 2},
        ],
    },
]  # fmt: skip


def without_returns(value):
    """Give a value with the line ends that a browser sends back."""
    if isinstance(value, dict):
        return {name: without_returns(item) for name, item in value.items()}
    if isinstance(value, list):
        return [without_returns(item) for item in value]
    return value.replace("\r", "\n") if isinstance(value, str) else value


def sent_back(kind, body, has_reading=True):
    """Give the question that a form brings back which was opened and sent without a change."""
    page = Filled(edit_html(kind.kind, kind.fill_editor(body), has_reading=has_reading))
    assert len(page.ids) == len(set(page.ids))
    form = Inputs.of_form(Inputs(page.values))
    return parse_question(kept(kind, kind.read_editor(form), body, form))


@given(raw_questions(), st.booleans())
@SETTINGS
def test_a_form_sent_unchanged_is_the_same_question(raw, has_reading):
    question = parse_question(without_returns(raw))
    assert sent_back(type(question), question.dump(), has_reading) == question


@pytest.mark.parametrize("raw", DETAILS, ids=lambda raw: raw["kind"])
def test_details_come_back(raw):
    shared = {
        "stem": "Why?", "title": "t\nu", "context": "c", "hints": ["h", "i"], "tags": ["a, b", "c/d"], "worth": 0.5,
        "evidence": [{"paragraph": 3, "quote": "q"}, {"paragraph": 4, "quote": "r", "earlier": True}], "language": "de",
        "origin": {"format": "gift"}, "draft": {"template": "T1"}, "unheard_of": [1], "id": "x-1", "limit_seconds": 9,
    }  # fmt: skip
    question = parse_question({**shared, **raw})
    assert sent_back(type(question), question.dump()) == question


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_another_kind_and_back_loses_nothing(kind):
    body = parse_question(kind.example).dump()
    inputs = kind.fill_editor(body)
    # Of several ticks a single choice can show one alone.
    for other in (each for each in KINDS if (kind.kind, each.kind) != ("multiple", "choice")):
        there = switched(inputs, kind, other)
        shown = Filled(edit_html(other.kind, there)).values
        carried = [(name, [value]) for name, value in waiting_inputs(there, other)]
        back = switched(Inputs({**shown, **_grouped(carried)}), other, kind)
        assert parse_question(kept(kind, kind.read_editor(back), body, back)).dump() == body, other.kind


def _grouped(pairs):
    found = {}
    for name, values in pairs:
        found.setdefault(name, []).extend(values)
    return found


@pytest.mark.parametrize(
    ("before", "raw", "after", "fields"),
    [
        ("choice", {"key": "a", "distractors": ["b"]}, "multiple", {"key": ["a"], "distractors": ["b"]}),
        ("choice", {"key": "a", "distractors": ["b"], "accept": ["x"]}, "text", {"key": "a", "accept": ["x"]}),
        ("text", {"key": "1961", "distractors": ["1962"]}, "date", {"key": "1961", "distractors": ["1962"]}),
        ("text", {"key": "a", "accept": ["b"]}, "cloze", {"gaps": [{"key": "a", "accept": ["b"]}]}),
        ("number", {"key": 5, "tolerance": "5%", "unit": "km"}, "cloze", {"stem": "Why? [[1]]"}),
        ("multiple", {"key": ["a", "b"], "distractors": ["c"]}, "order", {"items": ["a", "b", "c"]}),
        ("order", {"items": ["a", "b"]}, "choice", {"key": "a", "distractors": ["b"]}),
        ("open", {"key": "a"}, "text", {"key": "a"}),
    ],
)  # fmt: skip
def test_what_fits_another_kind_is_taken_along(before, raw, after, fields):
    old, new = kind_named(before), kind_named(after)
    inputs = switched(old.fill_editor({"kind": before, "stem": "Why?", **raw}), old, new)
    made = parse_question(new.read_editor(inputs)).dump()
    assert {name: made[name] for name in fields} == fields


@pytest.mark.parametrize("before", KINDS, ids=lambda kind: kind.kind)
def test_another_kind_begins_with_the_rows_of_a_new_question(before):
    form = begun(before, before.fill_editor({"stem": "Why?"}))
    for after in KINDS:
        changed = stepped(form, before, f"kind {after.kind}")
        new = begun(after, after.fill_editor({}))
        assert {group: len(changed.rows(group)) for group in after.first_rows} == dict(after.first_rows)
        assert changed.getlist("right")[:1] == new.getlist("right")[:1] or "right" not in after.own_inputs


def test_rows_taken_along_fill_those_of_the_other_kind():
    form = Inputs({"stem": ["Why?"], "right": ["2"], "option-1-text": ["a"], "option-2-text": ["b"]})
    changed = stepped(form, kind_named("choice"), "kind match")
    assert [changed.get(f"pair-{number}-left") for number in changed.rows("pair")] == ["b", "a", ""]


def test_dates_may_be_written_in_words():
    kind = kind_named("date")
    inputs = kind.fill_editor(
        {"stem": "When?", "key": "13 August 1961", "distractors": ["May 1945", "3/4/1950", "3.4.1950"]}
    )
    raw = kind.read_editor(inputs)
    assert (raw["key"], raw["distractors"]) == ("1961-08-13", ["1945-05", "3/4/1950", "1950-04-03"])
    form = Inputs(
        {"stem": ["On [[1]]."], "gap-1-kind": ["date"], "gap-1-key": ["12.10.1948"], "gap-1-accept": ["May 1945"]}
    )
    assert kind_named("cloze").read_editor(form)["gaps"] == [
        {"kind": "date", "key": "1948-10-12", "accept": ["1945-05"]}
    ]


@pytest.mark.parametrize(
    ("kind", "form", "place"),
    [
        ("choice", {"option-1-text": "a", "option-2-text": "b"}, "option"),
        ("choice", {"right": "1", "option-1-text": " ", "option-2-text": "b"}, "option-1-text"),
        ("choice", {"right": "2", "option-1-text": "a", "option-1-weight": "900"}, "option-1-weight"),
        ("choice", {"right": "2", "option-2-text": "a", "option-7-explanation": "b"}, "option-7-text"),
        ("choice", {"right": "2", "is_ordered": "1", "option-2-text": "a", "option-7-weight": "x"}, "option-7-weight"),
        ("multiple", {"right": "2", "option-2-text": "a"}, "option"),
        ("true_false", {}, "truth"),
        ("true_false", {"truth": "true", "if_false": "x" * 20_000}, "if_false"),
        ("text", {"key": "a", "accept-1-text": "", "accept-4-text": "b", "accept-4-weight": "x"}, "accept-4-weight"),
        ("number", {"key": "many"}, "key"),
        ("number", {"shape": "range", "from": "3", "to": "2"}, "to"),
        ("number", {"shape": "range"}, "from"),
        ("date", {"key": "1961-13-40"}, "key"),
        ("date", {"key": "1961", "distractor-2-text": "1962", "distractor-1-text": "soon"}, "distractor-1-text"),
        ("match", {"pair-1-left": "a", "pair-1-right": "b", "pair-2-left": "c", "pair-2-right": ""}, "pair-2-right"),
        ("match", {}, "pair"),
        ("order", {"item-1-text": "a"}, "item"),
        ("open", {"hint-3-text": "x" * 20_000}, "hint-3-text"),
        ("open", {"worth": "-1"}, "worth"),
        ("open", {"tags": "a," + "b" * 300}, "tags"),
        ("cloze", {}, "gap"),
        ("cloze", {"stem": "[[1]] [[2]]", "gap-1-key": "a", "gap-2-key": ""}, "gap-2-key"),
        ("cloze", {"stem": "[[1]]", "gap-1-kind": "number", "gap-1-key": "x"}, "gap-1-key"),
        ("cloze", {"stem": "[[1]]", "gap-1-key": "x", "gap-1-worth": "y"}, "gap-1-worth"),
        ("cloze", {"stem": "no", "gap-1-key": "x"}, "stem"),
    ],
)  # fmt: skip
def test_each_problem_stands_beside_its_input(kind, form, place):
    read, reader = kind_named(kind).read_with_places(Inputs({"stem": ["Why?"], **{n: [v] for n, v in form.items()}}))
    with pytest.raises(InvalidQuestion) as raised:
        parse_question(read)
    assert place in [reader.place_of(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_a_problem_is_shown_at_every_input(kind):
    inputs = kind.fill_editor(parse_question(kind.example).dump())
    names = [name for name in inputs.keys() if not name.endswith(("-is_pattern", "-earlier"))]  # noqa: SIM118
    shown = edit_html(kind.kind, inputs, dict.fromkeys(names, "Mended it must be"), has_reading=True)
    ticks = {"right", "shape", "is_ordered", "is_exact", "is_exact_score"}
    missing = [name for name in names if name not in ticks and f'id="e-{name}-error"' not in shown]
    assert missing == []


@given(st.floats(-1, 1))
@SETTINGS
def test_weights_are_percent_and_come_back(weight):
    assert float(weight_of(share_words(weight))) == weight


@pytest.mark.parametrize(
    ("typed", "weight"),
    [("50", "0.5"), (" 33,3 % ", "0.333"), ("−100", "-1"), ("", ""), ("half", "half"), ("1e99999", "1e99999")],
)  # fmt: skip
def test_percent_as_typed(typed, weight):
    assert weight_of(typed) == weight


def test_rows_stand_in_the_order_in_which_they_are_sent_and_forged_ones_are_bounded():
    form = Inputs({f"item-{number}-text": [str(number)] for number in (3, 1, *range(2_000, 4_000))})
    assert form.rows("item")[:2] == [3, 1]
    assert len(form.rows("item")) <= 120
    assert Inputs({"item-0-text": ["a"], "item-x-text": ["a"], "item-99999-text": ["a"]}).rows("item") == []


NUMBERS = [
    ("100,5", "100.5"), ("0,125", "0.125"), ("−2,50", "-2.50"), ("1 234,5", "1234.5"), ("1.234,5", "1234.5"),
    ("1.234.567", "1234567"), ("3e8", "3e8"), ("155", "155"), ("2.500", "2.500"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "number"), NUMBERS)
def test_a_number_is_typed_with_a_decimal_comma(typed, number):
    kind = kind_named("number")
    given = {"stem": "How long?", "key": typed, "distractor-1-text": "7,25", "tolerance": "0,5 %"}
    inputs = Inputs({name: [value] for name, value in given.items()})
    made = parse_question({"kind": "number"} | kind.read_editor(inputs))
    assert (made.key, made.distractors[0].text, made.tolerance) == (number, "7.25", "0.5 %")
    gap = {"kind": "cloze", "stem": "It is [[1]] long.", "gap-1-kind": "number", "gap-1-key": typed}
    assert (
        parse_question(kind_named("cloze").read_editor(Inputs({name: [value] for name, value in gap.items()})))
        .gaps[0]
        .question.key
        == number
    )


@pytest.mark.parametrize("typed", ["1,234", "12,34,5", "5 or 6", "1,2,3"])
def test_a_number_of_two_meanings_is_asked_for_again(typed):
    with pytest.raises(InvalidQuestion, match="not a number"):
        parse_question({"kind": "number"} | kind_named("number").read_editor(Inputs({"stem": ["?"], "key": [typed]})))
