"""S18: HTML from outside is cleaned once and stays clean; marks are put into it without breaking it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from quizapp.core.tex import with_dollar_tex
from quizapp.plumbing.markup import (
    Span,
    clean,
    mark_spans,
    pictured,
    pictures_in,
    render_inline,
    render_markdown,
    render_option,
    show_media_at,
    split_gaps,
    trusted_parts,
    words_of,
)
from tests.timing import processor_limit

_TAG = re.compile(r"<[^>]*>")
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//evil.example/x'>x</a>",
    "<iframe src='https://evil.example'></iframe>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<p style='background:url(https://evil.example)' class=c id=i onclick=x>x</p>",
    "<img src='media/../../etc/passwd'>",
    "<img src='https://evil.example/t.png'>",
    "<object data=x></object><embed src=x><base href=//evil.example>",
    "<template><script>alert(1)</script></template>",
    "<style>@import 'https://evil.example'</style>",
    "<!--><script>alert(1)</script-->",
    "<b <script>alert(1)</script>0</b>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_fetches_is_left(attack: str) -> None:
    for html in (clean(attack), render_markdown(attack), render_inline(attack)):
        shown = re.sub(r'<a href="https?://[^"]*"', "<a", html)
        assert not re.search(r"<\s*(script|iframe|svg|math|style|object|embed|form|base|template)", html, re.I), html
        assert not re.search(r"<[^>]*\son\w+\s*=", html, re.I), html
        assert not re.search(r"<[^>]*(?:javascript:|data:text)", shown, re.I), html
        assert not re.search(r"<img[^>]*src=", html) or "media/" in html


def test_media_are_named_by_their_hash_alone() -> None:
    name = f"media/{'a' * 64}.png"
    assert f'src="{name}"' in clean(f'<img src="{name}" alt="A bridge">')
    assert "src" not in clean('<img src="media/../secret_key">')


def test_links_say_that_they_lead_away() -> None:
    assert clean('<a href="https://example.org">x</a>') == (
        '<a href="https://example.org" rel="noopener noreferrer nofollow">x</a>'
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>/=\"'&; abimgsrconeplu\n-!#x1")), max_size=60) | st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_marks_change_no_word(text: str, ends: list[tuple[int, int]]) -> None:
    html = render_inline(text)
    marked = str(mark_spans(html, [Span(min(pair), max(pair)) for pair in ends]))
    assert unescape(_TAG.sub("", marked)) == unescape(_TAG.sub("", html))
    assert marked.count("<mark>") == marked.count("</mark>")
    assert not re.search(r"<mark>[^<]*<(?!/mark>)", marked), "a mark is closed before another tag"


def test_marks_stand_where_the_words_are() -> None:
    html = render_inline("In *the early hours* of 13 August & after")
    start = len("In ")
    marked = mark_spans(html, [Span(start, start + len("the early hours of 13 August"))])
    assert str(marked) == "In <em><mark>the early hours</mark></em><mark> of 13 August</mark> &amp; after"


def test_overlapping_marks_are_one() -> None:
    assert str(mark_spans("abcdef", [Span(1, 3), Span(2, 5)])) == "a<mark>bcde</mark>f"


def test_gaps_are_split_from_the_words() -> None:
    assert split_gaps("<p>From [[1]] to [[2]].</p>") == [
        {"html": "<p>From "},
        {"gap": 1},
        {"html": " to "},
        {"gap": 2},
        {"html": ".</p>"},
    ]


class TestImagesOfOtherHosts:
    def test_their_words_stand_in_their_place(self) -> None:
        assert render_inline("See ![A bridge & a pier](https://elsewhere.example/b.png).") == (
            "See A bridge &amp; a pier."
        )
        assert render_markdown("![The _old_ harbour](//elsewhere.example/h.png)") == "<p>The old harbour</p>\n"
        assert clean('<img src="https://elsewhere.example/x.png" alt="A map" title="t">') == "A map"

    def test_one_without_words_leaves_nothing(self) -> None:
        assert clean('a<img src="https://elsewhere.example/x.png">b') == "ab"

    def test_words_stay_words(self) -> None:
        alt = "&lt;img src=x onerror=alert(1)&gt; &quot;&amp;amp; \N{NO-BREAK SPACE}"
        cleaned = clean(f'<img alt="{alt}">')
        assert "<" not in cleaned
        assert unescape(cleaned) == unescape(alt)
        assert clean(cleaned) == cleaned

    def test_an_own_one_stays(self) -> None:
        own = f'<img src="media/{"a" * 64}.png" alt="A map">'
        assert clean(own) == own

    def test_passages_are_marked_where_they_stand(self) -> None:
        html = render_inline("![A map](https://elsewhere.example/m.png) shows the bridge.")
        assert mark_spans(html, [Span(12, 22)]) == "A map shows <mark>the bridge</mark>."


def test_parts_of_a_question_pass_as_they_are_stored():
    parts = trusted_parts({"stem": render_markdown("*Who*?"), "hints": [render_markdown("a < b")], "context": ""})
    assert [str(Markup("{}").format(part)) for part in (parts["stem"], *parts["hints"], parts["context"])] == [
        "<p><em>Who</em>?</p>\n", "<p>a &lt; b</p>\n", "",
    ]  # fmt: skip


def test_words_are_text_and_no_html():
    words = words_of("<p>Is <em>a</em> &lt; b?</p>")
    assert (words, type(words)) == ("Is a < b?", str)


def test_no_template_can_trust_a_text(app):
    assert "trusted" not in app.jinja_env.filters


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"\frac{a_1*b_2}{c}", "<mfrac>"),
        (r"\begin{matrix}a&b\\c&d\end{matrix}", "<mtable>"),
        (r"\frac{", r"<code>\(\frac{\)</code>"),
        ("x" * 3_000, "<code>"),
    ],
)
def test_formulas_are_shown_or_stay_as_they_were_written(tex: str, shown: str) -> None:
    html = render_markdown(rf"Is \({tex}\) *right*?")
    assert shown in html
    assert "<em>right</em>" in html


@pytest.mark.parametrize(
    "tex", [r"\text{<script>alert(1)</script>}", r"\href{javascript:alert(1)}{x}", r"\text{<img src=x onerror=a(1)>}"]
)
def test_a_formula_brings_no_markup_of_its_own(tex: str) -> None:
    html = render_option(rf"\({tex}\)")
    assert not re.search(r"<\s*(script|img|a)\b|href|onerror|javascript", html)


@pytest.mark.parametrize(
    "words", ["Is $\\frac{1}{2}$ more?", "Is $x$ more?", "Is $$\\frac{1}{2}$$ more?", "$a_1 + *b*$", "- $x^2$", "($y$)"]
)
def test_dollars_hold_formulas(words: str) -> None:
    for shown in (render_markdown(words), render_option(words)):
        assert "<math" in shown
        assert "$" not in shown


@pytest.mark.parametrize(
    "words",
    [
        "It costs $5 and $6", "$5, not $6", "From $5/kg to $6/kg", "Set $PATH and $HOME", "A$x$ and US$y$", "$ x $",
        "$20,000 and then some$", r"\$x\$", "`$x$`", "$", "$$", "$$$$", "$$ $$", "5$ and 6$",
    ],
)  # fmt: skip
def test_amounts_are_no_formulas(words: str) -> None:
    assert "<math" not in render_option(words)


@pytest.mark.parametrize(
    "words",
    ["a $$$x^2$$ b", "$$$x$$$", "$x$ and $$y$$", "$5 or $x_1$ or $6", r"\$x$ or $y$", "a$x$", "$x$1", r"\$$x$$"],
)
def test_pages_find_formulas_where_other_texts_do(words: str) -> None:
    assert render_option(words).count("<math") == with_dollar_tex(words).count(r"\(")


def test_words_of_a_picture_keep_their_formula() -> None:
    assert render_option(r"![Area $x^2$ of \(a<b\)](x.png)") == r"Area \(x^2\) of \(a&lt;b\)"


def test_places_of_formulas_cannot_be_forged() -> None:
    assert render_markdown("\ue0000\ue001 and \\(x\\)").count("<math") == 1


def test_questions_keep_raised_letters_tables_and_sounds() -> None:
    sound = f"media/{'b' * 64}.mp3"
    html = render_markdown(f'H<sub>2</sub>O <audio src="{sound}"></audio>')
    assert html == f'<p>H<sub>2</sub>O <audio src="{sound}" controls=""></audio></p>\n'
    table = "<table><tr><td>a</td></tr></table>"
    assert "<td>a</td>" in render_markdown(f"Look:\n\n{table}\n\nWhat *is* it?")
    assert "<em>is</em>" in render_markdown(f"{table}\n\nWhat *is* it?")
    assert render_inline("H<sub>2</sub>O") == "H&lt;sub&gt;2&lt;/sub&gt;O"


@pytest.mark.parametrize(
    "words", ["Which tag is a paragraph: <p>?", "<div>", "<table> or <tr>", "<script>alert(1)</script>"]
)
def test_other_tags_are_words(words: str) -> None:
    assert words_of(render_option(words)) == words
    assert words_of(render_markdown(words)).strip() == words


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>/=\"'&; absupt*_`[]()\\\n-!#x1")), max_size=60) | st.text(max_size=40))
def test_options_are_clean(text: str) -> None:
    html = render_option(text)
    assert clean(html) == html or "<math" in html


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("abcdéß019 .,;:?()'’“”/%+=–—-_*\n")), max_size=40))
def test_plain_words_are_rendered_as_markdown_renders_them(text: str) -> None:
    slowly = clean(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))
    assert render_markdown(text) == slowly


@pytest.mark.parametrize("text", ["Which _ship_ sank?", "HMS __Victory__ sailed", "a _b_ c"])
def test_underscores_are_emphasis_like_stars(text: str) -> None:
    assert re.search(r"<(em|strong)>", render_markdown(text))
    assert re.search(r"<(em|strong)>", render_option(text))


def test_small_pictures_are_escaped_and_told_in_words_where_they_lie_nowhere():
    name = f"media/{'0' * 64}.png"
    text = '<i>a</i> ![x" onerror="1](' + name + ") & b"
    show_media_at("")
    assert pictured(text) == "&lt;i&gt;a&lt;/i&gt; [x&#34; onerror=&#34;1] &amp; b"
    show_media_at("/here/")
    shown = pictured(text)
    assert f'src="/here/{name.removeprefix("media/")}" alt="x&#34; onerror=&#34;1"' in shown
    assert shown.startswith("&lt;i&gt;a&lt;/i&gt; <img ")
    assert pictures_in("nothing") == ""
    assert pictures_in(text).count("<img") == 1
    show_media_at("")


@pytest.mark.parametrize(
    "text", ["![" * 50_000, "![a\\]" * 20_000, f"![{'a' * 900}" * 100, '<audio src="media/' * 5_000]
)
def test_what_never_becomes_a_picture_is_looked_through_once(text):
    with processor_limit(1.0):
        pictured(text)
