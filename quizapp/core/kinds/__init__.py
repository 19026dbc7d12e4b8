"""The kinds of question, one file each, and the tuple that lists them in the order of menus."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process

from quizapp.core.errors import InvalidQuestion
from quizapp.core.kinds.base import COMMON_FIELDS, KindQuestion
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.date import Date
from quizapp.core.kinds.fields import scalar_text
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.multiple import Multiple
from quizapp.core.kinds.number import Number
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.text import Text
from quizapp.core.kinds.true_false import TrueFalse
from quizapp.core.question import Json, Problem

KINDS: tuple[type[KindQuestion], ...] = (*(Choice, Multiple, TrueFalse, Text, Number, Date, Cloze, Match, Order, Open),)

__all__ = ["COMMON_FIELDS", "KINDS", "KindQuestion", "kind_named", "parse_question"]

_BY_SLUG = {kind.kind: kind for kind in KINDS}


def kind_named(slug: str) -> type[KindQuestion]:
    """Give the kind with this slug.

    Raises:
        InvalidQuestion: naming all kinds, and the one that was probably meant.
    """
    if slug in _BY_SLUG:
        return _BY_SLUG[slug]
    known = ", ".join(_BY_SLUG)
    if not slug:
        raise InvalidQuestion([Problem("kind", f"The kind is missing; write one of {known}.")])
    near = process.extractOne(slug[:60].casefold().replace("-", "_"), list(_BY_SLUG), score_cutoff=60)
    meant = f" Did you mean {near[0]}?" if near else ""
    raise InvalidQuestion([Problem("kind", f"“{slug[:60]}” is not a kind.{meant} The kinds are {known}.")])


def parse_question(raw: Json) -> KindQuestion:
    """Make a question of a raw mapping of any kind.

    Raises:
        InvalidQuestion: with every problem found.
    """
    if type(raw) is not dict and not isinstance(raw, Mapping):
        raise InvalidQuestion([Problem("", "A question is a mapping of fields such as kind, stem and key.")])
    slug = scalar_text(raw.get("kind"))
    return kind_named((slug or "").strip()).parse(raw)
