"""Find the actors of a text: all names, typed, grouped, with their roles, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quizapp.core.extraction.actors.assembling import Assembly, Use
from quizapp.core.extraction.actors.evidence import opens_as_noun
from quizapp.core.extraction.actors.gathering import Seen, gather
from quizapp.core.extraction.actors.links import (
    alias_pairs,
    bracket_forms,
    called_by_pronoun,
    is_gloss,
    kin_pairs,
    maiden_names,
)
from quizapp.core.extraction.actors.namesakes import days_of
from quizapp.core.extraction.actors.naming import Naming, State, name_people
from quizapp.core.extraction.actors.ordinals import told_as_others
from quizapp.core.extraction.actors.organisations import Organisation, OrganisationBook, acronyms_of, is_acronym
from quizapp.core.extraction.actors.people import Person
from quizapp.core.extraction.actors.sovereigns import lone_sovereigns
from quizapp.core.extraction.actors.states import Era, StateUse, era_of, use_of
from quizapp.core.extraction.actors.topics import with_topic
from quizapp.core.extraction.lexicons.vocabulary import vocabulary
from quizapp.core.extraction.values import Cast, DateMention, MarkPair, Sentence, Text

_STATE_KINDS = frozenset(("state", "capital", "seat"))


def find_actors(
    text: Text, sentences: Sequence[Sentence], marks: Sequence[MarkPair], dates: Sequence[DateMention] = ()
) -> Cast:
    """Find who acts, speaks or is treated as an actor, and the places and other names that do not.

    `marks` tell titles of works from names; `dates` keep “May” and “March” out and tell in which age states lived.
    """
    seen = gather(text, sentences, marks, dates)
    era = era_of(seen, dates)
    organisations = OrganisationBook()
    listed = _organisations(seen, organisations)
    _short_heads(seen, listed, organisations)
    _acronyms(text.text, seen, listed, organisations)
    _listed_forms(text.text, seen, listed, organisations)
    naming = name_people(seen, organisations, _small_words(sentences), [one.block for one in sentences], dates)
    sovereigns = lone_sovereigns(seen)
    assembly = Assembly(text.text)
    unlisted = {unlisted_state(one.words) for one in seen if one.piece.kind == "state" and not one.piece.entries}
    others = told_as_others(seen)
    for at, one in enumerate(seen):
        if at in others:
            assembly.add_name(one)
            continue
        if one.piece.kind == "name" and not one.piece.prefix and " ".join(one.words) in unlisted:
            naming.found[at] = State(" ".join(one.words))
        _place(assembly, at, one, naming, listed, sovereigns, era)
    _join_aliases(text.text, seen, assembly)
    for first, second in bracket_forms(text.text, seen):
        is_gloss_here = ":" in text.text[seen[second - 1].end : seen[second].start]
        if is_gloss_here and first in listed and listed.get(second) is listed[first]:
            assembly.alias(second)
    for relative, owner, word in kin_pairs(seen):
        assembly.relate(relative, owner, word)
    cast = replace(assembly.cast(seen), days=days_of(dates))
    return with_topic(text, sentences, marks, cast)


def _small_words(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Gather the words that a text writes without a capital."""
    return frozenset(token.text for sentence in sentences for token in sentence.tokens if token.text.islower())


def _organisations(seen: Sequence[Seen], book: OrganisationBook) -> dict[int, Organisation]:
    """Give the organisation of each piece that a list or a head noun tells; full names are found before short ones."""
    found: dict[int, Organisation] = {}
    places = [at for at, one in enumerate(seen) if one.piece.kind in ("organisation", "group")]
    for at in sorted(places, key=lambda at: (-len(seen[at].words), at)):
        piece = seen[at].piece
        row = next((entry.name for entry in piece.entries if entry.kind in ("organisation", "group")), "")
        if piece.kind == "group" and not row:
            row = "the " + " ".join(piece.words).casefold()
        found[at] = book.found(piece.words, piece.kind, row)
    return found


def _short_heads(seen: Sequence[Seen], listed: dict[int, Organisation], book: OrganisationBook) -> None:
    """Let “the Senate”, “the League” stand for the one full name that ends so."""
    titled = _titled(seen, listed)
    for at, one in enumerate(seen):
        is_open = one.piece.kind in ("name", "organisation") and len(one.words) == 1
        known = book.by_head(one.words[0]) if is_open and not one.piece.prefix else None
        if titled is not None and is_open and not one.piece.prefix and one.words == titled.words[-1:]:
            known = titled
        elif is_open and book.is_shared(one.words[0]):
            # “The League” beside two leagues: nobody says which.
            listed.pop(at, None)
        if known is not None:
            listed[at] = known


def _titled(seen: Sequence[Seen], listed: dict[int, Organisation]) -> Organisation | None:
    """Give the organisation that the first line names and nothing else: the text is about it."""
    is_title = bool(seen) and 0 in listed and seen[0].piece.sentence == 0
    is_whole = is_title and seen[0].piece.first == 0 and seen[0].piece.last == len(seen[0].tokens)
    return listed[0] if is_whole and len(listed[0].words) > 1 else None


def _acronyms(text: str, seen: Sequence[Seen], listed: dict[int, Organisation], book: OrganisationBook) -> None:
    """Take “(ABC)” behind a full name, and a full name in brackets behind “ABC”, for the same organisation."""
    for first, second, in_brackets in alias_pairs(text, seen):
        left, right = seen[first], seen[second]
        if not in_brackets:
            continue
        if first in listed and len(right.words) == 1 and is_acronym(right.words[0]):
            book.alias(right.words, listed[first])
            listed[second] = listed[first]
        elif second in listed and len(left.words) == 1 and left.words[0] in acronyms_of(right.words):
            book.alias(left.words, listed[second])
            listed[first] = listed[second]


def _listed_forms(text: str, seen: Sequence[Seen], listed: dict[int, Organisation], book: OrganisationBook) -> None:
    """Take every name that a bracket lists behind an organisation for another form of it."""
    for first, second in bracket_forms(text, seen):
        one = seen[second]
        is_short = len(one.words) == 1 and is_acronym(one.words[0])
        is_gloss_here = ":" in text[seen[second - 1].end : one.start]
        if first in listed and (is_short or is_gloss_here):
            book.alias(one.words, listed[first])
            listed[second] = listed[first]


def _place(
    assembly: Assembly,
    at: int,
    one: Seen,
    naming: Naming,
    listed: dict[int, Organisation],
    sovereigns: dict[int, Person],
    era: Era,
) -> None:
    """Decide what one piece is, and note it."""
    named = naming.found.get(at)
    half = _half(one, era)
    if half:
        assembly.add(at, one, Use(half, rule="A17-half", with_article=True))
    elif isinstance(named, State):
        acts = one.context.acts or one.context.is_owner or not one.context.preposition
        assembly.add(
            at,
            one,
            Use(unlisted_state((named.name,)), acts=acts, is_place=one.context.is_place_like, rule="A11-state-head"),
        )
    elif at in listed:
        is_family = one.words[-1] == "family" and one.context.preposition == "of"
        assembly.add(at, one, Use(listed[at], acts=is_family or not one.context.is_place_like))
    elif isinstance(named, Person | Organisation):
        assembly.add(at, one, Use(named, acts=_acts(named, one), is_unsure=at in naming.unsure))
    elif at in sovereigns:
        assembly.add(at, one, Use(sovereigns[at], rule="A07-sovereign"))
    elif one.piece.kind in _STATE_KINDS:
        _place_state(assembly, at, one, use_of(one, era))
    elif named == "place" or one.piece.kind == "place":
        assembly.add_place(one, one.piece.rule)
    elif one.piece.kind in ("event", "work", "language", "other") or _is_other(named, one):
        assembly.add_name(one)


def _is_other(named: object, one: Seen) -> bool:
    """Tell a name that is neither actor nor place from a word that is large only where it stands."""
    is_head = len(one.words) == 1 and one.words[0].lower() in vocabulary().organisation_heads
    return named == "other" and not (one.piece.in_heading or is_head or opens_as_noun(one))


def _acts(named: Person | Organisation, one: Seen) -> bool:
    """Tell whether a use makes an actor: a person always is one, an affiliation or a house that is entered is not."""
    return isinstance(named, Person) or not one.context.is_place_like


def unlisted_state(words: Sequence[str]) -> str:
    """Give what “Kingdom of Dalmora” and “Dalmora” have in common."""
    name = " ".join(words)
    return name.partition(" of ")[2].removeprefix("the ") or name


def _half(one: Seen, era: Era) -> str:
    """Give the state that “the North” stands for, where the text names one “North …” and no other."""
    if one.piece.kind not in ("name", "place", "group", "other") or len(one.words) != 1 or not one.context.has_article:
        return ""
    word = one.words[0]
    if word not in ("North", "South", "East", "West") or one.tokens[one.piece.first - 1].text.lower() != "the":
        return ""
    rivals = [name for name in era.named if name.startswith(f"{word} ")]
    return rivals[0] if len(rivals) == 1 else ""


def _place_state(assembly: Assembly, at: int, one: Seen, use: StateUse | None) -> None:
    if use is None:
        # A kingdom or republic that no list knows.
        name = unlisted_state(one.words)
        acts = one.context.acts or one.context.is_owner or not one.context.preposition
        use = StateUse(name, acts, one.context.is_place_like, False, one.piece.rule)
    if use.is_metonym or (one.piece.kind == "state" and not use.rule.startswith("A33")):
        assembly.add(
            at, one, Use(use.name, is_metonym=use.is_metonym, acts=use.acts, is_place=use.is_place, rule=use.rule)
        )
    else:
        assembly.add_place(one, use.rule)


def _join_aliases(text: str, seen: Sequence[Seen], assembly: Assembly) -> None:
    for first, second, in_brackets in alias_pairs(text, seen):
        if in_brackets and seen[second].piece.kind in ("place", "capital", "event"):
            continue
        if is_gloss(text[seen[first].end : seen[second].start]):
            assembly.adopt(first, second, seen[second])
        assembly.join(first, second)
    for married, born in maiden_names(seen):
        assembly.join(married, born)
    for earlier, at in called_by_pronoun(text, seen):
        # Two who are named before leave it open.
        last = assembly.one_person(earlier)
        if last is not None:
            assembly.join(last, at)
