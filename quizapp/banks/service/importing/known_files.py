"""A file of the command line that its bank says already: what an earlier import of it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizapp.core.formats.parcel import FileProblem, Report, Skipped

#: Why an entry is left out that says what the bank says.
UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What an earlier import of the very same file found, where nothing of its bank has changed since."""

    format: str
    found: int
    ids: Sequence[str]
    #: Why those of them that do not stand in the bank were left out.
    left_out: Mapping[str, str]
    problems: Sequence[dict[str, Any]]
    skipped: Sequence[dict[str, Any]]
    #: The lines of its questions, where they were kept, and what those ask that the bank has under their ids.
    lines: Sequence[int | None] = ()
    stems: Mapping[str, str] = field(default_factory=dict)

    def report(self, file: str) -> Report:
        """Report that all of it stands unchanged."""
        problems = tuple(FileProblem(each["where"], each["line"], each["reason"]) for each in self.problems)
        skipped = [
            Skipped(each["what"], each["reason"], each.get("line"), each.get("raw", ""), **_placed(each))
            for each in self.skipped
        ]
        skipped += [self._left(identity, number) for number, identity in enumerate(self.ids)]
        return Report(file, self.format, self.found, 0, {}, problems, tuple(skipped))

    def _left(self, identity: str, number: int) -> Skipped:
        """Say of a question of the file why it is left out."""
        line = self.lines[number] if self.lines else None
        item = number + 1 if line is None else None
        reason, stem = self.left_out.get(identity, UNCHANGED), self.stems.get(identity, "")
        return Skipped(f"question {identity}", reason, line, stem=stem, item=item)


def _placed(skipped: Mapping[str, Any]) -> dict[str, Any]:
    return {"follow": skipped["follow"], "is_above": skipped["above"]} if "follow" in skipped else {}
