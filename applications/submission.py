"""Sending an application: the closing instant, the number, the dated snapshot."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from applications import answer_files, answers, entitlement
from applications.completeness import missing
from applications.models import Application, NumberSeries, Snapshot
from ess_portal.lib import french
from programmes.models import Call, Question
from projects.models import Project

KEPT = "Votre brouillon est gardé six mois pour le prochain."


class NotSubmittable(Exception):
    """The sentence says why, in French."""


def accepts_at(call: Call, now: datetime) -> bool:
    """True until the closing instant, exclusive, plus the call's minutes of grace (decisions.md 27)."""
    if call.closes_at is None:
        return call.is_open_at(now)
    return call.is_open_at(now - timedelta(minutes=call.grace_minutes)) or call.is_open_at(now)


def why_closed(call: Call, now: datetime) -> str:
    """A sentence for somebody who comes too early or too late."""
    if call.cancelled_at is not None:
        return f"L’appel est annulé. {call.cancel_note}".strip()
    if call.closes_at is not None and now >= call.closes_at:
        return f"L’appel a fermé le {instant(call, call.closes_at)}."
    if call.opens_at is None:
        return "L’appel n’a pas encore de date d’ouverture."
    return f"L’appel ouvre le {instant(call, call.opens_at)}."


def until_when(call: Call, now: datetime) -> str:
    """Until when an application may be sent, grace included; empty for a call without end."""
    if call.closes_at is None:
        return ""
    grace = french.counted(call.grace_minutes, "minute", "minutes")
    last = call.closes_at + timedelta(minutes=call.grace_minutes)
    if now >= call.closes_at:
        words = f"L’appel a fermé le {instant(call, call.closes_at)}, avec un délai de grâce de {grace}"
        return f"{words}\u00a0: vous pouvez encore envoyer, avant {french.clock(last, call.zone_name)}."
    until = f"À envoyer avant le {instant(call, call.closes_at)}"
    if not call.grace_minutes:
        return f"{until}. Après, le formulaire est fermé."
    return f"{until}. Un retard de {grace} est accepté, jusqu’à {french.clock(last, call.zone_name)}."


def instant(call: Call, at: datetime) -> str:
    """« 18 juin 2027 à 18 h », said to be local where that is not the time of the mainland."""
    local = "" if call.zone_name == settings.TIME_ZONE else " (heure locale)"
    return french.moment(at, call.zone_name) + local


def require_submittable(application: Application, now: datetime) -> None:
    """Raise NotSubmittable unless the call accepts applications at `now` and nothing is missing."""
    if not accepts_at(application.call, now):
        raise NotSubmittable(f"{why_closed(application.call, now)} {KEPT}")
    try:
        entitlement.require(application.call, application.project)
    except entitlement.MeetingFirst as first:
        raise NotSubmittable(f"{first} Votre brouillon est gardé.") from first
    gaps = missing(application, timezone.localdate(now))
    if gaps:
        raise NotSubmittable(f"Il manque encore : {', '.join(gap.label for gap in gaps)}.")


def next_number(year: int) -> str:
    """The next number of the year, « C-2027-0148 »; call it inside the transaction that uses it."""
    NumberSeries.objects.get_or_create(year=year)
    series = NumberSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"C-{year}-{series.last:04d}"


def take_snapshot(application: Application, now: datetime) -> Snapshot:
    """Freeze the project, the answers, the declarations and the list of files as they are sent."""
    answer_files.follow(application)
    return Snapshot.objects.create(application=application, taken_at=now, data=describe(application))


def describe(application: Application) -> dict:
    """The plain data of an application: what the officer and the committee read, and what a snapshot keeps.

    Answers to questions that are not asked stay out of it.
    """
    return {
        "project": describe_project(application.project),
        "answers": [describe_answer(question, value) for question, value in answers.asked(application)],
        "declarations": {
            declaration.rule.code: declaration.value for declaration in application.declarations.select_related("rule")
        },
        "documents": [
            {
                "attachment": attachment.pk,
                "kind": str(attachment.document.kind),
                "question": attachment.question.code if attachment.question else "",
                "name": attachment.document.name,
                "size": attachment.document.size,
            }
            for attachment in application.attachments.filter(left_out_at=None).select_related(
                "document__kind", "question"
            )
        ],
        "category": str(application.category or ""),
        "team": [
            {"id": member.user_id, "name": str(member.user), "role": member.get_role_display()}
            for member in application.project.team.active().select_related("user")
        ],
    }


def describe_answer(question: Question, value) -> dict:
    """One answer with all that is needed to read it later, whoever reads it."""
    return {
        "code": question.code,
        "section": question.section,
        "label": question.label,
        "kind": question.kind,
        "value": value,
        "readers": question.readers,
        "personal": question.personal,
        "sensitive": question.sensitive,
        "columns": [{"code": sub.code, "label": sub.label, "kind": sub.kind} for sub in answers.columns(question)],
    }


def describe_project(project: Project) -> dict:
    """The plain data of a project: what rules read, and the first part of a snapshot."""
    legal_form = project.legal_form or (project.organisation and project.organisation.legal_form)
    return {
        "title": project.title,
        "pitch": project.pitch,
        "stage": str(project.stage),
        "stage_code": project.stage_id,
        "department": str(project.department or ""),
        "department_code": project.department_id or "",
        "city": project.city,
        "organisation": project.organisation_name or str(project.organisation or ""),
        "organisation_slug": project.organisation.slug if project.organisation else "",
        "structure": project.get_structure_display(),
        "siret": project.siret or project.siren,
        "legal_form": str(legal_form or ""),
        "legal_form_code": legal_form.pk if legal_form else "",
        "created_on": project.created_on_date.isoformat() if project.created_on_date else "",
        "answers": project.answers,
    }
