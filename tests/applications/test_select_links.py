"""Links that the base shows: found, held, settled by the chair, and kept out of every channel meanwhile."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import committee, decisions, links, review
from applications.committee import CommitteeRefused
from applications.links import LinkRefused
from applications.models import AgendaItem, Application, DetectedLink, InterestDeclaration, LinkSettlement
from ess_portal import duties
from projects.models import Agreement
from tests import factories
from tests.applications.selection import close, decided, give_marks, in_committee, publish
from tests.cast import follow, seat_of

pytestmark = pytest.mark.django_db
TITLE = "Conciergerie des collines"


def now():
    return timezone.now()


def same_house(cast, role="member"):
    cast.project.organisation = factories.ActorFactory()
    cast.project.save()
    factories.OrganisationRoleFactory(user=cast.person(role), actor=cast.project.organisation)


def same_siren(cast, role="member"):
    cast.project.siren = "552100554"
    cast.project.save()
    house = factories.ActorFactory(siret="55210055400013")
    factories.OrganisationRoleFactory(user=cast.person(role), actor=house)


def partner(cast, role="member"):
    seat = seat_of(cast, role)
    seat.organisation = factories.ActorFactory()
    seat.save()
    cast.programme.partners.add(seat.organisation)


def team(cast, role="member"):
    cast.project.team.create(user=cast.person(role), role="reader", starts_on=timezone.localdate())


def former_team(cast, role="member"):
    day = timezone.localdate() - timezone.timedelta(days=30)
    cast.project.team.create(user=cast.person(role), role="reader", starts_on=day, ends_on=day)


def helper(cast, role="member"):
    Agreement.objects.create(
        project=cast.project,
        person=cast.holder,
        helper=cast.person(role),
        actor=cast.leader,
        manner="oral",
        scope="read",
        given_on=timezone.localdate(),
        ends_at=now() + timezone.timedelta(days=10),
    )


def mentor_before(cast, role="member"):
    follow(cast)
    day = timezone.localdate() - timezone.timedelta(days=30)
    cast.participation.roles.create(user=cast.person(role), kind="mentor", starts_on=day, ends_on=day)


FOUND = [
    (same_house, "house"),
    (same_siren, "siren"),
    (partner, "partner"),
    (team, "team"),
    (former_team, "team"),
    (helper, "helper"),
    (mentor_before, "followed"),
]


def linked(find=same_house, phase="reading", role="member"):
    """The member, who has declared that she has none, has a link that the base shows."""
    cast = in_committee(phase)
    find(cast, role)
    links.refresh(cast.session, now())
    return cast


def kind_of(cast, role="member"):
    return InterestDeclaration.objects.get(item=cast.item, member=seat_of(cast, role)).kind


def settle(cast, *, by, bars, reason="", role="member"):
    pairs = {(cast.item.pk, seat_of(cast, role).pk)}
    return links.settle(cast.session, pairs, bars=bars, reason=reason, by=by, now=now())


@pytest.mark.parametrize(("find", "ground"), FOUND)
def test_a_link_that_the_base_shows_takes_the_file_away(find, ground):
    cast = linked(find)

    assert list(DetectedLink.objects.values_list("member__user", "ground")) == [(cast.member.pk, ground)]
    assert not Application.objects.read_in_committee_by(cast.member).exists()
    assert not seat_of(cast, "member").assignments.exists()


def test_the_day_s_duties_find_a_link_born_since():
    cast = in_committee()
    team(cast)

    duties.perform(now())

    assert kind_of(cast) == "detected"


def test_declaring_no_link_does_not_open_a_file_that_the_base_links():
    cast = in_committee()
    InterestDeclaration.objects.filter(member=seat_of(cast, "member")).delete()
    same_house(cast)

    review.declare(cast.item, seat_of(cast, "member"), "none", now=now())

    assert kind_of(cast) == "detected"
    assert not Application.objects.read_in_committee_by(cast.member).exists()


def test_a_link_declared_by_herself_has_nothing_to_settle():
    cast = linked(same_house, role="conflicted")

    assert kind_of(cast, "conflicted") == "employer"
    assert not links.unsettled(cast.session).exists()


def test_she_learns_only_that_something_waits(signed_in):
    cast = linked(phase="discussion")
    client = signed_in(cast.member)

    listed = client.get(reverse("committee:session", args=[cast.session.pk])).content.decode()
    asked = client.get(reverse("committee:declare", args=[cast.session.pk, cast.item.pk])).content.decode()
    room = client.get(reverse("committee:room", args=[cast.session.pk])).content.decode()

    assert "la présidence doit régler un point" in listed
    assert "la présidence du comité doit régler un point" in asked
    assert "Vous sortez pour ce dossier." in room
    assert [word for word in (TITLE, "même structure", "déclaré un lien") if word in listed + asked + room] == []
    assert client.get(reverse("committee:links", args=[cast.session.pk])).status_code == 404


def test_an_unsettled_link_is_out_of_the_quorum_the_averages_and_the_pending_decisions():
    cast = in_committee("discussion")
    give_marks(cast.item, seat_of(cast, "member"), (0, 0), now())
    give_marks(cast.item, seat_of(cast, "chair"), (5, 5), now())
    same_house(cast)
    links.refresh(cast.session, now())

    assert review.with_average(AgendaItem.objects.all()).get().average == 20.0
    assert committee.short_of_quorum(cast.session, [cast.item]) == [cast.item]
    assert not decisions.seen_by(cast.member, cast.session).exists()
    assert not decisions.counts_places(cast.member, cast.session)


def test_the_chair_settles_that_it_does_not_bar_and_both_are_kept():
    cast = linked()

    settle(cast, by=cast.chair, bars=False, reason="Adhérente, sans fonction.")

    kept = LinkSettlement.objects.get()
    assert (kept.bars, kept.grounds, kept.reason, kept.by) == (
        False,
        ["house"],
        "Adhérente, sans fonction.",
        cast.chair,
    )
    assert kind_of(cast) == "none"
    assert committee.barriers(cast.session).get((cast.item.pk, seat_of(cast, "member").pk)) is None
    assert links.refresh(cast.session, now()) == 0


def test_a_new_ground_after_a_settlement_is_held_again():
    cast = linked()
    settle(cast, by=cast.chair, bars=False, reason="Adhérente, sans fonction.")

    helper(cast)

    assert links.refresh(cast.session, now()) == 1
    assert kind_of(cast) == "detected"


def test_a_settlement_that_bars_works_as_a_declared_link(signed_in):
    cast = linked()

    settle(cast, by=cast.chair, bars=True)

    assert kind_of(cast) == "recused"
    assert not links.unsettled(cast.session).exists()
    page = signed_in(cast.member).get(reverse("committee:declare", args=[cast.session.pk, cast.item.pk]))
    assert "sortirez quand il sera discuté" in page.content.decode()


@pytest.mark.parametrize("who", ["officer", "member", "conflicted", "stranger"])
def test_nobody_but_the_chair_settles_the_link_of_a_member(who):
    cast = linked()

    with pytest.raises(LinkRefused, match="pas à régler par vous"):
        settle(cast, by=cast.person(who), bars=True)

    assert not LinkSettlement.objects.exists()


def test_the_chair_never_settles_her_own_link_an_officer_does():
    cast = linked(role="chair")

    with pytest.raises(LinkRefused, match="pas à régler par vous"):
        settle(cast, by=cast.chair, bars=False, reason="Rien à voir.", role="chair")
    settle(cast, by=cast.officer, bars=True, role="chair")

    assert kind_of(cast, "chair") == "recused"


def test_a_link_that_does_not_bar_needs_a_reason_and_is_never_said_of_the_team():
    cast = linked(team)

    with pytest.raises(LinkRefused, match="Dites pourquoi"):
        settle(cast, by=cast.chair, bars=False, reason="  ")
    with pytest.raises(LinkRefused, match="écartez-la"):
        settle(cast, by=cast.chair, bars=False, reason="Elle lit vite.")


def test_neither_closing_nor_publication_go_while_a_link_is_unsettled():
    cast = in_committee("discussion")
    cast.session.quorum = 1
    cast.session.save()
    decided(cast, cast.item, "admit", now(), message="Une enquête solide.")
    same_house(cast)

    with pytest.raises(CommitteeRefused, match="un lien trouvé entre un membre et ce dossier reste à régler"):
        close(cast)
    assert kind_of(cast) == "detected"  # what the refusal found is kept: the chair has something to settle

    settle(cast, by=cast.chair, bars=True)
    with pytest.raises(CommitteeRefused, match="la sortie d’une personne récusée n’est pas notée"):
        close(cast)
    committee.note_exit(cast.item, now=now())
    close(cast)
    helper(cast, "chair")
    with pytest.raises(CommitteeRefused, match="reste à régler"):
        publish(cast)


def test_the_chair_settles_from_her_page_and_what_is_typed_stays(signed_in):
    cast = linked()
    client, page = signed_in(cast.chair), reverse("committee:links", args=[cast.session.pk])
    pair = f"{cast.item.pk}:{seat_of(cast, 'member').pk}"

    refused = client.post(page, {"pairs": [pair], "verdict": "allows", "reason": ""})
    done = client.post(page, {"pairs": [pair], "verdict": "allows", "reason": "Simple adhérente."}, follow=True)

    assert (refused.status_code, "Dites pourquoi" in refused.content.decode()) == (422, True)
    assert "1\u00a0lien réglé" in done.content.decode()
    assert "Simple adhérente." in done.content.decode()


def test_the_chair_is_told_once_a_day_without_any_name():
    cast = linked()
    helper(cast, "conflicted")
    former_team(cast, "member")
    links.refresh(cast.session, now())

    mail = Mail.objects.get(template="committee_links")

    assert mail.recipient == cast.chair
    assert [word for word in (TITLE, "Bakary") if word in mail.subject + mail.body] == []


def test_the_desk_shows_the_links_and_lets_the_officer_settle_only_the_chair_s(signed_in):
    cast = linked()
    client = signed_in(cast.officer)
    page = reverse("admin:applications_session_links", args=[cast.session.pk])

    shown = client.get(page).content.decode()
    same_house(cast, "chair")
    links.refresh(cast.session, now())
    form = client.get(page).context["form"]

    assert "même structure que le projet" in shown
    assert "par la présidence" in shown
    assert {link.member.user for link in form.pending} == {cast.chair, cast.member}  # the chair cannot, on this file
