"""YAML text to a tree of texts with lines. Every scalar stays a text; the kinds' `parse` alone gives meanings."""

from __future__ import annotations

import re

import yaml

from quizapp.core.encoding import error_at
from quizapp.core.errors import FormatError
from quizapp.core.formats.tree import Node, TreeBuilder

LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's parser, ten times faster; PyYAML's own where it was built without."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def compose(text: str) -> Node | None:
    """Compose the one document of a text; None when it is empty.

    Source: YAML 1.1, sections 3.2 and 4.2, without anchors, aliases, tags and further documents.

    Raises:
        FormatError: with line and column, for broken YAML and for what a bank file must not hold.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        raise error_at(f"The file holds the control character U+{ord(found[0]):04X}; remove it.", text, found.start())
    builder = TreeBuilder()
    try:
        # Events, not PyYAML's composer: that one recurses, and a file of brackets would exhaust the stack.
        for event in yaml.parse(text, Loader=LOADER):
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise FormatError(f"This is no sound YAML: {error.problem or error.context}.", line, column) from None
    except yaml.YAMLError as error:
        raise FormatError(f"This is no sound YAML: {str(error).splitlines()[0]}.") from None
    return builder.root


def _take(event: yaml.Event, builder: TreeBuilder) -> None:
    mark = event.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if isinstance(event, yaml.NodeEvent):
        _refuse_indirection(event, line, column)
    if isinstance(event, yaml.ScalarEvent):
        builder.scalar(event.value, line, column)
    elif isinstance(event, yaml.MappingStartEvent):
        builder.begin({}, line, column)
    elif isinstance(event, yaml.SequenceStartEvent):
        builder.begin([], line, column)
    elif isinstance(event, yaml.CollectionEndEvent):
        builder.end()
    elif isinstance(event, yaml.DocumentStartEvent) and builder.root is not None:
        raise FormatError("A second document begins here; a bank is one document. Remove the line ---.", line, column)


def _refuse_indirection(event: yaml.NodeEvent, line: int, column: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise FormatError(f"The alias *{event.anchor} is not allowed; write the text out.", line, column)
    if event.anchor is not None:
        raise FormatError(f"The anchor &{event.anchor} is not allowed; remove it.", line, column)
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise FormatError(f"The tag {tag} is not allowed; put a text that begins with ! in quotes.", line, column)
