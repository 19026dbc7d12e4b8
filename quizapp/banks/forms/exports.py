"""What the page of exports is asked for: a format, and which questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from quizapp.banks.service import Choice

#: Beyond it a number is none of a row.
_DIGITS = re.compile(r"[0-9]{1,10}")
_TAG_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be taken away; an empty format = not chosen yet."""

    format: str
    choice: Choice

    @property
    def fields(self) -> Mapping[str, str]:
        """The choice as hidden inputs or parts of an address."""
        ids = ",".join(map(str, self.choice.ids))
        return {name: value for name, value in (("questions", ids), ("tag", self.choice.tag)) if value}


def read_wish(inputs: MultiDict[str, str]) -> ExportWish:
    """Read a wish; ids stand one in each `question`, or with commas between them in `questions`."""
    listed = [*inputs.getlist("question"), *inputs.get("questions", "").split(",")]
    ids = tuple(dict.fromkeys(int(text) for each in listed if _DIGITS.fullmatch(text := each.strip())))
    tag = inputs.get("tag", "").replace("\0", "").strip(" /")[:_TAG_AT_MOST]
    return ExportWish(inputs.get("format", "")[:40], Choice(ids, tag))
