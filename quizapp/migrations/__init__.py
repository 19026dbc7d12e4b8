"""Alembic's revisions of the schema, numbered; `.head` names the newest, so that two branches conflict in git."""
