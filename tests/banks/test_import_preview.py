"""What the preview of an import says: which bank it is compared with, what is wrong, and how many there are."""

from __future__ import annotations

import re

from quizapp.banks.views import imports
from tests.banks.imports import RIVERS
from tests.banks.test_import_pages import ada, bring, runner, send, settled, stems

__all__ = ["ada", "runner"]

FLAWED = "::A:: Which river flows through Paris? {=Seine ~Rhine}\n\nRead this first.\n\n::B:: What? {\n"
JAPANESE = "問題,答え\n日本の首都はどこですか,東京\n富士山の高さは何メートルですか,3776\n"


def test_a_file_of_a_known_name_is_for_a_new_bank_until_its_teacher_says_otherwise(ada, runtime):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0", "1", "2"], tick=["0", "1", "2"], title="Rivers")
    settled(ada, address)
    again = bring(ada, ("rivers.csv", RIVERS + "Which river flows through Rome?,Tiber,Rhine,Volga\n"), client_id="d")
    page = settled(ada, again)
    assert not re.search(r'<option value="rivers" selected>', page)
    assert "A file of this name went into “Rivers” before." in page
    assert "Import 4 of 4" in page
    send(ada, again, "comparisons", bank="rivers")
    page = settled(ada, again)
    assert re.search(r'<option value="rivers" selected>', page)
    assert "went into “Rivers” before" not in page
    assert "Import 1 of 4" in page
    other = settled(ada, bring(ada, ("lakes.csv", RIVERS), client_id="e"))
    assert "before. To bring" not in other
    send(ada, again, "comparisons", bank="")
    page = settled(ada, again)
    assert "Import 4 of 4" in page
    assert len(stems(runtime)) == 3


def test_what_is_wrong_stands_open_and_is_counted_at_the_button(ada, runtime):
    page = settled(ada, bring(ada, ("flawed.gift", FLAWED)))
    assert page.count('<details class="import__more" open') >= 2
    assert page.count("One problem was found.") == 2
    assert page.count("One entry cannot be asked here and stays out.") == 2
    assert page.count('form="discarding"') == 2
    assert "One question was found." in page


def test_the_report_counts_questions_as_the_preview_did(ada, runtime):
    address = bring(ada, ("flawed.gift", FLAWED))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0"], tick=["0"], title="Flawed")
    page = settled(ada, address)
    assert "Questions found" in page
    assert re.search(r'<th scope="row">flawed.gift</th><td>[^<]+</td><td class="number">1</td>', page)


def test_the_encoding_can_be_chosen(ada, runtime):
    address = bring(ada, ("japanese.csv", JAPANESE.encode("cp932")))
    page = settled(ada, address)
    assert "日本の首都" in page
    assert "Japanese (Shift-JIS)" in page
    send(ada, address, "readings", file="0", format="csv", encoding="koi8-r")
    page = settled(ada, address)
    assert '<option value="koi8-r" selected>' in page
    assert "日本の首都" not in page
    send(ada, address, "readings", file="0", format="csv", encoding="cp932")
    assert "日本の首都" in settled(ada, address)


def test_hints_and_the_state_of_what_is_there_are_shown(ada, runtime):
    table = "question,answer,wrong 1,hint\nWhich river flows through Paris?,Seine,Rhine,It is short.\n"
    page = settled(ada, bring(ada, ("hints.csv", table)))
    assert re.search(r'<div class="hint">.*It is short', page, re.DOTALL)


def test_a_file_that_names_the_bank_it_comes_from_is_compared_with_it(ada, runtime, sign_in_as):
    address = bring(ada, ("rivers.csv", RIVERS))
    settled(ada, address)
    send(ada, address, "insertions", shown=["0"], tick=["0"], title="Rivers")
    settled(ada, address)
    own = "bank: {slug: rivers, title: Rivers}\nquestions:\n- {kind: text, stem: What flows in Rome?, key: Tiber}\n"
    for name, content, is_its in [("mine.yaml", own, True), ("rivers.yaml", own.replace("slug: rivers, ", ""), False)]:
        page = settled(ada, bring(ada, (name, content), client_id=name))
        assert bool(re.search(r'<option value="rivers" selected>', page)) is is_its
        assert ("The file comes from this bank" in page) is is_its
    eve = sign_in_as("eve")
    page = settled(eve, bring(eve, ("rivers.yaml", own)))
    assert 'value="rivers"' not in page


def test_few_wait_at_once_for_what_is_read(sign_in_as, runtime, monkeypatch):
    ada = sign_in_as("ada")
    monkeypatch.setattr(imports, "WAITED_SECONDS", 60)
    for _ in range(2):
        assert imports.WAITING.acquire(blocking=False)
    try:
        assert 'data-state="reading"' in ada.get(bring(ada, ("rivers.csv", RIVERS))).text, "nobody reads it here"
    finally:
        imports.WAITING.release(2)


def test_one_problem_is_one(ada, runtime):
    page = settled(ada, bring(ada, ("flawed.gift", FLAWED.partition("\n\n::B")[0])))
    assert page.count("It is listed above.") == 2
    assert "They are listed above." not in page
