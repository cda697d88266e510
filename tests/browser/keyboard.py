"""Going by keyboard alone: the focus is seen at each stop."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 120
STOP = """(wanted) => {
    const here = document.activeElement;
    if (!here || here === document.body) return { isThere: false, unseen: "" };
    const shown = [here, here.parentElement].map((one) => getComputedStyle(one));
    const seen = shown.some((style) => style.outlineStyle !== "none");
    return { isThere: here === wanted, unseen: seen ? "" : here.outerHTML.slice(0, 160) };
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus; every stop on the way shows it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = wanted.evaluate(STOP)
        assert stop["unseen"] == ""
        if stop["isThere"]:
            return
    raise AssertionError(f"the focus never reaches {wanted}")


def types_in(page: Page, wanted: Locator, text: str) -> None:
    tab_to(page, wanted)
    page.keyboard.type(text)


def unfolds(page: Page, summary: Locator) -> None:
    tab_to(page, summary)
    page.keyboard.press("Enter")


def goes(page: Page, wanted: Locator) -> None:
    """Press Enter on a link or a button, and wait for the page that answers."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")
