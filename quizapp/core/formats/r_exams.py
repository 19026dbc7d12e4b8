"""Exercises of R/exams in Markdown: sections Question, Solution and Meta-information; nothing in them is run.

Source: the package’s vignette “exams”, on the exercise format.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.foreign_texts import MARKDOWN, Texts, nothing_found
from quizapp.core.formats.gathering import Gatherer, as_id, shortened, tag_path
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.table_answers import option_fields
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json
from quizapp.core.tex import with_dollar_tex

_SECTION = re.compile(r"^(Question|Solution|Meta-information|Answerlist)[ \t]*\n[=-]{3,}[ \t]*$", re.MULTILINE)
_QUESTION = re.compile(r"^Question[ \t]*\n={3,}[ \t]*$", re.MULTILINE)
_META = re.compile(r"^ex(?:type|solution|name)[ \t]*:", re.MULTILINE)
_FIELD = re.compile(r"^(ex[a-z]+(?:\[[^\]]{1,60}\])?)[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_ITEM = re.compile(r"^[*+-][ \t]+", re.MULTILINE)
_CODE = re.compile(r"^```\{r\b|`r\s", re.MULTILINE)
_VERDICT = re.compile(r"(?:True|False|Correct|Wrong|Richtig|Falsch)\.?[ \t]*", re.IGNORECASE)


def is_r_exams(text: str) -> bool:
    """Tell an exercise by its sections."""
    return _QUESTION.search(text) is not None and _META.search(text) is not None


def read_r_exams(text: str, gatherer: Gatherer) -> None:
    """Read the exercises of a file, nearly always one."""
    starts = [match.start() for match in _QUESTION.finditer(text)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        _read_one(text[start:end], f"item {number}", text.count("\n", 0, start) + 1, gatherer)


def _read_one(text: str, where: str, line: int, gatherer: Gatherer) -> None:
    sections = _sections(text)
    meta = {match[1]: match[2].strip() for match in _FIELD.finditer(sections.get("Meta-information", ""))}
    stem = sections.get("Question", "").strip()
    where = meta.get("exname") or plain_words(stem) or where
    kind = meta.get("extype", "")
    if _CODE.search(text):
        gatherer.skip(
            f"{kind or 'exercise'} “{shortened(where)}”", "it is made by a program, which is not run", line, text
        )
        return
    texts = Texts()
    notes: list[str] = []

    def shown(name: str, words: str) -> str:
        return texts.read(name, with_dollar_tex(words.strip()), MARKDOWN, nothing_found)

    try:
        options = [shown("options", item) for item in _items(sections.get("Question/Answerlist", ""))]
        said = [shown("options", _VERDICT.sub("", item, 1)) for item in _items(sections.get("Solution/Answerlist", ""))]
        raw: dict[str, Json] = {"stem": shown("stem", stem), **_fields(kind, meta, options, said, notes)}
    except Broken as error:
        gatherer.problem(error.message, where, line)
        return
    except Unasked as error:
        gatherer.skip(f"{kind or 'exercise'} “{shortened(where)}”", error.message, line, text)
        return
    raw |= {"id": as_id(meta.get("exname", "")), "explanation": shown("explanation", sections.get("Solution", ""))}
    section = tag_path(meta.get("exsection", "").split("/"))
    raw["tags"] = [tag for tag in (section, *(part.strip() for part in meta.get("extags", "").split(","))) if tag]
    raw["origin"] = {"kind": kind, "id": meta.get("exname", "")}
    gatherer.take(raw, where, line)
    for note in (*notes, *texts.notes):
        gatherer.problem(note, where, line)


def _fields(
    kind: str, meta: dict[str, str], options: Sequence[str], said: Sequence[str], notes: list[str]
) -> dict[str, Json]:
    solution = meta.get("exsolution", "")
    if kind in ("schoice", "mchoice"):
        if re.fullmatch(r"[01]+", solution) is None or len(solution) != len(options):
            raise Broken(f"exsolution “{solution[:40]}” is to be one 0 or 1 for each of the {len(options)} options.")
        right = [place for place, flag in enumerate(solution) if flag == "1"]
        if not right:
            raise Unasked("no option is right, which cannot be asked here")
        fields = option_fields(options, right, notes)
        explained = dict(zip(options, said, strict=False))
        if kind == "mchoice" and fields["kind"] == "choice":
            fields |= {"kind": "multiple", "key": [fields["key"]]}
        for name in ("key", "distractors"):
            value = fields[name]
            listed = [_explained(text, explained) for text in (value if isinstance(value, list) else [value])]
            fields[name] = listed if isinstance(value, list) else listed[0]
        return fields
    if kind == "num":
        return {"kind": "number", "key": solution, "tolerance": meta.get("extol", "")}
    if kind == "string":
        is_essay = "essay" in meta.get("exstringtype", "") or "essay" in meta.get("exclozetype", "")
        return {"kind": "open", "key": solution} if is_essay else {"kind": "text", "key": solution, "compare": "exact"}
    raise Unasked(f"“{kind[:40]}” is no kind of exercise that can be asked here")


def _sections(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    outer = ""
    matches = list(_SECTION.finditer(text))
    for match, end in zip(matches, [*(m.start() for m in matches[1:]), len(text)], strict=True):
        name = match[1]
        if name == "Answerlist":
            found[f"{outer}/Answerlist"] = text[match.end() : end]
        else:
            outer = name
            found[name] = text[match.end() : end]
    return found


def _items(text: str) -> list[str]:
    return [" ".join(item.split()) for item in _ITEM.split(text)[1:] if item.strip()]


def _explained(text: str, explained: dict[str, str]) -> Json:
    return {"text": text, "explanation": explained[text]} if explained.get(text) else text
