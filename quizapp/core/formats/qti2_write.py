"""Writes a QTI 2.1 package: manifest, one test, an item for each question, and the media. Items: `qti2_write_item`.

Source: IMS QTI 2.1, binding and packaging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from quizapp.core.formats.gathering import tag_path
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.package import media_addresses, written_package
from quizapp.core.formats.parcel import Outgoing, Written
from quizapp.core.formats.qti2_write_item import DECLARATION, NAMESPACE, XSI, ItemWriting
from quizapp.core.formats.qti_texts import attribute, words

_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_FOLDER = "images"

Writings: TypeAlias = Callable[[], Iterator[ItemWriting]]


def write(outgoing: Outgoing) -> Written:
    """Write a bank as a QTI 2.1 package; all kinds have a counterpart."""
    losses = Losses("QTI 2.1")
    losses.lose_bank(outgoing.bank)
    paths = media_addresses(tuple(outgoing.media), outgoing.media, _FOLDER)
    addresses = {name: f"../{path}" for name, path in paths.items()}
    names = _different(ItemWriting(question, losses, addresses).identifier for question in outgoing.questions)

    def writings() -> Iterator[ItemWriting]:
        # Made anew each time: all of a big bank’s would fill the memory.
        for question, name in zip(outgoing.questions, names, strict=True):
            writing = ItemWriting(question, losses, addresses)
            writing.identifier = name
            yield writing

    title = outgoing.bank.title or "Questions"
    whole: list[tuple[str, bytes | Iterable[str]]] = [
        ("imsmanifest.xml", _manifest(title, writings, paths)),
        ("assessment.xml", _test(title, writings)),
    ]
    items = ((f"items/{writing.identifier}.xml", writing.content().encode("utf-8")) for writing in writings())
    media = ((path, outgoing.media[name]) for name, path in paths.items())
    content = written_package(chain(whole, items, media))
    return Written(content, len(outgoing.questions), losses.all())


def _different(identifiers: Iterable[str]) -> list[str]:
    """See that no two items have the same identifier, in whatever case: it is a file’s name as well."""
    seen: set[str] = set()
    found = []
    for number, identifier in enumerate(identifiers, 1):
        if identifier.casefold() in seen:
            identifier = f"{identifier[:50]}_{number}"
        seen.add(identifier.casefold())
        found.append(identifier)
    return found


def _test(title: str, writings: Writings) -> Iterator[str]:
    head = [
        DECLARATION,
        f'<assessmentTest xmlns="{NAMESPACE}" {XSI} xsi:schemaLocation="{NAMESPACE} '
        f'http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="TEST" title="{attribute(title)}">',
        '  <testPart identifier="PART" navigationMode="nonlinear" submissionMode="individual">',
        f'    <assessmentSection identifier="SECTION" title="{attribute(title)}" visible="true">',
    ]
    yield "\n".join([*head, ""])
    for writing in writings():
        name = writing.identifier
        worth = float(writing.raw.get("worth", 1))
        reference = f'      <assessmentItemRef identifier="{name}" href="items/{name}.xml"'
        weight = f'<weight identifier="WEIGHT" value="{worth:.10g}"/>'
        yield f"{reference}/>\n" if worth == 1 else f"{reference}>{weight}</assessmentItemRef>\n"
    yield "\n".join(["    </assessmentSection>", "  </testPart>", "</assessmentTest>", ""])


def _manifest(title: str, writings: Writings, paths: dict[str, str]) -> Iterator[str]:
    head = [
        DECLARATION,
        f'<manifest xmlns="{_PACKAGE}" xmlns:imsmd="{_METADATA}" {XSI} xsi:schemaLocation="{_PACKAGE} '
        "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd "
        f'{_METADATA} http://www.imsglobal.org/xsd/imsmd_v1p2p4.xsd" identifier="MANIFEST">',
        "  <metadata>",
        "    <schema>QTIv2.1 Package</schema>",
        "    <schemaversion>1.0.0</schemaversion>",
        f"    <imsmd:lom><imsmd:general><imsmd:title><imsmd:langstring>{words(title)}</imsmd:langstring>"
        "</imsmd:title></imsmd:general></imsmd:lom>",
        "  </metadata>",
        "  <organizations/>",
        "  <resources>",
        '    <resource identifier="RES_TEST" type="imsqti_test_xmlv2p1" href="assessment.xml">',
        '      <file href="assessment.xml"/>',
    ]
    yield "\n".join([*head, ""])
    for writing in writings():
        yield f'      <dependency identifierref="RES_{writing.identifier}"/>\n'
    yield "    </resource>\n"
    for writing in writings():
        yield "\n".join([*_resource(writing, paths), ""])
    yield "  </resources>\n</manifest>\n"


def _resource(writing: ItemWriting, paths: dict[str, str]) -> list[str]:
    name = f"items/{writing.identifier}.xml"
    lines = [f'    <resource identifier="RES_{writing.identifier}" type="imsqti_item_xmlv2p1" href="{name}">']
    if writing.question.tags:
        shown = "".join(
            f"<imsmd:keyword><imsmd:langstring>{words(tag)}</imsmd:langstring></imsmd:keyword>"
            for tag in writing.question.tags
        )
        lines.append(f"      <metadata><imsmd:lom><imsmd:general>{shown}</imsmd:general></imsmd:lom></metadata>")
    if any(tag_path(tag.split("/")) != tag for tag in writing.question.tags):
        writing.losses.lose(writing.question, "tags", "spaces and empty parts of their paths are left out")
    lines.append(f'      <file href="{name}"/>')
    used = [paths[found] for found in media_names(str(writing.raw)) if found in paths]
    return [*lines, *(f'      <file href="{path}"/>' for path in used), "    </resource>"]
