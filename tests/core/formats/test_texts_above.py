"""Texts without an answer as the context of the questions that follow, in each format that has such texts."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.formats import gift, markdown_list, moodle_xml, qti2, qti12
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import Parcel, TextAbove
from quizapp.core.formats.texts_above import EVERY, NONE, PROPOSED, below, choose, find_text, with_texts, without
from quizapp.core.kinds.base import MAX_CONTEXT_CHARS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
LONG = " ".join(["The river rises in the hills and reaches the sea after a long way."] * 4)


def contexts(parcel: Parcel) -> list[str]:
    return [question.context for question in parcel.questions]


def spans(parcel: Parcel) -> list[tuple[int, int]]:
    return [(text.first, text.count) for text in parcel.texts]


def gift_file(*texts: str) -> Parcel:
    return gift.read("\n\n".join(texts).encode())


def test_a_description_of_gift_stands_above_what_follows_until_the_next_or_another_category() -> None:
    parcel = gift_file(
        "::Q0::Before it {=a}",
        f"::River::{LONG}",
        "::Q1::Where does it rise? {=hills}",
        "::Q2::Where does it end? {=sea}",
        "Short words.",
        "::Q3::Which colour? {=blue}",
        "$CATEGORY: other",
        "::Q4::Which day? {=Monday}",
    )
    assert spans(parcel) == [(1, 2), (3, 1)]
    assert [(each.follow, each.is_above) for each in parcel.skipped] == [(2, False), (1, False)]
    assert contexts(parcel) == ["", "", "", "", ""]
    proposed = with_texts(parcel, PROPOSED)
    assert contexts(proposed) == ["", LONG, LONG, "", ""]
    assert proposed.skipped[0].to_json() == {
        "what": "description “River”", "reason": "text without an answer", "line": 3, "raw": LONG,
        "follow": 2, "above": True,
    }  # fmt: skip
    assert contexts(with_texts(parcel, EVERY)) == ["", LONG, LONG, "Short words.", ""]
    assert with_texts(parcel, NONE) == parcel
    assert (proposed.found, len(proposed.entries)) == (parcel.found, 5)


def moodle(*questions: str) -> Parcel:
    return moodle_xml.read(f"<quiz>{''.join(questions)}</quiz>".encode())


def asked(stem: str, kind: str = "shortanswer") -> str:
    answer = "" if kind == "description" else '<answer fraction="100"><text>yes</text></answer>'
    file = f'<file name="map.png" encoding="base64">{base64.b64encode(PNG).decode()}</file>'
    text = f'<questiontext format="html"><text><![CDATA[{stem}]]></text>{file}</questiontext>'
    return f'<question type="{kind}"><name><text>n</text></name>{text}{answer}</question>'


def test_a_picture_of_a_description_comes_along_and_what_could_run_does_not() -> None:
    shown = '<p>Look at the <b>map</b>.</p><script>alert(1)</script><img src="@@PLUGINFILE@@/map.png" alt="map">'
    category = '<question type="category"><category><text>$course$/x</text></category></question>'
    parcel = moodle(asked(shown, "description"), asked("Is it far?"), category, asked("Is it near?"))
    first, second = contexts(with_texts(parcel, PROPOSED))
    [name] = media_names(first)
    assert parcel.media[name] == PNG
    assert first.startswith("Look at the **map**.")
    assert "alert" not in first
    assert second == ""


def test_a_picture_that_a_description_lacks_is_told() -> None:
    parcel = moodle(asked('See <img src="@@PLUGINFILE@@/gone.png">', "description"), asked("Is it far?"))
    assert any("gone.png" in problem.reason for problem in parcel.problems)


def test_a_text_of_text2qti_stands_where_it_stands_with_its_title_and_its_indented_lines() -> None:
    text = (
        "Quiz title: Rivers\n\n1. Before it?\n*a) yes\nb) no\n\n"
        "Text title: The Inn\nText: It rises in the Alps.\n\n    It ends in Passau.\n\n"
        "2. Where does it end?\n*a) Passau\nb) Vienna\n\n3. Is it long?\n*a) yes\nb) no\n"
    )
    parcel = markdown_list.read(text.encode())
    assert spans(parcel) == [(1, 2)]
    inn = "**The Inn**\n\nIt rises in the Alps.\n\nIt ends in Passau."
    assert contexts(with_texts(parcel, EVERY)) == ["", inn, inn]
    assert (parcel.skipped[0].line, parcel.found) == (8, 4)


def qti_item(ident: str, kind: str, stem: str) -> str:
    response = (
        '<response_str ident="r"><render_fib/></response_str></presentation><resprocessing><outcomes>'
        '<decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>'
        '<respcondition><conditionvar><varequal respident="r">yes</varequal>'
        '</conditionvar><setvar varname="SCORE">100</setvar></respcondition></resprocessing>'
    )
    rest = "</presentation>" if kind == "text_only_question" else response
    return (
        f'<item ident="{ident}" title="{ident}"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type'
        f"</fieldlabel><fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>"
        f'<material><mattext texttype="text/html">{stem}</mattext></material>{rest}</item>'
    )


def test_a_text_of_canvas_stands_above_the_questions_of_its_section_and_of_groups_in_it() -> None:
    short = "short_answer_question"
    group = (
        '<section ident="g" title="Pool"><selection_ordering><selection><selection_number>1</selection_number>'
        f"</selection></selection_ordering>{qti_item('b', short, 'In a pool?')}</section>"
    )
    text = qti_item("t", "text_only_question", LONG)
    body = f"{text}{qti_item('a', short, 'Is it far?')}"
    alone = f'<assessment ident="q" title="Quiz"><section ident="root_section">{body}{qti_item("c", short, "And?")}'
    data = f"<questestinterop>{alone}</section></assessment></questestinterop>"
    assert contexts(with_texts(qti12.read(data.encode()), PROPOSED)) == [LONG, LONG]
    drawn = f'<assessment ident="q" title="Quiz"><section ident="root_section">{text}{group}'
    data = f"<questestinterop>{drawn}</section></assessment></questestinterop>"
    assert contexts(with_texts(qti12.read(data.encode()), PROPOSED)) == [LONG]
    parts = f'<section ident="one" title="One">{body}</section><section ident="two">{qti_item("c", short, "And?")}'
    data = f'<questestinterop><assessment ident="q" title="Quiz">{parts}</section></assessment></questestinterop>'
    assert contexts(with_texts(qti12.read(data.encode()), PROPOSED)) == [LONG, ""]


def test_an_own_context_stays_below_the_text_and_neither_stands_there_twice() -> None:
    body = {"kind": "text", "stem": "Who?", "key": "she", "context": "Own."}
    placed = below(body, LONG)
    assert placed["context"] == f"{LONG}\n\nOwn."
    assert below(placed, LONG) == placed
    assert without(placed, LONG) == body
    assert below(body, "x" * MAX_CONTEXT_CHARS) == body


@given(st.text(max_size=40), st.text(min_size=1, max_size=40))
def test_what_was_put_above_is_taken_away_again(own: str, text: str) -> None:
    own, text = own.strip(), text.strip() or "t"
    body = {"stem": "Who?"} | ({"context": own} if own else {})
    if own != text and not own.startswith(f"{text}\n\n"):
        assert without(below(body, text), text) == body


def test_texts_too_long_are_told_and_questions_that_have_no_room_keep_their_own() -> None:
    parcel = gift_file("x" * (MAX_CONTEXT_CHARS + 1), "::Q::Who? {=she}")
    assert parcel.texts == ()
    assert [problem.reason for problem in parcel.problems] == [
        "This text has 10,001 characters; 10,000 can stand above a question."
    ]
    parcel = gift_file("y" * MAX_CONTEXT_CHARS, "::Q::Who? {=she}")
    full = replace(parcel.entries[0], question=replace(parcel.questions[0], context="Own."))
    told = with_texts(replace(parcel, entries=(full,)), EVERY)
    assert contexts(told) == ["Own."]
    assert "too long beside its own" in told.problems[-1].reason


@pytest.mark.parametrize("own", [LONG, f"{LONG}\n\nOwn."])
def test_a_text_that_stands_above_a_question_already_is_no_flaw(own: str) -> None:
    parcel = gift_file(LONG, "::Q::Who? {=she}")
    there = replace(parcel.entries[0], question=replace(parcel.questions[0], context=own))
    told = with_texts(replace(parcel, entries=(there,)), EVERY)
    assert (contexts(told), told.problems) == ([own], ())


@pytest.mark.parametrize(
    ("text", "count", "is_proposed"),
    [(LONG, 1, True), (LONG, 20, True), (LONG, 21, False), ("Choose one answer.", 3, False),
     (f"![map](media/{'a' * 64}.png)", 3, True), ("Words   " + " " * 300, 2, False)],
)  # fmt: skip
def test_what_questions_seem_to_need_is_proposed(text: str, count: int, is_proposed: bool) -> None:
    assert choose([TextAbove(0, 0, count, text)], PROPOSED) == (frozenset({0}) if is_proposed else frozenset())


def test_the_text_of_an_entry_is_found() -> None:
    texts = [TextAbove(0, 2, 3, "a"), TextAbove(1, 5, 1, "b"), TextAbove(2, 9, 2, "c")]
    found = [find_text(texts, place) for place in range(12)]
    assert found == [None, None, 0, 0, 0, 1, None, None, None, 2, 2, None]


def test_an_item_of_qti_2_without_interaction_stands_above_the_items_that_follow() -> None:
    head = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="t">'
    parcel = qti2.read("qti2", f"{head}<itemBody><p>{LONG}</p></itemBody></assessmentItem>".encode())
    assert (parcel.texts, parcel.skipped[0].reason) == ((), "text without an answer")


def test_a_picture_that_a_text_of_qti_2_lacks_is_told() -> None:
    head = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="t">'
    words = f'<itemBody><p>{LONG}</p><p><img src="gone.png" alt=""/></p></itemBody></assessmentItem>'
    parcel = qti2.read("qti2", f"{head}{words}".encode())
    assert any("gone.png" in problem.reason for problem in parcel.problems)
