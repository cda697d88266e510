"""Two officers on the page of one call, or of one of its meetings: both texts are seen, neither is lost."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import calls, meetings
from programmes.models import Call, CallCriterion
from tests import factories
from tests.cast import build_cast
from tests.crowd import together
from tests.shown import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = build_cast()
    Call.objects.update(published_at=None, presentation="Un an.")
    factories.CallCriterionFactory(call=cast.call, name="Maturité", weight=2)
    return cast


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.officer)


def page_of(call):
    return reverse("admin:programmes_call_change", args=[call.pk])


def opened(desk, call):
    """What a browser would send back from the page as it stands."""
    return shown(desk.get(page_of(call)).content.decode(), "call_form")


def test_the_second_officer_sees_both_texts_and_neither_is_lost(cast, desk):
    first, second = opened(desk, cast.call), opened(desk, cast.call)

    saved = desk.post(page_of(cast.call), {**first, "presentation": "Le texte de Claire.", "places": "9"})
    late = desk.post(
        page_of(cast.call), {**second, "presentation": "Le texte de Denise.", "committee_on": "2031-05-02"}
    )

    assert (saved.status_code, late.status_code) == (302, 409)
    assert Call.objects.get().presentation == "Le texte de Claire."
    assert ("Présentation", "Le texte de Claire.", "Le texte de Denise.") in late.context["conflicts"]
    assert ("Comité prévu le", "rien", "2\u00a0mai\u00a02031") in late.context["conflicts"]
    again = shown(late.content.decode(), "call_form")
    assert (again["presentation"], again["committee_on"]) == ("Le texte de Denise.", "2031-05-02")
    assert desk.post(page_of(cast.call), again).status_code == 302
    assert Call.objects.get().presentation == "Le texte de Denise."


def test_dates_are_compared_in_the_zone_of_the_call(cast, desk):
    Call.objects.update(time_zone="Indian/Reunion")
    first, second = opened(desk, cast.call), opened(desk, cast.call)

    desk.post(page_of(cast.call), {**first, "closes_at": "2031-03-01T18:00"})
    late = desk.post(page_of(cast.call), {**second, "closes_at": "2031-04-01T18:00"})

    row = ("Clôture", "1er\u00a0mars\u00a02031 à 18\u00a0h", "1er\u00a0avril\u00a02031 à 18\u00a0h")
    assert row in late.context["conflicts"]


def test_rows_written_by_both_are_all_kept(cast, desk):
    first, second = opened(desk, cast.call), opened(desk, cast.call)
    row = "criteria-1-"

    desk.post(page_of(cast.call), {**first, f"{row}name": "Ancrage", "criteria-0-weight": "3"})
    late = desk.post(page_of(cast.call), {**second, f"{row}name": "Équipe", "criteria-0-weight": "5"})
    told = {row[0]: row[1:] for row in late.context["conflicts"] if row[0].startswith("Critère")}
    again = desk.post(page_of(cast.call), shown(late.content.decode(), "call_form"))

    assert "poids : 3" in told["Critère : Maturité"][0]
    assert "poids : 5" in told["Critère : Maturité"][1]
    assert told["Critère : Ancrage"][1] == "absent de votre page : il reste"
    assert (told["Critère"][0], again.status_code) == ("absent", 302)
    assert "critère : Équipe" in told["Critère"][1]
    kept = CallCriterion.objects.order_by("pk").values_list("name", "weight")
    assert list(kept) == [("Maturité", 5), ("Ancrage", 1), ("Équipe", 1)]


def test_a_row_taken_away_meanwhile_comes_back_as_a_new_one(cast, desk):
    first, second = opened(desk, cast.call), opened(desk, cast.call)

    desk.post(page_of(cast.call), {**first, "criteria-0-DELETE": "on"})
    gone = CallCriterion.objects.exists()
    late = desk.post(page_of(cast.call), {**second, "criteria-0-help_text": "Ce que Denise a écrit"})
    desk.post(page_of(cast.call), shown(late.content.decode(), "call_form"))

    assert gone is False
    assert late.status_code == 409
    assert CallCriterion.objects.get().help_text == "Ce que Denise a écrit"


def test_what_is_typed_while_the_call_is_announced_is_given_back(cast, desk):
    Call.objects.update(
        contact="a@example.org",
        committee_on=timezone.localdate(),
        answer_by=timezone.localdate(),
        starts_on=timezone.localdate(),
    )
    factories.QuestionFactory(revision=calls.form_of(cast.call))
    typed = opened(desk, cast.call)
    calls.publish(cast.call, by=cast.officer, now=timezone.now())

    late = desk.post(page_of(cast.call), {**typed, "title": "Le titre de Denise", "criteria-1-name": "Équipe"})

    assert late.status_code == 409
    assert ("Titre", cast.call.title, "Le titre de Denise") in late.context["conflicts"]
    assert "critère : Équipe" in late.content.decode()
    assert "ce qui est figé ne se modifie plus" in late.content.decode()
    assert (Call.objects.get().title, CallCriterion.objects.count()) == (cast.call.title, 1)


@pytest.mark.parametrize("version", ["", "0", "1e9", "9" * 30, "²"])
def test_a_forged_version_saves_nothing(cast, desk, version):
    answer = desk.post(page_of(cast.call), {**opened(desk, cast.call), "places": "99", "version": version})

    assert answer.status_code == 409
    assert Call.objects.get().places != 99


def test_two_officers_on_one_meeting(cast, desk):
    starts_at = timezone.now() + dt.timedelta(days=3)
    meeting = factories.InformationMeetingFactory(call=cast.call, starts_at=starts_at)
    page = reverse("admin:programmes_call_meeting", args=[cast.call.pk, meeting.pk])
    typed = {"starts_at": "2031-06-07T18:00", "minutes": 90, "mode": "on_site", "places": 12, "version": 1}

    desk.post(page, {**typed, "place": "La salle de Claire"})
    late = desk.post(page, {**typed, "place": "La salle de Denise"})

    meeting.refresh_from_db()
    assert (late.status_code, meeting.place) == (409, "La salle de Claire")
    assert ("Lieu public", "La salle de Claire", "La salle de Denise") in late.context["conflicts"]
    assert desk.post(page, {**typed, "place": "La salle de Denise", "version": 2}).status_code == 302


def test_two_officers_on_one_attendance_list(cast, desk):
    meeting = factories.InformationMeetingFactory(call=cast.call, starts_at=timezone.now() + dt.timedelta(hours=1))
    Call.objects.update(published_at=timezone.now())
    one, two = [meetings.register(meeting, by=person, now=timezone.now()) for person in (cast.holder, cast.stranger)]
    page = reverse("admin:programmes_call_attendance", args=[cast.call.pk, meeting.pk])

    desk.post(page, {"present": [one.pk], "before": ""})
    late = desk.post(page, {"present": [two.pk], "before": ""})

    one.refresh_from_db()
    assert (late.status_code, one.attended) == (409, True)
    assert late.context["conflicts"] == [("Personnes venues", str(cast.holder), str(cast.stranger))]
    assert desk.post(page, {"present": [one.pk, two.pk], "before": f"{one.pk}"}).status_code == 302


def test_a_letter_written_meanwhile_is_not_thrown_away(cast, desk):
    factories.letter_templates()
    letter = cast.call.own_letters.create(code="admitted", subject="Oui", body="Bravo.", version=2)
    page = reverse("admin:programmes_call_letter_general", args=[cast.call.pk, "admitted"])

    desk.post(page, {"version": "1"})
    kept = cast.call.own_letters.filter(pk=letter.pk).exists()
    desk.post(page, {"version": "2"})

    assert (kept, cast.call.own_letters.exists()) == (True, False)


def test_a_question_typed_while_the_form_is_frozen_or_gone_is_given_back(cast, desk):
    revision = calls.form_of(cast.call)
    question = factories.QuestionFactory(revision=revision)
    page = reverse("admin:programmes_question_edit", args=[revision.pk, question.pk])
    typed = {"kind": "long", "label": "La question que Denise a écrite ?", "version": 1}

    revision.questions.all().delete()
    gone = desk.post(page, typed)
    type(revision).objects.update(frozen_at=timezone.now())
    frozen = desk.post(page, typed)

    assert (gone.status_code, frozen.status_code) == (404, 403)
    assert all("La question que Denise a écrite ?" in answer.content.decode() for answer in (gone, frozen))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_officers_at_once_save_one_text_and_keep_nine():
    cast = build_cast()
    Call.objects.update(published_at=None)
    people = [Client() for _ in range(10)]
    for person in people:
        person.force_login(cast.officer, backend="accounts.backends.PasswordBackend")
    typed = opened(people[0], cast.call)

    def save(number):
        return people[number].post(page_of(cast.call), {**typed, "presentation": f"Texte {number}"})

    answers = together([lambda number=number: save(number) for number in range(10)])

    saved = Call.objects.get().presentation
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 9
    assert answers[int(saved[-1])].status_code == 302
    for number, answer in enumerate(answers):
        page = answer.content.decode()  # not its context: the test client shares those of all threads
        assert answer.status_code == 302 or (saved in page and f"Texte {number}</textarea>" in page)
