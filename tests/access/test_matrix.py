"""Every address × every role: the answer is the one of the matrix, and a refused page refuses its form too."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.access.desk import DESK
from tests.access.html import faults
from tests.access.matrix import MATRIX as SITE
from tests.access.matrix import SIGN_IN, SIGNED_IN, Line
from tests.access.world import build_world
from tests.cast import ROLES

pytestmark = pytest.mark.django_db
MATRIX = {**SITE, **DESK}
PIECES = {"actors:places"}  # options for a field, asked by a script: no page around them
REFUSALS = {SIGN_IN, 403, 404, 405}
PUBLIC_PAGES = [
    name
    for name, line in MATRIX.items()
    if line.visitor == 200 and (name == "home" or name.startswith(("programmes:", "actors:")))
]


def addresses(patterns, namespace=""):
    """Names of every address of the resolver, namespaces included."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


def answer_to(response):
    """The status, or SIGN_IN for a redirection to the sign-in page."""
    if response.status_code == 302 and urlsplit(response["Location"]).path in {"/compte/login/", "/gestion/login/"}:
        return SIGN_IN
    return response.status_code


def close(response):
    """Files are streamed: the test client leaves them open."""
    if response.streaming:
        response.getvalue()  # read to the end: closing by hand would close the connection of the test too


def client_of(world, role):
    client = Client()
    if role != "visitor":
        client.force_login(world.cast.person(role), backend="accounts.backends.PasswordBackend")
    return client


def missing_lines(names):
    return sorted(set(names) - set(MATRIX))


def test_every_address_has_a_line():
    assert missing_lines(addresses(get_resolver().url_patterns)) == []


def test_a_new_address_without_a_line_would_be_seen():
    assert missing_lines(["home", "programmes:surprise"]) == ["programmes:surprise"]


def test_the_matrix_holds_no_line_for_an_address_that_is_gone():
    assert set(MATRIX) - set(addresses(get_resolver().url_patterns)) == set()


def test_each_role_is_answered_as_the_matrix_says():
    world = build_world()

    differences = {}
    for role in ROLES:
        client = client_of(world, role)
        for name, line in MATRIX.items():
            response = client.get(reverse(name, args=line.target(world)))
            close(response)
            answer = answer_to(response)
            if answer not in REFUSALS if line.post_only else answer != line.expected(role):
                differences[name, role] = answer

    assert differences == {}


def test_a_form_refuses_whoever_may_not_see_its_page():
    world = build_world()

    let_in = {}
    for role in ROLES:
        client = client_of(world, role)
        for name, line in MATRIX.items():
            if name != "admin:logout" and line.visitor == SIGN_IN and line.expected(role) in REFUSALS:
                answer = answer_to(client.post(reverse(name, args=line.target(world))))
                if answer not in REFUSALS:
                    let_in[name, role] = answer

    assert let_in == {}


@pytest.mark.parametrize("name", [name for name, line in MATRIX.items() if line.post_only])
def test_a_form_without_a_page_answers_those_who_may(name):
    world = build_world()
    line = MATRIX[name]
    address = reverse(name, args=line.target(world))

    answers = {role: answer_to(client_of(world, role).post(address)) for role in line.answers}

    refused = {role for role, answer in answers.items() if answer in REFUSALS}
    assert refused == {role for role, answer in line.answers.items() if answer in REFUSALS}


def test_each_page_is_well_formed_and_kept_by_nobody():
    world = build_world()

    found = []
    for name, line in MATRIX.items():
        role = next((role for role in ["visitor", *line.answers, *SIGNED_IN] if line.expected(role) == 200), None)
        if role is None or line.post_only:
            continue
        response = client_of(world, role).get(reverse(name, args=line.target(world)))
        if response.get("Content-Type", "").startswith("text/html") and name not in PIECES:
            found += [f"{name}: {fault}" for fault in faults(response.content.decode())]
        if line.visitor != 200 and "no-store" not in response["Cache-Control"]:
            found.append(f"{name}: may be stored")
        if "unsafe" in response["Content-Security-Policy"]:
            found.append(f"{name}: unsafe policy")
        close(response)

    assert found == []


def test_public_pages_leave_no_cookie_and_may_be_kept_a_minute():
    world = build_world()
    client = client_of(world, "visitor")

    for name in PUBLIC_PAGES:
        response = client.get(reverse(name, args=MATRIX[name].target(world)))

        assert (name, dict(response.cookies)) == (name, {})
        assert (name, response["Cache-Control"]) == (name, "public, max-age=60")


def test_a_line_that_opens_too_much_would_be_seen():
    world = build_world()
    planted = Line({"holder": 200, "stranger": 200}, target=lambda w: [w.cast.project.pk])

    answer = answer_to(client_of(world, "stranger").get(reverse("projects:detail", args=planted.target(world))))

    assert answer != planted.expected("stranger")


def test_names_of_the_matrix_can_be_reversed():
    world = build_world()

    for name, line in MATRIX.items():
        try:
            reverse(name, args=line.target(world))
        except NoReverseMatch as error:
            pytest.fail(f"{name}: {error}")
