"""Every table, for migrations."""

from __future__ import annotations

from quizapp.banks import models as banks
from quizapp.documents import models as documents
from quizapp.live import models as live
from quizapp.people import models as people
from quizapp.plumbing import jobs
from quizapp.plumbing.db import Base
from quizapp.study import models as study

metadata = Base.metadata
rooms = (people, banks, documents, study, live, jobs)
