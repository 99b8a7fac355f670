"""What is asked of every page finds what is wrong, in the width and the mode where it is wrong."""

from playwright.sync_api import Browser

from tests.browser.looks import faults

PAGE = """<!doctype html><html lang="en"><head><title>Page</title><style>
body { background: #fff; color: #111 }
@media (prefers-color-scheme: dark) { body { background: #111; color: #333 } }
.small { display: none }
@media (max-width: 500px) { .small { display: block } }
</style></head><body><main><h1>Heading</h1>
<div class="small"><img src="data:," width="40" height="40"><p style="width: 700px">Wide</p></div>
</main></body></html>"""


def test_a_fault_is_found_where_it_is(chromium: Browser) -> None:
    """A picture without words at 390 px, words too dark in the dark, and too wide for a phone."""
    page = chromium.new_page()
    page.set_content(PAGE)
    found = {(width, mode, rule) for width, mode, rule, _ in faults(page)}
    again = {(width, mode, rule) for width, mode, rule, _ in faults(page, every_rule=False)}
    page.close()

    sideways = {(390, "light", "scrolls sideways"), (390, "dark", "scrolls sideways")}
    dark = {(1280, "dark", "color-contrast"), (390, "dark", "color-contrast")}
    assert found == {(390, "light", "image-alt"), *sideways, *dark}
    assert again == {*sideways, *dark}
