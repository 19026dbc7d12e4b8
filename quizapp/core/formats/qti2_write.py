"""Writes a QTI 2.1 package: manifest, one test, an item for each question, and the media. Items: `qti2_write_item`.

Source: IMS QTI 2.1, binding and packaging.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def write(outgoing: Outgoing) -> Written:
    """Write a bank as a QTI 2.1 package; all kinds have a counterpart."""
    losses = Losses("QTI 2.1")
    losses.lose_bank(outgoing.bank)
    paths = media_addresses(tuple(outgoing.media), outgoing.media, _FOLDER)
    addresses = {name: f"../{path}" for name, path in paths.items()}
    writings = [ItemWriting(question, losses, addresses) for question in outgoing.questions]
    _make_different(writings)
    members = {f"items/{writing.identifier}.xml": writing.content() for writing in writings}
    title = outgoing.bank.title or "Questions"
    content = {
        "imsmanifest.xml": _manifest(title, writings, paths),
        "assessment.xml": _test(title, writings),
        **members,
    }
    packed = {name: text.encode("utf-8") for name, text in content.items()}
    packed |= {path: outgoing.media[name] for name, path in paths.items()}
    return Written(written_package(packed), len(outgoing.questions), losses.all())


def _make_different(writings: Sequence[ItemWriting]) -> None:
    """See that no two items have the same identifier, in whatever case: it is a file’s name as well."""
    seen: set[str] = set()
    for number, writing in enumerate(writings, 1):
        if writing.identifier.casefold() in seen:
            writing.identifier = f"{writing.identifier[:50]}_{number}"
        seen.add(writing.identifier.casefold())


def _test(title: str, writings: Sequence[ItemWriting]) -> str:
    lines = [
        DECLARATION,
        f'<assessmentTest xmlns="{NAMESPACE}" {XSI} xsi:schemaLocation="{NAMESPACE} '
        f'http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="TEST" title="{attribute(title)}">',
        '  <testPart identifier="PART" navigationMode="nonlinear" submissionMode="individual">',
        f'    <assessmentSection identifier="SECTION" title="{attribute(title)}" visible="true">',
    ]
    for writing in writings:
        name = writing.identifier
        worth = float(writing.raw.get("worth", 1))
        reference = f'      <assessmentItemRef identifier="{name}" href="items/{name}.xml"'
        weight = f'<weight identifier="WEIGHT" value="{worth:.10g}"/>'
        lines.append(f"{reference}/>" if worth == 1 else f"{reference}>{weight}</assessmentItemRef>")
    return "\n".join([*lines, "    </assessmentSection>", "  </testPart>", "</assessmentTest>", ""])


def _manifest(title: str, writings: Sequence[ItemWriting], paths: dict[str, str]) -> str:
    lines = [
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
        *(f'      <dependency identifierref="RES_{writing.identifier}"/>' for writing in writings),
        "    </resource>",
    ]
    for writing in writings:
        lines += _resource(writing, paths)
    return "\n".join([*lines, "  </resources>", "</manifest>", ""])


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
