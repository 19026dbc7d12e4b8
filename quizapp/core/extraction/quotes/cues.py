"""Cues: where in a sentence a verb or noun of speech stands, and whether it is active, passive or without a subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from quizapp.core.extraction.lexicons.tables import rows, words
from quizapp.core.extraction.lexicons.verbs import Verb, claim_nouns, inflect, speech_verbs
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import (
    ADVERBS,
    ARTICLES,
    AUXILIARIES,
    BE_FORMS,
    DETERMINERS,
    NOT_ADVERBS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    RELATIVES,
    word_set,
)

#: Forms that are nouns or adjectives as often as verbs: they need a subject right before them.
_ALSO_NOUNS = frozenset({"base", "third"})
_CONVICTIONS = word_set("adamant certain clear confident convinced emphatic insistent positive sure")
#: Behind “ruled” they tell a reign from a judgement.
_REIGNING = word_set("on over as from until till for in jointly alone with between")
#: A verb that tells only beside a quotation whose words it holds takes nothing but a place there.
_ONLY_BESIDE = frozenset(("tag",))
#: So many pieces may stand between a quotation and such a verb behind it.
_BESIDE_REACH = 8
#: What stands behind “said by” without being who said it.
_MEANS = word_set(
    "telephone phone e-mail email letter text video radio fax post wire cable telegram way then now satellite"
)
_BE_SURE = Verb("be sure", frozenset({"past"}), "think", frozenset({"clause"}))


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech in a sentence: its place, the place behind its particle, and how it is used."""

    place: int
    end: int
    verb: Verb
    is_passive: bool
    is_ing: bool
    is_infinitive: bool


@cache
def _verbs() -> Mapping[str, tuple[Verb, ...]]:
    found = {form: list(verbs) for form, verbs in speech_verbs().items()}
    for row in rows("quote_verbs"):
        forms: dict[str, set[str]] = {}
        for form, name in inflect(row["verb"], row["past"], row["participle"], row["ing"]):
            forms.setdefault(form, set()).add(name)
        for form, names in forms.items():
            takes = frozenset(words(row["takes"]))
            verb = Verb(row["verb"], frozenset(names), row["sense"], takes, row["particle"])  # type: ignore[arg-type]
            found.setdefault(form, []).append(verb)
    return {form: tuple(verbs) for form, verbs in found.items()}


@cache
def _said_lemmas() -> frozenset[str]:
    return frozenset(verb.lemma for verbs in speech_verbs().values() for verb in verbs if "quote" in verb.takes)


def is_saying(cue: Cue) -> bool:
    """Whether a verb can stand behind a quotation with nothing but its subject: “…,” she said."""
    is_listed = cue.verb.lemma in _said_lemmas() or "tag" in cue.verb.takes
    return is_listed or cue.verb.sense == "write" or cue.verb.lemma in ("put", "read")


def is_adverb(piece: Piece) -> bool:
    """Whether a word may stand between a subject and its verb."""
    lower = piece.lower
    if piece.kind != "word":
        return False
    return lower in ADVERBS or (
        lower.endswith("ly") and len(lower) > 4 and lower not in NOT_ADVERBS and lower[0] == piece.text[0]
    )


def is_claim_noun(piece: Piece) -> bool:
    """Whether a word is a noun of speech by its form."""
    return piece.kind == "word" and piece.lower in claim_nouns()


def find_cue(pieces: Sequence[Piece], place: int) -> Cue | None:
    """Read a cue at a place; None where the word is none, or is a noun here."""
    piece = pieces[place]
    if piece.kind != "word" or (piece.is_capital and place > 0 and pieces[place - 1].kind != "quote"):
        return None
    if piece.lower in _CONVICTIONS:
        return _conviction(pieces, place)
    verbs = _verbs().get(piece.lower)
    if verbs is None:
        return None
    read = _with_particle(pieces, place, verbs)
    if read is None:
        return None
    verb, end = read
    if verb.lemma == "rule" and end < len(pieces) and pieces[end].lower in _REIGNING:
        return None
    if verb.takes == _ONLY_BESIDE and not _is_beside(pieces, place, end):
        return None
    before = place - 1
    while before >= 0 and is_adverb(pieces[before]):
        before -= 1
    owner = pieces[before] if before >= 0 else None
    if not _is_verb_here(verb, owner, pieces, before, place):
        return None
    is_past = "participle" in verb.forms
    is_passive = is_past and (
        (owner is not None and owner.kind == "word" and owner.lower in BE_FORMS) or _is_by_agent(owner, pieces, end)
    )
    is_infinitive = owner is not None and owner.lower == "to" and "base" in verb.forms
    return Cue(place, end, verb, is_passive, "ing" in verb.forms, is_infinitive)


def _is_beside(pieces: Sequence[Piece], place: int, end: int) -> bool:
    """Whether “Moe barked” or “barked Moe” stands right behind a quotation, or before its colon."""
    follows = pieces[end].lower if end < len(pieces) else "."
    if follows == ":":
        return True
    near = range(place - 1, max(-1, place - _BESIDE_REACH), -1)
    quoted = next((at for at in near if pieces[at].kind == "quote" or pieces[at].lower in (";", ":")), None)
    if quoted is None or pieces[quoted].kind != "quote":
        return False
    is_right_behind = all(pieces[at].lower == "," or is_adverb(pieces[at]) for at in range(quoted + 1, place))
    return is_right_behind or follows in (".", ",", ";") or follows in PREPOSITIONS or is_adverb(pieces[end])


def _is_by_agent(owner: Piece | None, pieces: Sequence[Piece], end: int) -> bool:
    """Tell “words spoken by Ana Moe” from “Ana Moe said by telephone” and “she said by way of greeting”."""
    if end >= len(pieces) or pieces[end].lower != "by":
        return False
    is_subject = owner is not None and owner.lower in PRONOUNS - {"it", "you"}
    return not is_subject and not (end + 1 < len(pieces) and pieces[end + 1].lower in _MEANS)


def _conviction(pieces: Sequence[Piece], place: int) -> Cue | None:
    """Read “was certain that”."""
    before = place - 1
    while before >= 0 and is_adverb(pieces[before]):
        before -= 1
    is_here = before >= 0 and pieces[before].lower in BE_FORMS and place + 1 < len(pieces)
    return (
        Cue(place, place + 1, _BE_SURE, False, False, False) if is_here and pieces[place + 1].lower == "that" else None
    )


def _with_particle(pieces: Sequence[Piece], place: int, verbs: Sequence[Verb]) -> tuple[Verb, int] | None:
    """Choose the verb whose particle follows, within three pieces where an object may stand between."""
    following = place + 1
    lower = pieces[following].lower if following < len(pieces) else ""
    for verb in verbs:
        if verb.particle and verb.particle == lower:
            return verb, following + 1
    near = [piece.lower for piece in pieces[following : following + 16]]
    for verb in verbs:
        if verb.particle == "as" and "as" in near:
            return verb, following
    return next(((verb, following) for verb in verbs if not verb.particle), None)


def _is_verb_here(verb: Verb, owner: Piece | None, pieces: Sequence[Piece], before: int, place: int) -> bool:
    """Tell a verb from a noun or an adjective of the same form by what stands before it."""
    if owner is None:
        return not verb.forms & _ALSO_NOUNS or "past" in verb.forms
    lower = owner.lower
    if owner.is_possessive or lower in ARTICLES or (lower in DETERMINERS - QUANTIFIERS and lower != "that"):
        return False
    if "base" in verb.forms and "past" not in verb.forms:
        return _allows_base(owner, pieces, before)
    if "third" in verb.forms:
        follows = pieces[place + 1].lower if place + 1 < len(pieces) else ""
        return follows not in AUXILIARIES and _allows_third(owner)
    if "ing" in verb.forms:
        return True
    return lower not in PREPOSITIONS or lower == "as"


def _allows_base(owner: Piece, pieces: Sequence[Piece], before: int) -> bool:
    lower = owner.lower
    if lower == "to" or lower in AUXILIARIES or lower in PRONOUNS or lower in ("who", "which"):
        return lower not in BE_FORMS
    if owner.kind == "name":
        return owner.lower.endswith("s") or (before > 1 and pieces[before - 1].lower == "and")
    return owner.kind == "word" and lower not in PREPOSITIONS and lower.endswith("s") and not lower.endswith("ss")


def _allows_third(owner: Piece) -> bool:
    lower = owner.lower
    if owner.kind in ("name", "quote") or lower in (",", "–", "—"):
        return True
    if lower in PRONOUNS or lower in RELATIVES or lower == "and":
        return True
    is_small = lower in PREPOSITIONS or lower in OBJECT_PRONOUNS or lower in AUXILIARIES
    return owner.kind == "word" and not is_small and not lower.endswith(("s", "ed"))
