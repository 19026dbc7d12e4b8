"""Item-writing rules: `check_…(asked, context) -> Reason | None` each, those of a whole bank, and lint."""

from __future__ import annotations

from quizapp.core.extraction.item_rules.asked import Asked, Reason, RuleContext, alias_groups, rule_context
from quizapp.core.extraction.item_rules.bank import (
    check_evidence,
    find_duplicates,
    judge_key_lengths,
    judge_key_positions,
)
from quizapp.core.extraction.item_rules.leaks import Disclosure, Leak, find_leaks, is_told, part_and_order
from quizapp.core.extraction.item_rules.lint import RULES, Finding, check_question, lint_bank
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

__all__ = [
    "RULES",
    "Asked",
    "Disclosure",
    "Finding",
    "Leak",
    "Reason",
    "RuleContext",
    "alias_groups",
    "check_ascending",
    "check_enough_options",
    "check_evidence",
    "check_grammar",
    "check_key_in_stem",
    "check_lengths",
    "check_negative",
    "check_one_problem",
    "check_option_types",
    "check_question",
    "check_same_options",
    "check_stands_alone",
    "check_superlative",
    "find_duplicates",
    "find_leaks",
    "is_told",
    "judge_key_lengths",
    "judge_key_positions",
    "lint_bank",
    "part_and_order",
    "rule_context",
]
