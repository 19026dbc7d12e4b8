"""Speakers that the clause names: verbs of speech beside or before a quotation, “according to”, nouns of speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quizapp.core.extraction.quotes.addressees import addressee_of
from quizapp.core.extraction.quotes.ahead import inserted_speaker
from quizapp.core.extraction.quotes.answers import Found, Speaker, answer
from quizapp.core.extraction.quotes.claims import by_noun, find_written, is_full, owned_before_clause, with_the_words
from quizapp.core.extraction.quotes.cues import Cue, find_cue, is_adverb, is_claim_noun, is_saying
from quizapp.core.extraction.quotes.nouns import is_person_noun
from quizapp.core.extraction.quotes.outer import earlier_subject, is_of_people, outer_speaker
from quizapp.core.extraction.quotes.people import is_somebody, may_speak
from quizapp.core.extraction.quotes.phrases import Phrase, is_verb, subject_of
from quizapp.core.extraction.quotes.positions import by_position, ends_tag, is_said_before
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.quotes.starting import is_object, phrase_starting
from quizapp.core.extraction.quotes.words import (
    AUXILIARIES,
    BLOCKERS,
    HABITS,
    LESSONS,
    NAMING,
    RELATIVES,
    THINGS_IN_ER,
    TIMES,
)
from quizapp.core.extraction.quotes.writings import is_writing

_REACH = 60
#: So near before “ran” stands the letter or notice whose words run so.
_NEAR = 6
#: So many cues without a subject are tried before a quotation is given up.
_TRIES = 4


def find_after(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read “…,” X said · “…,” said X · “…,” according to X, right behind a quotation."""
    first = place + 1
    has_mark = pieces[place].text[-1:] in ",!?…—–-"
    if first < len(pieces) and pieces[first].lower == ",":
        first += 1
        has_mark = True
    while first < len(pieces) and is_adverb(pieces[first]):
        first += 1
    if first >= len(pieces):
        return None
    if pieces[first].lower == "according" and first + 2 < len(pieces):
        return _according(company, pieces, first)
    if pieces[first].lower == "as" or _is_in_words(pieces, first):
        found = _in_words(company, pieces, first)
        if found is not None:
            return found
    cue = find_cue(pieces, first)
    if cue is not None and not cue.is_ing and not cue.is_passive and not cue.is_infinitive and _may_follow(pieces, cue):
        return _inverted(company, pieces, cue) if has_mark or is_full(pieces[place]) else None
    found = _subject_then_cue(company, pieces, place, first) if has_mark or place == 0 else None
    return found or by_position(company, pieces, place, first)


def _may_follow(pieces: Sequence[Piece], cue: Cue) -> bool:
    """Whether a verb may stand behind a quotation, before its subject; only a writing runs: “…,” runs the law."""
    return is_saying(cue) or (cue.verb.lemma == "run" and any(map(is_writing, pieces[cue.end : cue.end + 4])))


def _according(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    phrase = phrase_starting(pieces, place + 2)
    speaker = company.who(pieces, phrase)
    if speaker is not None and speaker.how == "unnamed" and phrase is not None and not may_speak(pieces[phrase.head]):
        return None
    cue = (pieces[place].start, pieces[place + 1].end)
    return None if speaker is None else Found(speaker, "Q1-according", cue, place, is_before=False)


def _inverted(company: Company, pieces: Sequence[Piece], cue: Cue) -> Found | None:
    first = cue.end
    if first < len(pieces) and is_object(pieces, first):
        return None
    while first < len(pieces) and is_adverb(pieces[first]):
        first += 1
    phrase = phrase_starting(pieces, first)
    speaker = company.who(pieces, phrase)
    if phrase is None or speaker is None:
        return None
    return answer(pieces, cue, speaker, "Q1-said-before", addressee_of(pieces, phrase.end, cue), is_before=False)


def _subject_then_cue(company: Company, pieces: Sequence[Piece], place: int, first: int) -> Found | None:
    """Read a subject behind a quotation and the verb of speech that it governs, before another quotation begins."""
    for cue_place in range(first + 1, min(len(pieces), first + 30)):
        piece = pieces[cue_place]
        if piece.kind == "quote" or piece.lower in (";", ":"):
            return None
        if cue_place == first + 1 and piece.lower == "," and pieces[first].kind != "name":
            return None
        cue = find_cue(pieces, cue_place)
        if cue is None or not _is_predicate(pieces, cue) or not is_saying(cue):
            is_habit = pieces[cue_place].lower in HABITS and [
                piece.lower for piece in pieces[cue_place + 1 : cue_place + 2]
            ] == ["to"]
            if (
                is_verb(pieces, cue_place)
                and not is_habit
                and pieces[cue_place].lower not in AUXILIARIES
                and not _is_inserted(pieces, cue_place)
            ):
                return None
            continue
        row = [piece for piece in pieces[place + 1 : cue_place + 1]]
        phrase = subject_of(row, len(row) - 1)
        if phrase is None or _is_clause_of_its_own(row, phrase):
            continue
        speaker = company.who(row, phrase)
        if speaker is None:
            return None
        if cue.is_passive and not _is_reported(pieces, cue):
            return None
        return answer(pieces, cue, speaker, "Q1-said-after", addressee_of(pieces, cue.end, cue), is_before=False)
    return None


def _is_predicate(pieces: Sequence[Piece], cue: Cue) -> bool:
    """Whether a verb of speech stands for its subject: “she said”, “she has written”, “she used to say”."""
    before = [piece.lower for piece in pieces[max(0, cue.place - 3) : cue.place]]
    if cue.is_infinitive:
        return len(before) > 1 and before[-2] in HABITS
    return cue.verb.is_finite or bool({"has", "have", "had", "’d", "'d", "’s", "’ve"}.intersection(before))


def _is_reported(pieces: Sequence[Piece], cue: Cue) -> bool:
    """Whether “is said to have answered”, “is reported to have written” stands there: the subject spoke."""
    behind = [piece.lower for piece in pieces[cue.end : cue.end + 2]]
    if behind != ["to", "have"]:
        return False
    return any(find_cue(pieces, at) is not None for at in range(cue.end + 2, min(len(pieces), cue.end + 5)))


def _is_inserted(pieces: Sequence[Piece], place: int) -> bool:
    """Whether a verb stands in a relative clause or is a participle behind a comma."""
    before = [piece.lower for piece in pieces[max(0, place - 5) : place]]
    return any(word in RELATIVES for word in before) or (bool(before) and before[-1] == ",")


def _is_clause_of_its_own(row: Sequence[Piece], phrase: Phrase) -> bool:
    """Whether a conjunction shows that the subject begins a clause with other words: “…” and Y said that …"""
    return any(
        piece.lower in ("and", "but", "while", "when", "who", "that", "because") for piece in row[: phrase.start]
    )


def find_before(company: Company, pieces: Sequence[Piece], place: int) -> Found | None:
    """Read the cue that governs a quotation from its left: X said (that) … “…”, Y’s claim that “…”, by X as “…”."""
    worded = owned_before_clause(company, pieces, place) or with_the_words(company, pieces, place)
    if worded is not None:
        return worded
    written = find_written(company, pieces, place)
    if written is not None:
        return written
    is_open = place > 2 and pieces[place - 1].lower == "," and find_cue(pieces, place - 2) is None
    inserted = inserted_speaker(company, pieces, place) if is_open else None
    if inserted is not None:
        return Found(inserted, "Q1-inserted")
    names_between = False
    nobody = None
    tried = 0
    for at in range(place - 1, max(-1, place - _REACH), -1):
        piece = pieces[at]
        if _ends_reach(pieces, at, place):
            break
        if _is_blocked(pieces, at, names_between):
            break
        names_between = names_between or piece.kind == "name"
        found = _cue_at(company, pieces, at, place)
        if found is not None and _is_lesson(found, pieces, at):
            found = None
        is_handed = found is not None and found.rule == "Q1-passive" and pieces[place - 1].lower == "as"
        if found is not None and found.rule != "Q1-nobody" and not is_handed:
            return found
        nobody = nobody or found
        tried += found is not None
        if tried >= _TRIES:
            break
    return nobody


def _ends_reach(pieces: Sequence[Piece], at: int, place: int) -> bool:
    """Whether a colon or semicolon parts what stands before it from the words."""
    if pieces[at].lower not in (";", ":") or is_said_before(pieces, at):
        return False
    return at < place - 1 or (pieces[at].lower == ";" and not _is_split(pieces, at))


def _is_lesson(found: Found, pieces: Sequence[Piece], at: int) -> bool:
    """Whether a thing teaches: in “wrote that the storm had taught him “…”” the words are the writer's."""
    if found.speaker is None or found.speaker.actor is not None or pieces[at].lower not in LESSONS:
        return False
    phrase = subject_of(pieces, at)
    return phrase is None or pieces[phrase.head].lower in THINGS_IN_ER or not is_person_noun(pieces[phrase.head])


def _is_split(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a semicolon parts two halves of an utterance: “…,” she joked; “…”."""
    quoted = next((n for n in range(at - 1, max(-1, at - _REACH), -1) if pieces[n].kind == "quote"), None)
    if quoted is None:
        return False
    return is_verb(pieces, at - 1) or any(find_cue(pieces, n) is not None for n in range(quoted + 1, at))


def _is_blocked(pieces: Sequence[Piece], at: int, names_between: bool) -> bool:
    """Whether a coordinate clause with a subject of its own begins here, out of an earlier cue's reach."""
    if at == 0 or pieces[at - 1].lower != ",":
        return False
    lower = pieces[at].lower
    if lower in BLOCKERS:
        return not ends_tag(pieces, at - 1)
    follows = pieces[at + 1].lower if at + 1 < len(pieces) else ""
    return lower in ("and", "so") and names_between and follows != "that"


def _cue_at(company: Company, pieces: Sequence[Piece], at: int, place: int) -> Found | None:
    lower = pieces[at].lower
    if lower == "according" and at + 2 < place and pieces[at + 1].lower == "to":
        found = _according(company, pieces, at)
        return None if found is None else _before(found)
    if _is_in_words(pieces, at):
        found = _in_words(company, pieces, at)
        return None if found is None else _before(found)
    cue = find_cue(pieces, at)
    if cue is not None:
        is_run = cue.verb.lemma == "run" and not any(map(is_writing, pieces[max(0, at - _NEAR) : at]))
        return None if is_run else _by_cue(company, pieces, cue, place)
    if is_claim_noun(pieces[at]):
        return by_noun(company, pieces, at, place)
    return None


def _before(found: Found) -> Found:
    return Found(found.speaker, found.rule, found.cue, found.cue_place, found.addressee, True, reasons=found.reasons)


def _by_cue(company: Company, pieces: Sequence[Piece], cue: Cue, place: int) -> Found | None:
    is_naming = cue.verb.lemma in NAMING
    if cue.is_ing and cue.place > 0 and pieces[cue.place - 1].lower == "as":
        quoted = _quoted(company, pieces, cue)
        if quoted is not None:
            return quoted
    if cue.verb.lemma == "quote" and not cue.is_passive:
        return _owner_of_quoted(company, pieces, cue)
    if cue.is_passive and _is_reported(pieces, cue):
        speaker = _subject_speaker(company, pieces, cue)
        return None if speaker is None else answer(pieces, cue, speaker, "Q1-before", None)
    if cue.is_passive:
        owned = subject_of(pieces, cue.place)
        if owned is not None and owned.owner is not None and is_claim_noun(pieces[owned.head]):
            # “Moe’s reply was noted down by the clerk: “…””: the words are Moe's.
            return answer(pieces, cue, company.owner(pieces, owned.owner), "Q6-noun", None)
        return _by_agent(company, pieces, cue, place, is_naming)
    speaker = company.who(pieces, _inverted_inside(pieces, cue, place))
    rule = "Q1-said-inside"
    if speaker is None:
        speaker = _subject_speaker(company, pieces, cue)
        rule = "Q1-before"
    if speaker is None:
        is_reduced = "participle" in cue.verb.forms and is_naming
        rule = "Q1-named" if is_reduced else "Q1-nobody"
        return answer(pieces, cue, None, rule, None, is_naming=is_reduced)
    return answer(pieces, cue, speaker, rule, addressee_of(pieces, cue.end, cue), is_naming=is_naming)


def _subject_speaker(company: Company, pieces: Sequence[Piece], cue: Cue) -> Speaker | None:
    phrase = subject_of(pieces, cue.place)
    if phrase is None and cue.is_ing:
        phrase = _subject_behind(pieces, cue.place)
    if phrase is None:
        return None
    if cue.is_ing and phrase.owner is None and is_claim_noun(pieces[phrase.head]):
        earlier = next(
            (at for at in range(phrase.start - 1, max(-1, phrase.start - _REACH), -1) if is_verb(pieces, at)), None
        )
        phrase = (subject_of(pieces, earlier) if earlier is not None else None) or phrase
    if cue.verb.lemma in NAMING and "participle" in cue.verb.forms and _is_reduced(pieces, cue, phrase):
        return None
    speaker = company.who(pieces, phrase)
    if speaker is None or speaker.actor is not None:
        return speaker
    is_joined = cue.place > 0 and pieces[cue.place - 1].lower in ("and", "but")
    if is_joined and not is_somebody(pieces[phrase.head]):
        return outer_speaker(company, pieces, phrase.start) or speaker
    if speaker.how == "unnamed" and cue.verb.lemma != "read" and not is_of_people(pieces, phrase):
        return earlier_subject(company, pieces, phrase.start) or speaker
    return speaker


def _is_reduced(pieces: Sequence[Piece], cue: Cue, phrase: Phrase) -> bool:
    """Whether “an officer called “Duke”” only tells a name: no object, no relative before the subject."""
    follows = pieces[cue.end] if cue.end < len(pieces) else None
    if follows is None or follows.kind != "quote":
        return False
    head = pieces[phrase.head]
    before = pieces[phrase.start - 1].lower if phrase.start else ""
    return not (head.kind == "name" or head.lower in ("he", "she", "they", "it") or before in RELATIVES)


def _subject_behind(pieces: Sequence[Piece], place: int) -> Phrase | None:
    """Find the subject of “Speaking in Oslo, Hugo Moe …” for a participle that opens a sentence."""
    if place > 1:
        return None
    for at in range(place + 1, min(len(pieces) - 1, place + 20)):
        if pieces[at].lower == ",":
            return phrase_starting(pieces, at + 1)
    return None


def _inverted_inside(pieces: Sequence[Piece], cue: Cue, place: int) -> Phrase | None:
    """Read the subject of “, says Strabo,”, put between commas in a sentence that goes on."""
    is_set_in = cue.place > 0 and (pieces[cue.place - 1].lower == "," or pieces[cue.place - 1].kind == "quote")
    if not is_set_in or cue.is_ing or not cue.verb.is_finite:
        return None
    phrase = phrase_starting(pieces, cue.end)
    if phrase is None or phrase.end > place:
        return None
    is_tag = pieces[cue.place - 1].text[-1:] in ",!?—–" and pieces[place - 1].lower in (",", ";", "–", "—")
    if pieces[min(phrase.end, len(pieces) - 1)].lower != "," and not is_tag:
        return None
    return phrase if pieces[phrase.head].kind != "quote" else None


def _quoted(company: Company, pieces: Sequence[Piece], cue: Cue) -> Found | None:
    """Read “A quoted B as saying”, “B was quoted by A as saying”: the words are B's."""
    for at in range(cue.place - 2, max(-1, cue.place - 25), -1):
        outer = find_cue(pieces, at)
        if outer is None or outer.verb.lemma not in ("quote", "cite", "report", "remember", "describe"):
            continue
        phrase = subject_of(pieces, at) if outer.is_passive else phrase_starting(pieces, outer.end)
        speaker = company.who(pieces, phrase)
        return None if speaker is None else answer(pieces, cue, speaker, "Q1-as-saying", None)
    return None


def _owner_of_quoted(company: Company, pieces: Sequence[Piece], cue: Cue) -> Found | None:
    """Read “A quoted B’s advice: “…””: the words are B's; “A quoted B: “…”” too."""
    phrase = phrase_starting(pieces, cue.end)
    if phrase is None:
        return None
    speaker = company.owner(pieces, phrase.owner) if phrase.owner is not None else company.who(pieces, phrase)
    return None if speaker is None else answer(pieces, cue, speaker, "Q1-quoted", None)


def _by_agent(company: Company, pieces: Sequence[Piece], cue: Cue, place: int, is_naming: bool) -> Found | None:
    """Read “was called “…” by X”, “hailed by X as “…””; a passive without its agent names nobody."""
    if cue.verb.lemma == "read":
        # “It was read aloud by the clerk: “…””: the words are somebody else's.
        return answer(pieces, cue, None, "Q1-nobody", None)
    for at in _places_of_by(pieces, cue.end, place):
        phrase = phrase_starting(pieces, at + 1)
        if phrase is not None and pieces[phrase.head].lower not in TIMES:
            speaker = company.who(pieces, phrase)
            return None if speaker is None else answer(pieces, cue, speaker, "Q1-by", None)
    return answer(pieces, cue, None, "Q1-passive", None, is_naming=is_naming)


def _places_of_by(pieces: Sequence[Piece], start: int, place: int) -> Iterator[int]:
    """List where “by” stands: right behind a quotation, before it the nearest first, then farther behind."""
    if place + 2 < len(pieces) and pieces[place + 1].lower == "by":
        yield place + 1
    yield from (at for at in range(place - 1, start - 1, -1) if pieces[at].lower == "by")
    for at in range(place + 1, min(len(pieces) - 1, place + 8)):
        if pieces[at].lower in (".", ";", ":", ","):
            return
        if pieces[at].lower == "by":
            yield at


def _is_in_words(pieces: Sequence[Piece], at: int) -> bool:
    if at + 3 >= len(pieces) or pieces[at].lower != "in":
        return False
    return [piece.lower for piece in pieces[at + 1 : at + 4]] == ["the", "words", "of"]


def _in_words(company: Company, pieces: Sequence[Piece], at: int) -> Found | None:
    """Read “in the words of X” and “as X put it”."""
    if _is_in_words(pieces, at):
        speaker = company.who(pieces, phrase_starting(pieces, at + 4))
        span = (pieces[at].start, pieces[at + 3].end)
        return None if speaker is None else Found(speaker, "Q1-in-words", span, at, is_before=False)
    for cue_place in range(at + 2, min(len(pieces), at + 10)):
        cue = find_cue(pieces, cue_place)
        if cue is not None and cue.verb.is_finite:
            speaker = company.who(pieces, subject_of(pieces, cue_place))
            return None if speaker is None else answer(pieces, cue, speaker, "Q1-as-put", None, is_before=False)
    return None
