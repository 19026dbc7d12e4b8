"""Renders a kind's macros as a page does, and fills the form that comes out as a browser would."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quizapp.plumbing.markup import rich

TEMPLATES = Path(__file__).parents[2] / "templates"

ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True
)
ENVIRONMENT.globals["_"] = lambda text, **values: text % values if values else text
ENVIRONMENT.filters["rich"] = rich


class Inputs(dict):
    """The inputs of a submitted form, as a page gets them."""

    def get(self, key, default=""):
        values = super().get(key)
        return values[0] if values else default

    def getlist(self, key):
        return list(super().get(key) or [])


@dataclass
class Control:
    """One named control: what sort it is, and the values that it can send; none for free text."""

    sort: str
    values: list[str] = field(default_factory=list)


class Form(HTMLParser):
    """The controls of rendered HTML by name; fails on inline script or style and on a tag left open."""

    VOID = frozenset(("input", "br", "hr", "img"))

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: dict[str, Control] = {}
        self.text = ""
        self._select = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert tag not in ("script", "style", "form")
        assert not any(name == "style" or name.startswith("on") for name in given)
        if tag not in self.VOID:
            self._open.append(tag)
        name = given.get("name") or self._select
        if tag == "option":
            self.controls[self._select].values.append(given["value"])
        elif tag == "select":
            self._select = name
            self.controls[name] = Control("select")
        elif name:
            control = self.controls.setdefault(name, Control(given.get("type") or tag))
            if "value" in given:
                control.values.append(given["value"])

    def handle_endtag(self, tag):
        assert self._open.pop() == tag
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data):
        self.text += data

    def filled(self, wanted: dict[str, list[str]]) -> Inputs:
        """Fill the controls; a value that a control cannot send fails."""
        for name, values in wanted.items():
            control = self.controls[name]
            if control.sort not in ("text", "textarea"):
                assert set(values) <= set(control.values), (name, values, control)
        return Inputs(wanted)


def ask_html(question, asked, way, stem_parts=None) -> str:
    """Render what is asked."""
    module = ENVIRONMENT.get_template(f"kinds/{question.kind}.html").module
    return str(module.ask(asked, way, stem_parts))


def reveal_html(question, asked, response, grade, stem_parts=None) -> str:
    """Render what is revealed."""
    module = ENVIRONMENT.get_template(f"kinds/{question.kind}.html").module
    return str(module.reveal(question, asked, response, grade, stem_parts))


def keyed_html(question, asked) -> str:
    """Render a question with all that is right, which nobody has answered."""
    module = ENVIRONMENT.get_template(f"kinds/{question.kind}.html").module
    return str(module.keyed(question, asked))


def key_inputs(question, asked) -> dict[str, list[str]]:
    """Say what somebody who knows the key gives to each control."""
    match question.kind:
        case "cloze":
            gaps = zip(question.gaps, asked["gaps"], strict=True)
            return {shown["name"]: key_inputs(gap.question, shown)["response"] for gap, shown in gaps}
        case "match":
            rights = {pair.left: pair.right for pair in question.pairs}
            return {left["name"]: [rights[left["text"]]] for left in asked["lefts"]}
        case "order":
            return {item["name"]: [str(question.items.index(item["text"]) + 1)] for item in asked["items"]}
    return {"response": sorted(question.right_values) if "options" in asked else [question.answer()]}


class Filled(HTMLParser):
    """The inputs that a browser would send of rendered HTML as it stands; what is in templates is not sent."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.ids: list[str] = []
        self._templates = 0
        self._text: tuple[str, list[str]] | None = None
        self._select: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._templates += tag == "template"
        if self._templates:
            return
        if "id" in given:
            self.ids.append(given["id"])
        name = given.get("name")
        if tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._text = (name, [])
        elif tag == "select":
            self._select = [name]
        elif tag == "option" and self._select and (len(self._select) == 1 or "selected" in given):
            self._select[1:] = [given["value"]]

    def handle_endtag(self, tag):
        self._templates -= tag == "template"
        if tag == "textarea" and self._text:
            name, pieces = self._text
            self.values[name] = ["".join(pieces).removeprefix("\n")]
            self._text = None
        elif tag == "select" and len(self._select) == 2:
            self.values[self._select[0]] = [self._select[1]]
            self._select = []

    def handle_data(self, data):
        if self._text:
            self._text[1].append(data)


def edit_html(kind, inputs, problems=None, has_reading=False) -> str:
    """Render the editor of a kind: what every kind has, and its own fields."""
    shared = ENVIRONMENT.get_template("kinds/_editor.html").module
    own = ENVIRONMENT.get_template(f"kinds/{kind}.html").module
    told = problems or {}
    return "".join(
        (shared.top(inputs, told, "Question"), own.edit(inputs, told), shared.rest(inputs, told, has_reading))
    )
