"""What decisions teach: nothing before the first, more with each, and a rule is off only when that is sure."""

from __future__ import annotations

import pytest

from quizapp.core.extraction.learning import (
    RuleRecord,
    acceptance,
    features_of,
    rule_records,
    switched_off,
    teacher_factor,
    template_factors,
    train,
    uncertainty,
    wilson_bound,
)


def features(template: str, **changes: object) -> dict[str, float]:
    given = {"rules": ("F1",), "reasons": (), "confidence": 0.9, "worth": 0.7, "raw": {"stem": "When?", "kind": "date"}}
    return features_of(template=template, **(given | changes))


def test_nothing_is_learned_from_nothing() -> None:
    assert teacher_factor(train([]), features("T1")) == 1.0


def test_what_is_accepted_rises_and_what_is_rejected_falls() -> None:
    weights = train([(features("T1"), True), (features("T9"), False)] * 5)
    assert acceptance(weights, features("T1")) > 0.8 > 0.4 > acceptance(weights, features("T9"))
    assert teacher_factor(weights, features("T9")) < 1 <= teacher_factor(weights, features("T1"))


def test_the_same_decisions_teach_the_same() -> None:
    decisions = [(features("T1"), True), (features("T4", confidence=0.5), False)] * 20
    assert train(decisions) == train(decisions)


def test_one_decision_switches_nothing_off() -> None:
    weights = train([(features("T9"), False)])
    assert teacher_factor(weights, features("T9")) >= 0.25


@pytest.mark.parametrize(
    ("hits", "number", "bound"), [(0, 0, 0.0), (0, 10, 0.0), (8, 10, 0.4902), (9, 10, 0.5958), (10, 10, 0.7225)]
)
def test_bounds_are_those_of_wilson(hits: int, number: int, bound: float) -> None:
    assert wilson_bound(hits, number) == pytest.approx(bound, abs=1e-4)


def test_a_rule_is_off_from_ten_decisions_on_when_it_is_sure() -> None:
    sure = [("T9", False)] * 9
    assert not rule_records(sure)[0].is_doomed
    assert rule_records([*sure, ("T9", True)])[0].is_doomed
    assert not rule_records([*sure[:8], *[("T9", True)] * 2])[0].is_doomed


def test_factors_of_templates_for_drafting_anew() -> None:
    records = [RuleRecord("T1", 20, 0, 0.0), RuleRecord("T9", 0, 20, 0.8)]
    factors = template_factors(records, ["T9"])
    assert factors["T1"] > 1
    assert factors["T9"] == 0.0


def decided(number: int, is_accepted: bool, *rules: str) -> list[tuple[tuple[str, ...], bool]]:
    return [(rules, is_accepted)] * number


@pytest.mark.parametrize(
    ("decisions", "off"),
    [
        ([], set()),
        (decided(9, False, "T1", "f.a"), set()),
        # Who rejects a template says nothing against the rules that found its facts.
        (decided(12, False, "T5", "f.a"), {"T5"}),
        (decided(12, False, "T5", "f.a") + decided(9, False, "T1", "f.a"), {"f.a"}),
        # A rule that spoils drafts of several templates falls, and they stay.
        (decided(6, False, "T1", "f.a") + decided(6, False, "T2", "f.a") + decided(5, True, "T1", "f.b"), {"f.a"}),
        (decided(14, False, "T1", "f.a") + decided(3, True, "T1", "f.b"), {"f.a"}),
        # Two that have nothing to do with each other fall both.
        (decided(10, False, "T1", "f.a") + decided(11, False, "T9", "f.b"), {"T1", "T9"}),
        # A draft of two facts counts for each of their rules.
        (decided(10, False, "T8", "f.a", "f.b") + decided(12, True, "T1", "f.b"), {"T8"}),
        (decided(10, False, "T1", "f.a") + decided(40, True, "T1", "f.a"), set()),
    ],
)
def test_the_rule_that_spoils_drafts_falls_and_those_beside_it_stay(decisions, off) -> None:
    assert switched_off(decisions, ()) == off


def test_what_is_kept_stays_and_nothing_falls_in_its_place() -> None:
    decisions = decided(12, False, "T5", "f.a")
    assert switched_off(decisions, {"T5"}) == frozenset()
    assert switched_off(decisions + decided(11, False, "T1", "f.a"), {"f.a"}) == frozenset()
    assert switched_off(decisions + decided(11, False, "T1", "f.b"), {"T5"}) == {"T1"}


def test_what_is_hardest_to_foretell_is_most_uncertain() -> None:
    sure, unsure = features("T1", confidence=1.0), features("T1", confidence=0.5)
    assert 0 < uncertainty(train([]), sure) < uncertainty(train([]), unsure) <= 1
    assert uncertainty({"bias": 0.0}, {"bias": 1.0}) == 1.0
    assert uncertainty({"bias": 500.0}, {"bias": 1.0}) < 1e-9
