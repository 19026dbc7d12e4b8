"""The years that a title names: of the war, the reign or the life that a document tells."""

from __future__ import annotations

import re

_YEARS = re.compile(r"\b(1\d{3}|20\d\d)(?:\s?[–—/-]\s?(\d{4}|\d\d))?\b")


def title_years(title: str) -> tuple[int, int] | None:
    """Give the first and last year that a title names: 1848–1849, 1914–18; None where it names none or several."""
    found = list(_YEARS.finditer(title))
    if len(found) != 1:
        return None
    first, last = found[0][1], found[0][2] or found[0][1]
    last = first[: 4 - len(last)] + last
    return (int(first), int(last)) if int(first) <= int(last) else None
