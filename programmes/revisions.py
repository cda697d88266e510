"""Correcting a form that is in use: a new revision is written apart, then published with a word on what changed."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.lookups import IsNull

from accounts.models import User
from actors.revision import bump
from programmes import conditions
from programmes.form_changes import Change, changes_between
from programmes.models import Call, FormRevision
from programmes.questions import copy_questions

CARRIERS: list[Callable[..., int]] = []  # filled by the apps above: each moves what answers the former revision


class FormRefused(Exception):
    """The sentence says why, in French."""


def in_force(call: Call) -> FormRevision | None:
    """The form that applications answer: the last one frozen, or the one in preparation when none is."""
    return call.revisions.order_by(IsNull(F("frozen_at"), True), "-number").first()


def correction_of(call: Call) -> FormRevision | None:
    """The correction being written, if there is one."""
    last = call.revisions.order_by("-number").first()
    return last if last and last.frozen_at is None and last.number > 1 else None


@transaction.atomic
def correct(call: Call, *, by: User) -> FormRevision:
    """The correction of a call's form, opened with a copy of its questions, or the one that is being written."""
    held = _held(call, by)
    found = correction_of(held)
    if found:
        return found
    current = in_force(held)
    if current is None or current.frozen_at is None:
        raise FormRefused("Ce formulaire n’est pas figé\u00a0: modifiez ses questions directement.")
    correction = held.revisions.create(number=current.number + 1)
    copy_questions(current, correction)
    return correction


@transaction.atomic
def publish(revision: FormRevision, note: str, *, by: User, now: datetime) -> int:
    """Put a correction in force and move every draft on it; how many drafts moved.

    Raises FormRefused when nothing says what changed, when a question is missing or a condition no longer stands.
    """
    call = _held(revision.call, by)
    held = correction_of(call)
    if held is None or held.pk != revision.pk:
        raise FormRefused("Cette version est déjà publiée, ou abandonnée.")
    if not note.strip():
        raise FormRefused("Écrivez un mot sur ce qui a changé\u00a0: les équipes le liront.")
    gaps = faults(held)
    if gaps:
        raise FormRefused(" ".join(gaps))
    held.frozen_at, held.change_note = now, note.strip()
    held.save(update_fields=["frozen_at", "change_note"])
    bump()
    return sum(carrier(held, now=now) for carrier in CARRIERS)


@transaction.atomic
def give_up(call: Call, *, by: User) -> None:
    """Throw the correction of a call away; the form in force has never moved."""
    held = correction_of(_held(call, by))
    if held is None:
        raise FormRefused("Cette version est déjà publiée, ou abandonnée.")
    held.delete()


def changes_of(revision: FormRevision) -> list[Change]:
    """What a correction changes in the form in force."""
    current = in_force(revision.call)
    if current is None or current.pk == revision.pk:
        return []
    return changes_between(current.questions.of_form(), revision.questions.of_form())


def faults(revision: FormRevision) -> list[str]:
    """What prevents a form from being answered; empty when it stands."""
    questions = list(revision.questions.of_form())
    if not questions:
        return ["Écrivez au moins une question."]
    by_pk = {question.pk: question for question in questions}
    found = [
        f"«\u00a0{by_pk[pk].label}\u00a0»\u00a0: {' '.join(sentences)}"
        for pk, sentences in conditions.faults_by_question(questions).items()
    ]
    empty = [question for question in questions if question.kind == "group" and not question.children.all()]
    return found + [f"Le groupe «\u00a0{question.label}\u00a0» ne contient aucune question." for question in empty]


def _held(call: Call, by: User) -> Call:
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if held is None:
        raise FormRefused("Cet appel est conduit par une autre structure.")
    if held.cancelled_at:
        raise FormRefused("Cet appel est annulé.")
    return held
