"""QTI 1.2: the dialects of several programs with each trap of real files, problems with their lines, packages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.parcel import ReadOptions
from quizapp.core.formats.qti12 import read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile

SAMPLE = (Path(__file__).parents[2] / "data/qti12/traps.xml").read_bytes()
TRAPS = read(SAMPLE)
RAWS = {question.id: question.dump() for question in TRAPS.questions}
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20

LABEL = '<response_label ident="{}"><material><mattext>{}</mattext></material></response_label>'
TRUE = f"""<item ident="t{{0}}" title="T{{0}}"><presentation><material><mattext>Q {{0}}</mattext></material>
<response_lid ident="r"><render_choice>{LABEL.format("a", "True")}
{LABEL.format("b", "False")}</render_choice></response_lid></presentation><resprocessing>
<respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar><setvar>100</setvar></respcondition>
</resprocessing></item>"""
QUIZ = '<questestinterop><assessment title="{}"><section>{}</section></assessment></questestinterop>'


def package(**members):
    """Make a zip of members; double underscores in names are slashes, single ones dots."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def extra_of(identity):
    """Give what a question kept of its file."""
    return RAWS[identity]["origin"]["extra"]


def test_the_sample_is_sound_and_recognised() -> None:
    assert_sound(TRAPS)
    assert recognise(SAMPLE).name == "qti12"
    assert TRAPS.bank.title == "Sailing"
    assert TRAPS.found == 19
    assert "repaired" in TRAPS.problems[0].reason


def test_kinds_points_and_weights_are_told_without_metadata() -> None:
    bow = next(question.dump() for question in TRAPS.questions if question.title == "Bow")
    assert bow["stem"] == "What is at the **front**? bow"
    assert bow["key"] == "Bow"
    assert bow["options"] == [
        {"text": "Stern", "explanation": "That is the back."},
        "Bow",
        {"text": "Beam", "weight": 0.5},
    ]
    assert bow["worth"] == 4
    assert RAWS["points"]["key"] == [{"text": "Sheet", "weight": 0.75}, {"text": "Halyard", "weight": 0.25}]
    assert RAWS["points"]["distractors"] == [{"text": "Cleat", "weight": -0.5}]
    assert RAWS["truth"]["kind"] == "true_false"
    assert RAWS["truth"]["key"] is True


def test_several_answers_of_canvas_with_equations_and_feedbacks() -> None:
    several = RAWS["several"]
    assert several["stem"] == "Which are sails? \\(x^2\\)"
    assert several["key"] == ["Jib \\<b>", "*Spinnaker*"]
    assert (several["worth"], several["explanation"]) == (3, "Two of them.")
    assert extra_of("several") == {"key_feedback": "Well done."}
    assert "title" not in several


def test_groups_of_which_some_are_drawn_are_kept_and_become_tags() -> None:
    assert RAWS["truth"]["tags"] == ["Knots"]
    assert extra_of("truth")["group"] == {"id": "g1", "title": "Knots", "pick": "1", "points": "2"}


def test_typed_answers_and_numbers_with_margins_and_ranges() -> None:
    assert RAWS["short"]["key"] == "Port"
    assert (RAWS["short"]["accept"], RAWS["short"]["compare"]) == (["Port side"], "exact")
    assert (RAWS["margin"]["key"], RAWS["margin"]["tolerance"]) == (1852, "10%")
    assert RAWS["margin"]["accept"] == [{"text": 1550, "tolerance": 50, "weight": 0.5}]
    assert (RAWS["span"]["from"], RAWS["span"]["to"]) == (2, 5)


def test_pairs_categories_and_orders_of_several_programs() -> None:
    assert RAWS["match"]["pairs"] == [{"left": "Mast", "right": "up"}, {"left": "Keel", "right": "down"}]
    assert RAWS["match"]["distractors"] == ["side"]
    assert RAWS["match"]["stem"] == "Which part where?"
    assert RAWS["bbmatch"]["stem"] == "Pair *them*."
    assert RAWS["bbmatch"]["pairs"] == [{"left": "red", "right": "port"}, {"left": "green", "right": "starboard"}]
    assert RAWS["bbmatch"]["worth"] == 7
    assert RAWS["kinds"]["pairs"] == [{"left": "sheet", "right": "rope"}, {"left": "jib", "right": "sail"}]
    assert RAWS["order"]["items"] == ["board", "cast off"]
    assert RAWS["group"]["items"] == ["boom", "gaff"]


def test_gaps_by_name_and_in_their_place() -> None:
    assert RAWS["blanks"]["stem"] == "A [[1]] has [[2]] hulls \\[aside\\]."
    assert RAWS["blanks"]["gaps"] == [{"key": "catamaran", "accept": ["cat"]}, {"key": "two"}]
    assert RAWS["inplace"]["stem"] == "From [[1]] to [[2]]"
    assert RAWS["inplace"]["gaps"] == [{"key": "bow"}, {"key": "stern"}]
    assert RAWS["essay"]["key"] == "For the wind."


def test_what_has_no_counterpart_is_skipped_by_name_and_kept_as_it_was() -> None:
    assert [skipped.what for skipped in TRAPS.skipped] == [
        "text_only_question “Chart”",
        "calculated_question “Sum”",
        "file_upload_question “File”",
        "response_xy “Spot”",
    ]
    assert TRAPS.skipped[0].raw == "Use the *chart*."
    assert TRAPS.skipped[1].raw.startswith("<item ")
    assert all(skipped.line for skipped in TRAPS.skipped)


def test_problems_name_item_and_line() -> None:
    bow, no_key = TRAPS.problems[1], TRAPS.problems[-1]
    assert (bow.where, bow.line) == ("Bow", 6)
    assert "is not in the file" in bow.reason
    assert (no_key.where, no_key.reason) == ("No key", "No option is marked as right; mark one.")
    assert SAMPLE.decode().split("\n")[no_key.line - 1].startswith('<item ident="nokey"')


def test_of_two_copies_in_a_cartridge_the_full_one_is_read() -> None:
    poor, full = QUIZ.format("Poor", TRUE.format(1)), QUIZ.format("Full", TRUE.format(1) + TRUE.format(2))
    bank = QUIZ.format("Bank", TRUE.format(3))
    parcel = read(
        package(
            g1__assessment_xml=poor,
            non_cc_assessments__g1_xml_qti=full,
            non_cc_assessments__g2_xml_qti=bank,
            other__quiz_xml=QUIZ.format("Other", TRUE.format(4)),
        ).replace(b"non.cc.assessments", b"non_cc_assessments")
    )
    assert sorted(question.id for question in parcel.questions) == ["t1", "t2", "t3", "t4"]
    assert {question.tags for question in parcel.questions} == {("Full",), ("Bank",), ("Other",)}
    assert parcel.entries[0].where.endswith("xml.qti: T1")


@pytest.mark.parametrize(
    "address",
    ["$IMS-CC-FILEBASE$/pics/a%20b.png", "%24IMS-CC-FILEBASE%24/pics/a%20b.png", "../pics/a b.png", "a b.png"],
)
def test_pictures_are_found_by_whatever_address(address) -> None:
    item = TRUE.format(1).replace("Q 1", f'&lt;img src="{address}" alt="x"&gt;')
    data = package(q__q_xml=QUIZ.format("Q", item), web_resources__pics__x=PNG).replace(b"pics/x", b"pics/x")
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("web_resources/pics/a b.png", PNG)
    parcel = read(out.getvalue())
    assert list(parcel.media.values()) == [PNG]
    assert parcel.problems == ()


def test_pictures_of_blackboard_are_found_by_their_number() -> None:
    stub = "@X@EmbeddedFile.requestUrlStub@X@bbcswebdav/xid-123_1"
    item = TRUE.format(1).replace("Q 1", f'&lt;img src="{stub}" alt="x"&gt;')
    out = io.BytesIO(package(res1_dat=QUIZ.format("Q", item)))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("csfiles/home_dir/bow__xid-123_1.png", PNG)
        file.writestr("csfiles/home_dir/bow__xid-123_1.png.xml", "<lom/>")
    parcel = read(out.getvalue())
    assert (list(parcel.media.values()), parcel.problems) == ([PNG], ())


def test_what_lies_elsewhere_is_a_problem_and_never_fetched() -> None:
    parcel = read(QUIZ.format("Q", TRUE.format(1).replace("Q 1", '&lt;img src="https://x.org/a.png"&gt;Q')).encode())
    assert "is not fetched" in parcel.problems[0].reason
    assert parcel.found == 1


def test_one_broken_item_or_member_costs_no_other() -> None:
    broken = '<item ident="b" title="Bad"><presentation></item>'
    parcel = read(QUIZ.format("Q", TRUE.format(1) + "\n" + broken + "\n" + TRUE.format(2)).encode())
    assert [question.id for question in parcel.questions] == ["t1", "t2"]
    assert [(problem.where, problem.line) for problem in parcel.problems[1:]] == [("Bad", 6)]
    parcel = read(package(a_xml=QUIZ.format("A", TRUE.format(1)), b_xml="<questestinterop><x"))
    assert parcel.found == 1
    assert parcel.problems[0].where == "b.xml"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE q [<!ENTITY a "b">]><questestinterop/>', "of its own"),
        (b"<quiz/>", "no QTI 1.2"),
        (b"words", "no sound XML"),
        (package(a_xml="<quiz/>"), "no QTI 1.2"),
        (package(x="y").replace(b"x", b"/"), "unsafe|damaged"),
        (b"PK\x03\x04broken", "damaged"),
    ],
)
def test_other_files_are_refused(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(data)


def test_a_file_above_the_limit_is_refused() -> None:
    with pytest.raises(FormatError, match="at most 100"):
        read(SAMPLE, ReadOptions(text_bytes=100))


@settings(max_examples=20, deadline=None)
@given(mutilated(SAMPLE))
def test_mutilated_bytes_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


PIECES = ("<item ident='a'>", "<![CDATA[", "<!--", "&", "<section>", "[x] ", "<img ", "<respcondition/>")


@pytest.mark.parametrize("piece", [*PIECES, "<varequal>a</varequal>"])
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    one = TRUE.format(1)
    assert_quick(read, QUIZ.format("Q", one.replace("Q 1", many) + many).encode(), 3)
    assert_quick(read, QUIZ.format("Q", one.replace("<respcondition>", f"{many}<respcondition>")).encode(), 3)
