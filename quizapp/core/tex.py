r"""Where TeX stands in Markdown: between `\(` and `\)`, and between dollars where those are no price.

Pages and written files find it by the same rule: `take_formulas` where Markdown is parsed, so that code and the
addresses of links are left alone, and `with_dollar_tex` where it is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

#: As in Pandoc a lone dollar opens before a sign and closes behind one, not before a figure; and what stands between
#: must look like a formula, so that “$5 and $6” and “$PATH” are words.
_DOLLARS = re.compile(
    r"(?<![\\$])\$\$(?P<block>[^$]{1,2000})\$\$"
    r"|(?<![\\$\w])\$(?=[^\s$])(?P<line>[^$\n]{1,500})(?<=[^\s\\])\$(?![\d$])"
)
_SIGNS = re.compile(r"[\\^_{}=<>+*/|]|\A[A-Za-z]{1,3}'?\Z|\A[A-Za-z]\(|\A-?\d+(?:\.\d+)?\Z")


def with_dollar_tex(text: str) -> str:
    """Give Markdown whose `$x^2$` and `$$x^2$$` are `\\( x^2 \\)`; “$5 and $6” stays as it is."""
    return _DOLLARS.sub(_delimited, text) if "$" in text else text


def take_formulas(markdown: MarkdownIt) -> None:
    """Let a parser make tokens `formula`, which hold the TeX; how they are shown is the caller's render rule."""
    markdown.inline.ruler.before("escape", "formula", _formula)
    markdown.inline.ruler.before("escape", "dollars", _dollars)
    markdown.add_render_rule("image", _image)


def _tex_of(found: re.Match[str] | None) -> str | None:
    """Give what stands between dollars where it is TeX."""
    if found is None:
        return None
    tex = found["block"] or found["line"]
    return tex if tex.strip() and (found["block"] or _SIGNS.search(tex)) else None


def _delimited(found: re.Match[str]) -> str:
    tex = _tex_of(found)
    return found[0] if tex is None else f"\\({tex}\\)"


def _formula(state: StateInline, silent: bool) -> bool:
    r"""Take TeX between `\(` and `\)`, in which no sign is Markdown."""
    end = state.src.find("\\)", state.pos + 2, state.posMax) if state.src.startswith("\\(", state.pos) else -1
    if end < 0 or not state.src[state.pos + 2 : end].strip():
        return False
    if not silent:
        state.push("formula", "math", 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _dollars(state: StateInline, silent: bool) -> bool:
    """Take TeX between `$` and `$`, or `$$` and `$$`."""
    found = _DOLLARS.match(state.src, state.pos, state.posMax)
    tex = _tex_of(found)
    if found is None or tex is None:
        return False
    if not silent:
        state.push("formula", "math", 0).content = tex
    state.pos = found.end()
    return True


def _image(
    renderer: RendererHTML, tokens: Sequence[Token], place: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    r"""Keep the TeX of a picture's words, which take no markup, as it is written."""
    for token in tokens[place].children or ():
        if token.type == "formula":
            token.type, token.content = "text", f"\\({token.content}\\)"
    return renderer.image(tokens, place, options, env)
