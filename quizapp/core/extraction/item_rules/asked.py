"""What the rules look at: keys, options and texts of a question of any kind, and the context of its bank."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from quizapp.core.compare import fold
from quizapp.core.document import Paragraph
from quizapp.core.plain_stem import without_marks
from quizapp.core.question import Json, Question

#: A question goes by so many letters of its stem.
NAMED_BY = 90
GAP = re.compile(r"\[\[\d+\]\]|_{2,}|…{2,}|\.{4,}")
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|‘[^’]*’(?!\w)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_POSSESSIVE = re.compile(r"(?<=\w)[’']s\b|(?<=s)[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a question breaks a rule: its id ("R03"), words for a teacher, and the field they are about.

    `other` is the id of another question that it breaks it with; the words name that by its stem.
    """

    rule: str
    message: str
    field: str = "stem"
    other: str = ""


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What rules need besides the question.

    `questions` are those of the bank (the judged one may be among them), `clusters` its groups of folded names that
    mean the same.
    """

    questions: tuple[Question, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    clusters: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of a cloze."""

    key: str
    accept: tuple[str, ...]
    distractors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the rules see it, read from its raw mapping, so that no rule knows the classes of the kinds.

    `keys` are right answers as texts (of a match: none, see `pairs`), `accept` their further spellings. `fixed` are all
    options in the order in which they are always shown, empty when they are shuffled.
    """

    question: Question
    kind: str
    keys: tuple[str, ...]
    accept: tuple[str, ...]
    distractors: tuple[str, ...]
    fixed: tuple[str, ...]
    gaps: tuple[Gap, ...]
    pairs: tuple[tuple[str, str], ...]
    items: tuple[str, ...]

    @classmethod
    def of(cls, question: Question | Self) -> Self:
        """Read a question; one that is read already is given back."""
        if isinstance(question, cls):
            return question
        assert isinstance(question, Question)
        raw = {**question.dump_own(), **question.extra}
        keys = _texts(raw.get("key"))
        fixed = _texts(raw.get("options")) if question.kind != "true_false" else ()
        distractors = _texts(raw.get("distractors")) or tuple(text for text in fixed if text not in keys)
        gaps = tuple(
            Gap("".join(_texts(gap.get("key"))[:1]), _texts(gap.get("accept")), _texts(gap.get("distractors")))
            for gap in raw.get("gaps", ())
        )
        pairs = tuple(("".join(_texts(p.get("left"))), "".join(_texts(p.get("right")))) for p in raw.get("pairs", ()))
        items = _texts(raw.get("items"))
        return cls(
            question, question.kind, keys, _right_texts(raw.get("accept")), distractors, fixed, gaps, pairs, items
        )

    @property
    def options(self) -> tuple[str, ...]:
        """All choices of a recognition question, keys first; empty when it has no distractors."""
        return (*self.keys, *self.distractors) if self.distractors else ()

    @property
    def is_statement(self) -> bool:
        """Whether the stem states something by itself instead of asking for it."""
        return self.kind in ("true_false", "cloze")


def rule_context(questions: Sequence[Question], paragraphs: Sequence[Paragraph] = ()) -> RuleContext:
    """Make the context of a bank: its questions, its document's paragraphs, and its clusters of names."""
    return RuleContext(tuple(questions), tuple(paragraphs), alias_groups(questions))


def alias_groups(questions: Iterable[Question | Asked]) -> tuple[frozenset[str], ...]:
    """Join the keys and accepted spellings of a bank to groups that mean the same, folded; singles are left out."""
    groups: list[set[str]] = []
    for question in questions:
        asked = Asked.of(question)
        sets = [{asked.keys[0], *asked.accept}] if len(asked.keys) == 1 else []
        sets += [{gap.key, *gap.accept} for gap in asked.gaps]
        for names in sets:
            same = {folded(name) for name in names if name and "*" not in name}
            if len(same) > 1:
                touching = [group for group in groups if group & same]
                groups = [group for group in groups if not group & same]
                groups.append(same.union(*touching))
    return tuple(frozenset(group) for group in groups)


def spellings(name: str, context: RuleContext) -> frozenset[str]:
    """Give all folded spellings of a name that the bank knows, its own among them."""
    own = folded(name)
    return frozenset({own}).union(*(cluster for cluster in context.clusters if own in cluster))


def named(question: Question) -> str:
    """Name a question by the first words of its stem, for a message."""
    words = " ".join(GAP.sub("…", shown(question.stem)).split())
    if len(words) > NAMED_BY:
        words = words[:NAMED_BY].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    return f"“{words}”"


@lru_cache(maxsize=64)
def unquoted(text: str) -> str:
    """Blank out quoted words: what a quotation says is no flaw of the writer."""
    return _QUOTED.sub(" “” ", text)


def words_of(text: str) -> list[str]:
    """Give the words of a text as written."""
    return _WORD.findall(text)


@lru_cache(maxsize=64)
def shown(text: str) -> str:
    """Take Markdown's marks out of a stem."""
    return without_marks(text)


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Fold a text of several words, possessive endings taken off: of Ada’s, ada."""
    return fold(_POSSESSIVE.sub("", text))


def contains_words(text: str, part: str) -> bool:
    """Tell whether a folded text holds a folded part at word boundaries."""
    at = text.find(part) if part else -1
    while at >= 0:
        if not (_is_letter(text[at - 1 : at]) or _is_letter(text[at + len(part) : at + len(part) + 1])):
            return True
        at = text.find(part, at + 1)
    return False


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def _texts(value: Json) -> tuple[str, ...]:
    """Give the texts of a text, an option, or a list of them; patterns are no texts."""
    if value is None or value == "":
        return ()
    if isinstance(value, dict):
        return _texts(value.get("text"))
    if isinstance(value, list | tuple):
        return tuple(text for part in value for text in _texts(part))
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return (str(value),)


def _right_texts(value: Json) -> tuple[str, ...]:
    """Give the accepted texts that count as fully right."""
    parts = value if isinstance(value, list | tuple) else ()
    sound = [part for part in parts if not isinstance(part, dict) or _is_full(part.get("weight"))]
    return tuple(text for part in sound for text in _texts(part))


def _is_full(weight: Json) -> bool:
    try:
        return weight is None or float(weight) >= 1
    except (TypeError, ValueError):
        return False
