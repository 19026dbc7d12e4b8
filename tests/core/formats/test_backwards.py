"""Notes that are asked both ways elsewhere: a second question if wanted, the same each time, once in a package."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.formats import mnemosyne
from quizapp.core.formats.anki_text_write import write as write_text
from quizapp.core.formats.apkg import read
from quizapp.core.formats.apkg_write import write
from quizapp.core.formats.backwards import FORWARDS, with_backwards
from quizapp.core.formats.parcel import BankFields, Outgoing, TextAbove
from quizapp.core.formats.wishes import ImportWish
from tests.core.formats.anki_packages import BASIC, BOTH_WAYS, NoteRow, package
from tests.core.formats.laws import assert_sound

NOTES = (
    NoteRow(BOTH_WAYS, ("der Berg", "the mountain"), "zz1", "alps", 7, (0, 1)),
    NoteRow(BASIC, ("Which lake?", "Baikal"), "zz2"),
    NoteRow(BOTH_WAYS, ("der See", "the lake"), "zz3", "", 7, (0,)),
)


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_only_what_has_a_card_backwards_is_asked_so(generation: int) -> None:
    plain = read(package(NOTES, generation))
    assert (plain.backwards, plain.report("a.apkg").to_json()["backwards"]) == (1, 1)
    assert ImportWish().fulfilled(plain) == plain
    parcel = ImportWish(backwards=True).fulfilled(plain)
    assert_sound(parcel)
    assert [question.stem for question in parcel.questions] == ["der Berg", "the mountain", "Which lake?", "der See"]
    first, back = (question.dump() for question in parcel.questions[:2])
    assert (back["kind"], back["key"], back["tags"]) == ("open", first["stem"], first["tags"])
    assert (back["origin"]["id"], back["origin"]["extra"]["back_of"]) == ("zz1/back", "zz1")
    assert (first["id"], back["id"][:9]) == ("zz1", "zz1-back-")
    assert [problem.reason for problem in plain.problems if problem.reason.endswith(FORWARDS)]
    assert parcel.problems == ()
    # Its sides change, its id does not.
    again = with_backwards(
        read(package((NoteRow(BOTH_WAYS, ("der Berg", "the hill"), "zz1", "", 7, (0, 1)),), generation))
    )
    assert again.questions[1].id == back["id"]


def test_a_package_asks_both_ways_by_one_note_and_comes_back_the_same() -> None:
    parcel = with_backwards(read(package(NOTES[:2])))
    written = write(Outgoing(BankFields(title="Alps"), parcel.questions))
    assert written.written == 2
    assert [loss.questions for loss in written.losses if "asks both ways" in loss.reason] == [1]
    again = with_backwards(read(written.content))
    assert [question.id for question in again.questions] == [question.id for question in parcel.questions]
    text = write_text(Outgoing(BankFields(title="Alps"), parcel.questions))
    assert (text.written, text.content.decode().count("the mountain")) == (2, 1)


def test_a_question_backwards_without_the_one_forwards_is_written() -> None:
    back = with_backwards(read(package(NOTES))).questions[1]
    written = write(Outgoing(BankFields(title="Alps"), [back]))
    assert (written.written, [question.id for question in read(written.content).questions]) == (1, [back.id])


def test_facts_of_mnemosyne_are_asked_backwards_too() -> None:
    xml = (
        '<openSM2sync number_of_entries="1"><log type="10" o_id="2"/>'
        '<log type="16" o_id="f1"><f>der Berg</f><b>the mountain</b></log>'
        '<log type="6" card_t="2" fact="f1" fact_v="2.1" o_id="c1" tags=""/>'
        '<log type="6" card_t="2" fact="f1" fact_v="2.2" o_id="c2" tags=""/></openSM2sync>'
    )
    parcel = with_backwards(mnemosyne.read(xml.encode()))
    assert [(question.stem, question.key) for question in parcel.questions] == [
        ("der Berg", "the mountain"),
        ("the mountain", "der Berg"),
    ]
    assert parcel.questions[1].id.startswith("f1-back-")


def test_texts_stand_above_both() -> None:
    plain = read(package(NOTES))
    parcel = with_backwards(replace(plain, texts=(TextAbove(0, 0, 1, "a"), TextAbove(1, 1, 2, "b"))))
    assert [(text.first, text.count) for text in parcel.texts] == [(0, 2), (2, 2)]
