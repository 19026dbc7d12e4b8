"""H5P: question sets and their kinds, content inside content, media, and packages that are none."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from quizapp.core.errors import FormatError
from quizapp.core.formats.h5p import read
from quizapp.core.formats.registry import recognise
from tests.core.formats.laws import assert_quick, assert_sound, mutilated, read_hostile

CONTENT = (Path(__file__).parents[2] / "data/h5p/content.json").read_bytes()
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20


def package(content, library="H5P.QuestionSet", **further):
    """Make a package with content, a picture and a bundled library that nobody runs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("h5p.json", json.dumps({"title": "Ships", "mainLibrary": library, "language": "en"}))
        file.writestr("content/content.json", content)
        file.writestr("content/images/mast.png", PNG)
        file.writestr("H5P.MultiChoice-1.16/js/multichoice.js", "throw new Error('never run')")
        for name, text in further.items():
            file.writestr(name, text)
    return out.getvalue()


SET = read(package(CONTENT))
RAWS = [question.dump() for question in SET.questions]
BY_TITLE = {raw.get("title", raw["stem"]): raw for raw in RAWS}


def test_the_sample_is_sound_and_recognised() -> None:
    assert_sound(SET)
    assert recognise(package(CONTENT)).name == "h5p"
    assert SET.bank.title == "Ships"
    assert [raw["kind"] for raw in RAWS] == [
        *("choice", "multiple", "true_false", "cloze", "cloze", "choice", "choice", "open"),
    ]


def test_choices_with_pictures_feedbacks_and_order() -> None:
    mast = BY_TITLE["Mast"]
    assert mast["stem"].startswith("![A mast](media/")
    assert mast["stem"].endswith("Which *stand* up?")
    assert mast["options"] == ["Mast", {"text": "Keel", "explanation": "It lies."}]
    assert list(SET.media.values()) == [PNG]
    assert BY_TITLE["Untitled Multiple Choice"]["key"] == ["Sheet", "Halyard"]
    assert BY_TITLE["Untitled Multiple Choice"]["scoring"] == "exact"
    assert BY_TITLE["Truth"]["options"] == [{"text": False, "explanation": "Look at the bow."}]
    assert (BY_TITLE["First?"]["key"], BY_TITLE["First?"]["id"]) == ("right", "ab-1")


def test_gaps_with_further_answers_tips_and_lists() -> None:
    blanks = BY_TITLE["Blanks"]
    assert blanks["context"] == "Fill in."
    assert blanks["stem"] == "A [[1]] has [[2]] hulls.\n\nAnd [[3]] is no knot."
    assert blanks["gaps"][0] == {"key": "catamaran", "accept": ["cat"], "compare": "exact"}
    assert blanks["gaps"][2]["key"] == "km/h"
    assert BY_TITLE["Drag"]["stem"] == "The [[1]] is before\\\nthe [[2]]."
    assert BY_TITLE["Drag"]["gaps"][1] == {"key": "stern", "distractors": ["bow", "beam"]}


def test_content_inside_content_is_found_and_the_rest_skipped_by_name() -> None:
    assert (BY_TITLE["Why"]["stem"], BY_TITLE["Why"]["key"]) == ("Why sail?", "Wind.")
    assert [skipped.what for skipped in SET.skipped] == ["H5P.DragQuestion “Spots”", "H5P.Unheard “New”"]
    assert [(problem.where, problem.reason) for problem in SET.problems] == [
        ("Bad", "It does not say whether the statement is true or false."),
    ]


@pytest.mark.parametrize(
    ("answer", "kind"), [("Masts", "text"), ("A very long answer that nobody would type.", "open")]
)
def test_cards_are_typed_where_their_answers_are_short(answer, kind) -> None:
    cards = json.dumps(
        {"cards": [{"text": "What?", "answer": answer, "tip": "Up.", "image": {"path": "images/mast.png"}}]}
    )
    raw = read(package(cards, "H5P.Flashcards")).questions[0].dump()
    assert (raw["kind"], raw["key"], raw["hints"]) == (kind, answer, ["Up."])
    assert raw["stem"].startswith("![](media/")
    dialogs = json.dumps(
        {"dialogs": [{"text": "<p>What?</p>", "answer": f"<p>{answer}</p>", "tips": {"front": "Up."}}]}
    )
    assert read(package(dialogs, "H5P.Dialogcards")).questions[0].kind == kind


def test_missing_pictures_are_problems() -> None:
    parcel = read(package(CONTENT.replace(b"mast.png", b"lost.png")))
    assert "is not in the file" in parcel.problems[0].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"words", "no zip archive"),
        (b"PK\x03\x04broken", "damaged"),
        (package("[1]"), "holds no fields"),
        (package("{"), "no sound JSON"),
        (package("[" * 100_000), "no sound JSON"),
        (package("{}", **{"../x": "y"}), "unsafe name"),
    ],
)
def test_other_files_are_refused(data, words) -> None:
    with pytest.raises(FormatError, match=words):
        read(data)


def test_an_empty_set_is_a_problem() -> None:
    parcel = read(package('{"questions": []}'))
    assert parcel.found == 0
    assert parcel.problems[0].reason == "There is no question in it."


@settings(max_examples=20, deadline=None)
@given(mutilated(CONTENT))
def test_mutilated_content_raises_only_format_errors(data) -> None:
    read_hostile(read, package(data))


@settings(max_examples=10, deadline=None)
@given(mutilated(package(CONTENT)))
def test_mutilated_packages_raise_only_format_errors(data) -> None:
    read_hostile(read, data)


@pytest.mark.parametrize("piece", ["*", "*a", "*a:", "/", "\\\\/", "<p>"])
def test_time_grows_with_size_alone(piece) -> None:
    many = piece * (40_000 // len(piece))
    assert_quick(read, package(CONTENT.replace(b"*catamaran", f"{many}*catamaran".encode())), 3)
