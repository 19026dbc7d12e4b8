"""What the editor of a question sends beside the question itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from werkzeug.datastructures import MultiDict

from quizapp.core.kinds.editor import EditorForm
from quizapp.plumbing.forms import read_number

#: What is done once it is saved.
AFTERWARDS = ("save", "next")
#: The step that puts a chosen picture or sound into the question.
ADD_MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wants of the editor.

    `step` is a step of its own (empty when it is to be saved), `seen_revision` the state that it began from, 0 for a
    new question; `cards` what was chosen for learners' cards, empty while nobody was asked. `has_seen_out`: the
    editor said that it is out of use.
    """

    step: str
    goes_on: bool
    seen_revision: int
    cards: str
    client_id: str
    like: int | None
    has_seen_out: bool

    @property
    def is_preview(self) -> bool:
        """Whether it is to be looked at alone."""
        return self.step == "preview"


def read_sent(form: MultiDict[str, str]) -> Sent:
    """Read what is wanted; whatever is malformed counts as not given."""
    wanted = form.get("do", "save")
    return Sent(
        step="" if wanted in AFTERWARDS else wanted[:60],
        goes_on=wanted == "next",
        seen_revision=read_number(form.get("revision")) or 0,
        cards=form.get("cards", ""),
        client_id=form.get("client_id", "")[:40],
        like=read_number(form.get("like")),
        has_seen_out=form.get("is_out") == "1",
    )


def inputs_of(form: MultiDict[str, str]) -> EditorForm:
    """Give the form's inputs as a question's kind reads them."""
    return cast(EditorForm, form)
