"""Moodle XML: every kind with each trap of real files, problems with their lines, and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from quizapp.core.errors import FormatError
from quizapp.core.formats.moodle_xml import MOODLE_XML, read
from quizapp.core.formats.moodle_xml_write import write
from quizapp.core.formats.parcel import Outgoing, ReadOptions
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile
from tests.core.formats.ten_kinds import FULL, PLAIN, dumped, outgoing

SAMPLE = (Path(__file__).parents[2] / "data/moodle-xml/traps.xml").read_bytes()
TRAPS = read(SAMPLE)
BY_TITLE = {entry.question.title: entry.question.dump() for entry in TRAPS.entries}
TRUE = '<question type="truefalse"><name><text>{}</text></name><questiontext><text>Q</text></questiontext>'
TRUE += '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>'


def extra_of(title):
    return BY_TITLE[title]["origin"]["extra"]


def quiz(*questions):
    return ("<quiz>\n" + "\n".join(questions) + "\n</quiz>").encode()


def test_every_question_of_the_traps_is_imported_skipped_or_a_problem() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE) is MOODLE_XML
    assert TRAPS.report("x").by_kind == {
        "choice": 3,
        "multiple": 1,
        "true_false": 1,
        "text": 1,
        "number": 1,
        "match": 1,
        "open": 1,
        "cloze": 3,
        "order": 1,
    }
    assert [(problem.where, problem.line) for problem in TRAPS.problems] == [
        ("The mast", 7),
        ("Thirds", 31),
        ("Length", 59),
        ("Lost picture", 149),
        ("One only", 157),
        ("None right", 164),
        ("No number", 172),
        ("No gap", 179),
    ]


def test_a_multiple_choice_keeps_order_weights_feedback_hints_and_what_only_moodle_has() -> None:
    mast = BY_TITLE["The mast"]
    assert mast["options"][0] == {"text": "Mizzen", "explanation": "Further aft."}
    assert mast["options"][2] == {"text": "Fore", "weight": -0.25}
    assert mast["hints"] == ["Look amidships.", "It is the tallest."]
    assert (mast["worth"], mast["tags"]) == (2.5, ["Ports/Ships⁄Boats", "sailing"])
    kept = extra_of("The mast")
    assert (kept["penalty"], kept["answernumbering"]) == ("0.5000000", "ABCD")
    assert kept["correctfeedback"] == {"text": "Well done."}
    assert kept["hint_flags"] == ["clearwrong", "none"]


def test_an_id_with_signs_of_xml_stays_what_it_was() -> None:
    assert BY_TITLE["The mast"]["origin"]["id"] == "a < b & c"
    assert b"<idnumber>a &lt; b &amp; c</idnumber>" in write(Outgoing(TRAPS.bank, TRAPS.questions, TRAPS.media)).content


def test_embedded_files_new_and_old_become_media_and_others_are_named() -> None:
    [name] = TRAPS.media
    assert f"![A mast]({name})" in BY_TITLE["The mast"]["stem"]
    assert f"![]({name})" in BY_TITLE["Old one"]["stem"]
    assert "“rules.pdf” is left out" in TRAPS.problems[0].reason
    assert "not fetched" in TRAPS.problems[3].reason


def test_weights_beside_moodles_list_are_taken_and_said() -> None:
    assert BY_TITLE["Thirds"]["key"] == ["Sloop", "Ketch", "Yawl"]
    assert "33 % (nearest: 33.33333 %), 33.333 %" in TRAPS.problems[1].reason


def test_short_answers_numbers_and_units() -> None:
    assert BY_TITLE["Bow"]["compare"] == "exact"
    assert BY_TITLE["Bow"]["accept"] == [{"pattern": "pro*", "weight": 0.5}]
    assert (BY_TITLE["Length"]["tolerance"], BY_TITLE["Length"]["unit"]) == (0.25, "m")
    assert extra_of("Length")["wrong_feedback"] == "Measure again."
    assert extra_of("Length")["units"][0] == {"name": "cm", "multiplier": "100"}


def test_matching_essay_and_ordering() -> None:
    assert BY_TITLE["Parts"]["distractors"] == ["keel"]
    assert BY_TITLE["Why"]["rubric"] == "Archimedes, half the points."
    assert BY_TITLE["Hoist"]["items"] == ["mast", "sail", "wind"]
    assert BY_TITLE["Hoist"]["scoring"] == "exact"
    assert extra_of("Hoist")["answer_feedback"] == {"mast": "First."}


def test_the_three_kinds_of_gaps_become_one_cloze_each() -> None:
    assert BY_TITLE["Gaps"]["gaps"][0]["worth"] == 2
    assert BY_TITLE["Gaps"]["gaps"][1] == {"kind": "number", "key": 8, "tolerance": 1}
    assert BY_TITLE["Chosen"]["stem"] == "The [[1]] sails to the [[2]] with the [[3]]."
    ship = {"key": "ship", "distractors": ["cow"]}
    assert BY_TITLE["Chosen"]["gaps"] == [ship, {"key": "port"}, ship]
    assert BY_TITLE["Dragged"]["gaps"] == [{"key": "knot", "distractors": ["nut"]}]


def test_what_has_no_counterpart_is_skipped_by_name_and_kept_as_it_was() -> None:
    assert [(skipped.what, skipped.line) for skipped in TRAPS.skipped] == [
        ("description “Chart”", 122),
        ("calculated “Sum”", 128),
        ("ddmarker “Spot”", 135),
    ]
    assert TRAPS.skipped[0].raw == "Use the *chart* below."
    assert TRAPS.skipped[1].raw.startswith('<question type="calculated">')


def test_categories_hold_for_what_follows_and_may_stand_in_any_order() -> None:
    category = '<question type="category"><category><text>$course$/top/{}</text></category></question>'
    parcel = read(quiz(category.format("B/C"), TRUE.format("1"), category.format("B"), TRUE.format("2")))
    assert [question.tags for question in parcel.questions] == [("B/C",), ("B",)]


@pytest.mark.parametrize(
    ("data", "notice"),
    [
        (b'<?xml version="1.0" encoding="UTF-8">\n<quiz>@</quiz>', "repaired"),
        (b'\n<?xml version="1.0"?>\n<quiz>@</quiz>', "repaired"),
        (b'<?xml version="1.0" encoding="UTF-16"?><quiz>@</quiz>', "repaired"),
        (b"Warning: old server\n<quiz>@</quiz>", "text before its first tag"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><quiz>é@</quiz>'.encode("latin-1"), ""),
        ("<quiz>é@</quiz>".encode("cp1252"), "Windows-1252"),
        ('<?xml version="1.0"?><quiz>é@</quiz>'.encode("utf-16"), ""),
    ],
)
def test_broken_declarations_are_repaired_once_and_said(data, notice) -> None:
    is_wide = data.startswith(b"\xff\xfe")
    question = TRUE.format("ok").encode("utf-16-le" if is_wide else "ascii")
    parcel = read(data.replace(b"@\0" if is_wide else b"@", question))
    assert parcel.found == 1
    assert [problem.reason for problem in parcel.problems if notice not in problem.reason] == []
    assert len(parcel.problems) == bool(notice)


def test_one_broken_question_costs_no_other() -> None:
    broken = '<question type="truefalse"><name><text>bad</text></name><b></question>'
    parcel = read(quiz(TRUE.format("1"), broken, TRUE.format("2"), "<question type='truefalse'>", TRUE.format("3")))
    assert [entry.where for entry in parcel.entries] == ["1", "2", "3"]
    assert [entry.line for entry in parcel.entries] == [2, 4, 6]
    assert [(problem.where, problem.line) for problem in parcel.problems[1:]] == [("bad", 3), ("item 4", 6)]


def test_what_programs_write_wrong_is_mended_and_said() -> None:
    wrong = TRUE.format("A & B&nbsp;\x0b").replace("</name>", "</name><idnumber>x<y & z</idnumber>")
    parcel = read(quiz(TRUE.format("1"), wrong))
    assert [entry.where for entry in parcel.entries] == ["1", "A & B"]
    assert parcel.questions[1].origin["id"] == "x<y & z"
    assert "repaired; check it" in parcel.problems[1].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "of its own"),
        (b'<!-- x --><?p ?>\n<!DOCTYPE quiz SYSTEM "x.dtd" [ ]><quiz/>', "of its own"),
        (b"<questestinterop/>", "no Moodle XML"),
        (b"just words", "no sound XML"),
        (b"", "no"),
        (b"<quiz><broken></quiz>", "no sound XML"),
        (b"<a>" * 5000, "no sound XML"),
    ],
)
def test_files_of_other_kinds_are_refused(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(data)


def test_a_file_above_the_limit_is_refused() -> None:
    with pytest.raises(FormatError, match="at most 100"):
        read(SAMPLE, ReadOptions(text_bytes=100))


def test_what_moodle_carries_comes_back_whole() -> None:
    bank = outgoing(PLAIN)
    written = write(bank)
    assert {loss.what for loss in written.losses} == {"range"}
    again = read(written.content)
    assert again.problems == ()
    found, before = dumped(again.questions), dumped(bank.questions)
    assert (found.pop("span")["key"], before.pop("span")["from"]) == (0.25, -2.5)
    assert found == before


def test_losses_are_named_and_nothing_else_is_lost() -> None:
    bank = outgoing(FULL)
    written = write(bank)
    assert written.written == len(FULL)
    assert {loss.what for loss in written.losses} == {
        *("accept", "about", "evidence", "limit_seconds", "language", "context", "distractors", "kind date", "key"),
        *("tolerance in %", "scoring: all or nothing"),
    }
    found = dumped(read(written.content).questions)
    assert found["order"] == dumped(bank.questions)["order"]
    assert found["date"]["kind"] == "date"
    assert found["full"]["options"] == ["Irvine", "Mallory"]
    assert (found["full"]["hints"], found["full"]["worth"]) == (["He was a teacher.", "His name begins with M."], 2)
    assert found["open"]["explanation"] == "Plates collide."


def test_what_was_read_goes_back_with_all_that_only_moodle_has() -> None:
    written = write(Outgoing(TRAPS.bank, TRAPS.questions, TRAPS.media))
    again = read(written.content)
    assert ["further units" in problem.reason for problem in again.problems] == [True]
    assert again.media == TRAPS.media
    assert dumped(again.questions) == dumped(TRAPS.questions)
    kept = {question.id: question.origin.get("extra", {}) for question in again.questions}
    for question in TRAPS.questions:
        before = question.origin.get("extra", {})
        assert {name: kept[question.id].get(name) for name in before} == before


def test_lists_of_choices_go_back_as_such_unless_the_gaps_were_changed() -> None:
    chosen = [question for question in TRAPS.questions if question.title in ("Chosen", "Dragged")]
    root = etree.fromstring(write(Outgoing(TRAPS.bank, chosen)).content)
    written = [question for question in root if question.get("type") != "category"]
    assert [question.get("type") for question in written] == ["gapselect", "ddwtos"]
    assert written[0].findtext("questiontext/text") == "The [[2]] sails to the [[3]] with the [[2]]."
    assert [len(written[1].findall(name)) for name in ("dragbox", "dragbox/infinite")] == [2, 1]
    changed = chosen[1].dump()
    changed["gaps"][0]["accept"] = ["a knot"]
    again = etree.fromstring(write(outgoing([changed])).content)
    assert again[-1].get("type") == "cloze"


def test_the_written_file_is_laid_out_as_moodle_reads_it() -> None:
    root = etree.fromstring(write(outgoing((*PLAIN, *FULL))).content)
    assert root.tag == "quiz"
    for question in root:
        assert question.find("name/text").text
        assert question.find("questiontext/text").text
        assert question.find("questiontext").get("format") in ("html", "markdown")
        for answer in question.iterchildren("answer"):
            assert answer.get("fraction")
            assert answer.find("text").text


@settings(max_examples=25, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize(
    "piece",
    [
        "<question type='x'>",
        "<![CDATA[",
        "<!--",
        "<idnumber>",
        "&",
        "<?",
        "</question>",
        "<b>",
        "{1:SA:",
        "{ ",
        "<?xml ",
    ],
)
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (50_000 // len(piece))
    data = f"<quiz>{TRUE.format('1').replace('Q', many)}{many}"
    assert_quick(read, data.encode(), 3)


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([("m/s2", "1"), ("cm/s2", "100")], "cm/s2 (×100); it is asked in m/s2"),
        ([("g", "1000"), ("kg", "1")], "g (×1000); it is asked in kg"),
        ([("h", "1"), ("min", "60"), ("s", "3600")], "min (×60), s (×3600); it is asked in h"),
    ],
)
def test_further_units_of_a_number_are_named(units, said) -> None:
    listed = "".join(f"<unit><multiplier>{n}</multiplier><unit_name>{u}</unit_name></unit>" for u, n in units)
    parcel = read(
        quiz(
            '<question type="numerical"><questiontext><text>How much?</text></questiontext>'
            f'<answer fraction="100"><text>9</text></answer><units>{listed}</units></question>'
        )
    )
    assert len(parcel.questions) == 1
    assert [said in problem.reason for problem in parcel.problems] == [True]
