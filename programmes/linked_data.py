"""Programmes, calls, stages and words of the glossary as schema.org describes them."""

from collections.abc import Iterable

from django.urls import reverse

from actors.around import Item
from ess_portal.lib.linked_data import absolute, linked, subject, thing
from programmes.models import GlossaryTerm, Programme, Stage
from programmes.models.call import Phase
from programmes.opening import Announcement

FRANCE = {"@type": "Country", "name": "France"}
STATUS = {Phase.CLOSED: "CompletedActionStatus", Phase.CANCELLED: "FailedActionStatus"}


def programme(programme: Programme, found: dict[str, list[Item]], calls: Iterable[Announcement]) -> dict:
    """A programme is a service, and its calls the ways to apply for it."""
    leader = programme.lead_actor
    audiences = sorted(item.label for item in found["audiences"])
    current = [one for one in calls if one.phase in {Phase.OPEN, Phase.UPCOMING}]
    return subject(
        "Service",
        programme.get_absolute_url(),
        name=programme.name,
        description=programme.summary,
        serviceType=programme.get_kind_display(),
        provider=linked("Organization", leader.get_absolute_url(), leader.name),
        areaServed=thing("AdministrativeArea", name=programme.region.name) if programme.region else FRANCE,
        audience=[thing("Audience", audienceType=name) for name in audiences],
        offers=_offer(programme),
        alternateName=sorted(item.label for item in found["aliases"]),
        potentialAction=[_application(one) for one in current],
    )


def call(one: Announcement) -> dict:
    """A call is a way to apply, between two instants."""
    programme = one.call.programme
    service = linked("Service", programme.get_absolute_url(), programme.name)
    leader = programme.lead_actor
    service["provider"] = linked("Organization", leader.get_absolute_url(), leader.name)
    return subject("ApplyAction", one.call.get_absolute_url(), **_facts(one), object=service)


def stage(stage: Stage) -> dict:
    stages = thing("DefinedTermSet", name="Étapes d’un projet", url=absolute(reverse("programmes:stages")))
    description = stage.description or stage.question
    return subject(
        "DefinedTerm",
        stage.get_absolute_url(),
        name=stage.name,
        description=description,
        termCode=stage.code,
        inDefinedTermSet=stages,
    )


def glossary(terms: Iterable[GlossaryTerm]) -> dict:
    page = reverse("programmes:glossary")
    words = [
        thing("DefinedTerm", name=term.term, description=term.definition, url=absolute(f"{page}#{term.slug}"))
        for term in terms
    ]
    return subject("DefinedTermSet", page, name="Glossaire de l’accompagnement", hasDefinedTerm=words)


def _offer(programme):
    """Free is a price; a price that is not known is no offer."""
    if programme.cost is None:
        return None
    return thing("Offer", price=str(programme.cost), priceCurrency="EUR", description=programme.cost_note)


def _application(one):
    return thing("ApplyAction", url=absolute(one.call.get_absolute_url()), **_facts(one))


def _facts(one):
    call = one.call
    return {
        "name": call.title,
        "description": call.presentation,
        "startTime": call.opens_at.isoformat(),
        "endTime": call.closes_at.isoformat() if call.closes_at else None,
        "actionStatus": f"https://schema.org/{STATUS.get(one.phase, 'PotentialActionStatus')}",
    }
