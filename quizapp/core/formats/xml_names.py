"""Names of XML without namespaces: real files have wrong ones, several, or none."""

from __future__ import annotations

import re

from lxml import etree

_DASH = re.compile(r"-([a-z])")


def without_namespaces(root: etree._Element) -> None:
    """Give every element and attribute its local name alone, in place; comments and instructions fall away."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            if element.getparent() is not None and not isinstance(element, etree._Comment):
                _drop(element)
            continue
        if "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if "}" in name]:
            element.set(name.rpartition("}")[2], element.attrib.pop(name))
    etree.cleanup_namespaces(root)


def with_older_names(root: etree._Element) -> None:
    """Give the elements and attributes of QTI 3 the names they have in QTI 2, in place."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("qti-"):
            name = _camel(element.tag.removeprefix("qti-"))
            element.tag = "div" if name == "contentBody" else name
            for name in [name for name in element.attrib if "-" in name and not name.startswith("data-")]:
                element.set(_camel(name), element.attrib.pop(name))


def _camel(name: str) -> str:
    return _DASH.sub(lambda found: found[1].upper(), name)


def _drop(element: etree._Element) -> None:
    """Take an element out, and leave what follows it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    tail = element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
