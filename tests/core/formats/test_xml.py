"""XML of strangers: encodings, broken declarations, and everything that could reach out of the file."""

from __future__ import annotations

import re

import pytest

from quizapp.core.errors import FormatError
from quizapp.core.formats.xml import parse_xml, text_of


def parsed(data):
    return parse_xml(data, "The file")


def test_lines_count_as_in_the_file() -> None:
    document = parsed(b'<?xml version="1.0"\n encoding="UTF-8"?>\n<a>\n<b/>\n</a>')
    assert document.notices == ()
    assert document.root[0].sourceline == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "iso-8859-15"])
def test_the_declared_encoding_is_obeyed(encoding) -> None:
    declared = encoding.removesuffix("-sig")
    document = parsed(f'<?xml version="1.0" encoding="{declared}"?><a>é</a>'.encode(encoding))
    assert (document.root.text, document.notices) == ("é", ())


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b'<?xml version="1.0" encoding="UTF-8"><a>x</a>', 1),
        (b'<?xml version="1.0" encoding=UTF-8?><a>x</a>', 1),
        (b"<?xml?><a>x</a>", 1),
        (b' \n<?xml version="1.0"?><a>x</a>', 1),
        (b'<?xml version="1.0" encoding="utf-16"?><a>x</a>', 1),
        (b'<?xml version="1.0" encoding="rot13"?><a>x</a>', 1),
        (b"\xef\xbb\xbf<a>x</a>", 0),
        (b"<a>x</a>", 0),
    ],
)
def test_broken_declarations_are_repaired_once(data, count) -> None:
    document = parsed(data)
    assert document.root.text == "x"
    assert len(document.notices) == count


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        b'<!-- c --><!DOCTYPE a PUBLIC "p" "http://127.0.0.1/x.dtd" [<!ELEMENT a ANY>]><a/>',
        b'<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><a>&m;</a>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
    ],
)
def test_entities_and_rules_of_the_files_own_are_refused(data) -> None:
    with pytest.raises(FormatError, match="of its own"):
        parsed(data)


def test_a_document_type_without_a_subset_is_let_through_and_never_fetched() -> None:
    assert parsed(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a>x</a>').root.text == "x"
    with pytest.raises(FormatError, match="no sound XML"):
        parsed(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a>&x</a>')


@pytest.mark.parametrize("data", [b"<a>" * 3_000, b"<a", b"", b"words", b"<a>&nbsp;</a>", b"\xff\xfe<"])
def test_what_is_no_sound_xml_is_refused(data) -> None:
    with pytest.raises(FormatError):
        parsed(data)


def test_a_flaw_has_its_line() -> None:
    with pytest.raises(FormatError) as caught:
        parsed(b"<a>\n<b>\n</a>")
    assert caught.value.line == 3


def test_text_passes_over_comments_and_keeps_markup() -> None:
    root = parsed(b"<a>one<!-- no --> two <b>three</b> four<![CDATA[ <i> ]]></a>").root
    assert text_of(root) == "one two <b>three</b> four <i> "
    assert text_of(None) == ""


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"<quiz>\n<a>\n</quiz>", 3, "<a> of line 2 is not closed before </quiz>"),
        (b"<quiz>\n<a>\n", 3, "it ends before <a> of line 2 is closed"),
        (b"words", 1, "it does not begin with a tag"),
        (b"<a/>\nwords", 2, "something stands behind its end"),
        (b"<a>\nx & y</a>", 2, "an “&” stands alone in this line. Write “&amp;”"),
        (b"<a>\nx &lt y</a>", 2, "an “&” stands alone in this line"),
        (b"<a>\n&nbsp;</a>", 2, "does not know the “&nbsp;” of this line. Write “&#160;”, or the letter itself"),
        (b"<a>\nAT&T;</a>", 2, "does not know the “&T;” of this line. Write “&amp;”"),
        (b"<a>\n<b c=d/></a>", 2, "a value in a tag of this line has no quotes"),
        (b'<a>\n<b c="d', 2, "the quotes of a value that begins in this line are not closed"),
        (b"<a>\n<b c/></a>", 2, "“c” in a tag of this line has no value"),
        (b"<a>\n<b c='1'd='2'/></a>", 2, "two values in a tag of this line are not parted"),
        (b"<a>\n<b c='1' c='2'/></a>", 2, "a tag of this line has “c” twice"),
        (b"<a>\n<b c='<'/></a>", 2, "a “<” stands in a value of this line"),
        (b"<a>\n1 < 2</a>", 2, "a “<” stands in this line without the name of a tag"),
        (b"<a>\n<b", 2, "the tag <b of line 2 has no “>” at its end, so the file may be cut off"),
        (b"<a>\n<b></b c></a>", 2, "a closing tag of this line has no “>” at its end, or more than its name"),
        (b"<a>\n\x01</a>", 2, "a control character stands in this line"),
        (b"<a>\n&#1;</a>", 2, "a control character stands in this line"),
        (b"<a b='\x01'/>", 1, "a control character stands in this line"),
        (b"<a>\n<!-- b", 2, "a comment is not closed"),
        (b"<a>\n<!-- b -- c --></a>", 2, "a comment of this line has “--” in it"),
        (b"<a>\n<![CDATA[b</a>", 2, "a “<![CDATA[” is not closed"),
        (b"<a>\n]]></a>", 2, "“]]>” stands in words of this line"),
        (b"<a>\n<b:c/></a>", 2, "the parser says “Namespace prefix b on c is not defined”. Compare"),
    ],
)
def test_broken_xml_is_told_in_plain_words(data, line, words) -> None:
    with pytest.raises(FormatError, match=re.escape(words)) as caught:
        parsed(data)
    assert caught.value.line == line
