"""Names that a word within them makes one: reigns, committees, saints’ houses; and what only leads to a name."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.actors.pieces import PieceKind
from quizapp.core.extraction.actors.runs import is_capital
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import Vocabulary
from quizapp.core.extraction.values import Token

#: Behind the name of a reign they make it a ruler's: “the Jianwen Emperor”.
REIGNING = frozenset(("Emperor", "Empress"))
SAINTS = frozenset(("St", "St.", "Saint", "Sts", "Sts."))
#: Titles of rule; with “of” behind them they part two of one given name.
RULERS = frozenset(
    [
        "king",
        "queen",
        "emperor",
        "empress",
        "tsar",
        "tsarina",
        "prince",
        "princess",
        "duke",
        "duchess",
        "archduke",
        "archduchess",
        "earl",
        "count",
        "countess",
        "marquis",
        "marquess",
        "marchioness",
        "margrave",
        "margravine",
        "landgrave",
        "elector",
        "electress",
        "viscount",
        "viscountess",
        "baron",
        "baroness",
        "sultan",
        "shah",
        "doge",
        "regent",
        "lord",
        "lady",
    ]
)
_OWNERS = frozenset(("’s", "'s", "’", "'"))
#: Bodies that are written small behind the name of their founder, chairman or giver.
_LOWER_GROUPS = frozenset(("dynasty", "family", "clan", "tribe", "tribes", "dynasties"))
_LOWER_BODIES = frozenset(("committee", "commission", "foundation", "institute", "tribunal", "syndicate"))
#: Second parts of words such as “British-owned”, “Tokyo-based”, “Moscow-backed”.
_OWNED = cue_words("owned_by")
#: What somebody belongs to, right before a name: “Democrat Paul Hale”.
_LABELS = cue_words("party_labels")


def over_label(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> int:
    """Give the place behind “British-owned”, or “Democrat” before a given name or an office with a name, else `at`."""
    if at + 1 >= end:
        return at
    word = tokens[at].text
    if "-" in word and word.rpartition("-")[2] in _OWNED:
        return at + 1
    following = tokens[at + 1].text
    is_before_person = following in lexicon.given or (following in lexicon.titles and at + 2 < end)
    return at + 1 if word in _LABELS and is_before_person else at


def compound_at(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> tuple[int, PieceKind, str] | None:
    """Give end, kind and rule of “Jianwen Emperor”, “Nobel committee”, “Brandt family”, “St Luke’s Hospital”."""
    following = tokens[end].text if end < len(tokens) else ""
    if following in _LOWER_GROUPS:
        return end + 1, "group", "A16-head-group"
    if is_reign(tokens, at, end, lexicon):
        return at + 2, "name", "A08-reign"
    if is_saints_house(tokens, at, end, lexicon):
        return end, "organisation", "A15-head"
    is_plain = end - at <= 2 and all(lexicon.phrases.longest(tokens, place) is None for place in range(at, end))
    if following in _LOWER_BODIES and is_plain and tokens[at].text not in lexicon.given:
        return end + 1, "organisation", "A15-head"
    return None


def is_reign(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> bool:
    """Tell “the Jianwen Emperor” from “the Roman Emperor” and “the young Emperor”."""
    if at + 2 > end or at == 0 or tokens[at + 1].text not in REIGNING or tokens[at - 1].text.lower() != "the":
        return False
    return lexicon.phrases.longest(tokens, at) is None and tokens[at].text not in lexicon.plain_adjectives


def is_saints_house(tokens: Sequence[Token], at: int, end: int, lexicon: Vocabulary) -> bool:
    """Tell “St Luke’s Hospital” and “King’s College” from a person with a title."""
    if end - at < 3 or not (tokens[at].text in SAINTS or tokens[at + 1].text in _OWNERS):
        return False
    is_owned = any(tokens[place].text in _OWNERS for place in range(at + 1, end - 1))
    last = tokens[end - 1].text.lower()
    return is_owned and is_capital(tokens[end - 1]) and last in lexicon.organisation_heads


def title_end(tokens: Sequence[Token], at: int) -> int:
    """Give the end of “, Queen of Scots” and “Queen of Scots” behind a name; `at` where no title of rule stands."""
    first = at + 1 if at < len(tokens) and tokens[at].text == "," else at
    first += int(first < len(tokens) and tokens[first].text in ("the", "Grand"))
    if first + 2 >= len(tokens) or tokens[first].text.lower() not in RULERS or tokens[first + 1].text != "of":
        return at
    last = first + 2
    while last < len(tokens) and (is_capital(tokens[last]) or tokens[last].text == "the"):
        last += 1
    return last if is_capital(tokens[last - 1]) else at


def over_title(tokens: Sequence[Token], at: int) -> int:
    """Give the end of a title of rule that stands right behind a given name: “Mary Queen of Scots”."""
    is_title = at < len(tokens) and is_capital(tokens[at]) and tokens[at].text.lower() in RULERS
    return title_end(tokens, at) if is_title else at
