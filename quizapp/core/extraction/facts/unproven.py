"""What a sentence denies, doubts or passes on as a tale: “no proof that …”, “a myth that …”, “nobody believed …”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import Fact, Sentence

#: What is told in a “that” behind them is not told as true: claim, myth, rumour; doubtful, false; deny, doubt.
_TALES = word_set("tales")
_UNTRUE = word_set("untrue")
_DOUBTING = word_set("doubting")
#: Behind them a “that” tells what is so, unless something denies it: proof, true, believe.
_SUPPORTING = word_set("supporting")
_NEGATING = word_set("negating")
_OPENINGS = frozenset({"that", "whether", "if", "how"})
#: What may begin a clause behind “denied” without a “that”.
_PRONOUNS = frozenset({"he", "she", "they", "it"})
#: What ends a clause behind a comma: what follows is told by itself.
_TURNS = frozenset({"and", "but", "yet", "though", "although", "while", "whereas", "however", "so"})
_STOPS = frozenset({";", ":", "“", "”", "(", ")"})
_BEING = frozenset({"is", "was", "are", "were", "been", "be", "proved", "proves", "remains", "remained"})
_RETELLING = frozenset({"this", "that", "it", "these"})
#: So many words before a “that” may say that it is not so, and the last of them what the “that” belongs to.
_LOOK_BACK = 9
_NEAR = 4
#: A sentence about the one before is short: “This is a myth.”
_SHORT = 14
_CLOSES = frozenset({"relative", "object-relative"})


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch whose clauses are not told as true; `is_around` where also the clause is that it stands in."""

    start: int
    end: int
    is_around: bool = False
    is_of_noun: bool = False

    def covers(self, fact: Fact) -> bool:
        """Whether a fact is told inside; “the tale that Ada wrote” is no tale of what she did."""
        if self.is_around:
            return fact.start < self.end and fact.end > self.start
        is_relative = fact.rule.removeprefix("facts.").removesuffix(".passive") in _CLOSES
        return self.start <= fact.start < self.end and not (self.is_of_noun and is_relative)


def list_unproven(sentence: Sentence) -> tuple[Scope, ...]:
    """Give the stretches of a sentence that something in it denies, doubts or calls a tale."""
    tokens = sentence.tokens
    words = [token.text.lower() for token in tokens]
    found = [*_fronted(sentence, words)]
    for at, word in enumerate(words):
        if word not in _OPENINGS and not _begins_clause(sentence, words, at):
            found.extend(_hearsay(sentence, words, at))
            continue
        before = _before(words, at)
        if _is_unproven(before):
            is_of_noun = any(_is_tale(one) for one in before[-2:])
            found.append(Scope(tokens[at].start, tokens[_end(words, at) - 1].end, is_of_noun=is_of_noun))
    return tuple(found)


def as_told(fact: Fact, scopes: Sequence[Scope]) -> Fact:
    """Give a fact; one that is denied, doubted or a tale as hypothetical."""
    if fact.modality == "hypothetical" or not any(scope.covers(fact) for scope in scopes):
        return fact
    return replace(fact, modality="hypothetical")


def takes_back(sentence: Sentence) -> bool:
    """Tell whether a sentence says of the one before that it is not so: “This is a myth.”, “Nobody believed it.”"""
    words = [token.text.lower() for token in sentence.tokens if token.is_word or token.text in ("n’t", "n't")]
    if words[:1] and words[0] in _TURNS:
        words = words[1:]
    if not 2 < len(words) <= _SHORT or _OPENINGS & set(words[2:]):
        return False
    if words[0] in _NEGATING and words[-1] in _RETELLING:
        return bool(_SUPPORTING & set(words[1:-1])) or words[1:2] == ["of"]
    is_about = words[0] in _RETELLING or (words[0] == "the" and _is_tale(words[1]))
    rest = words[1:] if words[0] in _RETELLING else words[2:]
    return is_about and bool(_BEING & set(rest[:2])) and _is_taken_back(rest)


def _is_taken_back(words: Sequence[str]) -> bool:
    """Tell whether a predicate says “false”, “a myth”, “not true”, “never proved”."""
    ends = words[:6]
    says = any(word in _UNTRUE or _is_tale(word) for word in ends)
    is_denied = bool(_NEGATING & set(ends))
    return says != is_denied and (says or bool(_SUPPORTING & set(ends)))


def _is_tale(word: str) -> bool:
    return word in _TALES or word.removesuffix("s") in _TALES or (word.endswith("ies") and word[:-3] + "y" in _TALES)


def _before(words: Sequence[str], at: int) -> list[str]:
    """Give the words before a place that belong to its clause."""
    before: list[str] = []
    for word in reversed(words[max(0, at - _LOOK_BACK) : at]):
        if word in _STOPS or word == "but":
            break
        before.append(word)
    return before[::-1]


def _is_unproven(before: Sequence[str]) -> bool:
    near = before[-_NEAR:]
    is_denied = any(word in _NEGATING for word in before) and "only" not in before
    if any(word in _UNTRUE or word in _DOUBTING for word in near):
        return not is_denied
    if any(_is_tale(word) for word in near):
        return not is_denied or not _BEING & set(before)  # “no myth that”; but “did not accept the claim that”
    return is_denied and any(word in _SUPPORTING for word in near)


def _begins_clause(sentence: Sentence, words: Sequence[str], at: int) -> bool:
    """Tell “denied he knew” and “nobody believed Ada Berg stole it” where no “that” begins what is denied."""
    if at == 0 or not (words[at] in _PRONOUNS or sentence.tokens[at].text[:1].isupper()):
        return False
    return words[at - 1] in _DOUBTING or (words[at - 1] in _SUPPORTING and words[at - 1].endswith(("d", "t", "s", "k")))


def _fronted(sentence: Sentence, words: Sequence[str]) -> Iterator[Scope]:
    """Give what “That … is a myth” begins with."""
    if words[:1] == ["that"] and len(words) > 2 and sentence.tokens[1].text[:1].isupper():
        for at in range(2, len(words)):
            if words[at] in _BEING and _is_taken_back(words[at : at + 6]):
                yield Scope(sentence.start, sentence.tokens[at].start)
                return


def _hearsay(sentence: Sentence, words: Sequence[str], at: int) -> Iterator[Scope]:
    """Give the clause around “was rumoured to have stolen” and “according to legend”."""
    is_perfect = words[at] == "to" and words[at + 1 : at + 2] in (["have"], ["be"])
    is_passed_on = is_perfect and at > 0 and words[at - 1] in _UNTRUE
    is_source = words[at : at + 2] == ["according", "to"] and any(_is_tale(word) for word in words[at + 2 : at + 6])
    if is_passed_on or is_source:
        first = at
        while first and words[first - 1] not in _STOPS:
            first -= 1
        yield Scope(sentence.tokens[first].start, sentence.tokens[_end(words, at) - 1].end, is_around=True)


def _end(words: Sequence[str], at: int) -> int:
    """Give the place behind what a “that” opens: up to a stop, or “, but” and the like."""
    for place in range(at + 1, len(words)):
        if words[place] in _STOPS:
            return place
        is_turn = words[place] == "," and words[place + 1 : place + 2] and words[place + 1] in _TURNS
        if is_turn and words[place + 2 : place + 3] != ["that"]:
            return place
    return len(words)
