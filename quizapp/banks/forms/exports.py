"""What the page of exports is asked for: a format, and which questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from quizapp.banks.forms.library import Filters, read_filters
from quizapp.banks.service import Choice
from quizapp.plumbing.forms import read_numbers

_TAG_AT_MOST = 200
#: What a list of questions may be narrowed to beside a tag.
_NARROWED = ("q", "kind", "about", "state", "ease")


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be taken away; an empty format = not chosen yet.

    `search` is what the list was narrowed to where it found more than a form carries ids: it is looked for again.
    """

    format: str
    choice: Choice
    search: Filters | None = None

    @property
    def fields(self) -> Mapping[str, str]:
        """The choice as hidden inputs or parts of an address."""
        ids = ",".join(map(str, self.choice.ids)) if self.search is None else ""
        archived = "1" if self.choice.with_archived else ""
        backwards = "1" if self.choice.backwards else ""
        named = (("questions", ids), ("tag", self.choice.tag), ("archived", archived), ("backwards", backwards))
        searched = {**self.search.given, "all": "1"} if self.search is not None else {}
        return searched | {name: value for name, value in named if value}

    @property
    def chosen_fields(self) -> Mapping[str, str]:
        """The same without what the form of the page asks for by itself."""
        return {name: value for name, value in self.fields.items() if name not in ("archived", "backwards")}


def read_search(inputs: MultiDict[str, str]) -> Filters | None:
    """Read what a list of questions was narrowed to, where all that it finds is meant; None where that is no search."""
    is_narrowed = any(inputs.get(name) for name in _NARROWED)
    return read_filters(inputs) if inputs.get("all") and is_narrowed else None


def read_wish(inputs: MultiDict[str, str]) -> ExportWish:
    """Read a wish; ids stand one in each `question`, or with commas between them in `questions`.

    A list of questions sends what it was narrowed to as well; beside ticked questions that does not count.
    """
    listed = [*inputs.getlist("question"), *inputs.get("questions", "").split(",")]
    ids = tuple(read_numbers(each.strip() for each in listed))
    if inputs.get("all"):
        ids = ()
    tag = "" if ids else inputs.get("tag", "").replace("\0", "").strip(" /")[:_TAG_AT_MOST]
    with_archived = not ids and inputs.get("archived") == "1"
    return ExportWish(inputs.get("format", "")[:40], Choice(ids, tag, with_archived, inputs.get("backwards") == "1"))
