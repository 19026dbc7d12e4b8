"""Lists of questions in Markdown: text2qti’s, R/exams’, and those with lettered options and their answers below."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from quizapp.core.encoding import decode
from quizapp.core.formats.drawn_boxes import plain_markers
from quizapp.core.formats.foreign_texts import MARKDOWN, Texts, nothing_found_noting, typed
from quizapp.core.formats.gathering import NO_ANSWER, Gatherer, shortened
from quizapp.core.formats.line_signs import judged
from quizapp.core.formats.markdown_drafts import TEXT, Draft, DraftOption, Gathered
from quizapp.core.formats.markdown_keys import answers_parts, doubt_of, settle
from quizapp.core.formats.markdown_labels import BELOW, places_of, rest_of
from quizapp.core.formats.markdown_lines import LineReader
from quizapp.core.formats.markdown_signs import ANSWER_LINE, BOLD_NUMBER, KEY_WORDS, LISTED, OPTION
from quizapp.core.formats.number_cells import number_fields
from quizapp.core.formats.option_order import in_order
from quizapp.core.formats.option_remarks import stand_below
from quizapp.core.formats.page_furniture import ANSWERS_ABOVE, has_answers_above, without_furniture
from quizapp.core.formats.parcel import DEFAULT_OPTIONS, BankFields, Format, Parcel, ReadOptions, Sample
from quizapp.core.formats.r_exams import is_r_exams, read_r_exams
from quizapp.core.formats.rich_html import plain_words
from quizapp.core.formats.table_answers import TEXT_LETTERS, option_fields
from quizapp.core.formats.table_keys import Choices, KeyStyle, find_keys
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.truth_words import TRUTH_WORDS
from quizapp.core.formats.weighted import Broken, Unasked
from quizapp.core.question import Json
from quizapp.core.tex import with_dollar_tex

_TEXT2QTI = re.compile(
    r"^(?:\*[A-Za-z][.)]\s|\[[* ]\]\s|\.\.\.\s+\S|=\s+[\d\[+-]|(?:_{3,}|\^{3,})[^\S\n]*$"
    r"|Quiz title:|\* {2,}\S|Points: )",
    re.M,
)
_OPTIONED = re.compile(
    r"^[^\S\n]*(?:[-+*•]\s+)?(?:[✓✔✅☑✗✘❌✖☒]\ufe0f?\s*)?(?:\*{0,2}\(?[A-Da-d][.)]\s+\S|\[[ xX*]\]\s+\S)"
    r"|^[^\S\n]*(?:[-+*•]\s+)?[✓✔✅☑]\ufe0f?\s*+(?![^\w:=]*+(?:\w++[^\w:=]*+(?:\w++\s*+)?)?[:=])\S|^[^\S\n]*[-+*•]\s+\S.*[✓✔✅☑]\ufe0f?[^\S\n]*$",
    re.M,
)
_BOLD_ONE = re.compile(
    r"^[^\S\n]*(?:[-*+]\s+)?\*\*\(?[A-Ha-h][.)]\s+[^*\n]+\*\*[^\S\n]*$|^[^\S\n]*(?:[-*+]\s+)?\(?[A-Ha-h][.)]\s+\*\*[^*\n]+\*\*[^\S\n]*$",
    re.M,
)
_BULLETED = re.compile(r"^[^\S\n]*[-+*•]\s+\S", re.M)
_BOLD_BULLET = re.compile(r"^[^\S\n]*[-+*•]\s+\*\*[^*\n]+\*\*[^\S\n]*$", re.M)
_ASKED = re.compile(r"^ {0,3}(?:#{1,6}\s+)?\**\d{1,4}[.)].*[?:][*\s]*$", re.M)
_NAMED_ANSWER = re.compile(
    r"<details|^[^\S\n]*(?:[-*+>]\s+)?(?:[✅✔☑]\ufe0f?\s*)?[*_]{0,3}(?:correct\s+)?answers?[*_]{0,3}\s*[:=]"
    r"|^(?:#{1,6} )?[*_]{0,3}" + KEY_WORDS + r"\n"
    r"(?:[^\S\n]*(?:\|[^\S\n]*)?|[^\S\n]*\|.{0,80}\|\n(?:\s*\|.{0,80}\|\n)?\s*(?:\|\s*)?)\d{1,4}[.):]?\s*(?:\|\s*)?"
    r"[*_]{0,3}\(?[A-Za-z]\b"
    r"|^[^\S\n]*(?:[-*+]\s+)?\(?[A-Za-z][.)]\s[^*\n]*\S\s?\*[^\S\n]*$",
    re.M | re.I,
)
_LETTER_FIRST = re.compile(
    r"\s*[*_]{0,3}\(?([A-Za-z](?:\)?\s*(?:,|&|and|und)\s*\(?[A-Za-z]\b)*)\)?(?:[.):]|[*_]{1,3}|\s[-–—]\s|\s*\Z)[*_.:)]*\s*(.*)",
    re.S,
)
#: In a list of answers: a letter, and words behind a blank alone.
_LETTER_SPACED = re.compile(r"([A-Za-z])\s+(\S.*)", re.DOTALL)
_LONE_LETTER = re.compile(r"(?<![^\W\d_])[A-Za-z](?![^\W\d_'’])")
#: Letters that are words of some language.
_WORDS_THEMSELVES = "AEIOY"
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_INTERVAL = re.compile(r"\[\s*([^,\]]+),\s*([^,\]]+)\]")
_TICKED = re.compile(r"\[[xX]\]\s|[✓✔✅☑✗✘❌]")
_MARKED = (_NAMED_ANSWER, _TICKED, _BOLD_ONE)
_MARKDOWN_SIGNS = re.compile(r"<details|^#{1,6} \S|^[^\S\n]*[-*] \[[ xX]\] |^\*\*\d", re.M)
_AIKEN = re.compile(r"^ANSWER:\s*[A-Z][^\S\n]*$", re.M)
_OTHERS = re.compile(r"\s*(?:<\?xml|<quiz|\{|bank:|questions:|::|\$CATEGORY)")


def read(data: bytes, options: ReadOptions = DEFAULT_OPTIONS) -> Parcel:
    """Read a list of questions in Markdown.

    Raises:
        FormatError: for bytes that are no text.
    """
    text, notice = decode(data, options.text_bytes)
    gatherer = Gatherer("markdown")
    if notice:
        gatherer.problem(notice)
    if is_r_exams(text):
        read_r_exams(text, gatherer)
        return gatherer.parcel()
    text = plain_markers(text)
    lines, furniture = without_furniture(text.split("\n"))
    if has_answers_above(lines):
        gatherer.problem(ANSWERS_ABOVE)
        return gatherer.parcel()
    places = places_of(lines)
    signs = text if places.get("worth") != BELOW else text.replace("\nPoints: ", "\n")
    is_text2qti = _TEXT2QTI.search(signs) is not None and "<details" not in text
    found = LineReader(lines, is_text2qti, places).read()
    found.stray = sorted((*found.stray, *furniture))
    _read_all(found, is_text2qti, gatherer)
    return gatherer.parcel(BankFields(title=found.title[:300], description=found.description))


def _read_all(found: Gathered, is_text2qti: bool, gatherer: Gatherer) -> None:
    """Read questions and the texts between them in the order of the file."""
    texts = list(found.texts)
    settle(found.drafts)
    section: tuple[str, ...] = ()
    for number, draft in enumerate(found.drafts, start=1):
        if draft.section != section:
            gatherer.end_text()
            section = draft.section
        while texts and texts[0][0] < draft.line:
            _skip_text(*texts.pop(0), gatherer)
        _read_draft(draft, f"item {number}", is_text2qti, gatherer)
    for text in texts:
        _skip_text(*text, gatherer)
    gatherer.tell_stray(found.stray)


def _skip_text(line: int, what: str, words: str, gatherer: Gatherer) -> None:
    named = f"{what} “{shortened(words)}”"
    if what != TEXT:
        gatherer.skip(named, NO_ANSWER, line, words)
        return
    missing: list[str] = []
    shown = Texts().read("context", with_dollar_tex(words), MARKDOWN, nothing_found_noting(missing))
    gatherer.skip_text(named, line, shown)
    for note in missing:
        gatherer.problem(note, named, line)


def sniff(sample: Sample) -> float:
    """Judge by numbered questions with lettered options whose answers are marked, named or folded away."""
    text = plain_markers(sample.text)
    if is_r_exams(text):
        return 0.9
    if _OTHERS.match(text) or _AIKEN.search(text) or "\t" in text[:200]:
        return 0.0
    is_listed = LISTED.search(text) is not None
    if not is_listed:
        return 0.0
    is_marked = any(each.search(text) for each in _MARKED)
    if not is_marked and ANSWER_LINE.search(text):
        is_marked = BOLD_NUMBER.search(text) is not None or stand_below(text, OPTION)
    if _OPTIONED.search(text) and (_TEXT2QTI.search(text) or is_marked):
        return 0.93 if _MARKDOWN_SIGNS.search(text) or _TEXT2QTI.search(text) else 0.85
    if 0 < len(_BOLD_BULLET.findall(text)) == len(_ASKED.findall(text)) < len(_BULLETED.findall(text)):
        return 0.85
    return 0.6 if _TEXT2QTI.search(text) or "<details" in text else 0.0


def _read_draft(draft: Draft, where: str, is_text2qti: bool, gatherer: Gatherer) -> None:
    stem = "\n".join(draft.stem).strip()
    texts = Texts()
    missing: list[str] = []
    find_media = nothing_found_noting(missing)

    def shown(name: str, words: str) -> str:
        return texts.read(name, with_dollar_tex(words.strip()), MARKDOWN, find_media)

    where = plain_words(stem) or where
    if reason := doubt_of(draft):
        gatherer.problem(reason, where, draft.line)
        return
    notes = [f"Line {draft.repeated} names the answer once more."] if draft.repeated else []
    notes += [f"Line {draft.explained} explains once more; both stand below each other."] if draft.explained else []
    try:
        fields = _answer_of(draft, stem, is_text2qti, lambda words: shown("options", words), notes)
    except Broken as error:
        gatherer.problem(error.message, where, draft.line)
        return
    except Unasked as error:
        gatherer.skip(f"question “{shortened(where)}”", error.message, draft.line, stem)
        return
    if not fields:
        gatherer.problem("There are neither options nor an answer below it; it was left out.", where, draft.line)
        return
    raw: dict[str, Json] = {"stem": shown("stem", _with_list(draft, stem, fields)), **fields}
    if explanation := "\n\n".join([*draft.explanation, *([raw.pop("told")] if raw.get("told") else [])]):
        raw["explanation"] = shown("explanation", explanation)
    raw.pop("told", None)
    raw |= rest_of(draft, notes) | _topic_of(draft, raw, shown)
    gatherer.take(raw, where, draft.line)
    for note in (*notes, *texts.notes, *missing):
        gatherer.problem(note, where, draft.line)


def _answer_of(
    draft: Draft, stem: str, is_text2qti: bool, shown: Callable[[str], str], notes: list[str]
) -> dict[str, Json]:
    """Give kind and answer; empty for a numbered line that is no question.

    Raises:
        Broken: when no right answer can be told.
        Unasked: when it cannot be asked here.
    """
    if draft.shape == "upload":
        raise Unasked("a file is to be uploaded, which is no question that can be judged here")
    if not stem:
        raise Broken("The question itself is missing; write it behind its number.")
    if draft.shape == "essay" or draft.numeric:
        return {"kind": "number", **_number_of(draft.numeric)} if draft.numeric else {"kind": "open"}
    _take_bullets(draft)
    if draft.options:
        _take_signs(draft)
        if answers_parts(draft):
            raise Broken("Its answer says something of each of its parts; write each part as a question of its own.")
        return _choice_of(draft, shown, notes)
    if draft.shorts and is_text2qti:
        texts = list(dict.fromkeys(typed(text) for text in draft.shorts))
        return {"kind": "text", "key": texts[0], "accept": texts[1:]}
    if draft.answer:
        return _told_of(draft, shown)
    if is_text2qti or stem.rstrip("*_ ").endswith("?"):
        raise Broken(
            "There are neither options nor an answer below it; write options as “a) …”, the right one as “*b) …”."
        )
    return {}


def _take_bullets(draft: Draft) -> None:
    """Make bullets without labels options where the answer is one of them, or one alone is in bold letters."""
    is_one_bold = len(draft.shorts) > 1 and sum(map(bool, map(_BOLD.fullmatch, draft.shorts))) == 1
    if not draft.options and draft.shorts and (draft.answer or is_one_bold or judged(draft.shorts).right):
        draft.options = [DraftOption("", text) for text in draft.shorts]
        _take_signs(draft)
        if not _keys_of(draft)[0]:
            draft.options = []


def _take_signs(draft: Draft) -> None:
    """Take off the signs that stand at options, and mark those that are right by them."""
    bold = [option for option in draft.options if option.is_bold or _BOLD.fullmatch(option.text)]
    if len(bold) == 1 < len(draft.options) and not any(option.is_right for option in draft.options):
        # One option in bold letters is the right one, unless signs or the answer below say otherwise.
        bold[0].is_right = not draft.answer and not judged([option.text for option in draft.options]).right
        bold[0].is_emphasised = not bold[0].is_right
        bold[0].text = _BOLD.sub(r"\1", bold[0].text)
    told = judged([option.text for option in draft.options])
    for place, option in enumerate(draft.options):
        option.text = told.texts[place]
        option.is_right = option.is_right or place in told.right


def _choice_of(draft: Draft, shown: Callable[[str], str], notes: list[str]) -> dict[str, Json]:
    right, told = _keys_of(draft)
    marked = [place for place, option in enumerate(draft.options) if option.is_right]
    if marked and right != marked:
        raise Broken(
            f"The option “{shortened(draft.options[marked[0]].text)}” is marked as right, but the answer below it is "
            f"“{shortened(draft.answer)}”; leave one of the two out."
        )
    if not right:
        named = f"The answer “{draft.answer[:40]}” is none of the options." if draft.answer else "No answer is named."
        raise Broken(f"{named} Mark the right option with *, or name its letter below.")
    texts = [option.text for option in draft.options]
    _compare(draft, right, told, notes)
    truths = {TRUTH_WORDS.get(plain_word(text)) for text in texts}
    if len(texts) == 2 and truths == {"true", "false"} and len(right) == 1:
        explained = [
            {"text": TRUTH_WORDS[plain_word(option.text)], "explanation": shown(option.feedback)}
            for option in draft.options
            if option.feedback
        ]
        return {
            "kind": "true_false",
            "key": TRUTH_WORDS[plain_word(texts[right[0]])],
            "options": explained,
            "told": told,
        }
    turned = [shown(text) for text in texts]
    fields = option_fields(turned, right, notes)
    feedback = {
        text: shown(option.feedback) for text, option in zip(turned, draft.options, strict=True) if option.feedback
    }
    if draft.shape == "boxes" and fields["kind"] == "choice":
        fields |= {"kind": "multiple", "key": [fields["key"]]}
    for name in ("key", "distractors"):
        value = fields[name]
        listed = [_explained(text, feedback) for text in (value if isinstance(value, list) else [value])]
        fields[name] = listed if isinstance(value, list) else listed[0]
    return in_order(fields, turned, notes) | {"told": told}


def _compare(draft: Draft, right: list[int], told: str, notes: list[str]) -> None:
    """See whether all that is said of the answer agrees.

    Raises:
        Broken: where its letter is of one option and its words of another.
    """
    if told and any(_same(told, option.text) for option in draft.options):
        raise Broken(f"The answer “{shortened(draft.answer)}” has the letter of one option and the words of another.")
    notes += [
        f"“{shortened(option.text)}” stands in bold letters, but something else is said to be right, which was taken."
        for place, option in enumerate(draft.options)
        if option.is_emphasised and place not in right
    ]


def _keys_of(draft: Draft) -> tuple[list[int], str]:
    """Give the places of right options, and what else was said with their letters."""
    marked = [place for place, option in enumerate(draft.options) if option.is_right]
    if marked and not draft.answer:
        return marked, ""
    # A letter names the option’s label, wherever that stands.
    plain = [chr(ord("A") + place) for place in range(min(26, len(draft.options)))]
    labels = [option.label for option in draft.options] if all(option.label for option in draft.options) else plain
    texts = [" ".join(option.text.split()) for option in draft.options]
    answer = draft.answer.strip()
    if match := _LETTER_FIRST.fullmatch(answer):
        found = find_keys([re.sub(r"[()]", "", match[1])], Choices(texts, labels), KeyStyle("letter"))
        others = [place for place, text in enumerate(texts) if _same(text, match[1])]
        if found and others and others != found and not match[2].strip():
            raise Broken(f"“{shortened(answer)}” is the letter of one option and the words of another.")
        if found:
            rest = match[2].strip().lstrip("-–— ")
            return found, "" if len(found) == 1 and _same(rest, texts[found[0]]) else rest
    if draft.is_in_key_list and (spaced := _LETTER_SPACED.fullmatch(answer)):
        return _spaced_keys(spaced, labels, texts)
    return find_keys([answer.strip("*_ ")], Choices(texts, labels), KeyStyle("text")), ""


def _spaced_keys(match: re.Match[str], labels: list[str], texts: list[str]) -> tuple[list[int], str]:
    """Read “B because …” of a list of answers, where “A fish” are the words of an option; nothing where in doubt."""
    letter, rest = match[1].upper(), match[2]
    whole = [place for place, text in enumerate(texts) if _same(match[0], text)]
    lettered = [place for place, label in enumerate(labels) if label == letter]
    if lettered and _same(rest, texts[lettered[0]]):
        return ([] if whole and whole != lettered else lettered), ""
    if whole:
        return (whole if len(whole) == 1 else []), ""
    begins = any(text.upper().startswith(f"{letter} ") for text in texts)
    if letter in _WORDS_THEMSELVES or begins or _LONE_LETTER.search(rest) or any(_same(rest, text) for text in texts):
        return [], ""
    return lettered, rest


def _same(words: str, text: str) -> bool:
    return plain_word(words) == plain_word(text)


def _told_by_letter(draft: Draft) -> str:
    """Read “T” and “F” of a list of answers, where no question is asked."""
    letter = draft.answer.strip("*_(). ").upper() if draft.is_in_key_list else ""
    return "" if any("?" in line for line in draft.stem) else {"T": "true", "F": "false"}.get(letter, "")


def _told_of(draft: Draft, shown: Callable[[str], str]) -> dict[str, Json]:
    """Read an answer in words below a question without options."""
    if letter := _told_by_letter(draft):
        return {"kind": "true_false", "key": letter}
    truth = TRUTH_WORDS.get(plain_word(draft.answer))
    if truth and plain_word(draft.answer) in ("true", "false"):
        return {"kind": "true_false", "key": truth}
    whole = "\n\n".join([draft.answer, *draft.explanation])
    if len(draft.answer) <= TEXT_LETTERS and not draft.explanation:
        return {"kind": "text", "key": plain_words(draft.answer)}
    draft.explanation = []
    return {"kind": "open", "key": shown(whole)}


def _topic_of(draft: Draft, raw: Mapping[str, Json], shown: Callable[[str, str], str]) -> dict[str, Json]:
    """Show what stands beside the number above the question; where it tells the answer it is but its title."""
    if not draft.topic:
        return {}
    topic = plain_word(draft.topic)
    keys = raw["key"] if isinstance(raw.get("key"), list) else [raw.get("key")]
    texts = [plain_word(str(key.get("text") if isinstance(key, dict) else key)) for key in keys]
    is_told = any(text and text in topic for text in texts)
    return {"title": plain_words(draft.topic)} if is_told else {"context": shown("context", draft.topic)}


def _number_of(words: str) -> dict[str, Json]:
    if match := _INTERVAL.fullmatch(words.strip()):
        return {"from": match[1].strip(), "to": match[2].strip()}
    return number_fields(words)


def _with_list(draft: Draft, stem: str, fields: dict[str, Json]) -> str:
    """Give the stem with its bullets where those were no options."""
    is_part = draft.shorts and not draft.options and fields["kind"] in ("open", "text", "true_false") and draft.answer
    return "\n".join([stem, "", *(f"- {text}" for text in draft.shorts)]) if is_part else stem


def _explained(text: str, feedback: dict[str, str]) -> Json:
    return {"text": text, "explanation": feedback[text]} if feedback.get(text) else text


MARKDOWN_LIST = Format("markdown", "Questions in Markdown", (".md", ".txt", ".Rmd"), sniff, read)
