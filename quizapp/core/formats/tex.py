"""TeX between single dollars, as Markdown for teachers has it: turned into our delimiters where it is no price."""

from __future__ import annotations

import re

_DOLLARS = re.compile(r"(?<![\\$\w])\$(?=[^\s$])([^$\n]{1,500})(?<=[^\s\\])\$(?![\d$])")
_SIGNS = re.compile(r"[\\^_{}=<>+*/|]|\A[A-Za-z]{1,3}'?\Z|\A[A-Za-z]\(|\A-?\d+(?:\.\d+)?\Z")


def with_dollar_tex(text: str) -> str:
    """Give Markdown whose `$x^2$` is `\\( x^2 \\)`; “$5 and $6” stays as it is."""
    return _DOLLARS.sub(lambda found: f"\\({found[1]}\\)" if _SIGNS.search(found[1]) else found[0], text)
