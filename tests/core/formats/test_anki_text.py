"""Anki’s text files: headers, separators and quotes, files without any header, and what goes out."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from quizapp.core.errors import InvalidQuestion
from quizapp.core.formats.anki_text import ANKI_TEXT, read
from quizapp.core.formats.anki_text_write import write
from quizapp.core.formats.parcel import Outgoing, ReadOptions
from quizapp.core.formats.registry import format_named, recognise
from tests.core.formats.anki_packages import BASIC, CLOZE, NoteRow, package
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing
from tests.core.strategies import raw_questions

SAMPLE = b"""#separator:tab
#html:true
# written by hand
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
g|1\tBasic\tSea\tWhat is <b>salt</b>?\t"A ""crystal"",
of two elements"\tchem::salts leech
g2\tBasic (type in the answer)\tSea::Deep\tThe deepest trench?\tMariana Trench\t

# a comment between
g3\tCloze\tSea\t{{c1::Krill}} feed {{c2::whales}}\t<i>Mostly.</i>\t
g4\tBasic\tSea\tOnly a front\t\t
g5\tBasic+\tSea\tx\ty\t
"""


def one(text):
    """Read a text of one note and give it."""
    [question] = read(text.encode()).questions
    return question.dump()


def test_headers_name_columns_and_every_row_is_found() -> None:
    parcel = read(SAMPLE)
    assert_sound(parcel)
    assert recognise(SAMPLE) is ANKI_TEXT
    assert parcel.found == 5
    salt, trench, krill, card = (question.dump() for question in parcel.questions)
    assert (salt["kind"], salt["stem"], salt["key"]) == ("open", "What is **salt**?", 'A "crystal", of two elements')
    assert salt["tags"] == ["Sea", "chem/salts", "leech"]
    assert salt["origin"]["id"] == "g|1"
    assert (trench["kind"], trench["key"], trench["tags"]) == ("text", "Mariana Trench", ["Sea/Deep"])
    assert (krill["stem"], krill["explanation"]) == ("[[1]] feed [[2]]", "*Mostly.*")
    assert (card["kind"], card["stem"]) == ("open", "x")
    assert [entry.line for entry in parcel.entries] == [8, 10, 13, 15]
    [skipped] = parcel.skipped
    assert (skipped.what, skipped.reason, skipped.line) == ("Basic “Only a front”", "text without an answer", 14)


def test_a_file_without_headers_holds_pairs_and_comments() -> None:
    parcel = read(b"# a list of words\nsel\tsalt\neau\twater\nmer\nfeu\tfire\tflames\n\tair\n")
    assert_sound(parcel)
    assert parcel.found == 5
    assert [(q.kind, q.answer()) for q in parcel.questions] == [("text", "salt"), ("text", "water"), ("text", "fire")]
    assert [(s.reason, s.line) for s in parcel.skipped] == [
        ("text without an answer", 4),
        ("its question side is empty, or holds nothing that can be shown", 6),
    ]
    [problem] = parcel.problems
    assert (problem.where, problem.line) == ("feu", 5)
    assert problem.reason == "It has 3 fields where others have 2; the rest became its explanation."
    assert parcel.questions[2].explanation == "flames"


def test_long_answers_are_open_questions() -> None:
    rows = "\n".join(f"Why {n}?\t{'Because it is so, and was so ever since. ' * 2}" for n in range(3))
    assert {question.kind for question in read(rows.encode()).questions} == {"open"}


def test_a_third_column_of_single_words_holds_tags() -> None:
    parcel = read(b"sel\tsalt\tfood,sea\neau\twater\tsea\n")
    assert [question.tags for question in parcel.questions] == [("food", "sea"), ("sea",)]
    assert read(b"sel\tsalt\tIt stands on tables.\n").questions[0].explanation == "It stands on tables."


@pytest.mark.parametrize(
    ("text", "stem", "key"),
    [
        ("#separator:Semicolon\na;b\n", "a", "b"),
        ("#separator:|\na|b\n", "a", "b"),
        ("a;b\n", "a", "b"),
        ("a,b\n", "a", "b"),
        ("\ufeff#separator:tab\r\na\tb\r\n", "a", "b"),
        ("#html:false\n<b>\t&amp;\n", "\\<b>", "&amp;"),
        ("x < y\tb\n", "x < y", "b"),
        ("x &lt; y\tb<br>\n", "x < y", "b"),
        ('"a\nb"\tc\n', "a\\\nb", "c"),
        ('"a "" b"c\tc\n', 'a " bc', "c"),
        ("#columns:Front\tBack\na\tb\n", "a", "b"),
        ("#notetype:Basic\n#deck:A::B\n#tags:x y\na\tb\n", "a", "b"),
    ],
)
def test_separators_quotes_and_markup(text, stem, key) -> None:
    found = one(text)
    assert (found["stem"], found["key"]) == (stem, key)


def test_headers_for_all_rows_hold_for_all() -> None:
    found = one("#notetype:Basic\n#deck:A::B\n#tags:x y\na\tb\n")
    assert (found["kind"], found["tags"]) == ("open", ["A/B", "x", "y"])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a\tb\n"open\tc\nd\te\n', 2, "A quotation mark begins a field and none ends it"),
        ("#guid column:x\na\tb\n", 1, "names no column by its number"),
        ('<img src="x.png">a\tb\n', 1, "“x.png” is not in the file"),
    ],
)
def test_each_flaw_has_its_own_message(text, line, words) -> None:
    parcel = read(text.encode())
    assert_sound(parcel)
    [problem] = parcel.problems
    assert problem.line == line
    assert words in problem.reason


def test_a_quotation_mark_without_an_end_costs_no_row() -> None:
    assert [q.stem for q in read(b'a\tb\n"open\tc\nd\te\n').questions] == ["a", '"open', "d"]


def test_reading_stops_at_the_limit_of_rows() -> None:
    parcel = read(b"a\tb\n" * 5, ReadOptions(rows=2))
    assert parcel.found == 2
    assert parcel.problems[0].line == 3


def test_all_kinds_go_out_with_their_losses_named() -> None:
    bank = outgoing((*PLAIN, *FULL))
    written = write(bank)
    parcel = read(written.content)
    assert_sound(parcel)
    assert parcel.problems == ()
    assert written.written == parcel.found == len(bank.questions)
    losses = {loss.what for loss in written.losses}
    assert {"kind choice", "kind date", "accept", "context", "gaps: all but their words"} <= losses
    after, before = dumped(parcel.questions), dumped(bank.questions)
    assert list(after) == list(before)
    assert after["why"]["stem"] == "Why do people climb?"
    assert (after["range"]["kind"], after["range"]["key"]) == ("text", "Himalaya*")
    assert [gap["key"] for gap in after["cloze"]["gaps"]] == [1953, "Hillary", 8849]
    assert after["volcano"]["tags"] == ["Mountains", "mountains/fire", "Italy_\\[south\\]".replace("\\", "")]


def test_notes_go_back_as_they_were() -> None:
    parcel = read(SAMPLE)
    written = write(Outgoing(parcel.bank, parcel.questions[:3]))
    assert [loss.what for loss in written.losses] == []
    assert [q.dump() for q in read(written.content).questions] == [q.dump() for q in parcel.questions[:3]]
    package_notes = format_named("anki").read(
        package([NoteRow(BASIC, ("<b>a</b>", "b"), "g"), NoteRow(CLOZE, ("{{c1::x}}", ""), "h")])
    )
    text = write(Outgoing(package_notes.bank, package_notes.questions)).content.decode()
    assert "g\tBasic\tAlps\t\t<b>a</b>\tb\n" in text
    assert [q.stem for q in read(text.encode()).questions] == ["**a**", "[[1]]"]


@settings(max_examples=30, deadline=None)
@given(raw_questions())
def test_whatever_is_written_can_be_read(raw) -> None:
    try:
        written = write(outgoing([raw]))
    except InvalidQuestion:
        reject()
    assert read(written.content).found == written.written


@settings(max_examples=40, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list('#\t\n"a:1;|,{}c<>&')), max_size=60))
def test_any_soup_of_signs_is_read(soup) -> None:
    read_hostile(read, soup.encode())


@pytest.mark.parametrize(
    "piece", ['"', '""', '\t"', '"\n', "#\n", "\t", "a\tb\n", "#separator:\n", "<", "{{c1::", "\n"]
)
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    assert_quick(read, f"a\tb\n{many}".encode(), 4)
