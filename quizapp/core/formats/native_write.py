"""Writes a bank file, YAML or JSON: the same bank gives the same bytes, and reading them gives the same bank."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from quizapp.core.errors import FormatError
from quizapp.core.formats.parcel import BankFields
from quizapp.core.formats.tree import DEPTH_LIMIT
from quizapp.core.question import Json, Question

_PLAIN = re.compile(r"[^\W_][^\n\t]*|[^\x00-\x7f][^\n\t]*|\([^\n\t]*")
_LIKE_NUMBER_OR_DATE = re.compile(r"[0-9][0-9a-fA-FxXoOtTzZ_.,:+\- ]*")
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NEEDS_ESCAPE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_IMPLICIT_KEY_LENGTH = 100


def write_yaml(bank: BankFields, questions: Sequence[Question]) -> bytes:
    """Write a bank as YAML in block style, UTF-8, LF.

    Whatever another YAML loader, of version 1.1 or 1.2, would not read as that text stands in quotes.

    Raises:
        FormatError: when a text cannot be stored, or something is nested more deeply than a bank file allows.
    """
    head = _head(bank)
    out = io.BytesIO()
    for name, value in head.items():
        out.write(_encoded("".join(f"{line}\n" for line in _entry(name, value, 0))))
    out.write(b"questions:\n" if questions else b"questions: []\n")
    for dumped in _dumped(questions):
        out.write(_encoded("".join(f"{line}\n" for line in _items([dumped], 0))))
    return out.getvalue()


def write_json(bank: BankFields, questions: Sequence[Question]) -> bytes:
    """Write a bank as JSON with the same fields in the same order.

    Raises:
        FormatError: as `write_yaml`.
    """
    out = io.BytesIO()
    try:
        head = _json({**_head(bank), "questions": []})
        out.write(_encoded(head.removesuffix("]\n}")))
        for place, dumped in enumerate(_dumped(questions)):
            lines = _json(dumped).split("\n")
            out.write(_encoded(("," if place else "") + "".join(f"\n    {line}" for line in lines)))
        out.write(b"\n  ]\n}\n" if questions else b"]\n}\n")
    except ValueError as error:
        raise FormatError(f"The bank cannot be written as JSON: {error}.") from None
    return out.getvalue()


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)


def _head(bank: BankFields) -> dict[str, Json]:
    """Give all of the outermost mapping but its questions."""
    fields: dict[str, Json] = {
        "slug": bank.slug,
        "title": bank.title,
        "language": bank.language,
        "description": bank.description,
        "document": bank.document,
        "licence": bank.licence,
        "authors": list(bank.authors),
        "tags": list(bank.tags),
    }
    fields = {name: value for name, value in fields.items() if value} | dict(bank.extra)
    head: dict[str, Json] = {"bank": fields} | dict(bank.beside)
    _refuse_unwritable(head)
    return head


def _dumped(questions: Sequence[Question]) -> Iterator[dict[str, Json]]:
    """Give the questions as mappings, one by one, so that a big bank never stands in memory twice."""
    for question in questions:
        dumped = question.dump()
        _refuse_unwritable({"questions": [dumped]})
        yield dumped


def _refuse_unwritable(structure: Json) -> None:
    """Test, without recursion, that the reader will take what is about to be written."""
    waiting: list[tuple[Json, int, str]] = [(structure, 1, "the file")]
    while waiting:
        value, depth, where = waiting.pop()
        if isinstance(value, str):
            if "\0" in value:
                raise FormatError(f"A text of {where} holds a NUL character, which cannot be stored; remove it.")
        elif isinstance(value, Mapping | list | tuple):
            if depth > DEPTH_LIMIT:
                raise FormatError(f"Something in {where} is nested more than {DEPTH_LIMIT} levels deep.")
            if isinstance(value, Mapping):
                where = f"question “{value['id']}”" if depth == 3 and value.get("id") else where
                waiting.extend((str(key), depth, where) for key in value)
                waiting.extend((part, depth + 1, where) for part in value.values())
            else:
                waiting.extend((part, depth + 1, where) for part in value)


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise FormatError(f"A text holds U+{code:04X}, half of a surrogate pair, which cannot be stored.") from None


def _entry(name: str, value: Json, indent: int) -> Iterator[str]:
    """Give the lines of one field of a mapping."""
    if value is None:
        return
    margin = " " * indent
    key = _one_line(str(name))
    if len(key) > _IMPLICIT_KEY_LENGTH:  # libyaml finds no colon behind a key of more than 1,024 characters
        yield f"{margin}? {key}"
        key = ""
    if isinstance(value, Mapping) and value:
        yield f"{margin}{key}:"
        for inner_name, inner in value.items():
            yield from _entry(inner_name, inner, indent + 2)
    elif isinstance(value, list | tuple) and value:
        yield f"{margin}{key}:"
        yield from _items(value, indent)
    else:
        first, *rest = _scalar(value, indent + 2)
        yield f"{margin}{key}: {first}"
        yield from rest


def _items(values: Sequence[Json], indent: int) -> Iterator[str]:
    """Give the lines of a list; each item's first line moves up behind its dash."""
    margin = " " * indent
    for value in values:
        if isinstance(value, Mapping) and any(inner is not None for inner in value.values()):
            lines = [line for name, inner in value.items() for line in _entry(name, inner, indent + 2)]
        elif isinstance(value, list | tuple) and value:
            lines = list(_items(value, indent + 2))
        else:
            first, *rest = _scalar(value, indent + 2)
            lines = [f"{margin}  {first}", *rest]
        yield f"{margin}- {lines[0][indent + 2 :]}"
        yield from lines[1:]


def _scalar(value: Json, indent: int) -> list[str]:
    if value is None:
        return ["''"]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [repr(value)]
    if isinstance(value, Mapping):
        return ["{}"]
    if isinstance(value, list | tuple):
        return ["[]"]
    if "\n" in value and _fits_block(value):
        body, chomping = (value[:-1], "|") if value.endswith("\n") else (value, "|-")
        return [chomping, *(" " * indent + line if line else "" for line in body.split("\n"))]
    return [_one_line(value)]


def _fits_block(text: str) -> bool:
    """Tell whether a block keeps the text as it is, and no editor's habit would change it."""
    lines = text.split("\n")
    body = lines[:-1] if text.endswith("\n") else lines
    sound_ends = all(line == line.rstrip() for line in body) and bool(body[-1])
    return sound_ends and body[0][:1].strip() != "" and "\t" not in text and not _NEEDS_ESCAPE.search(text)


def _one_line(text: str) -> str:
    if _is_plain(text):
        return text
    if _NEEDS_ESCAPE.search(text) or "\n" in text or "\t" in text or ("'" in text and not set('"\\') & set(text)):
        return '"' + "".join(_escaped(character) for character in text) + '"'
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    return (
        _PLAIN.fullmatch(text) is not None
        and text == text.strip()
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and text.casefold() not in _WORDS_OF_YAML
        and _LIKE_NUMBER_OR_DATE.fullmatch(text) is None
        and not _NEEDS_ESCAPE.search(text)
    )


def _escaped(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if not _NEEDS_ESCAPE.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
