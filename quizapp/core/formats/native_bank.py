"""The `bank` part of a native bank file: its fields, judged one by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from quizapp.core.formats.native_identity import ID_PATTERN
from quizapp.core.formats.parcel import BankFields, FileProblem
from quizapp.core.formats.tree import Node, line_of, plain
from quizapp.core.question import Json

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PLAIN_NAME = re.compile(r"[^/\\:\x00-\x1f]{1,255}")

TEXT_FIELDS = ("slug", "title", "language", "description", "document", "licence")
LIST_FIELDS = ("authors", "tags")


def read_bank(root: Node) -> tuple[BankFields, list[FileProblem]]:
    """Read the bank's fields from the outermost mapping; what cannot be used is a problem and kept in `extra`."""
    fields = root.value if isinstance(root.value, dict) else {}
    reader = _BankReader()
    beside = {}
    for name, child in fields.items():
        if name not in ("bank", "questions"):
            beside[name] = plain(child)
            reader.add(child, name, "unknown field, kept unread; a bank file has “bank” and “questions”")
    bank = fields.get("bank", Node(root.line, ""))
    if isinstance(bank.value, dict):
        for name, child in bank.value.items():
            reader.take(name, child)
    elif bank.value != "":
        beside["bank"] = plain(bank)
        reader.add(bank, "bank", "must be a mapping with a title")
    if not reader.values.get("title"):
        reader.add(bank, "title", "missing; a bank needs one.")
    return BankFields(**reader.values, extra=reader.extra, beside=beside), reader.problems


class _BankReader:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.extra: dict[str, Json] = {}
        self.problems: list[FileProblem] = []

    def take(self, name: str, node: Node) -> None:
        if node.value in ("", [], {}):
            return
        if name in TEXT_FIELDS:
            self._take_text(name, node)
        elif name in LIST_FIELDS:
            self._take_list(name, node)
        else:
            self._refuse(name, node, "unknown field of a bank, kept unread")

    def add(self, node: Node, name: str, message: str) -> None:
        self.problems.append(FileProblem("bank", line_of(node, ""), f"{name}: {message}", name))

    def _refuse(self, name: str, node: Node, message: str) -> None:
        self.extra[name] = plain(node)
        self.add(node, name, message)

    def _take_text(self, name: str, node: Node) -> None:
        if not isinstance(node.value, str):
            self._refuse(name, node, "must be one text")
        elif name in _SOUND and not _SOUND[name][0](node.value):
            self._refuse(name, node, _SOUND[name][1])
        else:
            self.values[name] = node.value

    def _take_list(self, name: str, node: Node) -> None:
        parts = node.value if isinstance(node.value, list) else [node]
        texts = [part.value for part in parts if isinstance(part.value, str)]
        if len(texts) < len(parts):
            self._refuse(name, node, "must be a list of texts")
        else:
            self.values[name] = tuple(text for text in texts if text)


def _is_plain_name(name: str) -> bool:
    return bool(_PLAIN_NAME.fullmatch(name)) and not name.startswith(".") and name == name.strip()


_SOUND: dict[str, tuple[Callable[[str], object], str]] = {
    "slug": (ID_PATTERN.fullmatch, "use 1 to 64 of a–z, 0–9 and -, beginning with a letter or digit"),
    "language": (_LANGUAGE.fullmatch, "must be a language tag such as en or pt-BR"),
    "document": (_is_plain_name, "must be the plain name of a file beside this one, without folders"),
}
