"""Runs of capitalised words: where one begins, and how far joiners carry it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.vocabulary import Vocabulary, vocabulary
from quizapp.core.extraction.values import Token
from quizapp.core.extraction.verbs import verb_forms

NUMERAL = re.compile(r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})\Z")
INITIAL = re.compile(r"(?:[A-Z]\.){1,3}\Z")
_INNER_CAPITAL = re.compile(r"(?:al|el|ad|an|as|ash|at|ar|bin|de|van|d|l|ould|abu|i)[-’'][^\W\d_]", re.IGNORECASE)
_NOBLE = frozenset(("noble", "royal"))
_GROUPS_OWNING = cue_words("groups_owning")
#: No name has more words; a longer run is a list or a heading in capitals.
_LONGEST = 16
_SAINTS = frozenset(("St", "St.", "Saint"))
_NICKNAME_OPENERS = frozenset("“\"‘'(")
_NICKNAME_CLOSERS = frozenset("”\"’')")
_TRADES = (
    "men",
    "women",
    "people",
    "folk",
    "workers",
    "makers",
    "ists",
    "ians",
    "drivers",
    "builders",
    "owners",
    "eers",
)
STATE_HEADS = cue_words("state_heads")
BY_NAMES = cue_words("by_names")
#: Nouns of names that a verb has as a form too.
_NO_VERBS = frozenset(("States", "Works", "Rules", "Reports", "Records", "Games", "Guards", "Marches"))
DYNASTIES = frozenset(("dynasty", "family", "clan", "tribe", "house"))


def is_capital(token: Token) -> bool:
    """Tell whether a token is written like a name: “Torres”, “al-Sisi”, “d’Estaing”, “McRae”, “J.”."""
    word = token.text
    if word[0].isupper():
        return True
    if "-" not in word and "’" not in word and "'" not in word:
        return False
    return len(word) > 3 and word[0].islower() and _INNER_CAPITAL.match(word) is not None and _has_capital(word)


def run_end(tokens: Sequence[Token], first: int) -> int:
    """Give where the run that begins at `first` ends; joiners count only with a name behind them."""
    lexicon = vocabulary()
    at = first + 1
    has_head = False
    while at < len(tokens) and at - first < _LONGEST:
        word = tokens[at].text
        if is_capital(tokens[at]) and tokens[at].start - tokens[at - 1].end <= 1:
            at += 1
            continue
        behind, has_head = _over_joiner(tokens, first, at, word, has_head, lexicon)
        if behind == at:
            return at
        at = behind
    return at


def particle_start(tokens: Sequence[Token], at: int) -> int:
    """Let “to de Lesseps” and “told van der Meer” begin at the particle; “the van Hale drove” has none."""
    first, joiners = at, vocabulary().joiners
    while first > 0 and joiners.get(tokens[first - 1].text) == "person":
        first -= 1
    is_noun = first > 0 and tokens[first - 1].text.lower() in ("the", "a", "an", "this", "that", "his", "her", "their")
    return at if is_noun else first


def verb_in_heading(tokens: Sequence[Token], first: int, end: int) -> int:
    """Give where a name ends in “Black Sea Comes Apart”: at a verb, which a heading writes large as well."""
    lexicon, forms = vocabulary(), verb_forms()
    listed = lexicon.phrases.longest(tokens, first)
    for at in range(first + max(1, listed[0] if listed else 1), end):
        word = tokens[at].text
        form = forms.get(word.lower())
        is_name = word.lower() in lexicon.organisation_heads or word in lexicon.given or word in _NO_VERBS
        if form is not None and not is_name and (form.forms == {"third"} or form.forms == {"past"}):
            # “Workflows & Features”: what joined the verb to the name ends none.
            while at > first + 1 and not is_capital(tokens[at - 1]):
                at -= 1
            return at
    return end


def _over_joiner(
    tokens: Sequence[Token], first: int, at: int, word: str, has_head: bool, lexicon: Vocabulary
) -> tuple[int, bool]:
    """Give the place behind a joiner and the capital that it leads to, or `at` when the run ends here."""
    use = lexicon.joiners.get(word)
    if use == "person":
        behind = at
        while behind < len(tokens) and lexicon.joiners.get(tokens[behind].text) == "person":
            behind += 1
        return (behind + 1 if _capital_at(tokens, behind) else at), has_head
    if word == "of":
        behind = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text == "the" else at + 1
        joins = _capital_at(tokens, behind) and _takes_of(tokens, first, at, lexicon)
        return (behind + 1 if joins else at), has_head or joins
    if word == "&" and _capital_at(tokens, at + 1):
        return at + 2, has_head
    if word in ("for", "on", "against"):
        return _over_purpose(tokens, at, word, has_head, lexicon)
    if word in ("and", ",") and has_head and _is_listed_office(tokens, first, at, lexicon):
        return at + 2, has_head
    if word == "the" and _capital_at(tokens, at + 1) and tokens[at + 1].text in BY_NAMES:
        return (at + 2 if tokens[at - 1].text not in lexicon.titles else at), has_head
    if word in ("’s", "'s", "’", "'") and (behind := _over_owner(tokens, at, lexicon)) > at:
        return behind, has_head
    if word in _NICKNAME_OPENERS:
        return _over_nickname(tokens, at), has_head
    is_led_on = (word == "," and _is_catalogued(tokens, first, at)) or (
        word == "and" and _is_twofold(tokens, first, at, lexicon)
    )
    return (at + 2 if is_led_on else at), has_head


def _over_purpose(tokens: Sequence[Token], at: int, word: str, has_head: bool, lexicon: Vocabulary) -> tuple[int, bool]:
    """Go over “Society for Peace” and “Minister for Health Ana Torres”."""
    if word == "for" and tokens[at - 1].text in lexicon.titles:
        behind = complement_end(tokens, at)
        return (behind + 1 if behind > at else at), has_head
    joins = _capital_at(tokens, at + 1) and tokens[at - 1].text.lower() in lexicon.organisation_heads
    # “On Monday” and “against President Moe” are no part of a body’s name.
    joins = joins and not tokens[at + 1].text.endswith("day") and tokens[at + 1].text not in lexicon.titles
    return (at + 2 if joins else at), has_head or joins


def _takes_of(tokens: Sequence[Token], first: int, at: int, lexicon: Vocabulary) -> bool:
    """Tell “Bank of …”, “Duke of …”, “Joan of …” from “Peru of …”."""
    before = tokens[at - 1].text
    low = before.lower()
    if at == first + 2 and tokens[first].text.split("-")[0] in lexicon.given:
        # “Ella Park of the harbour board”: a person’s surname, no park.
        return bool(NUMERAL.match(before))
    if low in lexicon.organisation_heads or low in lexicon.event_heads or low in STATE_HEADS:
        return True
    if low in lexicon.place_heads or low in ("lake", "university", "isle", "rights", "states"):
        return True
    title = lexicon.titles.get(before)
    if title:
        return (title.role in _NOBLE and before not in ("Lord", "Lady")) or complement_end(tokens, at) > at
    if at > first + 1 and NUMERAL.match(before):
        return tokens[at - 2].text in lexicon.given
    if at == first + 1 and first and lexicon.phrases.longest(tokens, first) is None:
        # “Kleon of Samos” in mid-sentence; a sentence’s first word may be any noun.
        is_plain = before in lexicon.plain_adjectives or tokens[first - 1].text.lower() in ("the", "“", "a", ".", ":")
        if not is_plain and is_state_word(tokens, at + 1):
            return True
    is_first = at == first + 1 or tokens[at - 2].text in lexicon.titles
    if first and _DEPRIVING & {token.text for token in tokens[max(0, first - 2) : first]}:
        return False
    return is_first and before in lexicon.given and not is_state_word(tokens, at - 1)


#: “Deprived Hugo of Rieti”, “informed Joan of the treaty”: what stands behind “of” is no part of the name.
_DEPRIVING = frozenset(
    {"deprived", "stripped", "robbed", "relieved", "accused", "convicted", "informed", "warned", "reminded", "cleared"}
    | {"acquitted", "suspected", "rid", "cured", "divested", "dispossessed", "cheated", "assured", "convinced"}
)


def complement_end(tokens: Sequence[Token], at: int) -> int:
    """Give where “of State”, “for Health” behind an office ends, when a given name follows; else `at`."""
    given = vocabulary().given
    for place in range(at + 2, min(at + 7, len(tokens))):
        if tokens[place].text in given and _capital_at(tokens, place + 1):
            return place
        if not is_capital(tokens[place]) and tokens[place].text not in ("and", "the", "for", "of"):
            break
    return at


def _over_nickname(tokens: Sequence[Token], at: int) -> int:
    """Give the place behind “Bill” in marks and the surname behind it."""
    if at + 3 < len(tokens) and is_capital(tokens[at + 1]) and tokens[at + 2].text in _NICKNAME_CLOSERS:
        is_tight = tokens[at + 1].start == tokens[at].end and tokens[at].start > tokens[at - 1].end
        return at + 4 if is_tight and is_capital(tokens[at + 3]) and tokens[at - 1].text in vocabulary().given else at
    return at


def _is_listed_office(tokens: Sequence[Token], first: int, at: int, lexicon: Vocabulary) -> bool:
    """Tell “Ministry of Trade and Industry”, “Society for Peace and Progress” from “University of Oslo and Nato”."""
    if not _capital_at(tokens, at + 1) or tokens[at].text == ",":
        return False
    heads = ("ministry", "department", "committee", "commission", "council", "institute", "centre", "agency", "society")
    opens = any(tokens[place].text.lower() in heads for place in range(first, at))
    return opens and lexicon.phrases.longest(tokens, at + 1) is None and tokens[at - 1].text not in lexicon.states


def _is_catalogued(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Tell “[1] Hale, Teresa (1998).” of a list of writings: the surname first, the year behind."""
    if (
        first > 3
        or at - first > 3
        or not _capital_at(tokens, at + 1)
        or tokens[0].text not in ("[", tokens[first].text)
    ):
        return False
    behind = [token.text for token in tokens[at + 2 : at + 5]]
    behind = behind[1:] if behind and INITIAL.match(behind[0]) else behind
    return len(behind) > 1 and behind[0] == "(" and behind[1].isdigit() and len(behind[1]) == 4


def _is_twofold(tokens: Sequence[Token], first: int, at: int, lexicon: Vocabulary) -> bool:
    """Tell “the Harbour and Transport Workers’ Union”, one body, from two that “and” joins."""
    is_led = first > 0 and tokens[first - 1].text.lower() == "the"
    if not is_led or at - first > 2 or not _capital_at(tokens, at + 1):
        return False
    if any(_is_name_of_its_own(tokens, place, lexicon) for place in (*range(first, at), at + 1)):
        return False
    end = at + 1
    while end < len(tokens) and end - at < 6 and (is_capital(tokens[end]) or tokens[end].text in ("’", "'")):
        end += 1
    return end > at + 2 and tokens[end - 1].text.lower() in lexicon.organisation_heads


def _is_name_of_its_own(tokens: Sequence[Token], at: int, lexicon: Vocabulary) -> bool:
    word = tokens[at].text
    is_listed = lexicon.phrases.longest(tokens, at) is not None or word in lexicon.given or word.isupper()
    return is_listed or word.lower() in lexicon.organisation_heads


def _over_owner(tokens: Sequence[Token], at: int, lexicon: Vocabulary) -> int:
    """Give the place behind “People’s Front”, “Road Hauliers’ Association”, “King’s College”, “St Luke’s Hospital”."""
    owner = tokens[at - 1].text
    is_many = tokens[at].text in ("’", "'") and owner.endswith("s")
    is_group = owner in _GROUPS_OWNING or (owner.lower().endswith(_TRADES) and owner not in lexicon.given)
    is_saint = at > 1 and tokens[at - 2].text in _SAINTS
    if not (is_group or is_many or is_saint) or not _capital_at(tokens, at + 1):
        return at
    for place in range(at + 1, min(at + 5, len(tokens))):
        if not is_capital(tokens[place]):
            break
        low = tokens[place].text.lower()
        if low in lexicon.organisation_heads or low in STATE_HEADS or low == "central":
            return place + 1
    return at


def is_state_word(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a state, capital or people is named at a place."""
    found = vocabulary().phrases.longest(tokens, at)
    return found is not None and any(
        entry.kind in ("state", "adjective", "people", "capital", "place") for entry in found[1]
    )


def _capital_at(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_capital(tokens[at]) and tokens[at].text[0] not in "\"'"


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])
