"""Wrong offices, relatives, places and quoted words for a key, each with its proofs."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from quizapp.core.compare import fold
from quizapp.core.extraction.drafted import Proof
from quizapp.core.extraction.drafts.offices import EXCLUSIVE, is_specific, office_words, realms_in, role_class
from quizapp.core.extraction.drafts.places import place_name, place_sort
from quizapp.core.extraction.drafts.proposal import Proposal
from quizapp.core.extraction.drafts.rivals import list_same_events
from quizapp.core.extraction.drafts.setting import DraftSetting, Office
from quizapp.core.extraction.drafts.wording import sentence_case
from quizapp.core.extraction.item_rules.asked import contains_words

LIKE_FROM = 80

_KIN = {
    "male": ("Brother", "Father", "Uncle", "Grandfather", "Son"),
    "female": ("Sister", "Mother", "Aunt", "Grandmother", "Daughter"),
}
_WEDDED = {"Husband": "male", "Wife": "female", "Widow": "female", "Widower": "male"}


def wrong_offices(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give offices that others hold in the document: nobody holds two of these at once."""
    owner = proposal.answer.actors[0]
    own = [fold(role.words) for role in setting.actor(owner).roles]
    key_class, realms = role_class(proposal.answer.text), realms_in(proposal.answer.text)
    is_whole = is_specific(setting, proposal.answer.text)
    found = [
        (one.kind != key_class, one.start, one.words, setting.actor(one.holder).canonical)
        for one in _offices(setting)
        if one.holder != owner and one.is_whole == is_whole
    ]
    seen = [proposal.answer.text]
    for _, start, words, holder in sorted(found):
        theirs = realms_in(words)
        if ((theirs or realms) and not theirs & realms) or len(words) < 0.9 * len(proposal.answer.text):
            continue  # a name mostly tells of which people somebody is, and the longest words which is the key
        if any(is_like(words, other) for other in (*seen, *own)) or not _are_near([*seen, words]):
            continue
        seen.append(words)
        yield (
            Proof(words, "W1", f"“{words}” is another office than the key.", start),
            Proof(words, "W2", f"In the document this is the office of {holder}.", start),
        )


def _offices(setting: DraftSetting) -> tuple[Office, ...]:
    """Give the offices of the document’s time that one holds alone; whole is one that names its state or body."""
    if not setting.remembered.offices:
        for actor in setting.analysis.cast.actors:
            for role in actor.roles:
                words = office_words(role.words)
                kind = role_class(words)
                if role.time == "now" and kind in EXCLUSIVE and " " in words:
                    whole = is_specific(setting, words)
                    setting.remembered.offices.append(Office(actor.id, kind, role.start, sentence_case(words), whole))
    return tuple(setting.remembered.offices)


def _are_near(texts: list[str]) -> bool:
    """Tell whether no text stands out by its length."""
    lengths = [len(text) for text in texts]
    return max(lengths) <= 1.55 * min(lengths)


def wrong_kin(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give other relatives of the same sex, where the document knows of no second tie between the two."""
    key = proposal.answer.text
    sex = next((sex for sex, words in _KIN.items() if key in words), _WEDDED.get(key, ""))
    one, two = proposal.answer.actors
    ties = [word for word, other in setting.actor(one).relations if other == two]
    ties += [word for word, other in setting.actor(two).relations if other == one]
    if not sex or len(set(ties)) > 2:
        return
    for word in _KIN[sex]:
        if word != key:
            yield (Proof(word, "W2", f"Nobody is {key.lower()} and {word.lower()} of the same person."),)


def wrong_places(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give other cities or countries of the document: one city is never inside another."""
    sort = place_sort(setting, proposal.answer.text)
    fact = proposal.fact
    grain = fact.time.value.grain if fact.time is not None and fact.time.value is not None else ""
    if grain not in ("day", "month", "year") and fact.verb not in ("bear", "die", "found", "marry", "bury"):
        return  # it may have happened elsewhere at other times
    taken = [proposal.answer.text]
    places = [(place.start, place.surface) for place in setting.analysis.cast.places]
    if sort == "state":
        places += [
            (mention.start, setting.actor(mention.actor).canonical) for mention in setting.analysis.cast.mentions
        ]
    places.sort(key=lambda place: (abs(place[0] - fact.start), place[0]))
    elsewhere = {
        fold(other.place.words) for other in list_same_events(setting, fact, "place") if other.place is not None
    }
    for start, surface in places:
        name = place_name(surface)
        if name is None or place_sort(setting, name) != sort or fact.start <= start < fact.end:
            continue
        if any(is_like(name, other) for other in taken) or any(
            contains_words(other, fold(name)) for other in elsewhere
        ):
            continue
        if contains_words(fold(proposal.stem), fold(name)):
            continue
        taken.append(name)
        yield (
            Proof(name, "W1", f"{name} is another {sort} than the key.", start),
            Proof(name, "W2", f"The document does not place this event in {name}."),
        )


def wrong_quotes(setting: DraftSetting, proposal: Proposal) -> Iterator[tuple[Proof, ...]]:
    """Give words that others say in the document, near in length to the key."""
    key = proposal.answer.text
    own = set(proposal.answer.actors)
    taken = [key]
    quotes = sorted(
        (quote for quote in setting.analysis.quotes if quote.is_speech),
        key=lambda quote: (abs(len(quote.text) + 2 - len(key)), quote.start),
    )
    for quote in quotes:
        words = f"“{quote.text.strip(' ,.;')}”"
        ratio = max(len(words), len(key)) / max(1, min(len(words), len(key)))
        is_like_count = (" " in words) == (" " in key)
        if quote.actor is None or quote.actor in own or ratio > 1.55 or not is_like_count:
            continue
        if any(is_like(words, other) for other in taken) or _is_odd_quote(words, key):
            continue
        taken.append(words)
        yield (
            Proof(words, "W6", f"These are words of {quote.speaker}.", quote.start, quote.end),
            Proof(words, "W1", f"“{words}” and the key are not alike."),
        )


def _is_odd_quote(words: str, key: str) -> bool:
    """Tell whether words stand out beside the key: a question, the second half of a sentence, a whole one or a part."""
    inner, own = words.strip("“”"), key.strip("“”")
    if inner[:1].isupper() != own[:1].isupper():
        return True
    halves = ("and ", "but ", "or ", "is ", "to ", "so ", "because ")
    return ("?" in inner) != ("?" in own) or inner.startswith(halves) != own.startswith(halves)


def is_like(one: str, two: str, limit: int = LIKE_FROM) -> bool:
    """Tell whether two options say the same in other words, or one stands in the other."""
    mine, theirs = fold(one), fold(two)
    if contains_words(mine, theirs) or contains_words(theirs, mine):
        return True
    return fuzz.token_set_ratio(mine, theirs) >= limit
