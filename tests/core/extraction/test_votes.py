"""Votes shift confidence by named reasons, and never what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.text import make_text
from quizapp.core.extraction.values import Analysis, Fact
from quizapp.core.extraction.votes import SubjectVote, TypeVote, Votes, weigh_votes

TEXT = (
    "Brontel signed the treaty of Varn on 5 May 1881. The engineer Vera Lund, who founded the Orsk Railway Company, "
    "met King Harald in 1891. Norway invaded Denmark in 1807."
)


@pytest.fixture(scope="module")
def plain() -> Analysis:
    return analyse(make_text(TEXT))


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def subject(verb: str, word: str) -> SubjectVote:
    return SubjectVote(*span(verb), *span(word))


def fact(analysis: Analysis, verb: str) -> Fact:
    return next(one for one in analysis.facts if one.verb == verb)


def weighed(plain: Analysis, verb: str, word: str) -> Fact:
    return fact(weigh_votes(plain, Votes("Reader", subjects=(subject(verb, word),))), fact_verb(verb))


def fact_verb(form: str) -> str:
    return {"founded": "found", "invaded": "invade", "met": "meet"}[form]


def test_no_vote_changes_nothing(plain):
    assert weigh_votes(plain, Votes("Reader")) == plain


def test_an_agreeing_subject_halves_the_doubt_of_a_relative_clause(plain):
    before, after = fact(plain, "found"), weighed(plain, "founded", "Lund")
    assert [(r.name, r.factor) for r in before.reasons] == [("relative clause", 0.9)]
    assert [(r.name, r.factor) for r in after.reasons] == [("relative clause", 0.95), ("subject agreed", 1.0)]
    assert after.confidence > before.confidence
    assert "Reader" in after.reasons[-1].message


def test_agreement_on_what_nobody_doubts_says_nothing(plain):
    assert weighed(plain, "invaded", "Norway") == fact(plain, "invade")


def test_another_subject_costs_and_leaves_the_slots(plain):
    before, after = fact(plain, "invade"), weighed(plain, "invaded", "Denmark")
    assert [(r.name, r.factor) for r in after.reasons] == [("subject disputed", 0.8)]
    assert "Denmark" in after.reasons[0].message
    assert replace(after, reasons=()) == replace(before, reasons=())


def test_a_relative_pronoun_disputes_nothing(plain):
    assert weighed(plain, "founded", "who") == fact(plain, "found")


def test_a_verb_with_two_votes_is_left_alone(plain):
    votes = (subject("invaded", "Denmark"), subject("invaded", "Norway"))
    assert fact(weigh_votes(plain, Votes("Reader", subjects=votes)), "invade") == fact(plain, "invade")


def test_a_known_type_is_no_matter_of_votes(plain):
    voted = weigh_votes(plain, Votes("Reader", (TypeVote(*span("Norway"), "PERSON"),)))
    assert voted == plain


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("PERSON", ["name of unknown type", "type agreed"]),
        ("GPE", ["name of unknown type", "type disputed"]),
        ("EVENT", ["name of unknown type", "type disputed"]),
        ("DATE", ["name of unknown type"]),
    ],
)
def test_a_label_on_a_name_of_unknown_type(plain, label, names):
    voted = weigh_votes(plain, Votes("Reader", (TypeVote(*span("Brontel"), label),)))
    (actor,) = [one for one in voted.cast.actors if one.canonical == "Brontel"]
    assert [reason.name for reason in actor.reasons] == names
    assert actor.type == "person"


def test_a_disputed_name_makes_its_facts_less_sure(plain):
    voted = weigh_votes(plain, Votes("Reader", (TypeVote(*span("Brontel"), "ORG"),)))
    assert fact(voted, "sign").confidence == pytest.approx(fact(plain, "sign").confidence * 0.75)


def test_even_votes_cancel_out(plain):
    votes = (TypeVote(*span("Brontel"), "ORG"), TypeVote(*span("Brontel"), "PERSON"))
    assert weigh_votes(plain, Votes("Reader", votes)) == plain
