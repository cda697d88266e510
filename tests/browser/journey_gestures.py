"""What people do on any page: follow a link, press a button, choose in the menu, read a mail."""

import re

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts import outbox

CODE = re.compile(r"\b\d{4}-\d{4}\b")
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def words(text: str) -> re.Pattern:
    """The text with any kind of space between its words: typography is proved elsewhere."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))


def part(page: Page, heading: str) -> Locator:
    """The part of the page under that heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=words(heading)))


def follow(where: Page | Locator, name: str) -> None:
    where.get_by_role("link", name=words(name)).first.click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=words(name)).first.click()


def field(where: Page | Locator, label: str) -> Locator:
    """The control of that label, whether the label ends with a colon or with « facultatif »."""
    name = re.compile(rf"^\s*{words(label).pattern}\s*:?\s*(\(facultatif\))?\s*$")
    return where.get_by_label(name).and_(where.locator("input, select, textarea"))


def writes(where: Page | Locator, values: dict[str, str]) -> None:
    """Write each value in the field of that label, or choose it in a list."""
    for label, value in values.items():
        control = field(where, label)
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(control.locator("option", has_text=value).first.get_attribute("value"))
        else:
            control.fill(value)


def chooses(where: Page | Locator, question: str, *options: str) -> None:
    """Tick each option of the question of that wording."""
    group = where.get_by_role("group", name=words(question))
    for option in options:
        group.get_by_label(words(option)).and_(where.locator("[type=checkbox], [type=radio]")).check()


def unfold(page: Page, name: str) -> None:
    page.locator("summary").filter(has_text=words(name)).first.click()


def sees(page: Page, text: str) -> None:
    expect(page.get_by_text(words(text)).filter(visible=True).first).to_be_visible()


def does_not_see(page: Page, *texts: str) -> None:
    """None of these is anywhere in the page, shown or not; the page must be known to have arrived."""
    whole = page.content()
    assert [text for text in texts if words(text).search(whole)] == []


def is_at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words(heading))


def answer(page: Page, address: str) -> int:
    """The status that this person gets at an address typed by hand."""
    return page.request.get(address, max_redirects=0).status


def post_arrives() -> None:
    """The worker passes: what is owed leaves, each mail once."""
    _, failed = outbox.deliver_due(timezone.now())
    assert failed == 0
    assert outbox.deliver_due(timezone.now()) == (0, 0)


def mails_to(address: str, subject: str = "") -> list[str]:
    return [message.body for message in mail.outbox if message.to == [address] and subject in message.subject]


def code_in(body: str) -> str:
    return CODE.search(body).group()


def link_in(body: str) -> str:
    """The address that a mail gives, without its host: tests are served elsewhere."""
    return LINK.search(body).group(1)
