"""Wrong phrases of the document for a key that is one, and events that came later; each with its proofs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from quizapp.core.calendar import format_value
from quizapp.core.extraction.distractors.words import is_like
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.near import NearFirst
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.rivals import slot_of
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.what import is_key, words_key
from quizapp.core.extraction.item_rules.asked import words_of
from quizapp.core.extraction.item_rules.word_lists import STOP_WORDS
from quizapp.core.extraction.values import Fact, Slot

_LONGEST = 1.55
_LIKE_FROM = 70
#: So many other deeds are looked at for a key’s wrong phrases.
_LOOKED_AT = 100
_NO_DEEDS = frozenset({"role", "kin", "letters", "say", "be"})


def wrong_phrases(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give what other deeds of one sort were done with: nothing that the same party did, or that stands near the key.

    Only a deed of one time or by one mouth is asked so: nobody knows all that was ever given.
    """
    if not _is_one_deed(proposal):
        return
    key, sentence = proposal.answer.text, setting.sentence_at(proposal.fact.start)
    own = {
        number for slot in (proposal.fact.subject, proposal.fact.object) if slot is not None for number in slot.heads
    }
    taken = [key]
    for other, slot in _pool(setting, proposal):
        words = words_key(slot.words)
        theirs = {number for slot in (other.subject, other.object) if slot is not None for number in slot.heads}
        is_near = sentence.start <= other.start < sentence.end
        if is_near or own & theirs or not is_key(slot) or not _fits(words, key):
            continue
        if any(is_like(words, one, _LIKE_FROM) for one in taken) or _told_in(words, proposal.stem):
            continue
        taken.append(words)
        yield (
            Proof(words, "W1", f"“{words}” is something else than the key.", slot.start, slot.end),
            Proof(words, "W2", "In the document it belongs to another deed, of other parties.", other.start, other.end),
        )


def later_events(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give the events that the document dates after the key’s."""
    first = proposal.fact.time.value if proposal.fact.time is not None else None
    for fact, text in zip(proposal.facts[1:], proposal.answer.texts[1:], strict=True):
        value = fact.time.value if fact.time is not None else None
        if first is None or value is None or first.hi is None or value.lo is None or value.lo <= first.hi:
            return
        shown = format_value(value).replace("\N{NO-BREAK SPACE}", " ")
        yield (Proof(text, "W3", f"It is dated {shown}, after the key’s time.", fact.start, fact.end),)


def _is_one_deed(proposal: Proposal) -> bool:
    fact = proposal.fact
    value = fact.time.value if fact.time is not None and "time" not in proposal.left_out else None
    return value is not None and value.grain in ("day", "month", "year")


def _pool(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Fact, Slot]]:
    """Give the same slot of other facts, those of the same verb and then frame first, the nearest of each."""
    own = setting.key_of(proposal.fact)
    of_verb = _with_slot(setting, proposal.slot, f"verb {own.verb_class}").from_near(proposal.fact.start)
    of_frame = _with_slot(setting, proposal.slot, f"frame {own.frame}").from_near(proposal.fact.start)
    yield from islice((entry for entry in of_verb if entry[0] is not proposal.fact), _LOOKED_AT)
    others = (entry for entry in of_frame if setting.key_of(entry[0]).verb_class != own.verb_class)
    yield from islice(others, _LOOKED_AT)


def _with_slot(setting: DraftSetting, name: str, group: str) -> NearFirst:
    """Give the facts of a verb or frame whose slot of this name holds words, and no name or time."""
    known = setting.remembered.slots
    if (name, "") not in known:
        found: dict[str, list[tuple[Fact, Slot]]] = defaultdict(list)
        for fact, key in zip(setting.analysis.facts, setting.keys, strict=True):
            slot = slot_of(fact, name)
            if slot is None or slot.heads or slot.value is not None or fact.is_negative or fact.frame in _NO_DEEDS:
                continue
            found[f"verb {key.verb_class}"].append((fact, slot))
            found[f"frame {key.frame}"].append((fact, slot))
        known.update({(name, group): NearFirst(entries) for group, entries in found.items()})
        known[name, ""] = NearFirst(())
    return known.get((name, group), known[name, ""])


def _fits(words: str, key: str) -> bool:
    """Tell whether words could stand in the key’s place: like in length, number and capitals."""
    lengths = sorted((len(words), len(key)))
    if lengths[1] > _LONGEST * lengths[0] and lengths[1] - lengths[0] > 5:
        return False
    return _is_plural(words) == _is_plural(key) and words[:1].isupper() == key[:1].isupper()


def _is_plural(words: str) -> bool:
    head = re.split(r" (?:of|in|on|for|to|with|from|against|between) ", words)[0].split()[-1]
    return " and " in words or (head.endswith("s") and not head.endswith(("ss", "us", "is")))


def _told_in(words: str, stem: str) -> bool:
    shown = {word.lower() for word in words_of(stem)}
    return any(word.lower() in shown for word in words_of(words) if len(word) > 3 and word.lower() not in STOP_WORDS)
