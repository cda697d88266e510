import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from projects import access
from projects.models import Project
from tests.cast import ROLES
from tests.factories import ProjectFactory, TeamMemberFactory

PAGES = ["detail", "edit", "stage", "document_add"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["stranger", "prescriber", "officer", "chair", "referent", "superuser"])
def test_project_pages_do_not_exist_for_others(signed_in, cast, role, page):
    response = signed_in(cast.person(role)).get(reverse(f"projects:{page}", args=[cast.project.pk]))

    assert response.status_code == 404


@pytest.mark.parametrize(("page", "status"), [("detail", 200), ("edit", 403), ("stage", 403), ("document_add", 403)])
def test_reader_reads_and_does_not_write(signed_in, cast, page, status):
    response = signed_in(cast.colleague).get(reverse(f"projects:{page}", args=[cast.project.pk]))

    assert response.status_code == status


def test_reader_cannot_post_a_change(signed_in, cast):
    url = reverse("projects:edit", args=[cast.project.pk])

    response = signed_in(cast.colleague).post(url, {"title": "Pris", "version": cast.project.version})

    cast.project.refresh_from_db()
    assert (response.status_code, cast.project.title) == (403, "Conciergerie des collines")


def test_editor_of_another_project_sees_only_hers(signed_in, stranger, holder):
    hers, other = ProjectFactory(owner=stranger), ProjectFactory(owner=holder)

    response = signed_in(stranger).get(reverse("projects:index"))

    assert list(response.context["page"]) == [hers]
    assert other.title not in response.text


def test_former_member_sees_nothing_any_more(signed_in, stranger):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    member = TeamMemberFactory(user=stranger, ends_on=yesterday)

    response = signed_in(stranger).get(member.project.get_absolute_url())

    assert response.status_code == 404


def test_visitor_is_sent_to_sign_in(client, cast):
    response = client.get(cast.project.get_absolute_url())

    assert response.url == f"{reverse('account_login')}?next={cast.project.get_absolute_url()}"


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_predicates_agree_with_querysets(cast, role):
    user = cast.person(role)

    answers = (access.reads(user, cast.project), access.writes(user, cast.project))

    assert answers == (
        cast.project in Project.objects.visible_to(user),
        cast.project in Project.objects.editable_by(user),
    )
