"""Texts with gaps as Anki writes them, a line each: read as such, never torn at their colons; braces are not torn."""

from __future__ import annotations

import pytest

from quizapp.core.formats.registry import recognise

TEXTS = [
    ["The river of Paris is the {{c1::Seine}}.", "The river of Rome is the {{c1::Tiber}}."],
    ["In 1535, Lima was founded by {{c1::Pizarro}}.", "In 1492, {{c1::Columbus}} sailed, they say."],
    ["{{c1::Oxygen::gas}} is in {{c2::water}}.", "{{c1::Iron}} is a {{c2::metal}}.", "{{c1::Salt}}: NaCl - a crystal"],
]
KEYS = [[["Seine"], ["Tiber"]], [["Pizarro"], ["Columbus"]], [["Oxygen", "water"], ["Iron", "metal"], ["Salt"]]]


def read(text):
    return recognise(text.encode()).read(text.encode())


@pytest.mark.parametrize(("lines", "keys"), zip(TEXTS, KEYS, strict=True))
@pytest.mark.parametrize("form", ["{}", "{}\tIt is so", '"{}",It is so', "{};It is so", "{} | "])
@pytest.mark.parametrize("heading", ["", "Text,Extra\n", "Front\tBack\n"])
def test_each_line_is_a_text_with_gaps(lines, keys, form, heading):
    parcel = read(heading + "\n".join(map(form.format, lines)) + "\n")
    assert parcel.problems == ()
    found = [question.dump() for question in parcel.questions]
    assert [[gap["key"] for gap in raw["gaps"]] for raw in found] == keys
    assert {raw.get("explanation", "") for raw in found} == {"It is so" if "so" in form else ""} or form == "{} | "


@pytest.mark.parametrize(
    "text",
    [
        'Question,Answer\n"{{c1::Lima}} is\nbig",yes\n{{c1::Oslo}} is cold,no\n',
        "Nr;Text\n1;{{c1::Oxygen}} is a gas\n2;{{c1::Iron}} is a metal\n",
        "Who?\tI\nThe river of Paris is {{c1:Seine}}\tyes\nWhat?\tthis\n",
    ],
)
def test_gaps_that_stand_elsewhere_are_refused(text):
    parcel = read(text)
    assert not any("{{c1" in str(question.dump()) for question in parcel.questions)
    assert any("gaps as Anki writes them" in problem.reason for problem in parcel.problems)


@pytest.mark.parametrize(
    "lines",
    [
        ["Oslo is the capital of {Norway/Latvia}.", "Riga is the capital of {Norway/Latvia}."],
        ["Ice is {warm - cold}.", "Fire is {warm - cold}.", "Air is {thin - thick}."],
        ["She {go;goes} home.", "They {is;are} here."],
    ],
)
def test_words_to_choose_from_in_braces_are_not_torn(lines):
    parcel = read("\n".join(lines) + "\n")
    assert parcel.questions == ()
    assert all("What stands in braces was torn" in problem.reason for problem in parcel.problems)


def test_sets_in_braces_are_words():
    parcel = read("even numbers\t{2, 4, 6}\nodd numbers\t{1, 3, 5}\n")
    assert [question.key for question in parcel.questions] == ["{2, 4, 6}", "{1, 3, 5}"]
