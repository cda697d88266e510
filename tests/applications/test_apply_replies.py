import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mail
from applications import completing, draft, redirection, withdrawal
from applications.models import Application
from tests.applications.selection import load_letters
from tests.cast import build_cast
from tests.factories import AttachmentFactory, DocumentKindFactory, ProgrammeFactory, ProjectDocumentFactory
from tests.uploads import HOSTILE, pdf, upload

pytestmark = pytest.mark.django_db


def scene(state):
    load_letters()
    return build_cast(**{state: True})


def state_of(cast):
    cast.application.refresh_from_db()
    return cast.application.state


def page(cast, name, *more):
    return reverse(f"applications:{name}", args=[cast.application.pk, *more])


def mails(cast, template):
    return list(Mail.objects.filter(template=template).values_list("recipient__first_name", flat=True))


# withdrawing


@pytest.mark.parametrize("state", ["submitted", "admissible", "waitlisted", "admitted"])
def test_withdrawing_asks_then_moves_and_tells_the_officer(signed_in, state):
    cast = scene(state)
    client = signed_in(cast.holder)

    asked = client.get(page(cast, "withdraw"))
    client.post(page(cast, "withdraw"), {"reason": "timing", "words": "Une naissance"})

    assert "Retirer votre candidature" in asked.text
    assert state_of(cast) == "withdrawn"
    assert (cast.application.withdrawal.reason, cast.application.withdrawal.words) == ("timing", "Une naissance")
    assert cast.application.steps.get().note == "Ce n’est pas le bon moment pour nous. Une naissance"
    assert mails(cast, "application_withdrawn") == ["Claire"]


def test_withdrawing_needs_no_reason(signed_in):
    cast = scene("submitted")

    signed_in(cast.holder).post(page(cast, "withdraw"))

    assert (state_of(cast), cast.application.withdrawal.reason) == ("withdrawn", "unsaid")


@pytest.mark.parametrize(("data", "field"), [({"reason": "silence"}, "reason"), ({"words": "x" * 501}, "words")])
def test_reason_that_is_not_offered_or_too_long_is_said_at_its_field_and_kept(signed_in, data, field):
    cast = scene("submitted")

    response = signed_in(cast.holder).post(page(cast, "withdraw"), data)

    assert (list(response.context["form"].errors), state_of(cast)) == ([field], "submitted")
    assert response.context["form"].data[field] == data[field]


def test_withdrawing_an_offered_place_says_that_it_is_free_and_closes_what_was_asked(signed_in):
    cast = scene("admitted")
    (item,) = ask(cast, "celle de 2027")

    signed_in(cast.holder).post(page(cast, "withdraw"))

    item.request.refresh_from_db()
    assert item.request.closed_at is not None
    assert "une place est de nouveau libre" in Mail.objects.get(template="application_withdrawn").body


def test_withdrawn_team_may_apply_again_while_the_call_is_open(signed_in):
    cast = scene("submitted")
    client = signed_in(cast.holder)
    client.post(page(cast, "withdraw"))
    start = reverse("applications:start", args=[cast.call.slug])

    offered = client.get(page(cast, "detail"))
    again = client.post(start, {"projet": cast.project.pk})

    assert f"{start}?projet={cast.project.pk}" in offered.text
    assert again.url != cast.application.get_absolute_url()


# deleting a draft


def test_deleting_a_draft_asks_first_and_keeps_project_and_documents(signed_in):
    cast = build_cast()
    AttachmentFactory(application=cast.application)
    client = signed_in(cast.holder)

    asked = client.get(page(cast, "discard"))
    kept = Application.objects.filter(pk=cast.application.pk).exists()
    client.post(page(cast, "discard"))

    assert ("Supprimer ce brouillon" in asked.text, kept) == (True, True)
    assert not Application.objects.filter(pk=cast.application.pk).exists()
    assert cast.project.documents.count() == 1


@pytest.mark.parametrize("state", ["submitted", "admitted"])
def test_sent_application_is_not_deleted(signed_in, state):
    cast = scene(state)

    response = signed_in(cast.holder).post(page(cast, "discard"))

    assert (response.url, state_of(cast)) == (cast.application.get_absolute_url(), state)


def test_file_taken_up_again_is_not_deleted(db):
    cast = scene("submitted")
    cast.application.reopenings.create(opened_by=cast.holder)

    with pytest.raises(draft.NotADraft):
        withdrawal.discard(cast.application)

    assert state_of(cast) == "submitted"


def test_confirmed_place_is_no_longer_withdrawn(signed_in):
    cast = scene("confirmed")

    response = signed_in(cast.holder).post(page(cast, "withdraw"))

    assert (response.url, state_of(cast)) == (cast.application.get_absolute_url(), "confirmed")


# confirming


def test_confirming_moves_once_and_answers_politely_twice(signed_in):
    cast = scene("admitted")
    client = signed_in(cast.holder)

    client.post(page(cast, "confirm"))
    second = client.post(page(cast, "confirm"))

    assert (second.status_code, state_of(cast), cast.application.steps.count()) == (302, "confirmed", 1)
    assert mails(cast, "place_confirmed_officer") == ["Claire"]


def test_following_the_link_of_a_mail_confirms_nothing(signed_in):
    cast = scene("admitted")

    response = signed_in(cast.holder).get(page(cast, "confirm"))

    assert (response.status_code, state_of(cast)) == (405, "admitted")


@pytest.mark.parametrize("state", ["submitted", "waitlisted"])
def test_place_that_nobody_offered_is_not_confirmed(signed_in, state):
    cast = scene(state)

    signed_in(cast.holder).post(page(cast, "confirm"))

    assert state_of(cast) == state


# answering a request


def ask(cast, *details):
    request = cast.application.requests.create(due_on=timezone.localdate() + dt.timedelta(days=7))
    return [
        request.items.create(kind=DocumentKindFactory(code=f"piece-{number}"), detail=detail)
        for number, detail in enumerate(details)
    ]


def test_item_is_answered_by_a_file_and_the_last_one_tells_the_officer(signed_in):
    cast = scene("submitted")
    first, second = ask(cast, "celle de 2027", "signée")
    client = signed_in(cast.holder)

    client.post(page(cast, "request_item", first.pk), {"file": upload("a.pdf", pdf())})
    before = mails(cast, "request_answered")
    client.post(page(cast, "request_item", second.pk), {"file": upload("b.pdf", pdf())})

    first.refresh_from_db()
    assert (first.attachment.document.name, first.answered_at is not None) == ("a.pdf", True)
    assert (before, mails(cast, "request_answered")) == ([], ["Claire"])


def test_item_is_answered_by_a_document_of_the_project(signed_in):
    cast = scene("submitted")
    (item,) = ask(cast, "celle de 2027")
    document = ProjectDocumentFactory(project=cast.project, kind=item.kind)

    signed_in(cast.holder).post(page(cast, "request_item", item.pk), {"existing": document.pk})

    item.refresh_from_db()
    assert item.attachment.document == document


@pytest.mark.parametrize("case", ["html named pdf", "zip bomb", "macro extension"])
def test_item_refuses_a_hostile_file(signed_in, case):
    cast = scene("submitted")
    (item,) = ask(cast, "celle de 2027")

    response = signed_in(cast.holder).post(page(cast, "request_item", item.pk), {"file": upload(*HOSTILE[case])})

    assert list(response.context["form"].errors) == ["file"]


@pytest.mark.parametrize("how", ["answered", "closed"])
def test_item_no_longer_awaited_is_left_alone(signed_in, how):
    cast = scene("submitted")
    (item,) = ask(cast, "celle de 2027")
    row = item if how == "answered" else item.request
    setattr(row, f"{how}_at", timezone.now())
    row.save()

    response = signed_in(cast.holder).post(page(cast, "request_item", item.pk), {"file": upload("a.pdf", pdf())})

    assert response.url == cast.application.get_absolute_url()
    assert cast.application.attachments.count() == 0


def test_request_closed_meanwhile_raises(db):
    cast = scene("submitted")
    (item,) = ask(cast, "celle de 2027")
    item.request.closed_at = timezone.now()
    item.request.save()

    with pytest.raises(completing.RequestClosed):
        completing.answer(item, ProjectDocumentFactory(project=cast.project, kind=item.kind), now=timezone.now())


def test_item_of_another_file_does_not_open_through_mine(signed_in):
    cast = scene("submitted")
    (item,) = ask(cast, "celle de 2027")
    item.request.application = build_other()
    item.request.save()

    response = signed_in(cast.holder).post(page(cast, "request_item", item.pk), {"file": upload("a.pdf", pdf())})

    item.refresh_from_db()
    assert (response.url, item.answered_at) == (cast.application.get_absolute_url(), None)


def build_other():
    from_elsewhere = ProjectDocumentFactory().project
    return from_elsewhere.applications.create(
        call=(call := ProgrammeFactory().calls.create(slug="autre", title="Autre", opens_at=timezone.now(), places=1)),
        revision=call.revisions.create(number=1),
    )


# answering a proposal


def propose(cast):
    programme = ProgrammeFactory(name="Starter")
    proposal = cast.application.redirect_proposals.create(sentence="Plus proche de votre étape.")
    proposal.programmes.add(programme)
    return proposal, programme


@pytest.mark.parametrize(
    ("state", "reply", "answer", "after"),
    [
        ("submitted", "programme", "accepted", "redirected"),
        ("admissible", "programme", "accepted", "redirected"),
        ("submitted", "other", "other", "submitted"),
        ("submitted", "none", "none", "submitted"),
    ],
)
def test_proposal_is_answered_and_the_officer_is_told(signed_in, state, reply, answer, after):
    cast = scene(state)
    proposal, programme = propose(cast)

    signed_in(cast.holder).post(page(cast, "proposal"), {"answer": programme.pk if reply == "programme" else reply})

    proposal.refresh_from_db()
    assert (proposal.answer, proposal.chosen, state_of(cast)) == (
        answer,
        programme if reply == "programme" else None,
        after,
    )
    assert mails(cast, "redirect_answered") == ["Claire"]


def test_proposal_of_a_committee_keeps_the_state(signed_in):
    cast = build_cast(state="redirected", number="C-2027-0001")
    proposal, programme = propose(cast)

    signed_in(cast.holder).post(page(cast, "proposal"), {"answer": programme.pk})

    proposal.refresh_from_db()
    assert (proposal.answer, state_of(cast)) == ("accepted", "redirected")


def test_programme_that_was_not_proposed_is_refused(signed_in):
    cast = scene("submitted")
    propose(cast)

    response = signed_in(cast.holder).post(page(cast, "proposal"), {"answer": ProgrammeFactory().pk})

    assert (list(response.context["form"].errors), state_of(cast)) == (["answer"], "submitted")


def test_proposal_is_answered_once(db):
    cast = scene("submitted")
    proposal, _ = propose(cast)
    redirection.answer(proposal, "none", by=cast.holder, now=timezone.now())

    with pytest.raises(redirection.AlreadyAnswered):
        redirection.answer(proposal, "other", by=cast.holder, now=timezone.now())


def test_page_without_a_proposal_goes_back_to_the_file(signed_in):
    cast = scene("submitted")

    assert signed_in(cast.holder).get(page(cast, "proposal")).url == cast.application.get_absolute_url()
