"""Text that was pasted, or saved by a spreadsheet, freed of what is no cell of its table: bullets, rules, `sep=;`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.formats.tabbed_markers import untabbed

#: Excel's own first line, which names the separator.
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?[ \t,;]*(?=\n|\Z)", re.IGNORECASE)
#: All that Word and others draw before a line; before a number a dash is a minus.
_DRAWN = "•·◦▪■●○‣⁃–—*-"
_LEAD = re.compile(rf"[ \t]*(?:([{_DRAWN}])[ \t]+(?![0-9])|(o)\t)")
_RULE = re.compile(r"[\s|+:=-]+")
#: “A. Lincoln” begins with an initial.
_NUMBER = re.compile(r"\(?([0-9]{1,4}(?=[.)])|[A-Za-z](?=\)))[.)]\s+(?=\S)")
_ASKS = re.compile(r"[?？؟]")
#: A question that needs no number before it, unlike “3. planet from the sun?”.
_WHOLE_QUESTION = re.compile(
    r"[¿\W]*(?:which|what|who|whom|whose|where|when|why|how|is|are|was|were|do|does|did|can|in|on|at|of|by"
    r"|welche[rsnm]?|wer|wen|wem|wo|wann|warum|wie|ist|sind|war|waren|quel(?:le)?s?|qui|que|où|quand|comment|est|qué|cuál"
    r"|quién|dónde|cuándo|cómo|qual|quale|quem|quando|come|chi|dove|wat|wie|welk|welke|kto|co|który|что|кто|какой|где)\b",
    re.IGNORECASE,
)
_LINES_SEEN = 60
_LETTERS_SEEN = 20_000
_RUNNING_AT_LEAST = 3
_WHOLE_END = re.compile(r"[?？؟](?:\s*\([^()]*\))?\Z|[.!。]\Z")
#: What stands before the words of a list in some language, so that it is no thing that numbers count.
_OF_WORDS = re.compile(
    r"to|the|an?|der|die|das|eine?|sich|l[ea]s?|une?|se|el|los|una|il|lo|gli|i|de|het|een|os?|as|uma?", re.IGNORECASE
)
#: More persons, or acts, of one thing are hardly asked for with a question mark behind each.
_THINGS_AT_MOST = 6
#: What no title is: a question, an option, what goes on in the next line.
_NO_TITLE = re.compile(r".*[,;?？؟]\s*|\s*[(\[]?[A-Ha-h][).\]]\s.*", re.DOTALL)
_OPTION = re.compile(r"\s*(?:[-•*]\s+)?[(\[]?[A-Ha-h][)\]]\s")
TITLES_AT_MOST = 3
_TITLE_LETTERS = 100
_PAIR = 2
#: So many rows have as many cells as each other, unlike sentences.
_SHARE_AT_LEAST = 0.8
#: A text of so few letters is no beginning of a longer one.
_WHOLE = 2_000
#: Word breaks a line within a paragraph by it.
BREAK = "\x0b"


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text with its lines where they were; `separator` is the one that its first line names."""

    text: str
    separator: str = ""


def tidied(text: str) -> Tidied:
    """Take off a line that names the separator, and bullets that stand before all lines."""
    separator = ""
    if said := _SEPARATOR_LINE.match(text):
        separator, text = said[1], text[said.end() :]
    text = untabbed(text)
    head = [line for line in text[:_LETTERS_SEEN].split("\n")[:_LINES_SEEN] if line.strip()]
    found = [_LEAD.match(line) for line in head]
    signs = {match[1] or match[2] for match in found if match}
    if len(head) > 1 and len(signs) == 1 and all(found):
        text = "\n".join(line[match.end() :] if (match := _LEAD.match(line)) else line for line in text.split("\n"))
    return Tidied(text, separator)


def is_table_rule(line: str) -> bool:
    """Tell whether a line is the rule below the headings of a table in text, such as `|---|:--:|`."""
    is_drawn = "---" in line or "===" in line or ("--" in line and ":" in line)
    return is_drawn and _RULE.fullmatch(line) is not None


def whole_lines(head: str) -> str:
    """Give the beginning of a file without its last line, which may be cut."""
    return head if len(head) < _WHOLE else head[: head.rfind("\n") + 1] or head


def count_titles(rows: Sequence[Sequence[str]]) -> int:
    """Count the first rows that are no rows but a title: each is one cell, where all below have several.

    What may be the first line of a question of several lines is none, nor what stands above names of speakers.
    """
    count = next((place for place, row in enumerate(rows) if len(row) > 1), 0)
    titles, below = [row[0].strip() for row in rows[:count]], rows[count:]
    if not 0 < count <= TITLES_AT_MOST or len(below) < max(_PAIR, count):
        return 0
    # A farewell may stand below.
    inner = below[:-1] if len(below) > _PAIR else below
    if any(sum(map(bool, map(str.strip, row))) < _PAIR for row in inner):
        return 0
    if max(Counter(map(len, inner)).values()) < len(inner) * _SHARE_AT_LEAST:
        return 0
    if any(len(title) > _TITLE_LETTERS or _NO_TITLE.fullmatch(title) for title in titles):
        return 0
    firsts = [row[0].strip() for row in below]
    if any(map(_OPTION.match, firsts)):
        return 0
    goes_on = firsts[0][:1].islower() and not any(text[:1].islower() for text in firsts[1:])
    return 0 if goes_on or len(set(firsts)) <= len(firsts) / _PAIR else count


def tell_title(title: str) -> str:
    """Say that a title was left out."""
    return f"“{title.strip()[:60]}” stands above the questions as a title, and was left out."


def is_bullet(cell: str) -> bool:
    """Tell whether nothing but a bullet stands in a cell."""
    return len(cell.strip()) == 1 and cell.strip() in _DRAWN


def are_numbered_questions(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether most rows are but the number of a question and what it asks: “1 - What is …?”."""
    asked = [row[1] for row in rows if len(row) == _PAIR and row[0].strip().rstrip(".)").isdecimal()]
    return len(asked) * 2 > len(rows) and sum(map(bool, map(_ASKS.search, asked))) * 2 > len(asked)


def are_lettered_options(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows are the options of questions: “A - Rome” and “B - Oslo” below what asks, or begun anew."""
    first = [row[0].strip().lower() if len(row) == _PAIR else "" for row in rows]
    begun = [n for n in range(len(rows) - 1) if first[n] == "a" and first[n + 1] == "b"]
    below = [rows[n - 1] for n in begun if n]
    return len(begun) > 1 or any(_ASKS.search(row[-1]) or row[0].strip().isdecimal() for row in below)


def find_lead(texts: Sequence[str], *, has_options: bool) -> re.Pattern[str] | None:
    """Find what stands before all of these questions and is no part of them: bullets, or numbers that run on.

    Numbers of one thing, such as “1. Person von …” and “2. Person von …”, are what is asked; before a question that
    stands there several times, such as “Which is right?”, they are not.
    """
    if len(texts) > 1 and all(bullets := [_LEAD.match(text) for text in texts]):
        signs = {match[1] for match in bullets if match}
        return _LEAD if len(signs) == 1 and None not in signs else None
    numbers = [match[1] for text in texts if (match := _NUMBER.match(text))]
    if len(numbers) < len(texts) or (len(texts) < _RUNNING_AT_LEAST and not _are_two_whole(texts)):
        return None
    values = [int(number) if number.isdigit() else ord(number) for number in numbers]
    bare = [_NUMBER.sub("", text, count=1) for text in texts]
    first = {text.split()[0].casefold() for text in bare}
    if len(first) == 1 and not all(map(_OF_WORDS.fullmatch, first)) and not any(map(_ASKS.search, texts)):
        return None
    # Without options one question has one answer, so that its number tells it apart.
    is_asked = are_things_counted(bare) or (not has_options and len({text.casefold() for text in bare}) < len(bare))
    return _NUMBER if values == list(range(values[0], values[0] + len(values))) and not is_asked else None


def _are_two_whole(texts: Sequence[str]) -> bool:
    """Whether two numbered texts are whole sentences, which need no number: “1. What is a cell?”, “2. Ice floats.”."""
    bare = [_NUMBER.sub("", text, count=1) for text in texts]
    firsts = {text.split()[0] for text in bare}
    is_whole = all(_WHOLE_END.search(text) and len(text.split()) > _PAIR for text in bare)
    is_told = len(firsts) == _PAIR or all(map(_ASKS.search, bare))
    return len(texts) == _PAIR and texts[0].lstrip("(").startswith("1") and is_whole and is_told


def begins_question(text: str) -> bool:
    """Whether a text begins with a word that asks."""
    return _WHOLE_QUESTION.match(text) is not None


def are_things_counted(texts: Sequence[str]) -> bool:
    """Whether numbers tell apart what stands behind them more than once, rather than run on before questions."""
    times = Counter(text.casefold() for text in texts)
    repeated = [text for text, count in times.items() if count > 1]
    is_few = len({text.split()[0] for text in times}) == 1 and len(texts) <= _THINGS_AT_MOST
    return any(is_few or not (_ASKS.search(text) and begins_question(text)) for text in repeated)
