"""What a teacher's decisions teach the ranking, and which templates and rules they have switched off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizapp.core.errors import NotFound
from quizapp.core.extraction import learning
from quizapp.core.extraction.learning import RuleRecord
from quizapp.documents.models import DraftDecision, DraftRow, RuleChoice
from quizapp.documents.service.rule_names import is_named, name_of

#: Older decisions weigh no more.
DECISIONS_AT_MOST = 300
#: The rank of a draft that was chosen, unless its teacher rejects its like.
CHOSEN_FROM = 1.0
#: What the names of rules among the features begin with.
_RULE = "rule "


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A template or rule with what was decided on it; `is_off` after the teacher's own word, which `is_kept` tells."""

    record: RuleRecord
    name: str
    is_template: bool
    is_off: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it is learned from; `rules` made the draft, its template first."""

    rules: tuple[str, ...]
    features: Mapping[str, float]
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """All that the order of one teacher's drafts needs; `decided` are the rules that they know already."""

    weights: Mapping[str, float]
    off: frozenset[str]
    decided: frozenset[str]

    def holds_back(self, draft: DraftRow) -> bool:
        """Whether a rule that made the draft is switched off."""
        return not self.off.isdisjoint(rules_of(draft))

    def place_of(self, draft: DraftRow) -> tuple[bool, bool, float]:
        """Give a draft's place in the queue, the lowest first: the chosen ones, new rules, what a decision may gain.

        That is its rank, moved by what was taught, by how uncertain it is that the teacher accepts it. What is surely
        accepted gains little, yet is what the teacher came for: of what was chosen nothing waits behind what was not.
        """
        features = features_of(draft)
        moved = draft.rank * learning.teacher_factor(self.weights, features)
        gain = moved * learning.uncertainty(self.weights, features)
        return moved < CHOSEN_FROM, self.decided.issuperset(rules_of(draft)), -gain


def rules_of(draft: DraftRow) -> tuple[str, ...]:
    """Give what made a draft: its template, then the rules that found its facts."""
    return (draft.template, *draft.grounds.get("rules", []))


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
    latest = _latest(session, teacher_id)
    weights = learning.train([(each.features, each.is_accepted) for each in latest])
    decided = frozenset(rule for each in latest for rule in each.rules)
    return Taught(weights, _off(latest, _kept(session, teacher_id)), decided)


def list_off(session: Session, teacher_id: int) -> frozenset[str]:
    """Give the templates and rules that are switched off."""
    return _off(_latest(session, teacher_id), _kept(session, teacher_id))


def factors_for(session: Session, teacher_id: int) -> dict[str, float]:
    """Give the factor of each template, and 0 for each rule that is switched off, for drafting anew."""
    latest, kept = _latest(session, teacher_id), _kept(session, teacher_id)
    records = learning.rule_records([(each.rules[0], each.is_accepted) for each in latest])
    moved = [record for record in records if choice_name(record.rule) not in kept]
    return learning.template_factors(moved, sorted(_off(latest, kept)))


def list_standings(session: Session, teacher_id: int) -> list[RuleStanding]:
    """List the templates and then the rules that the teacher has decided on, those with most decisions first."""
    latest, kept = _latest(session, teacher_id), _kept(session, teacher_id)
    off = _off(latest, kept)
    templates = [(each.rules[0], each.is_accepted) for each in latest]
    rules = [(rule, each.is_accepted) for each in latest for rule in each.rules[1:]]
    return [
        RuleStanding(
            record=record,
            name=name_of(record.rule),
            is_template=counted is templates,
            is_off=record.rule in off,
            is_kept=choice_name(record.rule) in kept,
        )
        for counted in (templates, rules)
        for record in learning.rule_records(counted)
    ]


def keep_rule(session: Session, teacher_id: int, rule: str, *, is_kept: bool) -> None:
    """Note that a teacher wants a template or rule whatever was decided, or that decisions count again.

    Raises:
        NotFound: there is no such template or rule.
    """
    if not is_named(rule) and all(rule not in each.rules for each in _latest(session, teacher_id)):
        raise NotFound("There is no such kind of question, nor such a way of finding facts. Reload the page.")
    key = choice_name(rule)
    choice = session.get(RuleChoice, (teacher_id, key)) or RuleChoice(teacher_id=teacher_id, rule=key)
    choice.is_kept = is_kept
    choice.last_decision_id = session.scalar(
        select(func.max(DraftDecision.id)).where(DraftDecision.teacher_id == teacher_id)
    )
    session.add(choice)


def choice_name(rule: str) -> str:
    """Give the name under which a choice is kept, which has twenty letters; no two rules share their first ones."""
    return rule.removeprefix("facts.")[:20]


def _off(latest: Sequence[Decided], kept: Collection[str]) -> frozenset[str]:
    named = {rule for each in latest for rule in each.rules if choice_name(rule) in kept}
    return learning.switched_off([(each.rules, each.is_accepted) for each in latest], named)


def _kept(session: Session, teacher_id: int) -> frozenset[str]:
    kept = select(RuleChoice.rule).where(RuleChoice.teacher_id == teacher_id, RuleChoice.is_kept.is_(True))
    return frozenset(session.scalars(kept))


def _latest(session: Session, teacher_id: int) -> list[Decided]:
    latest = (
        select(DraftDecision.template, DraftDecision.features, DraftDecision.is_accepted)
        .where(DraftDecision.teacher_id == teacher_id, DraftDecision.template != "")
        .order_by(DraftDecision.id.desc())
        .limit(DECISIONS_AT_MOST)
    )
    decided = [
        Decided((template, *_rules_in(features)), features, is_accepted)
        for template, features, is_accepted in session.execute(latest)
    ]
    return decided[::-1]


def _rules_in(features: Mapping[str, float]) -> Iterator[str]:
    return (name.removeprefix(_RULE) for name in features if name.startswith(_RULE))
