"""QR codes as one path of an SVG picture, to be drawn by a template."""

from __future__ import annotations

from dataclasses import dataclass

import segno

#: White space around the code, in modules; less than four reads well on screens.
BORDER = 2


@dataclass(frozen=True, slots=True)
class Qr:
    """A code of `size` by `size` modules, border included; `path` covers the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> Qr:
    """Draw a text."""
    code = segno.make(text, micro=False, error="m")
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                parts.append(f"M{x + BORDER} {y + BORDER}h{length}v1h-{length}z")
            x += length or 1
    return Qr(len(code.matrix) + 2 * BORDER, "".join(parts))
