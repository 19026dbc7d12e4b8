"""Options that speak of other options, “All of the above”, “Both A and B”: their order is kept, letters are told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizapp.core.formats.rich_html import plain_words
from quizapp.core.question import Json

#: All, none or both of what stands above, in several languages.
_OF_ABOVE = re.compile(
    r"\W*(?:(?:all|none|both|neither|any|two|each|most)\s(?:of\s)?(?:(?:the|these|those)\s(?:\w+\s)?)?(?:above|below|preceding"
    r"|previous|options|answers|choices|others?)(?:\s(?:above|below))?(?:\s(?:are|is)\s\w+)?"
    r"|(?:all|none|any|both|neither)\sof\s(?:these|them|those)"
    r"|(?:alle|keine)(?:\sder|\sdie|\svon\sden)?\s(?:oben\s)?(?:genannten|obigen|antworten|aussagen)(?:\s\w+){0,4}"
    r"|(?:alle|keine)\sdavon|nichts\sdavon|(?:toutes?|aucune?|tous)\s(?:les\s|des\s|de\sces\s)"
    r"(?:réponses|propositions|précédentes?)(?:\s[\w-]+){0,3}|(?:todas?|todos|ninguna?|ninguno|nenhuma?)\s(?:las?\s|los\s|as\s|os\s"
    r"|de\slas\s|de\slos\s|das\s|dos\s)(?:\w+\s)?(?:anteriores?|respuestas|opciones|alternativas|respostas)(?:\s\w+){0,2}"
    r"|(?:tutte|tutti|nessuna|nessuno)\s(?:le\s|i\s|delle\s|dei\s)(?:\w+\s)?(?:precedenti|risposte)(?:\s\w+){0,2}"
    r"|(?:alle|geen)(?:\svan)?(?:\sde)?\s(?:bovenstaande|antwoorden)(?:\s\w+){0,2}|(?:wszystkie|żadn[ea])(?:\sz)?\spowyższ\w+)\W*",
    re.IGNORECASE,
)
_AND = r"(?:\s(?:and|or|nor|und|oder|als\sauch|et|ou|y|o|e|en|of)\s|\s?&\s?)"
_AROUND = r"(?:both|only|neither|either|options?|answers?|nur|sowohl|beide|seulement|solo|sólo|ambos|ambas|zowel)"
#: Options by their letters, or by their numbers.
_LETTERS = re.compile(
    rf"\W*(?:{_AROUND}\s)*\(?[A-H]\)?(?:(?:{_AND}|\s?[+,]\s?)\(?[A-H]\)?)+(?:\s(?:only|nur|both|are\s\w+))*\W*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"\W*(?:{_AROUND}\s)*\(?[1-8]\)?(?:{_AND}\(?[1-8]\)?)+(?:\s(?:only|nur|are\s\w+))*\W*", re.IGNORECASE
)
_LETTERS_AT_MOST = 80
#: How any of these begins: looked for in all options at once, since nearly no question has one.
_MAY_SPEAK = re.compile(
    rf"^[^\w\n]{{0,9}}(?:(?:all|none|both|neither|any|two|each|most|alle|keine|nichts|tou|aucun|toda|todos|ningun|nenhum|tutt"
    rf"|nessun|geen|wszystkie|żadn|{_AROUND})|\(?[A-H1-8]\)?(?:{_AND}|\s?[+,]))",
    re.IGNORECASE | re.MULTILINE,
)


def in_order(fields: Mapping[str, Json], texts: Sequence[str], notes: list[str]) -> dict[str, Json]:
    """Give the fields of a choice among `texts` with their order kept, where one of these speaks of others."""
    if _MAY_SPEAK.search("\n".join(texts)) is None and not any(text.startswith("<") for text in texts):
        return dict(fields)
    words = [plain_words(text) if "<" in text else text for text in texts if len(text) <= _LETTERS_AT_MOST]
    lettered = next(filter(_LETTERS.fullmatch, words), "")
    if not lettered and not any(_OF_ABOVE.fullmatch(word) or _NUMBERS.fullmatch(word) for word in words):
        return dict(fields)
    key, wrong = fields["key"], fields.get("distractors")
    options = [*(key if isinstance(key, list) else [key]), *(wrong if isinstance(wrong, list) else [])]
    by_text = {str(option["text"]) if isinstance(option, Mapping) else str(option): option for option in options}
    if set(by_text) != set(texts):
        return dict(fields)
    if lettered:
        notes.append(f"“{lettered.strip()}” names options by letters, which are not shown here; write their words.")
    kept = {name: value for name, value in fields.items() if name != "distractors"}
    return kept | {"options": [by_text[text] for text in dict.fromkeys(texts)]}
