"""Questions that a model proposes, judged like our own: by a fact of the text, by proofs, and by every rule.

A proposal is bound to a fact that the rules have found and whose slot holds its key; from the model come the words of
the stem and, where they can be proven wrong, the distractors. What is bound to no fact is rejected with its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from quizapp.core.calendar import read_date
from quizapp.core.compare import fold
from quizapp.core.extraction.asking import CHECKED_KINDS, Proposed, answers_in
from quizapp.core.extraction.distractors import NEEDED, WANTED, find_distractors, prove_given
from quizapp.core.extraction.drafted import Draft, Proof, Rejection
from quizapp.core.extraction.drafting import context_of, draft_of, identity_of, list_proposals, typed
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.item_rules.asked import contains_words
from quizapp.core.extraction.values import Reason
from quizapp.core.kinds import parse_question
from quizapp.core.question import GradeContext

#: A template's name for what is bound to none.
TEMPLATE = "M"
PROPOSED_FACTOR = 0.74
NOT_CHECKED = Reason("not checked", 0.85, "The model was not asked whether its passage answers it.")
DISPUTED_FACTOR = 0.6
_DUPLICATE_FROM = 90
_CAPITAL = re.compile(r"(?<!^)(?<![“\"?:] )\b[A-ZÀ-ÖØ-Þ][\w’'-]*")
_NUMBER = re.compile(r"\d+")
_MARKUP = re.compile(r"[<>{}\[\]`\\|]|https?:|www\.|\*\*|\]\(")
_ASKS_FOR_TIME = {
    "day": r"\b(?:when|day|date)\b",
    "month": r"\b(?:when|month)\b",
    "year": r"\b(?:when|year)\b",
    "decade": r"\b(?:when|decade)\b",
    "century": r"\b(?:when|century)\b",
}
_ASKS_FOR_ACTOR = r"\b(?:who|whom|whose|which|what)\b"


@dataclass(frozen=True, slots=True)
class Returned:
    """A proposed question with the span it was asked about, and what the model answered to it; None = not asked."""

    start: int
    end: int
    proposed: Proposed
    answer: str | None


def judge_returned(
    setting: DraftSetting, returned: Sequence[Returned], model: str, own: Iterable[Draft]
) -> list[Draft]:
    """Give a draft of each proposed question, sound or with the reasons against it; one of each id."""
    bases = [one for one in list_proposals(setting) if one.kind in CHECKED_KINDS]
    taken = [draft for draft in own if not draft.rejections]
    found: dict[str, Draft] = {}
    for one in returned:
        draft = _judged(setting, one, model, bases)
        if not draft.rejections:
            draft = _without_doubles(draft, (*taken, *found.values()))
        found.setdefault(draft.id, draft)
    return list(found.values())


def dispute(raw_question: dict[str, object], answer: str, model: str) -> Reason | None:
    """Give the reason against a question to which the model answers otherwise than its key; None when it agrees."""
    question = parse_question(raw_question)
    grade = question.grade(answer, GradeContext())
    if grade.score > 0 or grade.may_retry:
        return None
    said = f"answered “{answer[:80]}”" if answer else "found no answer"
    return Reason("model disagrees", DISPUTED_FACTOR, f"{model} {said} when it had the passage alone.")


def _judged(setting: DraftSetting, one: Returned, model: str, bases: Sequence[Proposal]) -> Draft:
    refused = _refused_outright(setting, one)
    if refused is not None:
        return _refused(one, model, refused)
    base = _base_of(setting, one, bases)
    if base is None:
        why = "The rules have found no fact here that this answers, so nothing about it can be proven."
        return _refused(one, model, Rejection("M2", why))
    reasons = (*base.reasons, Reason("proposed by a model", PROPOSED_FACTOR, f"The words are proposed by {model}."))
    proposal = replace(
        base,
        stem=one.proposed.stem,
        proposed_by=model,
        reasons=reasons if one.answer is not None else (*reasons, NOT_CHECKED),
        in_stem=base.in_stem | _named_in(setting, one.proposed.stem),
    )
    proofs = _proofs(setting, proposal, one.proposed.distractors)
    draft = draft_of(setting, context_of(setting.analysis), proposal if proofs else typed(proposal), proofs)
    if draft is None:
        return _refused(one, model, Rejection("M2", "No question comes of it."))
    return _with_answer(_with_findings(draft, setting, base), one.answer, model)


def _refused_outright(setting: DraftSetting, one: Returned) -> Rejection | None:
    """M1, M5: a key that was not found in the passage; marks and addresses."""
    if any(_MARKUP.search(text) for text in (one.proposed.stem, *one.proposed.distractors)):
        return Rejection("M5", "It holds marks or an address; a question is plain words.")
    key = fold(one.proposed.key)
    if key not in {fold(words) for words in answers_in(setting.analysis, one.start, one.end)}:
        return Rejection("M1", f"“{one.proposed.key}” is none of the dates, names and quotes found in its passage.")
    return None


def _base_of(setting: DraftSetting, one: Returned, bases: Sequence[Proposal]) -> Proposal | None:
    """Find our own way to ask for this key in this passage, the one nearest in words."""
    fitting = [
        base
        for base in map(_as_told, bases)
        if any(start < one.end and one.start < end for start, end in base.passages) and _is_key(setting, one, base)
    ]
    return max(fitting, key=lambda base: fuzz.token_set_ratio(base.stem, one.proposed.stem), default=None)


def _as_told(base: Proposal) -> Proposal:
    """Give the time that the document tells, where we ask for its year only: a model may ask for the day."""
    told = base.fact.time.value if base.answer.sort == "date" and base.fact.time is not None else None
    return base if told is None else replace(base, answer=replace(base.answer, text=told.value, value=told))


def _is_key(setting: DraftSetting, one: Returned, base: Proposal) -> bool:
    key = fold(one.proposed.key)
    if base.answer.sort == "date":
        if base.answer.value is None:
            return False
        meant = {
            mention.value.value
            for mention in setting.analysis.dates
            if mention.value is not None and one.start <= mention.start < one.end and fold(mention.surface) == key
        }
        return base.answer.value.value in meant or base.answer.value in read_date(one.proposed.key).values[:1]
    names = {fold(text) for text in (base.answer.text, *base.accept)}
    return key in names or any(key in setting.names[number] for number in base.answer.actors)


def _named_in(setting: DraftSetting, stem: str) -> frozenset[int]:
    words = fold(stem)
    return frozenset(
        number for number, names in enumerate(setting.names) if any(contains_words(words, name) for name in names)
    )


def _proofs(setting: DraftSetting, proposal: Proposal, wanted: Sequence[str]) -> tuple[Proof, ...]:
    """Give the proofs of the proposed distractors that can be proven, filled up with our own; none where too few."""
    given = list(prove_given(setting, proposal, wanted))
    names = {proofs[0].option for proofs in given}
    if len(given) < NEEDED:
        own: dict[str, list[Proof]] = {}
        for proof in find_distractors(setting, proposal, int(identity_of(setting, proposal)[:4], 16)):
            own.setdefault(proof.option, []).append(proof)
        given += [tuple(proofs) for option, proofs in own.items() if option not in names]
    return tuple(proof for proofs in given[:WANTED] for proof in proofs) if len(given) >= NEEDED else ()


def _with_findings(draft: Draft, setting: DraftSetting, base: Proposal) -> Draft:
    """Add what only words from outside can do wrong: bring something in, or ask for something else."""
    stem = str(draft.raw["stem"])
    known = fold(f"{base.stem} {' '.join(setting.analysis.text.text[start:end] for start, end in base.passages)}")
    found = []
    for word in (*_CAPITAL.findall(stem), *_NUMBER.findall(stem)):
        if not contains_words(known, fold(re.sub(r"[’']s?$", "", word))):
            found.append(Rejection("M3", f"“{word}” is in the stem and not in its passage."))
            break
    if not _asks_for(base, stem):
        found.append(Rejection("M4", "The stem does not ask for what its key is."))
    return replace(draft, rejections=(*draft.rejections, *found)) if found else draft


def _asks_for(base: Proposal, stem: str) -> bool:
    if base.answer.sort == "date" and base.answer.value is not None:
        pattern = _ASKS_FOR_TIME.get(base.answer.value.grain, r"\b(?:when|which|what)\b")
    elif base.answer.sort in ("actor", "actors"):
        pattern = _ASKS_FOR_ACTOR
    else:
        pattern = r"\b(?:who|whom|whose|which|what|where|how)\b"
    return re.search(pattern, stem, re.IGNORECASE) is not None


def _with_answer(draft: Draft, answer: str | None, model: str) -> Draft:
    """Reject what its own model cannot answer: nobody else has said yet that the stem asks for this key."""
    if answer is None or draft.rejections:
        return draft
    reason = dispute(dict(draft.raw), answer, model)
    return draft if reason is None else replace(draft, rejections=(Rejection("M6", reason.message),))


def _without_doubles(draft: Draft, taken: Iterable[Draft]) -> Draft:
    for other in taken:
        is_like = fuzz.token_set_ratio(fold(str(other.raw["stem"])), fold(str(draft.raw["stem"]))) >= _DUPLICATE_FROM
        if is_like and other.raw.get("key") == draft.raw.get("key") and other.id != draft.id:
            return replace(draft, rejections=(Rejection("R20", f"Asks the same as “{other.raw['stem']}”."),))
    return draft


def _refused(one: Returned, model: str, why: Rejection) -> Draft:
    """Keep what is bound to no fact, for the list of what was rejected."""
    text = "\x1f".join((str(one.start), one.proposed.key, one.proposed.stem))
    raw = {
        "kind": "text",
        "stem": one.proposed.stem,
        "key": one.proposed.key,
        "draft": {"template": TEMPLATE, "proposed_by": model},
    }
    id = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Draft(id, {"id": id, **raw}, TEMPLATE, "none", (), "", one.start, one.end, 0.0, 0.0, 0.0, rejections=(why,))
