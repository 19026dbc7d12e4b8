"""A sentence as units with one letter each, so that patterns over letters find phrases; verbs are settled here.

Letters: M actor, L place, E other name, T time, q words between marks inside a phrase, Q a quotation that is a whole
sentence, N any other word, I one that ends its phrase, C number; v base, z third person, d past, e past or participle,
n participle, g -ing; the closed classes of `grammar.tsv` (D determiner, p possessive, U and u pronouns, W that, P
preposition, Z preposition or conjunction, O of, t to, K and, but, R relative, A adverb, x not, B be, H have, X do, Y
modal, F there, S how, why); s is ’s; marks stand for themselves, `-` is a dash.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from quizapp.core.extraction.facts.event_nouns import event_nouns
from quizapp.core.extraction.facts.joined_words import JOINED, joined_at
from quizapp.core.extraction.lexicons.tables import rows, words
from quizapp.core.extraction.lexicons.word_sets import word_set
from quizapp.core.extraction.values import (
    ActorMention,
    Cast,
    DateMention,
    MarkPair,
    NameMention,
    PlaceMention,
    Sentence,
)
from quizapp.core.extraction.verbs import WordForm, verb_forms

Named = ActorMention | PlaceMention | NameMention | DateMention | MarkPair

_MARKS = {"–": "-", "—": "-", "--": "-", "[": "(", "]": ")", "…": ".", "!": ".", "’s": "s", "'s": "s"}
#: A longer “sentence” is a list or a table without stops; its clauses would be guesses.
_MAX_TOKENS = 250
_PRIORITY = (MarkPair, DateMention, ActorMention, PlaceMention, NameMention)
_NAME_LETTERS = {ActorMention: "M", PlaceMention: "L", NameMention: "E", DateMention: "T", MarkPair: "q"}


@dataclass(slots=True)
class Line:
    """One sentence: parallel lists by unit. `letters` is changed only while the verbs are settled."""

    sentence: Sentence
    letters: list[str]
    words: list[str]
    starts: list[int]
    ends: list[int]
    names: list[Named | None]
    verbs: list[WordForm | None]

    def __len__(self) -> int:
        return len(self.letters)


@dataclass(frozen=True, slots=True)
class Cover:
    """A stretch of the text that is one unit."""

    start: int
    end: int
    letter: str
    named: Named


def list_covers(text: str, marks: Sequence[MarkPair], dates: Sequence[DateMention], cast: Cast) -> tuple[Cover, ...]:
    """Give all stretches that are units of their own, by offset, none inside or across another."""
    found: list[tuple[int, int, int, Named]] = []
    outer = [pair for pair in marks if not pair.depth]
    all_named: list[Named] = [*outer, *dates, *cast.mentions, *cast.places, *cast.names]
    for named in all_named:
        if type(named) is DateMention and _is_told_event(named):
            continue
        found.append((named.start, -named.end, _PRIORITY.index(type(named)), named))
    found.sort(key=lambda entry: entry[:3])
    covers: list[Cover] = []
    last_end = -1
    for start, negative_end, _, named in found:
        if start >= last_end:
            letter = _NAME_LETTERS[type(named)]
            if letter == "q" and (
                text[named.end - 2 : named.end - 1] in ",.!?" or text[named.end : named.end + 1] == ","
            ):
                letter = "Q"
            covers.append(Cover(start, -negative_end, letter, named))
            last_end = -negative_end
    return tuple(covers)


def _is_told_event(named: DateMention) -> bool:
    """Whether a time that leans on an event, such as “after the collapse”, is told as a fact of its own."""
    return not named.is_point and named.surface.rpartition(" ")[2].lower() in event_nouns()


def read_line(sentence: Sentence, covers: Sequence[Cover], first: int) -> Line:
    """Make the units of a sentence; `first` is the index of the first cover that ends behind its start."""
    line = Line(sentence, [], [], [], [], [], [])
    letter_of, verbs = closed_words(), verb_forms()
    tokens = sentence.tokens
    at, count = 0, len(tokens)
    while at < count:
        token = tokens[at]
        while first < len(covers) and covers[first].end <= token.start:
            first += 1
        cover = covers[first] if first < len(covers) and covers[first].start <= token.start else None
        at += 1
        if cover is not None:
            end = token.end
            while at < count and tokens[at].start < cover.end:
                end = tokens[at].end
                at += 1
            _add(line, cover.letter, "", token.start, min(end, max(cover.end, token.end)), cover.named)
            continue
        word = token.text.lower()
        joined = joined_at(tokens, at, word) if word in JOINED else None
        if joined is not None:
            behind, letter = joined
            _add(line, letter, " ".join((word, *behind)), token.start, tokens[at + len(behind) - 1].end, None)
            at += len(behind)
            continue
        form = verbs.get(word) if token.text[0].islower() or not line.letters else None
        letter = letter_of.get(word) or _open_letter(token.text, word, line)
        _add(line, letter, word, token.start, token.end, None, form if letter == "N" else None)
    return line


@cache
def closed_words() -> Mapping[str, str]:
    """Give the letter of each word of a closed class."""
    letters = {word: row["tag"] for row in rows("grammar") for word in words(row["words"])}
    return {**_MARKS, **letters}


def _open_letter(text: str, word: str, line: Line) -> str:
    first = text[0]
    if first.isdigit() or first in "£$€¥":
        return "C"
    if not first.isalpha():
        is_genitive = (
            first in "’'" and bool(line.words) and line.words[-1][-1:] in ("s", "") and line.letters[-1] in "NM"
        )
        return "s" if is_genitive else first if first in ",;:().?" else "-" if first == "-" else "."
    is_adverb = word.endswith("ly") and first.islower() and len(word) > 4 and word not in _LY_WORDS
    return "A" if is_adverb else "N"


#: Plurals without an s.
_PLURALS = frozenset({"police", "people", "men", "women", "children", "clergy", "cattle"})
#: Forms after which a bare verb follows its subject: “proposed that Peru leave the union”.
_WISHES = frozenset(
    f"{verb}{ending}"
    for verb in ("suggest", "demand", "recommend", "insist", "request", "propos")
    for ending in ("", "s", "ed", "es")
)
_LY_WORDS = word_set("ly_words")


def _add(
    line: Line, letter: str, word: str, start: int, end: int, named: Named | None, verb: WordForm | None = None
) -> None:
    line.letters.append(letter)
    line.words.append(word)
    line.starts.append(start)
    line.ends.append(end)
    line.names.append(named)
    line.verbs.append(verb)


def walk_lines(sentences: Sequence[Sentence], covers: Sequence[Cover]) -> Iterator[Line]:
    """Give the sentences of a length that people write, as lines whose verbs are settled."""
    first = 0
    for sentence in sentences:
        if len(sentence.tokens) > _MAX_TOKENS:
            continue
        while first < len(covers) and covers[first].end <= sentence.start:
            first += 1
        line = read_line(sentence, covers, first)
        if any(line.verbs) or "B" in line.letters:
            settle_verbs(line)
        yield line


def settle_verbs(line: Line) -> None:
    """Decide for each word that may be a verb whether it is one here, and change its letter."""
    letters = line.letters
    for at, form in enumerate(line.verbs):
        if line.words[at] in _ORDER and _is_adverb_of_order(line, at):
            letters[at] = "A"
            continue
        if (
            line.words[at] == "her"
            and not _is_given_number(line, at)
            and "".join(letters[at + 1 : at + 3]).lstrip("A")[:1] in tuple("NCEMLq")
        ):
            letters[at] = "p"
        if form is not None:
            letters[at] = _letter_of_form(line, at, form)
        elif letters[at] == "N" and at:
            letters[at] = _letter_of_unknown(line, at)
        elif letters[at] == "q" and at and _before(letters, at) in ("Y", "X", "t"):
            letters[at] = "v"
    _end_opening_phrase(line)


_ORDER = frozenset({"first", "last", "next"})


def _is_adverb_of_order(line: Line, at: int) -> bool:
    """Whether “first” or “last” stands between subject and verb: “she last visited Lima in 1950”."""
    form = line.verbs[at + 1] if at + 1 < len(line) else None
    return at > 0 and line.letters[at - 1] in "UMRB" and form is not None and bool(form.forms & {"past", "third"})


def _is_given_number(line: Line, at: int) -> bool:
    """Whether “her” is who gets a number of things: “gave her three ships”."""
    giving = line.verbs[at - 1] if at else None
    is_number = at + 1 < len(line) and line.letters[at + 1] == "C"
    return is_number and giving is not None and any("d" in verb.takes for _, verb in giving.options)


def _end_opening_phrase(line: Line) -> None:
    """Part “In response” from the name that follows it at the beginning of a sentence."""
    letters = line.letters
    if letters[:2] != ["P", "N"]:
        return
    at = 2
    while at < len(letters) and letters[at] == "N":
        at += 1
    word = line.words[at - 1]
    if at < len(letters) and letters[at] == "M" and word not in role_nouns() and _is_small(line, at - 1):
        letters[at - 1] = "I"


def _is_small(line: Line, at: int) -> bool:
    token = line.sentence.tokens
    return any(one.start == line.starts[at] and one.text[0].islower() for one in token)


def head_unit(letters: Sequence[str], first: int) -> int:
    """Give the index of a phrase's head: its last unit before “of” or another preposition."""
    end = next((at for at, letter in enumerate(letters) if letter in "OPt"), len(letters))
    return first + max(end - 1, 0)


@cache
def role_nouns() -> frozenset[str]:
    """Give the nouns of offices, callings and titles, in lower case, and the last word of those with several."""
    nouns = {row["noun"].split(" ")[-1].lower() for row in rows("role_nouns")}
    return frozenset(nouns | {row["title"].lower().split(" ")[-1].rstrip(".") for row in rows("titles")})


def _letter_of_unknown(line: Line, at: int) -> str:
    """Take a word that no table knows for a verb where nothing else could stand there, so that clauses end rightly."""
    if line.letters[at - 1] == "t" and _before_phrase(line, at):
        return "v"
    if line.words[at].endswith("ed"):
        before = _before(line.letters, at)
        if before in "BH":
            return "n"
        after = line.letters[at + 1] if at + 1 < len(line) else "."
        if (before in "MLU" and after in "DpMLEUPt") or (before == "R" and after in "DpMLEUut"):
            return "e"
        # “Raised the hall and gathered a library”: the second of two that somebody did.
        if (before == "K" and after in "DpMLEUPt") or (before == "," and after in "Dp"):
            return "e"
        # “Studied in Lima and in 1925 exhibited in Quito.”
        if "".join(line.letters[max(0, at - 3) : at]) == "KPT" and after in "DpMLEUPt":
            return "e"
    return "N"


def _before_phrase(line: Line, at: int) -> bool:
    """Whether a noun phrase begins right behind a small word: behind “to” it is then a verb that no table knows."""
    is_small = line.words[at][:1].islower() and not line.words[at].endswith("s")
    return is_small and at + 1 < len(line) and line.letters[at + 1] in "DpMLEU"


def _letter_of_form(line: Line, at: int, form: WordForm) -> str:
    before = _before_comment(line.letters, at)
    after = line.letters[at + 1] if at + 1 < len(line) else "."
    forms = form.forms
    if at == 1 and line.words[0] == "this" and "past" in forms and _is_of_cause(form):
        return "d"
    if before in "Dps" and before:
        return "N"
    if "ing" in forms:
        return _ing_letter(before, after)
    if before in ("B", "H") and ("participle" in forms):
        return "n"
    if "past" in forms and not (before in ("t", "Y", "X") and "base" in forms):
        return _past_letter(line, at, form, before, after)
    if forms == {"participle"}:
        return "N" if before in "POCZ" and after in "NME" else "n"
    if "base" in forms:
        return _base_letter(line, at, before, after)
    return _third_letter(line, at, before, after)


def _is_of_cause(form: WordForm) -> bool:
    """Whether “This …” can be its subject, as in “This led to war”."""
    return form.plain.verb_class == "cause" or form.plain.lemma == "lead"


def _before(letters: list[str], at: int) -> str:
    """Give the letter before, adverbs and “not” left out; a full stop at the beginning."""
    at -= 1
    while at >= 0 and letters[at] in "Ax":
        at -= 1
    return letters[at] if at >= 0 else "."


def _before_comment(letters: list[str], at: int) -> str:
    """Give the letter before, over a word between commas too: “Dio, however, states that …”."""
    is_comment = at > 3 and letters[at - 3 : at] == [",", "A", ","] and letters[at - 4] in "MLU"
    return letters[at - 4] if is_comment else _before(letters, at)


def _ing_letter(before: str, after: str) -> str:
    opens_phrase = after in "DpMLEUuqCWt"
    if before in ("B", "v", "z", "d", "e", ","):
        return "g" if before != "," or opens_phrase or after in "PNA" else "N"
    if before == "O":
        return "g" if opens_phrase else "N"
    if before in "PZ":
        return "g" if opens_phrase or after in "PTNA" else "N"
    if before in "NMELT)":
        return "g" if opens_phrase or after in "P" else "N"
    return "g" if opens_phrase else "N"


def _past_letter(line: Line, at: int, form: WordForm, before: str, after: str) -> str:
    if before in "POC" and before != "." and after in "NMECL":
        return "N"
    if before == "N" and after == "N" and _is_inside_phrase(line.letters, at):
        return "N"
    if before in "vzdeng" and after == "N" and line.letters[at - 1] == before:
        return "N"
    if "base" in form.forms and _is_in_prepositional_phrase(line.letters, at):
        return "N"
    return "e" if "participle" in form.forms else "d"


def _is_inside_phrase(letters: list[str], at: int) -> bool:
    """Tell whether an article stands before, with words only between, and a verb follows: “the newly built canal”."""
    back = at - 1
    while back >= 0 and letters[back] in "NA":
        back -= 1
    opens = back >= 0 and letters[back] in "Dps"
    return opens and letters[at - 1] == "A"


def _is_in_prepositional_phrase(letters: list[str], at: int) -> bool:
    """Whether an article with a preposition before it opens the phrase: “during the long split”."""
    back = at - 1
    while back >= 0 and letters[back] in "NACEML":
        back -= 1
    return back > 0 and letters[back] in "Dp" and letters[back - 1] in "PO"


def _base_letter(line: Line, at: int, before: str, after: str) -> str:
    if before in ("t", "Y", "X"):
        return "v"
    if before in ("U", "R") or (before == "K" and after in "DpML" and "v" in line.letters[:at]):
        return "v"
    form = line.verbs[at]
    previous = line.words[at - 1] if at else ""
    if before in "ML" and form is not None and form.plain.takes_clause:
        is_plural = any(word.endswith("s") for word in line.words[:at])
        begins_clause = after in "WDMUp" or (after == "N" and bool({"B", "Y"} & set(line.letters[at:])))
        return "v" if is_plural and begins_clause else "N"
    if before in "MLN" and after in "DpMLNCq" and any(word in _WISHES for word in line.words[:at]):
        return "v"
    is_plural = before == "N" and ((previous.endswith("s") and not previous.endswith("ss")) or previous in _PLURALS)
    has_verb = any(letter in "zdeBHYX" for letter in line.letters[:at])
    return "v" if is_plural and after in "DpMWt" and not has_verb else "N"


def _is_attribute(line: Line, at: int) -> bool:
    """Whether the name before belongs to the word: “violate UN sanctions”, “of US forces”."""
    back = at - 2
    while back >= 0 and line.letters[back] in "DNCAp":
        back -= 1
    if back < 0:
        return False
    verb = line.verbs[back]
    governs = line.letters[back] in "vzdeng" and (verb is None or not verb.plain.takes_clause)
    return governs or line.letters[back] in "PO"


def _third_letter(line: Line, at: int, before: str, after: str) -> str:
    if before in ("U", "R"):
        return "z"
    if before in ("M", "L") and after in "DpMLEUutPqWTACN":
        return "N" if _is_attribute(line, at) else "z"
    if before == "K" and "z" in line.letters[:at] and after in "DpMLEqt":
        return "z"
    return "z" if before in ("N", "W") and after in "DpMWU" else "N"
