"""What an editor of a question holds, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.banks.service.editing import StaleEdit
from quizapp.banks.service.flaw_words import in_words
from quizapp.core.errors import InvalidQuestion, NotFound
from quizapp.core.kinds import KINDS, KindQuestion, kind_named
from quizapp.core.kinds.differences import differences
from quizapp.core.kinds.editor import EditorForm, EditorReader, Inputs, plain_lines
from quizapp.core.kinds.editor_steps import begun, stepped, with_gaps_of_words, with_named_gaps
from quizapp.core.kinds.gap_rows import has_half_gap
from quizapp.core.kinds.keeping import HIDDEN_FIELDS, kept
from quizapp.core.kinds.merging import Merge, merged
from quizapp.core.kinds.pictured import typed_media
from quizapp.core.kinds.seen_tags import TAGS_SEEN, as_lines, follow_tags
from quizapp.core.question import Json, Problem, Question

HALF_GAP = "A gap is opened with [[ and not closed. Write ]] behind its words, or \\[[ for the marks themselves."


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor holds: its kind and inputs, and the question that they make with what is stored of it."""

    kind: type[KindQuestion]
    inputs: Inputs
    raw: Mapping[str, Json]
    reader: EditorReader

    def question(self) -> Question:
        """Give the question.

        Raises:
            InvalidQuestion: it is none yet; every problem is named.
        """
        is_half = self.kind.kind == "cloze" and has_half_gap(str(self.raw.get("stem", "")))
        if flaws := [Problem("stem", HALF_GAP)] if is_half else typed_media(self.raw):
            raise InvalidQuestion(flaws)
        return self.kind.parse(self.raw)

    @property
    def is_sound(self) -> bool:
        """Whether it is a question as it stands."""
        return self.problems() == ({}, [])

    def problems(self) -> tuple[dict[str, str], list[str]]:
        """Give what is wrong by the input beside which it stands, and what is of no input."""
        try:
            self.question()
        except InvalidQuestion as error:
            return self._placed(error)
        return {}, []

    @property
    def missing(self) -> list[str]:
        """Say in words what keeps it from being shown, each once; nothing of one that nobody has begun."""
        if not self.inputs.get("stem").strip():
            return []
        by_input, others = self.problems()
        return list(dict.fromkeys([*by_input.values(), *others]))

    def _placed(self, error: InvalidQuestion) -> tuple[dict[str, str], list[str]]:
        by_input: dict[str, str] = {}
        others: list[str] = []
        for problem in error.problems:
            if name := self.reader.place_of(problem):
                by_input.setdefault(name, in_words(problem.field, problem.message))
            else:
                others.append(problem.message)
        return by_input, others


def begin_edit(slug: str, raw: Mapping[str, Json] | None = None) -> Edit:
    """Give the editor of a new question of a kind, filled with what is known of it already.

    Raises:
        NotFound: there is no such kind.
    """
    if slug not in {kind.kind for kind in KINDS}:
        raise NotFound("There is no such kind of question.")
    kind = kind_named(slug)
    return _read(kind, begun(kind, kind.fill_editor(raw or {})), {})


def edit_of(body: Mapping[str, Json], present: Mapping[str, Json] | None = None) -> Edit:
    """Give the editor of a stored question; one that is not sound has the blank rows that a new one begins with.

    `present` is what is stored now, where the body is of the past.
    """
    kind = kind_named(str(body.get("kind", "")))
    edit = _read(kind, kind.fill_editor(body), body)
    edit = edit if edit.is_sound else _read(kind, begun(kind, edit.inputs), body)
    edit.inputs.put(TAGS_SEEN, as_lines(body if present is None else present))
    return edit


def read_edit(form: EditorForm, stored: Mapping[str, Json], step: str = "") -> Edit:
    """Read a sent editor, after one of its own steps where one was asked for.

    Raises:
        InvalidQuestion: it is of no kind that there is.
    """
    kind = kind_named(form.get("kind", ""))
    inputs = Inputs.of_form(form)
    if stored:
        follow_tags(inputs, stored)
    if step:
        inputs = stepped(inputs, kind, step)
        kind = kind_named(inputs.get("kind", kind.kind))
    if kind.kind == "cloze" and inputs.get("stem") != plain_lines(str(stored.get("stem", ""))):
        # What was stored in such marks before was meant as words.
        inputs = with_gaps_of_words(inputs)
    return _read(kind, with_named_gaps(inputs, kind), stored)


def merge_edit(form: EditorForm, stale: StaleEdit) -> tuple[Edit, Merge]:
    """Put together what a sent editor and somebody else have made of a question; the editor then holds both."""
    current = stale.current.body
    if stale.base is None:
        edit = read_edit(form, current)
        return edit, Merge(edit.raw, (), tuple(differences(current, edit.raw)))
    # What the form does not show is as it was when it was opened; its tags are those of now already.
    edit = read_edit(form, {**stale.base, "tags": current.get("tags")})
    merge = merged(stale.base, current, edit.raw)
    return (edit_of(merge.body, current) if merge.theirs else edit), merge


def without_identity(body: Mapping[str, Json]) -> dict[str, Json]:
    """Give what a copy takes over of a question: all but what it is called and where it is from."""
    return {name: value for name, value in body.items() if name not in HIDDEN_FIELDS}


def _read(kind: type[KindQuestion], inputs: Inputs, stored: Mapping[str, Json]) -> Edit:
    inputs.put("kind", kind.kind)
    raw, reader = kind.read_with_places(inputs)
    return Edit(kind, inputs, kept(kind, raw, stored, inputs), reader)
