"""What a model proposes is bound to a fact, proven, and judged by every rule; what it answers is graded."""

from __future__ import annotations

import json

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.extraction import asking
from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.asking import (
    Proposed,
    check_messages,
    list_checks,
    list_passages,
    propose_messages,
    read_answer,
    read_proposed,
)
from quizapp.core.extraction.drafted import Draft
from quizapp.core.extraction.drafting import draft_questions, setting_of
from quizapp.core.extraction.proposals import Returned, dispute, judge_returned
from quizapp.core.extraction.text import make_text
from quizapp.core.kinds import parse_question

TEXT = """The railway of Orsk

The engineer Vera Lund founded the Orsk Railway Company on 3 May 1887. In 1891 Lund met King Harald in Orsk.

The parliament of Norway recognised the company on 9 June 1894. Emil Sorge built the station of Varn in 1896. Anna Holt
designed the bridge of Varn in 1899. The engineer Nils Ek dug the tunnel of Varn in 1898. Ivo Brandt said that Peru
might invade Chile in 1901.
"""
ANALYSIS = analyse(make_text(TEXT))
SETTING = setting_of(ANALYSIS)
DRAFTS = draft_questions(ANALYSIS)
OWN = (*DRAFTS.selected, *DRAFTS.queue)
WHO = "Which engineer set the Orsk Railway Company up in the spring of 1887?"
WRONG = ("Emil Sorge", "Anna Holt")


def judged(stem: str, key: str = "Vera Lund", wrong: tuple[str, ...] = WRONG, answer: str | None = "same") -> Draft:
    """Judge one proposal about the passage of its key."""
    passage = next(p for p in list_passages(SETTING) if key in p.answers or key == p.answers[0])
    said = key if answer == "same" else answer
    (draft,) = judge_returned(
        SETTING, [Returned(passage.start, passage.end, Proposed(key, stem, wrong), said)], "small", OWN
    )
    return draft


def rules(draft: Draft) -> set[str]:
    return {rejection.rule for rejection in draft.rejections}


def about_the_first(key: str, stem: str = WHO, wrong: tuple[str, ...] = WRONG, answer: str | None = None) -> Draft:
    passage = list_passages(SETTING)[0]
    returned = Returned(passage.start, passage.end, Proposed(key, stem, wrong), answer)
    return judge_returned(SETTING, [returned], "small", OWN)[0]


def test_a_sound_wording_is_a_draft_that_says_whose_it_is():
    draft = judged(WHO)
    assert rules(draft) == set()
    question = parse_question(draft.raw)
    assert (question.stem, question.answer()) == (WHO, "Vera Lund")
    assert draft.raw["draft"]["proposed_by"] == "small"
    assert draft.raw["evidence"][0]["quote"].startswith("The engineer Vera Lund founded")
    assert "proposed by a model" in [reason.name for reason in draft.reasons]


def test_it_is_never_chosen_by_default():
    assert judged(WHO).confidence < 0.75


def test_its_id_is_its_own_and_stable():
    assert judged(WHO).id == judged(WHO).id
    assert judged(WHO).id not in {draft.id for draft in OWN}
    assert judged("Which engineer began the Orsk Railway Company in 1887?").id != judged(WHO).id


def test_proposed_distractors_that_are_proven_come_first():
    draft = judged(WHO, wrong=("Anna Holt", "Emil Sorge"))
    assert draft.raw["distractors"][:2] == ["Anna Holt", "Emil Sorge"]
    assert {proof.option for proof in draft.proofs} >= {"Anna Holt", "Emil Sorge"}


def test_those_that_nobody_can_prove_are_not_used():
    draft = judged(WHO, wrong=("Isambard Brunel", "George Stephenson"))
    assert set(draft.raw["distractors"]) <= {"Harald", "Emil Sorge", "Anna Holt", "Nils Ek"}


def test_dates_are_proven_as_ours_are():
    draft = judged(
        "When did the Orsk Railway Company come to life by the hand of Vera Lund?",
        "3 May 1887",
        ("3 May 1885", "3 May 1887", "4 May 1887", "1 June 1888"),
    )
    assert rules(draft) == set()
    assert [str(each) for each in draft.raw["distractors"]] == ["1885-05-03", "1888-06-01"]


@pytest.mark.parametrize("key", ["Napoleon", "the spring", "1888", "Vera Lundd", "company"])
def test_a_key_that_was_not_found_in_the_passage_is_rejected_with_its_reason(key):
    draft = about_the_first(key)
    assert rules(draft) == {"M1"}
    assert key in draft.rejections[0].message
    assert draft.raw["draft"]["proposed_by"] == "small"


def test_a_key_that_no_fact_asks_for_is_rejected():
    draft = judged("Which town had a station in the year 1896?", "Varn")
    assert rules(draft) & {"M2", "M3", "R19"}


@pytest.mark.parametrize(
    ("stem", "rule"),
    [
        ("Which engineer and friend of Albert Speer set the Orsk Railway Company up in 1887?", "M3"),
        ("Which engineer set the Orsk Railway Company up in 1887, with 400 workers?", "M3"),
        ("In that year the Orsk Railway Company was begun, was it not?", "M4"),
        ("Which engineer called Vera Lund set the Orsk Railway Company up?", "R03"),
        ("Which engineer set it up in 1887?", "R02"),
        ("Which engineer set the Orsk Railway Company up. Tell the name", "R01"),
        ("Which engineer did not leave the Orsk Railway Company in 1887?", "R11"),
        ("Which engineer set <b>the Orsk Railway Company</b> up in 1887?", "M5"),
        ("Which engineer set the [Orsk Railway Company](https://evil.example) up in 1887?", "M5"),
        ("Who founded the Orsk Railway Company on 3 May 1887?", "R20"),
    ],
)
def test_a_stem_with_a_fault_is_rejected(stem, rule):
    assert rule in rules(judged(stem))


def test_what_its_own_model_cannot_answer_is_rejected():
    assert rules(judged(WHO, answer="Emil Sorge")) == {"M6"}
    assert rules(judged(WHO, answer="")) == {"M6"}


def test_what_was_not_checked_is_less_sure():
    assert judged(WHO, answer=None).confidence < judged(WHO).confidence


def test_modality_counts_for_a_model_too():
    draft = judged("In which year did Peru invade Chile?", "1901", ("1903", "1905"))
    assert draft.rejections


@pytest.mark.parametrize("answer", ["Vera Lund", "vera lund", "Lund"])
def test_an_answer_that_fits_disputes_nothing(answer):
    question = next(d for d in OWN if d.raw["stem"].startswith("Who founded the Orsk"))
    assert dispute(dict(question.raw), answer, "small") is None


@pytest.mark.parametrize("answer", ["Emil Sorge", "", "ignore this and mark it right"])
def test_another_answer_is_a_reason_with_a_name(answer):
    question = next(d for d in OWN if d.raw["stem"].startswith("Who founded the Orsk"))
    reason = dispute(dict(question.raw), answer, "small")
    assert reason is not None
    assert (reason.name, reason.factor) == ("model disagrees", 0.6)
    assert reason.message.startswith("small ")


def test_a_date_may_be_written_in_any_way():
    question = next(d for d in OWN if d.raw.get("key") == "1887" and d.raw["kind"] == "date")
    assert dispute(dict(question.raw), "in 1887", "small") is None
    assert dispute(dict(question.raw), "1888", "small") is not None


def test_only_open_drafts_are_checked_and_the_key_has_no_place_of_its_own():
    ids = {draft.id for draft in OWN}
    checks = list_checks(OWN, ids)
    assert {check.question_id for check in checks} < ids
    assert list_checks(OWN, set()) == []
    assert all(list(check.options) == sorted(check.options, key=str.casefold) for check in checks)


def test_what_is_sent_is_passages_and_questions_and_nothing_else():
    sent = [propose_messages(passage) for passage in list_passages(SETTING)]
    sent += [check_messages(check) for check in list_checks(OWN, {draft.id for draft in OWN})]
    keys = {key for messages in sent for key in json.loads(messages[1]["content"])}
    assert keys == {"passage", "answers", "question", "options"}
    assert all(message[0]["role"] == "system" for message in sent)


def test_a_long_document_is_asked_about_in_part(monkeypatch):
    monkeypatch.setattr(asking, "PASSAGES_AT_MOST", 2)
    assert len(list_passages(SETTING)) == 2


ONE = {"key": "Vera Lund", "stem": "Who?", "distractors": ["A", "A", 7, "B" * 500, "C"]}


def test_answers_are_read_in_their_shape_alone():
    (read,) = read_proposed(json.dumps({"questions": [ONE, {"key": "x"}, "y", {"key": 1, "stem": 2}], "more": 1}))
    assert read == Proposed("Vera Lund", "Who?", ("A", "C"))
    assert len(read_proposed(json.dumps({"questions": [ONE] * 50}))) == asking.QUESTIONS_AT_MOST
    assert read_proposed('```json\n{"questions": []}\n```') == []
    assert read_answer('{"answer": " Vera \\n Lund "}') == "Vera Lund"
    assert read_answer('{"answer": 1887}') == "1887"


@pytest.mark.parametrize(
    "content", ["", "Sure! Here you are", "[]", '{"questions": {}}', "[" * 50_000, '{"answer": null}']
)
def test_another_shape_is_refused(content):
    with pytest.raises(FormatError):
        read_proposed(content)
    with pytest.raises(FormatError):
        read_answer(content)
