"""Signs that lines of pasted texts begin or end with: bullets, rules, marks of right and wrong options, footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.formats.table_words import COLUMN_WORDS, plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS

BULLET = re.compile(r"\s*[-+•*]\s+(\S.*)", re.DOTALL)
"""A line of a list that neither counts nor letters what it lists."""

_RULE = re.compile(r"-{3,}|={3,}|_{3,}|\*{3,}")
_RIGHT = "✓✔✅☑"
_WRONG = "✗✘❌✖✕❎☒"
_SIGN = rf"[{_RIGHT}{_WRONG}]\ufe0f?"
_FIRST = re.compile(rf"([*_~]{{0,3}})\s{{0,9}}({_SIGN})\s{{0,9}}")
_LAST = re.compile(
    rf"(?:[(\[]\s?)?({_SIGN})(?:\s?[)\]])?[\s*_]{{0,9}}([(\[]?[^\W\d_][^{_RIGHT}{_WRONG}]{{0,24}})?\s{{0,9}}\Z"
)
_MAY_TELL = re.compile(rf"[{_RIGHT}{_WRONG}]|[)\]][\s*_]*$|<-|[←⬅]", re.MULTILINE)
_SAID = re.compile(r"(?:(?P<opened>[(\[])|<-+|←|⬅\ufe0f?)\s?(?P<words>[^\W\d_][^()\[\]\n]{0,30}?)\s?(?(opened)[)\]])\Z")
_SAYS_RIGHT = (
    "correct/correct answer/the correct answer/right answer/richtig/richtige antwort/juste/bonne réponse/correcta"
    "/correcto/respuesta correcta/correta/resposta correta/corretta/corretto/risposta corretta/juist/juiste antwoord"
    "/poprawna odpowiedź/верно/правильный ответ/正解/正确答案"
)
_SAYS_WRONG = "incorrect/wrong/wrong answer/incorrect answer/falsch/faux/incorrecta/incorrecto/errada/sbagliata/неверно"
_WORDS_RIGHT = frozenset(plain_word(words) for words in _SAYS_RIGHT.split("/"))
_WORDS_WRONG = frozenset(plain_word(words) for words in _SAYS_WRONG.split("/"))
#: What stands before an option or in its place: “❌ A) Rome”, “- ✅ Paris”, “✅ Paris”.
_SIGN_FIRST = re.compile(rf"(\s*)([-+•*]\s+)?({_SIGN})\s*(?=\S)(.*)", re.DOTALL)
_LABELLED = re.compile(r"[*_]{0,3}[(\[]?[A-Za-z][).\]][*_]{0,3}\s")
_NAMED = re.compile(r"[*_]{0,3}[^\W\d_][^\s:：=]*(?: [^\s:：=]+){0,2}[*_]{0,3}\s?[:：=]")
_WHOLLY_BOLD = re.compile(r"\*\*(?!\s)([^*]+)(?<!\s)\*\*")
_NOTE = re.compile(r"\s*\\?\*(?!\*)\s*\(?([^\W\d_]\S* ?.*|\d.*)", re.DOTALL)
#: The zero-width space, the word joiner and the mark of byte order.
_INVISIBLE = re.compile(r"^([ \t]*)[\u200b\u2060\ufeff]+[ \t]*", re.MULTILINE)
_OPTION = re.compile(r"\s*\*\s*[(\[]?[A-Za-z][).\]]")


@dataclass(frozen=True, slots=True)
class Judged:
    """Options without the signs that mark them, and the places of those that are right; empty where no sign tells."""

    texts: list[str]
    right: list[int]


def without_invisible(text: str) -> str:
    """Give a text without signs of no width before its lines, as pages and chats put them there."""
    return _INVISIBLE.sub(r"\1", text)


def is_rule(line: str) -> bool:
    """Whether a line but parts what stands above it from what stands below."""
    return _RULE.fullmatch(line.strip()) is not None


def has_sign(line: str) -> bool:
    """Whether some option within a line is marked as right or wrong."""
    return any(sign in line for sign in _RIGHT + _WRONG) or _said(line.strip()) == "right"


def judged(texts: Sequence[str]) -> Judged:
    """Read the signs of options: those that are right have one, or all have that are wrong, and one is left.

    A sign at every option is a bullet; one that is all that an option says is its word.
    """
    if not _MAY_TELL.search("\n".join(texts)):
        return Judged(list(texts), [])
    found = [_unsigned(text) for text in texts]
    signs = [sign for _, sign in found]
    if any(sign and not text for text, sign in found):
        return Judged(list(texts), [])
    is_drawn = any(sign in ("right", "wrong") for sign in signs)
    right = [place for place, sign in enumerate(signs) if sign.startswith("right")]
    wrong = [place for place, sign in enumerate(signs) if sign.startswith("wrong")]
    if len(right) == len(texts) and not all(sign == "right" for sign in signs):
        return Judged(list(texts), [])
    if not right and not is_drawn:
        return Judged(list(texts), [])
    if not right and len(wrong) == len(texts) - 1:
        right = [place for place in range(len(texts)) if place not in wrong]
    return Judged([text for text, _ in found], right if len(right) < len(texts) else [])


def unsigned(text: str) -> str:
    """Give words without a sign that marks them."""
    return _unsigned(text)[0] or text


def _unsigned(text: str) -> tuple[str, str]:
    """Give an option without its sign, and what that says: “right” or “wrong”, in words “right said”; else empty."""
    words = text.strip()
    if match := _FIRST.match(words):
        return (match[1] + words[match.end() :]).strip(), _meaning(match[2])
    match = _LAST.search(words)
    if match and (not match[2] or plain_word(match[2]) in TRUTH_WORDS or plain_word(match[2]) in COLUMN_WORDS):
        return words[: match.start()].rstrip(), _meaning(match[1])
    bare = words.rstrip("*_ ")
    if said := _said(bare):
        found = _SAID.search(bare)
        return words[: found.start()].rstrip("*_ ") if found else words, f"{said} said"
    return words, ""


def _meaning(sign: str) -> str:
    return "right" if sign[0] in _RIGHT else "wrong"


def _said(words: str) -> str:
    match = _SAID.search(words[-60:])
    said = plain_word(match["words"]) if match else ""
    return "right" if said in _WORDS_RIGHT else "wrong" if said in _WORDS_WRONG else ""


def with_signs_behind(line: str) -> str:
    """Give a line whose sign stands before an option with it behind: “❌ A) Rome” as “A) Rome ❌”."""
    match = _SIGN_FIRST.fullmatch(line)
    if match is None:
        return line
    lead, bullet, sign, words = match[1], match[2] or "", match[3], match[4].rstrip()
    if _LABELLED.match(words):
        return f"{lead}{bullet}{words} {sign}"
    return line if _NAMED.match(words) else f"{lead}{bullet or '- '}{words} {sign}"


def without_bold(stems: Sequence[str]) -> list[str]:
    """Give questions without the bold letters that all of them stand in as a whole."""
    found = [_WHOLLY_BOLD.fullmatch(stem) for stem in stems]
    return [match[1] for match in found if match] if len(stems) > 1 and all(found) else list(stems)


def has_footnotes(lines: Sequence[str]) -> bool:
    """Whether a star stands before a line by itself, as it does before a note: then one at an option refers to it.

    One that says that what has the star is right is none.
    """
    filled = [line.strip() for line in lines if line.strip()]
    starred = [line.startswith(("*", "\\*")) and not _OPTION.match(line) for line in filled]
    return any(
        _NOTE.fullmatch(line) is not None and not line.endswith("*") and not _is_legend(line)
        for line, is_above, is_it, is_below in zip(
            filled, [False, *starred], starred, [*starred[1:], False], strict=False
        )
        if is_it and not is_above and not is_below
    )


def _is_legend(line: str) -> bool:
    words = plain_word(line).split()
    return any(word in _WORDS_RIGHT or COLUMN_WORDS.get(word) == "key" for word in words)
