"""Minutes: written from the session, corrected with their history, signed by the chair alone, altered never unseen."""

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone

from applications import committee, minutes
from applications.committee import CommitteeRefused
from applications.models import Minutes
from tests import factories
from tests.applications.selection import another_file, close, decided, give_marks, in_committee, publish, set_phase
from tests.cast import seat_of

pytestmark = pytest.mark.django_db
TITLE = "Conciergerie des collines"


def now():
    return timezone.now()


def ended(published=True):
    """Two files decided: on the first Colette left the room, the second is declined with its reason and advice."""
    cast = in_committee("discussion")
    other = another_file(cast)
    give_marks(cast.item, seat_of(cast, "chair"), (5, 4), now())
    decided(cast, cast.item, "admit", now(), message="Une enquête solide.")
    decided(cast, other, "decline", now(), reason="model", advice="Testez le prix.")
    cast.item.refresh_from_db()
    cast.item.discussion_note = "Le besoin est démontré."
    cast.item.save()
    close(cast)
    if published:
        publish(cast)
    cast.session.refresh_from_db()
    return cast


def written(published=True):
    cast = ended(published)
    cast.minutes = minutes.generate(cast.session, by=cast.officer, now=now())
    return cast


def signed():
    cast = written()
    cast.minutes = minutes.sign(cast.minutes, version=1, by=cast.chair, now=now())
    return cast


def whole(cast):
    return "\n".join(text for _, text in Minutes.objects.get().sections).replace("\u00a0", " ")


def page(name, cast):
    return reverse(name, args=[cast.session.pk])


def test_they_say_attendance_quorum_exits_marks_decisions_and_reasons_but_never_why_somebody_left():
    cast = written()

    text = whole(cast)

    for words in [
        f"{cast.chair} (présidence)",
        "Quorum demandé pour chaque dossier : 2",
        "2 membres prennent part, quorum atteint.",
        f"{cast.conflicted} a quitté la salle.",
        "Moyenne : 17 sur 20, 1 avis.",
        "Le besoin est démontré.",
        "Décision : admettre.",
        "Décision : ne pas retenir.",
        "Motif : le modèle économique reste à travailler.",
        "Conseil donné : Testez le prix.",
    ]:
        assert words in text
    assert [word for word in ("travaille", "lien", "employer") if word in text.replace("travailler", "")] == []


@pytest.mark.parametrize("phase", ["reading", "discussion"])
def test_nothing_is_written_before_the_closing(phase):
    cast = in_committee(phase)

    with pytest.raises(CommitteeRefused):
        minutes.generate(cast.session, by=cast.officer, now=now())

    assert not Minutes.objects.exists()


def test_a_correction_keeps_the_former_text_and_whose_hand_it_was():
    cast = written()

    minutes.correct(cast.minutes, {1: "1. Conciergerie : revue."}, version=1, by=cast.officer, now=now())

    first, second = cast.minutes.versions.all()
    assert "Décision" in first.sections[1][1]
    assert (second.sections[1][1], second.by, second.number) == ("1. Conciergerie : revue.", cast.officer, 2)


def test_two_officers_never_overwrite_each_other(signed_in):
    cast = written()
    client = signed_in(cast.officer)
    data = {f"section_{place}": f"Texte {place}" for place in range(3)}

    first = client.post(page("admin:applications_session_minutes", cast), {**data, "version": 1})
    second = client.post(
        page("admin:applications_session_minutes", cast), {**data, "section_0": "Mon texte", "version": 1}
    )

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Quelqu’un d’autre a corrigé" in second.content.decode()
    assert "Mon texte" in second.content.decode()
    assert Minutes.objects.get().sections[0][1] == "Texte 0"


@pytest.mark.parametrize("who", ["officer", "member", "conflicted", "superuser"])
def test_only_the_chair_signs(who):
    cast = written()

    with pytest.raises(CommitteeRefused, match="Seule la présidence"):
        minutes.sign(cast.minutes, version=1, by=cast.person(who), now=now())

    assert Minutes.objects.get().signed_at is None


def test_the_chair_signs_what_she_read_once_decisions_are_published(signed_in):
    cast = written(published=False)
    client = signed_in(cast.chair)

    client.post(page("committee:sign", cast), {"version": 1})
    early = Minutes.objects.get().signed_at
    set_phase(cast.session, "published")
    minutes.correct(cast.minutes, {0: "Corrigé."}, version=1, by=cast.officer, now=now())
    changed = client.post(page("committee:sign", cast), {"version": 1}, follow=True).content.decode()
    done = client.post(page("committee:sign", cast), {"version": 2}, follow=True).content.decode()

    assert (early, "Le texte a changé" in changed) == (None, True)
    assert "texte identique à celui qui a été signé" in done
    assert Minutes.objects.get().fingerprint in done


def test_signed_minutes_no_longer_change():
    cast = signed()

    with pytest.raises(CommitteeRefused, match="ne change plus"):
        minutes.correct(cast.minutes, {0: "Autre."}, version=1, by=cast.officer, now=now())
    with pytest.raises(CommitteeRefused, match="ne change plus"):
        minutes.generate(cast.session, by=cast.officer, now=now())


@pytest.mark.parametrize("altered", ["text", "signer", "date"])
def test_an_alteration_in_the_base_is_said_on_the_page(signed_in, altered):
    cast = signed()
    kept = Minutes.objects.get()
    sections = [[None, "Autre"], *kept.sections[1:]]
    change = {
        "text": {"sections": sections},
        "signer": {"signed_by": cast.member},
        "date": {"signed_at": kept.signed_at - timezone.timedelta(days=1)},
    }

    Minutes.objects.update(**change[altered])

    assert not minutes.is_intact(Minutes.objects.get())
    shown = signed_in(cast.officer).get(page("admin:applications_session_minutes_print", cast)).content.decode()
    assert "n’est plus celui qui a été signé" in shown


def test_the_fingerprint_is_a_sha_256_and_holds_after_a_round_trip():
    cast = signed()

    assert len(cast.minutes.fingerprint) == hashlib.sha256().digest_size * 2
    assert minutes.is_intact(Minutes.objects.get())


def test_a_member_reads_them_signed_without_the_file_she_lost(signed_in):
    cast = written()
    client = signed_in(cast.conflicted)
    before = client.get(page("committee:minutes", cast)).status_code
    minutes.sign(cast.minutes, version=1, by=cast.chair, now=now())

    after = client.get(page("committee:minutes", cast)).content.decode()

    assert before == 404
    assert "Radio Lavande" in after
    assert [word for word in (TITLE, "Le besoin est démontré.", "17 sur 20") if word in after] == []


def test_an_officer_with_a_link_neither_writes_nor_reads_that_section(signed_in):
    cast = written()
    seat = factories.CommitteeMemberFactory(session=cast.session, user=cast.officer)
    factories.InterestDeclarationFactory(item=cast.item, member=seat, kind="support")

    shown = signed_in(cast.officer).get(page("admin:applications_session_minutes", cast)).content.decode()
    minutes.correct(cast.minutes, {1: "Effacé"}, version=1, by=cast.officer, now=now())

    assert TITLE not in shown
    assert "Effacé" not in whole(cast)
    with pytest.raises(CommitteeRefused, match="une autre personne"):
        minutes.generate(cast.session, by=cast.officer, now=now())


def test_an_outsider_of_the_session_reads_nothing(signed_in):
    cast = signed()

    statuses = [
        signed_in(cast.person(who)).get(page("committee:minutes", cast)).status_code for who in ("stranger", "holder")
    ]

    assert statuses == [404, 404]


def test_a_session_that_reopens_is_written_anew():
    cast = written(published=False)
    committee.reopen(cast.session)
    cast.item.refresh_from_db()
    decided(cast, cast.item, "waitlist", now())
    close(cast)

    minutes.generate(cast.session, by=cast.officer, now=now())

    assert "liste d’attente, rang 1" in whole(cast)
    assert Minutes.objects.get().versions.count() == 2
