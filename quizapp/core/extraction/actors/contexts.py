"""What stands around a name: its preposition, the verb that it is subject of, its possessive; evidence, no verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.extraction.actors.pieces import Piece
from quizapp.core.extraction.actors.runs import is_capital
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.verbs import action_verbs, speech_verbs
from quizapp.core.extraction.values import Token

PLACE_PREPOSITIONS = cue_words("place_prepositions")
_PARTNERS = cue_words("partners")
_BETWEEN = cue_words("between")
_ADVERBS = cue_words("adverbs")
_AUXILIARIES = cue_words("auxiliaries")
_BEING = frozenset(("is", "are", "was", "were", "be", "been"))
_HUMAN_NOUNS = frozenset(["who", "whom", "whose"])
#: A sentence that begins so says first when or where; a comma ends that.
_OPENING = PLACE_PREPOSITIONS | frozenset(
    ("on", "after", "before", "during", "when", "while", "by", "with", "since", "as", "because", "although", "if")
)
#: What only lands and towns have.
_OF_PLACES = cue_words("of_places")
_GIVING = cue_words("giving")
_TAKING = cue_words("taking")


@dataclass(frozen=True, slots=True)
class Context:
    """Evidence around one piece.

    `preposition` is the word that governs it; `verb` the sense of the verb whose subject it is: speech, decide, give,
    fight, act, life, passive, other, or empty. `is_addressee`: told, warned, accused it. `is_recipient`: gave, sent,
    lent … to it. `is_owner`: has ’s. `has_article`: “the” stands before it. `own_pronoun` is the first of its, his,
    her, their behind it. `is_beside_place`: “and” or a comma joins it to a town, as in “Hull, Venn and Orrin”.
    """

    preposition: str = ""
    verb: str = ""
    is_addressee: bool = False
    is_recipient: bool = False
    is_owner: bool = False
    has_article: bool = False
    has_who: bool = False
    is_partner: bool = False
    is_coordinated: bool = False
    own_pronoun: str = ""
    is_beside_place: bool = False

    @property
    def is_place_like(self) -> bool:
        """Whether a preposition of place governs it and nothing says that it acts."""
        return self.preposition in PLACE_PREPOSITIONS and not self.is_recipient

    @property
    def acts(self) -> bool:
        """Whether it is subject, addressee, recipient or partner of an action."""
        return bool(self.verb) or self.is_addressee or self.is_recipient or self.is_partner


def context_of(tokens: Sequence[Token], piece: Piece, left: int, previous: tuple[Piece, Context] | None) -> Context:
    """Gather what stands around a piece; `left` is the first token of its phrase, with titles and descriptions."""
    place, has_article = _behind_determiners(tokens, left - 1)
    word = tokens[place].text.lower() if place >= 0 else ""
    is_owner = piece.last < len(tokens) and tokens[piece.last].text in ("’s", "'s", "’", "'")
    is_inverted = _is_inverted(tokens, place, word)
    governed = word in PLACE_PREPOSITIONS or word in _PARTNERS
    verb = "speech" if is_inverted or (word == "to" and _word(tokens, place - 1).lower() == "according") else ""
    if not verb and not is_owner and not governed:
        verb = verb_behind(tokens, piece.last) or _verb_behind_apposition(tokens, place, piece.last)
    inherited = _inherited(tokens, place, previous, verb)
    preposition = "" if is_inverted else word if governed else inherited.preposition if inherited else ""
    if verb == "speech" and word == "to":
        preposition = ""
    return Context(
        preposition=preposition,
        verb="" if inherited and inherited.preposition and not is_inverted else verb,
        is_addressee=_is_addressee(tokens, place, word) or bool(inherited and inherited.is_addressee),
        is_recipient=_is_recipient(tokens, place, word),
        is_owner=is_owner,
        has_article=has_article,
        has_who=_is_followed_by_who(tokens, piece.last + (_word(tokens, piece.last) == ",")),
        is_partner=word in _PARTNERS or bool(inherited and inherited.is_partner),
        is_coordinated=inherited is not None,
        own_pronoun=_own_pronoun(tokens, piece.last),
        is_beside_place=inherited is not None and _is_town(previous),
    )


def _verb_behind_apposition(tokens: Sequence[Token], before: int, last: int) -> str:
    """Give the sense of the verb in “the deputy at Orrin, Ana Moe, ordered”."""
    is_apposed = before > 0 and tokens[before].text == "," and last < len(tokens) and tokens[last].text == ","
    return _sense_at(tokens, last + 1) if is_apposed else ""


def _is_list_of_towns(tokens: Sequence[Token], previous: tuple[Piece, Context], comma: int) -> bool:
    """Tell “the fleets of Hull, Venn and Orrin sailed” from “After talks in Hull, Moe and Lind agreed”."""
    if not _is_town(previous) or tokens[0].text.lower() in _OPENING:
        return False
    end = next((at for at in range(comma + 1, min(comma + 5, len(tokens))) if not is_capital(tokens[at])), comma)
    is_joined = tokens[end].text in ("and", ",", "or") and end + 1 < len(tokens) and is_capital(tokens[end + 1])
    return is_joined and end > comma + 1


def _is_town(previous: tuple[Piece, Context] | None) -> bool:
    """Whether the name before is a town that a preposition of place governs, or stands beside one."""
    if previous is None or not previous[1].is_place_like:
        return False
    return previous[0].kind in ("place", "capital") or previous[1].is_beside_place


def verb_behind(tokens: Sequence[Token], at: int) -> str:
    """Give the sense of the verb behind a subject, over brackets, appositions, “and” with a name, and adverbs."""
    at = _over_brackets(tokens, at)
    sense = _sense_at(tokens, at)
    if sense or at >= len(tokens):
        return sense
    if tokens[at].text == ",":
        if at + 1 < len(tokens) and tokens[at + 1].text in ("who", "which"):
            return _sense_at(tokens, at + 2)
        for place in range(at + 1, min(at + 16, len(tokens))):
            if tokens[place].text == ",":
                return _sense_at(tokens, place + 1)
            if tokens[place].text in (".", ";", ":", "“", '"'):
                return ""
    if tokens[at].text in ("and", "&", "or"):
        for place in range(at + 1, min(at + 8, len(tokens))):
            if not is_capital(tokens[place]) and tokens[place].text not in ("the", "of", "its", "his"):
                return _sense_at(tokens, place)
    return ""


def _over_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text in ("(", "["):
        for place in range(at + 1, min(at + 18, len(tokens))):
            if tokens[place].text in (")", "]"):
                return place + 1
    return at


def _sense_at(tokens: Sequence[Token], at: int) -> str:
    """Give the sense of the verb at a place, over adverbs and auxiliaries."""
    auxiliary = ""
    for place in range(at, min(at + 5, len(tokens))):
        word = tokens[place].text
        low = word.lower()
        if low in _ADVERBS or (low.endswith("ly") and len(low) > 4):
            continue
        if low in _AUXILIARIES and word not in ("’s", "'s"):
            auxiliary = low
            continue
        sense = _verb_sense(low, bool(auxiliary))
        if sense and auxiliary in _BEING and not low.endswith("ing"):
            return "passive"
        return sense or ("other" if auxiliary else "")
    return "other" if auxiliary else ""


def _verb_sense(word: str, has_auxiliary: bool) -> str:
    for verb in speech_verbs().get(word, ()):
        if verb.forms & {"third", "past", "base"} or has_auxiliary:
            return "speech"
    for verb in action_verbs().get(word, ()):
        if verb.forms & {"third", "past", "base"} or has_auxiliary:
            return verb.sense
    return "other" if len(word) > 4 and word.endswith("ed") else ""


def _behind_determiners(tokens: Sequence[Token], at: int) -> tuple[int, bool]:
    has_article = False
    while at >= 0 and tokens[at].text.lower() in _BETWEEN:
        has_article = has_article or tokens[at].text.lower() == "the"
        at -= 1
    return at, has_article


def _inherited(
    tokens: Sequence[Token], place: int, previous: tuple[Piece, Context] | None, verb: str
) -> Context | None:
    """Give the context of the name before, where “and”, “or” or a comma joins both."""
    if previous is None or place < 0 or tokens[place].text not in ("and", ",", "or", "&", "–", "/"):
        return None
    before = place - 1 if tokens[place - 1].text == "," else place
    if previous[0].last != before:
        return None
    # “In the war, X warned …”: the comma closes what the preposition governs.
    is_list = tokens[place].text != "," or not verb or _is_list_of_towns(tokens, previous, place)
    return previous[1] if is_list else None


def _is_inverted(tokens: Sequence[Token], place: int, word: str) -> bool:
    """Tell “…,” said X from “said X would …”."""
    if place < 1 or not any(verb.forms & {"past", "third"} for verb in speech_verbs().get(word, ())):
        return False
    return tokens[place - 1].text in ("”", '"', "’", ",", "»", "“", "'")


def _is_addressee(tokens: Sequence[Token], place: int, word: str) -> bool:
    if place < 0:
        return False
    verbs = (*speech_verbs().get(word, ()), *action_verbs().get(word, ()))
    return any("person" in verb.takes for verb in verbs) and not _is_inverted(tokens, place, word)


def _is_recipient(tokens: Sequence[Token], place: int, word: str) -> bool:
    """Tell “sent arms to X” and “demanded tribute from X” from “went to X” and “came from X”."""
    if word not in ("to", "from"):
        return False
    if word == "to" and place > 0 and _is_told_to(tokens[place - 1].text.lower()):
        return True
    reach, verbs = (7, _GIVING) if word == "to" else (5, _TAKING)
    return any(tokens[step].text.lower() in verbs for step in range(max(0, place - reach), place))


def _is_told_to(verb: str) -> bool:
    """Tell “complained to X”, “wrote to X”: a verb of speech right before “to”."""
    return any(found.forms & {"past", "third", "participle"} for found in speech_verbs().get(verb, ()))


def _own_pronoun(tokens: Sequence[Token], at: int) -> str:
    for place in range(at, min(at + 14, len(tokens))):
        low = tokens[place].text.lower()
        if low in ("“", '"', "‘", "«"):
            # What is quoted speaks of something else.
            return ""
        if low in ("its", "his", "her", "he", "she", "their"):
            return low
    return ""


def _is_followed_by_who(tokens: Sequence[Token], at: int) -> bool:
    """Tell “Moe, who …” and “Moe, whose plan …” from “Punt, whose ruler …”."""
    word = _word(tokens, at)
    return word in _HUMAN_NOUNS and not (word == "whose" and _word(tokens, at + 1) in _OF_PLACES)


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""
