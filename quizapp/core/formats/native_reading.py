"""A bank's stored reading as the Markdown document that gives the same numbered paragraphs again."""

from __future__ import annotations

from collections.abc import Iterable

from quizapp.core.formats.foreign_texts import nothing_found
from quizapp.core.formats.rich_text import from_html

_QUOTE = "> "
_ITEM = "- "


def written_reading(paragraphs: Iterable[tuple[str, int, str]]) -> str:
    """Write kind, level and sanitised HTML of each paragraph as Markdown, one block each; empty where there is none."""
    blocks: list[str] = []
    depth = 0
    for kind, level, html in paragraphs:
        words = " ".join(from_html(html, nothing_found).text.replace("\\\n", " ").split())
        if kind == "list":
            blocks.append(f"{_item_start(level, depth)}{words}")
            depth = level
            continue
        depth = 0
        if kind == "heading":
            # In the first line it would be taken for the mark of where a text is from.
            is_mark = not blocks and words.casefold().startswith("source:")
            blocks.append(f"{chr(10) if is_mark else ''}{'#' * level} {words}")
        else:
            blocks.append(f"{_QUOTE if kind == 'quote' else ''}{words}")
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _item_start(level: int, depth: int) -> str:
    """Give what stands before an item’s words; one that is deeper by several steps opens each of them."""
    steps = max(1, level - depth)
    return " " * len(_ITEM) * (level - steps) + _ITEM * steps
