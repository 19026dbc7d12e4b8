"""Keys that stand together, apart from their questions: “1-B, 2-C”, “1. B 2. C”, “1) b; 2) c”, rows of ten, words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from quizapp.core.formats.pasted_text import is_table_rule
from quizapp.core.formats.question_words import QUESTION_NAME

_TRUTHS = r"(?:true|false|richtig|falsch|wahr|vrai|faux|[tf](?![a-z]))"
_LETTERS = r"(?:[A-H](?:\s?[,&/+]\s?[A-H](?![A-Za-z]))*|[A-H]{2,5}|[a-h](?:\s?[,&/+]\s?[a-h](?![A-Za-z]))*)"
#: One number and the letters or the truth behind it.
_PAIR = re.compile(
    rf"(?i:(?:{QUESTION_NAME}|q|no|nr)\s?[.#]?\s?)?\(?(\d{{1,4}})(?:\s?[-–—.):=|]\s{{0,9}}|\s{{1,9}}|(?=[A-Ha-hTFtf]))"
    rf"\(?((?i:{_TRUTHS})|{_LETTERS})\)?[.)]?(?:[\s,;|/]+|\Z)"
)
_RANGE = re.compile(rf"(\d{{1,4}})\s?[-–—]\s?(\d{{1,4}})\s?[:.)]\s*((?:[A-HTFa-h]|[\s,]|{_TRUTHS})+)")
_NUMBERS = re.compile(r"\d{1,4}(?:[\s.):|]+\d{1,4}){2,}[.):|]?")
_ANSWERS = re.compile(rf"(?:{_TRUTHS}|[A-Ha-h])(?:[\s,|]+(?:{_TRUTHS}|[A-Ha-h]))*", re.IGNORECASE)
_CELLS = re.compile(r"\s*\|\s*|\t+|\s{2,}|\s*;\s*(?=\(?\d{1,4}\s?[-–—.):=])")
_FIRST = re.compile(r"\(?(\d{1,4})(?:[.):=]\s+|\s?[-–—]\s?)(?=\S)")
_HEADING = re.compile(
    r"[#\s]{0,9}[*_]{0,3}(?:the\s)?(?:answers?|answers?\skeys?|answer\ssheet|keys?|solutions?|correct\sanswers?"
    r"|(?:richtige\s)?(?:lösung(?:en|sschlüssel)?|antwort(?:en|schlüssel))|(?:bonnes\s)?réponses(?:\scorrectes)?|corrigé"
    r"|(?:clave\sde\s)?respuestas(?:\scorrectas)?|clave|soluciones|respostas|gabarito|risposte(?:\s(?:corrette|esatte))?"
    r"|soluzioni|antwoorden|odpowiedzi|ответы|ключ)[*_]{0,3}\s{0,3}(?:[:：–-]\s{0,9}[*_]{0,3}(?P<rest>.*)|\Z)",
    re.IGNORECASE,
)
#: More is said of what the answers are to: “Answer key – Unit 3”, “ANSWERS (teacher copy)”, “Answers to the test”.
_ANSWERS_TO = re.compile(
    r"[#\s]{0,9}[*_]{0,3}(?:the\s)?(?:answers?\skeys?|answers|keys?|solutions|lösungen|réponses|respuestas|soluzioni)"
    r"\s?(?:[-–—]\s?|[(\[]|(?:for|to|of|zu|für|de|del|pour|per)\s)[^?:|\t]{1,60}[:*_]{0,4}",
    re.IGNORECASE,
)
#: The headings of a table of them: “Question | Answer”.
_COLUMNS = re.compile(
    rf"\|?\s?(?:{QUESTION_NAME}|item|number|no|nr|n°|#|q)s?\.?\s?(?:\||\t|\s{{2,9}})\s{{0,9}}"
    r"(?:correct\s)?(?:answer|key|solution|antwort|lösung|réponse|respuesta|risposta)s?\s?\|?",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[(\[]?[A-HTF](?:[\s,;|/.)\]([]*[A-HTF])+[.)\]]?|[(\[]?[a-htf](?:[\s,;|/.)\]([]+[a-htf])+[.)\]]?")
#: So many pairs without a heading are no options.
_PAIRS_AT_LEAST = 2

Keyed: TypeAlias = tuple[int, int, str]
"""The place of a line, and a number with the answer behind it."""


def heading_of(line: str) -> str | None:
    """Give what stands behind a heading such as “Answer key:” in its line; None where it is none."""
    match = _HEADING.fullmatch(line.strip())
    return (match["rest"] or "").strip() if match else None


def heads_list(line: str) -> bool:
    """Whether a line heads a list of answers and says more of it, or heads the columns of a table of them."""
    words = line.strip()
    return bool(_COLUMNS.fullmatch(words) or _ANSWERS_TO.fullmatch(words))


def plain_pairs(text: str) -> list[tuple[int, str]]:
    """Give numbers with the letters or truths behind them, none where anything else stands between."""
    found: list[tuple[int, str]] = []
    place, text = 0, text.strip("| \t").rstrip(".")
    while place < len(text):
        match = _PAIR.match(text, place)
        if match is None:
            return []
        found.append((int(match[1]), match[2]))
        place = match.end()
    return found


def read_keys(lines: Sequence[str], first: int) -> list[Keyed] | None:
    """Read all lines of a list below its heading; `first` is the place of the first of them; None where in doubt."""
    found: list[Keyed] = []
    place = 0
    while place < len(lines):
        line = "" if is_table_rule(lines[place]) else lines[place].strip()
        below = lines[place + 1].strip() if place + 1 < len(lines) else ""
        pairs = _range(line) or _grid(line, below)
        if pairs and not _range(line):
            place += 1
        elif line and not pairs:
            pairs = plain_pairs(line) or list(_worded(line))
            if not pairs:
                return None
        found += [(first + place, number, answer) for number, answer in pairs]
        place += 1
    return found


def letters_alone(lines: Sequence[str], first: int) -> list[tuple[int, str]]:
    """Read “B C B”, “BCB” or a letter in each line, all without numbers: the place of each; none for anything else."""
    if not _ALONE.fullmatch(" ".join(line.strip() for line in lines).strip()):
        return []
    return [(first + place, letter) for place, line in enumerate(lines) for letter in re.findall("[A-Za-z]", line)]


def is_plain_list(line: str) -> bool:
    """Whether a line is but several numbers with letters behind them, so that it needs no heading."""
    pairs = plain_pairs(line)
    numbers = [number for number, _ in pairs]
    return len(pairs) >= _PAIRS_AT_LEAST and numbers == sorted(set(numbers))


def _range(line: str) -> list[tuple[int, str]]:
    """Read “1–5: BCADB”."""
    match = _RANGE.fullmatch(line)
    if match is None:
        return []
    first, last = int(match[1]), int(match[2])
    answers = re.findall(r"[A-Za-z]", match[3])
    return list(zip(range(first, last + 1), answers, strict=True)) if len(answers) == last - first + 1 else []


def _grid(line: str, below: str) -> list[tuple[int, str]]:
    """Read a row of numbers with a row of answers below it."""
    if not _NUMBERS.fullmatch(line.strip("| ")) or not _ANSWERS.fullmatch(below.strip("| ")):
        return []
    numbers, answers = re.findall(r"\d+", line), re.findall(r"[A-Za-z]+", below)
    return [(int(n), a) for n, a in zip(numbers, answers, strict=True)] if len(numbers) == len(answers) else []


def _worded(line: str) -> Iterator[tuple[int, str]]:
    """Read “3. Rome 4. 1914”; nothing where a number may be part of an answer."""
    found: list[tuple[int, str]] = []
    for cell in _CELLS.split(line.strip("| ")):
        match = _FIRST.match(cell)
        if match is None:
            return
        number, rest = int(match[1]), cell[match.end() :]
        while True:
            following = list(re.finditer(rf"[\s,;]+\(?{number + 1}(?:[.):=]\s+|\s?[-–—]\s?)(?=\S)", rest))
            if len(following) > 1:
                return
            end = following[0].start() if following else len(rest)
            found.append((number, rest[:end].strip().rstrip(",;")))
            if not following:
                break
            number, rest = number + 1, rest[following[0].end() :]
    yield from found
