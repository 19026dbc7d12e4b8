"""“The Pope”, “the Queen”: one person by the title alone, where a text names nobody who bears it."""

from __future__ import annotations

from collections.abc import Sequence

from quizapp.core.extraction.actors.gathering import Seen
from quizapp.core.extraction.actors.people import Person, fold_name
from quizapp.core.extraction.lexicons.vocabulary import vocabulary

_SOVEREIGNS = frozenset(
    ("Pope", "Queen", "King", "Emperor", "Empress", "Kaiser", "Tsar", "Tsarina", "Sultan", "Caliph", "Shah", "Mikado")
)


def lone_sovereigns(seen: Sequence[Seen]) -> dict[int, Person]:
    """Give a person for each place where such a title acts, one person to a title."""
    borne = {word for one in seen for word in _borne(one)}
    # “He was made king”: somebody of the text may be the one.
    sentences = {one.piece.sentence: one.tokens for one in seen}
    borne |= {token.text for tokens in sentences.values() for token in tokens if token.text.islower()}
    people: dict[str, Person] = {}
    found: dict[int, Person] = {}
    acting = {_title(one) for one in seen if one.context.acts and one.context.has_article} - {""}
    for at, one in enumerate(seen):
        title = _title(one)
        if title and title.lower() not in borne and title in acting and one.context.has_article:
            gender = vocabulary().titles[title].gender
            found[at] = people.setdefault(title, Person((title,), (fold_name(title),), gender))
    return found


def _title(one: Seen) -> str:
    """Give the sovereign's title that a piece is, or nothing."""
    if one.piece.kind != "title" or one.piece.last - one.piece.first != 1:
        return ""
    word = one.tokens[one.piece.first].text
    behind = one.tokens[one.piece.last].text if one.piece.last < len(one.tokens) else "."
    return word if word in _SOVEREIGNS and behind != "of" and not one.piece.in_heading else ""


def _borne(one: Seen) -> Sequence[str]:
    """List the words of the titles and roles that a named person of the text has."""
    if one.piece.kind != "name":
        return ()
    first = one.piece.title_first
    titles = [token.text for token in one.tokens[first : one.piece.core]] if first >= 0 else []
    role = [token.text for token in one.tokens[one.role.first : one.role.last]] if one.role is not None else []
    behind = [token.text for token in one.tokens[one.piece.last : one.piece.last + 5]]
    is_apposed = behind[:1] in ([","], ["was"], ["is"], ["became"], ["the"])
    return [word.lower() for word in (*titles, *role, *(behind if is_apposed else ()))]
