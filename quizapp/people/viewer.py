"""Who looks at a page: one frozen value, read once a request."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Whoever sent the request: an account, a guest known by cookie, or a passer-by with the defaults."""

    #: None = a passer-by, of whom nothing is stored.
    id: int | None = None
    name: str = ""
    role: str = "student"
    is_admin: bool = False
    is_guest: bool = False
    epoch: int = 0
    #: IANA name.
    zone: str = "UTC"
    day_start_minutes: int = 240
    #: day_first or month_first; None = ask when a date could be either.
    date_order: str | None = None
    theme: str = "auto"
    #: None = no limit.
    minutes_per_day: int | None = None

    @property
    def learner_id(self) -> int | None:
        """The id under which learning is kept; None for a passer-by."""
        return self.id

    @property
    def is_signed_in(self) -> bool:
        """Whether this is an account, not a guest."""
        return self.id is not None and not self.is_guest

    @property
    def is_teacher(self) -> bool:
        """Whether this is a teacher's or an admin's account."""
        return self.is_signed_in and (self.role == "teacher" or self.is_admin)


PASSER_BY = Viewer()


def viewer_of(user: User) -> Viewer:
    """Give the viewer that a row of people is."""
    return Viewer(
        id=user.id,
        name=user.name,
        role=user.role,
        is_admin=user.is_admin,
        is_guest=user.sign_in_name is None,
        epoch=user.epoch,
        zone=user.zone,
        day_start_minutes=user.day_start_minutes,
        date_order=user.date_order,
        theme=user.theme,
        minutes_per_day=user.minutes_per_day,
    )
