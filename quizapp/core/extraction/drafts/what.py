"""T3: what was done, given or meant, where the key is a phrase of the document and no actor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.extraction.drafts.leaning import opened, time_of, ways_to_ask
from quizapp.core.extraction.drafts.naming import are_people, is_count_of_people
from quizapp.core.extraction.drafts.places import place_name, place_sort
from quizapp.core.extraction.drafts.proposal import Answer, Proposal
from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.drafts.who import NAMING_VERBS, NO_EVENT, PLAIN, done_to, has_time, opening_of
from quizapp.core.extraction.drafts.wording import actors_in, event, inside, is_well_formed, named, question
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb

#: A key of so many words can be typed; a longer one is chosen, or thought of and compared.
TYPED_WORDS = 4
_MOST_WORDS = 14
#: Of three things named together; one is asked for all of them.
_MOST_LISTED = 18
_OVER_WATER = frozenset({"cross", "ford", "sail"})
_FADED = frozenset(
    {
        "win",
        "ask",
        "come",
        "go",
        "call",
        "put",
        "set",
        "take",
        "become",
        "remain",
        "make",
        "have",
        "do",
        "get",
        "hold",
        "give",
    }
)
_BLAMED = frozenset({"praise", "condemn", "sentence", "imprison", "execute", "criticise", "accuse"})
_OPEN_WORD = re.compile(r"\b(?:he|she|it|they|him|them|this|that|these|those|such|which|who)\b", re.IGNORECASE)
_BARE_THING = re.compile(r"(?:the|an?|some|many|several) [a-z]+")
_TIME_THING = re.compile(r"(?:the|a|an|this|that|his|her)? ?(?:day|night|week|month|year|decade|century|time)s?\b")
_STARTS = re.compile(r"^(?:the|an?|its|their|his|her) ")
_EVENT_NOUNS = re.compile(
    r"\b(?:[Ww]ar|[Cc]risis|[Rr]evolution|[Cc]onference|[Cc]ongress|[Ee]lections?|[Ff]estival|[Bb]attle|[Ff]amine"
    r"|[Ss]iege|[Uu]prising|[Rr]ebellion|[Cc]ampaign|[Ss]ummit|[Ee]xhibition|[Tt]ournament|[Oo]lympics)$"
)
_TWO_THINGS = re.compile(r"(?:[A-Z][\w’-]* )+(?:an?|the|two|three|four|five|six|several|many|some|\d+) ")
_SOME_OF = re.compile(r"(?:one|two|three|four|five|some|many|several|most|all|both|parts?|half) of ", re.IGNORECASE)
_DURATION = re.compile(
    r"(?:(?:more|less) than |about |almost |nearly |some |over )?(?:\d+|[a-z]+) "
    r"(?:days|weeks|months|years|decades|hours)$"
)
_CHANCE = re.compile(r"(?:the|an?) (?:possibility|idea|prospect|chance|option|feasibility|question|plan)")
_PERSON = re.compile(
    r"(?:naut|ist|eer|man|men|woman|women|soldier|worker|teacher|doctor|child|children|pilot|envoy)s?$"
)
_DOING = re.compile(
    r"(?P<doing>[a-z]+ing) (?P<thing>(?:an?|the|two|three) (?:[A-Za-z][\w’-]* ){0,3}?[a-z][\w’-]+) "
    r"(?P<rest>(?:into|to|from|in|on|at|across|over|under|through|with)(?: [\w’-]+){1,6})"
)
#: Whom somebody gives a thing stands first behind these verbs.
_GIVING = frozenset({"present", "provide", "supply", "equip", "reward", "entrust"})
#: What somebody takes a thing for: more than “a problem”.
_LEAST_OF_VIEW = 2
_PHRASE = re.compile(r"(?:the|an?|his|her|its|their) ")
_TRAILING = frozenset({"around", "through"})
_BEHIND_NOUNS = frozenset({"responsible", "concerned", "elect", "designate", "general", "present", "available"})

_SCHOOL = re.compile(r"\b(?:College|University|School|Academy|Institute|Conservatory|Conservatoire|Seminary)\b")
_BUILDING = re.compile(
    r"\b(?:Abbey|Arch|Basilica|Bridge|Castle|Cathedral|Chapel|Church|Citadel|Fort|Fortress|Hall|Hospital|House|Library"
    r"|Lighthouse|Mausoleum|Monastery|Mosque|Museum|Palace|Pavilion|Priory|Shrine|Stadium|Synagogue|Temple|Theatre"
    r"|Tower|Villa)$"
)
_PARTS = frozenset({"part", "half", "side", "coast", "shore", "bank", "suburb", "interior", "edge", "capital", "end"})
#: “His rivals”, “her friends”: no thing that could be named.
_OWN_KIND = re.compile(r"(?:his|her|its|their) [a-z]+s")


def ask_what(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask what was done."""
    slot = fact.object
    if (
        fact.frame in NO_EVENT | {"be"}
        or slot is None
        or slot.heads
        or fact.rule.startswith(("facts.quote", "facts.say"))
    ):
        return
    opening = opening_of(setting, fact)
    if opening is None or fact.verb in NAMING_VERBS or (fact.frame == "move" and slot.words[:1].isupper()):
        return
    if fact.verb in _OVER_WATER and place_name(slot.words) is not None:
        return  # few of the places of a text can be crossed
    if (
        is_count_of_people(slot.words)
        or slot.words in ("guilty", "not guilty")
        or _OWN_KIND.fullmatch(slot.words)
        or _is_somebody(slot.words)
    ):
        return
    if not is_key(slot) or not _is_anchored(fact) or fact.particle not in ("", *PLAIN) or not _is_whole(fact, slot):
        return
    if fact.subject is None and " " not in slot.words and slot.words.islower():
        return  # “what was restored? Order”
    for left_out in ways_to_ask(setting, fact, "object"):
        is_goal = fact.frame == "move" and fact.particle == "to" and _is_spot(slot.words)
        asked, particle = ("where", "") if is_goal else (_thing(setting, slot), fact.particle)
        done = done_to(setting, fact, asked, particle, "object", left_out)
        if done and (not left_out or _says_enough(fact, left_out)):
            stem = question(opened(opening, left_out) + done, time_of(setting, fact, left_out))
            yield _words(setting, fact, "object", slot, stem, left_out)


def _is_somebody(words: str) -> bool:
    """Tell “the minister responsible”, whose last word is no noun, from a thing."""
    *_, noun, last = ("", *words.lower().split())[-2:] if " " in words else ("", "", "")
    return last in _BEHIND_NOUNS and noun in vocabulary().role_nouns


def _is_spot(words: str) -> bool:
    """Tell “the island of Moy” and “the Spanish part of the island”, where one goes, from “politics”."""
    noun = words.partition(" of ")[0].split()[-1].lower()
    return noun in vocabulary().place_heads or noun in _PARTS or place_name(words) is not None


def ask_with_what(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask for what stands behind a preposition: of what it accused whom, during which war."""
    if fact.frame in NO_EVENT or fact.rule.startswith(("facts.quote", "facts.say")):
        return
    opening = opening_of(setting, fact)
    if opening is None:
        return
    for preposition, slot in fact.others:
        if preposition == "with" and sum(one == "with" for one, _ in fact.others) == 1:
            yield from _ask_gift(setting, fact, slot, opening)
        if slot.heads or not is_key(slot) or sum(one == preposition for one, _ in fact.others) > 1:
            continue
        asked = _asked(fact, preposition, slot)
        for left_out in ways_to_ask(setting, fact, preposition) if asked else ():
            done = _done(setting, fact, asked or "", preposition, left_out)
            if done:
                stem = question(opened(opening, left_out) + done, time_of(setting, fact, left_out))
                yield _words(setting, fact, preposition, slot, stem, left_out)


def _ask_gift(setting: DraftSetting, fact: Fact, slot: Slot, opening: str) -> Iterator[Proposal]:
    """Ask with what somebody presented whom: a cup from the tomb of …, where the rest belongs to the cup."""
    if fact.verb not in _GIVING or fact.object is None or fact.is_passive or fact.particle:
        return
    slot, behind = _with_source(fact, slot)
    given, before = _with_source(fact, fact.object)
    told = replace(fact, object=given, others=tuple(one for one in fact.others if one not in (behind, before)))
    done = done_to(setting, told, "what", "with", "with", ()) if not slot.heads and is_key(slot) else None
    if done:
        yield _words(setting, fact, "with", slot, question(opening + done, time_of(setting, fact, ())))


def _with_source(fact: Fact, slot: Slot) -> tuple[Slot, tuple[str, Slot] | None]:
    """Give a phrase with where it is from, right behind it, and that complement."""
    for name, other in fact.others:
        if name in ("from", "of") and 0 <= other.start - slot.end <= len(name) + 2:
            return replace(slot, words=f"{slot.words} {name} {other.words}", end=other.end), (name, other)
    return slot, None


def ask_which_thing(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask whom somebody discussed sending abroad, what he planned to build: what “the possibility of” adds."""
    thing = fact.object
    if fact.frame in NO_EVENT | {"be"} or thing is None or thing.heads or fact.is_passive or fact.particle:
        return
    slot = next((slot for preposition, slot in fact.others if preposition == "of"), None)
    opening = opening_of(setting, fact)
    if not _CHANCE.fullmatch(thing.words) or slot is None or opening is None or slot.heads:
        return
    found = _DOING.match(slot.words)
    if found is None or not 0 <= slot.start - thing.end <= 4 or _OPEN_WORD.search(slot.words):
        return
    key = found["thing"]
    noun = key.split()[-1].lower()
    asked = "whom" if noun in vocabulary().role_nouns or _PERSON.search(noun) else "what"
    done = done_to(setting, fact, asked, "", "object", ("of",))
    if done:
        stem = question(f"{opening}{done} {found['doing']} {found['rest']}", time_of(setting, fact, ()))
        yield _words(setting, fact, "of", replace(slot, words=key), stem)


def ask_what_it_was(setting: DraftSetting, fact: Fact) -> Iterator[Proposal]:
    """Ask what something is in somebody’s eyes: relations with Peru, said Otto Lind, were his first concern."""
    slot, subject = fact.object, fact.subject
    if fact.frame != "be" or fact.modality != "claimed" or fact.claimant is None or slot is None or subject is None:
        return
    is_told = all(name == "" and len(other.words.split()) == 1 for name, other in fact.others)
    if slot.heads or not is_told or fact.tense != "past" or fact.is_negative or fact.time is not None:
        return
    if len(slot.words.split()) <= _LEAST_OF_VIEW or not is_key(slot) or not _PHRASE.match(slot.words):
        return
    if (" " not in subject.words and not subject.heads) or set(fact.claimant.heads) & set(subject.actors):
        return
    opening, between = opening_of(setting, fact), setting.analysis.text.text[subject.end : slot.start]
    if opening:
        are = "were" if re.search(r"\b(?:were|are)\b", between) else "was"
        yield _words(setting, fact, "object", slot, question(f"{opening}what {are} {inside(named(setting, subject))}"))


def is_key(slot: Slot) -> bool:
    """Tell whether words can be a key: a phrase of its own, no clause, no quotation, nothing that points elsewhere."""
    words = words_key(slot.words).split()
    most = _MOST_LISTED if ", " in slot.words else _MOST_WORDS
    if not words or len(words) > most or slot.value is not None or not is_well_formed(slot.words):
        return False
    if _BARE_THING.fullmatch(slot.words) or _TIME_THING.match(slot.words) or _OPEN_WORD.search(slot.words):
        return False
    if words[0].endswith("ing") or any(mark in slot.words for mark in "“”;:()"):
        return False
    if slot.actors and _TWO_THINGS.match(slot.words):
        return False
    if _SOME_OF.match(slot.words) or re.search(r"\b(?:its|their|his|her) own\b", slot.words):
        return False
    return "," not in slot.words or " and " in slot.words


def words_key(words: str) -> str:
    """Give a phrase as a key, without its article or “its”; of two things both keep theirs."""
    if " and the " not in words:
        words = _STARTS.sub("", words)
    return words.strip(" ,.;")


def _asked(fact: Fact, preposition: str, slot: Slot) -> str | None:
    """Give what to ask for behind a preposition: what, or which war; None where the phrase is loose."""
    if preposition in ("during", "after", "at", "in") and _EVENT_NOUNS.search(slot.words):
        noun = slot.words.split()[-1].lower()
        is_named = re.search(r"[A-Z]", slot.words) is not None
        return f"which {noun}" if is_named and not noun.endswith("s") else None
    if fact.frame == "be":
        is_bound = fact.object is not None and 0 <= slot.start - fact.object.end <= len(preposition) + 2
        is_adjective = fact.object is not None and " " not in fact.object.words
        return "what" if is_bound and is_adjective and preposition in ("on", "of", "for", "with", "about") else None
    if preposition == "for" and _DURATION.match(slot.words):
        return "how long"
    if preposition in _TRAILING:
        return "what" if fact.object is not None else None
    return "what" if _belongs(fact, preposition) else None


def _done(setting: DraftSetting, fact: Fact, asked: str, preposition: str, left_out: tuple[str, ...]) -> str | None:
    if preposition not in _TRAILING:
        return done_to(setting, fact, asked, preposition, preposition, left_out)
    words = event(setting, fact, "base", preposition, "place", *left_out)
    if words is None or fact.subject is None or fact.is_passive or fact.tense != "past" or words.startswith("be "):
        return None
    where = "" if fact.place is None or "place" in left_out else f" {fact.place.preposition} {fact.place.words}"
    return f"{asked} did {inside(named(setting, fact.subject))} {words} {preposition}{where}"


def _thing(setting: DraftSetting, slot: Slot) -> str:
    """Give “which city”, “which place” for a name of one, “whom” for people, else “what”."""
    if are_people(slot.words):
        return "whom"
    name = place_name(slot.words)
    if name is None:
        return "what"
    if place_sort(setting, name) == "city":
        return "which city"
    if _SCHOOL.search(name):
        return "which institution"
    if _BUILDING.search(name):
        return "which building"
    is_body = name.split()[-1].lower() in vocabulary().organisation_heads
    is_place = not is_body and any(place.surface == name for place in setting.analysis.cast.places)
    return "which place" if is_place else "what"


def _words(
    setting: DraftSetting, fact: Fact, slot_name: str, slot: Slot, stem: str, left_out: tuple[str, ...] = ()
) -> Proposal:
    key = words_key(slot.words)
    others = (fact.subject, fact.object if slot_name != "object" else None, fact.place)
    is_typed = len(key.split()) <= TYPED_WORDS
    return Proposal(
        template="T3",
        family=f"what-{slot_name}",
        slot=slot_name,
        kind="choice",
        stem=stem,
        answer=Answer("words", key, tuple(slot.actors)),
        about="other",
        facts=(fact,),
        passages=(setting.passage(fact.start, fact.end),),
        accept=(slot.words,) if is_typed and key != slot.words else (),
        needs_options=False,
        in_stem=actors_in(*others),
        weight=0.95 if is_typed else 0.75,
        left_out=left_out,
    )


def _is_anchored(fact: Fact) -> bool:
    """Tell whether a question for the object says more than who and did, or its key is a full description."""
    if fact.verb in _FADED:
        return False
    words = words_key(fact.object.words) if fact.object is not None else ""
    is_full = len(words.split()) > 2 and re.search(r"[A-Z]", words) is not None
    has_more = any(slot.heads or " " in slot.words for preposition, slot in fact.others if preposition)
    return has_time(fact) or fact.place is not None or has_more or (is_full and fact.subject is not None)


def _says_enough(fact: Fact, left_out: tuple[str, ...]) -> bool:
    others = [one for one in fact.others if one[0] not in left_out]
    return bool(others) or (has_time(fact) and "time" not in left_out)


def _is_whole(fact: Fact, slot: Slot) -> bool:
    """Tell whether no complement right behind the object may be a part of it: aid to, the possibility of."""
    verb = find_verb(fact.verb)
    own = verb.prepositions if verb is not None and verb.verb_class != "reduce" else frozenset()
    return not any(
        0 <= other.start - slot.end <= len(preposition) + 2
        and preposition not in own
        and preposition not in ("in", "at", "during", "after", "before")
        for preposition, other in fact.others
        if preposition
    )


def _belongs(fact: Fact, preposition: str) -> bool:
    """Tell whether a complement belongs to the verb: accuse of, sentence for, describe as."""
    verb = find_verb(fact.verb)
    if verb is None or (fact.superlative and preposition != "as"):
        return False
    if preposition == "of":
        return verb.verb_class in ("accuse", "sentence", "inform")
    if preposition == "for":
        return "for" in verb.prepositions or verb.verb_class in _BLAMED
    return preposition == "as" and (verb.verb_class in ("describe", "recognise") or fact.verb in ("found", "establish"))
