"""One question as an item of QTI 1.2, laid out as Canvas exports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats.losses import Losses
from quizapp.core.formats.moodle_answers import choice_answers, date_answers
from quizapp.core.formats.qti12_write_gaps import dropdown_gaps, gap_names, typed_gaps
from quizapp.core.formats.qti12_write_numbers import number_conditions
from quizapp.core.formats.qti_texts import QtiTexts, attribute, explanations, kept_options, words
from quizapp.core.formats.weighted import option_answers, str_of, text_of_option
from quizapp.core.kinds.cloze import GAP
from quizapp.core.question import Json, Question

_COMMON = frozenset(("id", "stem", "title", "context", "explanation", "worth"))
_CARRIED: dict[str, tuple[str, frozenset[str]]] = {
    "choice": ("multiple_choice_question", frozenset(("key", "distractors", "options"))),
    "multiple": ("multiple_answers_question", frozenset(("key", "distractors", "options", "scoring"))),
    "true_false": ("true_false_question", frozenset(("key", "options"))),
    "text": ("short_answer_question", frozenset(("key", "accept", "compare"))),
    "date": ("short_answer_question", frozenset(("key", "accept"))),
    "number": ("numerical_question", frozenset(("key", "accept", "tolerance", "from", "to"))),
    "cloze": ("fill_in_multiple_blanks_question", frozenset(("gaps",))),
    "match": ("matching_question", frozenset(("pairs", "distractors"))),
    "order": ("ordering_question", frozenset(("items", "scoring"))),
    "open": ("essay_question", frozenset(("key",))),
}


@dataclass(slots=True)
class Parts:
    """What an item is made of, as lines: responses, conditions; `said` holds feedbacks by name."""

    responses: list[str] = field(default_factory=list)
    scoring: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    idents: list[str] = field(default_factory=list)

    def tell(self, ident: str, response: str, value: str, html: str) -> None:
        """Add a feedback to one answer."""
        if html:
            self.said[f"{ident}_fb"] = html
            self.told += condition(equal(response, value), shown=[f"{ident}_fb"], goes_on=True)


class ItemWriting(QtiTexts):
    """One question while it is written as an item."""

    def __init__(self, question: Question, losses: Losses, addresses: Mapping[str, str]) -> None:
        super().__init__(question, losses, addresses, "qti12")
        self._last = 1000

    def lines(self) -> list[str]:
        """Give the item element."""
        kind = self.question.kind
        name, carried = _CARRIED[kind]
        self._lose_fields(carried)
        parts = Parts()
        self._general(parts)
        stem = _KINDS[kind](self, parts)
        if kind == "cloze" and self.has_lists:
            name = "multiple_dropdowns_question"
        lines = [f'      <item ident="{attribute(self.identity)}" title="{attribute(self.title)}">']
        lines += self._dates()
        lines += ["        <itemmetadata>", "          <qtimetadata>"]
        lines += metadata("question_type", name)
        lines += metadata("points_possible", str(self.raw.get("worth", 1)))
        if parts.idents:
            lines += metadata("original_answer_ids", ",".join(parts.idents))
        lines += ["          </qtimetadata>", "        </itemmetadata>", "        <presentation>"]
        lines += [*material(stem, "text/html"), *parts.responses, "        </presentation>"]
        lines += self._processing(parts)
        return [*lines, *self._feedbacks(parts), "      </item>"]

    @property
    def has_lists(self) -> bool:
        """Tell whether every gap of a cloze is chosen from a list."""
        return all("distractors" in gap or "options" in gap for gap in self.raw.get("gaps", []))

    def new_ident(self, parts: Parts) -> str:
        """Give an id that no other answer of the item has."""
        self._last += 1
        parts.idents.append(str(self._last))
        return str(self._last)

    def label(self, ident: str, field_name: str, text: str, is_typed: bool = False) -> list[str]:
        """Give an option; one that needs no markup is plain."""
        plain = text if is_typed else self.find_plain(text)
        shown, form = (plain, "text/plain") if plain is not None else (self.html(field_name, text), "text/html")
        inner = [f"      {line}" for line in material(shown, form)]
        return [f'                <response_label ident="{ident}">', *inner, "                </response_label>"]

    def key_said(self) -> str:
        """Give what is said to the key’s own answer."""
        if self.extra.get("explanation_of") == "key option":
            return self.html("explanation", self.question.explanation)
        return self.html("explanation", self.said("key_option_feedback"))

    def stem(self) -> str:
        """Give context and stem as HTML."""
        return self.html("stem", self.stem_text())

    def stem_text(self) -> str:
        """Give context and stem, one above the other."""
        return "\n\n".join(part for part in (self.question.context, self.question.stem) if part)

    def _lose_fields(self, carried: frozenset[str]) -> None:
        question, losses = self.question, self.losses
        group = self.extra.get("group")
        title = group.get("title") if isinstance(group, dict) else None
        own = {"tags"} if title and question.tags == (title,) else set()
        self.lose_fields(_COMMON | carried | own)
        if "context" in self.raw:
            losses.lose(question, "context", "it stands above the stem, as part of it")
        if question.kind == "open" and "key" in self.raw:
            losses.lose(question, "key", "it stands in the general feedback, above the explanation")
        if question.kind == "multiple" and "scoring" in self.raw:
            losses.lose(question, "scoring: all or nothing", "Canvas gives part of the points")
        if question.kind in ("choice", "multiple"):
            self.lose_weights("key", "distractors", "options")

    def _general(self, parts: Parts) -> None:
        """Take the feedbacks that belong to no single answer."""
        of_what = self.extra.get("explanation_of")
        explanation = self.html("explanation", self.question.explanation)
        if self.question.kind == "open" and "key" in self.raw:
            explanation = f"<p>{self.html('key', self.raw['key'])}</p><p>{explanation}</p>"
        key = explanation if of_what == "key" else self.html("explanation", self.said("key_feedback"))
        found = {
            "general_fb": "" if of_what in ("key", "key option") else explanation,
            "correct_fb": key,
            "general_incorrect_fb": self.html("explanation", self.said("wrong_feedback")),
        }
        parts.said |= {name: html for name, html in found.items() if html}

    def _processing(self, parts: Parts) -> list[str]:
        other = ["                <other/>"]
        lines = ["        <resprocessing>", "          <outcomes>"]
        lines += ['            <decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/>']
        lines += ["          </outcomes>"]
        if "general_fb" in parts.said:
            lines += condition(other, shown=["general_fb"], goes_on=True)
        lines += [*parts.told, *parts.scoring]
        if "general_incorrect_fb" in parts.said:
            lines += condition(other, shown=["general_incorrect_fb"], goes_on=True)
        return [*lines, "        </resprocessing>"]

    def _feedbacks(self, parts: Parts) -> Iterator[str]:
        for name, html in parts.said.items():
            yield f'        <itemfeedback ident="{name}">'
            yield "          <flow_mat>"
            yield from (f"  {line}" for line in material(html, "text/html"))
            yield "          </flow_mat>"
            yield "        </itemfeedback>"

    def _dates(self) -> list[str]:
        if self.question.kind != "date":
            return []
        values = [self.raw["key"], *(a.text for a in option_answers(self.raw.get("accept", []), False, 100))]
        return [f"        <!-- date: {' '.join(values)} -->"]


def metadata(name: str, value: str) -> list[str]:
    """Give a field of an item’s metadata."""
    return [
        "            <qtimetadatafield>",
        f"              <fieldlabel>{name}</fieldlabel>",
        f"              <fieldentry>{words(value)}</fieldentry>",
        "            </qtimetadatafield>",
    ]


def material(text: str, form: str) -> list[str]:
    """Give a text; HTML stands escaped in it."""
    return [
        "          <material>",
        f'            <mattext texttype="{form}">{words(text)}</mattext>',
        "          </material>",
    ]


def equal(response: str, value: str, attributes: str = "") -> list[str]:
    """Give a test of a response."""
    return [f'                <varequal respident="{attribute(response)}"{attributes}>{words(value)}</varequal>']


def condition(
    tests: Sequence[str], score: str = "", shown: Sequence[str] = (), goes_on: bool = False, action: str = "Set"
) -> list[str]:
    """Give a condition with its points and feedbacks."""
    lines = [f'          <respcondition continue="{"Yes" if goes_on else "No"}">', "            <conditionvar>", *tests]
    lines.append("            </conditionvar>")
    if score:
        lines.append(f'            <setvar action="{action}" varname="SCORE">{score}</setvar>')
    lines += [f'            <displayfeedback feedbacktype="Response" linkrefid="{name}"/>' for name in shown]
    return [*lines, "          </respcondition>"]


def _right(parts: Parts) -> list[str]:
    return ["correct_fb"] if "correct_fb" in parts.said else []


def _chosen(
    writing: ItemWriting, parts: Parts, options: Sequence[tuple[str, str, bool]], cardinality: str, is_plain: bool
) -> list[tuple[str, bool]]:
    """Write options with their feedbacks; gives their ids and whether they are right."""
    shuffle = ' shuffle="No"' if "options" in writing.raw and not is_plain else ""
    parts.responses += [f'          <response_lid ident="response1" rcardinality="{cardinality}">']
    parts.responses += [f"            <render_choice{shuffle}>"]
    found: list[tuple[str, bool]] = []
    for text, said, is_right in options:
        ident = writing.new_ident(parts)
        parts.responses += writing.label(ident, "options", text, is_plain)
        parts.tell(ident, "response1", ident, writing.html("options", said))
        found.append((ident, is_right))
    parts.responses += ["            </render_choice>", "          </response_lid>"]
    return found


def _choice(writing: ItemWriting, parts: Parts) -> str:
    options = [(a.text, a.feedback, a.percent >= 99.9999) for a in choice_answers(writing.raw)]
    key = text_of_option(writing.raw["key"])
    options = [(text, said, text == key) for text, said, _ in options]
    found = _chosen(writing, parts, options, "Single", False)
    ident = next(ident for ident, is_right in found if is_right)
    parts.scoring += condition(equal("response1", ident), "100", _right(parts))
    return writing.stem()


def _true_false(writing: ItemWriting, parts: Parts) -> str:
    told, key = explanations(writing.raw), bool(writing.raw["key"])
    options = [(word, told.get(truth, ""), truth == key) for word, truth in (("True", True), ("False", False))]
    found = _chosen(writing, parts, options, "Single", True)
    ident = next(ident for ident, is_right in found if is_right)
    parts.scoring += condition(equal("response1", ident), "100", _right(parts))
    return writing.stem()


def _multiple(writing: ItemWriting, parts: Parts) -> str:
    tests = ["                <and>"]
    for ident, is_right in _chosen(writing, parts, kept_options(writing.raw), "Multiple", False):
        [test] = equal("response1", ident)
        tests.append(f"  {test}" if is_right else f"                  <not>{test.strip()}</not>")
    parts.scoring += condition([*tests, "                </and>"], "100", _right(parts))
    return writing.stem()


def _typed_box(parts: Parts, kind: str = "") -> None:
    parts.responses += [
        '          <response_str ident="response1" rcardinality="Single">',
        f"            <render_fib{kind}>",
        '              <response_label ident="answer1" rshuffle="No"/>',
        "            </render_fib>",
        "          </response_str>",
    ]


def _short(writing: ItemWriting, parts: Parts) -> str:
    is_exact = writing.raw.get("compare") == "exact"
    if is_exact:
        writing.losses.lose(writing.question, "compare", "Canvas takes capital and small letters as the same")
    answers = [(str_of(writing.raw["key"]), "")]
    key_said = writing.key_said()
    accepted = [(text, writing.html("accept", said)) for text, said in writing.full_accepted()]
    _write_answers(writing, parts, [(answers[0][0], key_said), *accepted], ' case="Yes"' if is_exact else "")
    return writing.stem()


def _date(writing: ItemWriting, parts: Parts) -> str:
    found = date_answers(writing.question, writing.losses, "")
    answers = [(a.text, writing.key_said() if place == 0 else "") for place, a in enumerate(found) if a.percent == 100]
    _write_answers(writing, parts, answers, "")
    return writing.stem()


def _write_answers(writing: ItemWriting, parts: Parts, answers: Sequence[tuple[str, str]], attributes: str) -> None:
    _typed_box(parts)
    tests: list[str] = []
    for text, said in answers:
        ident = writing.new_ident(parts)
        tests += equal("response1", text, attributes)
        parts.tell(ident, "response1", text, said)
    parts.scoring += condition(tests, "100", _right(parts))


def _number(writing: ItemWriting, parts: Parts) -> str:
    _typed_box(parts, ' fibtype="Decimal"')
    for tests, said in number_conditions(writing):
        ident = writing.new_ident(parts)
        shown = _right(parts)
        if said:
            parts.said[f"{ident}_fb"] = said
            shown = [f"{ident}_fb", *shown]
        parts.scoring += condition(tests, "100", shown)
    return writing.stem()


def _open(writing: ItemWriting, parts: Parts) -> str:
    _typed_box(parts)
    parts.scoring += condition(["                <other/>"])
    return writing.stem()


def _match(writing: ItemWriting, parts: Parts) -> str:
    pairs = [(str_of(pair["left"]), str_of(pair["right"])) for pair in writing.raw["pairs"]]
    rights = dict.fromkeys([*(right for _, right in pairs), *map(str_of, writing.raw.get("distractors", []))])
    idents = {right: writing.new_ident(parts) for right in rights}
    told = writing.extra.get("pair_feedback")
    for left, right in pairs:
        own = writing.new_ident(parts)
        response = f"response_{own}"
        plain = writing.find_plain(left)
        shown, form = (writing.html("pairs", left), "text/html") if plain is None else (plain, "text/plain")
        parts.responses += [f'          <response_lid ident="{response}">', *material(shown, form)]
        parts.responses += ["            <render_choice>"]
        for text, ident in idents.items():
            parts.responses += writing.label(ident, "pairs", text, True)
        parts.responses += ["            </render_choice>", "          </response_lid>"]
        share = f"{100 / len(pairs):.2f}"
        parts.scoring += condition(equal(response, idents[right]), share, action="Add", goes_on=True)
        said = writing.html("pairs", str(told.get(left, ""))) if isinstance(told, dict) else ""
        if said:
            [test] = equal(response, idents[right])
            parts.said[f"{own}_fb"] = said
            parts.told += condition([f"                <not>{test.strip()}</not>"], "", [f"{own}_fb"], True)
    parts.idents.clear()
    return writing.stem()


def _order(writing: ItemWriting, parts: Parts) -> str:
    reason = "Canvas takes orders in its New Quizzes alone, and gives points for the whole order"
    if writing.raw.get("scoring") == "exact":
        writing.losses.lose(writing.question, "kind order", reason)
    else:
        writing.losses.lose(writing.question, "scoring", reason)
    idents = [(writing.new_ident(parts), str_of(text)) for text in writing.raw["items"]]
    parts.responses += ['          <response_lid ident="response1" rcardinality="Ordered">']
    parts.responses += ["            <render_extension>", '              <ims_render_object shuffle="Yes">']
    parts.responses += ["                <flow_label>"]
    # The file does not show the right order by the order in which it lists the items.
    for ident, text in sorted(idents, key=lambda option: option[1]):
        parts.responses += writing.label(ident, "items", text)
    parts.responses += ["                </flow_label>", "              </ims_render_object>"]
    parts.responses += ["            </render_extension>", "          </response_lid>"]
    tests = [line for ident, _ in idents for line in equal("response1", ident)]
    parts.scoring += condition(tests, "100", _right(parts))
    return writing.stem()


def _cloze(writing: ItemWriting, parts: Parts) -> str:
    marked = GAP.sub(lambda found: f"\ue000{found[1]}\ue001", writing.stem_text())
    html = writing.html("stem", marked)
    gaps: Sequence[Mapping[str, Json]] = writing.raw["gaps"]
    names = gap_names(writing.extra.get("gap_names"), len(gaps), html)
    for number, name in enumerate(names, 1):
        html = html.replace(f"\ue000{number}\ue001", words(f"[{name}]"))
    answers = dropdown_gaps(writing) if writing.has_lists else typed_gaps(writing)
    for name, options in zip(names, answers, strict=True):
        response = f"response_{name}"
        parts.responses += [f'          <response_lid ident="{attribute(response)}">', *material(name, "text/plain")]
        parts.responses += ["            <render_choice>"]
        for place, (text, said) in enumerate(options):
            ident = writing.new_ident(parts)
            parts.responses += writing.label(ident, "gaps", text, not writing.has_lists)
            parts.tell(ident, response, ident, writing.html("gaps", said))
            if place == 0:
                share = f"{100 / len(names):.2f}"
                parts.scoring += condition(equal(response, ident), share, action="Add", goes_on=True)
        parts.responses += ["            </render_choice>", "          </response_lid>"]
    parts.idents.clear()
    return html


_KINDS: dict[str, Callable[[ItemWriting, Parts], str]] = {
    "choice": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "text": _short,
    "date": _date,
    "number": _number,
    "cloze": _cloze,
    "match": _match,
    "order": _order,
    "open": _open,
}
