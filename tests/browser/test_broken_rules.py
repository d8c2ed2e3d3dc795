"""What looks for broken rules finds them, in each scheme."""

import pytest

from tests.browser.accessibility import DESK, broken_rules

PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
body { background: #fff; color: #111 }
@media (prefers-color-scheme: %s) { p { color: #ddd; background: #eee } }
</style></head><body><main><h1>A page</h1><p>Words.</p>%s</main></body></html>"""


@pytest.fixture
def found(browser):
    def look(*, pale_in="print", more=""):
        page = browser.new_page()
        page.set_content(PAGE % (pale_in, more))
        rules = broken_rules(page, schemes=("light", "dark"), sizes=(DESK,))
        page.close()
        return [rule.partition(":")[0] for rule in rules]

    return look


def test_sound_page_breaks_no_rule(found):
    assert found() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pale_words_are_found_in_the_scheme_that_has_them(found, scheme):
    assert found(pale_in=scheme) == [f"1280 {scheme} color-contrast"]


def test_what_has_no_color_is_told_once(found):
    assert found(more='<img src="data:,">') == ["1280 light image-alt"]
