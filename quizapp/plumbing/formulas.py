"""TeX as MathML, which browsers show by themselves; what cannot be read stays as it was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape

import nh3

_TAGS = {
    *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "msub", "msup", "msubsup", "munder", "mover", "none"),
    *("munderover", "mmultiscripts", "mprescripts", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd", "mstyle"),
    *("mpadded", "mphantom", "merror", "code"),
}
_ATTRIBUTES = {
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "separator", "form", "accent", "lspace", "rspace"},
    "mover": {"accent"},
    "munder": {"accentunder"},
    "mfrac": {"linethickness"},
    "mspace": {"width"},
    "mtable": {"columnalign", "columnspacing", "rowspacing"},
    "mtd": {"columnspan", "rowspan", "columnalign"},
}
_LONGEST = 2_000
"""Longer TeX is shown as it stands: its reader takes more than linear time."""


@lru_cache(maxsize=2_000)
def formula_html(tex: str) -> str:
    """Give TeX as sanitised MathML, or as it was written where it breaks off or is very long."""
    if len(tex) > _LONGEST:
        return _as_written(tex)
    try:
        made = _convert()(tex)
    except Exception:
        # The converter raises whatever Python raises where TeX breaks off; none of it is worth a page.
        return _as_written(tex)
    return nh3.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None)


def _as_written(tex: str) -> str:
    return f"<code>\\({escape(tex)}\\)</code>"


@lru_cache(maxsize=1)
def _convert() -> Callable[[str], str]:
    # start-up cost: 130 ms, which only a page with formulas should pay.
    from latex2mathml.converter import convert

    return convert
