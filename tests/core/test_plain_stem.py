"""Stems on a line that takes no markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.plain_stem import stem_in_line, without_marks, words_in_line


@pytest.mark.parametrize(
    ("stem", "told"),
    [
        (r"The capital of Peru is \_\_\_\_\_.", "The capital of Peru is _____."),
        (r"\<b> and Find / -name '\*'", "<b> and Find / -name '*'"),
        ("A *small* **bold** _word_ and snake_case", "A small bold word and snake_case"),
        ("See ![the logo](media/85e2.jpg) here", "See [picture: the logo] here"),
        (r"See ![a \[tall\] \*tower\*](media/85e2.jpg)", "See [picture: a [tall] *tower*]"),
        ('Who sings? <audio src="media/85e2.mp3"></audio>', "Who sings? [sound]"),
        (r"What is \(x^2\)?", "What is x²?"),
        (r"Is \(\frac{1}{2} + x^2\) more than $\sqrt{y_1}$?", "Is 1/2 + x² more than √y₁?"),
        ("H<sub>2</sub>O for $5 or $6", "H2O for $5 or $6"),
        ("Paris lies on the [[1]].", "Paris lies on the …."),
        ("who originally\\\ncame here\nand is\n\ncelebrated", "who originally came here and is celebrated"),
        (r"What does \[[1]] mean?", r"What does \[[1]] mean?"),
    ],
)
def test_a_stem_stands_in_a_line_without_its_marks(stem: str, told: str) -> None:
    assert stem_in_line(stem) == told


def test_gaps_stay_for_rules_that_look_for_them() -> None:
    assert without_marks("On the [[1]] or *there*") == "On the [[1]] or there"


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{a+b}{\frac{1}{c}}", "(a+b)/(1/c)"),
        (r"\alpha \cdot \beta_{12} \leq \infty", "α · β₁₂ ≤ ∞"),
        (r"90^{\circ} = \sin x", "90° = sin x"),
        (r"x^{n+1}", "xⁿ⁺¹"),
        (r"x^{\pi}", "x^π"),
        (r"\left( \text{speed} \right)", "( speed )"),
        (r"\frac{1", r"frac 1"),
        (r"\sqrt[3]{8} = 2", "³√8 = 2"),
        ("{" * 500, ""),
    ],
)
def test_a_formula_in_plain_signs(tex: str, words: str) -> None:
    assert words_in_line(rf"\({tex}\)") == words


@given(st.text(st.characters(codec="utf-8", exclude_characters="\\*`_<$!"), max_size=80))
def test_a_text_without_signs_stands_as_it_is(text):
    assert words_in_line(text) == " ".join(text.split()) == words_in_line(f"*{text}*")
