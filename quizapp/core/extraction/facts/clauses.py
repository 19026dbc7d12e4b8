"""Sentences split to clauses, each with verb, subject and complements; what they mean is decided by `framing`."""

from __future__ import annotations

from quizapp.core.extraction.facts.complements import read_complements
from quizapp.core.extraction.facts.fronts import fronted, phrase
from quizapp.core.extraction.facts.parsing import Clause, Parsed
from quizapp.core.extraction.facts.subjects import Found, find_subject


def split_clauses(parsed: Parsed) -> list[Clause]:
    """Give the clauses of a sentence that have a verb of their own, in the order of their verbs."""
    clauses: list[Clause] = []
    taken: set[int] = set()
    for at in range(len(parsed.chunks)):
        if parsed.groups[at] is None or at in taken or not _can_head(parsed, at):
            continue
        found = find_subject(parsed, at)
        if found.kind == "none":
            continue
        clause = _make_clause(parsed, at, found)
        if found.kind == "inherits" and not _inherit(clauses, clause, parsed):
            continue
        if found.kind == "inverted":
            clause.last = parsed.chunks[at + 1].last
        else:
            read_complements(parsed, clause)
            _take_fronted(parsed, clause, found.start)
        _take_chain(parsed, clause, taken)
        _place_in_content(parsed, clauses, clause)
        clauses.append(clause)
        if found.kind == "inverted" or _is_attribution(parsed, clause):
            _attribute(clauses)
    return clauses


def _make_clause(parsed: Parsed, at: int, found: Found) -> Clause:
    """Begin a clause for a verb group and what was found as its subject."""
    kinds = {"content": "main", "inherits": "coordinate", "inverted": "main"}
    kind = "participle" if found.opener == "participle" else kinds.get(found.kind, found.kind)
    first = parsed.chunks[min(found.start, at)].first
    return Clause(
        kind=kind,  # type: ignore[arg-type]
        group=parsed.group(at),
        at=at,
        subject=found.span,
        opener=found.opener,
        antecedent=found.antecedent,
        apposition=found.apposition,
        first=first,
    )


def _is_attribution(parsed: Parsed, clause: Clause) -> bool:
    """Whether a clause of saying follows what was said: “Exports fell, the ministry said.”"""
    verb = clause.group.verb
    if verb is None or not verb.takes_clause or clause.content_at is not None or clause.kind != "main":
        return False
    follows_comma = clause.first > 0 and parsed.line.letters[clause.first - 1] == ","
    return follows_comma and not any(one.kind == "phrase" and not one.preposition for one in clause.complements)


def _attribute(clauses: list[Clause]) -> None:
    """Make all that comes before the content of the last clause; it is then nobody else's content itself."""
    clauses[-1].content_of = None
    for clause in clauses[:-1]:
        if clause.content_of is None:
            clause.content_of = len(clauses) - 1


def _can_head(parsed: Parsed, at: int) -> bool:
    """Whether a verb group can have a subject; not an infinitive, nor a gerund behind a preposition."""
    group = parsed.group(at)
    before = parsed.kind(at - 1)
    if before == "t" or (group.letter == "g" and group.is_bare and before in ("P", "Z", "t")):
        return False
    return not (group.is_bare and group.letter == "v" and before in ("t", "K") and not _is_plural_verb(parsed, at))


def _is_plural_verb(parsed: Parsed, at: int) -> bool:
    return parsed.kind(at - 1) in ("N", "R")


def _inherit(clauses: list[Clause], clause: Clause, parsed: Parsed) -> bool:
    """Give a coordinated clause or a trailing participle the subject of the clause before; False where it has none."""
    if not clauses:
        return False
    last = len(clauses) - 1
    is_participle = clause.kind == "participle"
    after_comma = parsed.kind(clause.at - 1) == "," or parsed.kind(clause.at - 2) == ","
    while last >= 0:
        kind = clauses[last].kind
        skips = kind in ("participle", "object relative") or (kind == "relative" and (after_comma or is_participle))
        if kind == "subordinate" and after_comma and clauses[last].at < clause.at and last > 0:
            skips = True
        if not skips:
            break
        last -= 1
    if last < 0:
        return False
    source = clauses[last]
    if clause.group.letter == "v" and clause.group.is_bare and source.group.letter != "v":
        return False
    clause.subject, clause.inherits, clause.apposition = source.subject, last, source.apposition
    clause.content_of = source.content_of
    clause.shares_passive = source.is_passive and parsed.is_reduced(clause.at)
    if _is_description(source, clause):
        return False
    if not is_participle:
        clause.kind = source.kind if source.kind != "object relative" else "main"
        clause.opener = source.opener
    return clause.subject is not None


def _is_description(source: Clause, clause: Clause) -> bool:
    """Whether a participle is one of several things that somebody is: “is small and given to singing”."""
    group = clause.group
    is_alone = group.letter == "n" and group.is_bare and clause.kind != "participle" and not clause.shares_passive
    return is_alone and source.group.letter == "B"


def _take_fronted(parsed: Parsed, clause: Clause, start: int) -> None:
    if clause.inherits is not None and clause.kind != "participle" and parsed.kind(start - 1) == "K":
        _take_time_before(parsed, clause, start)
    if clause.kind in ("relative", "object relative", "participle") or clause.inherits is not None:
        return
    found, begin = fronted(parsed, start)
    if found:
        clause.complements = [*found, *clause.complements]
        clause.first = parsed.chunks[begin].first


def _take_time_before(parsed: Parsed, clause: Clause, start: int) -> None:
    """Take the time between “and” and its verb: “sold the farm and in May 1888 moved to Tunis”."""
    between = parsed.kinds[start : clause.at].strip(",")
    if between in ("PT", "ZT") and parsed.kind(start) != "T":
        at = start + parsed.kinds[start : clause.at].index("T")
        clause.complements = [phrase(parsed, at - 1, parsed.span(at, at), "time", True), *clause.complements]


def _take_chain(parsed: Parsed, clause: Clause, taken: set[int]) -> None:
    """Keep the infinitives of “began to reduce” from being read again."""
    at = clause.at + 1
    while at < len(parsed.chunks) and parsed.chunks[at].last <= clause.group.main + 1:
        if parsed.groups[at] is not None:
            taken.add(at)
        at += 1


def _place_in_content(parsed: Parsed, clauses: list[Clause], clause: Clause) -> None:
    """Say whose saying a clause is: that of the nearest clause of saying whose content begins before it."""
    if clause.content_of is not None or clause.inherits is not None:
        return
    if _is_beside_content(parsed, clauses, clause):
        return
    for index in range(len(clauses) - 1, -1, -1):
        content = clauses[index].content_at
        if content is not None and parsed.chunks[content].first <= max(clause.first, parsed.chunks[content].first):
            begins = parsed.chunks[content].first
            if clause.first >= begins and clause.at > content:
                clause.content_of = index
                return


def _is_beside_content(parsed: Parsed, clauses: list[Clause], clause: Clause) -> bool:
    """Tell “said that the harbour was too shallow, and she built …”: nobody in what was said can be “she”."""
    letters, words = parsed.line.letters, parsed.line.words
    subject = clause.subject
    if subject is None or words[subject.first : subject.last] not in (["he"], ["she"], ["they"]):
        return False
    said = [one for one in clauses if one.content_of is not None and one.at < clause.at]
    if letters[max(0, subject.first - 2) : subject.first] != [",", "K"] or not said:
        return False
    return not any({"M", "U"} & set(letters[one.first : one.last]) for one in said)
