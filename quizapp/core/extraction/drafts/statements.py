"""T7 and T9: statements with a gap; true ones, and false ones by a proven wrong time or name, with the correction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.calendar import DateValue, format_value, parse_value
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import event, named, relation_of, sentence_case, was, when
from quizapp.core.extraction.fact_keys import question_identity
from quizapp.core.extraction.phrases import plain_preposition
from quizapp.core.extraction.values import Fact

_FINE = frozenset({"day", "month"})


def state_time(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Proposal | None:
    """Make a statement of a question for a time whose wrong values are proven; which of both is fixed by its id."""
    fact, value = asked.fact, asked.answer.value
    if value is None or value.grain == "span" or relation_of(setting, fact) != "at" or fact.modality != "asserted":
        return None
    # A statement that differs in the month or day alone is a trap.
    others = [proof.option for proof in proofs if _year(proof.option) != _year(value.value) or value.grain not in _FINE]
    wrong = next(iter(others), None)
    words = told(setting, fact)
    if wrong is None or words is None or fact.superlative or fact.rule == "facts.saying":
        return None  # behind what was said, its time would be that of the thing said
    is_true = is_even(question_identity(setting.key_of(fact), "time", "truth"))
    shown = value if is_true else parse_value(wrong)
    explanation = "" if is_true else f"It was {_at(value)}."
    return replace(
        asked,
        template="T9",
        family="truth",
        kind="true_false",
        stem=f"{sentence_case(words)} {_at(shown)}.",
        answer=Answer("none", "true" if is_true else "false", value=value),
        fields={"explanation": explanation} if explanation else {},
        takes_options=False,
        weight=0.6,
    )


def complete_time(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Proposal | None:
    """Make a sentence with a gap for its time (T7)."""
    fact, value = asked.fact, asked.answer.value
    words = told(setting, fact)
    if value is None or words is None or value.grain == "span" or relation_of(setting, fact) != "at":
        return None
    if fact.superlative or not proofs or fact.rule == "facts.saying":
        return None
    gap = {"kind": "date", "key": value.value, "distractors": list(dict.fromkeys(proof.option for proof in proofs))}
    return replace(
        asked,
        template="T7",
        family="gap",
        kind="cloze",
        stem=f"{sentence_case(words)} {plain_preposition(value)} [[1]].",
        answer=Answer("none", "", value=value),
        fields={"gaps": [gap]},
        takes_options=False,
        weight=0.5,
    )


def state_name(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Proposal | None:
    """Make a statement of a question for an actor or place whose wrong ones are proven; true or false by its id."""
    fact, wrong = asked.fact, next((proof.option for proof in proofs), None)
    if wrong is None or fact.modality != "asserted" or fact.superlative:
        return None
    is_true = is_even(question_identity(setting.key_of(fact), "subject", "truth"))
    words = _named_with(setting, asked, asked.answer.text if is_true else wrong)
    if words is None:
        return None
    right = f"in {asked.answer.text}" if asked.slot == "place" else asked.answer.text
    return replace(
        asked,
        template="T9",
        family="truth",
        kind="true_false",
        stem=f"{words}.",
        answer=Answer("none", "true" if is_true else "false"),
        fields={} if is_true else {"explanation": f"It was {right}."},
        accept=(),
        takes_options=False,
        weight=0.6,
    )


def complete_name(setting: DraftSetting, asked: Proposal, proofs: Sequence[Proof]) -> Proposal | None:
    """Make a sentence with a gap for the one who did it, or for the place (T7)."""
    options = list(dict.fromkeys(proof.option for proof in proofs))
    if not options or asked.fact.modality != "asserted" or asked.fact.superlative:
        return None
    words = _named_with(setting, asked, "[[1]]")
    if words is None:
        return None
    return replace(
        asked,
        template="T7",
        family="gap",
        kind="cloze",
        stem=f"{words}.",
        answer=Answer("none", ""),
        fields={"gaps": [{"kind": "choice", "key": asked.answer.text, "distractors": options}]},
        accept=(),
        takes_options=False,
        weight=0.5,
    )


def _named_with(setting: DraftSetting, asked: Proposal, name: str) -> str | None:
    """Tell the event with another name at the asked place; None where a verb or an article may tell the key."""
    fact = asked.fact
    if fact.tense != "past" or fact.is_passive or fact.subject is None or fact.rule.startswith("facts.quote"):
        return None
    time = when(setting, fact)
    if asked.slot == "subject":
        words = event(setting, fact, "past") if len(asked.answer.actors) == 1 else None
        is_state = any(setting.states[number] is not None for number in asked.answer.actors)
        return None if words is None or is_state else " ".join(f"{name} {words} {time}".split())
    words = event(setting, fact, "past", "place")
    if words is None or fact.place is None:
        return None
    return " ".join(f"{sentence_case(named(setting, fact.subject))} {words} in {name} {time}".split())


def _year(value: str) -> str:
    return value.partition("-")[0]


def is_even(digits: str) -> bool:
    """Toss a coin that falls the same way for the same id."""
    return hashlib.sha256(digits.encode("ascii")).digest()[0] % 2 == 0


def told(setting: DraftSetting, fact: Fact) -> str | None:
    """Give the event as a statement without its time; none of what did not happen, whose “not” it would lose."""
    if fact.is_negative or fact.tense != "past" or fact.modality != "asserted" or fact.rule.startswith("facts.quote"):
        return None
    if fact.object is not None and (fact.subject is None or fact.is_passive):
        words = event(setting, fact, "passive")
        return f"{named(setting, fact.object)} {was(setting, fact.object)} {words}" if words else None
    if fact.subject is None:
        return None
    words = event(setting, fact, "past")
    return f"{named(setting, fact.subject)} {words}" if words else None


def _at(value: DateValue) -> str:
    return f"{plain_preposition(value)} {format_value(value)}".replace("\N{NO-BREAK SPACE}", " ")
