"""The native bank file, YAML or JSON: bytes to a parcel, and the two formats. Writing is in `native_write`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import process

from quizapp.core.encoding import decode
from quizapp.core.errors import FormatError, InvalidQuestion
from quizapp.core.formats import native_json, native_yaml
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.native_bank import read_bank
from quizapp.core.formats.native_identity import made_id
from quizapp.core.formats.native_write import write_json, write_yaml
from quizapp.core.formats.parcel import (
    DEFAULT_OPTIONS,
    BankFields,
    Entry,
    FileProblem,
    Format,
    Loss,
    Outgoing,
    Parcel,
    ReadOptions,
    Sample,
    Skipped,
    Written,
)
from quizapp.core.formats.tree import Node, line_of, plain
from quizapp.core.kinds import kind_named, parse_question
from quizapp.core.question import Json, Question

_LIKE_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|\Z)|\[)')
_YAML_FIELD = re.compile(r"^(?:[ ]*-[ ]+|[ ]+)?(bank|questions|id|kind|stem|title)[ ]*:", re.MULTILINE)
_JSON_FIELD = re.compile(r'"(bank|questions|id|kind|stem|title)"\s*:')
_FREE_FIELDS = frozenset({"origin", "draft"})
_TAKE_FOLDER = "take the bank folder to have all of it."


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a bank file, YAML or JSON by its content.

    A flaw of one question never costs another: it is a problem with its line, and unknown fields are problems and kept.
    Questions without an id get one made from stem and key, so that it survives reordering.

    Raises:
        FormatError: for a file that is no sound YAML or JSON, holds what a bank file must not, or is no bank.
    """
    text, notice = decode(data, options.text_bytes)
    is_json = _LIKE_JSON.match(text) is not None
    root = (native_json if is_json else native_yaml).compose(text)
    fields = root.value if root else ""
    if root is None or not isinstance(fields, dict) or not ("bank" in fields or "questions" in fields):
        line = root.line if root else 1
        raise FormatError("This is no bank file: its outermost fields must be “bank” and “questions”.", line)
    bank, problems = read_bank(root)
    if notice:
        problems.insert(0, FileProblem("file", None, notice))
    reader = _QuestionReader(problems)
    for number, node in enumerate(_question_nodes(fields.get("questions"), problems), start=1):
        reader.take(number, node)
    name = NATIVE_JSON.name if is_json else NATIVE_YAML.name
    return Parcel(name, bank, tuple(reader.entries), tuple(problems), tuple(reader.skipped))


def sniff_yaml(sample: Sample) -> float:
    """Judge by the fields at the beginning of a file whether it is a bank in YAML."""
    text = sample.text
    return _likeness(_YAML_FIELD.findall(text)) if text.lstrip()[:1] not in ("{", "[", "<") else 0.0


def sniff_json(sample: Sample) -> float:
    """Judge by the fields at the beginning of a file whether it is a bank in JSON."""
    text = sample.text
    return _likeness(_JSON_FIELD.findall(text)) if text.lstrip()[:1] == "{" else 0.0


def _likeness(fields: Sequence[str]) -> float:
    outermost = {"bank", "questions"} & set(fields)
    inner = {"id", "kind", "stem", "title"} & set(fields)
    return 0.4 * len(outermost) + 0.2 * bool(inner) if outermost else 0.0


def _question_nodes(node: Node | None, problems: list[FileProblem]) -> Sequence[Node]:
    if node is None or node.value == "":
        problems.append(FileProblem("file", node.line if node else None, "questions: missing; there is none to read."))
        return ()
    if not isinstance(node.value, list):
        problems.append(FileProblem("file", node.line, "questions: must be a list; begin each question with “- ”."))
        return ()
    return node.value


class _QuestionReader:
    """Takes the questions one by one, and knows which ids are used."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.entries: list[Entry] = []
        self.skipped: list[Skipped] = []
        self._problems = problems
        self._line_by_id: dict[str, int] = {}

    def take(self, number: int, node: Node) -> None:
        if not isinstance(node.value, dict):
            where = f"item {number}"
            self._problems.append(
                FileProblem(where, node.line, "A question must be a mapping with kind, stem and key.")
            )
            return
        raw = {key: value for key, child in node.value.items() if (value := _without_empty(key, child)) is not None}
        where = _where(raw, number)
        question = self._parsed(raw, node, where)
        if question is not None:
            self._keep(question, node, where)

    def _parsed(self, raw: dict[str, Json], node: Node, where: str) -> Question | None:
        try:
            slug = raw.get("kind", "")
            known = kind_named(slug if isinstance(slug, str) else "").known_fields()
            for name in raw:
                if name not in known:
                    message = f"unknown field of kind {slug}, kept unread{_nearest(name, known)}"
                    self._add_problem(where, node, name, message)
            return parse_question(raw)
        except InvalidQuestion as error:
            for problem in error.problems:
                self._add_problem(where, node, problem.field, problem.message)
            return None

    def _keep(self, question: Question, node: Node, where: str) -> None:
        identity = question.id or made_id(question)
        first_line = self._line_by_id.get(identity)
        if first_line is None:
            self._line_by_id[identity] = node.line
            self.entries.append(Entry(replace(question, id=identity), where, node.line))
        elif question.id:
            message = f"“{identity}” stands in line {first_line} and again in line {line_of(node, 'id')}; change one"
            self._add_problem(where, node, "id", message)
        else:
            reason = f"same stem and key as the question in line {first_line}; give it an id to have both"
            self.skipped.append(Skipped(f"{question.kind} “{where}”", reason, node.line))

    def _add_problem(self, where: str, node: Node, field: str, message: str) -> None:
        reason = f"{field}: {message}" if field else message
        self._problems.append(FileProblem(where, line_of(node, field), reason, field))


def _nearest(name: str, known: Sequence[str]) -> str:
    found = process.extractOne(name.casefold()[:60], known, score_cutoff=60)
    return f"; did you mean “{found[0]}”?" if found else ""


def _without_empty(key: str, node: Node) -> Json | None:
    """Give the plain value, None for an empty one; list items keep their places, so that paths of problems fit."""
    if node.value in ("", [], {}):
        return None
    if key in _FREE_FIELDS or not isinstance(node.value, dict):
        return plain(node)
    return {name: value for name, child in node.value.items() if (value := _without_empty(name, child)) is not None}


def _where(raw: dict[str, Json], number: int) -> str:
    for name in ("id", "title", "stem"):
        text = raw.get(name)
        if isinstance(text, str):
            words = " ".join(text.split())
            return words if len(words) <= 60 else f"{words[:59]}…"
    return f"item {number}"


def _written(write: Callable[[BankFields, Sequence[Question]], bytes], outgoing: Outgoing) -> Written:
    """Write one file; what stands in files beside it is lost where a bank has it."""
    losses: list[Loss] = []
    bank = outgoing.bank
    if outgoing.document:
        bank = replace(bank, document="")
        losses.append(Loss("bank: document", f"It stands in a file of its own; {_TAKE_FOLDER}"))
    with_media = sum(any(media_names(str(question.dump()))) for question in outgoing.questions) if outgoing.media else 0
    if with_media:
        reason = f"They stand in files of their own; {_TAKE_FOLDER}"
        losses.append(Loss("pictures and sounds", reason, "pictures and sounds", with_media))
    return Written(write(bank, outgoing.questions), len(outgoing.questions), tuple(losses))


NATIVE_YAML = Format(
    "bank", "Bank file (YAML)", (".yaml", ".yml"), sniff_yaml, read, lambda outgoing: _written(write_yaml, outgoing)
)
NATIVE_JSON = Format(
    "bank-json", "Bank file (JSON)", (".json",), sniff_json, read, lambda outgoing: _written(write_json, outgoing)
)
