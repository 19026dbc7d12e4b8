"""How often the doors of people may be tried: by account, by address, by a browser that is known."""

from __future__ import annotations

from dataclasses import dataclass

from quizapp.people.service import fold_name
from quizapp.plumbing.limits import Limits, Rule

_TRY_LATER = "Too many tries with a wrong name or password. Wait a little and try again."
ACCOUNT = Rule("sign-in by account", "10/15 minutes", _TRY_LATER)
ACCOUNT_BEYOND = Rule("sign-in by account, beyond", "1/30 seconds", _TRY_LATER)
ADDRESS = Rule("sign-in by address", "200/15 minutes", _TRY_LATER)
SIGN_UP = Rule(
    "sign-up", "60/hour", "Many accounts were made from your network within this hour. Ask your teacher for a slip."
)
GUEST_ROWS = Rule(
    "guest rows", "600/hour", "Many people began here from your network within this hour. Ask your teacher for a slip."
)
CLASSROOM_CODE = Rule(
    "classroom code",
    "30/10 minutes",
    "Many wrong codes were typed in your network. Wait ten minutes, or use the link or the QR code of your classroom.",
)
EXPORT = Rule("export", "30/hour", "You have had your data many times within this hour. Try again later.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to prove who one is; only failures count.

    `name` is as typed. `mark` is the browser's when the account was signed in there before: then its failures are
    counted apart, so that strangers who try the name elsewhere do not hold its owner up.
    """

    limits: Limits
    name: str
    address: str
    mark: str | None = None

    def check(self) -> None:
        """Raise when the door is closed for now; the same words whether or not there is such an account.

        Raises:
            TooMany: wait as long as it says.
        """
        self.limits.check(ADDRESS, self.address)
        if self.limits.is_reached(ACCOUNT, self._key):
            self.limits.spend(ACCOUNT_BEYOND, self._key)

    def count_failure(self) -> None:
        """Count a wrong name or password."""
        self.limits.count(ADDRESS, self.address)
        self.limits.count(ACCOUNT, self._key)

    @property
    def _key(self) -> str:
        return f"browser {self.mark}" if self.mark else f"name {fold_name(self.name)[:80]}"
