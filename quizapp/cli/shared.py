"""What the processes of one installation share: with Redis, wake-ups and limits; without, nothing."""

from __future__ import annotations

from hashlib import sha256

from quizapp.app import secret_key
from quizapp.plumbing.db import Database
from quizapp.plumbing.limits import Limits
from quizapp.plumbing.runtime import Runtime
from quizapp.settings import Settings, SettingsError


def make_runtime(settings: Settings, database: Database) -> Runtime:
    """Give the runtime of these settings.

    Raises:
        SettingsError: Redis is named, and its driver is not installed.
    """
    if not settings.redis_url:
        return Runtime(settings, database)
    try:
        # Here for the start-up cost, and since it may not be installed.
        from quizapp.plumbing.redis_hub import RedisHub
        from quizapp.plumbing.redis_limits import SharedWindows  # start-up cost
        from quizapp.plumbing.redis_outage import Outage  # start-up cost
    except ImportError as error:
        raise SettingsError("For QUIZAPP_REDIS_URL install quizapp[redis].") from error
    # Whoever signs with the same key is one installation; others may use the same Redis.
    name = sha256(secret_key(settings).encode()).hexdigest()[:12]
    outage = Outage()
    return Runtime(
        settings,
        database,
        hub=RedisHub(settings.redis_url, name, outage),
        limits=Limits(SharedWindows(settings.redis_url, name, outage)),
    )
