"""Numbers in a table's cells, whatever sign parts their decimals: a comma in one file, a point in another.

`3,5` and `1.234,5` can be read in one way alone. `1.234` and `1,234` are read by the other numbers of their file, or
by its headings; where nothing tells, it is said what was taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias

from quizapp.core.formats.number_cells import number_fields
from quizapp.core.formats.table_words import plain_word
from quizapp.core.formats.weighted import Broken

#: What parts decimals; empty where nothing tells.
Sign: TypeAlias = Literal[",", ".", ""]

_WHOLE = re.compile(r"([+\-−]?)([0-9][0-9., '’]*)(.*)", re.DOTALL)
_SINGLE = re.compile(r"[0-9]+[.,][0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+[.,][0-9]+")
#: Groups of thousands, with decimals behind them or without.
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,][0-9]+)?")
_BETWEEN = re.compile(r"[ '’]")
_EITHER = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
#: Headings of languages whose numbers have a decimal comma.
_WITH_COMMA = frozenset(
    map(
        plain_word,
        (
            *("frage", "fragetext", "fragestellung", "antwort", "antworten", "richtige antwort", "lösung"),
            *("énoncé", "réponse", "réponses", "bonne réponse", "réponse correcte", "pregunta", "respuesta"),
            *("respuestas", "respuesta correcta", "pergunta", "resposta", "resposta correta", "domanda", "risposta"),
            *("risposta corretta", "vraag", "antwoord", "juiste antwoord", "pytanie", "odpowiedź", "вопрос", "ответ"),
            *("poprawna odpowiedź", "правильный ответ", "питання", "відповідь", "soru", "cevap", "doğru cevap"),
            *("fråga", "svar", "rätt svar", "spørsmål", "spørgsmål", "kysymys", "vastaus", "otázka", "odpověď"),
            *("kérdés", "válasz", "întrebare", "răspuns", "ερώτηση", "απάντηση", "soal", "pertanyaan", "jawaban"),
            "câu hỏi",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a table writes its numbers; `has_points`: a point always parts decimals, as in numbers of a workbook.

    `has_commas`: where nothing tells, a comma parts decimals as likely as a point does.
    """

    sign: Sign = ""
    has_points: bool = False
    has_commas: bool = False

    def plain(self, text: str, notes: list[str]) -> str:
        """Give a number with a decimal point and nothing between thousands; notes tell what can be read in two ways."""
        if "," not in text and "." not in text:
            return text
        match = _WHOLE.fullmatch(text)
        number = match[2].strip() if match else ""
        if match is None or not (_SINGLE.fullmatch(number) or _SPACED.fullmatch(number) or _GROUPED.fullmatch(number)):
            return text
        sign = _own_sign(number) or ("." if self.has_points and "." in number else self.sign)
        read = _with_point(number, sign or ("," if self.has_commas and "," in number else "."))
        if not sign:
            notes.append(_said(number, read))
        return f"{match[1]}{read}{match[3]}"


def find_numbers(numbers: Iterable[str], headings: Sequence[str], *, has_points: bool, has_semicolons: bool) -> Numbers:
    """Find how numbers are written: by those that are plain, else by the headings.

    Semicolons between the cells tell only that a comma may part decimals; so do numbers that disagree.
    """
    found = [match[2].strip() for number in numbers if (match := _WHOLE.fullmatch(number))]
    signs = {_own_sign(number) for number in found if "," in number or "." in number} - {""}
    if has_points:
        # It tells nothing of those that were typed with a comma.
        signs -= {"."}
    if signs:
        return Numbers(signs.pop() if len(signs) == 1 else "", has_points, has_commas=True)
    is_told = any(plain_word(heading) in _WITH_COMMA for heading in headings)
    return Numbers("," if is_told else "", has_points, has_semicolons)


def _own_sign(number: str) -> Sign:
    """Tell what parts the decimals of a number that can be read in one way alone."""
    if _EITHER.fullmatch(number):
        return ""
    if _SINGLE.fullmatch(number) or _SPACED.fullmatch(number):
        return "," if "," in number else "."
    if not (match := _GROUPED.fullmatch(number)):
        return ""
    return "." if match[1] == "," else ","


def _with_point(number: str, sign: Sign) -> str:
    return _BETWEEN.sub("", number).replace("." if sign == "," else ",", "").replace(",", ".")


def _said(number: str, read: str) -> str:
    if "." in read:
        taken = "with a decimal point" if number == read else f"as {read}"
        return f"“{number}” was read {taken}; write {read.replace('.', '')} if thousands were meant."
    return f"“{number}” was read as {read}; write {number.replace(',', '.')} if the comma parts decimals."


def see_numbers(cells: Sequence[str], seen: list[str]) -> None:
    """Add the numbers that stand in cells, as they stand there."""

    def see(number: str) -> str:
        seen.append(number)
        return number

    for cell in cells:
        with suppress(Broken):
            number_fields(cell, plain=see)
