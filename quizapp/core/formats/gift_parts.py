"""Takes one GIFT item apart: title, text format, words around the answers, the answers with weights and feedback."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from quizapp.core.formats.embedded import GAP_START
from quizapp.core.formats.foreign_texts import AUTO, HTML, MARKDOWN, PLAIN
from quizapp.core.formats.gift_items import Item
from quizapp.core.formats.weighted import Broken, read_percent

FORMS = {"html": HTML, "markdown": MARKDOWN, "plain": PLAIN, "moodle": AUTO}

_ESCAPE = re.compile(r"\\([~=#{}:n\\])")
_BRACES = re.compile(r"\\.|[{}]", re.S)
_TITLE = re.compile(r"\s*::((?:\\.|[^\\:]|:(?!:)){0,2000})::", re.S)
_FORM = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_ANSWER_LIKE = re.compile(r"\s*(?:[=~#}]|(?:T|F|TRUE|FALSE)\s*[#}])")
_BETWEEN = re.compile(r"\\.|####|[=~#]", re.S)
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:[.,][0-9]{1,10})?)%")
_JUNK = re.compile(r"[\s\"';,]*")
_STOP = re.compile(r"[\s.\"';,]*")
_SENTENCE_END = re.compile(r"[.?!:…]['\")\]]*\Z")


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """One answer as it stands: its sign `=` or `~`, weight None when not given, words with their escapes, feedbacks."""

    sign: str
    percent: float | None
    words: str
    feedbacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """An item apart; `block` is what stands in its braces, None for an item without; escapes are still there."""

    title: str
    form: str
    before: str
    block: str | None
    after: str
    line: int


def unescaped(text: str) -> str:
    """Give a text without GIFT's escapes; a backslash before anything else is one."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], text).strip()


def take_apart(item: Item) -> list[Parts]:
    """Take an item apart; several when answers at the ends of lines show that blank lines are missing between.

    Raises:
        Broken: when its braces hold no answers, or stand where none can be.
    """
    return [_one(piece) for piece in _at_line_ends(item)]


def name_of(text: str) -> str:
    """Give the title of an item that cannot be read, else its first words."""
    found = _TITLE.match(text)
    return unescaped(found[1] if found else text.split("{")[0])


def form_of(words: str, default: str) -> tuple[str, str]:
    """Give the text format that words begin with, else the default, and the words after it."""
    found = _FORM.match(words)
    return (FORMS[found[1].lower()], words[found.end() :]) if found else (default, words)


def is_cloze(text: str) -> bool:
    """Tell whether an item holds gaps instead of a block of answers."""
    return GAP_START.search(text) is not None


def list_answers(block: str) -> tuple[list[RawAnswer], str]:
    """List a block's answers, and give the general feedback behind `####`."""
    marks = list(_BETWEEN.finditer(block))
    general = next((mark for mark in marks if mark[0] == "####"), None)
    end = general.start() if general else len(block)
    starts = [mark for mark in marks if mark[0] in ("=", "~") and mark.start() < end]
    bounds = [mark.start() for mark in starts[1:]] + [end]
    answers = [
        _answer(mark[0], block[mark.end() : bound], lead=block[: mark.start()] if not place else "")
        for place, (mark, bound) in enumerate(zip(starts, bounds, strict=False))
    ]
    return answers, block[general.end() :] if general else ""


def split_feedback(words: str) -> list[str]:
    """Split words at each `#` that is not escaped."""
    pieces, start = [], 0
    for mark in _BETWEEN.finditer(words):
        if mark[0] == "#":
            pieces.append(words[start : mark.start()])
            start = mark.end()
    return [*pieces, words[start:]]


def split_weight(words: str) -> tuple[float | None, str]:
    """Give the weight that words begin with, None for none, and the words after it."""
    found = _WEIGHT.match(words)
    return (read_percent(found[1]), words[found.end() :]) if found else (None, words)


def _answer(sign: str, words: str, lead: str) -> RawAnswer:
    if lead.strip():
        raise Broken(f"“{lead.strip()[:40]}” stands before the first answer; begin each answer with = or ~.")
    percent, words = split_weight(words)
    text, *feedbacks = split_feedback(words)
    return RawAnswer(sign, percent, text, tuple(feedbacks))


def _blocks(text: str) -> list[tuple[int, int]]:
    """Find what stands in braces and looks like answers; other braces are words, such as those of TeX."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            depth += 1
            start = brace.start() if depth == 1 else start
        elif brace[0] == "}" and depth:
            depth -= 1
            if not depth and _ANSWER_LIKE.match(text, start + 1):
                found.append((start, brace.end()))
    return found


def _at_line_ends(item: Item) -> list[Item]:
    blocks = _blocks(item.text)
    pieces: list[Item] = []
    start = 0
    for _, end in blocks[:-1]:
        stop = item.text.find("\n", end)
        if stop < 0 or not _STOP.fullmatch(item.text, end, stop):
            raise Broken("It has two blocks of answers; put a blank line between questions.")
        pieces.append(_piece(item, start, stop))
        start = stop + 1
    return [*pieces, _piece(item, start, len(item.text))]


def _piece(item: Item, start: int, end: int) -> Item:
    return replace(item, text=item.text[start:end], line=item.line + item.text.count("\n", 0, start))


def _one(item: Item) -> Parts:
    text, title = item.text, ""
    if found := _TITLE.match(text):
        title, text = unescaped(found[1]), text[found.end() :]
    form, text = form_of(text, AUTO)
    if is_cloze(text):
        return Parts(title, form, text, None, "", item.line)
    blocks = _blocks(text)
    if not blocks:
        _refuse_braces(text)
        return Parts(title, form, text, None, "", item.line)
    start, end = blocks[-1]
    before, after = text[:start], text[end:]
    is_junk = _JUNK.fullmatch(after) or (_STOP.fullmatch(after) and _SENTENCE_END.search(before.rstrip()))
    return Parts(title, form, before, text[start + 1 : end - 1], "" if is_junk and before.strip() else after, item.line)


def _refuse_braces(text: str) -> None:
    braces = [brace for brace in _BRACES.findall(text) if len(brace) == 1]
    if braces:
        raise Broken(
            "Its braces hold no answers: begin each answer with = or ~, a number with #, or write T, F or nothing; "
            "put \\ before braces that are words."
        )
    if re.match(r"\s*[=~]", text):
        raise Broken("It begins like an answer, but stands outside braces.")
