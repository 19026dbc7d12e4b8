"""Lint: all rules over one bank, as findings with lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quizapp.core.document import Document
from quizapp.core.extraction.item_rules.asked import Asked, Reason, RuleContext, named, rule_context
from quizapp.core.extraction.item_rules.bank import (
    check_evidence,
    find_duplicates,
    judge_key_lengths,
    judge_key_positions,
)
from quizapp.core.extraction.item_rules.evidence_dates import check_evidence_dates
from quizapp.core.extraction.item_rules.leaks import find_leaks
from quizapp.core.extraction.item_rules.options import (
    check_ascending,
    check_enough_options,
    check_grammar,
    check_lengths,
    check_option_types,
    check_same_options,
)
from quizapp.core.extraction.item_rules.wording import (
    check_key_in_stem,
    check_negative,
    check_one_problem,
    check_stands_alone,
    check_superlative,
)
from quizapp.core.formats.parcel import Parcel
from quizapp.core.question import Question

RULES: tuple[Callable[[Asked, RuleContext], Reason | None], ...] = (
    check_one_problem,
    check_stands_alone,
    check_key_in_stem,
    check_option_types,
    check_lengths,
    check_grammar,
    check_enough_options,
    check_same_options,
    check_negative,
    check_ascending,
    check_superlative,
    check_evidence_dates,
)
"""The rules of single questions, by their ids; R20 is found for a whole bank at once."""

_FIELDS = {"stem": "question", "explanation": "explanation", "context": "text above it", "hints": "hints"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that lint found.

    `rule` is an id such as R03, "file", "evidence" or "leak"; `question` is empty where the whole bank is meant.
    `other` is the id of another question that has a part in it, which the message names by its stem.
    """

    rule: str
    question: str
    line: int | None
    message: str
    other: str = ""


def check_question(question: Question | Asked, context: RuleContext) -> list[Reason]:
    """Give all reasons against one question, in the order of the rules."""
    asked = Asked.of(question)
    return [reason for rule in RULES if (reason := rule(asked, context)) is not None]


def lint_bank(parcel: Parcel, document: Document | None = None) -> list[Finding]:
    """Give all findings on a bank that was read, in the order of its lines; those on the whole bank stand last."""
    questions = parcel.questions
    lines = {entry.question.id: entry.line for entry in parcel.entries}
    context = rule_context(questions, document.paragraphs if document else ())
    # A draft passed the rules before the bank taught them which names mean the same.
    of_drafts = replace(context, clusters=())
    judged = [
        (question, reason)
        for question in questions
        for reason in check_question(question, of_drafts if _is_as_drafted(question) else context)
    ]
    judged += find_duplicates(questions) + check_evidence(questions, document)
    findings = [Finding("file", problem.where, problem.line, problem.reason) for problem in parcel.problems]
    findings += [Finding("file", skipped.what, skipped.line, skipped.reason) for skipped in parcel.skipped]
    findings += [Finding(r.rule, question.id, lines[question.id], r.message, r.other) for question, r in judged]
    findings += _leaks(questions, lines)
    findings.sort(key=lambda finding: finding.line or 0)
    whole = (judge_key_lengths(questions), judge_key_positions(questions))
    return findings + [Finding(reason.rule, "", None, reason.message) for reason in whole if reason]


def _is_as_drafted(question: Question) -> bool:
    """Tell whether a question was drafted from a document, and nobody has edited the draft."""
    draft = question.draft or {}
    return "template" in draft and not draft.get("edited")


def _leaks(questions: Sequence[Question], lines: dict[str, int | None]) -> list[Finding]:
    return [
        Finding(
            "leak",
            leak.question.id,
            lines[leak.question.id],
            f"{named(leak.told_by)} tells “{leak.key}” in its {_FIELDS[leak.field]}, about the same: "
            f"{', '.join(leak.words)}.",
            leak.told_by.id,
        )
        for leak in find_leaks(questions)
    ]
