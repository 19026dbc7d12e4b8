"""Offices as they are asked: with all their fields, and what is missing where one is not told whole."""

from __future__ import annotations

import re
from functools import cache

from quizapp.core.extraction.drafts.offices import (
    VAGUE_HEADS,
    is_fit_office,
    is_role,
    office_words,
    realms_in,
    realms_of,
    role_class,
)
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.lexicons.tables import cue_words, rows
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Slot
from quizapp.core.extraction.verbs import verb_forms

_NO_PREPOSITION = r"(?!(?:and|to|of|for|in|at|by|with|from|on)\b)"
_FIELD = rf"(?:the )?{_NO_PREPOSITION}[a-z][a-z-]*(?: (?!and\b)[a-z][a-z-]*){{0,3}}"
#: What may stand behind the words that were taken: “… for the blue economy and fisheries”, “…, education and welfare”.
_FIELDS = re.compile(rf"(?: (?:of|for) {_FIELD})?(?:(?:, {_FIELD}){{0,3}},? and {_FIELD})?(?=[,.;:)]|$| [A-Z])")
#: Behind “and” nobody’s next deed: the king of Macedon, and he was …
_NEXT = r"(?!(?:he|she|they|it|the|an?|his|her|their|its|was|were|had|has|who)\b|[a-z]+ed\b)"
_GOES_ON = re.compile(
    rf" (?:and|for|of|to|over)\b|, (?:and|of|for) {_NEXT}[a-z]+\b|, [a-z]+(?:,| and) [a-z]"
    r"| (?:at|in|on) (?!\d|[A-Z][a-z]+ \d)"
)
_TAIL = re.compile(r"\s+(?:of|to|for|in|at|and)\s+|,")
_ONE_OF_MANY = re.compile(r"an?\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:the|an?|its|his|her|their)\s", re.IGNORECASE)
_OWNER_UNTOLD = re.compile(r"(?:its|his|her|their|our|whose)\b", re.IGNORECASE)
_THING_OWNS = re.compile(r"[a-z][\w-]*[’']s?\s")
_LAST_WORD = re.compile(r"(\w+)\s+$")
_RULERS = frozenset({"head_of_state", "royal", "noble"})
#: Offices that say nothing without the town, state or body that they are of.
_OF_BODIES = frozenset(
    {
        *("head_of_state", "royal", "head_of_government", "governor", "mayor", "organisation_head", "deputy_head"),
        *("chief", "judge"),
    }
)
_DIPLOMATS = frozenset({"ambassador", "envoy", "consul", "commissioner", "minister", "representative", "delegate"})
_MORE_LABELS = frozenset({"Labour", "Sikh", "Hindu", "Muslim", "Christian", "Jewish", "Democratic"})
#: Words for whoever rules or belongs, and no office in any body.
_NEVER = frozenset({"ruler", "official", "neighbour", "neighbor", "counterpart", "member"})
_SENT = re.compile(r" (?:to|in|at) ")


def whole_office(setting: DraftSetting, slot: Slot) -> tuple[str, int]:
    """Give an office with the fields behind it in the text, and where it ends."""
    words = office_words(slot.words)
    text = setting.analysis.text.text
    if slot.end > len(text) or not text.endswith(slot.words, 0, slot.end):
        return words, slot.end
    found = _FIELDS.match(text, slot.end, slot.end + 120)
    if found is None or not found[0] or _has_verb(found[0]):
        return words, slot.end
    return words + found[0], found.end()


def _has_verb(words: str) -> bool:
    """Tell whether words hold a verb: secretary of health, visited and toured."""
    forms = verb_forms()
    verbs = [word for word in re.findall(r"[a-z]+", words) if word in forms]
    return any(word.endswith("ed") or forms[word].forms == {"past"} for word in verbs)


def find_unwhole_office(setting: DraftSetting, slot: Slot) -> str | None:
    """Give why an office is no whole answer, in words for a teacher; None where it is."""
    words, end = whole_office(setting, slot)
    if not is_fit_office(words) or not is_role(slot.words):
        return f"“{words}” is no office."
    if _GOES_ON.match(setting.analysis.text.text, end):
        return f"“{words}” is not the whole office."
    return _of_owner(setting, slot, words) or _of_label(setting, words) or _of_head(setting, words)


def _of_owner(setting: DraftSetting, slot: Slot, words: str) -> str | None:
    """Tell whether somebody is one of several, or of what is not told: its chief executive, a vice president."""
    before = _LAST_WORD.search(setting.analysis.text.text, max(0, slot.start - 20), slot.start)
    opening = slot.words if _OPENING.match(slot.words) else before[1] if before else ""
    if _ONE_OF_MANY.match(opening) and role_class(words) not in _RULERS:
        return f"“{words}”: there may be several."
    if _THING_OWNS.match(words) or (_OWNER_UNTOLD.match(opening) and not re.search(r"[A-Z]", words)):
        return f"“{words}” of what?"
    return None


def _of_label(setting: DraftSetting, words: str) -> str | None:
    """Tell whether a party or a faith stands before a noun, where a state or a field would."""
    for word in _TAIL.split(words, maxsplit=1)[0].split()[:-1]:
        is_plain = word.endswith(("’s", "'s", "’", "'")) or word.islower() or word in vocabulary().demonyms
        if not is_plain and (word in _labels() or any(word in setting.actor(one).forms for one in _bodies(setting))):
            return f"“{word}” is a party or a faith, and no part of an office."
    return None


@cache
def _labels() -> frozenset[str]:
    peoples = (name for row in rows("peoples") for name in (row["adjective"], row["people"]))
    return frozenset(peoples) | cue_words("party_labels") | _MORE_LABELS


def _bodies(setting: DraftSetting) -> tuple[int, ...]:
    return tuple(actor.id for actor in setting.analysis.cast.actors if actor.type == "organisation")


def _of_head(setting: DraftSetting, words: str) -> str | None:
    """Tell whether an office lacks the body, state or field that it is of."""
    before = _TAIL.split(words, maxsplit=1)[0]
    tail, head, kind = words[len(before) :], before.split()[-1].lower(), role_class(words)
    if kind == "spokesperson" or head in _NEVER or (head in VAGUE_HEADS and not _names_body(setting, tail)):
        return f"“{words}” is no office."
    own = [word for word in before.split() if word not in vocabulary().demonyms and not word.endswith(("’s", "'s"))]
    names_realm = bool(realms_in(words)) or bool(re.search(r"[A-Z]", tail)) or len(own) < len(before.split())
    if kind == "diplomat" and not (head in _DIPLOMATS and _SENT.search(tail)) and "general" not in before:
        return f"“{words}” to whom?"
    if kind == "minister" and len(own) < 2 and not re.match(r" (?:of|for) ", tail):
        return f"“{words}” of what?"
    needs_realm = kind in _OF_BODIES or (kind == "minister" and _knows_realms(setting))
    return f"“{words}” of what?" if needs_realm and not names_realm else None


def _names_body(setting: DraftSetting, tail: str) -> bool:
    return any(form in tail for one in _bodies(setting) for form in setting.actor(one).forms)


def _knows_realms(setting: DraftSetting) -> bool:
    """Tell whether the document speaks of offices of several states, so that a minister’s needs its own."""
    known = setting.remembered.realms
    if not known:
        known.append(frozenset().union(*map(realms_of, setting.analysis.cast.actors)))
    return len(known[0]) > 1
