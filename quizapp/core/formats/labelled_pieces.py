"""Lines of a text that say what they are, “Q: …”, “Antwort: …”, parted into pieces: each one label and its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizapp.core.formats.line_signs import has_footnotes
from quizapp.core.formats.table_layout import column_of
from quizapp.core.formats.table_words import plain_word

ASKS = re.compile(r"[?？؟]|__|…|\.{3}")
"""What a question is told by."""

_LABEL = re.compile(
    r"(?:#{1,6}\s+)?(?:[-+•>]\s+|\*\s+|\(?\d{1,4}[.)]\s+)?(?P<mark>[*_]{0,3})"
    r"(?P<label>[^\W\d_][^\W_]{0,24}(?: (?:[#№] ?|[Nn][or]\. ?|[Nn]° ?)?[^\W_]{1,24}){0,3}?)"
    r"(?: ?[(\[][^()\[\]\n]{1,30}[)\]])?"
    r"[*_]{0,3}(?P<sign>\s?[:：]|[.)](?=\s)|\s[-–—](?=\s))[*_]{0,3}(?P<rest>.*)",
    re.DOTALL,
)
#: “Question 3” alone on its line.
_ALONE = re.compile(r"(?:#{1,6}\s+)?(?P<mark>[*_]{0,3})(?P<label>[^\W\d_]{2,24} #?\d{1,4})[*_]{0,3}")
_SHORT = re.compile(r"[^\W\d_](?: ?\d{1,4})?")
#: “The answer is: …”.
_SAYING = re.compile(r"\Athe (?=.)|(?<=answer) is\Z|(?<=antwort) ist\Z|(?<=réponse) est\Z|(?<=respuesta) es\Z")
_NUMBER = re.compile(r"(?<=.)(?: (?:no|nr|n)\b)?\W*(\d{1,4})(?: (?:of|von|de|di|van) \d{1,4})?\Z")
#: Within a line: what may be a label.
_INLINE = re.compile(
    r"(?:(?<=\s)|(?<=[?!.|;)\]*]))(?P<label>[^\W\d_]{1,24}(?: [^\W\d_]{1,24})?)\s?[:：][*_]{0,3}(?:\s|\Z)"
)
#: Signs that options have as well, so that they name an answer only where they name the question too.
_STRICT = (")", "-", "–", "—")
#: First letters of “question” and of “answer” in one language.
_INITIALS = {"q": "ar", "f": "ar", "p": "r", "d": "r", "v": "a", "s": "c", "в": "о", "问": "答", "問": "答", "문": "답"}
_SURE_INITIALS = ("q", "f", "问", "問", "문")
KEYS = ("key", "answer")
#: What stands before “answer” where that is the right one.
_SHOWN = ("model", "sample", "example", "suggested", "expected", "final", "short")
_FIELDS = frozenset(
    ("stem", "key", "answer", "option", "options", "distractor", "accept", "explanation", "hints", "tags", "context")
) | {"kind", "worth"}
#: So many letters before a label tell whether it is one.
_SEEN_BEFORE = 1_000
PROSE = ("explanation", "hints", "context")
"""Fields whose words may hold lists, and lines that look like anything."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a line says it is: a field of a question with its number or letter, and the words behind it."""

    field: str
    number: str
    words: str
    name: str
    sign: str = ":"

    @property
    def is_key(self) -> bool:
        """Whether it names the answer, not one of several that are numbered."""
        return self.field == "key" or (self.field == "answer" and not self.number)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or the part of one behind a label; `raw` is as it stands, without blanks at its ends."""

    line: int
    raw: str
    label: Label | None
    after_blank: bool = False
    indent: int = 0

    @property
    def words(self) -> str:
        """What it says, without its label."""
        return self.raw if self.label is None else self.label.words


@dataclass(frozen=True, slots=True)
class Labels:
    """Knows the labels of one text; `initials` are the letters that stand for “question” and “answer” in it."""

    initials: tuple[str, str] = ("", "")
    #: The sign behind the letter of the first question: where it is none of options, theirs names no question.
    sign: str = ":"
    has_footnotes: bool = False

    def of(self, line: str) -> Label | None:
        """Give the label by which a line begins."""
        match = _LABEL.fullmatch(line) or _ALONE.fullmatch(line)
        if match is None:
            return None
        label, sign = match["label"], (match.groupdict().get("sign") or "").strip()
        words = (match.groupdict().get("rest") or "").strip()
        if match["mark"] and words.endswith(match["mark"]):
            words = words[: -len(match["mark"])]
        plain = _SAYING.sub("", plain_word(label))
        numbered = _NUMBER.search(plain)
        name, number = (plain[: numbered.start()], numbered[1]) if numbered else (plain, "")
        if _SHORT.fullmatch(label):
            meaning = {self.initials[0]: "stem", self.initials[1]: "answer"}.get(name, "") if name else ""
            is_other = (sign in _STRICT and sign != self.sign) or (meaning == "stem" and sign == "." != self.sign)
            return Label(meaning, number, words, name, sign) if meaning and not is_other else None
        meaning, letter = column_of(name)
        if not meaning and name.count(" ") == 1 and column_of(name.split()[1])[0] == "stem":
            # “Bonus question”.
            meaning, name = "stem", name.split()[1]
        if not meaning and name.count(" ") == 1 and name.split()[0] in _SHOWN and column_of(name.split()[1])[0] in KEYS:
            meaning = "key"
        if meaning not in _FIELDS or (sign not in (":", "：") and not number) or (not sign and meaning != "stem"):
            return None
        return Label(meaning, number or letter, words, name, sign)

    def parted(self, piece: Piece, field: str, *, is_answered: bool, is_first: bool) -> Iterator[Piece]:
        """Part a line at the labels within it: “Why? Answer: Because. Points: 2”.

        A label counts behind a sentence or a bar; that of the answer anywhere, if the question has none otherwise.
        """
        text, start, label, said = piece.words, 0, piece.label, {field}
        for match in _INLINE.finditer(text):
            found = self._within(match["label"], field)
            if found is None:
                continue
            name, meaning = found
            end = match.end("label") - len(name)
            before = text[max(start, end - _SEEN_BEFORE) : end].rstrip(" \t*_")
            if not before:
                continue
            is_apart = before.endswith(("?", "!", ".", "|", ";", ")", "]", "？", "。"))
            if (
                meaning in KEYS
                and piece.label is None
                and not start
                and " " not in before
                and not is_apart
                and not is_first
            ):
                # “Best answer: …”
                is_label = False
            elif meaning in KEYS:
                is_label = (is_apart and field not in PROSE) or not (
                    is_answered or said & set(KEYS) or name[0].islower()
                )
            else:
                is_label = is_apart and not name[:1].islower() and (field != "stem" or bool(ASKS.search(before)))
            if not is_label:
                continue
            yield self._piece(piece, text[start:end], label)
            start, field, label = match.end(), meaning, Label(meaning, "", "", plain_word(name))
            said.add(field)
        yield self._piece(piece, text[start:], label)

    def _piece(self, piece: Piece, words: str, label: Label | None) -> Piece:
        words = words.strip().strip("|").strip()
        if label is piece.label and words == piece.words:
            return piece
        if label is None:
            return replace(piece, raw=words)
        raw = piece.raw.split(piece.words)[0] + words if label is piece.label else words
        return replace(piece, raw=raw, label=replace(label, words=words))

    def _within(self, label: str, field: str) -> tuple[str, str] | None:
        """Give the part of two words within a line that is a label, and what it means."""
        for text in dict.fromkeys((label, label.rsplit(" ", 1)[-1])):
            name = plain_word(text)
            if len(name) == 1:
                if name == self.initials[1]:
                    return text, "answer"
            elif (meaning := column_of(name)[0]) in _FIELDS and meaning not in ("stem", field):
                return text, meaning
        return None

    def names_within(self, text: str, fields: Collection[str] = _FIELDS) -> str:
        """Give the label of one of these fields that stands within a text, empty where there is none."""
        for match in _INLINE.finditer(text):
            label = match["label"]
            found = self._within(label, "")
            if found is not None and found[1] in fields and len(found[0]) > 1 and not found[0][0].islower():
                return found[0]
        return ""


def find_labels(lines: Sequence[str]) -> Labels:
    """Find the letters by which a question and the answer below it are named in a text."""
    found = [match for line in lines if (match := _short_label(line))]
    told = [match for match in found if match["sign"].strip() in (":", "：")]
    if any(plain_word(match["label"])[:1] in _INITIALS for match in told):
        # Options have other signs.
        found = told
    initials = _find_initials(lines, found)
    signs = [match["sign"].strip() for match in found if plain_word(match["label"])[:1] == initials[0] != ""]
    sign = signs[0] if signs else ":"
    answers = [match["sign"].strip() for match in found if plain_word(match["label"])[:1] == initials[1]]
    if sign in _STRICT and initials[0] != "q" and (_has_stem(lines) or sign not in answers):
        initials, sign = ("", initials[1] if _has_stem(lines) else ""), ":"
    return Labels(initials, sign, has_footnotes(lines))


def _has_stem(lines: Sequence[str]) -> bool:
    """Whether a word says of some line that it is a question."""
    plain = Labels()
    return any((label := plain.of(line.strip())) and label.field == "stem" for line in lines)


def _find_initials(lines: Sequence[str], found: Sequence[re.Match[str]]) -> tuple[str, str]:
    names = [plain_word(match["label"])[:1] for match in found if match]
    asked = ""
    for above, name in pairwise(["", *names]):
        if asked and name in _INITIALS[asked] and (not _follows(above, name) or above == asked):
            return asked, name
        if name in _INITIALS and not _follows(above, name):
            asked = name
    # “Q: …” with “Answer: …” below it, or “A: …” behind it.
    first = next((name for name in names if name in _SURE_INITIALS), "") or next(
        (each for each in _INITIALS if names.count(each) > 1 and chr(ord(each) - 1) not in names), ""
    )
    if _has_stem(lines):
        # “Question: …” with “A: …” below it.
        return first, next(
            (name for name, below in pairwise([*names, ""]) if name in "ar" and below != chr(ord(name) + 1)), ""
        )
    return first, _INITIALS[first][0] if first else ""


def _follows(above: str, name: str) -> bool:
    """Whether a letter is an option below another."""
    return bool(above and name) and ord(name) == ord(above) + 1


def _short_label(line: str) -> re.Match[str] | None:
    match = _LABEL.fullmatch(line.strip())
    return match if match and _SHORT.fullmatch(match["label"]) else None
