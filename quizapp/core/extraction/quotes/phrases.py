"""Noun phrases: whose words they are, read from a cue to its subject, leftwards or, after the verb, rightwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.lexicons.verbs import action_verbs
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.quotes.cues import find_cue, is_adverb
from quizapp.core.extraction.quotes.nouns import is_noun_like, is_person_noun
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import (
    ARTICLES,
    ATTACHED,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    IRREGULAR_VERBS,
    NOMINATIVES,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    QUANTIFIERS,
    RELATIVES,
    TIMES,
    word_set,
)

_REACH = 40
#: What stands before a participle of the subject: “opened by asking”.
_WAYS = word_set("by in without after before on")
#: How many pieces left of a verb its subject is looked for, through all the clauses between.
_FARTHEST = 200
_COUNTS = word_set("one two three none any another")
_RANKS_AND_KIN = word_set(
    "ambassador archbishop bishop chancellor emperor governor king mayor minister pope premier president queen senator "
    "sultan chairman chairwoman brother sister father mother husband wife uncle aunt cousin son daughter"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces `start`..`end` (half open) of a sentence, and the place of the head: a name, a pronoun or a noun.

    `owner` is the place of a name or possessive pronoun that the head belongs to, None where there is none.
    """

    start: int
    end: int
    head: int
    owner: int | None = None


def subject_of(pieces: Sequence[Piece], verb: int) -> Phrase | None:
    """Find the subject of the verb at a place, to its left; None where the sentence does not show it."""
    return _subject_of(pieces, verb, _Search(max(0, verb - _FARTHEST)))


def _subject_of(pieces: Sequence[Piece], verb: int, search: _Search) -> Phrase | None:
    if verb in search.tried or verb < search.floor:
        return None
    search.tried.add(verb)
    place = _before_verb_group(pieces, verb)
    if place < 0:
        return None
    piece = pieces[place]
    lower = piece.lower
    if lower in ("to", "as") or (lower in _WAYS and pieces[verb].lower.endswith("ing")):
        return _subject_of_earlier_verb(pieces, place, search)
    if lower == ",":
        return _across_comma(pieces, verb, place, search)
    if lower in ("and", "or", "but", "then", ";", "–", "—"):
        return _subject_of_earlier_verb(pieces, place, search)
    if lower in ("who", "which", "that", "what") and piece.kind == "word":
        return _antecedent(pieces, place)
    return phrase_ending(pieces, place)


@dataclass(slots=True)
class _Search:
    """How far left a search for one subject goes, and the verbs that it has tried: each once, whatever leads to it."""

    floor: int
    tried: set[int] = field(default_factory=set)


def _before_verb_group(pieces: Sequence[Piece], verb: int) -> int:
    place = verb - 1
    while (
        place >= 0 and (pieces[place].lower in AUXILIARIES or is_adverb(pieces[place])) and pieces[place].kind == "word"
    ):
        place -= 1
    return place


def _across_comma(pieces: Sequence[Piece], verb: int, comma: int, search: _Search) -> Phrase | None:
    """Step over what stands between commas: an apposition, a clause of its own, a participle."""
    earlier = comma - 1
    while earlier >= 0 and pieces[earlier].lower not in (",", ";", ":") and comma - earlier < _REACH:
        earlier -= 1
    inserted = pieces[earlier + 1 : comma]
    if earlier >= 0 and pieces[earlier].lower == "," and inserted:
        if _is_bare_name(inserted):
            beside = _core_ending(pieces, earlier - 1) if pieces[verb].lower.endswith("ing") else None
            if beside is not None and beside.start and pieces[beside.start - 1].lower in ("to", "against"):
                # “wrote to her counterpart, Mads Lund, urging”: the participle goes on with who wrote.
                return _subject_of_earlier_verb(pieces, beside.start - 1, search)
            agent = _before_agent(pieces, earlier)
            if agent is not None:
                return _across_or_ending(pieces, verb, agent, 0)
            return _of_another(pieces, earlier, 0) or Phrase(comma - 1, comma, comma - 1)
        finite = _first_finite(pieces, earlier + 1, comma)
        if not _is_insertion(inserted) and finite is not None:
            return _subject_of(pieces, finite, search)
        return _across_or_ending(pieces, verb, earlier, 0)
    finite = _first_finite(pieces, earlier + 1, comma)
    if finite is not None and not _is_insertion(inserted):
        return _subject_of(pieces, finite, search)
    if finite is not None and earlier < 0:
        # “From Orrin he rode south, claiming …”: an adverbial of place, then subject and verb.
        found = _subject_of(pieces, finite, search)
        if found is None or found.end != finite:
            return None
        head = pieces[found.head]
        return found if head.kind == "name" or head.lower in PERSONAL else None
    return None


def _before_agent(pieces: Sequence[Piece], comma: int) -> int | None:
    """Find the comma before “shown by counsel, Ana Moe,”: the name is that of who showed it."""
    first = next((at for at in range(comma - 1, max(0, comma - _REACH), -1) if pieces[at].lower == ","), None)
    if first is None or not _is_insertion(pieces[first + 1 : comma]):
        return None
    is_participle = pieces[first + 1].lower.endswith(("ed", "en", "wn"))
    return first if is_participle and any(one.lower == "by" for one in pieces[first + 1 : comma]) else None


def _across_or_ending(pieces: Sequence[Piece], verb: int, comma: int, depth: int) -> Phrase | None:
    if depth > 4:
        return None
    found = phrase_ending(pieces, comma - 1, depth)
    if found is None or not _is_in_adverbial(pieces, found):
        return found
    # “Ana Moe, sent to Oslo by her sister, Ida Moe, said”: the name only stands beside the object of the insertion.
    earlier = next((at for at in range(comma - 1, max(-1, comma - _REACH), -1) if pieces[at].lower in (",", ";")), None)
    if earlier is None or pieces[earlier].lower == ";" or not _is_insertion(pieces[earlier + 1 : comma]):
        return None
    return _across_or_ending(pieces, verb, earlier, depth + 1)


def _of_another(pieces: Sequence[Piece], comma: int, depth: int) -> Phrase | None:
    """Find the subject where a bare name behind a comma is somebody else's.

    “A spokeswoman for the president, Bo Lind, said”, “Ana Moe, daughter of the mayor, Bo Lind, said”.
    """
    is_named = (
        pieces[comma - 1].lower in _RANKS_AND_KIN and comma > 1 and pieces[comma - 2].lower in ("the", *POSSESSIVES)
    )
    if not is_named or comma < 4 or pieces[comma - 3].lower not in PREPOSITIONS:
        return None
    earlier = next((at for at in range(comma - 1, max(-1, comma - _REACH), -1) if pieces[at].lower in (",", ";")), 0)
    if earlier and pieces[earlier - 1].kind == "name" and _is_insertion(pieces[earlier + 1 : comma]):
        return _across_or_ending(pieces, comma, earlier, depth + 1)
    outer = phrase_ending(pieces, comma - 1, depth + 1)
    return outer if outer is not None and pieces[outer.start].lower in ("a", "an") else None


def _is_in_adverbial(pieces: Sequence[Piece], phrase: Phrase) -> bool:
    """Whether a phrase only says when or where: it stands behind a preposition at the beginning."""
    return phrase.start > 0 and pieces[phrase.start - 1].lower in PREPOSITIONS


def _is_bare_name(inserted: Sequence[Piece]) -> bool:
    """Whether a name stands alone, or with nothing but its title: “Chief Mbeki”."""
    titles = inserted[:-1]
    return (
        inserted[-1].kind == "name" and len(titles) < 3 and all(one.kind == "word" and one.is_capital for one in titles)
    )


def _is_insertion(inserted: Sequence[Piece]) -> bool:
    """Whether what stands between two commas hangs on the noun before it."""
    first = inserted[0]
    if first.kind != "word":
        return first.kind == "mark" or first.text[:1].isdigit()
    lower = first.lower
    is_joined = lower in RELATIVES or lower in PREPOSITIONS or lower in DETERMINERS or first.text[:1].isdigit()
    is_participle = any("participle" in verb.forms for verb in action_verbs().get(lower, ()))
    is_joined = is_joined or (len(inserted) > 1 and inserted[1].lower in ("of", "to") and lower in _RANKS_AND_KIN)
    return is_joined or is_participle or (lower.endswith(("ing", "ed")) and len(lower) > 4) or is_adverb(first)


def _first_finite(pieces: Sequence[Piece], start: int, end: int) -> int | None:
    for place in range(start, end):
        if is_verb(pieces, place):
            return place
    return None


def is_verb(pieces: Sequence[Piece], place: int) -> bool:
    """Whether the word at a place is taken for a finite verb: a cue, a known verb, an auxiliary, or a past in -ed."""
    piece = pieces[place]
    if piece.kind != "word" or piece.is_capital:
        return False
    if piece.is_possessive and place > 0 and pieces[place - 1].kind == "name":
        return False
    before = pieces[place - 1].lower if place > 0 else ""
    if before in DETERMINERS or before in PREPOSITIONS or (place > 0 and pieces[place - 1].is_possessive):
        return False
    if piece.lower in AUXILIARIES or piece.lower in IRREGULAR_VERBS:
        return True
    if piece.lower == "used" and place + 1 < len(pieces) and pieces[place + 1].lower == "to":
        return True
    if find_cue(pieces, place) is not None:
        return True
    if any("past" in verb.forms or "third" in verb.forms for verb in action_verbs().get(piece.lower, ())):
        return True
    return piece.lower.endswith("ed") and len(piece.lower) > 4


def _subject_of_earlier_verb(pieces: Sequence[Piece], place: int, search: _Search) -> Phrase | None:
    for earlier in range(place - 1, max(-1, place - _REACH), -1):
        if pieces[earlier].lower in (";", ":"):
            return None
        is_led = earlier > 0 and pieces[earlier - 1].lower == "," and earlier < place - 1
        if is_verb(pieces, earlier) and not is_led:
            found = _subject_of(pieces, earlier, search)
            if found is not None or min(search.tried) < earlier:
                return found
    return None


def _antecedent(pieces: Sequence[Piece], relative: int) -> Phrase | None:
    place = relative - 1
    if place >= 0 and pieces[place].lower in (",", "–", "—"):
        place -= 1
    core = _core_ending(pieces, place)
    if core is None or core.start == 0 or pieces[core.start - 1].lower == "of":
        return phrase_ending(pieces, place, 5)
    return core


def phrase_ending(pieces: Sequence[Piece], last: int, depth: int = 0) -> Phrase | None:
    """Read the noun phrase that ends at a place, with what hangs on it (“officials in Oslo”)."""
    if last >= 0 and pieces[last].lower in NOMINATIVES and pieces[last].kind == "word":
        return Phrase(last, last + 1, last)
    place = _before_own_clause(pieces, _before_brackets(pieces, last))
    end = place + 1
    place = _before_year(pieces, place)
    for _ in range(6):
        core = _core_ending(pieces, place)
        if core is None:
            return None
        before = core.start - 1
        if before > 0 and pieces[core.head].kind == "name":
            before = _before_calling(pieces, before)
        lower = pieces[before].lower if before >= 0 else ""
        is_attached = lower in PREPOSITIONS and before > 0 and pieces[before].kind == "word"
        outer = _core_ending(pieces, before - 1) if is_attached and not is_verb(pieces, before - 1) else None
        if outer is None or pieces[outer.head].lower in TIMES:
            relative = _relative_before(pieces, core.start)
            if relative is not None and depth < 5:
                return _antecedent(pieces, relative)
            agent = _agent_before(pieces, core.start)
            if agent is not None:
                return Phrase(agent.start, end, agent.head, agent.owner)
            if lower in PREPOSITIONS and pieces[core.head].lower in ("him", "her", "them"):
                return None
            return Phrase(core.start, end, core.head, core.owner)
        place = before - 1
    return None


def _before_calling(pieces: Sequence[Piece], before: int) -> int:
    """Step over the article, and over what a name is told to be: “of the campaign group Clear Air”."""
    at = before
    while at > 0 and before - at < 4 and is_noun_like(pieces[at]) and not is_verb(pieces, at):
        at -= 1
    is_told = at < before and pieces[at].lower in ARTICLES and pieces[at - 1].lower in ATTACHED
    if pieces[before].lower in ARTICLES:
        return before - 1
    return at - 1 if is_told else before


def _before_own_clause(pieces: Sequence[Piece], last: int) -> int:
    """Step over “that he kept” behind a noun."""
    is_clause = (
        last > 3 and pieces[last].kind == "word" and pieces[last - 1].lower in PERSONAL and is_verb(pieces, last)
    )
    return last - 3 if is_clause and pieces[last - 2].lower in ("that", "which") else last


def _before_year(pieces: Sequence[Piece], last: int) -> int:
    """Step over the day or year of a writing or an event: “the law of 1874”, “her letter of 3 January”."""
    at = last
    while at > 0 and (pieces[at].lower in TIMES or (pieces[at].text[:1].isdigit() and len(pieces[at].text) <= 4)):
        at -= 1
    return at - 1 if 0 < at < last and pieces[at].lower in ("of", "from", "for") else last


def _before_brackets(pieces: Sequence[Piece], last: int) -> int:
    """Step over a bracket that hangs on a noun: “Ana Torres (born 1901)”."""
    if last < 0 or pieces[last].lower not in (")", "]"):
        return last
    for place in range(last - 1, max(-1, last - _REACH), -1):
        if pieces[place].lower in ("(", "["):
            return place - 1
    return last


def _relative_before(pieces: Sequence[Piece], start: int) -> int | None:
    """Find where a clause begins that a noun is only the object of: “the man who lost his hat said”.

    It begins with “who”, or with a preposition and “which” or “whom” that have a verb between them and the noun.
    """
    has_verb = is_verb(pieces, start) or (start > 0 and is_verb(pieces, start - 1))
    for place in range(start - 1, max(0, start - 12), -1):
        piece = pieces[place]
        if piece.kind in ("quote", "mark") or piece.lower in CONJUNCTIONS:
            return None
        if piece.lower == "who":
            return place if place > start - 6 else None
        if piece.lower in ("which", "whom") and pieces[place - 1].lower in PREPOSITIONS:
            return place - 1 if has_verb else None
        if piece.lower == "whom" and pieces[place + 1].lower in PERSONAL and is_noun_like(pieces[place - 1]):
            return place if has_verb and not is_verb(pieces, place - 1) else None
        has_verb = has_verb or is_verb(pieces, place)
    return None


def _agent_before(pieces: Sequence[Piece], start: int) -> Phrase | None:
    """Find somebody unnamed who acts for the one named at a place: an officer acting for Marshal Lind."""
    place = start - 1
    while place > 0 and (
        pieces[place].lower in ARTICLES or (pieces[place].is_capital and pieces[place].kind == "word")
    ):
        place -= 1
    for _ in range(3):
        if place > 1 and (pieces[place].lower in PREPOSITIONS or pieces[place].lower == "behalf"):
            place -= 1
    if place < 1 or pieces[place].kind != "word" or pieces[place].is_capital:
        return None
    lower = pieces[place].lower
    is_passive = pieces[place + 1].lower in PREPOSITIONS and any(
        "participle" in verb.forms for verb in action_verbs().get(lower, ())
    )
    is_passive = is_passive or (pieces[place + 1].lower == "by" and lower.endswith("ed"))
    if not (is_passive or (lower.endswith("ing") and len(lower) > 4)):
        return None
    found = _core_ending(pieces, place - 1)
    if found is None or pieces[found.start].lower not in (*ARTICLES, *_COUNTS) or pieces[found.head].kind != "word":
        return None
    head = pieces[found.head]
    is_somebody = is_person_noun(head) or head.lower.removesuffix("s") in vocabulary().role_nouns
    return found if is_somebody else None


def _core_ending(pieces: Sequence[Piece], last: int) -> Phrase | None:
    """Read a noun phrase without what hangs on it; a name or pronoun stands alone."""
    if last < 0:
        return None
    piece = pieces[last]
    if piece.lower in ("them", "us", "these", "those") and last > 1 and pieces[last - 1].lower == "of":
        is_counted = pieces[last - 2].lower in QUANTIFIERS | _COUNTS
        return Phrase(last - 2, last + 1, last - 2) if is_counted else None
    is_governed = last > 0 and piece.lower in ("him", "her", "them") and pieces[last - 1].lower in PREPOSITIONS
    is_pronoun = piece.kind == "word" and (piece.lower in PERSONAL or is_governed or _is_quantity(pieces, last))
    if piece.kind == "name" or is_pronoun:
        return Phrase(last, last + 1, last)
    if not is_noun_like(piece) or piece.lower in DETERMINERS:
        return None
    start = last
    owner = None
    while start > 0 and last - start < 9:
        before = pieces[start - 1]
        if before.is_possessive and start > 1 and pieces[start - 2].kind in ("name", "word"):
            owner = start - 2
            start -= 2
        elif before.kind == "word" and before.lower in DETERMINERS:
            if start > 1 and before.lower in ("two", "three") and pieces[start - 2].lower in ARTICLES:
                return Phrase(start - 2, last + 1, last, owner)
            is_owner = before.lower in POSSESSIVES and owner is None
            return Phrase(start - 1, last + 1, last, start - 1 if is_owner else owner)
        elif (
            (before.lower in ("first", "last") and start > 1 and pieces[start - 2].lower in DETERMINERS)
            or before.kind == "name"
            or (is_noun_like(before) and not is_verb(pieces, start - 1))
        ):
            start -= 1
        else:
            break
    return Phrase(start, last + 1, last, owner)


def _is_quantity(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a word of number stands for those counted: “some”, “one of the delegates”."""
    lower = pieces[place].lower
    is_counted = place + 1 < len(pieces) and pieces[place + 1].lower == "of"
    return lower in QUANTIFIERS or (lower in _COUNTS and is_counted)
