"""Judging typed texts: accepted spellings, patterns, names, small slips. Shared by the kinds that can be recalled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.compare import Match, fits_pattern, fold, is_equal, is_exactly, match_name, match_text
from quizapp.core.kinds.dates import DateTarget, judge_date, key_reading
from quizapp.core.kinds.fields import MAX_EXPLANATION_CHARS, MAX_OPTION_CHARS, Fields, plain_number, plain_scalar
from quizapp.core.kinds.responses import TOO_LONG, is_too_long, pick_of
from quizapp.core.question import About, Grade, GradeContext, Json

MAX_ACCEPTED = 200


@dataclass(frozen=True, slots=True)
class Accepted:
    """A further text that counts, or a pattern with * for any run; `weight` None is 1, 0 makes it a known error."""

    text: str
    weight: float | None = None
    explanation: str = ""
    is_pattern: bool = False

    @property
    def score(self) -> float:
        """Give the score, 0..1."""
        return 1.0 if self.weight is None else max(0.0, self.weight)


@dataclass(frozen=True, slots=True)
class TypedKey:
    """What typed texts are judged by: the key first among `targets`; `rivals` are distractors, texts that are wrong."""

    targets: tuple[Accepted, ...]
    rivals: tuple[str, ...] = ()
    about: About = "other"
    is_exact: bool = False


def read_accept(fields: Fields) -> tuple[Accepted, ...]:
    """Read the field `accept`: texts, mappings of text or pattern, weight, explanation; a lone one is a list of one."""
    found = list[Accepted]()
    for place, item in fields.items("accept", MAX_ACCEPTED):
        if isinstance(item, Mapping):
            accepted = _read_one(Fields(item, f"accept[{place}]", fields.problems))
        else:
            child = Fields({"text": item}, f"accept[{place}]", fields.problems)
            accepted = Accepted(child.text("text", MAX_OPTION_CHARS))
        if accepted.text:
            found.append(accepted)
    return tuple(found)


def dump_accepted(accepted: Accepted) -> Json:
    """Write an accepted text as the text alone where it is no more than that."""
    text = plain_scalar(accepted.text)
    written: dict[str, Json] = {"pattern" if accepted.is_pattern else "text": text}
    if accepted.weight is not None:
        written["weight"] = plain_number(accepted.weight)
    if accepted.explanation:
        written["explanation"] = accepted.explanation
    return text if len(written) == 1 and not accepted.is_pattern else written


def judge_typed(typed: str, key: TypedKey, context: GradeContext) -> Grade:
    """Judge a typed text: the same text first, then patterns, dates or names where the key is one, then small slips."""
    if not typed:
        return Grade(0.0)
    if is_too_long(typed):
        return Grade(0.0, (pick_of(typed),), TOO_LONG)
    if key.is_exact:
        hit = _best([target for target in key.targets if not target.is_pattern and is_exactly(typed, target.text)])
        return _hit(hit, typed) if hit else _pattern_or_nothing(typed, key)
    if hit := _best([target for target in key.targets if not target.is_pattern and is_equal(typed, target.text)]):
        return _hit(hit, typed)
    if rival := next((text for text in key.rivals if is_equal(typed, text)), ""):
        return Grade(0.0, (rival,))
    if (grade := _as_date(typed, key, context)) is not None:
        return grade
    named = [_match(typed, target, key, context) for target in key.targets if not target.is_pattern]
    grade = _of_matches(typed, named)
    return grade if grade is not None else _pattern_or_nothing(typed, key)


def is_same_text(one: str, other: str) -> bool:
    """Tell whether two options would be one when typed."""
    return fold(one) == fold(other)


def _read_one(fields: Fields) -> Accepted:
    is_pattern = "pattern" in fields
    text = fields.text("pattern" if is_pattern else "text", MAX_OPTION_CHARS)
    if is_pattern and "text" in fields:
        fields.problem("text", "Give either a text or a pattern; not both.")
        fields.take("text")
    if not text:
        fields.problem("text", "The accepted text is missing.")
    accepted = Accepted(text, fields.weight(), fields.text("explanation", MAX_EXPLANATION_CHARS), is_pattern)
    fields.refuse_rest(("text", "pattern", "weight", "explanation"))
    return accepted


def _best(hits: Sequence[Accepted]) -> Accepted | None:
    return max(hits, key=lambda target: target.score, default=None)


def _hit(target: Accepted, typed: str, remark: str = "") -> Grade:
    pick = pick_of(typed if target.is_pattern else target.text)
    return Grade(target.score, (pick,), remark or target.explanation)


def _pattern_or_nothing(typed: str, key: TypedKey) -> Grade:
    hits = [target for target in key.targets if target.is_pattern and fits_pattern(typed, target.text)]
    # “*” stands for any other answer: it speaks only when no narrower pattern does.
    hit = _best([target for target in hits if target.text.strip("* ")]) or _best(hits)
    return _hit(hit, typed) if hit else Grade(0.0, (pick_of(typed),))


def _as_date(typed: str, key: TypedKey, context: GradeContext) -> Grade | None:
    """Judge a text key that is a date as one; None where it is none, or the typed text is none."""
    if key.about != "date" or (date := key_reading(key.targets[0].text)) is None:
        return None
    targets = [DateTarget(date)]
    for target in key.targets[1:]:
        if not target.is_pattern and (other := key_reading(target.text)) is not None:
            targets.append(DateTarget(other, target.score, target.explanation))
    return judge_date(typed, targets, context)


def _match(typed: str, target: Accepted, key: TypedKey, context: GradeContext) -> tuple[Match, Accepted]:
    wrong = [other.text for other in key.targets if other.score != target.score and not other.is_pattern]
    if key.about != "actor":
        return match_text(typed, target.text, (*key.rivals, *wrong)), target
    aliases = [other.text for other in key.targets if not other.is_pattern]
    return match_name(typed, target.text, (*key.rivals, *wrong, *context.actor_names), aliases), target


def _of_matches(typed: str, matches: Sequence[tuple[Match, Accepted]]) -> Grade | None:
    for verdict in ("yes", "slip"):
        hit = max((pair for pair in matches if pair[0].verdict == verdict), key=lambda p: p[1].score, default=None)
        if hit is not None:
            remark = f"Small slip: the spelling is {hit[0].spelling}." if verdict == "slip" and hit[1].score else ""
            return _hit(hit[1], typed, remark)
    open_ones = [match for match, target in matches if match.verdict in ("shared", "partial") and target.score]
    if not open_ones:
        return None
    match = open_ones[0]
    remark = (
        f"Which {match.spelling}? Give the full name." if match.verdict == "shared" else "Close: give the full name."
    )
    return Grade(0.0, (pick_of(typed),), remark, True)
