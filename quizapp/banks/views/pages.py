"""What the views of banks share: the blueprint."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("banks", __name__)
