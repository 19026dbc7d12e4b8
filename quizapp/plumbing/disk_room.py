"""Room on the disk: how a system says that there is none, and what people read of it.

Imports nothing heavy: the process that reads a stranger's file has no database.
"""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

DISK_FULL = "There is no room left on the server’s disk; nothing was saved."
#: What the system says of a file that cannot grow: no space, over quota, over the limit of one file.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: With less a database cannot write any more.
NEEDED_BYTES = 1_000_000


def has_no_room(folder: Path) -> bool:
    """Whether the disk of a folder is full."""
    return shutil.disk_usage(folder).free < NEEDED_BYTES
