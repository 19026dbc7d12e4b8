"""GIFT: each trap of real files, problems with their lines, and what comes back of what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.encoding import CP1252_NOTICE
from quizapp.core.formats.gift import GIFT, read
from quizapp.core.formats.gift_write import write
from quizapp.core.formats.parcel import Outgoing
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/gift/traps.gift").read_bytes()
TRAPS = read(SAMPLE)
BY_STEM = {entry.question.stem: entry.question.dump() for entry in TRAPS.entries}


def one(text):
    """Read a text that holds one question."""
    parcel = read(text.encode())
    assert not parcel.skipped
    [entry] = parcel.entries
    return entry.question.dump()


def problems(text):
    return [(problem.line, problem.reason) for problem in read(text.encode()).problems]


def test_every_item_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is GIFT
    assert (len(TRAPS.entries), len(TRAPS.skipped)) == (16, 1)
    assert [(problem.where, problem.line) for problem in TRAPS.problems] == [
        ("The share is", 38),
        ("Only choice", 40),
        ("No right", 42),
        ("Braces", 46),
        ("Lost", 48),
        ("Also lost", 52),
    ]


def test_a_category_without_a_blank_line_and_the_marks_of_a_comment_are_read() -> None:
    first = TRAPS.questions[0].dump()
    assert (first["id"], first["title"]) == ("harbour-1", "The harbour")
    assert first["tags"] == ["Ports/North", "coast", "trade [old]"]
    assert first["origin"]["extra"] == {"category": "$course$/top/Ports/North"}
    assert TRAPS.entries[0].line == 4


def test_a_blank_line_and_a_comment_within_braces_end_nothing() -> None:
    first = TRAPS.questions[0].dump()
    assert first["key"] == {"text": "Visby", "explanation": "Its wall = famous."}
    assert first["distractors"] == ["Reval", {"text": "Åbo", "weight": -0.5, "explanation": "Younger ~ by far."}]
    assert first["explanation"] == "All three traded."


def test_html_with_escaped_signs_becomes_markdown_and_true_false_has_two_feedbacks() -> None:
    question = BY_STEM["The **ship** sails [today](https://example.org/a:b)."]
    assert question["key"] is True
    assert question["options"] == [
        {"text": True, "explanation": "Well seen."},
        {"text": False, "explanation": "Look again."},
    ]


def test_questions_without_a_blank_line_between_are_told_apart() -> None:
    assert BY_STEM["Which two flow north?"]["key"] == ["Rhine", "Nile"]
    assert BY_STEM["Who sailed \\_\\_\\_\\_\\_ in May?"]["accept"][0]["weight"] == 0.5


def test_answers_at_the_start_leave_a_blank_and_junk_behind_them_does_not() -> None:
    assert BY_STEM["\\_\\_\\_\\_\\_ lies in the south."]["key"] == "Cork"
    assert BY_STEM["How deep is it?"]["tolerance"] == 0.5
    assert one("Where? {=a ~b}.")["stem"] == "Where?"
    assert one("It is {=a ~b}.")["stem"] == "It is \\_\\_\\_\\_\\_."


def test_numbers_keep_tolerance_range_and_what_is_said_to_wrong_ones() -> None:
    masts = BY_STEM["How many masts?"]
    assert masts["accept"] == [{"text": 3, "tolerance": 1, "weight": 0.5}]
    assert (masts["explanation"], masts["origin"]["extra"]["wrong_feedback"]) == ("Yes.", "Count again.")
    assert BY_STEM["How long?"]["origin"]["extra"]["wrong_feedback"] == "Measure again."
    assert (BY_STEM["Between?"]["from"], BY_STEM["Between?"]["to"]) == (1, 5)


def test_an_empty_left_side_is_a_further_right_side() -> None:
    question = BY_STEM["Match them."]
    assert question["pairs"][1] == {"left": "Riga", "right": "Latvia"}
    assert question["distractors"] == ["Poland"]


def test_typed_keys_are_plain_words_and_may_be_tags() -> None:
    assert one("Which tag? {=<br> =</p>}")["key"] == "<br>"
    assert one("[html]Which? {=<p>word &amp; word</p>}")["key"] == "word & word"
    assert one("Match {=a -> <i> =b -> x *y*}")["pairs"] == [
        {"left": "a", "right": "<i>"},
        {"left": "b", "right": "x *y*"},
    ]


def test_text_formats_and_newlines_are_obeyed() -> None:
    assert BY_STEM["Name **two** reasons.\n\n- one"]["kind"] == "open"
    assert one("[plain]a *b* <i> {=x ~y}")["stem"] == "a \\*b\\* \\<i>"
    assert one("one\\ntwo\nthree {T}")["stem"] == "one\\\ntwo\\\nthree"
    assert one("a <b>c</b>\nd {=[plain]<b> ~[markdown]*m*}")["key"] == "\\<b>"


def test_embedded_answers_make_a_cloze() -> None:
    question = BY_STEM["Water [[1]] at [[2]] °C."]
    assert question["gaps"][0]["accept"] == [{"text": "cools", "weight": 0.5, "explanation": "Almost."}]
    assert question["gaps"][1] == {"kind": "number", "key": 0, "tolerance": 0.5, "worth": 2}


def test_a_description_is_skipped_and_its_words_are_kept_for_the_preview() -> None:
    [skipped] = TRAPS.skipped
    assert (skipped.reason, skipped.raw) == ("text without an answer", "Read the next questions with the chart.")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\nQ {=a ~b", 3, "braces are not closed"),
        ("Q {=a ~}", 1, "only one choice"),
        ("Q {~a ~b}", 1, "No option is right"),
        ("Q {#many}", 1, "is to be a number"),
        ("Q {#1:x}", 1, "is to be a number"),
        ("Q {=a -> b}", 1, "fewer than two pairs"),
        ("Q {=a -> b =c}", 1, "no pair"),
        ("Q {=%0%a}", 1, "No answer is right"),
        ("Q {x =a ~b}", 1, "hold no answers"),
        ("Q {=a ~b} and {=c ~d} too", 1, "two blocks"),
        ("Q {1:SA:=a", 1, "braces are not closed"),
        ("Q {1:SA:a}", 1, "Gap 1: No answer is fully right"),
        ("=a ~b", 1, "outside braces"),
        ("Q {~%50%a ~%40%b ~c}", 1, "weights sum to 90 %"),
        ("Q {~%33%a ~%33%b ~%33%c ~d}", 1, "nearest: 33.33333 %"),
        ("Q {=a =b ~c}", 1, "multiple choice"),
        ("Q {=a ~b ~b}", 1, "stands twice"),
        ("[html]<img src\\='@@PLUGINFILE@@/x.png'> Q {T}", 1, "not in the file"),
        ("[html]Q <iframe src\\='x'></iframe> {T}", 1, "<iframe>"),
    ],
)
def test_flaws_are_told_with_their_line(text, line, words) -> None:
    [(where, reason)] = problems(text)
    assert where == line
    assert words in reason


def test_a_lost_end_costs_only_its_own_question() -> None:
    for broken in ("A {=a ~b\n\n", "::A::x {=a {\n\n"):
        parcel = read((broken + "B {=c ~d}\n\n" * 3).encode())
        assert (parcel.found, len(parcel.problems)) == (3, 1), broken


def test_what_cannot_be_chosen_is_skipped_with_its_reason() -> None:
    for text in ("Q {=a -> x =b -> x}", "Q {~%50%a ~%50%b}"):
        parcel = read(text.encode())
        assert (len(parcel.skipped), parcel.problems) == (1, ())


def test_windows_1252_is_read_and_said() -> None:
    parcel = read("Où? {=Là ~Ici}".encode("cp1252"))
    assert parcel.questions[0].stem == "Où?"
    assert parcel.problems[0].reason == CP1252_NOTICE


def test_what_gift_carries_comes_back_whole() -> None:
    bank = outgoing(PLAIN)
    written = write(bank)
    assert [loss.what for loss in written.losses] == ["cloze in GIFT"]
    again = read(written.content)
    assert again.problems == ()
    assert dumped(again.questions) == dumped(bank.questions)


def test_losses_are_named_and_nothing_else_is_lost() -> None:
    bank = outgoing(FULL)
    written = write(bank)
    assert written.written == len(FULL) - 1
    lost = {loss.what for loss in written.losses}
    assert lost == {
        *("order “Lowest first.”", "accept", "about", "hints", "evidence", "worth", "limit_seconds", "language"),
        *("order of options", "context", "distractors", "kind date", "rubric", "key", "unit", "tolerance in %"),
        *("compare", "scoring"),
    }
    found = dumped(read(written.content).questions)
    assert found["date"] == {"id": "date", "kind": "date", "stem": "When was it climbed?", "key": "1953-05-29"}
    assert found["unit"]["tolerance"] == 5
    assert found["full"]["stem"].startswith("In 1924 two climbers were lost.")
    assert found["open"]["explanation"] == "Plates collide."


def test_what_was_read_from_gift_goes_back_to_it() -> None:
    written = write(Outgoing(TRAPS.bank, TRAPS.questions))
    again = read(written.content)
    assert again.problems == ()
    assert {loss.what for loss in written.losses} == {"cloze in GIFT", "weights"}
    found, before = dumped(again.questions), dumped(TRAPS.questions)
    snapped = next(identity for identity, question in before.items() if question["stem"] == "The share is")
    assert [key["weight"] for key in found.pop(snapped)["key"]] == [0.6, 0.4]
    del before[snapped]
    assert found == before
    extras = [[question.origin.get("extra") for question in parcel.questions] for parcel in (again, TRAPS)]
    assert extras[0] == extras[1]


def test_an_edited_date_is_read_as_text() -> None:
    text = "// [date:1953-05-29]\nWhen? {=29 May 1953 =some other day}"
    assert one(text)["kind"] == "text"


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("{}=~#:%\\->n[]$ \n\t1aTF/")), max_size=60))
def test_any_soup_of_signs_raises_only_format_errors(soup) -> None:
    read_hostile(read, f"::t::Q {{=a ~b}}\n\n{soup}".encode())


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "}",
        "::",
        "Q {=a\n\n",
        "\\[",
        "\\\\(",
        "$$ ",
        "[$]",
        "{1:SA:",
        "~",
        "#",
        "=a ",
        "// [tag:",
        "<p>",
        "-> ",
        " ",
        "[",
    ],
)
def test_time_grows_with_size_alone(piece) -> None:
    assert_quick(read, ("::t::Q " + piece * (60_000 // len(piece))).encode(), 3)
