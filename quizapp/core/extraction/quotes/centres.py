"""Whom a pronoun goes on with where two would fit, or where only somebody without a name was spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quizapp.core.extraction.actors.contexts import verb_behind
from quizapp.core.extraction.actors.pronouns import is_subject
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.quotes.people import PEOPLE
from quizapp.core.extraction.quotes.words import HONOURS, IRREGULAR_VERBS, word_set
from quizapp.core.extraction.values import ActorMention, Gender, Sentence, Text

#: Behind them stands who is only beside the one that the sentence is about.
_BESIDE = word_set("beside behind alongside near opposite after before unlike like without despite than under over")
_OWNING = word_set("his her their")
_FEMALE = word_set("woman girl mother widow nun spokeswoman")
_MALE = word_set("man boy father widower monk priest fisherman spokesman waiter")
_OPENING = re.compile(r"(?:A|An|One|Another) (?P<words>(?:[^\W\d_][\w’'-]* ){0,3}?(?P<noun>[^\W\d_][\w-]*))\b")
#: “A baker in the old market, who …”: “who” tells a person, whatever the noun.
_WITH_CLAUSE = re.compile(
    r"(?P<who>(?:A|An|One|Another) (?:[a-z][\w’'-]* ){0,3}?[a-z][\w’-]*)"
    r"(?: (?:in|at|of|from|on|near|with|for|outside) [^,.;:“]{1,60}?)?(?:, | )(?:who|speaking|asking)\b"
)
_DEFINITE = re.compile(r"(?P<who>The (?:[a-z-]+ )??(?P<noun>[a-z-]+))(?P<mark>,)? ")
#: “… a sharp reply from the deputy for Lima, Ana Moe.”
_LEADING_TO = re.compile(
    r"\b(?:answer|reply|response|retort|rebuke|objection|protest|question|challenge|comment|remark|warning)s? "
    r"from (?:[\w’'&-]+,? ){0,7}\Z"
)
_INDEFINITE = frozenset(("A", "An", "One", "Another"))
_OBJECTS = {"male": "him", "female": "her"}
_HANGING = word_set("because that since after before when while if as whom which")
_LEADING = word_set("the a an his her my their our")
_WAS = word_set("was is had has would will saw said told thought wrote did")
#: So many sentences back the one who is gone on with may stand.
_BACK = 4


def centre(sentences: Sequence[Sentence], mentions: Sequence[ActorMention], start: int) -> int | None:
    """Give the one subject among several who fit: the others are only beside him, or his own brother or minister.

    `mentions` are those who fit, of one paragraph, in its order.
    """
    if not mentions:
        return None
    last = _number(sentences, mentions[-1].start)
    if _number(sentences, start) - last > 3:
        return None
    here = [one for one in mentions if _number(sentences, one.start) == last]
    kept = [one for one in here if not _is_beside(sentences[last], one)]
    if len({one.actor for one in kept}) != 1:
        return None
    return kept[0].actor if any(stands_as_subject(sentences, one) for one in kept) else None


def may_be_unnamed(sentences: Sequence[Sentence], start: int) -> bool:
    """Whether one of the sentences before opens with “A”, “One” or “Another”; asked first, for it is cheap."""
    number = _number(sentences, start)
    opens = any(sentences[at].tokens[0].text in _INDEFINITE for at in range(max(0, number - _BACK), number + 1))
    if any(sentences[at].tokens[0].text == "The" for at in range(max(0, number - 1), number + 1)):
        return True
    named = vocabulary().role_nouns.keys() | PEOPLE | set(vocabulary().kin)
    return opens or (number > 0 and any(one.text in named for one in sentences[number - 1].tokens))


def unnamed_subject(
    text: Text, sentences: Sequence[Sentence], start: int, gender: Gender, mentions: Sequence[ActorMention]
) -> str | None:
    """Give “A nurse” for “she”, where a sentence before begins so and nobody who fits is subject since.

    `mentions` are those who fit, of the paragraph, in its order.
    """
    number = _number(sentences, start)
    block = sentences[number].block
    for at in range(number, max(-1, number - _BACK), -1):
        if sentences[at].block != block:
            return None
        if any(sentences[at].start <= one.start < sentences[at].end for one in mentions):
            return None
        found = _person_opening(text, sentences[at], gender)
        if found is not None and (at < number or _is_dependent(text, start)):
            return found
    return None


def is_led_to_speak(text: Text, sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    """Whether a sentence ends by saying whose answer follows: “That drew a sharp reply from the deputy, Ana Moe.”"""
    is_last = text.text[mention.end : mention.end + 1] in (".", ":")
    start = sentences[_number(sentences, mention.start)].start
    return is_last and _LEADING_TO.search(text.text, start, mention.start) is not None


def is_unnamed_person(words: str | None) -> bool:
    """Whether words such as “The foreman of the jury” name a person by trade or office."""
    heads = (words or "").lower().split(" of ")[0].split()
    is_led = len(heads) > 1 and heads[0] in ("the", "a", "an", "his", "her", "one", "another")
    return is_led and (heads[-1] in PEOPLE or heads[-1] in vocabulary().role_nouns)


def unnamed_holder(
    text: Text, sentences: Sequence[Sentence], start: int, gender: Gender, mentions: Sequence[ActorMention]
) -> str | None:
    """Give “the finance minister” for “his”, where the sentence before tells of him and names nobody who fits."""
    number = _number(sentences, start) - 1
    if number < 0 or sentences[number].block != sentences[number + 1].block:
        return None
    sentence = sentences[number]
    if any(sentence.start <= one.start for one in mentions):
        return None
    tokens = sentence.tokens
    if any(one.text.lower() == _OBJECTS.get(gender) for one in tokens):
        # “The chair told her to go on”: she is not the chair.
        return None
    roles = vocabulary().role_nouns
    for at in range(1, len(tokens) - 1):
        noun, follows = tokens[at].text, tokens[at + 1].text
        is_many = noun.endswith("s") and noun not in roles and noun not in PEOPLE
        if is_many or (noun not in roles and noun not in PEOPLE and noun not in vocabulary().kin):
            continue
        told = "female" if noun in _FEMALE else "male" if noun in _MALE else None
        told = roles[noun].gender if told is None and noun in roles else told
        first = next((n for n in range(at - 1, max(-1, at - 4), -1) if tokens[n].text.lower() in _LEADING), None)
        is_acting = (
            follows == "who"
            or follows in IRREGULAR_VERBS
            or (follows.endswith("ed") and len(follows) > 4)
            or follows in _WAS
        )
        if first is not None and is_acting and told in (None, gender):
            return text.text[tokens[first].start : tokens[at].end]
    return None


def definite_opening(
    text: Text, sentences: Sequence[Sentence], start: int, gender: Gender, mentions: Sequence[ActorMention]
) -> str | None:
    """Give “The vicar” for “he”, where the sentence, or the one before, opens with him and names nobody else who fits.

    Whoever only owns something there is nobody else: “The guide, Moe’s sister, let them go”.
    """
    number = _number(sentences, start)
    for at in (number, number - 1):
        if at < 0 or sentences[at].block != sentences[number].block:
            return None
        match = _DEFINITE.match(text.text, sentences[at].start, min(start, sentences[at].end))
        rivals = (one for one in mentions if sentences[at].start <= one.start < sentences[at].end)
        if any(text.text[one.end : one.end + 2] not in ("’s", "'s") for one in rivals):
            return None
        if match is not None and match["noun"] in PEOPLE | vocabulary().role_nouns.keys():
            noun = match["noun"]
            told = "female" if noun in _FEMALE else "male" if noun in _MALE else None
            told = vocabulary().role_nouns[noun].gender if told is None and noun in vocabulary().role_nouns else told
            return match["who"] if told in (None, gender) and (at == number or match["mark"]) else None
    return None


def _is_dependent(text: Text, start: int) -> bool:
    """Whether a clause that hangs on the one before begins with the pronoun: “because she”, “that he”."""
    before = text.text[max(0, start - 12) : start].split()
    return bool(before) and before[-1] in _HANGING


def _person_opening(text: Text, sentence: Sentence, gender: Gender) -> str | None:
    roles = vocabulary().role_nouns
    for place in range(3, -1, -1):
        words = text.text[sentence.start : sentence.end].split(" ", place + 2)[: place + 2]
        match = _OPENING.fullmatch(" ".join(words)) if len(words) == place + 2 else None
        noun = match["noun"].lower() if match is not None else ""
        if noun in PEOPLE or noun in roles:
            told = roles[noun].gender if noun in roles else None
            told = "female" if noun in _FEMALE else "male" if noun in _MALE else told
            return " ".join(words) if told in (None, gender) else None
    match = _WITH_CLAUSE.match(text.text, sentence.start, sentence.end)
    return match["who"] if match is not None else None


def stands_as_subject(sentences: Sequence[Sentence], mention: ActorMention) -> bool:
    """Whether a verb follows: one of the lists, an irregular past such as “stood”, or either behind a comma."""
    tokens = sentences[_number(sentences, mention.start)].tokens
    at = bisect_left(tokens, mention.end, key=lambda token: token.start)
    while at < len(tokens) and tokens[at].text in HONOURS:
        at += 1
    if at < len(tokens) and tokens[at].text in IRREGULAR_VERBS:
        return True
    if is_subject(sentences, mention):
        return True
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return False
    end = next((n for n in range(at + 1, min(len(tokens) - 1, at + 14)) if tokens[n].text == ","), None)
    return any(
        bool(verb_behind(tokens, n + 1)) or tokens[n + 1].text in IRREGULAR_VERBS for n in (at, end) if n is not None
    )


def _is_beside(sentence: Sentence, mention: ActorMention) -> bool:
    """Whether a name stands behind “beside”, or behind “his minister,”."""
    starts = [token.start for token in sentence.tokens]
    first = bisect_left(starts, mention.start)
    before = [token.text.lower() for token in sentence.tokens[max(0, first - 6) : first]]
    if (before and before[-1] in _BESIDE) or _is_oblique(before):
        return True
    behind = bisect_left(starts, mention.end)
    if behind < len(sentence.tokens) and sentence.tokens[behind].text in ("’s", "'s"):
        return True
    owner = next((at for at in range(len(before) - 1, -1, -1) if before[at] in _OWNING), None)
    if owner is None:
        return False
    nouns = before[owner + 1 :]
    nouns = nouns[:-1] if nouns[-1:] == [","] else nouns
    lexicon = vocabulary()
    return bool(nouns) and "," not in nouns and (nouns[-1] in lexicon.role_nouns or nouns[-1] in lexicon.kin)


def _is_oblique(before: Sequence[str]) -> bool:
    """Whether a name stands behind “by”, or “by the engineer”: it is who did or wrote what the sentence tells."""
    at = next((n for n in range(len(before) - 1, -1, -1) if before[n] in ("by", "from", "of")), None)
    if at is None:
        return False
    between = before[at + 1 :]
    return all(word.isalpha() for word in between) and (
        not between or between[0] in ("the", "a", "an", "mr", "ms", "mrs")
    )


def _number(sentences: Sequence[Sentence], offset: int) -> int:
    return max(0, bisect_right(sentences, offset, key=lambda one: one.start) - 1)
