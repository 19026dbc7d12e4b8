"""File formats, one module each; `registry` lists them, and is loaded by whoever asks for it."""

from __future__ import annotations
