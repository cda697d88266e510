"""Screening: the officer's opinion rule by rule, what is asked of the team, and the answer on admissibility."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications import examination, letters, places, workflow
from applications.models import (
    Application,
    CompletenessRequest,
    Inadmissibility,
    RedirectProposal,
    RequestItem,
    RuleOpinion,
)
from applications.states import State
from programmes.models import DocumentKind, Programme, Question, Rule


class ScreeningRefused(Exception):
    """The sentence says why, in French."""


class Stale(Exception):
    """Somebody saved the file since the page was opened; nothing was written."""


def hold(application: Application, version: int, now: datetime) -> Application:
    """The file under lock (the call first), its version moved on; raises Stale when `version` is an old one.

    Call it first in the transaction of every officer's action, so that two officers never overwrite each other;
    the first one starts the examination.
    """
    places.lock(application.call_id)
    held = Application.objects.select_for_update(of=("self",)).select_related("call__programme").get(pk=application.pk)
    if held.version != version:
        raise Stale
    held.version += 1
    held.save(update_fields=["version", "updated_at"])
    examination.begin(held, now)
    return held


@transaction.atomic
def assign(application: Application, officer: User | None, *, now: datetime, version: int) -> Application:
    """Give the file to an officer, or to nobody."""
    held = hold(application, version, now)
    held.assigned_to = officer
    held.save(update_fields=["assigned_to"])
    return held


@transaction.atomic
def give_opinions(
    application: Application, opinions: dict[Rule, tuple[str, str]], *, by: User, now: datetime, version: int
) -> list[RuleOpinion]:
    """Write the officer's verdict and note for each rule given; a rule without verdict keeps none."""
    held = hold(application, version, now)
    if held.state != State.SUBMITTED:
        raise ScreeningRefused("Ce dossier n’est plus en vérification.")
    held.opinions.filter(rule__in=[rule for rule, (verdict, _) in opinions.items() if not verdict]).delete()
    return [
        held.opinions.update_or_create(rule=rule, defaults={"verdict": verdict, "note": note, "by": by})[0]
        for rule, (verdict, note) in opinions.items()
        if verdict
    ]


@transaction.atomic
def ask_for_documents(
    application: Application,
    wanted: Iterable[tuple[DocumentKind, str]],
    *,
    corrections: Iterable[tuple[Question, str]] = (),
    questions: Iterable[str] = (),
    message: str,
    due_on: date,
    by: User,
    now: datetime,
    version: int,
) -> CompletenessRequest:
    """Ask the team, before a date, for documents, for other answers to questions of its form, or for anything else.

    A row beside the state, an item for each thing, a letter and its mail; only these items are open to the team.
    """
    held = hold(application, version, now)
    wanted, corrections, questions = list(wanted), list(corrections), list(questions)
    if held.state != State.SUBMITTED:
        raise ScreeningRefused("Un complément se demande tant que le dossier est en vérification.")
    if not (wanted or corrections or questions):
        raise ScreeningRefused("Choisissez au moins un document, une réponse ou une question.")
    if due_on <= timezone.localdate(now):
        raise ScreeningRefused("La date doit venir après aujourd’hui.")
    if held.requests.filter(closed_at=None).exists():
        raise ScreeningRefused("Une demande est déjà en cours : clôturez-la avant d’en faire une autre.")
    request = held.requests.create(message=message, due_on=due_on, asked_by=by, asked_at=now)
    for kind, detail in wanted:
        request.items.create(kind=kind, detail=detail)
    for question, remark in corrections:
        request.items.create(what=RequestItem.What.CORRECTION, question=question, detail=remark)
    for text in questions:
        request.items.create(what=RequestItem.What.QUESTION, detail=text)
    lines = item_lines(request)
    if message:
        lines += ["", message]
    letters.write(
        held,
        "documents_missing",
        key=f"request:{request.pk}",
        now=now,
        pieces="\n".join(lines),
        date_limite=letters.day_words(due_on),
    )
    return request


def item_lines(request: CompletenessRequest) -> list[str]:
    """One line per item, as letters show them."""
    items = request.items.select_related("kind", "question")
    return ["- " + "\u00a0: ".join(part for part in (item.label, item.remark) if part) for item in items]


@transaction.atomic
def close_request(request: CompletenessRequest, *, now: datetime, version: int) -> CompletenessRequest:
    """Stop waiting for the documents, whether they came or not."""
    hold(request.application, version, now)
    if request.closed_at is None:
        request.closed_at = now
        request.save(update_fields=["closed_at"])
    return request


def unsettled_rules(application: Application) -> list[Rule]:
    """Hard rules of the call that the officer has not noted as met: they stand in the way of admissibility."""
    met = application.opinions.filter(verdict=RuleOpinion.Verdict.MET).values("rule")
    return list(Rule.objects.of_call(application.call).filter(strength=Rule.Strength.HARD).exclude(pk__in=met))


@transaction.atomic
def declare_admissible(application: Application, *, by: User, now: datetime, version: int) -> None:
    """Put the file in the committee's hands; every hard rule must have been noted as met."""
    held = hold(application, version, now)
    unsettled = unsettled_rules(held)
    if unsettled:
        sentences = " ; ".join(rule.met.rstrip(".") for rule in unsettled)
        raise ScreeningRefused(f"À noter d’abord comme remplies : {sentences}.")
    workflow.perform("admit_to_review", held, by=by, now=now)


@transaction.atomic
def declare_inadmissible(
    application: Application,
    *,
    rule: Rule,
    sentence: str,
    leads: Iterable[Programme],
    by: User,
    now: datetime,
    version: int,
) -> None:
    """Say which condition is not met, in a kind sentence, with at least one other lead; write the letter."""
    held = hold(application, version, now)
    row, _ = Inadmissibility.objects.update_or_create(
        application=held, defaults={"rule": rule, "sentence": sentence.strip(), "by": by, "at": now}
    )
    row.leads.set(leads)
    step = workflow.perform("reject", held, by=by, now=now, note=rule.not_met)
    letters.write(
        held,
        "inadmissible",
        key=f"inadmissible:{step.pk}",
        now=now,
        raison=row.sentence,
        piste=programme_lines(row.leads.select_related("lead_actor")),
    )


@transaction.atomic
def propose_redirection(
    application: Application,
    programmes: Iterable[Programme],
    *,
    sentence: str,
    by: User,
    now: datetime,
    version: int,
) -> RedirectProposal:
    """Propose other programmes; the state moves only when the person agrees (decisions.md 29)."""
    held = hold(application, version, now)
    programmes = list(programmes)
    if held.state not in State.IN_REVIEW:
        raise ScreeningRefused("Ce dossier n’attend plus de réponse.")
    if not programmes or not sentence.strip():
        raise ScreeningRefused("Choisissez au moins un programme et dites pourquoi.")
    if held.redirect_proposals.filter(answered_at=None).exists():
        raise ScreeningRefused("Une proposition attend déjà la réponse de la personne.")
    proposal = held.redirect_proposals.create(sentence=sentence.strip(), proposed_by=by, proposed_at=now)
    proposal.programmes.set(programmes)
    letters.write(
        held,
        "redirected",
        key=f"proposal:{proposal.pk}",
        now=now,
        raison=proposal.sentence,
        **other_programme(programmes),
    )
    return proposal


def programme_lines(programmes: Iterable[Programme]) -> str:
    """One line per programme, as letters show leads."""
    return "\n".join(f"- {programme.name} ({programme.lead_actor.name})" for programme in programmes)


def other_programme(programmes: Iterable[Programme]) -> dict[str, str]:
    """The placeholders that name the programmes proposed and their organisations."""
    programmes = list(programmes)
    actors = dict.fromkeys(programme.lead_actor.name for programme in programmes)
    return {
        "autre_programme": " ou ".join(programme.name for programme in programmes),
        "autre_structure": " ou ".join(actors),
    }
