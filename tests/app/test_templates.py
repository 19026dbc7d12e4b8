"""Every template parses, asks nobody else for anything, and holds nothing inline that the headers would forbid."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from quizapp.plumbing.runtime import Runtime
from tests.app.checkout import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
#: All that is a part of pages; the macros for every room have inputs of their own.
PARTS = [name for name in TEMPLATES if Path(name).name.startswith("_") and Path(name).name != "_ui.html"]
COMMENT = re.compile(r"\{#.*?#\}", re.S)
INLINE = re.compile(
    r"<style\b|<script\b(?![^>]*\bsrc=)[^>]*>|<[^>]*\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:|\|\s*xmlattr", re.I
)
FOREIGN = re.compile(
    r"\b(?:href|src|srcset|action|formaction|poster|data-[a-z-]+)\s*=\s*[\"']?\s*(?:[a-z]+:)?//|url\(\s*[\"']?(?:https?:)?//",
    re.I,
)


def source(name: str) -> str:
    """Give a template's text without its comments."""
    return COMMENT.sub("", (FOLDER / name).read_text("utf-8"))


def test_there_are_templates() -> None:
    assert "base.html" in TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_parses(whole_app: Flask, name: str) -> None:
    whole_app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_inline(name: str) -> None:
    assert INLINE.findall(source(name)) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    assert FOREIGN.findall(source(name)) == []


@pytest.mark.parametrize("name", PARTS)
def test_part_names_its_inputs(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8").startswith("{# Inputs:")


@pytest.mark.parametrize("name", TEMPLATES)
def test_links_lead_somewhere(whole_app: Flask, name: str) -> None:
    endpoints = set(re.findall(r"url_for\(\s*[\"']([\w.]+)[\"']", source(name)))
    assert endpoints - set(whole_app.view_functions) == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_files_are_there(installed: Runtime, name: str) -> None:
    files = re.findall(r"asset\(\s*[\"']([^\"']+)[\"']", source(name))
    assert [file for file in files if installed.assets.find(file) is None] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_behaviours_are_there(name: str) -> None:
    found = re.findall(r"data-behaviour=\"([^\"{]+)\"", source(name))
    names = {behaviour for value in found for behaviour in value.split()}
    assert [n for n in sorted(names) if not (ROOT / "static/js/behaviours" / f"{n}.js").is_file()] == []
