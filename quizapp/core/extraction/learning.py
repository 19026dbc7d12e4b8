"""What a teacher's decisions on drafts teach: a small logistic model, factors of templates, rules that switch off.

Decisions come in, weights and factors go out; nothing is kept here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.question import Json

#: A rule is judged from so many decisions on.
ENOUGH_DECISIONS = 10
#: It switches itself off when it is this sure that more than this share of its drafts is rejected.
OFF_ABOVE = 0.5
_Z_95 = 1.959963984540054
#: What the ranking believes before anybody has decided anything; the rest begins at 0.
SHARED_WEIGHTS: Mapping[str, float] = {"bias": 1.4, "confidence": 3.0, "worth": 1.0}
_ROUNDS = 8
_RATE = 0.25
#: How strongly weights are drawn back to where they began, per example and round.
_PULL = 0.004
_LOWEST_FACTOR, _HIGHEST_FACTOR = 0.25, 1.5
_USUAL_ACCEPTANCE = 0.8
_PRIOR_DECISIONS = 4


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What was decided on the drafts of one rule; `bound` is the lower 95 % Wilson bound of its rejected share."""

    rule: str
    accepted: int
    rejected: int
    bound: float

    @property
    def is_doomed(self) -> bool:
        """Whether the rule is surely rejected more often than not."""
        return self.accepted + self.rejected >= ENOUGH_DECISIONS and self.bound > OFF_ABOVE


def features_of(
    *,
    template: str,
    rules: Sequence[str],
    reasons: Sequence[str],
    confidence: float,
    worth: float,
    raw: Mapping[str, Json],
) -> dict[str, float]:
    """Give what the model looks at: names with their amounts, all near 0..1, `confidence` and `worth` centred."""
    stem_words = len(str(raw.get("stem", "")).split())
    features = {
        "bias": 1.0,
        "confidence": confidence - 0.75,
        "worth": worth - 0.6,
        "stem length": min(stem_words, 40) / 20 - 0.5,
        f"template {template}": 1.0,
        f"kind {raw.get('kind', '')}": 1.0,
    }
    if isinstance(key := raw.get("key"), str) and raw.get("about") == "date":
        features[f"grain {len(key)}"] = 1.0
    features |= {f"rule {rule}": 0.5 for rule in rules}
    features |= {f"reason {reason}": 0.5 for reason in reasons}
    return features


def train(decisions: Sequence[tuple[Mapping[str, float], bool]]) -> dict[str, float]:
    """Learn weights from (features, accepted), the oldest first; the same decisions give the same weights."""
    weights = dict(SHARED_WEIGHTS)
    for _ in range(_ROUNDS):
        for features, is_accepted in decisions:
            error = (1.0 if is_accepted else 0.0) - acceptance(weights, features)
            for name, amount in features.items():
                weight = weights.get(name, 0.0)
                pull = _PULL * (weight - SHARED_WEIGHTS.get(name, 0.0))
                weights[name] = weight + _RATE * error * amount - pull
    return weights


def acceptance(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Give how probably a draft is accepted, 0..1."""
    total = sum(weights.get(name, 0.0) * amount for name, amount in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def teacher_factor(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Give by how much a teacher's decisions raise or lower a draft's rank; 1 before the first decision."""
    return _within(acceptance(weights, features) / acceptance(SHARED_WEIGHTS, features))


def uncertainty(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Give how much a decision on a draft would tell, 0..1: the entropy of whether it is accepted, in bits."""
    share = acceptance(weights, features)
    return -sum(part * math.log2(part) for part in (share, 1 - share) if part > 0)


def template_factors(records: Sequence[RuleRecord], off: Sequence[str]) -> dict[str, float]:
    """Give the factor of each template that was decided on, for drafting anew; 0 for those switched off."""
    factors = {}
    for record in records:
        number = record.accepted + record.rejected + _PRIOR_DECISIONS
        share = (record.accepted + _PRIOR_DECISIONS * _USUAL_ACCEPTANCE) / number
        factors[record.rule] = round(_within(share / _USUAL_ACCEPTANCE), 4)
    return factors | dict.fromkeys(off, 0.0)


def rule_records(decisions: Sequence[tuple[str, bool]]) -> list[RuleRecord]:
    """Count (rule, accepted) by rule, those with most decisions first."""
    accepted = Counter(rule for rule, is_accepted in decisions if is_accepted)
    rejected = Counter(rule for rule, is_accepted in decisions if not is_accepted)
    rules = sorted({*accepted, *rejected}, key=lambda rule: (-accepted[rule] - rejected[rule], rule))
    return [
        RuleRecord(rule, accepted[rule], rejected[rule], wilson_bound(rejected[rule], accepted[rule] + rejected[rule]))
        for rule in rules
    ]


def switched_off(decisions: Sequence[tuple[Sequence[str], bool]], kept: Collection[str]) -> frozenset[str]:
    """Give the rules that switch themselves off, from (rules that made the draft, accepted); the template leads them.

    The surest goes first and takes its decisions along, so that no rule falls by drafts that another has spoilt: who
    rejects every draft of a template says nothing against the rules that found its facts. `kept` ones stay, and
    take their decisions along all the same.
    """
    off: set[str] = set()
    templates = {rules[0] for rules, _ in decisions if rules}
    while True:
        left = [(rules, is_accepted) for rules, is_accepted in decisions if off.isdisjoint(rules)]
        records = rule_records([(rule, is_accepted) for rules, is_accepted in left for rule in dict.fromkeys(rules)])
        doomed = [record for record in records if record.is_doomed]
        if not doomed:
            return frozenset(off.difference(kept))
        off.add(min(doomed, key=lambda record: (-record.bound, record.rule not in templates, record.rule)).rule)


def wilson_bound(hits: int, number: int) -> float:
    """Give the lower bound of a share's 95 % interval; 0 without a case.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927), JASA 22.
    """
    if number == 0:
        return 0.0
    share, square = hits / number, _Z_95 * _Z_95
    middle = share + square / (2 * number)
    spread = _Z_95 * math.sqrt(share * (1 - share) / number + square / (4 * number * number))
    return max(0.0, (middle - spread) / (1 + square / number))


def _within(factor: float) -> float:
    return max(_LOWEST_FACTOR, min(_HIGHEST_FACTOR, factor))
