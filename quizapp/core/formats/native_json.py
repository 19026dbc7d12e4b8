"""JSON text to the same tree as YAML: numbers as their own digits, `true` as "true", null as absent."""

from __future__ import annotations

import json
import re

from quizapp.core.encoding import error_at
from quizapp.core.errors import FormatError
from quizapp.core.formats.tree import Node, TreeBuilder

_TOKEN = re.compile(
    r"""[ \t\n]*(?:
        (?P<string>"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![0-9A-Za-z.+-]))
      | (?P<word>[A-Za-z_+-][A-Za-z0-9_]*)
      | (?P<mark>[\[\]{},:])
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"[ \t\n]*")
_VALUE, _FIRST_VALUE, _KEY, _FIRST_KEY, _COLON, _NEXT, _END = (
    "value",
    "first value",
    "key",
    "first key",
    ":",
    "next",
    "end",
)
_EXPECTED = {
    _VALUE: "a value",
    _FIRST_VALUE: "a value or ]",
    _KEY: "a field name in double quotes",
    _FIRST_KEY: "a field name in double quotes or }",
    _COLON: "a colon",
    _NEXT: "a comma or the closing bracket",
    _END: "the end of the file",
}
_WORDS = {"true": "true", "false": "false", "null": ""}


def compose(text: str) -> Node | None:
    """Compose the one value of a text; None when it is empty.

    Source: RFC 8259, sections 2 to 7, with a bounded depth and without doubled names.

    Raises:
        FormatError: with line and column.
    """
    return _Composer(text).compose()


class _Composer:
    """Walks the tokens with an explicit stack, so that a file of brackets cannot exhaust Python's own."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._builder = TreeBuilder()
        self._closers: list[str] = []
        self._state = _VALUE
        self._line, self._line_start, self._counted_to = 1, 0, 0

    def compose(self) -> Node | None:
        offset = 0
        while found := _TOKEN.match(self._text, offset):
            self._take(found)
            offset = found.end()
        rest = _SPACE.match(self._text, offset)
        end = rest.end() if rest else offset
        if end < len(self._text) or self._state != _END:
            if end == len(self._text) and self._builder.root is None:
                return None
            raise error_at(f"This is no sound JSON: expected {_EXPECTED[self._state]}.", self._text, end)
        return self._builder.root

    def _take(self, found: re.Match[str]) -> None:
        group = found.lastgroup or "mark"
        token, start = found[group], found.start(group)
        line, column = self._place(start)
        if group == "mark":
            self._take_mark(token, line, column)
        elif group == "string" and self._state in (_KEY, _FIRST_KEY):
            self._builder.scalar(_unquoted(token, line, column), line, column)
            self._state = _COLON
        elif self._state in (_VALUE, _FIRST_VALUE):
            self._builder.scalar(_scalar(group, token, line, column), line, column)
            self._after_value()
        else:
            raise self._unexpected(line, column)

    def _take_mark(self, mark: str, line: int, column: int) -> None:
        if mark in "[{" and self._state in (_VALUE, _FIRST_VALUE):
            self._builder.begin([] if mark == "[" else {}, line, column)
            self._closers.append("]" if mark == "[" else "}")
            self._state = _FIRST_VALUE if mark == "[" else _FIRST_KEY
        elif mark in "]}" and self._closers[-1:] == [mark] and self._state in (_NEXT, _FIRST_VALUE, _FIRST_KEY):
            self._builder.end()
            self._closers.pop()
            self._after_value()
        elif mark == "," and self._state == _NEXT:
            self._state = _VALUE if self._closers[-1] == "]" else _KEY
        elif mark == ":" and self._state == _COLON:
            self._state = _VALUE
        else:
            raise self._unexpected(line, column)

    def _after_value(self) -> None:
        self._state = _NEXT if self._closers else _END

    def _unexpected(self, line: int, column: int) -> FormatError:
        return FormatError(f"This is no sound JSON: expected {_EXPECTED[self._state]}.", line, column)

    def _place(self, offset: int) -> tuple[int, int]:
        """Give line and column, counting only from the last place on: the whole stays linear."""
        breaks = self._text.count("\n", self._counted_to, offset)
        if breaks:
            self._line += breaks
            self._line_start = self._text.rfind("\n", self._counted_to, offset) + 1
        self._counted_to = offset
        return self._line, offset - self._line_start + 1


def _scalar(group: str, token: str, line: int, column: int) -> str:
    if group == "number":
        return token
    if group == "string":
        return _unquoted(token, line, column)
    if token in ("NaN", "Infinity", "-Infinity"):
        raise FormatError(f"{token} is no number of JSON; write a number or a text.", line, column)
    if token not in _WORDS:
        raise FormatError(f"This is no sound JSON: {token[:40]} needs double quotes.", line, column)
    return _WORDS[token]


def _unquoted(token: str, line: int, column: int) -> str:
    if "\\" not in token and token.isprintable():  # no escape, no control character: nothing to decode
        return token[1:-1]
    try:
        text = json.loads(token)
    except ValueError as error:
        problem = getattr(error, "msg", "unsound text")
        raise FormatError(f"This is no sound JSON: {problem[:1].lower()}{problem[1:]}.", line, column) from None
    return str(text)
