"""Protocol buffers without a schema: the fields of a message by their numbers, as far as files of others need them.

Source: protobuf.dev, “Encoding”.
"""

from __future__ import annotations

from dataclasses import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_VARINT_BYTES = 10


@dataclass(frozen=True, slots=True)
class Message:
    """The fields of a message; of one that stands several times all values are kept, in their order."""

    numbers: dict[int, list[int]]
    pieces: dict[int, list[bytes]]

    def number(self, field: int) -> int:
        """Give the last value of a number, 0 where it is not said."""
        return self.numbers.get(field, [0])[-1]

    def text(self, field: int) -> str:
        """Give the last value of a text, empty where it is not said."""
        return self.pieces.get(field, [b""])[-1].decode("utf-8", "replace")


def read_message(data: bytes) -> Message:
    """Read a message.

    Raises:
        ValueError: when it breaks off or is none.
    """
    message = Message({}, {})
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        field, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            value, at = _varint(data, at)
            message.numbers.setdefault(field, []).append(value)
            continue
        if wire == _BYTES:
            length, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32):
            length = 8 if wire == _FIXED64 else 4
        else:
            raise ValueError(f"wire type {wire}")
        if at + length > len(data):
            raise ValueError("the message breaks off")
        message.pieces.setdefault(field, []).append(data[at : at + length])
        at += length
    return message


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(data[at : at + _VARINT_BYTES]):
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("a number breaks off")
