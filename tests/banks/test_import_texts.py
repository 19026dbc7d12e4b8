"""Texts without an answer above the questions of an import: ticked in the preview, compared, imported, and again."""

from __future__ import annotations

import base64
import re

import pytest
from sqlalchemy import select

from quizapp.banks.models import Media, QuestionRow
from quizapp.banks.service import importing
from quizapp.banks.service.importing import TextTicks, writing
from quizapp.banks.views import imports as views
from quizapp.core.errors import Conflict
from tests.banks.imports import PNG, Counter
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, ticked
from tests.banks.test_mending import mend

__all__ = ["ada", "runner"]

READING = "The Inn rises in the Alps, flows through Innsbruck and meets the Danube in Passau. " * 3
SHORT = "Tick the right one."
FILE = (
    f"::Inn::{READING}\n\n::Q1::Where does it end? {{=Passau ~Linz}}\n\n"
    "::Q2::Which city lies on it? {=Innsbruck ~Graz}\n\n"
    f"::Short::{SHORT}\n\n::Q3::Which is a river? {{=Inn ~Alps}}\n"
)


@pytest.fixture(autouse=True)
def waited(monkeypatch):
    """Let each act wait for its job, however slow the machine is: what follows acts on what came of it."""
    monkeypatch.setattr(views, "WAITED_SECONDS", 90)


def contexts(runtime) -> list[str]:
    with runtime.database.reading() as session:
        rows = select(QuestionRow).where(QuestionRow.deleted_at.is_(None)).order_by(QuestionRow.position)
        return [row.body.get("context", "") for row in session.scalars(rows)]


def texts_of(page: str) -> dict[str, list[str]]:
    """Give what the ticks of texts would send."""
    return {
        "text_shown": re.findall(r'name="text_shown" value="(\d+)"', page),
        "text": re.findall(r'name="text" value="(\d+)" form="entries" checked', page),
        "parcel": re.findall(r'name="parcel" value="(\w+)"', page),
    }


def test_the_tick_puts_a_text_above_its_questions_and_takes_it_away(ada, runtime):
    address = bring(ada, ("inn.gift", FILE))
    page = settled(ada, address)
    assert "Show this text above the 2 questions that follow" in page
    assert "Show this text above the question that follows" in page
    assert texts_of(page)["text"] == ["0"]
    assert page.count('<div class="context reading">') == 2
    # With the other text, and without the first.
    send(ada, address, "comparisons", **texts_of(page) | {"text": ["1"]}, shown=all_shown(page), tick=["0", "2"])
    page = settled(ada, address)
    assert texts_of(page)["text"] == ["1"]
    assert page.count('<div class="context reading">') == 1
    assert ticked(page) == ["0", "2"]
    # What was changed beside the button is looked at before it is imported.
    chosen = {"shown": all_shown(page), "tick": ["0", "2"], "title": "Inn"}
    send(ada, address, "insertions", **texts_of(page) | {"text": ["0", "1"]}, **chosen)
    page = settled(ada, address)
    assert "compared with the bank just now" in page
    assert (contexts(runtime), texts_of(page)["text"], ticked(page)) == ([], ["0", "1"], ["0", "2"])
    send(ada, address, "insertions", **texts_of(page), **chosen)
    page = settled(ada, address)
    assert "Shown above the 2 questions that follow." in page
    assert contexts(runtime) == [READING.strip(), SHORT]


def test_a_file_that_comes_again_is_unchanged_and_a_text_that_was_left_out_is_a_change(ada, runtime):
    address = bring(ada, ("inn.gift", FILE))
    page = settled(ada, address)
    send(ada, address, "insertions", **texts_of(page) | {"text": []}, shown=all_shown(page), tick=ticked(page))
    page = settled(ada, address)
    send(ada, address, "insertions", **texts_of(page), shown=all_shown(page), tick=ticked(page), title="Inn")
    settled(ada, address)
    assert contexts(runtime) == ["", "", ""]
    for is_changed in (True, False):
        address = bring(ada, ("inn.gift", FILE), bank="inn", client_id=f"again {is_changed}")
        page = settled(ada, address)
        assert (ticked(page) == ["0", "1"]) is is_changed
        assert ("changes a question of the bank" in page) is is_changed
        if is_changed:
            send(ada, address, "insertions", **texts_of(page), shown=all_shown(page), tick=ticked(page), bank="inn")
            settled(ada, address)
    assert contexts(runtime) == [READING.strip(), READING.strip(), ""]


def test_the_picture_of_a_text_comes_into_the_bank_and_is_shown_before(ada, runtime):
    shown = f'<p>See <img src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="map"></p>'
    moodle = (
        '<quiz><question type="description"><name><text>Map</text></name><questiontext format="html">'
        f"<text><![CDATA[{shown}]]>"
        '</text></questiontext></question><question type="truefalse"><name><text>Q</text></name>'
        "<questiontext><text>Is it far?"
        '</text></questiontext><answer fraction="100"><text>true</text></answer>'
        '<answer fraction="0"><text>false</text></answer></question></quiz>'
    )
    address = bring(ada, ("map.xml", moodle))
    page = settled(ada, address)
    [picture] = set(re.findall(rf'src="({address}/media/\w+\.png)"', page))
    assert ada.get(picture).data == PNG
    send(ada, address, "insertions", **texts_of(page), shown=all_shown(page), tick=ticked(page), title="Map")
    settled(ada, address)
    with runtime.database.reading() as session:
        assert len(session.scalars(select(Media)).all()) == 1


def test_what_was_edited_by_hand_keeps_or_gets_the_text(ada, runtime):
    address = bring(ada, ("inn.gift", FILE))
    settled(ada, address)
    assert mend(ada, address, 0, stem="Where is its end?").status_code == 303
    assert mend(ada, address, 2, stem="Which of them is a river?").status_code == 303
    page = settled(ada, address)
    assert page.count('<div class="context reading">') == 2
    for above, found in ((["1"], ["", "", SHORT]), (["0"], [READING.strip(), READING.strip(), ""])):
        send(ada, address, "comparisons", **texts_of(page) | {"text": above})
        page = settled(ada, address)
        shown = re.findall(r'<div class="context reading">\s*<p>(.*?)</p>', page, re.S)
        assert shown == [text for text in found if text]


@pytest.fixture
def counter(database, tmp_path, monkeypatch):
    # Small enough for a test, and still of two pieces.
    monkeypatch.setattr(writing, "AT_ONCE", 1_000)
    return Counter(database, tmp_path)


def test_a_large_import_has_its_texts_in_all_pieces(counter, people):
    count = 1_005
    blocks = (f"::t::{READING} {n}\n\n::q::What is number {n} of all? {{=Answer {n}}}\n\n" for n in range(count))
    import_id = counter.bring(people.ada, ("many.gift", "".join(blocks)))
    counter.carry_out(people.ada, import_id)
    found = counter.questions()
    assert len(found) == count
    assert all(row.body["context"].endswith(f" {n}") for n, row in enumerate(found.values()))


def test_ticks_of_files_that_were_read_anew_are_refused(counter, people):
    import_id = counter.bring(people.ada, ("inn.gift", FILE))
    ticks = TextTicks([0], [], "0" * 32)
    with counter.database.transaction() as session, pytest.raises(Conflict):
        importing.compare_below(session, people.ada, counter.shelf, import_id, "", ticks, {}, counter.now)
    assert counter.parcel(people.ada, import_id).above == {0}


def test_the_box_to_paste_into_names_questions_and_answers_by_their_letters(ada):
    assert "“Q: … A: …”" in ada.get("/imports").text
