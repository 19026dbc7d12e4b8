"""What we write keeps the grammar of its format, and nothing in a package hangs in the air.

The grammars in `tests/data/schemas` are our own, made after the specifications, for the elements that we write.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree

from quizapp.core.formats.parcel import BankFields, Outgoing
from quizapp.core.formats.registry import format_named
from tests.app.checkout import ROOT
from tests.core.formats.ten_kinds import FULL, PLAIN, outgoing
from tests.core.formats.test_writing_laws import parsed, printable
from tests.core.strategies import raw_questions

#: A picture by its size and no more.
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0" + b"p" * 40
NAME = f"media/{hashlib.sha256(PNG).hexdigest()}.png"
RICH = {
    "id": "rich",
    "kind": "choice",
    "stem": f"A *b* `c`\n\n1. one\n2. two\n\n> said\n\n![hill]({NAME}) \\(x<1\\)\n\n<table><tr><th>a</th></tr></table>",
    "key": "H<sub>2</sub>O",
    "distractors": ["**He**", "[x](https://example.org/?a=1&b=2)"],
    "explanation": "- so\n- and so",
}
GRAMMARS = {"qti12": "qti12.dtd", "qti2": "qti21.dtd"}
PYTHON = ROOT / ".venv-readers" / "bin" / "python"


def bank():
    return replace(outgoing((*PLAIN, *FULL, RICH)), media={NAME: PNG})


def assert_keeps_grammar(name, content) -> int:
    """See that each item, test and assessment of a package keeps its grammar; give how many those were."""
    grammar = etree.DTD(str(ROOT / "tests/data/schemas" / GRAMMARS[name]))
    seen = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for member in package.namelist():
            if not member.endswith(".xml") or member.endswith(("imsmanifest.xml", "assessment_meta.xml")):
                continue
            assert grammar.validate(plainly_named(package.read(member))), (member, grammar.error_log.last_error)
            identities = [item.get("ident") for item in etree.fromstring(package.read(member)).iter("{*}item")]
            assert len(identities) == len(set(identities))
            seen += 1
    return seen


def plainly_named(content):
    """Give a document without namespaces and what stands in them for readers, of which a grammar knows nothing."""
    root = etree.fromstring(content)
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
        for name in [name for name in element.attrib if "XMLSchema-instance" in name]:
            del element.attrib[name]
    etree.cleanup_namespaces(root)
    return root


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_kind_keeps_the_grammar(name) -> None:
    written = format_named(name).write(bank())
    assert assert_keeps_grammar(name, written.content) == (1 if name == "qti12" else written.written + 1)


@pytest.mark.parametrize("name", GRAMMARS)
@settings(max_examples=40, deadline=None)
@given(raw=raw_questions().map(printable))
def test_any_question_keeps_the_grammar(name, raw) -> None:
    written = format_named(name).write(Outgoing(BankFields(title="T"), [parsed({"id": "the-one"} | raw)]))
    assert assert_keeps_grammar(name, written.content)


@pytest.mark.parametrize("name", GRAMMARS)
def test_the_manifest_names_each_member_once(name) -> None:
    with zipfile.ZipFile(io.BytesIO(format_named(name).write(bank()).content)) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        listed = [element.get("href") for element in manifest.iter("{*}file")]
        identities = [element.get("identifier") for element in manifest.iter() if element.get("identifier")]
        needed = {element.get("identifierref") for element in manifest.iter("{*}dependency")}
        assert sorted(listed) == sorted(set(package.namelist()) - {"imsmanifest.xml"})
    assert len(identities) == len(set(identities))
    assert needed <= set(identities)


@pytest.mark.readers
@pytest.mark.parametrize("name", GRAMMARS)
def test_another_program_finds_nothing_that_hangs_in_the_air(name, tmp_path) -> None:
    if not any((ROOT / ".venv-readers").glob("ready-*")):
        pytest.skip("the other program is not there: .ci/readers-part makes .venv-readers")
    path = tmp_path / "bank.zip"
    path.write_bytes(format_named(name).write(bank()).content)
    command = [PYTHON, ROOT / "tests/core/formats/readers_work.py", path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    # Canvas has an address of its own for the files of a package, which that program does not know.
    found = [each for each in json.loads(done.stdout) if "IMS-CC-FILEBASE" not in each]
    assert found == []


def moodle_question_problems(question):
    """Say what Moodle’s documentation of its XML would not let pass in a question element."""
    kind = question.get("type")
    needed = {"name", "questiontext", "generalfeedback", "defaultgrade"} - {child.tag for child in question}
    found = [f"{kind}: {name} is missing" for name in needed if kind != "category"]
    texts = [*question.iter("questiontext", "generalfeedback", "feedback", "subquestion", "hint")]
    found += [f"{element.tag}: no format" for element in texts if not element.get("format")]
    found += [f"{element.tag}: no text" for element in texts if len(element.findall("text")) != 1]
    is_marked = kind in ("multichoice", "shortanswer", "numerical", "truefalse")
    fractions = [float(answer.get("fraction")) for answer in question.iter("answer")] if is_marked else []
    if is_marked and max(fractions) != 100:
        is_shared = kind == "multichoice" and question.findtext("single") == "false"
        positive = sum(fraction for fraction in fractions if fraction > 0)
        found += [] if is_shared and abs(positive - 100) < 1 else [f"{kind}: no answer of 100 %"]
    if kind == "truefalse" and sorted(a.findtext("text") for a in question.iter("answer")) != ["false", "true"]:
        found.append("truefalse: answers are not true and false")
    if kind == "numerical":
        found += ["numerical: no tolerance" for a in question.iter("answer") if a.find("tolerance") is None]
    if kind == "matching" and len(question.findall("subquestion")) < 2:
        found.append("matching: under two pairs")
    return found


def test_moodle_xml_is_what_moodle_documents() -> None:
    root = etree.fromstring(format_named("moodle-xml").write(bank()).content)
    assert root.tag == "quiz"
    assert {child.tag for child in root if isinstance(child.tag, str)} == {"question"}
    assert [problem for question in root for problem in moodle_question_problems(question)] == []
    [file] = root.iter("file")
    assert (file.get("encoding"), file.get("path")) == ("base64", "/")
    assert f"@@PLUGINFILE@@/{file.get('name')}" in file.getparent().findtext("text")
