"""Tags that came to a question, or left it, while its editor was open: what was typed there is done to those of now.

Many questions are tagged at once without a revision of each, so that no revision tells of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from quizapp.core.kinds.editor import Inputs, as_list, as_words
from quizapp.core.question import Json
from quizapp.core.searching import split_tags

#: The input that holds the tags as they stood when the editor was opened.
TAGS_SEEN = "tags_seen"


def as_lines(stored: Mapping[str, Json]) -> str:
    """Give the tags of a question, each on a line: a tag may hold a comma."""
    return "\n".join(_tags_of(stored))


def follow_tags(inputs: Inputs, stored: Mapping[str, Json]) -> None:
    """Do to the stored tags what the editor did to those that it was opened with; without those it stays as it is."""
    if TAGS_SEEN not in inputs.keys():  # noqa: SIM118
        return
    seen, stands = inputs.get(TAGS_SEEN).splitlines(), _tags_of(stored)
    if seen == stands:
        return
    typed = seen if inputs.get("tags") == ", ".join(seen) else split_tags(inputs.get("tags"))
    inputs.put("tags", ", ".join(merged_tags(seen, stands, typed)))
    inputs.put(TAGS_SEEN, as_lines(stored))


def merged_tags(before: Collection[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Do to tags what others have done to them as they were before: put some on, and take some off."""
    left = [tag for tag in mine if tag in theirs or tag not in before]
    return left + [tag for tag in theirs if tag not in before and tag not in mine]


def _tags_of(stored: Mapping[str, Json]) -> list[str]:
    return [as_words(tag) for tag in as_list(stored.get("tags"))]
