"""Addresses made of titles, in whatever letters these are written."""

from __future__ import annotations

import re

import pytest

from quizapp.core.slugs import SLUG_CHARS, as_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Rivers & Lakes, 2nd set", "rivers-lakes-2nd-set"),
        ("Brückenbau für Anfänger – Maße", "bruckenbau-fur-anfanger-masse"),
        ("Łódź, Ærø, Île-de-France", "lodz-aero-ile-de-france"),
        ("Περσικοί Πόλεμοι", "persikoi-polemoi"),
        ("Ελληνική Ιστορία", "elliniki-istoria"),
        ("Русская история XIX века", "russkaya-istoriya-xix-veka"),
        ("Київська Русь", "kiyivska-rus"),
        ("½ + ⅓", "12-13"),
        ("№ 5 of ﬁve", "no-5-of-five"),
        ("…!?", "bank"),
        ("", "bank"),
        ("x" * 100, "x" * SLUG_CHARS),
    ],
)
def test_titles(title, slug):
    assert as_slug(title) == slug


@pytest.mark.parametrize("titles", [("日本の歴史", "世界の歴史"), ("תנ״ך 1", "היסטוריה 1"), ("ประวัติศาสตร์", "ภูมิศาสตร์")])
def test_titles_in_other_letters_are_told_apart(titles):
    one, other = map(as_slug, titles)
    assert one != other
    assert as_slug(titles[0]) == one
    for slug in (one, other, as_slug("語" * 100 + "x" * 100)):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= SLUG_CHARS


def test_a_question_is_not_called_a_bank():
    assert as_slug("誰?", "question").startswith("question-")
    assert as_slug("?!", "question") == "question"
