"""A bank as rows of our own table layout; `table_own` is the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from quizapp.core.formats.gathering import as_id
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.neutral_cells import neutral
from quizapp.core.formats.number_cells import is_unit
from quizapp.core.formats.parcel import Outgoing
from quizapp.core.formats.rich_html import find_plain
from quizapp.core.formats.table_cells import join_own, join_pair
from quizapp.core.formats.weighted import str_of, text_of_option
from quizapp.core.question import Json, Question

_COMMON = frozenset(("id", "kind", "stem", "explanation", "about", "tags", "origin"))
#: Columns behind those of our layout, which only stand where a question needs them.
_FURTHER = ("title", "context", "hints", "worth", "limit_seconds", "language", "rubric")
_FOREIGN_AT_MOST = 20
_TOLD = frozenset(
    ("key", "distractors", "accept", "tolerance", "from", "to", "unit", "gaps", "pairs", "items", "options")
)


@dataclass(frozen=True, slots=True)
class TableRows:
    """Headings and rows, no cell of which a spreadsheet takes for a formula."""

    heading: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class _Cells:
    """A question’s answer in cells."""

    key: str = ""
    distractors: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()


def table_of(outgoing: Outgoing, losses: Losses) -> TableRows:
    """Lay out a bank; what has no column is noted as lost."""
    losses.lose_bank(outgoing.bank)
    raws = [question.dump() for question in outgoing.questions]
    cells = [_cells(question, raw, losses) for question, raw in zip(outgoing.questions, raws, strict=True)]
    for question, raw in zip(outgoing.questions, raws, strict=True):
        if any(find_plain(text) != text for text in _marked_up(raw)):
            losses.lose(question, "markup", "Its marks stand in the cells as Markdown, such as **bold** or \\<")
        if media_names(str({**raw, "origin": None})):
            losses.lose(question, "images and sounds", "A table holds no files, their names stay")
    most = max((len(found.distractors) for found in cells), default=0)
    further = [name for name in _FURTHER if any(name in raw for raw in raws)]
    foreign = _foreign_headings(raws)
    heading = ["id", "kind", "stem", "key", *(f"distractor {n}" for n in range(1, most + 1)), "accept"]
    heading += ["explanation", "about", "tags", *further, *foreign]
    rows = []
    for raw, found in zip(raws, cells, strict=True):
        row = [_identity(raw), raw["kind"], raw["stem"], found.key, *found.distractors]
        row += [""] * (most - len(found.distractors))
        row += [join_own(found.accept), raw.get("explanation", ""), raw.get("about", ""), join_own(raw.get("tags", ()))]
        row += [_further(raw, name) for name in further]
        extra = _extra(raw)
        row += [str_of(extra.get(name, "")) for name in foreign]
        rows.append([neutral(cell) for cell in row])
    return TableRows([neutral(name) for name in heading], rows)


def _identity(raw: dict[str, Json]) -> str:
    """Give the id as the table named it that a question is from, else ours."""
    origin, identity = raw.get("origin", {}), str(raw.get("id", ""))
    named = origin.get("id")
    is_table = origin.get("format") in ("csv", "xlsx") and isinstance(named, str)
    return named if is_table and named and as_id(named) == identity else identity


def _marked_up(raw: dict[str, Json]) -> Iterator[str]:
    """Give the texts of a question that are Markdown."""
    for name in ("stem", "context", "explanation"):
        yield str_of(raw.get(name, ""))
    if raw["kind"] in ("choice", "multiple"):
        keys = raw["key"] if isinstance(raw["key"], list) else [raw["key"]]
        for option in (*keys, *raw.get("distractors", ()), *raw.get("options", ())):
            yield text_of_option(option)


def _cells(question: Question, raw: dict[str, Json], losses: Losses) -> _Cells:
    losses.lose_fields(question, _COMMON | _TOLD | set(_FURTHER))
    if "options" in raw and question.kind != "true_false":
        losses.lose(question, "order of options")
    kind = question.kind
    if kind in ("choice", "multiple"):
        return _option_cells(question, raw, losses)
    if kind == "true_false":
        if "options" in raw:
            losses.lose(question, "explanations of options")
        return _Cells("true" if raw["key"] else "false")
    if kind == "number":
        return _number_cells(question, raw, losses)
    if kind == "cloze":
        return _Cells(join_own([_gap(question, gap, losses) for gap in raw["gaps"]]))
    if kind == "match":
        pairs = [join_pair(str_of(pair["left"]), str_of(pair["right"])) for pair in raw["pairs"]]
        return _Cells(join_own(pairs), tuple(str_of(text) for text in raw.get("distractors", ())))
    if kind == "order":
        return _Cells(join_own([str_of(text) for text in raw["items"]]))
    texts = _texts(question, raw.get("distractors", ()), losses)
    return _Cells(str_of(raw.get("key", "")), tuple(texts), tuple(_accepted(question, raw, losses)))


def _option_cells(question: Question, raw: dict[str, Json], losses: Losses) -> _Cells:
    keys = raw["key"] if isinstance(raw["key"], list) else [raw["key"]]
    right = [text_of_option(key) for key in keys]
    for key in keys:
        _lose_details(question, key, losses)
    others = raw.get("distractors") or [o for o in raw.get("options", ()) if text_of_option(o) not in right]
    if "options" in raw:
        for option in raw["options"]:
            if text_of_option(option) in right:
                _lose_details(question, option, losses)
    key = right[0] if question.kind == "choice" else join_own(right)
    return _Cells(key, tuple(_texts(question, others, losses)), tuple(_accepted(question, raw, losses)))


def _number_cells(question: Question, raw: dict[str, Json], losses: Losses) -> _Cells:
    unit = f" {raw['unit']}" if raw.get("unit") else ""
    if not is_unit(unit.strip()):
        losses.lose(question, "unit", "behind a number it would be read as part of it")
        unit = ""
    if "key" in raw:
        spread = f" ± {str_of(raw['tolerance'])}" if "tolerance" in raw else ""
        key = f"{str_of(raw['key'])}{spread}{unit}"
    else:
        key = f"{str_of(raw['from'])} .. {str_of(raw['to'])}{unit}"
    texts = _texts(question, raw.get("distractors", ()), losses)
    return _Cells(key, tuple(texts), tuple(_accepted(question, raw, losses)))


def _accepted(question: Question, raw: dict[str, Json], losses: Losses) -> Iterable[str]:
    for accepted in raw.get("accept", ()):
        fields = accepted if isinstance(accepted, dict) else {"text": accepted}
        if fields.get("weight", 1) != 1:
            losses.lose(question, "accepted texts with a weight", "A table has none")
            continue
        if "explanation" in fields:
            losses.lose(question, "explanations of options")
        if "pattern" in fields:
            yield str_of(fields["pattern"])
        elif question.kind == "number":
            spread = f" ± {str_of(fields['tolerance'])}" if "tolerance" in fields else ""
            yield f"{str_of(fields['text'])}{spread}"
        else:
            text = str_of(fields["text"])
            yield text if question.kind == "date" else text.replace("*", "\\*")


def _gap(question: Question, gap: dict[str, Json], losses: Losses) -> str:
    if set(gap) - {"key"}:
        losses.lose(question, "all of its gaps but their keys", "A table has one cell for a key")
    if "key" not in gap:
        return f"{str_of(gap['from'])}"
    _lose_details(question, gap["key"], losses)
    return text_of_option(gap["key"])


def _texts(question: Question, options: Sequence[Json], losses: Losses) -> list[str]:
    for option in options:
        _lose_details(question, option, losses)
    return [text_of_option(option) for option in options]


def _lose_details(question: Question, option: Json, losses: Losses) -> None:
    if isinstance(option, dict) and "weight" in option:
        losses.lose(question, "weights of options")
    if isinstance(option, dict) and "explanation" in option:
        losses.lose(question, "explanations of options")


def _further(raw: dict[str, Json], name: str) -> str:
    value = raw.get(name, "")
    return join_own(value) if isinstance(value, list) else str_of(value)


def _foreign_headings(raws: Sequence[dict[str, Json]]) -> list[str]:
    """List the headings of columns that a table had when it was read and that no field holds."""
    found = dict.fromkeys(name for raw in raws for name in _extra(raw))
    return list(found)[:_FOREIGN_AT_MOST]


def _extra(raw: dict[str, Json]) -> dict[str, Json]:
    origin = raw.get("origin", {})
    extra = origin.get("extra")
    if origin.get("format") not in ("csv", "xlsx", "quizizz") or not isinstance(extra, dict):
        return {}
    return {str(name): value for name, value in extra.items() if isinstance(value, str)}
