"""What drafts of a few words ask, for tests of stems."""

from __future__ import annotations

from quizapp.core.extraction.analysis import analyse
from quizapp.core.extraction.drafting import draft_questions
from quizapp.core.extraction.readers import read


def asked(words: str, name: str = "text.txt") -> dict[str, str]:
    """Give the key of each stem, chosen and queued."""
    drafts = draft_questions(analyse(read(words.encode(), name)))
    return {str(one.raw["stem"]): str(one.raw.get("key")) for one in (*drafts.selected, *drafts.queue)}


def has(words: str, stem: str) -> str:
    """Give the key of a stem, whatever stands before it as its matter."""
    stems = asked(words)
    found = [key for full, key in stems.items() if full.endswith((stem, stem[:1].lower() + stem[1:]))]
    assert found, stems
    return found[0]
