"""From one kind of question to another in the editor: what fits is taken along, what does not waits in the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

from quizapp.core.kinds import KINDS, KindQuestion
from quizapp.core.kinds.editor import Inputs, as_list, as_mapping, as_words, group_of
from quizapp.core.kinds.gap_rows import GAP
from quizapp.core.question import Json

_OWN_INPUTS = frozenset(name for kind in KINDS for name in kind.own_inputs)
_BLANK = re.compile(r"_{2,}")
#: A gap that was put behind a whole question.
_MARK_BEHIND = re.compile(r"(?<=[.?!:]) \[\[1\]\]$")
_TICKS = {"right", "shape", "is_ordered", "is_exact", "is_exact_score"}
_MEASURED = ("tolerance", "from", "to", "unit", "compare")


def switched(inputs: Inputs, before: type[KindQuestion], after: type[KindQuestion]) -> Inputs:
    """Give the inputs of another kind: those that this form held of it before, else whatever fits."""
    made = Inputs(inputs.as_dict())
    made.put("kind", after.kind)
    if before is after:
        return made
    if before.kind == "cloze":
        made.put("stem", _without_marks(inputs.get("stem")))
    if _is_waiting(inputs, before, after):
        if after.kind == "cloze":
            made.put("stem", _with_marks(inputs.get("stem")))
        return made
    old = before.read_editor(inputs)
    fitting = {name: value for name, value in _fitting(old, before.kind, after.kind).items() if value}
    filled = after.fill_editor({**after.read_editor(inputs), **fitting})
    own = {name: values for name, values in filled.as_dict().items() if group_of(name) in after.own_inputs}
    made.update(Inputs(own))
    if "stem" in fitting:
        made.put("stem", as_words(fitting["stem"]))
    return made


def _is_waiting(inputs: Inputs, before: type[KindQuestion], after: type[KindQuestion]) -> bool:
    groups = set(after.own_inputs) - set(before.own_inputs) - _TICKS
    names = [name for name in inputs.keys() if group_of(name) in groups and not name.endswith("-kind")]  # noqa: SIM118
    return any(value.strip() for name in names for value in inputs.getlist(name))


def _with_marks(stem: str) -> str:
    if GAP.search(stem):
        return stem
    numbers = count(1)
    marked = _BLANK.sub(lambda _blank: f"[[{next(numbers)}]]", stem)
    return marked if marked != stem else f"{stem} [[1]]"


def _without_marks(stem: str) -> str:
    return GAP.sub("____", _MARK_BEHIND.sub("", stem))


def waiting_inputs(inputs: Inputs, kind: type[KindQuestion]) -> list[tuple[str, str]]:
    """List names and values of inputs that other kinds have, to be sent along unseen."""
    names = [name for name in inputs.keys() if group_of(name) in _OWN_INPUTS - set(kind.own_inputs)]  # noqa: SIM118
    return [(name, value) for name in names for value in inputs.getlist(name) if value]


def _fitting(old: Mapping[str, Json], before: str, after: str) -> dict[str, Json]:
    """Give what a question of the old kind says in the fields of the new one."""
    if before == "cloze" and after != "cloze":
        return _of_gap(old)
    rights, wrongs = _present(old.get("key")), _present(old.get("distractors"))
    if before == "true_false":
        rights = []
    if old.get("options") and before != "true_false":
        keys = {as_words(key) for key in rights}
        wrongs = [item for item in _present(old["options"]) if as_words(item) not in keys]
    texts = [as_words(item) for item in (*rights, *wrongs)]
    texts += [as_words(item) for item in _present(old.get("items"))]
    texts += [as_words(as_mapping(pair).get("left")) for pair in _present(old.get("pairs"))]
    accept = [] if after in ("match", "order", "open") else _present(old.get("accept"))
    if before in ("order", "match"):
        rights, wrongs = list(texts[:1]), list(texts[1:])
    return _as_kind(after, old, rights, wrongs, texts) | {"accept": accept}


def _as_kind(
    after: str, old: Mapping[str, Json], rights: list[Json], wrongs: list[Json], texts: list[str]
) -> dict[str, Json]:
    match after:
        case "multiple":
            return {"key": rights, "distractors": wrongs}
        case "choice":
            return {"key": rights[:1], "distractors": [*rights[1:], *wrongs]}
        case "order":
            return {"items": texts}
        case "match":
            return {"pairs": [{"left": text, "right": ""} for text in texts]}
        case "cloze":
            return _as_gap(old, rights, wrongs)
        case "open":
            return {"key": "; ".join(as_words(right) for right in rights)}
        case "true_false":
            return {}
    measured = {name: old.get(name) for name in _MEASURED}
    return {"key": as_words(rights[0]) if rights else "", "distractors": [*rights[1:], *wrongs], **measured}


def _as_gap(old: Mapping[str, Json], rights: list[Json], wrongs: list[Json]) -> dict[str, Json]:
    stem = as_words(old.get("stem"))
    if GAP.search(stem) or not stem.strip():
        return {}
    kind = as_words(old.get("kind"))
    gap: dict[str, Json] = {"kind": kind if kind in ("number", "date", "choice") else "text"}
    gap |= {"key": rights[0] if rights else "", "distractors": wrongs, "accept": _present(old.get("accept"))}
    gap |= {name: old.get(name) for name in _MEASURED}
    placed = _BLANK.sub("[[1]]", stem, count=1)
    return {"stem": placed if placed != stem else f"{stem.rstrip()} [[1]]", "gaps": [gap]}


def _of_gap(old: Mapping[str, Json]) -> dict[str, Json]:
    gap = as_mapping(next(iter(as_list(old.get("gaps"))), None))
    names = ("key", "accept", "distractors", *_MEASURED)
    return {name: gap.get(name) for name in names}


def _present(value: Json) -> list[Json]:
    return [item for item in as_list(value) if item not in ("", {}, [])]
