"""What was chosen on the preview of an import stays chosen, and two presses are one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quizapp.banks.parcels import KeptParcel, write_verdicts
from quizapp.banks.service import importing
from quizapp.banks.views import previews
from tests.banks.imports import RIVERS, Counter
from tests.banks.test_import_pages import NUMBERS, ada, all_shown, bring, runner, send, settled, stems
from tests.study.test_ceilings import Statements

__all__ = ["ada", "runner"]


def test_tabs_and_another_look_at_the_bank_keep_the_form_as_it_is(ada, runtime):
    address = bring(ada, ("numbers.csv", NUMBERS))
    page = settled(ada, address)
    assert re.search(r'<button formaction="[^"]+/ticks" name="tab" value="new"', page)
    shown = all_shown(page)
    form = {"shown": shown, "tick": shown[2:], "show": "", "bank": "", "title": "My list", "visibility": "public"}
    location = send(ada, address, "ticks", **form, tab="new")
    assert "show=new" in location
    page = ada.get(location).text
    assert "Import 58 of 60" in page
    assert 'value="My list"' in page
    assert '<option value="public" selected>' in page
    location = send(ada, address, "ticks", **(form | {"show": "new", "tick": shown[3:]}), tab="all")
    assert "show=" not in location
    assert "Import 57 of 60" in ada.get(location).text
    send(ada, address, "comparisons", **(form | {"tick": shown[4:]}))
    assert "Import 56 of 60" in settled(ada, address)


@pytest.mark.parametrize("title", ["First", ""])
def test_two_presses_at_once_lead_to_what_the_first_has_made(ada, runtime, monkeypatch, title):
    """The second has looked at the import before the first was through."""
    address = bring(ada, ("rivers.csv", RIVERS))
    form = {"shown": ["0", "1", "2"], "tick": ["0", "1", "2"], "title": "Rivers"}
    settled(ada, address)
    look, begun = previews._keep_ticks, []

    def press_first(import_id):
        if not begun:
            begun.append(import_id)
            send(ada, address, "insertions", **form)
        look(import_id)

    monkeypatch.setattr(previews, "_keep_ticks", press_first)
    location = send(ada, address, "insertions", **(form | {"title": title}))
    assert location == address
    assert "3 questions imported" in ada.get(location).text
    assert len(stems(runtime)) == 3


@pytest.mark.parametrize("act", ["ticks", "insertions", "comparisons"])
def test_ticks_of_a_page_from_before_another_reading_are_refused(ada, runtime, act):
    address = bring(ada, ("rivers.csv", RIVERS))
    old = settled(ada, address)
    form = {"shown": all_shown(old), "tick": ["2"], "title": "Rivers", "parcel": parcel_of(old)}
    send(ada, address, "readings", file="0", format="csv")
    page = settled(ada, address)
    response = ada.post(f"{address}/{act}", form)
    assert response.status_code == 409
    assert "read anew since this page was opened" in response.text
    assert stems(runtime) == []
    assert "Import 3 of 3" in ada.get(address).text
    send(ada, address, "insertions", **(form | {"parcel": parcel_of(page)}))
    assert stems(runtime) == ["Which river flows through Vienna?"]


@pytest.mark.parametrize("act", ["ticks", "insertions"])
def test_ticks_of_a_page_beside_another_bank_are_refused(ada, runtime, act):
    address = bring(ada, ("rivers.csv", RIVERS))
    page = settled(ada, address)
    assert 'name="compared" value=""' in page
    form = {"shown": all_shown(page), "tick": ["2"], "title": "Rivers", "parcel": parcel_of(page)}
    response = ada.post(f"{address}/{act}", form | {"compared": "7"})
    assert response.status_code == 409
    assert "compared again since this page was opened" in response.text
    assert stems(runtime) == []
    send(ada, address, "insertions", **(form | {"compared": ""}))
    assert stems(runtime) == ["Which river flows through Vienna?"]


def parcel_of(page: str) -> str:
    return re.search(r'name="parcel" value="([0-9a-f]{32})"', page)[1]


def test_the_list_loads_of_a_report_what_it_shows(database, people, tmp_path):
    counter = Counter(database, tmp_path / "home")
    counter.import_all(people.ada, ("rivers.csv", RIVERS))
    counter.bring(people.ada, ("more.csv", RIVERS))
    statements = Statements(database)
    with database.reading() as session, statements.noted():
        waiting, done = importing.list_imports(session, people.ada)
    assert (done.state, done.imported, done.bank_title, done.files[0]["name"]) == ("done", 3, "Rivers", "rivers.csv")
    assert (waiting.state, waiting.imported, waiting.bank_title) == ("ready", None, None)
    asked = {statement for statement, _ in statements.all if "report" in statement}
    assert len(asked) == 1
    assert not re.search(r"(?<!\()\bimport\.report(,| AS|\s+FROM)", asked.pop())


def test_what_was_too_much_to_be_looked_through_is_said(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    words = "nearly the same; those that are the same are found"
    assert words not in settled(ada, address)
    (folder,) = [path for path in (runtime.settings.home / "parcels").iterdir() if path.is_dir()]
    verdicts = KeptParcel(folder).get_verdicts(None)
    write_verdicts(folder, replace(verdicts, is_looked_through=False))
    assert words in ada.get(address).text
