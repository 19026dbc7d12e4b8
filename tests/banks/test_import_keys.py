"""What the preview of an import shows of answers: all that counts as right, and nothing of an answer nobody gave."""

from __future__ import annotations

import html
import re

from sqlalchemy import select

from quizapp.banks.models import Bank
from quizapp.banks.service import give_media, put_media
from quizapp.banks.views.imports import IMPORTS
from quizapp.core.kinds import KINDS
from tests.banks.desk import own_bank
from tests.banks.imports import PNG
from tests.banks.test_import_pages import ada, bring, runner, settled
from tests.conftest import BEGIN

BANK = """bank: Lakes
questions:
- kind: number
  stem: How deep is the lake?
  key: 254
  tolerance: 5
  unit: m
  accept: [{text: 900, tolerance: 2%, weight: 0.5}, 1000]
- kind: cloze
  stem: The lake of [[1]] lies in [[2]].
  gaps: [{key: Constance, accept: [Konstanz]}, {key: Europe, distractors: [Asia, Africa]}]
- kind: match
  stem: Which lake lies where?
  pairs: [{left: Baikal, right: Russia}, {left: Garda, right: Italy}]
  distractors: [Chile]
- kind: order
  stem: From small to large?
  items: [Pond, Lake, Sea]
"""

__all__ = ["ada", "runner"]


def words_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\N{NO-BREAK SPACE}", " ").split())


def test_all_that_is_right_is_shown_and_no_answer_of_nobody(ada):
    page = settled(ada, bring(ada, ("lakes.yaml", BANK)))
    words = words_of(page[page.index('class="import__entries"') :])
    assert "254 m ± 5" in words
    assert "Right by 50% 900 m ± 2%" in words
    assert "Also right 1000 m" in words
    assert "Constance Konstanz (Also right)" in words
    assert "Asia (Not right); Africa (Not right)" in words
    assert "Baikal Russia" in words
    assert "Chile" in words
    assert "In the right order: Pond Lake Sea" in words
    assert "no answer" not in words
    assert "Your answer" not in words


def test_every_kind_can_be_looked_at(ada):
    rows = "".join(f"- {kind.example!r}\n" for kind in KINDS)
    page = settled(ada, bring(ada, ("all.yaml", "bank: All\nquestions:\n" + rows)))
    assert page.count('class="import__question"') == len(KINDS)
    assert "no answer" not in words_of(page)


def test_a_title_that_is_taken_gets_a_number(ada):
    text = "Capital of Peru?\nA. Lima\nB. Quito\nANSWER: A\n"
    first = bring(ada, text=text)
    assert 'value="Pasted questions"' in (page := settled(ada, first))
    assert 'data-behaviour="count"' in page
    assert 'data-count="1" data-words="Import __n__ of 1"' in page
    ada.post(f"{first}/insertions", {"shown": "0", "tick": "0", "title": "Pasted questions"})
    settled(ada, first)
    assert 'value="Pasted questions 2"' in settled(ada, bring(ada, text=text + "\n", client_id="d"))


def test_what_a_question_is_like_is_told_in_plain_words(ada):
    stem = "Which **river** runs through the old town of the city of ![the town](media/town.png) in the {}?"
    rows = "".join(f"- {{kind: text, stem: '{stem.format(side)}', key: Po}}\n" for side in ("north", "norths"))
    page = settled(ada, bring(ada, ("r.yaml", "bank: R\nquestions:\n" + rows)))
    flags = " ".join(re.findall(r'<span class="flag flag--d">.*?</span>', page))
    assert "nearly the same as" in flags
    assert "media/" not in flags
    assert "**" not in flags


def test_after_undoing_the_page_says_so_without_noughts(ada):
    text = "Capital of Peru?\nA. Lima\nB. Quito\nANSWER: A\n"
    address = bring(ada, text=text)
    settled(ada, address)
    ada.post(f"{address}/insertions", {"shown": "0", "tick": "0", "title": "Peru"})
    page = settled(ada, address)
    assert "One is new." in page
    assert "brought up to date" not in page
    ada.post(f"{address}/reversals", {})
    page = settled(ada, address)
    assert "<h1>This import was undone</h1>" in page
    assert "One question went out of the bank." in page
    assert "says again" not in page


def test_who_brings_too_much_learns_when_to_go_on(ada, runtime):
    for viewer in range(1, 20):
        for _ in range(60):
            runtime.limits.spend(IMPORTS, str(viewer))
    page = ada.post(
        "/imports", {"client_id": "c", "text": "Q?\nA. a\nB. b\nANSWER: A\n"}, content_type="multipart/form-data"
    )
    assert page.status_code == 429
    assert "Go on in 60 minutes." in page.text


WEIGHED = """bank: Lakes
questions:
- kind: choice
  stem: Which lake is the deepest?
  key: Baikal
  distractors: [{text: Tanganyika, weight: 0.5}, Garda]
- kind: multiple
  stem: Which are lakes?
  key: [{text: Baikal, weight: 0.75}, {text: Garda, weight: 0.25}]
  distractors: [{text: Rhine, weight: -0.5}]
"""


def test_what_options_are_worth_is_shown(ada):
    page = words_of(settled(ada, bring(ada, ("lakes.yaml", WEIGHED))))
    for told in ("Counts 50% Tanganyika", "Counts 75% Baikal", "Counts 25% Garda", "Counts −50% Rhine"):
        assert told in page
    assert page.count("Counts") == 4


def test_a_picture_that_the_chosen_bank_has_is_shown_to_who_may_change_it(ada, sign_in_as, runtime, cast):
    own_bank(runtime.database, cast.ada, slug="flags", count=1)
    with runtime.database.transaction() as session:
        picture = put_media(runtime.media, PNG)
        bank = session.scalars(select(Bank).where(Bank.slug == "flags")).one()
        give_media(session, bank.id, [picture], BEGIN)
    body = f'bank: {{title: F}}\nquestions:\n- {{kind: text, stem: "Whose? ![A flag]({picture.name})", key: Ours}}\n'
    beside, alone = (bring(ada, ("f.yaml", body), bank=slug, client_id=f"c{slug}") for slug in ("flags", ""))
    assert f'src="{beside}/{picture.name}"' in settled(ada, beside)
    settled(ada, alone)
    assert ada.get(f"{beside}/{picture.name}").data == PNG
    assert ada.get(f"{alone}/{picture.name}").status_code == 404
    assert sign_in_as("eve").get(f"{beside}/{picture.name}").status_code == 404
