"""Whether who did what is told of one occasion: by a time, a place and an object, or an object that is unique."""

from __future__ import annotations

import re

from quizapp.core.extraction.drafts.leaning import shortened
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.wording import ACCORDING
from quizapp.core.extraction.values import Fact, Slot

MESSAGE = "When or where it was is not told."
#: What is done again and again, by many and to many.
_OFTEN = frozenset(
    {
        *(
            "agree",
            "ask",
            "negotiate",
            "address",
            "arrive",
            "attack",
            "attend",
            "beat",
            "bring",
            "buy",
            "call",
            "command",
            "conduct",
            "cross",
        ),
        *("demand", "enter", "fight", "find", "greet", "help", "hire", "hold", "impose", "invade", "join", "land"),
        *("lead", "leave", "meet", "occupy", "offer", "order", "perform", "play", "praise", "promise", "propose"),
        *("raid", "reach", "read", "receive", "refuse", "resist", "return", "rise", "sack", "see", "seize", "sell"),
        *("send", "serve", "sing", "speak", "stop", "teach", "tour", "trade", "travel", "visit", "warn", "watch"),
    }
)
#: What people do again and again all through any story.
_COMING = frozenset(
    {
        *("address", "arrive", "ask", "attend", "call", "cross", "enter", "greet", "land", "leave", "meet", "offer"),
        *("perform", "play", "praise", "reach", "read", "receive", "return", "rise", "see", "send", "serve", "sing"),
        *("speak", "stop", "teach", "tour", "travel", "visit", "warn", "watch", "find", "help", "bring", "buy", "sell"),
    }
)
_PINNING = frozenset({"begin", "start", "stop", "cease", "decline", "refuse"})
#: What brings one thing into the world, so that a full description of it is enough.
_MAKING = frozenset(
    {
        *("build", "compose", "design", "discover", "found", "establish", "invent", "paint", "publish", "write"),
        *("translate", "carve", "direct", "introduce", "patent", "coin", "edit", "create"),
    }
)
_DATED = re.compile(r"\d{3,}|\b\d+ (?:BC|AD|BCE|CE)\b|\b(?:in|on) (?:the )?(?:\w+ )?(?:century|[A-Z]\w+ \d)")
_ANY_ONE = re.compile(r"an? |some |several |many |(?:two|three|four|five|six|seven|eight|nine|ten|\d+) ", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|his|her|its|their|this|that|every|each|all|both|no) |.*[’']s ", re.IGNORECASE)
_NAME = re.compile(r"(?<!^)[A-Z“‘\"]")
_LEAST_WORDS = 4


def find_no_occasion(setting: DraftSetting, proposal: Proposal) -> str | None:
    """Give what keeps a question for who or what from being of one occasion; None where nothing does."""
    fact = shortened(proposal.fact, proposal.left_out)
    if proposal.template not in ("T2", "T3", "T7", "T9") or fact.rule.startswith(
        ("facts.quote", "facts.saying", "facts.title")
    ):
        return None
    if fact.frame in ("be", "role", "kin", "letters") or fact.tense != "past" or fact.superlative:
        return None
    if proposal.stem.startswith("According to ") and not proposal.stem.startswith(ACCORDING):
        return None
    if proposal.slot in ("time", "under") or set(fact.chain) & _PINNING:
        return None  # when it was is asked, be it by a reign, or something began only once
    if _DATED.search(proposal.stem) or "“" in proposal.stem or '"' in proposal.stem:
        return None
    if proposal.label and _is_once(fact, proposal.label):
        return None
    told = fact.object if proposal.slot != "object" else None
    if proposal.slot == "subject" and told is None:
        return _of_no_object(fact)
    if told is not None and not fact.is_passive and _is_any(told, fact):
        return MESSAGE
    is_placed = fact.place is not None and proposal.slot != "place"
    if fact.verb in _OFTEN and not (is_placed and told is not None) and not _is_unique(told):
        return MESSAGE
    return MESSAGE if _is_found_somewhere(proposal, fact) else None


def _is_once(fact: Fact, label: str) -> bool:
    """Tell whether the theme before a stem says enough: who comes and goes does so often, but not in one year."""
    return _DATED.search(label) is not None or (fact.verb not in _COMING and fact.object is not None)


def _of_no_object(fact: Fact) -> str | None:
    """Tell of “who rose in the diet”: a deed without object at no time is one of many, unless a named event is told."""
    told = [slot for _, slot in fact.others if slot.words and not slot.heads]
    if fact.is_passive or any(_is_unique(slot) for slot in told):
        return None
    return MESSAGE


def _is_any(slot: Slot, fact: Fact) -> bool:
    """Tell whether an object is one of many of its kind: a United Nations force, envoys."""
    words = slot.words
    if slot.heads or _DEFINITE.match(words):
        return False
    is_full = _NAME.search(words) is not None and len(words.split()) >= _LEAST_WORDS
    if fact.verb in _MAKING and is_full:
        return False
    return _ANY_ONE.match(words) is not None or not re.search(r"[A-Z]", words)


def _is_unique(slot: Slot | None) -> bool:
    """Tell whether an object is known by its own name: the title Duke of Ragusa, the Battle of Lund."""
    if slot is None or slot.heads or _ANY_ONE.match(slot.words):
        return False
    return len(slot.words.split()) >= _LEAST_WORDS and _NAME.search(slot.words) is not None


def _is_found_somewhere(proposal: Proposal, fact: Fact) -> bool:
    """Tell whether only one common word is asked of what is done anywhere: found shelter at a court."""
    key = proposal.answer.text if proposal.answer.sort == "words" else ""
    return fact.verb in _OFTEN and bool(key) and key.islower() and " " not in key
