"""Whether a fact has all that its clause needs: no goal, particle, score or second half of a phrase that was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizapp.core.extraction.drafts.setting import DraftSetting
from quizapp.core.extraction.values import Fact, Slot
from quizapp.core.extraction.verbs import find_verb, verb_forms

#: What may stand behind a phrase and be left out, as it only says how, when or in which company.
_DROPPABLE = frozenset(
    {
        *("and", "or", "but", "nor", "yet", "while", "when", "where", "who", "whom", "whose", "which", "that", "as"),
        *("if", "although", "though", "because", "since", "after", "before", "until", "till", "by", "in", "on", "at"),
        *("from", "for", "with", "without", "within", "during", "near", "under", "amid", "despite", "following", "to"),
        *("over", "against", "between", "among", "along", "across", "about", "around", "towards", "toward", "upon"),
        *("then", "there", "here", "too", "also", "only", "once", "twice", "first", "again", "later", "earlier", "ago"),
        *("soon", "now", "today", "yesterday", "tonight", "instead", "alone", "himself", "herself", "itself", "so"),
        *("not", "never", "this", "these", "those", "the", "an", "each", "every", "all", "both", "next", "last"),
        *("rather", "more", "less", "just", "even", "still", "already", "afterwards", "however", "one", "two", "three"),
        *("four", "five", "six", "seven", "eight", "nine", "ten", "some", "several", "many", "almost", "nearly", "a"),
        *("per", "than", "like", "unless", "whether", "beside", "alongside", "through", "throughout", "because"),
        *("late", "early", "shortly", "weeks", "years", "long", "immediately", "behind", "past", "via", "plus"),
        *("afternoon", "morning", "evening", "night"),
        *("his", "her", "its", "their", "beyond", "beneath", "inside", "outside", "why", "how", "what", "is", "was"),
    }
)
#: Words of direction or outcome that belong to the verb: sent the shift home, set the prisoners free.
_BELONGING = frozenset(
    {
        *("home", "back", "away", "up", "off", "out", "together", "apart", "aside", "through", "down", "below"),
        *("ashore", "abroad", "upstairs", "downstairs", "forward", "ahead", "aboard", "underground", "north", "south"),
        *("east", "west", "open", "shut", "free", "dead", "alive", "short", "of", "overboard", "inland", "upriver"),
    }
)
_NEXT = re.compile(r"\s*(?P<score>[–-]\s?\d|\d+[–-]\d)|\s+(?P<word>[^\W\d_][\w’'-]*)")
_BETWEEN = re.compile(r"\s*(?:[a-z]+ ){0,3}(?:the |an? )?[“\"‘]?")
_DISTANCE = re.compile(r"\b(?:after|before|later|earlier|late|early|ago)$")
_GOING_GOALS = frozenset(
    {"to", "into", "onto", "from", "for", "as", "through", "across", "against", "on", "in", "at", ""}
)
#: What is done to somebody or something with a goal: without it nobody knows what happened.
_WITH_GOAL = frozenset({"send", "bring", "carry", "ship", "drive", "put", "move", "transfer"})
#: Verbs that say something only with an object or complement: took over what?
_LACKING = frozenset(
    {
        *("take over", "take", "give", "receive", "win", "lose", "agree", "refuse", "decline", "bring", "put", "send"),
        *("hold", "make", "get", "step in", "take charge", "respond", "reply", "succeed", "inherit", "grant", "buy"),
        *("sell", "carry", "ship", "join", "lead", "head", "gain", "acquire", "seek", "propose", "suggest", "require"),
    }
)
#: Verbs that say too little of an event by themselves, where neither time nor place nor another party is told.
_LIGHT = frozenset({"receive", "serve", "send", "give", "get", "bring", "keep", "help", "release"})
_SKIPPED = ("facts.title", "facts.life", "facts.letters", "facts.quote", "facts.noun", "facts.event")
_STATES = frozenset({"role", "kin", "letters"})
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be)\b")


def is_whole(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether nothing was lost that the clause cannot do without."""
    if fact.frame in _STATES or fact.rule.startswith(_SKIPPED):
        return True
    if any(_is_cut(setting, fact, slot) for slot in _told(fact)) or _names_one_twice(fact):
        return False
    if fact.rule == "facts.saying":
        return True
    return not (_lacks_goal(fact) or _lacks_object(fact) or _says_little(fact) or _is_hidden_passive(setting, fact))


def _told(fact: Fact) -> Iterator[Slot]:
    if fact.object is not None and not fact.is_passive:
        yield fact.object
    for _, slot in fact.others:
        yield slot
    if fact.place is not None:
        yield fact.place


def _is_cut(setting: DraftSetting, fact: Fact, slot: Slot) -> bool:
    """Tell whether a phrase goes on behind its end in the text, in words that no other slot holds."""
    if _DISTANCE.search(slot.words) or (not slot.preposition and slot.words.endswith(" and")):
        return True
    text, end = setting.analysis.text.text, setting.sentence_at(slot.start).end
    if slot.end >= end or slot.end <= slot.start:
        return False
    found = _NEXT.match(text, slot.end, end)
    if found is None or _is_covered(text, fact, slot):
        return False
    if found["score"]:
        return True
    word = found["word"]
    if _is_gerund(slot.words) or word in _BELONGING:
        return True
    return word.islower() and word not in _DROPPABLE and not word.endswith("ly") and not _is_verb(word)


def _is_covered(text: str, fact: Fact, slot: Slot) -> bool:
    """Tell whether another slot begins right behind, its preposition between."""
    return any(
        0 <= other.start - slot.end <= 30 and _BETWEEN.fullmatch(text, slot.end, other.start) is not None
        for other in fact.slots
        if other is not slot
    )


def _is_gerund(words: str) -> bool:
    last = words.rsplit(" ", 1)[-1]
    form = verb_forms().get(last)
    return last.endswith("ing") and form is not None and "ing" in form.forms


def _is_verb(word: str) -> bool:
    return word in verb_forms() or word.endswith(("ed", "ing"))


def _names_one_twice(fact: Fact) -> bool:
    """Tell whether one actor stands in two places, once by another name: X ruled as the Y emperor."""
    heads = [slot.heads for slot in (fact.subject, fact.object, *(one for _, one in fact.others)) if slot is not None]
    single = [one for one in heads if len(one) == 1]
    return len(single) != len(set(single))


def _lacks_goal(fact: Fact) -> bool:
    if fact.verb not in _WITH_GOAL or fact.object is None or fact.place is not None or fact.particle in ("to", "into"):
        return False
    return not any(preposition in _GOING_GOALS for preposition, _ in fact.others)


def _lacks_object(fact: Fact) -> bool:
    is_bare = fact.object is None and fact.place is None and not fact.others
    return is_bare and not fact.is_passive and fact.verb in _LACKING


def _says_little(fact: Fact) -> bool:
    is_bare = fact.time is None and fact.place is None and not fact.others and not fact.chain
    return is_bare and fact.verb in _LIGHT and fact.object is not None and len(fact.object.words.split()) < 4


def _is_hidden_passive(setting: DraftSetting, fact: Fact) -> bool:
    """Tell whether “was” stands only before an earlier verb: “was arrested and shipped to France”."""
    verb = find_verb(fact.verb)
    has_object = fact.object is not None and not fact.particle
    if verb is None or has_object or fact.is_passive or fact.subject is None or not verb.is_transitive:
        return False
    sentence = setting.sentence_at(fact.start)
    words = setting.analysis.text.text[sentence.start : sentence.end]
    form = re.escape(verb.participle.split(" ")[0])
    found = re.search(rf"(?:,| and|, and| or) (?:then |finally |at last |\w+ly )?{form}\b", words)
    return found is not None and _PASSIVE.search(words, 0, found.start()) is not None
