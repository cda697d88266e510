"""What any page owes its reader: one h1 and main, a title, a language, labels, no id twice, forms that can be sent."""

import re
from html import unescape
from html.parser import HTMLParser

UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Collects what `faults` needs to know of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.counts = {}
        self.ids = []
        self.labelled_ids = set()
        self.fields = []
        self.open_labels = 0
        self.refused_forms = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "html":
            self.language = found.get("lang", "")
        if tag == "form" and found.get("method", "").lower() == "post":
            self.refused_forms.append(found.get("action") or found.get("id") or "")
        if found.get("name") == "csrfmiddlewaretoken" and self.refused_forms:
            self.refused_forms.pop()
        if tag == "label":
            self.open_labels += 1
            self.labelled_ids.add(found.get("for"))
        if tag in {"input", "select", "textarea"} and found.get("type") not in UNLABELLED_TYPES:
            named = bool(found.get("aria-label") or found.get("aria-labelledby") or self.open_labels)
            self.fields.append((found.get("id"), found.get("name"), named))

    def handle_endtag(self, tag):
        if tag == "label":
            self.open_labels -= 1


def faults(text):
    """List of what is wrong with a page; empty when all is well."""
    page = Page(text)
    found = []
    found += [f"{page.counts.get(tag, 0)} <{tag}>" for tag in ("h1", "main") if page.counts.get(tag, 0) != 1]
    if not page.counts.get("title"):
        found.append("no <title>")
    if page.language != "fr":
        found.append(f"lang is “{page.language}”")
    found += [f"id “{name}” stands twice" for name in sorted({i for i in page.ids if page.ids.count(i) > 1})]
    found += [
        f"field “{name or identity}” has no label"
        for identity, name, named in page.fields
        if not named and identity not in page.labelled_ids
    ]
    found += [f"form “{action}” posts without a token" for action in page.refused_forms]
    return found


def card_names(response):
    """Names on the cards of a list, in their order."""
    return [unescape(name) for name in re.findall(r'<h3><a href="[^"]+">(.*?)</a></h3>', response.content.decode())]
