"""The report of a game, for its host: how each question went, what each player has; read from the rows alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizapp.banks.models import Bank
from quizapp.banks.service import ShownPassage, list_passages_of_all
from quizapp.core.game import FINAL
from quizapp.core.live_answers import Foretold
from quizapp.core.plain_stem import stem_in_line, words_in_line
from quizapp.core.points import ranks_of
from quizapp.live.models import Player, ResponseRow
from quizapp.live.service.asking import RoundQuestion, list_questions
from quizapp.live.service.correcting import NOT_CORRECTED, Correction, list_corrections
from quizapp.live.service.dividing import Share, shares_of, words_of_options
from quizapp.live.service.leading import get_game_to_host
from quizapp.live.service.standing import PLAYS, RoundCard, Standing, list_revealed, list_skipped, totals
from quizapp.live.service.studying import Study, foretell
from quizapp.people.models import User
from quizapp.people.viewer import Viewer

#: A wrong answer that so large a part of those who answered gave, and so many, says that they believe it.
MISCONCEPTION_FROM = 0.25
BELIEVERS_AT_LEAST = 2
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class ReportRound:
    """How a question went among those who were asked; `median_ms` is None where nobody answered.

    `given` came in time, `late` after it from whoever gave nothing else. A voided round whose answer was shown
    `can_count` again; one that `was_skipped`, or that the game's end `was_cut_off` by, was voided by nobody.
    """

    no: int
    question_id: int
    stem: str
    answer: str
    asked: int
    given: int
    late: int
    right: int
    in_part: int
    median_ms: int | None
    is_voided: bool
    shares: tuple[Share, ...] = ()
    passages: tuple[ShownPassage, ...] = ()
    correction: Correction = NOT_CORRECTED
    can_count: bool = True
    was_cut_off: bool = False
    was_skipped: bool = False

    @property
    def share(self) -> float:
        """Right of those who were asked, 0..1."""
        return self.right / self.asked if self.asked else 0.0

    def is_believed(self, share: Share) -> bool:
        """Whether a wrong answer was given so often that it is a misconception."""
        many = share.count >= max(BELIEVERS_AT_LEAST, self.given * MISCONCEPTION_FROM)
        return many and share.is_wrong


@dataclass(frozen=True, slots=True)
class ReportPlayer:
    """What a player has: `name` is the account's, empty for guests; in `scores`, by round, None = nothing in time.

    `late` are the rounds in which something came after the time.
    """

    id: int
    nickname: str
    name: str
    points: int
    rank: int
    right: int
    asked: int
    scores: Mapping[int, float | None] = field(default_factory=dict)
    late: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """A game as its host reads it afterwards; voided rounds are listed and count for nobody."""

    standing: Standing
    rounds: tuple[ReportRound, ...]
    players: tuple[ReportPlayer, ...]
    #: How it went beside what memory foretold; None where that would tell of single learners, or was not asked for.
    foretold: Foretold | None = None
    #: Whether nobody can study its bank any more, so that nothing of it can be asked again.
    is_bank_closed: bool = False

    @property
    def share(self) -> float | None:
        """Right of all that was asked in rounds that count; None where nothing was."""
        asked = sum(player.asked for player in self.players)
        return sum(player.right for player in self.players) / asked if asked else None

    @property
    def weakest(self) -> tuple[ReportRound, ...]:
        """The rounds that went worst and were missed by anybody, the worst first."""
        missed = [each for each in self.rounds if not each.is_voided and each.right < each.asked]
        return tuple(sorted(missed, key=lambda each: (each.share, each.no))[:WEAKEST])


@dataclass(frozen=True, slots=True)
class _Player:
    id: int
    nickname: str
    name: str
    user_id: int | None
    joined_in_round: int


@dataclass(frozen=True, slots=True)
class _Given:
    score: float
    elapsed_ms: int
    picks: Sequence[str]


def get_report(session: Session, viewer: Viewer, game_id: int, study: Study | None = None) -> Report:
    """Give the report of a game that a viewer leads, of the rounds that were opened so far; of memory with `study`.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    standing = get_game_to_host(session, viewer, game_id)
    players, given, late = _players(session, standing.id), _given(session, standing.id), _late(session, standing.id)
    read = list_questions(session, standing)
    passages = list_passages_of_all(session, standing.bank_id, [each.question for each in read.values()])
    passages_of = dict(zip(read, passages, strict=True))
    corrections = list_corrections(session, standing)
    rounds = [
        _round(standing, card, read.get(card.no), passages_of.get(card.no, []), players, given, late)
        for card in standing.cards
        if card.was_opened
    ]
    revealed = list_revealed(session, standing.id)
    skipped = list_skipped(session, standing.id) if any(each.is_voided for each in rounds) else frozenset()
    rounds = [
        replace(
            each,
            correction=corrections.get(each.no, each.correction),
            can_count=each.no in revealed,
            was_cut_off=_was_cut_off(standing, each) and each.no not in revealed | skipped,
            was_skipped=each.is_voided and each.no in skipped,
        )
        for each in rounds
    ]
    lines = _lines(session, standing, rounds, players, given, late)
    foretold = None if study is None else foretell(session, standing.id, study)
    return Report(standing, tuple(rounds), lines, foretold, is_bank_closed(session, standing.bank_id))


def _was_cut_off(standing: Standing, each: ReportRound) -> bool:
    """Whether a round was the last when the game ended, so that it counts for nobody if its answer was not shown."""
    return each.is_voided and each.no == standing.game.round_no and standing.game.phase in ("podium", *FINAL)


def is_bank_closed(session: Session, bank_id: int) -> bool:
    """Whether a bank was closed since it was played."""
    return session.scalar(select(Bank.id).where(Bank.id == bank_id, Bank.deleted_at.is_(None))) is None


def list_missed(session: Session, viewer: Viewer, game_id: int) -> dict[int, list[int]]:
    """List the weakest questions that learners did not get right, or in part alone, by learner.

    Guests have no queue, and whoever gave nothing may not have been there: both are left out.

    Raises:
        NotFound: there is no such game, or it is somebody else's.
    """
    weakest = get_report(session, viewer, game_id).weakest
    players, given = _players(session, game_id), _given(session, game_id)
    missed: defaultdict[int, list[int]] = defaultdict(list)
    for player in players:
        for each in weakest:
            found = given.get((each.no, player.id))
            if player.user_id is not None and found is not None and found.score < 1:
                missed[player.user_id].append(each.question_id)
    return dict(missed)


def _players(session: Session, game_id: int) -> list[_Player]:
    rows = session.execute(
        select(Player.id, Player.nickname, User.name, User.sign_in_name, Player.user_id, Player.joined_in_round)
        .outerjoin(User, User.id == Player.user_id)
        .where(Player.game_id == game_id, PLAYS)
        .order_by(Player.id)
    )
    return [
        _Player(row.id, row.nickname, row.name if row.sign_in_name else "", row.user_id, row.joined_in_round)
        for row in rows
    ]


def _given(session: Session, game_id: int) -> dict[tuple[int, int], _Given]:
    """Give what came in time, by round and player."""
    rows = session.execute(
        select(
            ResponseRow.round_no, ResponseRow.player_id, ResponseRow.score, ResponseRow.elapsed_ms, ResponseRow.picks
        ).where(ResponseRow.game_id == game_id, ResponseRow.is_late.is_(False))
    )
    return {(row.round_no, row.player_id): _Given(row.score, row.elapsed_ms, row.picks) for row in rows}


def _late(session: Session, game_id: int) -> frozenset[tuple[int, int]]:
    """Give the rounds and players of what came too late."""
    rows = session.execute(
        select(ResponseRow.round_no, ResponseRow.player_id).where(
            ResponseRow.game_id == game_id, ResponseRow.is_late.is_(True)
        )
    )
    return frozenset((row.round_no, row.player_id) for row in rows)


def _is_right(given: Mapping[tuple[int, int], _Given], no: int, player_id: int) -> bool:
    found = given.get((no, player_id))
    return found is not None and found.score >= 1


def _round(
    standing: Standing,
    card: RoundCard,
    read: RoundQuestion | None,
    passages: Sequence[ShownPassage],
    players: Sequence[_Player],
    given: Mapping[tuple[int, int], _Given],
    late: frozenset[tuple[int, int]],
) -> ReportRound:
    """Give the report of a round; `read` is None where its question was erased since: its figures stay."""
    no = card.no
    asked = [player for player in players if standing.was_asked(no, player.joined_in_round)]
    answers = [given[no, player.id] for player in asked if (no, player.id) in given]
    return ReportRound(
        no=no,
        question_id=card.question_id,
        stem=stem_in_line(read.question.stem) if read else "",
        answer=words_in_line(read.question.answer()) if read else "",
        asked=len(asked),
        given=len(answers),
        late=sum((no, player.id) in late for player in asked),
        right=sum(_is_right(given, no, player.id) for player in asked),
        in_part=sum(0 < each.score < 1 for each in answers),
        median_ms=round(median(each.elapsed_ms for each in answers)) if answers else None,
        is_voided=standing.game.rounds[no - 1].is_voided,
        shares=_in_words(shares_of([(each.score, each.picks) for each in answers], read), read),
        passages=tuple(passages),
    )


def _in_words(shares: tuple[Share, ...], read: RoundQuestion | None) -> tuple[Share, ...]:
    """Name options as they were shown, and parts before what was given in them."""
    shown = words_of_options(read.asked) if read else {}
    return tuple(
        replace(share, text=words_in_line(share.part + shown.get(share.text, share.text)), part="") for share in shares
    )


def _lines(
    session: Session,
    standing: Standing,
    rounds: Sequence[ReportRound],
    players: Sequence[_Player],
    given: Mapping[tuple[int, int], _Given],
    late: frozenset[tuple[int, int]],
) -> tuple[ReportPlayer, ...]:
    points = totals(session, standing.id)
    ranks: Mapping[int, int] = ranks_of(points)
    scores: defaultdict[int, dict[int, float | None]] = defaultdict(dict)
    for each in rounds:
        for player in players:
            if standing.was_asked(each.no, player.joined_in_round):
                found = given.get((each.no, player.id))
                scores[player.id][each.no] = None if found is None else found.score
    asked = {player.id: standing.asked_of(player.joined_in_round) for player in players}
    lines = [
        ReportPlayer(
            id=player.id,
            nickname=player.nickname,
            name=player.name,
            points=points.get(player.id, 0),
            rank=ranks.get(player.id, len(players)),
            right=sum(_is_right(given, no, player.id) for no in asked[player.id]),
            asked=len(asked[player.id]),
            scores=scores[player.id],
            late=frozenset(no for no in scores[player.id] if (no, player.id) in late),
        )
        for player in players
    ]
    return tuple(sorted(lines, key=lambda line: (line.rank, line.nickname.casefold())))
