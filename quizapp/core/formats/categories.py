"""Moodle’s category paths, as GIFT and Moodle XML have them."""

from __future__ import annotations

import re

from quizapp.core.formats.gathering import tag_path


def category_tag(category: str) -> str:
    """Give a category’s path as one tag; a doubled slash is a slash within a name."""
    parts = re.split(r"(?<!/)/(?!/)", category.strip())
    return tag_path([part.replace("//", "/") for part in parts])
