"""What a browser holds of a game, and for whom: whose page it shows, by whose token it plays."""

from __future__ import annotations

from sqlalchemy.orm import Session

from quizapp.people.service import is_account


def is_made_for(session: Session, person: str, user_id: int | None) -> bool:
    """Whether a page is made for who is here now: one that was made for nobody is also that of a guest made since."""
    return person == str(user_id or "") or (not person and not is_account(session, user_id))
