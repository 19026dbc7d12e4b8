"""Lines of the answers that stand together in a Markdown list: “3. B”, “| 3 | B | because … |”; and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizapp.core.formats.line_signs import without_bold
from quizapp.core.formats.markdown_drafts import Draft
from quizapp.core.formats.option_remarks import of_answer
from quizapp.core.formats.pasted_text import is_table_rule
from quizapp.core.formats.truth_letters import told_by_letters, told_by_printed

#: A number with an answer that begins with a letter; the cells behind it explain.
_KEY_NUMBER = re.compile(r"\s*(?:[-*+|]\s+)?[*_]{0,3}(\d{1,4})(?!\d)(.*)", re.DOTALL)
_TICKED_BELOW = re.compile(r"\n- [^\n]*[✓✔✅☑]\ufe0f?\Z")
_BETWEEN = "*_.):|( \t\u00a0"
#: What an answer says of one of several parts of a question, and what explains why a letter is right.
_PART = re.compile(r"(?:(?<=[\s,;])|\A)\(?([A-Ha-h])\s?[).:=]\s*(?=\S|\Z)")
_AND = re.compile(r"[,;&+/]|(?:,\s?)?(?:and|und|et|y|e)", re.IGNORECASE)
_BECAUSE = re.compile(r"(?:because|since|as|for|while|weil|denn|da|parce|car|porque)\b", re.IGNORECASE)
_LETTER_FIRST = re.compile(r"[A-Za-z]\b")


def key_of(line: str) -> tuple[str, str, str]:
    """Give the number, the answer and what explains it of a line such as “3. B – so”; empty where it is none."""
    match = _KEY_NUMBER.fullmatch(line)
    first, *others = match[2].lstrip(_BETWEEN).split("|") if match else [""]
    if match is None or _LETTER_FIRST.match(first) is None:
        return "", "", ""
    if first.count("**") % 2:  # it was opened before the letter
        first = first.replace("**", "", 1)
    return match[1], first.strip(), " ".join(text for each in others if (text := each.strip()))


def settle(drafts: Sequence[Draft]) -> None:
    """Read what all questions show together: letters that judge statements, bold letters around each question."""
    typed = [each for each in drafts if each.answer and not (each.options or each.shorts or each.numeric)]
    for each in typed:
        if printed := told_by_printed("\n".join(each.stem).strip(), each.answer):
            each.stem, each.answer = [printed[0]], printed[1]
    for place, truth in told_by_letters([("\n".join(each.stem).strip(), each.answer) for each in typed]).items():
        typed[place].answer = truth
    for draft in drafts:
        if of_answer(draft.remarks, len(draft.options)):
            draft.explanation = [*draft.remarks.values(), *draft.explanation]
        else:
            for place, words in draft.remarks.items():
                draft.options[place].feedback = words
    stems = ["\n".join(draft.stem).strip() for draft in drafts]
    for draft, stem in zip(drafts, without_bold(stems), strict=True):
        draft.stem = [stem]


def answers_parts(draft: Draft) -> bool:
    """Whether an answer says something of each of several options, as of the parts of a question: “a) 7 b) 30”."""
    labels = [option.label for option in draft.options]
    found = list(_PART.finditer(draft.answer.strip()))
    told = [match[1].upper() for match in found]
    if len(told) < 2 or found[0].start() or told != labels[: len(told)]:
        return False
    between = draft.answer.strip()[found[0].end() : found[1].start()].strip()
    return not _AND.fullmatch(between) and not _BECAUSE.match(between)


def doubt_of(draft: Draft) -> str:
    """Say why it is not sure whose an answer is, or which option it names; empty where it is."""
    if draft.doubled:
        return f"Line {draft.doubled} below the answer may be of another question; number each question."
    if draft.rival:
        number = f"The question in line {draft.rival} has the same number and no answer of its own"
        return f"{number}; write each answer below its question."
    if any(_TICKED_BELOW.search(option.text) for option in draft.options):
        return "A line below an option is marked as right, and has no letter; write “Answer: …” there."
    labels = [option.label for option in draft.options if option.label]
    twice = next((label for place, label in enumerate(labels) if label in labels[:place]), "")
    return f"The letter {twice} stands twice among the options." if twice and len(set(labels)) > 1 else ""


def is_heading_row(lines: Sequence[str]) -> bool:
    """Whether the first of two lines is the heading of a table, or the rule below that."""
    return any(is_table_rule(line.strip()) for line in lines)


def take_answer(drafts: Sequence[Draft], number: str, answer: str, behind: str) -> bool:
    """Give an answer to the first question of its number that has none; tell whether there is such a question.

    Where parts of a file begin to count anew, their answers stand in the order of their questions.
    """
    asked = [each for each in drafts if number and each.number == number and not each.answer]
    asked = [each for each in asked if not _is_marked(each)] or asked[-1:]
    if not asked:
        return False
    asked[0].answer, asked[0].is_in_key_list, asked[0].has_rival = answer, True, len(asked) > 1
    asked[0].explanation += [behind] if behind else []
    return True


def doubt_rivals(drafts: Sequence[Draft]) -> None:
    """Doubt answers of numbers that several questions have, unless each of these has got one."""
    contested = {each.number for each in drafts if each.has_rival}
    without = {each.number: each for each in drafts if each.number in contested and not each.answer}
    for each in drafts:
        if each.has_rival and (rival := without.get(each.number)) and not _is_marked(rival):
            each.rival = rival.line


def _is_marked(draft: Draft) -> bool:
    return any(option.is_right for option in draft.options)
