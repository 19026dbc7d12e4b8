"""Lines before which numbers run on by one, all in one form, as those of the questions of a test do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizapp.core.formats.question_words import QUESTION_NAME

_NUMBERED = re.compile(
    rf"\s*(?:#{{1,6}}\s+)?(?P<mark>[*_]{{0,3}})(?:(?P<word>{QUESTION_NAME}|q)\s?(?P<dot>[.#]?)\s?(?P<named>\d{{1,4}})"
    r"\s?(?P<behind>[.):]|\s[-–—](?=\s))?|(?P<plain>\d{1,4})(?P<sign>[.)]))(?P<closed>[*_]{0,3})\s+(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Running:
    """A line with its number and the words behind it; `is_odd` says that it stands there as “Q.1”."""

    place: int
    number: int
    words: str
    is_named: bool = False
    is_odd: bool = False


def running(lines: Sequence[str], *, may_begin_anew: bool = False) -> list[Running]:
    """Give the lines that are numbered as the first one is; none where their numbers do not run on by one.

    They may begin anew with 1, as those of parts do.
    """
    found: list[Running] = []
    form = ""
    for place, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line.rstrip()) if any(map(str.isdigit, line[:24])) else None
        if match is None:
            continue
        own = f"{(match['word'] or '').casefold()}{match['sign'] or match['behind'] or ''}"
        form = form if found else own
        if own != form:
            continue
        is_open = match["mark"] and not match["closed"]
        words = match["words"].removesuffix(match["mark"]) if is_open else match["words"]
        is_plain = not line.lstrip().startswith("#") and words[0].isalpha() and words[0].isupper()
        is_odd = is_plain and (own == "q" or (own[:1] == "q" and match["dot"] == "."))
        found.append(
            Running(place, int(match["named"] or match["plain"]), words.strip(), match["word"] is not None, is_odd)
        )
    runs_on = all(
        below.number == above.number + 1 or (may_begin_anew and below.number == 1) for above, below in pairwise(found)
    )
    return found if runs_on else []
