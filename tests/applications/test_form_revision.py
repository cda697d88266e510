"""A form corrected while drafts are written: answers follow by code, nothing is lost, sent files keep theirs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import choices
from accounts.models import Mail
from applications import carrying, draft
from applications.models import Application
from programmes import revisions
from programmes.models import FormRevision, Question
from tests.applications.test_form_kinds import ask, step
from tests.factories import ApplicationFactory, ProjectFactory

pytestmark = pytest.mark.django_db

K = Question.Kind


def now():
    return timezone.now()


@pytest.fixture
def application(cast):
    cast.application.revision.frozen_at = now()
    cast.application.revision.save()
    return cast.application


def write(cast, question, value):
    draft.save_answers(cast.application, {question: value}, {}, by=cast.holder)


def corrected(cast, **changes):
    """The correction of the form, each question named by its code changed as told; None takes it away."""
    revision = revisions.correct(cast.call, by=cast.officer)
    for code, fields in changes.items():
        if fields is None:
            revision.questions.filter(code=code).delete()
        else:
            revision.questions.filter(code=code).update(**fields)
    return revision


def publish(cast, revision, note="Une question mieux dite."):
    return revisions.publish(revision, note, by=cast.officer, now=now())


def values(application):
    application = Application.objects.get(pk=application.pk)
    found = application.answers.filter(question__revision=application.revision_id)
    return dict(found.values_list("question__code", "value"))


def test_a_correction_is_nobody_s_form_until_it_is_published(cast, application):
    ask(application, K.SHORT)
    revision = corrected(cast, q={"label": "Autrement dit ?"})

    started = draft.start(ProjectFactory(owner=cast.stranger), cast.call, by=cast.stranger, now=now())

    assert started.revision == application.revision
    assert revisions.in_force(cast.call) == application.revision
    assert revisions.correct(cast.call, by=cast.officer) == revision


def test_drafts_follow_and_sent_files_keep_their_form(cast, application):
    question = ask(application, K.SHORT)
    write(cast, question, "Une épicerie")
    sent = ApplicationFactory(call=cast.call, revision=application.revision, submitted=True)

    count = publish(cast, corrected(cast, q={"label": "Autrement dit ?"}))

    application.refresh_from_db()
    sent.refresh_from_db()
    assert count == 1
    assert application.revision.number == 2
    assert sent.revision.number == 1
    assert values(application) == {"q": "Une épicerie"}


@pytest.mark.parametrize(
    ("kind", "value", "to", "fields", "carried", "left"),
    [
        (K.SHORT, "12", K.NUMBER, {}, "12", []),
        (K.SHORT, "douze", K.NUMBER, {}, "douze", []),
        (K.NUMBER, "1250", K.LONG, {}, "1\u00a0250", []),
        (K.ONE, "Bois", K.MANY, {}, ["Bois"], []),
        (K.MANY, ["Bois", "Fer"], K.LONG, {}, "Bois, Fer", []),
        (K.MANY, ["Bois", "Fer"], K.MANY, {"options": "Bois\nLin"}, ["Bois"], [("Question", "Bois, Fer")]),
        (K.ONE, "Fer", K.ONE, {"options": "Bois\nLin"}, None, [("Question", "Fer")]),
        (K.LONG, "Une longue histoire", K.YES_NO, {}, None, [("Question", "Une longue histoire")]),
        (K.YES_NO, "oui", K.SHORT, {}, "Oui", []),
        (K.LONG, "Un texte", K.TABLE, {"options": "Loyer"}, None, [("Question", "Un texte")]),
    ],
)
def test_a_changed_kind_keeps_the_answer_where_it_can(cast, application, kind, value, to, fields, carried, left):
    question = ask(application, kind, options="Bois\nFer\nLin", label="Question")
    write(cast, question, value)

    publish(cast, corrected(cast, q={"kind": to, **fields}))

    application.refresh_from_db()
    assert values(application).get("q") == carried
    assert carrying.left_behind(application) == left


def told():
    return list(Mail.objects.filter(template="form_corrected").values_list("recipient__first_name", flat=True))


def test_each_team_with_a_draft_is_told_once_what_changed(cast, application):
    ask(application, K.SHORT)
    ApplicationFactory(call=cast.call, revision=application.revision, submitted=True)
    revision = corrected(cast, q={"label": "Autrement dit ?"})

    publish(cast, revision, note="Trois années\nde budget.")
    carrying.tell(Application.objects.get(pk=application.pk), revision)

    mail, notice = Mail.objects.get(template="form_corrected"), cast.holder.notifications.get()
    page = reverse("applications:form_changes", args=[application.pk])
    assert told() == ["Nour"]
    assert "«\u00a0Trois années de budget.\u00a0»" in mail.body
    assert page in mail.body
    assert (notice.link, notice.category) == (page, "deadline")


def test_a_second_correction_is_told_too_and_preferences_hold(cast, application):
    ask(application, K.SHORT)
    publish(cast, corrected(cast, q={"label": "Deux ?"}))
    choices.choose(cast.holder, {"deadline": "none"})

    publish(cast, corrected(cast, q={"label": "Trois ?"}))

    assert (told(), cast.holder.notifications.count()) == (["Nour"], 2)


def test_an_answer_to_a_question_taken_away_is_kept_for_the_team(signed_in, cast, application):
    ask(application, K.SHORT, "autre")
    write(cast, ask(application, K.SHORT, label="Votre rêve ?"), "Un village")

    publish(cast, corrected(cast, q=None))

    page = signed_in(cast.holder).get(reverse("applications:form_changes", args=[application.pk])).content.decode()
    assert "question retirée" in page
    assert "Un village" in page


def test_a_page_of_the_former_form_is_saved_on_the_new_one(signed_in, cast, application):
    first = ask(application, K.SHORT, "un", label="Un")
    ask(application, K.ONE, "deux", label="Deux", options="Bois\nFer")
    ask(application, K.SHORT, "trois", label="Trois")
    write(cast, first, "Avant")
    posted = {
        "r_un": "Pendant",
        "v_un": "1",
        "r_deux": "Fer",
        "r_trois": "Perdu ?",
        "revision": application.revision_id,
    }
    revision = corrected(cast, un={"section": "Ailleurs"}, deux={"kind": K.LONG}, trois=None)
    publish(cast, revision)

    answer = signed_in(cast.holder).post(step(application), {**posted, "continue": "1"}, follow=True)

    application.refresh_from_db()
    assert "Le formulaire a été corrigé pendant que vous écriviez" in answer.content.decode()
    assert values(application) == {"un": "Pendant", "deux": "Fer"}
    assert carrying.left_behind(application) == [("Trois", "Perdu ?")]


def test_a_save_prepared_before_the_publication_lands_on_the_new_form(cast, application):
    """Her page was read, then the officer published, then the save took the lock."""
    question = ask(application, K.SHORT)
    stale = Application.objects.get(pk=application.pk)
    publish(cast, corrected(cast, q={"label": "Autrement dit ?"}))

    clashes = draft.save_answers(stale, {question: "À temps"}, {question.pk: 0}, by=cast.holder)

    assert clashes == []
    assert values(application) == {"q": "À temps"}


def test_a_colleague_s_text_is_not_overwritten_across_versions(cast, application):
    question = ask(application, K.SHORT)
    write(cast, question, "Le texte d’une collègue")
    publish(cast, corrected(cast, q={"label": "Autrement dit ?"}))

    clashes = draft.save_answers(application, {question: "Le mien"}, {question.pk: 0}, by=cast.holder)

    assert [clash.saved_words for clash in clashes] == ["Le texte d’une collègue"]
    assert values(application) == {"q": "Le texte d’une collègue"}


def test_entries_of_a_group_follow_question_by_question(cast, application):
    group = ask(application, K.GROUP, "equipe")
    ask(application, K.SHORT, "nom", label="Nom", parent=group)
    ask(application, K.SHORT, "age", label="Âge", parent=group)
    write(cast, group, [{"nom": "Nour", "age": "40"}])

    publish(cast, corrected(cast, age=None))

    application.refresh_from_db()
    assert values(application) == {"equipe": [{"nom": "Nour"}]}
    assert "40" in carrying.left_behind(application)[0][1]


def test_the_team_is_told_until_it_says_that_it_has_read(signed_in, cast, application):
    ask(application, K.SHORT, label="Avant ?")
    publish(cast, corrected(cast, q={"label": "Après ?"}), note="La question était mal comprise.")
    client = signed_in(cast.holder)
    page = reverse("applications:form_changes", args=[application.pk])

    told = client.get(step(application)).content.decode()
    changes = client.get(page).content.decode()
    client.post(page)
    quiet = client.get(step(application)).content.decode()

    assert "La question était mal comprise." in told
    assert "reformulée, avant\u00a0: «\u00a0Avant ?\u00a0»" in changes
    assert "Le formulaire a été corrigé" not in quiet


def test_a_second_correction_is_told_with_the_first(cast, application):
    ask(application, K.SHORT, label="Un ?")
    publish(cast, corrected(cast, q={"label": "Deux ?"}), note="Premier mot.")
    publish(cast, corrected(cast, q={"label": "Trois ?"}), note="Second mot.")

    application.refresh_from_db()

    assert [note.change_note for note in carrying.notes(application)] == ["Premier mot.", "Second mot."]
    assert "Un ?" in carrying.changes(application)[0].words


@pytest.mark.parametrize(
    ("note", "change", "sentence"),
    [
        ("  ", {}, "Écrivez un mot"),
        ("Mieux.", {"q": None}, "au moins une question"),
        ("Mieux.", {"q": {"shown_if": {"tests": [{"code": "x", "operator": "filled"}]}}}, "ne vient pas avant"),
    ],
)
def test_a_correction_that_does_not_stand_is_refused(cast, application, note, change, sentence):
    ask(application, K.SHORT)
    revision = corrected(cast, **change)

    with pytest.raises(revisions.FormRefused, match=sentence):
        publish(cast, revision, note)

    assert FormRevision.objects.get(pk=revision.pk).frozen_at is None


def test_a_correction_is_published_once_and_by_who_runs_the_call(cast, application):
    ask(application, K.SHORT)
    revision = corrected(cast)

    with pytest.raises(revisions.FormRefused, match="autre structure"):
        revisions.publish(revision, "Un mot", by=cast.other_officer, now=now())
    publish(cast, revision)
    with pytest.raises(revisions.FormRefused, match="déjà publiée"):
        publish(cast, revision)


def test_a_correction_given_up_changes_nothing(cast, application):
    ask(application, K.SHORT)
    corrected(cast, q=None)

    revisions.give_up(cast.call, by=cast.officer)

    assert [revision.number for revision in cast.call.revisions.all()] == [1]
    assert application.revision.questions.count() == 1


def test_the_officer_corrects_and_publishes_by_the_pages(signed_in, cast, application):
    ask(application, K.SHORT)
    client = signed_in(cast.officer)

    opened = client.post(reverse("admin:programmes_form_correct", args=[cast.call.pk]))
    revision = cast.call.revisions.get(number=2)
    publishing = reverse("admin:programmes_form_publish", args=[revision.pk])
    refused = client.post(publishing, {"note": ""})
    done = client.post(publishing, {"note": "Une aide plus claire."}, follow=True)

    assert opened.url == reverse("admin:programmes_formrevision_change", args=[revision.pk])
    assert "les équipes le liront" in refused.content.decode()
    assert "Brouillons repris\u00a0: 1" in done.content.decode()
