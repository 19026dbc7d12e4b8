"""After a game: a learner who does not study the bank may begin to, and a guest may claim what they played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from quizapp.banks.service import BankCard, get_bank_by_id
from quizapp.core.errors import Conflict, NotAllowed, NotFound
from quizapp.core.game import FINAL
from quizapp.core.live_answers import Wanted
from quizapp.live.models import GameRow, Player
from quizapp.live.service.creating import is_running
from quizapp.live.service.doubles import has_given, keeps_own
from quizapp.live.service.holding import find_left, find_token
from quizapp.live.service.joining import (
    PlayerCard,
    draw_token,
    find_elsewhere,
    find_game,
    find_player,
    hash_token,
)
from quizapp.live.service.seats import HeldOf, Seat, list_asked
from quizapp.live.service.standing import Standing, get_standing
from quizapp.live.service.studying import Study, count_wanted, hand_over_player, withdraw_player
from quizapp.people.service import is_account
from quizapp.people.viewer import Viewer

NOTHING_GIVEN = "You gave no answer that counts in this game, so nothing of it can enter your study."
NOTHING_MISSED = (
    "Of this game only what you missed would enter your study, and you missed nothing of what you answered."
)
ALL_OUT = "All that you answered in this game was taken out of the bank. Come back here once it is put back."
OTHER_ACCOUNT = "This game was played under another account. Sign in with that one."
NO_ACCOUNT = "This game was played in this browser without an account. Open the game’s page again to see by whom."


@dataclass(frozen=True, slots=True)
class Offer:
    """What a player may keep of a game; `bank` is None where they may not study it.

    `wish` says what of this game enters their study of the bank: on, misses or off; None where they are asked, and
    `entering` says then what is preset for it. `given` answers came in time, `out` of them to questions that are in
    the bank no more; `wanted` counts those that keeping would store.
    """

    standing: Standing
    player: PlayerCard
    bank: BankCard | None
    asked: int
    missed: int
    given: int
    out: int
    wish: str | None
    entering: str
    wanted: Wanted

    @property
    def is_empty(self) -> bool:
        """Whether this game has nothing for their study, now or before."""
        return self.given == 0 or (self.wish is None and not self.wanted and not self.is_known)

    @property
    def is_out(self) -> bool:
        """Whether all that was answered is in the bank no more."""
        return 0 < self.given == self.out

    @property
    def is_known(self) -> bool:
        """Whether only what was missed would enter, and nothing of it was."""
        return self.entering == "misses" and self.given > 0 and not self.wanted


def get_offer(session: Session, viewer: Viewer, link: str, held_of: HeldOf, study: Study, now: datetime) -> Offer:
    """Give what the player in this browser may keep.

    Raises:
        NotFound: there is no such game, it is not over, or what guests played in it is forgotten.
        NotAllowed: whoever asks does not play, was not let in, was taken out, or played under another account.
    """
    game_id = find_game(session, link)
    if game_id is None:
        raise NotFound("There is no such game. Check the code on the big screen.")
    token = find_token(session, game_id, held_of(game_id), viewer.id)
    player = find_player(session, token) if token else None
    is_own = player is not None and player.game_id == game_id and player.user_id == viewer.id and player.is_in
    if not is_own and find_left(session, game_id, token, viewer.id) is None:
        player = find_elsewhere(session, game_id, viewer.id) or player
    if player is None or player.game_id != game_id or not player.is_in:
        raise NotAllowed("Only who played this game can keep something of it, in the browser in which they played.")
    if player.user_id is not None and player.user_id != viewer.id:
        raise NotAllowed(OTHER_ACCOUNT if is_account(session, player.user_id) else NO_ACCOUNT)
    standing = get_standing(session, game_id)
    if standing.game.phase not in ("podium", *FINAL):
        raise NotFound("The game is not over yet. Come back when it is.")
    _check_in_time(session, player, now)
    played = list_asked(session, standing, player)
    bank = _bank(session, viewer, standing.bank_id)
    preset = standing.live_responses
    wish = study.find_wish(session, viewer.id, standing.bank_id, preset)
    wanted = count_wanted(session, game_id, player, viewer.id, wish, study)
    counts = (len(played.asked), len(played.missed), len(played.given), len(played.out))
    return Offer(standing, player, bank, *counts, wish, wish or preset, wanted)


def find_use(session: Session, viewer: Viewer, seat: Seat, study: Study) -> str:
    """Tell what becomes of a player's answers in their own study.

    `ask` where only their word brings them there, `known` where it would bring nothing, since they missed nothing and
    misses alone would enter, `kept` where nothing more enters and something of it is there; else what of games enters:
    on, misses or off.
    """
    if seat.player is None or viewer.id is None:
        return "ask"
    preset = seat.standing.live_responses
    wish = study.find_wish(session, viewer.id, seat.standing.bank_id, preset)
    entering = wish or preset
    if wish is None and entering == "on":
        return "ask"
    wanted = count_wanted(session, seat.standing.id, seat.player, viewer.id, wish, study)
    if wanted:
        return "ask"
    if wish == "off" and wanted.stored:
        return "kept"
    return "known" if wish is None and entering == "misses" else entering


def take_seat(session: Session, seat: Seat, user_id: int | None, study: Study, now: datetime) -> None:
    """Go on under an account as who has played in this browser without one, with what was given so far.

    Raises:
        Conflict: nobody plays here without an account, or the account plays already.
    """
    if seat.left is None or seat.is_stranger:
        raise Conflict("Nobody plays here without an account. Join under your own name.")
    assert user_id is not None
    _seat(session, seat.left, user_id, study, now)
    hand_over_player(session, seat.standing.id, seat.left.id, study, now)


def merge_players(session: Session, guest_id: int, user_id: int, study: Study, now: datetime) -> None:
    """Let what a guest played be an account's; of two seats in a game that is over the account keeps one.

    The other is nobody's, and what study heard of it, which is the account's by now, is taken back; but one that was
    taken out is the account's with what study heard before. Of games that run see `play_side_by_side`.
    """
    guests = select(Player.game_id).where(Player.user_id == guest_id)
    own_games = set(session.scalars(guests.where(keeps_own(user_id))))
    both = select(Player.id, Player.game_id, Player.user_id).where(
        Player.user_id.in_([guest_id, user_id]), Player.game_id.in_(guests), Player.removed_at.is_(None)
    )
    seats = session.execute(both.order_by(Player.game_id, Player.id)).all()
    for seat in seats:
        if seat.user_id == (guest_id if seat.game_id in own_games else user_id):
            # Before the others move: an account has one seat in a game.
            _give_up(session, seat.game_id, seat.id, user_id, study, now)
    session.execute(update(Player).where(Player.user_id == guest_id).values(user_id=user_id))
    moved = select(Player.id, Player.game_id).join(GameRow, GameRow.id == Player.game_id)
    of_guest = [seat.id for seat in seats if seat.user_id == guest_id]
    for player_id, game_id in session.execute(
        moved.where(Player.id.in_(of_guest), Player.user_id == user_id, is_running())
    ):
        # What was told while the seat was nobody's was told to nobody.
        hand_over_player(session, game_id, player_id, study, now)


def _seat(session: Session, player: PlayerCard, user_id: int, study: Study, now: datetime) -> None:
    """Let a player be an account's, which gives up any other seat in that game that was not taken out."""
    own = (Player.game_id == player.game_id, Player.user_id == user_id, Player.removed_at.is_(None))
    others = select(Player.id).where(*own, Player.id != player.id)
    for other_id in session.scalars(others.order_by(Player.id)).all():
        _give_up(session, player.game_id, other_id, user_id, study, now)
    session.execute(update(Player).where(Player.id == player.id).values(user_id=user_id))


def _give_up(session: Session, game_id: int, player_id: int, learner_id: int, study: Study, now: datetime) -> None:
    """Let a seat, of which this learner has what study heard, be nobody's, in no browser; an empty one is out.

    Its name goes with those of guests.
    """
    withdraw_player(session, game_id, player_id, learner_id, study, now)
    session.execute(
        update(Player).where(Player.id == player_id).values(user_id=None, token_hash=hash_token(draw_token()))
    )
    is_empty = (Player.removed_at.is_(None), ~has_given(Player))
    session.execute(update(Player).where(Player.id == player_id, *is_empty).values(removed_at=now))
    is_past = (GameRow.ended_at.is_not(None), GameRow.erase_guests_at.is_(None))
    session.execute(update(GameRow).where(GameRow.id == game_id, *is_past).values(erase_guests_at=now))


def keep(session: Session, offer: Offer, person: Viewer, study: Study, now: datetime) -> None:
    """Let a person study the bank of a game that they played, with what they gave in it; twice is once.

    Raises:
        NotFound: the person may not study the bank.
        Conflict: there is nothing to keep, they want nothing of games, or played this one under their account too.
    """
    assert person.id is not None
    if offer.bank is None:
        raise NotFound("Your teacher has not opened this bank to you, so it cannot be studied yet.")
    if offer.wish == "off":
        raise Conflict(
            "Nothing of this game enters your study of this bank. "
            "Study a question of it, choose otherwise on its page, and come back."
        )
    if offer.is_out and not offer.wanted:
        raise Conflict(ALL_OUT)
    if offer.is_empty:
        raise Conflict(NOTHING_GIVEN)
    if offer.wish is None and offer.is_known:
        raise Conflict(NOTHING_MISSED)
    player = offer.player
    if player.user_id is None:
        doubled = select(Player.id).where(Player.id == player.id, keeps_own(person.id))
        if session.scalar(doubled) is not None:
            raise Conflict("You have played this game under your account already. What that gave is kept.")
        _seat(session, player, person.id, study, now)
    study.enrol(session, person.id, offer.standing.bank_id)
    hand_over_player(session, player.game_id, player.id, study, now)


def _check_in_time(session: Session, player: PlayerCard, now: datetime) -> None:
    if player.user_id is not None:
        return
    erase_at = session.scalar(select(GameRow.erase_guests_at).where(GameRow.id == player.game_id))
    if erase_at is not None and erase_at <= now:
        raise NotFound("What guests played in this game is forgotten by now.")


def _bank(session: Session, viewer: Viewer, bank_id: int) -> BankCard | None:
    try:
        return get_bank_by_id(session, viewer, bank_id)
    except NotFound:
        return None
