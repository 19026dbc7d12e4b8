"""Questions of known meaning, written as people paste them: by a shape, which says label, numbers, signs and lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

#: Words for question, answer and explanation; empty where no word names the question.
LABELS = {
    "letters": ("Q: ", "A: ", "Explanation: "),
    "english": ("Question: ", "Answer: ", "Explanation: "),
    "counted": ("Question {n}: ", "Correct answer: ", "Explanation: "),
    "german": ("Frage {n}: ", "Antwort: ", "Erklärung: "),
    "french": ("Question {n} : ", "Réponse : ", "Explication : "),
    "russian": ("Вопрос: ", "Ответ: ", "Пояснение: "),
    "bold": ("**Question {n}:** ", "**Answer:** ", "**Explanation:** "),
    "alone": ("Question {n}\n", "Answer: ", "Explanation: "),
    "points": ("{n}. ", "Answer: ", "Explanation: "),
    "brackets": ("{n}) ", "Lösung: ", "Erklärung: "),
    "bare": ("", "Answer: ", "Explanation: "),
}
SIGNS = {
    "great": ("ABCDE", "{})"),
    "small": ("abcde", "{})"),
    "dots": ("ABCDE", "{}."),
    "round": ("abcde", "({})"),
    "square": ("ABCDE", "[{}]"),
    "dash": ("ABCDE", "{} -"),
    "bullet": ("ABCDE", "- {})"),
    "strong": ("ABCDE", "**{})**"),
    "numbers": ("12345", "{})"),
    "number dots": ("12345", "{}."),
    "roman": (("i", "ii", "iii", "iv", "v"), "{})"),
    "cyrillic": ("АБВГД", "{})"),
    "greek": ("αβγδε", "{})"),
}
#: What is asked: a question, its right words, and wrong ones; many are words that options or marks are told by.
FACTS = [
    ("What is the capital of France?", "Paris", ["Rome", "Oslo", "Bern"]),
    ("How many moons has Mars?", "2", ["1", "3", "4"]),
    ("Which number comes next: 1, 2, ...?", "3", ["2", "1", "5"]),
    ("Which is the derivative of sin(x)?", "cos(x)", ["sin (x)", "-cos(x)", "tan(x)"]),
    ("Which type points to a number?", "int *", ["int", "char", "long (x)"]),
    ("Which spelling is the best one?", "correct (right)", ["corect", "korrect", "correckt"]),
    ("Which grade is the best one?", "A", ["B", "C", "D"]),
    ("Which vitamin is in oranges?", "C", ["A", "K", "B"]),
    ("What does RSVP ask for?", "an answer: yes or no", ["a gift", "a dance", "a song"]),
    ("Which of these is the longest river on the whole continent of Africa?", "the Nile", ["the Congo", "the Niger"]),
    ("Who wrote Faust?", "Goethe, J. W.", ["Schiller, F.", "Heine, H."]),
    ("Which pair is right?", "A and C", ["A and B", "B and C"]),
    ("What is 2 * 3?", "6", ["5", "2 * 2", "3 *"]),
    ("How does the note on the first page of the long report describe the town?",
     "as a quiet place by the sea, in which hardly anybody cares to stay for more than one day or two",
     ["as a loud place", "as no place"]),
]  # fmt: skip
ITEMS = ["Phobos", "Deimos", "Ganymede"]


@dataclass(frozen=True, slots=True)
class Made:
    """A question as it was meant."""

    stem: str
    key: str
    wrong: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How the questions of a text are written."""

    label: str
    signs: str
    #: Where options stand: each in its line, two in one, all in one, or in that of the question.
    lines: str = "each"
    parted: str = "\n\n"
    #: How the answer names an option: by letter, words, or both, or by a mark at it.
    names: str = "letter"
    #: What stands behind the answer: nothing, a sentence, or lists.
    behind: str = ""
    is_wrapped: bool = False
    #: Which questions have options: all, none, or every second one.
    kinds: str = "all"

    @property
    def is_plain(self) -> bool:
        """Whether people write so every day."""
        return (
            self.lines in ("each", "line")
            and self.behind in ("", "sentence")
            and not self.is_wrapped
            and self.label != "bare"
            and self.signs not in ("dash", "square")
        )


def make_questions(seed: int, shape: Shape, count: int) -> list[Made]:
    """Make questions, each of which is told from the others by a number at its end."""
    dice = random.Random(seed)
    made = []
    for number in range(count):
        stem, key, wrong = dice.choice(FACTS)
        has_options = shape.kinds == "all" or (shape.kinds == "mixed" and (number + seed) % 2 == 0)
        explanation = {
            "": "",
            "sentence": "It is so in all books of this town.",
            "numbers": "They are:\n1. Phobos\n2. Deimos\n3. Ganymede",
            "letters": "They are:\na) Phobos\nb) Deimos",
            "bullets": "They are:\n- Phobos\n- Deimos",
        }[shape.behind]
        made.append(Made(f"In case {dice.randrange(100, 999)}{number}: {stem}", key,
                         tuple(wrong) if has_options else (), explanation))  # fmt: skip
    return made


def write(seed: int, shape: Shape, questions: list[Made]) -> str:
    """Write the questions in a shape."""
    dice = random.Random(seed)
    return shape.parted.join("\n".join(_lines(dice, shape, number, made)) for number, made in enumerate(questions, 1))


def _lines(dice: random.Random, shape: Shape, number: int, made: Made) -> Iterator[str]:
    asked, answered, explained = LABELS[shape.label]
    letters, form = SIGNS[shape.signs]
    texts = [made.key, *made.wrong]
    dice.shuffle(texts)
    right = texts.index(made.key)
    marked = [f"{text} ✓" if made.wrong and shape.names == "mark" and text == made.key else text for text in texts]
    options = [f"{form.format(letters[place])} {text}" for place, text in enumerate(marked)] if made.wrong else []
    stem = asked.format(n=number) + made.stem
    if options and shape.lines == "stem":
        yield f"{stem} {' '.join(options)}"
    else:
        yield from _wrapped(stem) if shape.is_wrapped else [stem]
        if shape.lines == "line":
            yield from ["   ".join(options)] if options else []
        elif shape.lines == "pairs":
            yield from ("\t".join(options[place : place + 2]) for place in range(0, len(options), 2))
        else:
            for option in options:
                yield from _wrapped(option) if shape.is_wrapped else [option]
    label = letters[right]
    names = {"letter": label, "words": made.key, "both": f"{form.format(label).lstrip('- ').strip('*')} {made.key}",
             "named": f"{made.key} ({label})", "dash": f"{label} - {made.key}"}  # fmt: skip
    if not options or shape.names != "mark":
        yield answered + (names[shape.names] if options else made.key)
    if made.explanation:
        yield explained + made.explanation


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if len(line) + len(word) > 44:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
