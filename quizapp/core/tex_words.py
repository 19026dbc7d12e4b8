"""TeX in a line of plain words: fractions as 1/2, powers raised, Greek letters as letters, the rest by its name."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 1_000
_DEEPEST = 8
_RAISED = str.maketrans("0123456789+-=()niabcdefghjklmoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
#: Word lists are kept as running text.
_split = str.split
#: Name and sign in turn.
_SIGN_WORDS = _split(
    "cdot · times × div ÷ pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ infty ∞ to → rightarrow → "
    "leftarrow ← Rightarrow ⇒ Leftrightarrow ⇔ rightleftharpoons ⇌ sum ∑ prod ∏ int ∫ partial ∂ nabla ∇ in ∈ "
    "notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ forall ∀ exists ∃ neg ¬ land ∧ lor ∨ degree ° circ ° ldots … dots … "
    "cdots … varepsilon ε varphi φ vartheta θ"
)
_SIGNS = dict(zip(_SIGN_WORDS[::2], _SIGN_WORDS[1::2], strict=True))
_SIGNS |= dict.fromkeys(_split("quad qquad left right displaystyle limits big Big"), "")
_PIECES = re.compile(
    r"\\[dt]?frac\s*\{(?P<above>[^{}]*)\}\s*\{(?P<below>[^{}]*)\}|\\sqrt\s*(?:\[(?P<degree>[^\]{}]*)\])?\s*\{(?P<root>[^{}]*)\}"
    r"|\\(?:text|mathrm|mathbf|mathit|mathbb|operatorname|overline|vec|hat|bar)\s*\{(?P<words>[^{}]*)\}"
    r"|\^\s*\{(?P<raised>[^{}]*)\}|_\s*\{(?P<lowered>[^{}]*)\}"
)
_LONE = re.compile(r"\^\s*(?P<raised>[0-9A-Za-z])|_\s*(?P<lowered>[0-9A-Za-z])")
_COMMAND = re.compile(r"\\([A-Za-z]+)|\\(.)", re.S)


def tex_words(tex: str) -> str:
    r"""Give a formula in plain letters and signs: `\frac{1}{2} + x^2` is “1/2 + x²”."""
    text = tex[:_LONGEST]
    for _ in range(_DEEPEST):
        inner = _PIECES.sub(_piece, text)
        if inner == text:
            break
        text = inner
    text = _COMMAND.sub(_command, _LONE.sub(_piece, text))
    return " ".join(re.sub(r"[{}&]", " ", text).split())


def _piece(found: re.Match[str]) -> str:
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    if "above" in parts:
        return f"{_joined(parts['above'])}/{_joined(parts['below'])}"
    if "root" in parts:
        return f"{_placed(parts.get('degree', ''), _RAISED, '')}√{_joined(parts['root'])}"
    if "raised" in parts:
        return "°" if parts["raised"].strip() == "\\circ" else _placed(parts["raised"], _RAISED, "^")
    return _placed(parts["lowered"], _LOWERED, "_") if "lowered" in parts else parts["words"]


def _joined(words: str) -> str:
    """Put brackets around what is more than one number or letter."""
    plain = words.strip()
    return plain if re.fullmatch(r"\w*|\\[A-Za-z]+", plain) else f"({plain})"


def _placed(words: str, letters: dict[int, int], sign: str) -> str:
    plain = words.strip()
    return plain.translate(letters) if all(ord(each) in letters for each in plain) else f"{sign}{_joined(plain)}"


def _command(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return found[2] if found[2] in "%$#_{}&" else " "
    if name in _SIGNS:
        return _SIGNS[name]
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {'LAMDA' if name.casefold() == 'lambda' else name.upper()}")
    except KeyError:
        return name
