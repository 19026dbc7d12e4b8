"""Each rule of drafts: what it rejects, by its id, in invented sentences; and laws over whole documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.document import Document, find_evidence, place_evidence, read_document
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafted import QUEUE_FROM, SELECTED_FROM, Drafts
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.item_rules import lint_bank
from quizapp.core.extraction.readers import read
from quizapp.core.extraction.values import Analysis
from quizapp.core.formats import native
from quizapp.core.formats.native_write import write_yaml
from quizapp.core.formats.parcel import BankFields, Parcel
from quizapp.core.kinds import parse_question

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))

#: A rule, a text, and a part of the stem that it rejects.
REJECTED = [
    ("R02", "Lena Moser praised Peru. She visited this museum in Lima in 1902.", "this museum"),
    (
        "R03",
        "President of Norway Olaf Brandt smiled. Olaf Brandt was elected President of Norway in 1902. "
        "Mayor Bo Lindh, Mayor Ada Norling and Mayor Cora Dahl wept.",
        "Who was elected",
    ),
    ("R16", "Mayor Lea Moser compared Peru with Chile." + 12 * "\n\nThe sea was calm again.", "compared Peru"),
    (
        "R17",
        "“They saw the grey harbour and they left it,” said Mayor Lea Moser. “No harbour is grey for ever,” said "
        "Mayor Olaf Brandt. “Harbours sleep like people,” said Mayor Bo Lindh.",
        "They saw",
    ),
    ("R19", "Mayor Lea Moser visited Peru in 1902. Mayor Lea Moser visited Peru in 1911.", "In which year"),
    ("R21", "Mayor Lea Moser resigned on Monday, 4 May 1911. Mayor Olaf Brandt wept.", "On what date"),
]


@pytest.mark.parametrize(("rule", "words", "part"), REJECTED, ids=[case[0] for case in REJECTED])
def test_a_rule_rejects(rule: str, words: str, part: str) -> None:
    drafts = draft_questions(_analysis(words))
    rejected = [draft for draft in drafts.rejected if part in draft.raw["stem"]]
    found = {rejection.rule for draft in rejected for rejection in draft.rejections}
    assert rule in found, [(draft.raw["stem"], draft.rejections) for draft in drafts.rejected]
    assert not [draft for draft in drafts.selected if part and part in draft.raw["stem"]]


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda path: path.stem)
def drafted(request: pytest.FixtureRequest) -> tuple[Path, Analysis, Drafts]:
    analysis = analyse(read(request.param.read_bytes(), request.param.name))
    return request.param, analysis, draft_questions(analysis)


def test_every_sound_draft_is_a_question_of_its_kind(drafted: tuple[Path, Analysis, Drafts]) -> None:
    for draft in (*drafted[2].selected, *drafted[2].queue):
        question = parse_question(draft.raw)
        assert question.id == draft.id
        assert parse_question(question.dump()) == question


def test_passages_stand_verbatim_in_their_paragraphs(drafted: tuple[Path, Analysis, Drafts]) -> None:
    path, _, drafts = drafted
    document = read_document(path.read_text("utf-8"))
    for draft in (*drafts.selected, *drafts.queue):
        for span in place_evidence(document, parse_question(draft.raw).evidence):
            paragraph = document.find_paragraph(span.paragraph)
            assert paragraph is not None
            assert find_evidence(paragraph, span.quote) is not None, span


def test_only_sure_and_sound_drafts_are_chosen(drafted: tuple[Path, Analysis, Drafts]) -> None:
    drafts = drafted[2]
    assert all(draft.confidence >= SELECTED_FROM and not draft.rejections for draft in drafts.selected)
    assert all(draft.confidence >= QUEUE_FROM and not draft.rejections for draft in drafts.queue)
    assert all(rejection.message for draft in drafts.rejected for rejection in draft.rejections)
    ids = [draft.id for draft in (*drafts.selected, *drafts.queue, *drafts.rejected)]
    assert len(ids) == len(set(ids))


def test_a_slot_of_a_fact_is_chosen_once_and_a_sentence_four_times_at_most(
    drafted: tuple[Path, Analysis, Drafts],
) -> None:
    chosen = [draft for draft in drafted[2].selected if draft.template != "T8"]
    asked = [(id(fact), draft.slot) for draft in chosen for fact in draft.facts]
    assert len(asked) == len(set(asked))
    starts = [draft.start for draft in chosen]
    assert all(starts.count(start) <= 4 for start in starts)


def test_no_chosen_question_of_a_fact_names_the_key_of_another(drafted: tuple[Path, Analysis, Drafts]) -> None:
    chosen = [draft for draft in drafted[2].selected if draft.template != "T8" and draft.raw.get("key")]
    for one in chosen:
        for other in chosen:
            if one is not other and {id(fact) for fact in one.facts} & {id(fact) for fact in other.facts}:
                assert str(other.raw["key"]) not in str(one.raw["stem"])


def test_options_are_proven(drafted: tuple[Path, Analysis, Drafts]) -> None:
    for draft in drafted[2].selected:
        options = [one["text"] if isinstance(one, dict) else one for one in draft.raw.get("distractors", [])]
        assert set(options) <= {proof.option for proof in draft.proofs}
        assert len(options) != 1


def test_lint_finds_nothing_in_the_bank(drafted: tuple[Path, Analysis, Drafts]) -> None:
    path, _, drafts = drafted
    document = read_document(path.read_text("utf-8"))
    assert lint_bank(_parcel(drafts, document), document) == []


def test_two_runs_give_the_same_drafts(drafted: tuple[Path, Analysis, Drafts]) -> None:
    path, _, drafts = drafted
    again = draft_questions(analyse(read(path.read_bytes(), path.name)))
    assert [draft.raw for draft in again.selected] == [draft.raw for draft in drafts.selected]
    assert [draft.id for draft in again.queue] == [draft.id for draft in drafts.queue]


def test_a_limit_holds(drafted: tuple[Path, Analysis, Drafts]) -> None:
    assert len(draft_questions(drafted[1], limit=2).selected) <= 2
    assert draft_questions(drafted[1], limit=0).selected == ()


def _analysis(words: str) -> Analysis:
    return analyse(read(words.encode(), "invented.txt"))


def _parcel(drafts: Drafts, document: Document) -> Parcel:
    questions = [parse_question(draft.raw) for draft in sorted(drafts.selected, key=lambda one: one.start)]
    placed = [replace(question, evidence=place_evidence(document, question.evidence)) for question in questions]
    return native.read(write_yaml(BankFields(title="Invented"), placed))
