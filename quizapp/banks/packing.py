"""Writes banks in the formats of others: at once for a page or a command, in a process of its own for a big bank.

In a process of its own it reads lines of JSON: what belongs to the whole, then the body of one question each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from quizapp.core.errors import FormatError
from quizapp.core.formats.accounts import Account, account_of
from quizapp.core.formats.media_names import media_names
from quizapp.core.formats.parcel import BankFields, Format, Loss, Outgoing, Written
from quizapp.core.kinds import parse_question
from quizapp.core.question import Question

Body = Mapping[str, Any]

_TELL_EVERY = 2_000
#: Of the way, by the clock, until all questions are read.
_SHARE_OF_READING = 0.15


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is to be written of a bank; `bodies` are gone through once.

    `media` says where the bank's pictures and sounds lie, by their names in texts; `moment` counts seconds since 1970.
    `left_out` names questions of the bank that are not among the bodies; `backwards` as in `Outgoing`.
    """

    bank: BankFields
    bodies: Iterable[Body]
    count: int
    document: str
    moment: int
    media: Mapping[str, Path]
    left_out: tuple[Loss, ...] = ()
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """A bank in a format: the file, and what it carries."""

    known: Format
    written: Written
    account: Account


def writers() -> tuple[Format, ...]:
    """List the formats that can be written, in their order of value."""
    from quizapp.core.formats.registry import FORMATS  # start-up cost: it loads lxml

    return tuple(known for known in FORMATS if known.write is not None)


def writer_named(name: str) -> Format:
    """Give the format of that name that can be written.

    Raises:
        FormatError: there is none, with the names there are.
    """
    for known in writers():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in writers())
    raise FormatError(f"Nothing can be written in a format “{name[:40]}”; choose one of: {names}.")


def pack(contents: Contents, name: str, tell: Callable[[float, str], None] = lambda _share, _words: None) -> Packed:
    """Write a bank in a format; pictures and sounds that none of the questions names stay where they are.

    Raises:
        FormatError: there is no such format, or something of the bank cannot be written at all.
    """
    known = writer_named(name)
    assert known.write is not None
    questions: list[Question] = []
    named: dict[str, None] = {}
    for number, body in enumerate(contents.bodies):
        if number % _TELL_EVERY == 0 and number:
            tell(_SHARE_OF_READING * number / contents.count, "Reading the questions")
        if contents.media:
            named |= dict.fromkeys(media_names(json.dumps(body)))
        questions.append(parse_question(body))
    tell(_SHARE_OF_READING, f"Writing {len(questions)} questions")
    media = {name: path.read_bytes() for name, path in contents.media.items() if name in named and path.is_file()}
    outgoing = Outgoing(
        contents.bank, questions, media, contents.moment, contents.document, backwards=contents.backwards
    )
    written = known.write(outgoing)
    written = replace(written, losses=(*written.losses, *contents.left_out))
    return Packed(known, written, account_of(known, written))


def put_down(contents: Contents, file: IO[str]) -> None:
    """Write what is to be written as lines of JSON, for another process."""
    head = {
        "bank": asdict(contents.bank),
        "count": contents.count,
        "document": contents.document,
        "moment": contents.moment,
        "media": {name: str(path) for name, path in contents.media.items()},
        "left_out": [asdict(each) for each in contents.left_out],
        "backwards": contents.backwards,
    }
    for value in chain([head], contents.bodies):
        file.write(json.dumps(value) + "\n")


def work(arguments: Mapping[str, Any], tell: Callable[[float, str], None]) -> dict[str, Any]:
    """Write the bank in the file `path` in a `format` to the file `target`, and give its account."""
    with Path(arguments["path"]).open(encoding="utf-8") as lines:
        packed = pack(_taken_up(lines), arguments["format"], tell)
    Path(arguments["target"]).write_bytes(packed.written.content)
    return {"account": packed.account.to_json(), "suffix": packed.known.suffixes[0]}


def _taken_up(lines: Iterator[str]) -> Contents:
    head = json.loads(next(lines))
    bank = head["bank"]
    return Contents(
        bank=BankFields(**bank | {"authors": tuple(bank["authors"]), "tags": tuple(bank["tags"])}),
        bodies=(json.loads(line) for line in lines),
        count=head["count"],
        document=head["document"],
        moment=head["moment"],
        media={name: Path(path) for name, path in head["media"].items()},
        left_out=tuple(Loss(**each) for each in head["left_out"]),
        backwards=head["backwards"],
    )
