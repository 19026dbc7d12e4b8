"""Pictures and sounds where an answer is typed: nobody can type one, so that the editor does not take it there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from quizapp.core.kinds.editor import as_list, as_mapping, as_words
from quizapp.core.question import Json, Problem

NOT_TYPED = "A picture or a sound cannot be typed. Put it into the question, and write the answer in words."
_MEDIA = re.compile(r"!\[[^\n]{0,2000}\]\(|<audio ")
#: Kinds whose key is typed; others are chosen from what is shown.
_TYPED_KINDS = ("text", "number", "date")


def typed_media(raw: Mapping[str, Json]) -> list[Problem]:
    """Give a problem for each typed answer of a raw question that shows a picture or plays a sound."""
    return [Problem(path, NOT_TYPED) for path, words in _typed(raw, "") if _MEDIA.search(words)]


def _typed(raw: Mapping[str, Json], path: str) -> Iterator[tuple[str, str]]:
    """Give the path and words of all that can only be typed."""
    if raw.get("kind") in _TYPED_KINDS:
        yield f"{path}key", as_words(raw.get("key"))
    if raw.get("kind") != "cloze":
        for place, item in enumerate(as_list(raw.get("accept"))):
            yield f"{path}accept[{place}]", as_words(item)
    for place, gap in enumerate(as_list(raw.get("gaps"))):
        known = as_mapping(gap)
        if known.get("kind", "text") != "choice":
            yield from _typed({"kind": "text", **known}, f"{path}gaps[{place}].")
