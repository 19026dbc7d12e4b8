"""What who brings a file may wish of it besides its questions as they are read."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from quizapp.core.formats.backwards import with_backwards
from quizapp.core.formats.parcel import Parcel
from quizapp.core.formats.texts_above import PROPOSED, with_texts
from quizapp.core.question import Json

_SWITCHES = ("backwards", "history", "contrary")


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A wish for files that are brought.

    `texts`, one of `texts_above.CHOICES`, says which texts without an answer stand above the questions that follow;
    `backwards` asks what other programs ask both ways backwards too, as questions of their own; `history` brings what
    its owner has answered along; `contrary` brings what asks the same as another question, with another answer, beside
    it.
    """

    texts: str = PROPOSED
    backwards: bool = False
    history: bool = False
    contrary: bool = False

    def fulfilled(self, parcel: Parcel) -> Parcel:
        """Give a parcel as it is wished."""
        parcel = with_texts(parcel, self.texts)
        return with_backwards(parcel) if self.backwards else parcel

    @property
    def options(self) -> tuple[str, ...]:
        """Name the options of the command that were said beside the usual ones."""
        said = {"texts": self.texts != PROPOSED, **{each: getattr(self, each) for each in _SWITCHES}}
        return tuple(f"--{name}" for name, is_said in said.items() if is_said)

    def to_json(self) -> dict[str, Json]:
        """Give the wish as an import keeps it; a history is its learner's, and says nothing of the bank."""
        return {name: value for name, value in asdict(self).items() if name != "history"}


AS_USUAL = ImportWish()
