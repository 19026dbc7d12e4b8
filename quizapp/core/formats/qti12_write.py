"""Writes a Canvas package: manifest, quiz description, one QTI 1.2 assessment, media. Items: `qti12_write_item`.

Source: packages that Canvas exports, and IMS Content Packaging 1.1.4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.core.formats.gathering import tag_path
from quizapp.core.formats.losses import Losses
from quizapp.core.formats.package import media_addresses, written_package
from quizapp.core.formats.parcel import BankFields, Outgoing, Written
from quizapp.core.formats.qti12_write_item import ItemWriting
from quizapp.core.formats.qti_texts import attribute, words
from quizapp.core.formats.rich_html import to_html
from quizapp.core.question import Json, Question

_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_FOLDER = "images"


def write(outgoing: Outgoing) -> Written:
    """Write a bank as a package that Canvas imports; all kinds have a counterpart."""
    losses = Losses("Canvas")
    losses.lose_bank(outgoing.bank, ("description",))
    paths = media_addresses(tuple(outgoing.media), outgoing.media, _FOLDER)
    addresses = {name: f"%24IMS-CC-FILEBASE%24/{path}" for name, path in paths.items()}
    title = outgoing.bank.title or "Questions"
    identity = _identity(outgoing)
    writings = (ItemWriting(question, losses, addresses) for question in outgoing.questions)
    description = _description(identity, title, outgoing.bank, outgoing.questions)
    members: dict[str, bytes | Iterable[str]] = {
        "imsmanifest.xml": _manifest(identity, title, list(paths.values())).encode("utf-8"),
        f"{identity}/{identity}.xml": _assessment(identity, title, writings),
        f"{identity}/assessment_meta.xml": description.encode("utf-8"),
    }
    members |= {path: outgoing.media[name] for name, path in paths.items()}
    content = written_package(members.items())
    return Written(content, len(outgoing.questions), losses.all())


def _identity(outgoing: Outgoing) -> str:
    material = "\n".join((outgoing.bank.title, *(question.id for question in outgoing.questions)))
    return f"i{hashlib.sha256(material.encode('utf-8', 'replace')).hexdigest()[:32]}"


def _assessment(identity: str, title: str, writings: Iterable[ItemWriting]) -> Iterator[str]:
    """Give the assessment in pieces, one for each item, so that a big bank never stands in memory as text."""
    head = [
        _DECLARATION,
        f'<questestinterop xmlns="{_QTI}" {_XSI} xsi:schemaLocation="{_QTI} '
        'http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd">',
        f'  <assessment ident="{identity}" title="{attribute(title)}">',
        "    <qtimetadata>",
        "      <qtimetadatafield>",
        "        <fieldlabel>cc_maxattempts</fieldlabel>",
        "        <fieldentry>1</fieldentry>",
        "      </qtimetadatafield>",
        "    </qtimetadata>",
        '    <section ident="root_section">',
    ]
    yield "\n".join([*head, ""])
    opened: Mapping[str, Json] = {}
    for writing in writings:
        group = _group(writing)
        lines: list[str] = []
        if group != opened:
            lines += ["      </section>"] if opened else []
            lines += _group_start(group) if group else []
            opened = group
        yield "\n".join([*lines, *writing.lines(), ""])
    yield "      </section>\n" if opened else ""
    yield "\n".join(["    </section>", "  </assessment>", "</questestinterop>", ""])


def _group(writing: ItemWriting) -> Mapping[str, Json]:
    """Give the group that a question was drawn from, empty where it has other tags now."""
    group = writing.extra.get("group")
    if not isinstance(group, dict) or not all(isinstance(value, str) for value in group.values()):
        return {}
    pick, path = group.get("pick", ""), tag_path([group.get("title", "")])
    is_number = pick.isascii() and pick.isdigit()
    return group if is_number and (not path or path in writing.question.tags) else {}


def _group_start(group: Mapping[str, Json]) -> list[str]:
    points = group.get("points") or "1"
    return [
        f'      <section ident="{attribute(group.get("id") or "group")}" title="{attribute(group.get("title", ""))}">',
        "        <selection_ordering>",
        "          <selection>",
        f"            <selection_number>{words(group['pick'])}</selection_number>",
        "            <selection_extension>",
        f"              <points_per_item>{words(points)}</points_per_item>",
        "            </selection_extension>",
        "          </selection>",
        "        </selection_ordering>",
    ]


def _description(identity: str, title: str, bank: BankFields, questions: Sequence[Question]) -> str:
    points = sum(question.worth for question in questions)
    description = to_html(bank.description, lambda _name: None) if bank.description else ""
    return "\n".join(
        [
            _DECLARATION,
            f'<quiz identifier="{identity}" xmlns="{_CANVAS}" {_XSI} '
            f'xsi:schemaLocation="{_CANVAS} https://canvas.instructure.com/xsd/cccv1p0.xsd">',
            f"  <title>{words(title)}</title>",
            f"  <description>{words(description)}</description>",
            "  <shuffle_answers>true</shuffle_answers>",
            "  <scoring_policy>keep_highest</scoring_policy>",
            "  <quiz_type>assignment</quiz_type>",
            f"  <points_possible>{points:g}</points_possible>",
            "  <show_correct_answers>true</show_correct_answers>",
            "  <allowed_attempts>1</allowed_attempts>",
            "</quiz>",
            "",
        ]
    )


def _manifest(identity: str, title: str, media: Sequence[str]) -> str:
    meta = f"{identity}_meta"
    lines = [
        _DECLARATION,
        f'<manifest identifier="{identity}_manifest" xmlns="{_PACKAGE}" '
        'xmlns:lom="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource" '
        f'xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2" {_XSI} xsi:schemaLocation="{_PACKAGE} '
        "http://www.imsglobal.org/xsd/imscp_v1p1.xsd http://www.imsglobal.org/xsd/imsmd_v1p2 "
        'http://www.imsglobal.org/xsd/imsmd_v1p2p2.xsd">',
        "  <metadata>",
        "    <schema>IMS Content</schema>",
        "    <schemaversion>1.1.3</schemaversion>",
        f"    <imsmd:lom><imsmd:general><imsmd:title><imsmd:string>{words(title)}</imsmd:string></imsmd:title>"
        "</imsmd:general></imsmd:lom>",
        "  </metadata>",
        "  <organizations/>",
        "  <resources>",
        f'    <resource identifier="{identity}" type="imsqti_xmlv1p2">',
        f'      <file href="{identity}/{identity}.xml"/>',
        f'      <dependency identifierref="{meta}"/>',
        "    </resource>",
        f'    <resource identifier="{meta}" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
        f'href="{identity}/assessment_meta.xml">',
        f'      <file href="{identity}/assessment_meta.xml"/>',
        "    </resource>",
    ]
    for number, path in enumerate(media, 1):
        lines += [
            f'    <resource identifier="{identity}_media_{number}" type="webcontent" href="{path}">',
            f'      <file href="{path}"/>',
            "    </resource>",
        ]
    return "\n".join([*lines, "  </resources>", "</manifest>", ""])
