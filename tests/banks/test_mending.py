"""Entries of an import mended in its preview: judged anew, imported as mended, and nothing lost beside them."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from quizapp.banks.models import Bank, Import, QuestionRow
from quizapp.banks.parcels import write_mended
from quizapp.banks.service import importing
from quizapp.core.errors import Conflict
from quizapp.core.kinds import parse_question
from tests.banks.imports import HEADING, PNG, RIVERS, Counter
from tests.banks.test_import_pages import ada, all_shown, bring, runner, send, settled, stems, ticked
from tests.core.rendered import Filled

MANY = HEADING + "".join(f"What is number {n} of the list?,Answer {n},Wrong {n},Other {n}\n" for n in range(30))
TWICE = RIVERS + "Which river flows through Paris?,Seine,Rhine,Volga\n"

__all__ = ["ada", "runner"]


def fields_of(page: str) -> dict[str, Any]:
    """Give what the form of an editor would send, without its buttons."""
    found = re.search(r"<form[^>]*data-editor[^>]*>(.*?)</form>", page, re.S)
    return {name: values if len(values) > 1 else values[0] for name, values in Filled(found[1]).values.items()}


def mend(browser, address: str, number: int, do: str = "save", **changes: str):
    editor = f"{address}/entries/{number}"
    page = browser.get(editor)
    assert page.status_code == 200, page.text[:1000]
    return browser.post(editor, {**fields_of(page.text), **changes, "do": do})


def test_a_mended_question_is_judged_anew_and_imported_as_mended(ada, runtime):
    address = bring(ada, ("rivers.csv", TWICE))
    page = settled(ada, address)
    assert "stands in these files twice" in page
    assert "Import 3 of 4" in page
    cologne = {"stem": "Which river flows through Cologne?", "option-1-text": "Rhine", "option-2-text": "Elbe"}
    response = mend(ada, address, 3, **cologne)
    assert response.status_code == 303, response.text[:2000]
    assert response.headers["Location"] == f"{address}#e3"
    page = settled(ada, address)
    assert "Which river flows through Cologne?" in page
    assert "edited by you" in page
    assert "is forgotten when a file is read again" in page
    assert "Import 4 of 4" in page
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Rivers")
    settled(ada, address)
    assert stems(runtime)[3] == "Which river flows through Cologne?"
    assert len(stems(runtime)) == 4


def test_the_ticks_and_the_place_are_kept(ada):
    address = bring(ada, ("many.csv", MANY))
    page = settled(ada, f"{address}?leaf=2")
    kept = [number for number in ticked(page) if number != "27"]
    where = send(ada, address, "ticks", shown=all_shown(page), tick=kept, at="2", show="new", edit="26")
    assert urlsplit(where).path == f"{address}/entries/26"
    assert parse_qs(urlsplit(where).query) == {"leaf": ["2"], "show": ["new"]}
    editor = ada.get(where).text
    assert 'name="leaf" value="2"' in editor
    sent = {**fields_of(editor), "stem": "What is mended?", "do": "save"}
    back = ada.post(f"{address}/entries/26", sent).headers["Location"]
    assert back == f"{address}?leaf=2&show=new#e26"
    page = settled(ada, back)
    assert "What is mended?" in page
    assert "27" not in ticked(page)
    assert "26" in ticked(page)


def test_a_double_that_was_ticked_stays_ticked_when_it_is_none_any_more(ada):
    address = bring(ada, ("rivers.csv", TWICE))
    shown = all_shown(settled(ada, address))
    send(ada, address, "ticks", shown=shown, tick=["1", "3"])
    cologne = {"stem": "Which river flows through Cologne?", "option-1-text": "Rhine", "option-2-text": "Elbe"}
    assert mend(ada, address, 0, **cologne).status_code == 303
    assert ticked(settled(ada, address)) == ["0", "1", "3"]


def test_what_is_no_question_is_said_and_nothing_is_kept(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    response = mend(ada, address, 1, stem="")
    assert response.status_code == 422
    assert "Please mend" in response.text
    assert "edited by you" not in ada.get(address).text
    shown = mend(ada, address, 1, "preview", stem="Which river is long?")
    assert shown.status_code == 200
    assert "Which river is long?" in shown.text
    part = ada.post(f"{address}/entries/1/previews", fields_of(ada.get(f"{address}/entries/1").text))
    assert "Which river flows through London?" in part.text
    assert "edited by you" not in ada.get(address).text


def test_a_flaw_is_gone_once_its_question_was_mended(ada):
    address = bring(ada, ("rivers.gift", "How long is the Rhine? {~%50%1233 ~%40%1230 ~%0%12}\n"))
    page = settled(ada, address)
    assert "With problems" in page
    assert mend(ada, address, 0).status_code == 303
    assert mend(ada, address, 0, stem="How long is the river Rhine?").status_code == 303
    page = settled(ada, address)
    assert "With problems" not in page


def test_pictures_stay(ada, runtime):
    picture = base64.b64encode(PNG).decode()
    xml = f"""<quiz><question type="shortanswer"><name><text>Q</text></name><questiontext format="html"><text><![CDATA[
    <p>What is this? <img src="@@PLUGINFILE@@/a.png" alt="a shape"></p>]]></text>
    <file name="a.png" encoding="base64">{picture}</file></questiontext>
    <answer fraction="100"><text>a shape</text></answer></question></quiz>"""
    address = bring(ada, ("q.xml", xml))
    settled(ada, address)
    fields = fields_of(ada.get(f"{address}/entries/0").text)
    name = re.search(r"media/[0-9a-f]{64}\.png", fields["stem"])[0]
    assert mend(ada, address, 0, stem=f"Look. ![a shape]({name})").status_code == 303
    page = settled(ada, address)
    send(ada, address, "insertions", shown=all_shown(page), tick=ticked(page), title="Shapes")
    settled(ada, address)
    assert ada.get(f"/banks/shapes/{name}").status_code == 200


def test_nobody_else_and_nothing_that_is_not_there(ada, sign_in_as, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    eve = sign_in_as("eve")
    assert eve.get(f"{address}/entries/0").status_code == 404
    assert eve.post(f"{address}/entries/0", {"kind": "choice", "stem": "x", "do": "save"}).status_code == 404
    assert eve.post(f"{address}/entries/0/previews", {"kind": "choice", "stem": "x"}).status_code == 404
    assert ada.get(f"{address}/entries/3").status_code == 404
    assert ada.get(f"{address}/entries/99999999999999999999").status_code == 404
    send(ada, address, "insertions", shown=["0"], tick=["0"], title="Rivers")
    settled(ada, address)
    assert ada.get(f"{address}/entries/0").status_code == 409


def test_an_editor_of_an_earlier_reading_keeps_nothing(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    sent = fields_of(ada.get(f"{address}/entries/0").text)
    send(ada, address, "readings", file="0", format="csv")
    settled(ada, address)
    response = ada.post(f"{address}/entries/0", {**sent, "stem": "Which one?", "do": "save"})
    assert response.status_code == 409
    assert "read anew" in response.text
    shown = ada.post(f"{address}/entries/0", {**sent, "stem": "Which one?", "do": "preview"})
    assert ada.post(f"{address}/entries/0", {**fields_of(shown.text), "do": "save"}).status_code == 409
    assert "edited by you" not in ada.get(address).text


def test_two_windows_with_the_same_question_are_told_of_each_other(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    editor = f"{address}/entries/0"
    first, second = fields_of(ada.get(editor).text), fields_of(ada.get(editor).text)
    assert ada.post(editor, {**first, "stem": "Which river is first?", "do": "save"}).status_code == 303
    settled(ada, address)
    clash = ada.post(editor, {**second, "stem": "Which river is second?", "do": "save"})
    assert clash.status_code == 409
    assert "There it asks “Which river is first?” and its answer is “" in clash.text
    assert "Which river is first?" in ada.get(address).text
    again = fields_of(clash.text)
    assert again["stem"] == "Which river is second?"
    assert ada.post(editor, {**again, "do": "save"}).status_code == 303
    settled(ada, address)
    assert "Which river is second?" in ada.get(address).text


def test_a_second_press_of_the_same_editor_meets_no_clash(ada):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    sent = fields_of(ada.get(f"{address}/entries/0").text) | {"stem": "Which one?", "do": "save"}
    for _ in range(2):
        assert ada.post(f"{address}/entries/0", sent).status_code == 303
        settled(ada, address)


@pytest.fixture
def counter(database, tmp_path) -> Counter:
    return Counter(database, tmp_path / "home")


def mended(counter, viewer, import_id, number, **changes):
    with counter.database.reading() as session:
        held, _, entry = importing.get_entry(session, viewer, counter.shelf, import_id, number)
    question = parse_question({**entry.raw, **changes})
    with counter.database.transaction() as session:
        importing.mend_entry(session, viewer, counter.shelf, import_id, number, question, held.parcel, counter.now)


def test_it_is_compared_with_the_bank_and_keeps_its_id(counter, people):
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    import_id = counter.bring(people.ada, ("more.csv", MANY), bank="rivers")
    before = next(counter.parcel(people.ada, import_id).entries([4])).raw["id"]
    mended(counter, people.ada, import_id, 4, stem="Which river flows through Paris?", key="Seine")
    counter.runner.run_waiting()
    choice = counter.choice(people.ada, import_id)
    assert choice.verdicts.codes[4] == "d"
    assert not choice.is_ticked(4)
    assert len(choice.numbers()) == 29
    entries = list(counter.parcel(people.ada, import_id).entries())
    assert entries[4].raw["id"] == before
    assert entries[5].raw["stem"] == "What is number 5 of the list?"


def test_a_large_import_is_written_as_mended(counter, people, monkeypatch):
    monkeypatch.setattr(importing.writing, "AT_ONCE", 10)
    import_id = counter.bring(people.ada, ("many.csv", MANY))
    mended(counter, people.ada, import_id, 29, stem="What comes last?")
    counter.runner.run_waiting()
    counter.carry_out(people.ada, import_id)
    assert "What comes last?" in counter.questions()
    assert len(counter.questions()) == 30


def test_there_is_an_end_to_it(counter, people, monkeypatch):
    monkeypatch.setattr(importing.mending, "MENDED_AT_MOST", 1)
    import_id = counter.bring(people.ada, ("many.csv", MANY))
    mended(counter, people.ada, import_id, 0, stem="One?")
    counter.runner.run_waiting()
    with pytest.raises(Conflict):
        mended(counter, people.ada, import_id, 1, stem="Two?")
    mended(counter, people.ada, import_id, 0, stem="One again?")
    counter.runner.run_waiting()
    # What breaks off while it is written leaves what was there.
    parcel = counter.parcel(people.ada, import_id)
    with pytest.raises(TypeError):
        write_mended(parcel.folder, {0: {"raw": object()}})
    assert counter.parcel(people.ada, import_id).mended == parcel.mended
    with counter.database.reading() as session:
        assert session.scalars(select(QuestionRow)).all() == []
        assert session.scalars(select(Bank)).all() == []
        assert session.get(Import, import_id).state == "ready"


def test_an_edit_that_is_sent_while_another_is_judged_stands_there_and_is_sent_again(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    editor = f"{address}/entries/0"
    sent = fields_of(ada.get(editor).text) | {"stem": "Which one?", "do": "save"}

    def put(state: str) -> None:
        with runtime.database.transaction() as session:
            session.scalars(select(Import)).one().state = state

    put("reading")
    waiting = ada.post(editor, sent)
    assert (waiting.status_code, "press Keep once more in a moment" in waiting.text) == (409, True)
    again = fields_of(waiting.text)
    assert (again["stem"], again["mark"], again["parcel"]) == ("Which one?", sent["mark"], sent["parcel"])
    put("ready")
    assert ada.post(editor, {**again, "do": "save"}).status_code == 303
    assert "Which one?" in settled(ada, address)
