"""Sums, formulas and hyphenated words without blanks are parted by the sign that stands between the two sides."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise


def read(text: str):
    data = text.encode()
    return recognise(data).read(data)


def pairs_of(text: str) -> list[tuple[str, str]]:
    parcel = read(text)
    assert parcel.problems == ()
    return [(question.stem.replace("\\", ""), question.key.replace("\\", "")) for question in parcel.questions]


@pytest.mark.parametrize(
    "sums",
    [
        [("12+5", "17"), ("13+8", "21"), ("20+6", "26")],
        [("31-6", "25"), ("18-9", "9")],
        [("48/6", "8"), ("27/3", "9"), ("1/2", "0.5")],
        [("5*6", "30"), ("7*8", "56")],
        [("9-3-2", "4"), ("8-1-1", "6")],
        [("1,5+2,5", "4"), ("0,5+3,5", "4")],
        [("C+O2", "CO2"), ("2Mg+O2", "2MgO"), ("S+O2", "SO2")],
        [("sun+rain", "rainbow"), ("snow+man", "snowman")],
    ],
)
def test_what_a_sum_makes_is_its_answer(sums):
    assert pairs_of("\n".join(f"{left}={right}" for left, right in sums)) == sums
    numbered = "\n".join(f"{n}. {left}={right}" for n, (left, right) in enumerate(sums, 1))
    assert len(sums) < 3 or pairs_of(numbered) == sums


@pytest.mark.parametrize("line", ["{} - {} = {}", "{} – {} = {}", "{} + {} = {}"])
def test_signs_between_blanks_part_no_sum(line):
    text = "\n".join(line.format(*each) for each in [(5, 3, 2), (9, 4, 5), (7, 1, 6)])
    assert [key for _, key in pairs_of(text)] == ["2", "5", "6"]


@pytest.mark.parametrize("sign", ["=", ":", "→", "–", "|", ";"])
@pytest.mark.parametrize(
    "pairs",
    [
        [("e-mail", "courriel"), ("week-end", "fin"), ("check-in", "entrée")],
        [("self-esteem", "Selbstwert"), ("well-being", "Wohl")],
        [("grand-mère", "Oma"), ("arc-en-ciel", "Regenbogen"), ("rendez-vous", "Treffen")],
    ],
)
def test_a_hyphen_within_words_parts_nothing(pairs, sign):
    assert pairs_of("\n".join(f"{left}{sign}{right}" for left, right in pairs)) == pairs


def test_a_hyphen_within_words_makes_no_columns():
    rows = ["e-mail - die E-Mail - noun", "check-in - der Check-in - noun", "T-shirt - das T-Shirt - noun"]
    assert [(q.kind, q.stem, q.key) for q in read("\n".join(rows)).questions] == [
        ("text", "e-mail", "die E-Mail"),
        ("text", "check-in", "der Check-in"),
        ("text", "T-shirt", "das T-Shirt"),
    ]


@pytest.mark.parametrize("text", ["big/large-groß\nsmall/little-klein", "A/B-x\nC/D-y", "e-mail/Post\nU-Bahn/Zug"])
def test_a_hyphen_beside_a_stroke_is_named(text):
    reasons = [problem.reason for problem in read(text).problems]
    assert reasons == ["Each line has one “-” and one “/”; “-” was taken to part the two sides."]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("F=ma-Newton\nE=mc2-Einstein", [("F=ma", "Newton"), ("E=mc2", "Einstein")]),
        ("2x+3=7 -> 2\n3x-1=5 -> 2", [("2x+3=7", "2"), ("3x-1=5", "2")]),
        ("to go:gehen-ging\nto see:sehen-sah", [("to go:gehen", "ging"), ("to see:sehen", "sah")]),
        ("2 + 2 = ? - 4\n3 + 3 = ? - 6", [("2 + 2 = ?", "4"), ("3 + 3 = ?", "6")]),
        ("2 + 2 = ?\t4\n3 + 3 = ?\t6", [("2 + 2 = ?", "4"), ("3 + 3 = ?", "6")]),
    ],
)
def test_what_stands_behind_a_formula_is_its_answer(text, pairs):
    assert pairs_of(text) == pairs


@pytest.mark.parametrize("line", ["{} = ___ ({})", "{} = __ {}", "{} = ? {}", "{} = … ({})", "{} = ? = {}"])
@pytest.mark.parametrize(
    "sums", [[("7 x 8", "56"), ("6 x 9", "54")], [("5 + 3", "8"), ("7 + 2", "9"), ("1 + 1", "2")], [("9 : 3", "3")] * 2]
)
def test_what_fills_the_blank_of_a_sum_is_its_answer(sums, line):
    if line.count("=") > 1:
        assert not any("?" in question.stem for question in read("\n".join(line.format(*s) for s in sums)).questions)
    else:
        assert pairs_of("\n".join(line.format(*each) for each in sums))[0] == sums[0]


@pytest.mark.parametrize("text", ["7 x 8 = ___\n6 x 9 = ___", "7 x 8 = ?\n6 x 9 = ?", "dog = ____\ncat = ____"])
def test_a_blank_alone_is_no_answer(text):
    parcel = read(text)
    assert parcel.questions == ()
    assert [problem.line for problem in parcel.problems] == [1, 2]
