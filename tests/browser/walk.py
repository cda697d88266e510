"""Walks the pages that a person reaches by links: a few of each shape, never a link that changes something."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error

LEAVE_ALONE = ("/compte/logout/", "/static/")
SIGNED_IN = ("/espace/", "/compte/", "/projets/", "/candidatures/", "/comite/", "/suivi/", "/gestion/")


def shape_of(path):
    """The route that serves the address; None for what is not a page of ours."""
    try:
        return resolve(path).route
    except Resolver404:
        return None


def walk(page, starts, *, within=("/",), per_shape=2, by_others=None):
    """Yield (address, status) each time the browser stands on one more page; begins with `starts`.

    `by_others` counts, by shape, the people who have walked there before; a third one goes elsewhere.
    """
    waiting, seen, shapes = list(starts), set(), Counter()
    by_others = Counter() if by_others is None else by_others
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        shape = shape_of(path)
        if address in seen or shape is None or shapes[shape] >= per_shape:
            continue
        if by_others[shape] >= 2 and address not in starts:
            continue
        if path.startswith(LEAVE_ALONE) or not path.startswith(within):
            continue
        seen.add(address)
        shapes[shape] += 1
        by_others[shape] += 1
        response = open_page(page, address)
        if response is None:
            continue
        yield address, response.status
        waiting += links_of(page)


def open_page(page, address):
    """The response, or None for a file that the browser downloads."""
    try:
        response = page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):
            return None
        raise
    return response if "text/html" in (response.headers.get("content-type") or "") else None


def links_of(page):
    here = urlsplit(page.url)
    for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))"):
        target = urlsplit(urljoin(page.url, link))
        if (target.scheme, target.netloc) == (here.scheme, here.netloc):
            yield target.path + (f"?{target.query}" if target.query else "")
