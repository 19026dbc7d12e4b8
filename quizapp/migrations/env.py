"""Alembic's entry: runs revisions on the connection that `plumbing.schema` hands over."""

from __future__ import annotations

from alembic import context

from quizapp.all_models import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
