"""Remarks that stand in lines of their own below an option, “Rationale: …”, “💡 …”: they explain it, or the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

_NAMES = (
    "rationale/feedback/explanation/reason/reasoning/why/comment/remark/note/justification/general feedback"
    "/erklärung/begründung/rückmeldung/kommentar/anmerkung/erläuterung/explication/commentaire/rétroaction/remarque"
    "/explicación/retroalimentación/justificación/comentario/explicação/justificativa/comentário/spiegazione"
    "/motivazione/commento/toelichting/uitleg/förklaring/forklaring/wyjaśnienie/uzasadnienie/komentarz"
    "/пояснение/объяснение/комментарий/açıklama/magyarázat/vysvětlení/解説/解释"
)
_REMARK = re.compile(
    r"\s*(?:[-+*•>]\s+)?(?:[*_]{0,3}(?:💡|ℹ|📝|📌|🔎|📖)\ufe0f?[*_]{0,3}\s*"
    r"(?:[*_]{0,3}(?:NAMES)[*_]{0,3}\s?[:：][*_]{0,3}\s*)?"
    r"|[*_]{0,3}(?:NAMES)[*_]{0,3}\s?[:：][*_]{0,3}\s*)(\S.*)".replace("NAMES", _NAMES.replace("/", "|")),
    re.IGNORECASE | re.DOTALL,
)


def remark_of(line: str) -> str:
    """Give the words of a line that says that it is a remark; empty for any other one."""
    match = _REMARK.fullmatch(line.rstrip())
    if match is None:
        return ""
    words = match[1].strip()
    return words.rstrip("*_") if line.strip()[:1] in "*_" and words.count("*") % 2 else words


def holds_remark(text: str) -> bool:
    """Whether a line of an option below its first one is a remark."""
    return any(map(remark_of, text.split("\n")[1:]))


def stand_below(text: str, option: re.Pattern[str]) -> bool:
    """Whether remarks stand right below options, in a text as those who judge it have it."""
    lines = [line for line in text.split("\n") if line.strip()]
    return any(option.fullmatch(above) and remark_of(below) for above, below in pairwise(lines))


def of_answer(remarks: Mapping[int, str], count: int) -> bool:
    """Whether a remark is of the whole question: it stands below the last option, and below no other one."""
    return count > 1 and list(remarks) == [count - 1]
