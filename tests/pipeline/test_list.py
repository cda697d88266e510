"""The officers' list: what each column says, what narrows and sorts it, who sees which mark."""

import datetime as dt
import re

import pytest
from django.contrib.admin.templatetags.admin_list import result_headers
from django.utils import timezone

from applications import eligibility, failing
from applications.models import Application
from tests import factories
from tests.applications.selection import another_file, decided, give_marks, in_committee
from tests.cast import seat_of
from tests.pipeline.table import LIST, another, listed, sent, table

pytestmark = pytest.mark.django_db
OWN = "Conciergerie des collines"


def test_age_is_shown_filtered_and_sorted(signed_in):
    cast = table(Ancienne=40, Moyenne=20)
    client = signed_in(cast.officer)

    page = client.get(LIST)
    column = 1 + [header["text"] for header in headers(page)].index("âge")

    assert "40\u00a0j" in page.content.decode()
    assert listed(client, "age=15") == ["Moyenne", "Ancienne"]
    assert listed(client, "age=30") == ["Ancienne"]
    assert listed(client, f"o={column - 1}") == [OWN, "Moyenne", "Ancienne"]
    assert listed(client, "age=beaucoup") == listed(client, "")


def headers(page):
    return list(result_headers(page.context["cl"]))


def test_incomplete_is_a_missing_document_or_an_awaited_answer(signed_in):
    cast = table(Attendue=1, Complète=1)
    document = factories.CallDocumentFactory(call=cast.call, required=True)
    for title in ("Attendue", "Complète"):
        factories.AttachmentFactory(application=cast.files[title], call_document=document)
    due = timezone.localdate() + dt.timedelta(days=5)
    cast.files["Attendue"].requests.create(due_on=due, asked_by=cast.officer)

    assert sorted(listed(signed_in(cast.officer), "complet=non")) == ["Attendue", OWN]


def test_a_failed_rule_is_counted_filtered_and_yields_to_the_officers_opinion(signed_in):
    cast = table()
    rule = factories.RuleFactory(programme=cast.programme, operator="declared", value="", strength="hard")
    no = sent(another(cast, "Dit non"), declared={rule.code: "non"})
    sent(another(cast, "Dit oui"), declared={rule.code: "oui"})
    client = signed_in(cast.officer)

    assert listed(client, "regle=non-remplie") == ["Dit non"]
    assert listed(client, "regle=a-verifier") == [OWN]
    assert "1\u00a0non remplie" in client.get(LIST).content.decode()

    no.opinions.create(rule=rule, verdict="met", by=cast.officer)
    assert listed(client, "regle=non-remplie") == []


def test_many_files_are_judged_as_each_is_on_its_own_page():
    cast = table()
    factories.RuleFactory(programme=cast.programme, operator="declared", value="", strength="hard")
    file = failing.with_sent(Application.objects.all()).get()
    day = timezone.localdate()

    alone = [verdict.status for verdict in eligibility.verdicts(file, day)]

    assert (failing.of_each([file], day), alone) == ({file.pk: failing.Failing(0, 1)}, ["unknown"])


def test_a_file_is_found_by_a_person_of_its_team(signed_in):
    cast = table()
    person = factories.UserFactory(first_name="Zénobie", last_name="Quatrefages", email="zq@example.org")
    other = another(cast, "Radio Lavande")
    factories.TeamMemberFactory(project=other.project, user=person, role="reader")
    client = signed_in(cast.officer)

    assert [listed(client, f"q={words}") for words in ("Quatrefages", "zq@example.org", "Lavande", "Introuvable")] == [
        ["Radio Lavande"],
        ["Radio Lavande"],
        ["Radio Lavande"],
        [],
    ]


def test_average_and_spread_are_those_of_counted_reviews(signed_in):
    cast = in_committee("discussion")
    for role, values in (("chair", (5, 5)), ("member", (2, 2))):
        give_marks(cast.item, seat_of(cast, role), values, timezone.now())

    page = signed_in(cast.officer).get(LIST).content.decode()

    assert re.search(r"14<br><span[^>]*>écart large\u00a012<", page)


def test_an_officer_with_a_declared_interest_sees_neither_the_file_nor_its_marks(signed_in):
    cast = in_committee("discussion")
    give_marks(cast.item, seat_of(cast, "chair"), (5, 5), timezone.now())
    another_file(cast, "Radio Lavande")
    seat = factories.CommitteeMemberFactory(session=cast.session, user=cast.officer)
    factories.InterestDeclarationFactory(item=cast.item, member=seat, kind="personal")
    client = signed_in(cast.officer)
    before = [listed(client, query) for query in ("", "o=-7", "lecture=personne", "q=Conciergerie", "age=0")]

    give_marks(cast.item, seat_of(cast, "member"), (0, 0), timezone.now())

    assert before == [listed(client, query) for query in ("", "o=-7", "lecture=personne", "q=Conciergerie", "age=0")]
    assert all(OWN not in titles for titles in before)


def test_a_file_that_nobody_reads_is_found(signed_in):
    cast = in_committee()
    another_file(cast, "Sans lectrice")

    assert listed(signed_in(cast.officer), "lecture=personne") == ["Sans lectrice"]


@pytest.mark.parametrize("outcome", ["admit", "decline"])
def test_a_pending_decision_is_said_nowhere_on_the_list(signed_in, outcome):
    cast = in_committee("discussion")
    client = signed_in(cast.officer)
    before = client.get(LIST).context["cl"].result_list[0].state

    decided(cast, cast.item, outcome, timezone.now(), reason="fit", advice="Conseil")

    after = client.get(LIST).context["cl"].result_list[0]
    assert (before, after.state) == ("admissible", "admissible")


@pytest.mark.parametrize("order", ["7", "-7"])
def test_unmarked_files_sort_last_both_ways(signed_in, order):
    cast = in_committee("discussion")
    another_file(cast, "Sans note")
    give_marks(cast.item, seat_of(cast, "chair"), (3, 3), timezone.now())

    assert listed(signed_in(cast.officer), f"o={order}") == [OWN, "Sans note"]
