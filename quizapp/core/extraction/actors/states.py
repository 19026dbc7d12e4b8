"""States, and the capitals and seats of power that stand for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.lexicons.tables import cue_words
from quizapp.core.extraction.lexicons.verbs import claim_nouns
from quizapp.core.extraction.lexicons.vocabulary import State, vocabulary
from quizapp.core.extraction.values import DateMention, Token

_DAYS_A_YEAR = 365.2425
_ANCIENT_END = 500
_MODERN_START = 1450
_TALKS = cue_words("talks")
_OWNED = cue_words("owned")
_SPEAKING = frozenset(("speech", "decide", "give", "fight"))


@dataclass(frozen=True, slots=True)
class StateUse:
    """What a named state, capital or seat is at one place: the state’s row, whether it acts, and by which rule."""

    name: str
    acts: bool
    is_place: bool
    is_metonym: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Era:
    """The years that a text speaks of, as far as its dates tell."""

    first: int | None
    last: int | None
    is_ancient: bool
    named: Mapping[str, int]


def era_of(seen: Sequence[Seen], dates: Sequence[DateMention]) -> Era:
    """Gather the years of the dates and the states that are named outright."""
    years = sorted(
        int(mention.value.lo // _DAYS_A_YEAR) for mention in dates if mention.value and mention.value.lo is not None
    )
    named: Counter[str] = Counter()
    ancient = modern = 0
    for one in seen:
        rows = _rows(one, "state")
        if len(rows) == 1 and not _rows(one, "capital"):
            named[rows[0].name] += 1
            until = rows[0].until
            ancient += until is not None and until <= _ANCIENT_END
            modern += until is None and (rows[0].since or 0) > _MODERN_START
        if one.piece.kind == "group" and one.piece.entries:
            people = vocabulary().states.get(one.piece.entries[0].name)
            ancient += people is not None and people.until is not None and people.until <= _ANCIENT_END
    middle = years[len(years) // 2] if years else None
    is_ancient = middle < _ANCIENT_END if middle is not None else ancient > modern
    return Era(years[0] if years else None, years[-1] if years else None, is_ancient, named)


def use_of(one: Seen, era: Era) -> StateUse | None:
    """Tell what a piece that the lists know as state, capital or seat is here."""
    states = [row for row in _rows(one, "state") if _is_of_era(row, era)]
    capitals = [row for row in _rows(one, "capital") if not _is_later(row, era)]
    if states and capitals and not era.is_ancient:
        living = [row for row in states if row.until is None]
        states = living
    if not states and not capitals and _rows(one, "state"):
        states = list(_rows(one, "state"))
    if states:
        row = _best(states, era)
        return StateUse(
            row.name,
            _state_acts(one),
            one.context.is_place_like and one.context.preposition != "of",
            False,
            one.piece.rule,
        )
    seats = _rows(one, "seat")
    if seats:
        row = _best(seats, era)
        acts = not one.context.is_place_like or one.context.preposition == "of"
        return StateUse(row.name, acts, not acts, acts, "A31-seat" if acts else "A32-seat-as-place")
    if capitals:
        row = _best(capitals, era)
        acts = _capital_acts(one, era)
        return StateUse(row.name, acts, not acts, acts, "A30-metonym" if acts else "A33-capital-as-place")
    return None


def _rows(one: Seen, kind: str) -> list[State]:
    lexicon = vocabulary()
    return [lexicon.states[entry.name] for entry in one.piece.entries if entry.kind == kind]


def _is_later(row: State, era: Era) -> bool:
    """Tell whether a state was founded long after the times of a text: its Rome is no Italy."""
    if row.since is None:
        return False
    if era.is_ancient:
        return row.since > _ANCIENT_END  # “northern Italy” is a land there
    return era.last is not None and row.since > era.last and not era.named.get(row.name, 0)


def _is_of_era(row: State, era: Era) -> bool:
    """Tell whether a dead state is near the years of the text; a living one always is."""
    if row.until is None or era.last is None or era.first is None:
        return row.until is None or era.is_ancient or row.until > _ANCIENT_END or era.last is None
    return (era.first - 150 <= row.until and (row.since or row.until) <= era.last + 150) or era.named.get(
        row.name, 0
    ) > 0


def _best(rows: Sequence[State], era: Era) -> State:
    """Choose among states of one name or capital: named outright, then alive in the text’s years, then alive now."""

    def rank(row: State) -> tuple[int, int, int]:
        middle = ((era.first or 0) + (era.last or 0)) // 2 if era.last is not None and era.first is not None else None
        lives = middle is None or (row.since or -9999) <= middle <= (row.until if row.until is not None else 9999)
        return (era.named.get(row.name, 0), int(lives), int(row.until is None))

    return max(rows, key=rank)


def _state_acts(one: Seen) -> bool:
    context = one.context
    return context.acts or context.is_owner or (not context.preposition and not one.piece.in_heading)


def _capital_acts(one: Seen, era: Era) -> bool:
    """Tell the state behind a capital from the city, by what it does there."""
    context = one.context
    if _is_called_capital(one.tokens, one.piece.first) or context.is_place_like:
        return False
    if context.is_recipient and _is_sent_person(one):
        return False
    if context.verb in _SPEAKING or context.is_addressee or context.is_recipient:
        return True
    if not context.preposition and _limits_itself(one):
        return True
    if era.is_ancient and (context.verb in ("act", "life", "other") or context.is_partner):
        return True
    if context.is_partner:
        return _near(one.tokens, one.piece.first, _TALKS) or context.preposition in ("by", "against")
    if context.is_owner and one.piece.last + 1 < len(one.tokens):
        owned = one.tokens[one.piece.last + 1].text.lower()
        return owned in _OWNED or owned in claim_nouns()
    return False


def _is_sent_person(one: Seen) -> bool:
    """Tell “sent Ana Hale to Oslo”, a journey, from “sent aid to Oslo”."""
    at = one.piece.first - 1
    if at < 2 or one.tokens[at].text != "to" or not one.tokens[at - 1].text[0].isupper():
        return False
    verbs = {one.tokens[place].text.lower() for place in range(max(0, at - 5), at)}
    return bool(verbs & {"sent", "sends", "send", "sending", "dispatched", "took", "brought", "escorted"})


def _limits_itself(one: Seen) -> bool:
    """Tell “Washington, tied down elsewhere, limited itself to words”: a city does nothing to itself."""
    behind = [token.text for token in one.tokens[one.piece.last : one.piece.last + 14]]
    place = behind.index("itself") if "itself" in behind else 0
    return place > 0 and behind[place - 1].endswith("ed") and "." not in behind[:place]


def _near(tokens: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    return any(tokens[place].text.lower() in words for place in range(max(0, at - 7), at))


def _is_called_capital(tokens: Sequence[Token], at: int) -> bool:
    before = [tokens[place].text.lower() for place in range(max(0, at - 3), at)]
    return bool({"capital", "city", "port", "town"}.intersection(before))
