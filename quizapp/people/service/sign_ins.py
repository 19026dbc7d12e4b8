"""Sign-ins: told from the cookie by one statement a request, ended one by one or all at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.orm import Session

from quizapp.people.cookie import SignIn
from quizapp.people.models import SignedOut, User
from quizapp.people.service.admissions import forget_admission
from quizapp.people.viewer import Viewer

#: So many are asked for in one statement.
_AT_ONCE = 500
_columns = (
    User.id, User.name, User.role, User.is_admin, User.sign_in_name.is_(None).label("is_guest"), User.epoch, User.zone,
    User.day_start_minutes, User.date_order, User.theme, User.minutes_per_day,
)  # fmt: skip
_viewer = select(*_columns).where(
    User.id == bindparam("user_id"),
    User.epoch == bindparam("epoch"),
    ~exists().where(SignedOut.sign_in_id == bindparam("sign_in_id")),
)


def find_viewer(session: Session, sign_in: SignIn) -> Viewer | None:
    """Give whom a sign-in stands for; None when it was ended, or its user is another or gone."""
    values = {"user_id": sign_in.user_id, "epoch": sign_in.epoch, "sign_in_id": sign_in.sign_in_id}
    row = session.connection().execute(_viewer, values).one_or_none()
    return None if row is None else Viewer(**row._mapping)


def list_ended(session: Session, sign_ins: Sequence[SignIn]) -> set[str]:
    """List those of some sign-ins that were ended, by their ids; what their time says is not asked."""
    ended: set[str] = set()
    for start in range(0, len(sign_ins), _AT_ONCE):
        some = sign_ins[start : start + _AT_ONCE]
        people = select(User.id, User.epoch).where(User.id.in_({one.user_id for one in some}))
        epochs = {user_id: epoch for user_id, epoch in session.execute(people)}
        ended |= {one.sign_in_id for one in some if epochs.get(one.user_id) != one.epoch}
        out = select(SignedOut.sign_in_id).where(SignedOut.sign_in_id.in_([one.sign_in_id for one in some]))
        ended |= set(session.scalars(out))
    return ended


def is_account(session: Session, user_id: int | None) -> bool:
    """Tell whether somebody signs in, and is neither a guest nor nobody."""
    account = select(User.id).where(User.id == user_id, User.sign_in_name.is_not(None))
    return user_id is not None and session.scalar(account) is not None


def end_sign_in(session: Session, sign_in: SignIn, viewer: Viewer, now: datetime) -> None:
    """End one sign-in for good; idempotent. Ends that are past their cookies' lives are forgotten."""
    forget_admission(session, sign_in.user_id)
    session.execute(delete(SignedOut).where(SignedOut.expires_at < now))
    if session.get(SignedOut, sign_in.sign_in_id) is None:
        session.add(SignedOut(sign_in_id=sign_in.sign_in_id, expires_at=_latest_end(sign_in, viewer)))
        session.flush()


def was_signed_out(session: Session, sign_in: SignIn) -> bool:
    """Tell whether a sign-in was ended for good, and not only because its user is another or gone."""
    return session.get(SignedOut, sign_in.sign_in_id) is not None


def sign_out_everywhere(session: Session, user_id: int) -> None:
    """Make every cookie of a user dead."""
    forget_admission(session, user_id)
    session.execute(update(User).where(User.id == user_id).values(epoch=User.epoch + 1))


def _latest_end(sign_in: SignIn, viewer: Viewer) -> datetime:
    # Another request of the same browser can have renewed its cookie meanwhile: one idle time more is on the safe side.
    end = sign_in.expires_at(viewer)
    return end + (end - datetime.fromtimestamp(sign_in.seen, end.tzinfo))
