"""Contents of H5P, each read into the fields of our kinds.

Source: semantics.json of H5P.MultiChoice, TrueFalse, Blanks, SingleChoiceSet, Flashcards, Dialogcards, DragText, Essay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from quizapp.core.formats import chosen
from quizapp.core.formats.embedded import token, with_gap_marks, without_tokens
from quizapp.core.formats.foreign_texts import HTML, Texts, typed
from quizapp.core.formats.package import PackageMedia
from quizapp.core.formats.rich_text import plain_of
from quizapp.core.formats.weighted import Broken
from quizapp.core.question import Json

_GAP = re.compile(r"\*((?:[^*\n]|\*\*){1,1000})\*")
_SHORT_CHARS = 40
_MOST_ARE_SHORT = 0.9

SKIPPED = {
    **dict.fromkeys(
        ("H5P.DragQuestion", "H5P.ImageHotspotQuestion", "H5P.ImageMultipleHotspotQuestion", "H5P.ImageHotspots"),
        "it is answered on a picture, which is not done here",
    ),
    **dict.fromkeys(
        ("H5P.ArithmeticQuiz", "H5P.PersonalityQuiz"), "it has no questions of its own with a right answer"
    ),
    **dict.fromkeys(("H5P.SpeakTheWords", "H5P.SpeakTheWordsSet", "H5P.AudioRecorder"), "it is answered by speaking"),
    "H5P.Questionnaire": "it is a poll without a right answer",
}
"""Contents that are left out by name, and why."""


@dataclass(slots=True)
class Content:
    """One content while it is read; `card_kind` is what cards become: text or open."""

    params: dict[str, Json]
    media: PackageMedia
    card_kind: str = ""
    texts: Texts = field(default_factory=Texts)

    @property
    def all_notes(self) -> list[str]:
        """Everything that is to be said, each once."""
        return list(dict.fromkeys((*self.media.notes, *self.texts.notes)))

    def rich(self, name: str, value: Json) -> str:
        """Give HTML as Markdown."""
        text = value if isinstance(value, str) else ""
        return self.texts.read(name, text, HTML, self.media.find) if text.strip() else ""

    def behaviour(self, name: str) -> Json:
        """Give a setting of how the content behaves."""
        return within(self.params, "behaviour", name)

    def picture(self) -> str:
        """Give the picture above a question as Markdown, empty for none."""
        media = self.params.get("media")
        kind = within(media, "type") if isinstance(within(media, "type"), dict) else media
        path = within(kind, "params", "file", "path") or within(self.params, "image", "path")
        if not isinstance(path, str) or not path:
            return ""
        alt = within(kind, "params", "alt") or self.params.get("imageAltText") or ""
        name = self.media.find(path.removesuffix("#tmp"))
        words = re.sub(r"[\[\]\\\n]", " ", plain_of(str(alt)))[:300].strip()
        return f"![{words}]({name})" if name else ""


def within(value: Json, *names: str) -> Json:
    """Give a field inside fields, None where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def mappings(value: Json) -> list[dict[str, Json]]:
    """List the mappings of a list."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def card_kind(cards: Sequence[dict[str, Json]]) -> str:
    """Tell what cards become: text where nearly all answers are short enough to type, else open."""
    answers = [plain_of(str(card.get("answer") or "")) for card in cards]
    short = sum(len(answer) <= _SHORT_CHARS for answer in answers)
    return "text" if answers and short >= _MOST_ARE_SHORT * len(answers) else "open"


def read_choice(content: Content) -> dict[str, Json]:
    """Read options, one right or several."""
    options = []
    for answer in mappings(content.params.get("answers")):
        said = content.rich("options", within(answer, "tipsAndFeedback", "chosenFeedback"))
        options.append(
            chosen.Option(content.rich("options", answer.get("text")), is_true(answer.get("correct")), None, said)
        )
    right = sum(option.is_right for option in options)
    keeps_order = content.behaviour("randomAnswers") is False
    is_several = right > 1 or content.behaviour("type") == "multi"
    if is_several:
        is_exact = content.behaviour("singlePoint") is True
        fields = chosen.several_fields(options, keeps_order, is_exact, content.media.notes)
    else:
        fields = chosen.single_fields(options, keeps_order, content.media.notes)
    return {**fields, "stem": content.rich("stem", content.params.get("question"))}


def read_true_false(content: Content) -> dict[str, Json]:
    """Read a statement."""
    key = str(content.params.get("correct")).lower()
    if key not in ("true", "false"):
        raise Broken("It does not say whether the statement is true or false.")
    right, wrong = (content.rich("options", content.behaviour(f"feedbackOn{name}")) for name in ("Correct", "Wrong"))
    told = {key == "true": right, key != "true": wrong}
    options = [{"text": truth, "explanation": said} for truth, said in told.items() if said]
    stem = content.rich("stem", content.params.get("question"))
    return {"kind": "true_false", "stem": stem, "key": key == "true", "options": options}


def read_blanks(content: Content) -> dict[str, Json]:
    """Read texts with gaps such as *Oslo/Kristiania:a tip*; all become one cloze."""
    blocks = content.params.get("questions")
    texts = [text for text in blocks if isinstance(text, str)] if isinstance(blocks, list) else []
    gaps: list[dict[str, Json]] = []
    html = "".join(f"<p>{_with_gaps(text, gaps)}</p>" for text in texts)
    if not gaps:
        raise Broken("There is no gap in it; write gaps as *right*.")
    if content.behaviour("caseSensitive") is True:
        gaps = [{**gap, "compare": "exact"} for gap in gaps]
    stem = with_gap_marks(content.rich("stem", html))
    return {"kind": "cloze", "stem": stem, "gaps": gaps, "context": content.rich("context", content.params.get("text"))}


def read_drag_text(content: Content) -> dict[str, Json]:
    """Read a text whose gaps are filled with words of one list."""
    gaps: list[dict[str, Json]] = []
    text = _with_gaps(str(content.params.get("textField") or ""), gaps, is_list=True).replace("\n", "<br>")
    if not gaps:
        raise Broken("There is no gap in it; write gaps as *right*.")
    further = _GAP.findall(str(content.params.get("distractors") or ""))
    words = list(dict.fromkeys([*(str(gap["key"]) for gap in gaps), *(_freed(word) for word in further)]))
    for gap in gaps:
        others = [word for word in words if word != gap["key"]]
        gap |= {"distractors": others} if others else {}
    task = content.rich("context", content.params.get("taskDescription"))
    return {"kind": "cloze", "stem": with_gap_marks(content.rich("stem", text)), "gaps": gaps, "context": task}


def read_single_choice(content: Content) -> dict[str, Json]:
    """Read one of a set of choices; the first answer is the right one."""
    answers = content.params.get("answers")
    texts = [text for text in answers if isinstance(text, str)] if isinstance(answers, list) else []
    options = [chosen.Option(content.rich("options", text), place == 0) for place, text in enumerate(texts)]
    fields = chosen.single_fields(options, False, content.media.notes)
    return {**fields, "stem": content.rich("stem", content.params.get("question"))}


def read_card(content: Content) -> dict[str, Json]:
    """Read a card."""
    stem, tip = content.rich("stem", content.params.get("text")), content.params.get("tip")
    tips = content.params.get("tips")
    hint = content.rich("hints", tip or within(tips, "front"))
    fields: dict[str, Json] = {"stem": stem, "hints": [hint] if hint else []}
    answer = str(content.params.get("answer") or "")
    if not plain_of(answer):
        raise Broken("The card has no answer.")
    if content.card_kind == "open":
        return fields | {"kind": "open", "key": content.rich("key", answer)}
    return fields | {"kind": "text", "key": typed(plain_of(answer))}


def read_essay(content: Content) -> dict[str, Json]:
    """Read an essay with its sample solution."""
    key = content.rich("key", within(content.params, "solution", "sample"))
    return {"kind": "open", "stem": content.rich("stem", content.params.get("taskDescription")), "key": key}


KINDS: dict[str, Callable[[Content], dict[str, Json]]] = {
    "H5P.MultiChoice": read_choice,
    "H5P.TrueFalse": read_true_false,
    "H5P.Blanks": read_blanks,
    "H5P.AdvancedBlanks": read_blanks,
    "H5P.DragText": read_drag_text,
    "H5P.SingleChoiceSet": read_single_choice,
    "H5P.Flashcards": read_card,
    "H5P.Dialogcards": read_card,
    "H5P.Essay": read_essay,
}
"""Contents that become questions, and who reads them."""

LISTS: dict[str, Callable[[dict[str, Json]], list[dict[str, Json]]]] = {
    "H5P.SingleChoiceSet": lambda params: mappings(params.get("choices")),
    "H5P.Flashcards": lambda params: mappings(params.get("cards")),
    "H5P.Dialogcards": lambda params: mappings(params.get("dialogs")),
}
"""Contents that are lists of small questions, and how they are taken apart."""


def is_true(value: Json) -> bool:
    """Tell whether a value says yes."""
    return value is True or str(value).lower() == "true"


def _with_gaps(text: str, gaps: list[dict[str, Json]], is_list: bool = False) -> str:
    """Put tokens in the place of gaps, and gather what the gaps hold."""

    def gap(found: re.Match[str]) -> str:
        tip_at = re.search(r":(?!//)", found[1])
        words = found[1][: tip_at.start()] if tip_at else found[1]
        answers = [words] if is_list else re.split(r"(?<!\\)/", words)
        key, *others = [cleaned for answer in answers if (cleaned := _freed(answer))] or [""]
        if not key:
            return found[0]
        gaps.append({"key": key, "accept": others} if others else {"key": key})
        return token(len(gaps))

    return _GAP.sub(gap, without_tokens(text))


def _freed(words: str) -> str:
    return typed(plain_of(words.replace("\\/", "/").replace("**", "*"))).strip()
