"""A tree of texts, lists and mappings in which each part knows its line: what YAML and JSON readers both build."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from quizapp.core.errors import FormatError
from quizapp.core.question import Json

DEPTH_LIMIT = 8
NODE_LIMIT = 5_000_000

_PATH_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Node:
    """A part of a file. `line` is where its field begins (in a list: where it begins itself), from 1."""

    line: int
    value: str | list[Node] | dict[str, Node]


Container: TypeAlias = "list[Node] | dict[str, Node]"


class TreeBuilder:
    """Builds one tree from a stream of events, and refuses what a bank file must not hold, at the first place of it."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._keys: list[tuple[str, int] | None] = []
        self._count = 0

    def begin(self, container: Container, line: int, column: int) -> None:
        """Open a list or a mapping.

        Raises:
            FormatError: when it is too deep, or stands where a field name is due.
        """
        if len(self._open) == DEPTH_LIMIT:
            raise FormatError(f"Nested too deeply: more than {DEPTH_LIMIT} levels.", line, column)
        if self._awaits_key():
            raise FormatError("A field name must be a plain text, not a list or mapping.", line, column)
        node = Node(line, container)
        self._add(node, line, column)
        self._open.append(node)
        self._keys.append(None)

    def end(self) -> None:
        """Close what was opened last."""
        self._open.pop()
        self._keys.pop()

    def scalar(self, text: str, line: int, column: int) -> None:
        """Add a text, or a field's name where one is due.

        Raises:
            FormatError: for a doubled name, a NUL or half of a surrogate pair.
        """
        _refuse_unstorable(text, line, column)
        if not self._awaits_key():
            self._add(Node(line, text), line, column)
            return
        siblings = self._open[-1].value
        if isinstance(siblings, dict) and text in siblings:
            first = siblings[text].line
            raise FormatError(f"The field “{text[:60]}” stands twice (first in line {first}); keep one.", line, column)
        self._keys[-1] = (text, line)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._keys[-1] is None

    def _add(self, node: Node, line: int, column: int) -> None:
        self._count += 1
        if self._count > NODE_LIMIT:
            raise FormatError(f"More than {NODE_LIMIT:,} values; split the file.", line, column)
        if not self._open:
            self.root = node
            return
        siblings = self._open[-1].value
        if isinstance(siblings, dict):
            key = self._keys[-1]
            if key is not None:
                node.line = key[1]
                siblings[key[0]] = node
            self._keys[-1] = None
        elif isinstance(siblings, list):
            siblings.append(node)


def plain(node: Node) -> Json:
    """Give the values alone; the depth is bounded by the builder."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def line_of(node: Node, path: str) -> int:
    """Give the line of a path such as `gaps[1].key`; of its nearest part that exists, when it does not."""
    for index, name in _PATH_STEP.findall(path):
        if isinstance(node.value, list) and index and int(index) < len(node.value):
            node = node.value[int(index)]
        elif isinstance(node.value, dict) and name in node.value:
            node = node.value[name]
        else:
            break
    return node.line


def _refuse_unstorable(text: str, line: int, column: int) -> None:
    if "\0" in text:
        raise FormatError("A text holds a NUL character, which cannot be stored; remove it.", line, column)
    if not text.isascii() and _SURROGATE.search(text):
        raise FormatError("A text holds half of a surrogate pair, which is no character; remove it.", line, column)
