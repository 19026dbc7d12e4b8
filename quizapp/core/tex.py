"""TeX between dollars, as Markdown for teachers has it: turned into our delimiters where it is no price.

`plumbing.markup` shows by the same rule what was stored with dollars.
"""

from __future__ import annotations

import re

_DOLLARS = re.compile(
    r"(?<![\\$])\$\$(?P<block>[^$]{1,2000})\$\$"
    r"|(?<![\\$\w])\$(?=[^\s$])(?P<line>[^$\n]{1,500})(?<=[^\s\\])\$(?![\d$])"
)
_SIGNS = re.compile(r"[\\^_{}=<>+*/|]|\A[A-Za-z]{1,3}'?\Z|\A[A-Za-z]\(|\A-?\d+(?:\.\d+)?\Z")


def with_dollar_tex(text: str) -> str:
    """Give Markdown whose `$x^2$` and `$$x^2$$` are `\\( x^2 \\)`; “$5 and $6” stays as it is."""
    return _DOLLARS.sub(_delimited, text) if "$" in text else text


def _delimited(found: re.Match[str]) -> str:
    tex = found["block"] or found["line"]
    is_tex = bool(tex.strip()) and (found["block"] is not None or _SIGNS.search(tex) is not None)
    return f"\\({tex}\\)" if is_tex else found[0]
