"""From an analysis to drafts: proposals, distractors with proofs, checks, ranks, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from quizapp.core.compare import fold
from quizapp.core.document import Paragraph
from quizapp.core.errors import InvalidQuestion
from quizapp.core.extraction.contradictions import find_contradictions
from quizapp.core.extraction.distractors import explain_time, find_distractors
from quizapp.core.extraction.draft_rules import Judged, checks_passed
from quizapp.core.extraction.drafted import QUEUE_FROM, SELECTED_FROM, Draft, Drafts, Hold, Proof, Rejection
from quizapp.core.extraction.drafts import propose, propose_from_choice, propose_from_time, propose_of_all
from quizapp.core.extraction.drafts.described import NAMED_ELSEWHERE, describe
from quizapp.core.extraction.drafts.doubts import doubts_about
from quizapp.core.extraction.drafts.labels import labelled, shown_stem
from quizapp.core.extraction.drafts.occasions import add_occasion
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting, make_setting
from quizapp.core.extraction.drafts.tidying import tidied
from quizapp.core.extraction.drafts.what import TYPED_WORDS
from quizapp.core.extraction.drafts.wording import according
from quizapp.core.extraction.fact_keys import AskedSlot, question_identity
from quizapp.core.extraction.facts.slots import BARE_DEFINITE
from quizapp.core.extraction.facts_to_ask import worth_asking
from quizapp.core.extraction.item_rules import Asked, RuleContext
from quizapp.core.extraction.queueing import queue_of
from quizapp.core.extraction.selection import choose, worth_of
from quizapp.core.extraction.soundness import find_hold
from quizapp.core.extraction.soundness.annals import YEAR_DOUBTS, is_in_annals
from quizapp.core.extraction.soundness.events import is_sound_event
from quizapp.core.extraction.soundness.litter import reject
from quizapp.core.extraction.values import Analysis, Fact, Reason, confidence_of
from quizapp.core.kinds import parse_question
from quizapp.core.question import Json

NO_FACTORS: Mapping[str, float] = MappingProxyType({})

REPEATED_ID = Rejection("R19", "Two passages answer it, each in another way.")

_SLOTS: Mapping[str, AskedSlot] = {
    "subject": "subject",
    "object": "object",
    "place": "place",
    "time": "time",
    "claimant": "claimant",
}


def draft_questions(
    analysis: Analysis, *, limit: int | None = None, factors: Mapping[str, float] = NO_FACTORS
) -> Drafts:
    """Draft questions of all that was found in a text; the same analysis gives the same drafts.

    `limit` is how many are chosen by default at most. `factors` are a teacher’s, by template or rule of a fact
    (“T4”, “facts.saying”): they multiply the rank.
    """
    setting = setting_of(analysis)
    context = context_of(analysis)
    drafts: list[Draft] = []
    for proposal in list_proposals(setting):
        drafts.extend(_drafted(setting, context, proposal, factors))
    contradictions = find_contradictions(setting)
    drafts = _without_contradictions(_unique(drafts), contradictions.passages)
    sound = sorted((draft for draft in drafts if not draft.rejections), key=_order)
    selected = choose(setting, sound, limit)
    return Drafts(
        selected=selected,
        queue=queue_of(sound, selected),
        rejected=tuple(draft for draft in drafts if draft.rejections),
        contradictions=contradictions.found,
    )


def setting_of(analysis: Analysis) -> DraftSetting:
    """Gather what drafting looks up; times that look finer than their words are left out."""
    return make_setting(tidied(analysis))


def context_of(analysis: Analysis) -> RuleContext:
    """Give what the rules for finished questions look at besides a question."""
    return RuleContext(paragraphs=_paragraphs(analysis))


def _order(draft: Draft) -> tuple[float, int, str]:
    return (-draft.rank, draft.start, draft.id)


def list_proposals(setting: DraftSetting) -> Iterator[Proposal]:
    """Give every way in which the facts of a text can be asked."""
    asked = worth_asking(setting)
    for place, fact in enumerate(setting.analysis.facts):
        if place in asked:
            yield from propose(setting, fact)
    yield from propose_of_all(setting, lambda fact, words: is_sound_event(setting, fact, words))


def _drafted(
    setting: DraftSetting, context: RuleContext, proposal: Proposal, factors: Mapping[str, float]
) -> Iterator[Draft]:
    """Give the draft of a proposal, and the statement that can be made of it."""
    proposal = labelled(setting, add_occasion(setting, describe(setting, proposal)))
    identity = identity_of(setting, proposal)
    proofs = find_distractors(setting, proposal, int(identity[:4], 16))
    if not proofs:
        proposal = _named_together(typed(proposal))
    draft = draft_of(setting, context, proposal, proofs, factors)
    if draft is None:
        return
    yield draft
    if not draft.rejections and proofs and not proposal.left_out:
        for restated in _restated(setting, proposal, proofs):
            other = labelled(setting, describe(setting, restated))
            used = proofs[:1] if other.kind == "true_false" else proofs
            second = draft_of(setting, context, other, used, factors)
            if second is not None:
                yield second


def _restated(setting: DraftSetting, proposal: Proposal, proofs: tuple[Proof, ...]) -> Iterator[Proposal]:
    """Turn a question with proven wrong answers into statements; names only where no time can be asked."""
    if proposal.template == "T1":
        yield from propose_from_time(setting, proposal, proofs)
    elif proposal.family in ("who-subject", "where") and (
        proposal.fact.time is None or proposal.fact.time.value is None
    ):
        yield from propose_from_choice(setting, proposal, proofs)


def typed(proposal: Proposal) -> Proposal:
    """Have a key typed that has no proven distractors, as what the document says, not as true in general.

    A phrase that is too long to be typed is only thought of, then compared.
    """
    sort = proposal.answer.sort
    if proposal.kind != "choice":
        return proposal
    if sort == "words":
        is_short = len(proposal.answer.text.split()) <= TYPED_WORDS
        return replace(proposal, kind="text" if is_short else "open", takes_options=False)
    if sort == "office":
        is_short = len(proposal.answer.text.split()) <= TYPED_WORDS
        return replace(proposal, kind="text" if is_short else "open", takes_options=False, weight=proposal.weight * 0.9)
    if sort == "quote":
        answer = replace(proposal.answer, text=proposal.answer.text.strip("“”"))
        return replace(proposal, kind="text", answer=answer, takes_options=False)
    if sort == "place":
        return replace(proposal, weight=proposal.weight * 0.75)
    if sort not in ("actor", "actors"):
        return proposal
    return replace(
        proposal,
        kind="text",
        stem=according(proposal.stem),
        needs_options=False,
        takes_options=False,
        weight=proposal.weight * 0.8,
    )


def _named_together(proposal: Proposal) -> Proposal:
    """Have two names typed in either order, where no wrong ones are proven."""
    if proposal.kind != "multiple" or len(proposal.answer.texts) != 2:
        return proposal
    one, two = proposal.answer.texts
    return replace(
        proposal,
        kind="text",
        stem=according(proposal.stem),
        answer=replace(proposal.answer, text=f"{one} and {two}"),
        accept=(f"{two} and {one}", f"{one}, {two}", f"{two}, {one}"),
        needs_options=False,
        takes_options=False,
        weight=proposal.weight * 0.8,
    )


def identity_of(setting: DraftSetting, proposal: Proposal) -> str:
    """Give the id of a question: of its facts’ keys without the asked slot, no offset and no asked value in it."""
    slot = _SLOTS.get(proposal.slot, "object")
    family = proposal.family if proposal.slot in _SLOTS else f"{proposal.family}-{proposal.slot}"
    if proposal.left_out:
        family += "-short"
    if proposal.proposed_by:
        family += f"-proposed-{fold(proposal.stem)}"
    key = setting.key_of(proposal.fact)
    for fact in proposal.facts[1:]:
        family += question_identity(setting.key_of(fact), "none", "")
    return question_identity(key, slot, family)


def draft_of(
    setting: DraftSetting,
    context: RuleContext,
    proposal: Proposal,
    proofs: tuple[Proof, ...],
    factors: Mapping[str, float] = NO_FACTORS,
) -> Draft | None:
    """Give the draft of a proposal with its distractors proven, judged by every rule."""
    reasons = _reasons(setting, proposal)
    confidence = confidence_of(reasons)
    worth = max(worth_of(setting, fact) for fact in proposal.facts)
    worth *= 1.1 if _shares_with_heading(setting, proposal.fact) else 1.0
    identity = identity_of(setting, proposal)
    raw = _raw(setting, proposal, proofs, identity)
    asked, unsound = _parsed(raw)
    held: Hold | None = None
    rejections = unsound
    if asked is not None:
        judged = Judged(setting, proposal, asked, proofs, context, confidence, worth)
        rejections = reject(judged)
        held = find_hold(judged) if not rejections and confidence >= SELECTED_FROM else None
    return Draft(
        id=identity,
        raw=raw | {"draft": _note(proposal, proofs, confidence, reasons)},
        template=proposal.template,
        slot=proposal.slot,
        facts=proposal.facts,
        fact_key="|".join(_key_parts(setting, proposal.fact)),
        start=proposal.passages[0][0],
        end=proposal.passages[0][1],
        confidence=round(confidence, 4),
        worth=round(worth, 4),
        rank=round(confidence * worth * proposal.weight * _factor(proposal, factors), 6),
        reasons=reasons,
        proofs=proofs,
        checks=checks_passed(rejections),
        rejections=rejections,
        held=held,
        asked=asked,
    )


def _parsed(raw: Mapping[str, Json]) -> tuple[Asked | None, tuple[Rejection, ...]]:
    """Give the question of a raw mapping, or why it is none."""
    try:
        return Asked.of(parse_question(raw)), ()
    except InvalidQuestion as error:
        problem = error.problems[0]
        is_missing = problem.message.startswith("The field “")
        return None, (Rejection("R09", "A part of the question is missing." if is_missing else problem.message),)


def _factor(proposal: Proposal, factors: Mapping[str, float]) -> float:
    return factors.get(proposal.template, 1.0) * factors.get(proposal.fact.rule, 1.0)


def _key_parts(setting: DraftSetting, fact: Fact) -> tuple[str, ...]:
    key = setting.key_of(fact)
    return (key.frame, key.verb_class, key.subject, key.object, key.place, key.time, key.claimant)


def _reasons(setting: DraftSetting, proposal: Proposal) -> tuple[Reason, ...]:
    """Gather why a draft is less than certain, each reason once."""
    found: dict[Reason, None] = dict.fromkeys(proposal.reasons)
    is_timeless = proposal.family == "speaker" or "time" in proposal.left_out
    for fact in proposal.facts:
        told = replace(fact, time=None) if is_timeless and fact.time is not None else fact
        found.update(dict.fromkeys(doubts_about(setting, told)))
    if all(is_in_annals(setting, fact) for fact in proposal.facts):
        found = {reason: None for reason in found if reason.name not in YEAR_DOUBTS}
    if NAMED_ELSEWHERE in found:
        found.pop(BARE_DEFINITE, None)  # the full words stand in the stem now
    return tuple(found)


def _raw(setting: DraftSetting, proposal: Proposal, proofs: Sequence[Proof], identity: str) -> dict[str, Json]:
    """Give the question as it is parsed; its note, which no rule reads, is put to it later."""
    raw: dict[str, Json] = {"id": identity, "kind": proposal.kind, "stem": shown_stem(proposal)}
    if proposal.kind == "multiple":
        raw["key"] = list(proposal.answer.texts)
    elif proposal.answer.text:
        raw["key"] = proposal.answer.text
    if proposal.accept:
        raw["accept"] = list(proposal.accept)
    options = _options(setting, proposal, proofs)
    if options and proposal.takes_options:
        raw["distractors"] = options
    elif proposal.kind == "choice" and not proposal.needs_options:
        raw["kind"] = "text"
    raw |= proposal.fields
    raw["about"] = proposal.about
    raw["evidence"] = [_evidence(setting, start, end) for start, end in proposal.passages]
    raw["language"] = setting.analysis.text.language or "en"
    return raw


def _options(setting: DraftSetting, proposal: Proposal, proofs: Sequence[Proof]) -> list[Json]:
    """Give each distractor once; dates in ascending order, with what happened then."""
    texts = list(dict.fromkeys(proof.option for proof in proofs))
    if proposal.answer.sort != "date":
        return list(texts)
    found: list[Json] = []
    for proof in proofs:
        explanation = explain_time(setting, proof)
        found.append({"text": proof.option, "explanation": explanation} if explanation else proof.option)
    return found


def _evidence(setting: DraftSetting, start: int, end: int) -> dict[str, Json]:
    text = setting.analysis.text
    return {"paragraph": text.para_at(start), "quote": " ".join(text.text[start:end].split())}


def _note(proposal: Proposal, proofs: Sequence[Proof], confidence: float, reasons: Sequence[Reason]) -> dict[str, Json]:
    """Write down where the question comes from."""
    note: dict[str, Json] = {
        "template": proposal.template,
        "rules": list(dict.fromkeys(fact.rule for fact in proposal.facts if fact.rule)),
        "confidence": f"{confidence:.2f}",
    }
    if proposal.proposed_by:
        note["proposed_by"] = proposal.proposed_by
    if reasons:
        note["reasons"] = [reason.name for reason in reasons]
    if proofs:
        note["proofs"] = [f"{proof.option}: {proof.rule}, {proof.message}" for proof in proofs]
    return note


def _shares_with_heading(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether an actor of the fact stands in a heading."""
    actors = {number for slot in fact.slots for number in slot.heads}
    return any(setting.headings & setting.paragraphs[number] for number in actors)


def _unique(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep one draft of each id; of two with other keys none is asked."""
    first: dict[str, Draft] = {}
    for draft in drafts:
        other = first.get(draft.id)
        if other is None:
            first[draft.id] = draft
        elif other.raw.get("key") != draft.raw.get("key") and not draft.rejections and not other.rejections:
            first[draft.id] = replace(other, rejections=(REPEATED_ID,))
        elif _is_sounder(draft, other):
            first[draft.id] = draft
    return list(first.values())


def _is_sounder(one: Draft, two: Draft) -> bool:
    """Tell whether one wording may be asked, or chosen, where the other may not."""
    if one.rejections:
        return False
    return bool(two.rejections) or (one.held is None and two.held is not None)


def _without_contradictions(drafts: Sequence[Draft], passages: frozenset[tuple[int, int]]) -> list[Draft]:
    """Reject what asks of a fact that the document tells in two ways."""
    told = Rejection("R21", "The document tells this in two ways.")
    return [
        replace(draft, rejections=(*draft.rejections, told))
        if any((fact.start, fact.end) in passages for fact in draft.facts)
        else draft
        for draft in drafts
    ]


def _paragraphs(analysis: Analysis) -> tuple[Paragraph, ...]:
    text = analysis.text
    found = []
    for block in text.blocks:
        words = text.text[block.start : block.end]
        kind = "heading" if block.kind == "heading" else "list" if block.kind == "list" else "paragraph"
        found.append(Paragraph(block.number, kind, words, words, block.level))  # type: ignore[arg-type]
    return tuple(found)


__all__ = [
    "QUEUE_FROM",
    "SELECTED_FROM",
    "context_of",
    "draft_of",
    "draft_questions",
    "identity_of",
    "list_proposals",
    "setting_of",
    "typed",
]
