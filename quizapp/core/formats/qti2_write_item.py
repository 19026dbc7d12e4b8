"""One question as an item of QTI 2.1, with the standard’s own templates of processing where they say enough."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from quizapp.core.formats.losses import Losses
from quizapp.core.formats.moodle_answers import choice_answers, date_answers, multiple_answers
from quizapp.core.formats.qti2_write_gaps import write_gaps
from quizapp.core.formats.qti2_write_parts import Declaration, condition, equal_test, range_test
from quizapp.core.formats.qti_texts import QtiTexts, attribute, explanations, words
from quizapp.core.formats.weighted import Answer, option_answers, str_of, text_of_option
from quizapp.core.formats.xml import CONTROL
from quizapp.core.question import Question

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
_COMMON = frozenset(("id", "stem", "title", "context", "explanation", "worth", "tags", "language"))
_CARRIED: dict[str, frozenset[str]] = {
    "choice": frozenset(("key", "distractors", "options")),
    "multiple": frozenset(("key", "distractors", "options", "scoring")),
    "true_false": frozenset(("key", "options")),
    "text": frozenset(("key", "accept", "compare")),
    "date": frozenset(("key", "accept")),
    "number": frozenset(("key", "tolerance", "from", "to")),
    "cloze": frozenset(("gaps",)),
    "match": frozenset(("pairs", "distractors")),
    "order": frozenset(("items", "scoring")),
    "open": frozenset(("key", "rubric")),
}
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_BLOCK = re.compile(r"<(?:p|ul|ol|table|blockquote|pre|hr|div)\b")
#: Elements that QTI 2.1 has not; their words stay.
_UNKNOWN = ("u", "s", "ruby", "rt")


@dataclass(slots=True)
class Parts:
    """What an item is made of: declared responses, interaction, processing, feedbacks to choices."""

    declarations: list[Declaration] = field(default_factory=list)
    interaction: list[str] = field(default_factory=list)
    template: str = ""
    rules: list[str] = field(default_factory=list)
    #: Feedbacks by the identifier of the choice that brings them up.
    said: dict[str, str] = field(default_factory=dict)
    #: The body’s text, where the stem does not stand in it as it is.
    body: str = ""


class ItemWriting(QtiTexts):
    """One question while it is written as an item."""

    def __init__(self, question: Question, losses: Losses, addresses: Mapping[str, str]) -> None:
        super().__init__(question, losses, addresses, "qti2")
        own = self.identity
        self.identifier = own if _IDENTIFIER.fullmatch(own) else f"_{question.id}"

    def shaped(self, html: str) -> str:
        """Give HTML as XML, without the elements that QTI 2.1 has not."""
        root = lxml_html.fragment_fromstring(CONTROL.sub("", html), create_parent="div")
        for element in list(root.iter(*_UNKNOWN)):
            element.drop_tag()
        for element in root.iter("img"):
            element.set("alt", element.get("alt") or "")
        text = etree.tostring(root, encoding="unicode")
        return text.removeprefix("<div>").removesuffix("</div>") if text != "<div/>" else ""

    def content(self) -> str:
        """Give the item."""
        kind = self.question.kind
        self.lose_fields(_COMMON | _CARRIED[kind])
        parts = Parts()
        _KINDS[kind](self, parts)
        # One typed gap alone would come back as a text.
        label = ' label="cloze"' if kind == "cloze" and len(parts.declarations) == 1 else ""
        language = f' xml:lang="{attribute(self.question.language)}"' if self.question.language else ""
        feedbacks = self._feedbacks(parts)
        lines = [
            DECLARATION,
            f'<assessmentItem xmlns="{NAMESPACE}" {XSI} xsi:schemaLocation="{NAMESPACE} '
            f'http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="{self.identifier}" '
            f'title="{attribute(self.title)}" adaptive="false" timeDependent="false"{label}{language}>',
            *self._dates(),
            *(line for declaration in parts.declarations for line in declaration.lines()),
            *_outcomes(parts, feedbacks),
            *self._body(parts),
            *_processing(parts, feedbacks),
            *(_modal(outcome, name, html) for name, (outcome, html) in feedbacks.items()),
            "</assessmentItem>",
            "",
        ]
        return "\n".join(lines)

    def plain(self, field_name: str, text: str) -> str:
        """Give words for a place that takes no markup; what does not come back is a loss."""
        if " ".join(text.split()) != text:
            self.losses.lose(self.question, field_name, "several spaces in a row become one")
        return words(text)

    def prompt(self, parts: Parts) -> list[str]:
        """Give the stem as the interaction’s prompt, where it has no blocks: none may stand in a prompt."""
        html = self.html("stem", self.question.stem)
        if _BLOCK.search(html):
            parts.body = f"    <div>{html}</div>"
            return []
        return [f"      <prompt>{html}</prompt>"]

    def _body(self, parts: Parts) -> list[str]:
        lines = ["  <itemBody>"]
        if self.question.context:
            html = self.html("context", self.question.context)
            lines.append(f'    <rubricBlock view="candidate"><div>{html}</div></rubricBlock>')
        if self.raw.get("rubric"):
            html = self.html("rubric", str(self.raw["rubric"]))
            lines.append(f'    <rubricBlock view="scorer"><div>{html}</div></rubricBlock>')
        return [*lines, *([parts.body] if parts.body else []), *parts.interaction, "  </itemBody>"]

    def _feedbacks(self, parts: Parts) -> dict[str, tuple[str, str]]:
        """Give feedbacks with the outcomes that bring them up, by their identifiers."""
        of_key = self.extra.get("explanation_of") == "key"
        explanation = self.html("explanation", self.question.explanation)
        found = {name: ("FEEDBACK", html) for name, html in parts.said.items() if html}
        if explanation and not of_key:
            found["GENERAL"] = ("EXPLANATION", explanation)
        key = explanation if of_key else self.html("explanation", self.said("key_feedback"))
        if key:
            found["CORRECT"] = ("VERDICT", key)
        if wrong := self.html("explanation", self.said("wrong_feedback")):
            found["INCORRECT"] = ("VERDICT", wrong)
        return found

    def _dates(self) -> list[str]:
        if self.question.kind != "date":
            return []
        values = [self.raw["key"], *(a.text for a in option_answers(self.raw.get("accept", []), False, 100))]
        return [f"  <!-- date: {' '.join(values)} -->"]


def _outcomes(parts: Parts, feedbacks: Mapping[str, tuple[str, str]]) -> list[str]:
    lines = ['  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">']
    lines += ["    <defaultValue><value>0</value></defaultValue>", "  </outcomeDeclaration>"]
    named = {outcome for outcome, _ in feedbacks.values()}
    if "FEEDBACK" in named:
        cardinality = parts.declarations[0].cardinality
        lines.append(f'  <outcomeDeclaration identifier="FEEDBACK" cardinality="{cardinality}" baseType="identifier"/>')
    if "VERDICT" in named:
        lines.append('  <outcomeDeclaration identifier="VERDICT" cardinality="single" baseType="identifier"/>')
    if "EXPLANATION" in named:
        lines.append('  <outcomeDeclaration identifier="EXPLANATION" cardinality="single" baseType="identifier">')
        lines += ["    <defaultValue><value>GENERAL</value></defaultValue>", "  </outcomeDeclaration>"]
    return lines


def _processing(parts: Parts, feedbacks: Mapping[str, tuple[str, str]]) -> list[str]:
    named = {outcome for outcome, _ in feedbacks.values()}
    if not named & {"FEEDBACK", "VERDICT"} and not parts.rules:
        return [f'  <responseProcessing template="{_TEMPLATES}/{parts.template}"/>'] if parts.template else []
    lines = ["  <responseProcessing>"]
    if parts.rules:
        lines += parts.rules
    elif parts.template == "map_response":
        lines += ['    <setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>']
    elif parts.template:
        lines += condition(_matches(parts), "SCORE", "float", "1")
    if "FEEDBACK" in named:
        lines += ['    <setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>']
    if "VERDICT" in named and (matches := _matches(parts)):
        lines += condition(matches, "VERDICT", "identifier", "CORRECT", "INCORRECT")
    return [*lines, "  </responseProcessing>"] if len(lines) > 1 else []


def _matches(parts: Parts) -> list[str]:
    """Give the test that every response with a right value is right; empty where none has one."""
    found = [
        f'        <match><variable identifier="{one.identifier}"/><correct identifier="{one.identifier}"/></match>'
        for one in parts.declarations
        if one.correct
    ]
    return found if len(found) < 2 else ["        <and>", *(f"  {line}" for line in found), "        </and>"]


def _modal(outcome: str, name: str, html: str) -> str:
    return (
        f'  <modalFeedback outcomeIdentifier="{outcome}" identifier="{name}" showHide="show"><div>{html}</div>'
        "</modalFeedback>"
    )


def _choices(writing: ItemWriting, parts: Parts, answers: Sequence[Answer], most: int, is_shuffled: bool) -> list[str]:
    """Write the interaction of options, and give their identifiers."""
    prompt = writing.prompt(parts)
    shuffle = "true" if is_shuffled else "false"
    lines = [
        f'    <choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{most}">',
        *prompt,
    ]
    fixed = writing.extra.get("fixed")
    kept = set(map(str, fixed)) if isinstance(fixed, list) else set()
    if kept and not is_shuffled and kept < {answer.text for answer in answers}:
        lines[0] = lines[0].replace('shuffle="false"', 'shuffle="true"')
    else:
        kept = set()
    names: list[str] = []
    for number, answer in enumerate(answers, 1):
        name = f"C{number}"
        stays = ' fixed="true"' if answer.text in kept else ""
        lines.append(
            f'      <simpleChoice identifier="{name}"{stays}>{writing.html("options", answer.text)}</simpleChoice>'
        )
        parts.said[name] = writing.html("options", answer.feedback)
        names.append(name)
    parts.interaction = [*lines, "    </choiceInteraction>"]
    return names


def _choice(writing: ItemWriting, parts: Parts) -> None:
    answers = choice_answers(writing.raw)
    key = text_of_option(writing.raw["key"])
    names = _choices(writing, parts, answers, 1, "options" not in writing.raw)
    right = next(name for name, answer in zip(names, answers, strict=True) if answer.text == key)
    points = {name: 1.0 if name == right else a.percent / 100 for name, a in zip(names, answers, strict=True)}
    has_weights = any(points[name] for name in names if name != right)
    parts.declarations = [Declaration("RESPONSE", correct=[right], points=points if has_weights else {})]
    parts.template = "map_response" if has_weights else "match_correct"


def _multiple(writing: ItemWriting, parts: Parts) -> None:
    answers = multiple_answers(writing.raw)
    keys = {a.text for a in option_answers(writing.raw["key"], False, 0)}
    names = _choices(writing, parts, answers, 0, "options" not in writing.raw)
    right = [name for name, answer in zip(names, answers, strict=True) if answer.text in keys]
    points = {name: round(a.percent / 100, 7) for name, a in zip(names, answers, strict=True)}
    if abs(sum(points[name] for name in right) - 1) > 0.001:
        writing.losses.lose(writing.question, "weights", "they are written so that the right ones make a whole")
    is_exact = writing.raw.get("scoring") == "exact"
    parts.declarations = [
        Declaration("RESPONSE", "multiple", correct=right, points={} if is_exact else points, bounds=(0, 1))
    ]
    parts.template = "match_correct" if is_exact else "map_response"


def _true_false(writing: ItemWriting, parts: Parts) -> None:
    told = explanations(writing.raw)
    names = _choices(
        writing, parts, [Answer("True", 0, told.get(True, "")), Answer("False", 0, told.get(False, ""))], 1, False
    )
    right = names[0] if writing.raw["key"] else names[1]
    parts.declarations = [Declaration("RESPONSE", correct=[right])]
    parts.template = "match_correct"


def _text(writing: ItemWriting, parts: Parts) -> None:
    is_exact = writing.raw.get("compare") == "exact"
    points = {str_of(writing.raw["key"]): 1.0}
    for option in writing.raw.get("accept", []):
        fields = option if isinstance(option, dict) else {"text": option}
        if "pattern" in fields:
            writing.losses.lose(writing.question, "accept", "patterns are left out")
            continue
        if "explanation" in fields:
            writing.losses.lose(writing.question, "accept", "what is said to single answers is left out")
        points.setdefault(str_of(fields["text"]), float(fields.get("weight", 1)))
    _typed(writing, parts, points, is_exact)


def _date(writing: ItemWriting, parts: Parts) -> None:
    found = date_answers(writing.question, writing.losses, "")
    _typed(writing, parts, {answer.text: 1.0 for answer in found}, False)


def _typed(writing: ItemWriting, parts: Parts, points: Mapping[str, float], is_cased: bool) -> None:
    _box(writing, parts)
    key = next(iter(points))
    for text in points:
        writing.plain("key" if text == key else "accept", text)
    parts.declarations = [Declaration("RESPONSE", base_type="string", correct=[key], points=points, is_cased=is_cased)]
    parts.template = "map_response"


def _box(writing: ItemWriting, parts: Parts) -> None:
    parts.body = f"    <div>{writing.html('stem', writing.question.stem)}</div>"
    parts.interaction = ['    <p><textEntryInteraction responseIdentifier="RESPONSE"/></p>']


def _number(writing: ItemWriting, parts: Parts) -> None:
    _box(writing, parts)
    raw = writing.raw
    is_range = "from" in raw
    test = range_test(raw, "RESPONSE") if is_range else equal_test(raw, "RESPONSE")
    parts.declarations = [Declaration("RESPONSE", base_type="float", correct=[] if is_range else [str_of(raw["key"])])]
    parts.rules = condition(test, "SCORE", "float", "1")


def _open(writing: ItemWriting, parts: Parts) -> None:
    parts.interaction = [
        '    <extendedTextInteraction responseIdentifier="RESPONSE">',
        *writing.prompt(parts),
        "    </extendedTextInteraction>",
    ]
    key = str(writing.raw.get("key", ""))
    plain = writing.find_plain(key) if key else ""
    if plain is None or " ".join(plain.split()) != plain:
        writing.losses.lose(writing.question, "key", "a model answer is written as plain words on one line")
    shown = " ".join((plain if plain is not None else key).split())
    parts.declarations = [Declaration("RESPONSE", base_type="string", correct=[shown] if shown else [])]


def _match(writing: ItemWriting, parts: Parts) -> None:
    pairs = [(str_of(pair["left"]), str_of(pair["right"])) for pair in writing.raw["pairs"]]
    rights = dict.fromkeys([*(right for _, right in pairs), *map(str_of, writing.raw.get("distractors", []))])
    names = {right: f"R{number}" for number, right in enumerate(rights, 1)}
    lines = ['    <matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="0">']
    lines += [*writing.prompt(parts), "      <simpleMatchSet>"]
    for number, (left, _) in enumerate(pairs, 1):
        html = writing.html("pairs", left)
        lines.append(
            f'        <simpleAssociableChoice identifier="L{number}" matchMax="1">{html}</simpleAssociableChoice>'
        )
    lines += ["      </simpleMatchSet>", "      <simpleMatchSet>"]
    for right, name in names.items():
        text = writing.plain("pairs", right)
        lines.append(
            f'        <simpleAssociableChoice identifier="{name}" matchMax="0">{text}</simpleAssociableChoice>'
        )
    parts.interaction = [*lines, "      </simpleMatchSet>", "    </matchInteraction>"]
    values = [f"L{number} {names[right]}" for number, (_, right) in enumerate(pairs, 1)]
    points = dict.fromkeys(values, round(1 / len(values), 7))
    parts.declarations = [Declaration("RESPONSE", "multiple", "directedPair", values, points, (0, 1))]
    parts.template = "map_response"


def _side(name: str, most: int, html: str) -> str:
    return f'        <simpleAssociableChoice identifier="{name}" matchMax="{most}">{html}</simpleAssociableChoice>'


def _order(writing: ItemWriting, parts: Parts) -> None:
    if writing.raw.get("scoring") != "exact":
        writing.losses.lose(writing.question, "scoring", "QTI 2.1 gives points for the whole order alone")
    elif writing.said("key_feedback") or writing.said("wrong_feedback") or "explanation_of" in writing.extra:
        writing.losses.lose(writing.question, "scoring", "beside feedbacks it is not told")
    listed = sorted(map(str_of, writing.raw["items"]))
    names = {text: f"C{number}" for number, text in enumerate(listed, 1)}
    lines = ['    <orderInteraction responseIdentifier="RESPONSE" shuffle="true">', *writing.prompt(parts)]
    for text, name in names.items():
        lines.append(f'      <simpleChoice identifier="{name}">{writing.html("items", text)}</simpleChoice>')
    parts.interaction = [*lines, "    </orderInteraction>"]
    right = [names[str_of(text)] for text in writing.raw["items"]]
    parts.declarations = [Declaration("RESPONSE", "ordered", correct=right)]
    parts.template = "match_correct"


def _cloze(writing: ItemWriting, parts: Parts) -> None:
    html, parts.declarations, parts.rules = write_gaps(writing)
    parts.body = f"    <div>{html}</div>"


_KINDS: dict[str, Callable[[ItemWriting, Parts], None]] = {
    "choice": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "text": _text,
    "date": _date,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
    "order": _order,
    "open": _open,
}
