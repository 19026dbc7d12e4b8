"""Foreign texts as our Markdown: HTML, plain text and TeX, with what cannot be carried named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.formats.foreign_texts import written_text
from quizapp.core.formats.rich_html import find_plain, plain_words, to_html
from quizapp.core.formats.rich_text import from_html, from_plain, plain_of, with_tex
from quizapp.plumbing.markup import render_markdown, words_of
from tests.timing import processor_limit

NAME = f"media/{'a' * 64}.png"


def markdown(html, found=None):
    return from_html(html, lambda _address: found).text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("just words", "just words"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one</p>\n  <p>two</p>", "one\n\ntwo"),
        ("a<br>b", "a\\\nb"),
        ("<p>a<br></p>", "a"),
        ("<br><br>a<br><br>b<br>", "a\n\nb"),
        ("<p><br></p>", ""),
        ("<b>bold</b> <i>it</i> <strong>s</strong><em>e</em>", "**bold** *it* **s***e*"),
        ("a<b> b </b>c", "a **b** c"),
        ("<b></b>a", "a"),
        ("H<sub>2</sub>O <u>u</u> <del>d</del>", "H<sub>2</sub>O <u>u</u> <s>d</s>"),
        ("<h2>Title</h2>text", "**Title**\n\ntext"),
        ("<ul><li>a</li><li>b<p>c</p></li></ul>", "- a\n- b\n\n  c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<blockquote>q<p>r</p></blockquote>", "> q\n>\n> r"),
        ("<pre>x\n  y</pre>", "```\nx\n  y\n```"),
        ("<code>a`b</code>", "`` a`b ``"),
        ('<a href="https://e.org/x">l</a>', "[l](https://e.org/x)"),
        ('<a href="javascript:x()">l</a>', "l"),
        ("<hr>", "---"),
        ("5 &lt; 6 &amp;amp; *x* [y]", "5 < 6 \\&amp; \\*x\\* \\[y\\]"),
        ("a < b & c", "a < b & c"),
        ("<p>1. one</p><p># two</p><p>- three</p>", "1\\. one\n\n\\# two\n\n\\- three"),
        ("<script>x()</script>a<style>b{}</style>", "a"),
        ("<span style='color:red' onclick='x()'>a</span>", "a"),
        ("<table><tr><td onclick='x'>a &lt; b</td></tr></table>", "<table><tr><td>a &lt; b</td></tr></table>"),
    ],
)
def test_html_becomes_markdown(html, expected) -> None:
    assert markdown(html) == expected


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ("<p>fine <b>so</b></p>", ()),
        ("<iframe src='x'></iframe>a", ("<iframe>",)),
        ("<script>x</script><video></video>", ("<script>", "<video>")),
        ("<svg><path/></svg><svg></svg>", ("<svg>",)),
        ("<marquee>a</marquee>", ("<marquee>",)),
        ("<table><tr><td><img src='x'></td></tr></table>", ("<img> in a table",)),
    ],
)
def test_what_markdown_cannot_carry_is_named_once(html, lost) -> None:
    assert from_html(html, lambda _address: None).lost == lost


def test_pictures_and_sounds_are_found_by_the_caller() -> None:
    asked = []
    rich = from_html("<img src='@@X@@/a%20b.png' alt='A [map]'>", lambda address: asked.append(address) or NAME)
    assert rich.text == f"![A \\[map\\]]({NAME})"
    assert asked == ["@@X@@/a%20b.png"]
    assert markdown("<img src='gone.png' alt='A map'>") == "A map"
    assert markdown("<audio><source src='x.mp3'></audio>", NAME) == f'<audio src="{NAME}"></audio>'


@pytest.mark.parametrize(
    "tex",
    ["$$x_1 < y$$", "\\[x_1 < y\\]", "\\(x_1 < y\\)", "[$]x_1 < y[/$]", "[$$]x_1 < y[/$$]", "[latex]x_1 < y[/latex]"],
)
def test_tex_of_all_spellings_gets_our_delimiters_and_no_escapes(tex) -> None:
    assert from_plain(f"a {tex} *b*") == "a \\(x_1 < y\\) \\*b\\*"
    assert with_tex(f"a {tex} *b*") == "a \\(x_1 < y\\) *b*"
    html = tex.replace("<", "&lt;")
    assert markdown(f"<i>a</i> {html}") == "*a* \\(x_1 < y\\)"


def test_dollars_in_prices_are_no_tex() -> None:
    assert from_plain("It costs $5 or $6.") == "It costs $5 or $6."


def test_plain_text_keeps_its_lines() -> None:
    assert from_plain("a  \nb\n\nc\n") == "a\\\nb\n\nc"


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>H<sub>2</sub>O</p>", "H2O"),
        ("a<br>b", "a b"),
        ("a &amp; b", "a & b"),
        (" a < b ", "a < b"),
        ("<script>x</script>a", "a"),
    ],
)
def test_typed_keys_are_the_words_alone(html, words) -> None:
    assert plain_of(html) == words


texts = st.text(st.sampled_from(list("ab 1.)#*_`[]<>&;|\\-+=~!(:\"'")), max_size=40).filter(lambda t: "\\(" not in t)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_plain_text_is_shown_letter_by_letter(text) -> None:
    shown = words_of(render_markdown(from_plain(text)))
    assert shown.split() == text.split()


@settings(max_examples=100, deadline=None)
@given(texts)
def test_plain_text_is_found_again_and_survives_html(text) -> None:
    plain = find_plain(from_plain(text))
    assert plain is not None
    assert plain.split() == text.split()
    html = to_html(from_plain(text), lambda _name: None)
    assert markdown(html or "<p></p>").split() == from_plain(text).split()


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(list("<>/pbiu=\"' &;!-[$]\\()latex\n")), max_size=80))
def test_any_soup_of_tags_becomes_some_text(soup) -> None:
    markdown(soup, NAME)
    plain_of(soup)
    to_html(soup, lambda _name: None)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one *two*", "one <em>two</em>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\\\nb", "a<br>b"),
        ("x \\(a_1 < b_2\\) y", "x \\(a_1 &lt; b_2\\) y"),
        ("$a_1$ for $5 or $6", "\\(a_1\\) for $5 or $6"),
        (f"![m]({NAME})", '<img src="there.png" alt="m">'),
        (f'<audio src="{NAME}"></audio>', '<audio src="there.png" controls="controls"></audio>'),
        ("<script>x()</script>a", "a"),
        ('<a href="javascript:x">a</a>', "<a>a</a>"),
    ],
)
def test_markdown_becomes_sanitised_html(text, html) -> None:
    assert to_html(text, lambda _name: "there.png") == html


def test_media_that_cannot_go_along_leave_their_words() -> None:
    assert to_html(f'![A "map"]({NAME})', lambda _name: None) == "A &quot;map&quot;"
    assert plain_words(f"**a** ![map]({NAME})\n\n`b` &lt;") == "a map b <"
    assert plain_words("who is\\\n**celebrated**\nhere") == "who is celebrated here"


@pytest.mark.parametrize(
    "piece",
    ["\\[", "\\(", "$$", "$$ ", "[$]", "[latex]", " ", "\n ", "<b>", "<p>", "&", "![", "[", "*", "<div><br>", "- "],
)
def test_time_grows_with_size_alone(piece) -> None:
    text = "a" + piece * (40_000 // len(piece)) + "b<i>"
    with processor_limit(2):
        markdown(text)
        from_plain(text)
        with_tex(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`$x^2$` is $x^2$", r"<code>$x^2$</code> is \(x^2\)"),
        ("```\n$x^2$\n```", "<pre><code>$x^2$\n</code></pre>"),
        ("[$y^2$](http://a/$b_c$)", r'<a href="http://a/$b_c$">\(y^2\)</a>'),
        ("<http://a/$b_c$>", '<a href="http://a/$b_c$">http://a/$b_c$</a>'),
        (r"[a](http://a/\(b\))", '<a href="http://a/(b)">a</a>'),
        ('<a href="http://a/$b_c$">a</a> $x_1$', r'<a href="http://a/$b_c$">a</a> \(x_1\)'),
        ('<p><a href="http://a/$b_c$">$x_1$</a> \\(a<b\\)</p>', r'<a href="http://a/$b_c$">\(x_1\)</a> \(a&lt;b\)'),
        (f"![$x^2$]({NAME})", r'<img src="there.png" alt="\(x^2\)">'),
    ],
)
def test_code_and_addresses_hold_no_formula(text: str, html: str) -> None:
    assert to_html(text, lambda _name: "there.png") == html


@pytest.mark.parametrize("text", ["Is $x_1$ or *y*?", r"Is \(x_1\) or *y*?"])
def test_formulas_go_out_in_delimiters_that_moodle_knows(text: str) -> None:
    assert written_text(text, {}) == ("html", r"Is \(x_1\) or <em>y</em>?")
