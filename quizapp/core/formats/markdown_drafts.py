"""Questions of a Markdown list while their lines are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

#: What a text without an answer is called.
TEXT = "text"


@dataclass(slots=True)
class DraftOption:
    """An option with its label, empty for none; `is_right` is a mark at it."""

    label: str
    text: str
    is_right: bool = False
    feedback: str = ""
    #: Whether it stands in bold letters with its label.
    is_bold: bool = False
    #: Whether it stands in bold letters, which say nothing where something else says what is right.
    is_emphasised: bool = False


@dataclass(slots=True)
class Draft:
    """A question while its lines are gathered; `number` is the one before it, `shape` what its signs say."""

    line: int
    number: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[DraftOption] = field(default_factory=list)
    shorts: list[str] = field(default_factory=list)
    numeric: str = ""
    shape: str = ""
    answer: str = ""
    #: Whether its answer stands in a list of several.
    is_in_key_list: bool = False
    #: Whether another question had its number and no answer yet when it got one; the line of one that still has none.
    has_rival: bool = False
    rival: int = 0
    explanation: list[str] = field(default_factory=list)
    #: By the place of an option: what a line below it remarks.
    remarks: dict[int, str] = field(default_factory=dict)
    #: Whether the line above is of a remark.
    is_remarking: bool = False
    sided: dict[str, str] = field(default_factory=dict)
    points: str = ""
    #: Whether a line below its options says something of it, so that no further one goes on with them.
    is_ended: bool = False
    #: Fields and what lines below it say of them.
    said: list[tuple[str, str]] = field(default_factory=list)
    section: tuple[str, ...] = ()
    is_closed: bool = False
    #: What stands beside its number, and says what it is about.
    topic: str = ""
    #: The line below the answer that may belong to another question.
    doubled: int = 0
    #: The line that names the same answer once more.
    repeated: int = 0
    #: The line that explains it once more.
    explained: int = 0


@dataclass(slots=True)
class Gathered:
    """What a file holds: drafts, texts without an answer, and what it says of itself."""

    drafts: list[Draft] = field(default_factory=list)
    texts: list[tuple[int, str, str]] = field(default_factory=list)
    #: Lines that belong to nothing.
    stray: list[tuple[int, str]] = field(default_factory=list)
    title: str = ""
    description: str = ""


def of_bold(words: str) -> str:
    """Give the words behind a number in bold letters, which end with the number, with the words, or among them."""
    if words.startswith("** "):
        return words[3:].lstrip()
    return f"**{words}" if "**" in words.rstrip("*") else words
