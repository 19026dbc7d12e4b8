"""Claims of a fact-check: a quotation that fills its paragraph, and a verdict on it that opens the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quizapp.core.extraction.quotes.answers import Found
from quizapp.core.extraction.quotes.scenes import Piece
from quizapp.core.extraction.quotes.speakers import Company
from quizapp.core.extraction.values import Quote, Reason

CHECKED_REASON = Reason("claim under check", 0.85, "A verdict follows; the text says before whose claims it checks.")
_SOUND = (
    r"(?:true|false|misleading|unproven|unverified|unsupported|unfounded|wrong|correct|right|accurate|inaccurate|"
    r"exaggerated|outdated|fiction|a myth|nonsense|not true|untrue|out of context|missing context|no evidence)"
)
_HEDGE = r"(?:mostly|partly|largely|half|almost|broadly|simply|quite|nearly|plain|entirely|technically|literally) "
_VERDICT = re.compile(
    rf"(?:(?:our|the) )?(?:verdict|rating|ruling|finding)\b|(?:{_HEDGE})?{_SOUND}(?:[.:,;]| –| —|\Z|, but)"
    rf"|(?:this|that|it|the claim|the figure|the statement) (?:is|was|has)n?[’']?t? (?:\w+ )?(?:{_HEDGE})?{_SOUND}\b"
    r"|we (?:couldn[’']t|could not|were unable to|can find no|found no)\b"
    r"|(?:the|this) claim (?:appears|is|was|has|comes|began|started|first|dates|goes)\b",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"\b(?:claim|statement|assertion|speech|interview|remark|promise|boast|address|debate|quote|broadcast)\w*\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"(?i:\bfact[- ]?check(?:ing|ed)?|\bchecking|\bwe checked|\bcheck of)(?: [a-z]+){0,3}:? "
    r"(?P<who>(?:[A-Z][\w.’-]*? ){0,3}?[A-Z][\w-]*)[’']s? (?:[\w’'-]+ ){0,4}"
    r"(?:claims?|statements?|speech|interview|remarks|address|debate|broadcast)\b"
)
#: So many paragraphs before the first claim may tell whose claims are checked.
_LEAD = 2
#: So many pieces stand before the words of a claim with a label: “Claim 2 (4 May): “…””.
_LABEL = 8


@dataclass(slots=True)
class Verdicts:
    """The claims that a text checks one after the other, and whose they are."""

    company: Company
    _whose: int | None = None
    _is_read: bool = field(default=False)

    def find(self, block: int) -> Found | None:
        """Answer a quotation that fills a paragraph above a verdict; None where no verdict follows."""
        blocks = self.company.text.blocks
        if block + 1 >= len(blocks):
            return None
        if not _VERDICT.match(self.company.text.text, blocks[block + 1].start, blocks[block + 1].end):
            return None
        if not self._is_read:
            self._is_read, self._whose = True, self._lead(block)
        if self._whose is None:
            return Found(None, "Q2-claim")
        return Found(self.company.named(self._whose), "Q2-claim", reasons=(CHECKED_REASON,))

    def labelled(self, block: int, pieces: Sequence[Piece], place: int, quotes: Sequence[Quote]) -> Found | None:
        """Answer “Claim 2: “…””: of whoever is checked, else of the only person quoted before the first claim."""
        if pieces[0].lower not in ("claim", "statement") or place > _LABEL:
            return None
        if not self._is_read:
            said = {one.actor for one in quotes if one.is_speech and one.actor is not None}
            self._is_read, self._whose = True, self._headed(block)
            if self._whose is None:
                self._whose = next(iter(said)) if len(said) == 1 else self._lead(block)
        if self._whose is None:
            return None
        return Found(self.company.named(self._whose), "Q2-claim", reasons=(CHECKED_REASON,))

    def _headed(self, block: int) -> int | None:
        """Give whose speech or claims the title or the lead says are checked: “Fact-checking Moe’s address”."""
        text, floor = self.company.text, self.company.text.blocks[block].start
        for match in _CHECKED.finditer(text.text, 0, floor):
            words = match["who"].split()
            people = [one for one in self.company.cast.actors if one.type == "person"]
            fitting = [one.id for one in people if set(words[-1:]) & set(one.canonical.split())]
            if len(fitting) == 1:
                return fitting[0]
        return None

    def _lead(self, block: int) -> int | None:
        """Give the one person whom the text before the first claim names, where it speaks of claims or a speech."""
        headed = self._headed(block)
        if headed is not None:
            return headed
        for before in range(block - 1, max(-1, block - 1 - _LEAD), -1):
            people = self.company.people_of(before)
            span = self.company.text.blocks[before]
            if people:
                is_told = _CLAIMS.search(self.company.text.text, span.start, span.end)
                return people[0].id if len(people) == 1 and is_told else None
        return None
