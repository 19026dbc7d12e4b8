"""Whether the pieces of a stem stand together in the text: nothing between them but commas and plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.leaning import shortened
from quizapp.core.extraction.drafts.proposal import FAMILIES_OF_WORDS, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

#: Between two complements of one verb: what begins another clause or thought.
_APART = re.compile(
    r"[;:“”\"()]|[–—]|,\s*(?:and |but |or )?(?:who|which|whose|whom|where|when|as|but|or|though|while)\b"
)
_ASKING = re.compile(r"\b(?:what|how|why|whether|who|whom|when|where|if)\b")
_ASKED_CUT = re.compile(r"\s+(?:when|where|if|how|why|after|before|because|while|until|unless|as)\b")
#: Told, taught, shown: what somebody learns follows.
_TEACHING = frozenset(
    {"teach", "tell", "show", "convince", "persuade", "remind", "inform", "assure", "warn", "promise", "notify", "ask"}
)
_LESSON = re.compile(r",?\s+(?:that|how|what|why|whether|not to|to)\b")
#: What one does only in order to do something else: rose and called for.
_OPENING = frozenset({"rise", "stand", "turn", "sit", "stop", "step", "set out", "stand up", "get up", "go", "come"})
_AND_THEN = re.compile(r",? and (?P<verb>[a-z]+(?:ed)?)\b")
_SETTLED_ON = re.compile(r"\bsettl(?:ed|es|ing|e) (?:up)?on\b")


def find_split(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give what a stem leaves off or joins over a gap; None where its pieces stand together."""
    fact = shortened(proposal.fact, proposal.left_out)
    if proposal.kind in ("order", "match") or proposal.family in FAMILIES_OF_WORDS:
        return None
    if fact.rule.startswith(("facts.quote", "facts.saying", "facts.letters", "facts.title", "facts.life")):
        return None
    if fact.frame in ("role", "kin", "letters"):
        return None
    text = setting.analysis.text.text
    if fact.verb == "settle" and _SETTLED_ON.search(text, fact.start, fact.end):
        return "settled on what for what"  # it was chosen; nobody lived there
    return (
        next(_asked_within(text, proposal, fact), None)
        or _lesson(text, proposal, fact)
        or _and_then(text, proposal, fact)
        or next(_joined(text, proposal, fact), None)
    )


def _told(fact: Fact) -> Iterator[Slot]:
    yield from (slot for slot in (fact.object, fact.place, *(slot for _, slot in fact.others)) if slot is not None)


def _asked_within(text: str, proposal: Proposal, fact: Fact) -> Iterator[str]:
    """Give “studying what happens”, of which the text says when."""
    for slot in _told(fact):
        if slot.heads or slot.words not in proposal.stem:
            continue
        found = _ASKING.search(slot.words)
        if found is not None and _ASKED_CUT.match(text, slot.end):
            return (yield f"{slot.words[found.start() :]} … when")


def _lesson(text: str, proposal: Proposal, fact: Fact) -> str | None:
    """Give “teach that what”, where what is learnt stands behind and is neither asked nor told."""
    if fact.verb not in _TEACHING or fact.object is None:
        return None
    end = max((slot.end for slot in _told(fact) if slot.start >= fact.start), default=fact.end)
    is_told = any(name in ("that", "to", "of", "about", "against") for name, _ in fact.others)
    return f"{fact.verb} what" if not is_told and _LESSON.match(text, end) and proposal.slot != "that" else None


def _and_then(text: str, proposal: Proposal, fact: Fact) -> str | None:
    if fact.verb not in _OPENING or fact.object is not None or proposal.template not in ("T1", "T2", "T9", "T10"):
        return None
    found = _AND_THEN.match(text, fact.end)
    return f"{fact.verb} and {found['verb']} what" if found is not None else None


def _joined(text: str, proposal: Proposal, fact: Fact) -> Iterator[str]:
    """Give a piece that stands apart from what is before it: behind a bracket, a colon or a clause of its own."""
    verb = find_verb(fact.verb)
    forms = {verb.past, verb.participle, verb.lemma} if verb is not None else set()
    at = next((found.end() for found in _verbs(text, fact, forms)), None)
    if at is None:
        return
    for slot in sorted(_told(fact), key=lambda slot: slot.start):
        if slot.start < at or slot.end > fact.end + 1:
            continue
        if slot.words in proposal.stem and _APART.search(text, at, slot.start):
            yield f"“{slot.words}” stands apart"
        at = max(at, slot.end)


def _verbs(text: str, fact: Fact, forms: set[str]) -> Iterator[re.Match[str]]:
    words = sorted((re.escape(form.split(" ")[0]) for form in forms if form), key=lambda form: (-len(form), form))
    if words:
        yield from re.compile(rf"\b(?:{'|'.join(words)})\b").finditer(text, fact.start, fact.end)
