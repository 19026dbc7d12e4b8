"""What a teacher's decisions teach the ranking, and which templates they have switched off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.extraction import learning
from quizapp.core.extraction.learning import RuleRecord
from quizapp.documents.models import DraftDecision, DraftRow, RuleChoice

#: Older decisions weigh no more.
DECISIONS_AT_MOST = 300
TEMPLATE_NAMES = {
    "T1": "When did it happen?",
    "T2": "Who did it?",
    "T3": "To whom was it done?",
    "T4": "Who said it?",
    "T5": "With which words?",
    "T6": "Which office?",
    "T7": "Complete the sentence",
    "T8": "Put in order",
    "T9": "True or false?",
    "T10": "Where, and what does it stand for?",
    "T11": "According to whom?",
    "T12": "Match",
    "M": "Proposed by a model",
}


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A template with what was decided on it; `is_off` after the teacher's own word, which `is_kept` tells."""

    record: RuleRecord
    name: str
    is_off: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """All that the ranking of one teacher's drafts needs."""

    weights: Mapping[str, float]
    off: frozenset[str]

    def factor_of(self, draft: DraftRow) -> float:
        """Give the teacher's factor of a draft; 0 where its template is switched off."""
        if draft.template in self.off:
            return 0.0
        return learning.teacher_factor(self.weights, features_of(draft))


def features_of(draft: DraftRow) -> dict[str, float]:
    """Give what the model looks at in a draft."""
    return learning.features_of(
        template=draft.template,
        rules=draft.grounds.get("rules", []),
        reasons=[reason["name"] for reason in draft.grounds.get("reasons", [])],
        confidence=draft.confidence,
        worth=draft.worth,
        raw=draft.raw,
    )


def teach(session: Session, teacher_id: int) -> Taught:
    """Learn from the teacher's latest decisions."""
    decided = _latest(session, teacher_id)
    weights = learning.train([(features, is_accepted) for _, features, is_accepted in decided])
    return Taught(weights, frozenset(s.record.rule for s in list_standings(session, teacher_id) if s.is_off))


def factors_for(session: Session, teacher_id: int) -> dict[str, float]:
    """Give the factor of each template, for drafting anew."""
    standings = list_standings(session, teacher_id)
    off = [standing.record.rule for standing in standings if standing.is_off]
    kept = [s.record for s in standings if not s.is_kept]
    return learning.template_factors(kept, off)


def list_standings(session: Session, teacher_id: int) -> list[RuleStanding]:
    """List the templates that the teacher has decided on, those with most decisions first."""
    records = learning.rule_records(
        [(template, is_accepted) for template, _, is_accepted in _latest(session, teacher_id)]
    )
    kept = set(
        session.scalars(
            select(RuleChoice.rule).where(RuleChoice.teacher_id == teacher_id, RuleChoice.is_kept.is_(True))
        )
    )
    return [
        RuleStanding(
            record,
            TEMPLATE_NAMES.get(record.rule, record.rule),
            record.is_off and record.rule not in kept,
            record.rule in kept,
        )
        for record in records
    ]


def keep_rule(session: Session, teacher_id: int, rule: str, *, is_kept: bool) -> None:
    """Note that a teacher wants a template whatever was decided, or that decisions count again."""
    choice = session.get(RuleChoice, (teacher_id, rule)) or RuleChoice(teacher_id=teacher_id, rule=rule[:20])
    choice.is_kept = is_kept
    choice.last_decision_id = session.scalar(
        select(func.max(DraftDecision.id)).where(DraftDecision.teacher_id == teacher_id)
    )
    session.add(choice)


def _latest(session: Session, teacher_id: int) -> Sequence[tuple[str, Mapping[str, float], bool]]:
    latest = (
        select(DraftDecision.template, DraftDecision.features, DraftDecision.is_accepted)
        .where(DraftDecision.teacher_id == teacher_id)
        .order_by(DraftDecision.id.desc())
        .limit(DECISIONS_AT_MOST)
    )
    return [(template, features, is_accepted) for template, features, is_accepted in session.execute(latest)][::-1]
