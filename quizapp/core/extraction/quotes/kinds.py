"""What a quotation is: words that somebody said, or a title, a term, a word at arm's length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.words import (
    DETERMINERS,
    LIGHT_WORDS,
    PREPOSITIONS,
    STOPS,
    TERM_VERBS,
    TERM_WORDS,
    TITLED,
    WORKS,
)

Unspoken: TypeAlias = Literal["title", "term", "scare"]

#: A cue may govern a quotation as its object from so near.
_NEAR = 4


def content_words(words: str) -> list[str]:
    """List the words that carry sense."""
    return [word for word in words.lower().split() if word.strip("’'“”,.;:!?") not in LIGHT_WORDS]


def unspoken_kind(pieces: Sequence[Piece], place: int, found: Found | None) -> Unspoken | None:
    """Tell a title, a term or a scare quote by the words before it; None where it may be speech."""
    words = pieces[place].text
    if found is not None and found.rule == "Q6-view":
        return None
    before = [piece.lower for piece in pieces[max(0, place - 8) : place]]
    kind = _by_word_before(words, before, pieces, place) or _by_words_behind(words, pieces, place)
    is_named = before[-1:] == ["as"] or (before[-2:-1] == ["as"] and before[-1] in DETERMINERS)
    if kind == "term" and found is not None and not is_named and before[-1] not in TERM_WORDS | TERM_VERBS:
        kind = None
    if kind is not None:
        return kind
    if found is not None and found.is_naming and found.rule == "Q1-passive" and before[-1:] in (["the"], ["a"], ["an"]):
        return "term"
    if found is not None and found.is_naming and (found.speaker is None or is_capitalised(words)):
        return "term" if is_capitalised(words) or found.rule == "Q1-named" else None
    return "scare" if _is_scare(pieces, place, found) else None


def _by_word_before(words: str, before: list[str], pieces: Sequence[Piece], place: int) -> Unspoken | None:
    last = before[-1] if before else ""
    if last == "so-called" or before[-2:] in (["so", "called"], ["so-called", "the"]):
        return "scare"
    if last in TITLED or (last == "," and before[-2:-1] and before[-2] in WORKS and is_capitalised(words)):
        return "title"
    if last in WORKS and not _is_ended(words) and _may_be_title(words, before):
        return "title"
    if last in ("in", "from") and is_capitalised(words) and not _is_ended(words) and words[-1:] not in STOPS:
        return "title"
    is_listed = (last in PREPOSITIONS and last != "as") or before[-2:] == ["among", "them"]
    if is_listed and is_capitalised(words) and len(content_words(words)) > 1:
        return None if _is_ended(words) else "title"
    if last in ("and", "or") and _follows_title(pieces, place, before):
        return "title"
    if (
        last in TERM_VERBS
        or before[-2:] == ["stands", "for"]
        or before[-2:] in (["known", "as"], ["known", "by"], ["translates", "as"])
    ):
        return "term"
    if "known" in before and (last == "as" or (before[-2:-1] == ["as"] and last in DETERMINERS)):
        return "term"
    if last in TERM_WORDS and not _is_said(words, before):
        return "term"
    is_copula = last in ("is", "was", "reads", "became") and any(
        word in TERM_WORDS for word in _subject_words(pieces, place)
    )
    return "term" if is_copula else None


def _by_words_behind(words: str, pieces: Sequence[Piece], place: int) -> Literal["title"] | None:
    """Tell “The Signals of the North”, a study of …: a work of that name is told of."""
    behind = [piece.lower for piece in pieces[place + 1 : place + 6]]
    if words[-1:] == ",":
        behind, words = [",", *behind], words[:-1]
    if not is_capitalised(words) or _is_ended(words) or behind[:1] != [","] or not set(behind[1:2]) & _INTRODUCING:
        return None
    noun = next((at for at, word in enumerate(behind[2:5], 2) if word in WORKS), 0)
    return "title" if noun and all(word[0].isalpha() for word in behind[2:noun]) else None


_INTRODUCING = DETERMINERS - {"my", "your", "our"}


def _follows_title(pieces: Sequence[Piece], place: int, before: list[str]) -> bool:
    """Whether “A” and “B” are two works: the first stands behind “of” or the name of a kind of work."""
    if place < 3 or pieces[place - 2].kind != "quote" or not is_capitalised(pieces[place].text):
        return False
    return _by_word_before(pieces[place - 2].text, before[:-2], pieces, place - 2) == "title"


def _may_be_title(words: str, before: list[str]) -> bool:
    return is_capitalised(words) or (before[-1] in WORKS and words[:1].isupper())


def _is_said(words: str, before: list[str]) -> bool:
    return before[-1] == "words" and len(content_words(words)) > 1 and before[-2:-1] == ["the"] and "with" in before


def _subject_words(pieces: Sequence[Piece], place: int) -> list[str]:
    return [piece.lower for piece in pieces[max(0, place - 8) : place] if piece.kind == "word"]


def _is_ended(words: str) -> bool:
    return words[-1:] in ",."


def is_capitalised(words: str) -> bool:
    """Whether every word that carries sense begins with a capital, as in titles and names."""
    content = [word for word in words.split() if word.lower().strip("’'“”,.;:!?") not in LIGHT_WORDS]
    return bool(content) and all(word.lstrip("‘“'\"(")[:1].isupper() or word[:1].isdigit() for word in content)


def _is_scare(pieces: Sequence[Piece], place: int, found: Found | None) -> bool:
    """Apply the scare test: few words in the place of a noun or adjective, and no cue that takes them as its object."""
    words = pieces[place].text
    if _is_ended(words) or words[-1:] in STOPS or len(content_words(words)) > 2:
        return False
    if place == 0 or pieces[place - 1].lower == ":":
        return found is None
    before = pieces[place - 1]
    is_named = before.is_possessive or (before.kind == "word" and before.lower in DETERMINERS)
    if not is_named and _is_bare_noun(pieces, place, found):
        return True
    if not is_named:
        is_adverbial = words.split()[0].lower() in PREPOSITIONS and len(words.split()) > 1
        return found is None and not is_adverbial
    follows = pieces[place + 1] if place + 1 < len(pieces) else None
    is_adjective = (
        follows is not None and follows.kind == "word" and follows.text[0].isalpha() and not _ends_phrase(follows)
    )
    if found is None or found.cue_place is None:
        return True
    gap = place - found.cue_place
    if found.rule == "Q6-noun" or not found.is_before:
        return False
    if is_adjective and len(words.split()) == 1:
        return gap > 2 or found.cue_place is None or not _takes_manner(pieces, found.cue_place)
    return gap > _NEAR and not _has_link(pieces, found.cue_place, place)


def _is_bare_noun(pieces: Sequence[Piece], place: int, found: Found | None) -> bool:
    """Tell one word behind its adjective, far from the verb of speech: “said that they fell out over tax “reform””."""
    if found is None or not found.is_before or found.cue_place is None or len(pieces[place].text.split()) > 1:
        return False
    before = pieces[place - 1]
    is_word = before.kind == "word" and before.text[0].isalpha() and not _ends_phrase(before)
    return is_word and place - found.cue_place > _NEAR and pieces[place - 2].lower in PREPOSITIONS - {"as"}


def _ends_phrase(piece: Piece) -> bool:
    return piece.lower in LIGHT_WORDS or piece.lower in PREPOSITIONS


def _takes_manner(pieces: Sequence[Piece], cue_place: int) -> bool:
    return pieces[cue_place].lower in ("voiced", "expressed", "voices", "expresses", "voicing", "expressing")


def _has_link(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether “as”, “for” or “of” hands the words to the cue: “praised the edition for its “…””."""
    return any(pieces[at].lower in ("as", "for", "of", "to", "against") for at in range(max(start, end - 5), end))


def is_direct(pieces: Sequence[Piece], place: int, found: Found | None) -> bool:
    """Tell whole words of a speaker from a part that the writer works into a sentence."""
    words = pieces[place].text
    before = pieces[place - 1].lower if place else ""
    is_whole = words[:1].isupper() and words[-1:] in STOPS + ",;"
    if found is not None and not found.is_before and found.rule not in ("Q1-according", "Q1-in-words"):
        return place == 0 or before in (",", ";", ":", "–", "—") or is_whole
    if before in (":", ",", ";") or place == 0:
        is_parenthetic = before == "," and words[:1].islower() and not _begins_with_cue(pieces, place)
        return not is_parenthetic and (before != "," or found is not None or is_whole)
    return is_whole and before not in ("that", "as")


def _begins_with_cue(pieces: Sequence[Piece], place: int) -> bool:
    return any(piece.kind == "quote" for piece in pieces[max(0, place - 40) : place])
