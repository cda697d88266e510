"""Whatever the address of a public page asks, the answer is a normal page of a normal size."""

import re
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tests.access.html import faults
from tests.access.matrix import MATRIX
from tests.access.world import build_world

pytestmark = pytest.mark.django_db
PUBLIC = [name for name, line in MATRIX.items() if line.visitor == 200 and not line.post_only]
PIECES = {reverse("actors:places")}  # options for a field, asked by a script: no page around them
MOST_BYTES = 300_000
LONG = 1_000_000


def repeated(value, times):
    return lambda names: "&".join(f"{name}={value}" for name in names for _ in range(times))


QUERIES = {
    "an unknown code": repeated("inconnu-au-bataillon", 1),
    "NUL and bytes that are not UTF-8": repeated("a%00b%ff%fe%ed%a0%80", 1),
    "markup": repeated(quote("\"><script>alert(1)</script>{{ 7*7 }}' OR 1=1 --"), 1),
    "a negative number": repeated("-1", 1),
    "a huge number": repeated("9" * 5_000, 1),
    "the same again, and arrays": lambda names: "&".join(f"{name}={n}&{name}[]=1" for name in names for n in range(6)),
    "words without end": lambda names: f"q={'accompagner%20' * (LONG // 14)}&lieu={'a' * LONG}&page={'1' * LONG}",
}


def parameters(client, addresses):
    """Names in the forms and in the links of the pages themselves."""
    names = {"page", "q", "lieu", "tri"}
    for address in addresses:
        text = client.get(address).getvalue().decode(errors="replace")
        names |= set(re.findall(r'<(?:input|select|textarea)[^>]*?\sname="([^"]+)"', text))
        for href in re.findall(r'\shref="([^"]*\?[^"]*)"', text):
            names |= set(parse_qs(urlsplit(unescape(href)).query, keep_blank_values=True))
    return sorted(names)


def test_every_public_page_answers_anything():
    world = build_world()
    client = Client()
    addresses = [reverse(name, args=MATRIX[name].target(world)) for name in PUBLIC]
    names = parameters(client, addresses)

    wrong = [
        fault
        for address in addresses
        for kind, query in QUERIES.items()
        for fault in faults_of(client, f"{address}?{query(names)}", f"{address} asked {kind}")
    ]

    assert wrong == []
    assert {"etape", "region", "lieu", "tri", "page"} <= set(names)


def faults_of(client, address, what):
    response = client.get(address)
    content = response.getvalue()
    if response.status_code != 200:
        yield f"{what} answers {response.status_code}"
    elif len(content) > MOST_BYTES:
        yield f"{what} weighs {len(content)} bytes"
    elif response["Content-Type"].startswith("text/html"):
        if address.partition("?")[0] not in PIECES:
            yield from (f"{what}: {fault}" for fault in faults(content.decode()))
        if b"<script>alert" in content:
            yield f"{what}: is executed"


@pytest.mark.parametrize("address", ["/programmes/", "/acteurs/"])
def test_a_list_says_what_it_left_aside(client, address):
    told = client.get(f"{address}?region=zz").content.decode()

    assert "Une partie de cette adresse ne correspond à aucun filtre" in told
    assert "Une partie de cette adresse" not in client.get(f"{address}?page=-3&q=le&utm_source=lettre").content.decode()


def test_more_parameters_than_a_browser_sends_are_refused_with_a_page(client):
    response = client.get("/programmes/?" + "&".join(f"etape={n}" for n in range(1_001)))

    assert response.status_code == 413
    assert "<h1" in response.content.decode()
