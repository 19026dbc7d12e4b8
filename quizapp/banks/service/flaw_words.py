"""Flaws of a question in the words of somebody who sees the editor’s inputs."""

from __future__ import annotations

import re

#: The path of a flaw in a gap: its place from 0, and the field.
_GAP = re.compile(r"gaps\[(\d+)\]\.?(.*)")


def in_words(path: str, message: str) -> str:
    """Say a problem to somebody who sees inputs, not fields of a file."""
    gap = _GAP.match(path)
    if gap is not None:
        words = in_words(gap[2] or "key", message)
        return f"Gap {int(gap[1]) + 1}: {words[:1].lower()}{words[1:]}"
    name = path.rpartition(".")[2].partition("[")[0]
    if name == "weight" and "outside" in message:
        return "Write a number from −100 to 100."
    if not message.startswith("The field “"):
        return message
    return {
        "stem": "Write the question.",
        "key": "Say what is right.",
        "left": "Write the left side.",
        "right": "Write the right side.",
        "quote": "Write the words of the passage.",
    }.get(name, "This is missing.")
