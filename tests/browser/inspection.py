"""Everything that is looked at on a page as it stands, in both themes, wide and narrow; and its pictures."""

from __future__ import annotations

import os

from playwright.sync_api import Page

from tests.browser import axe, looks

#: Theme, width in px, rules (None = all). Rules about colour alone see the dark theme: the others would say the same.
LOOKS = (("light", 1440, None), ("dark", 1440, axe.COLOUR_RULES), ("dark", 360, axe.COLOUR_RULES), ("light", 360, None))
#: With `TEST_PICTURES=1` a run keeps all of them, else the first of each theme.
PICTURES = (("light", 360), ("dark", 1440), ("light", 768), ("light", 1440), ("dark", 360), ("dark", 768))


def inspect(page: Page, *, is_variant: bool = False) -> list[str]:
    """List what is wrong with a page as it stands, in both themes, wide, narrow and very narrow.

    A variant of a page that was seen in all looks is seen narrow only.
    """
    found: list[str] = []
    for scheme, width, rules in LOOKS[2:] if is_variant else LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {line}" for line in axe.violations(page, rules)]
    found += [f"small target: {line}" for line in looks.small_targets(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"sideways at 320 px: {line}" for line in looks.wider_than_page(page)]
    if looks.headings(page) != 1:
        found.append(f"{looks.headings(page)} headings of the first level")
    return found


def keep_pictures(page: Page, name: str) -> None:
    """Keep the pictures of a page for whoever judges its looks."""
    for scheme, width in PICTURES if os.environ.get("TEST_PICTURES") == "1" else PICTURES[:2]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 760 if width < 500 else 900})
        looks.keep_picture(page, f"{name}-{width}-{scheme}")
