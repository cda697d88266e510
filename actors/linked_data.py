"""An organisation as schema.org describes it."""

from django.urls import reverse

from actors.around import Item
from actors.models import Actor
from actors.models.actor import SheetStatus
from ess_portal.lib.linked_data import linked, subject, thing


def organisation(actor: Actor, found: dict[str, list[Item]]) -> dict:
    """The sheet for machines, from what the page has already read."""
    closed_on = actor.status_since if actor.status == SheetStatus.CLOSED else None
    parent = actor.parent if actor.parent and actor.parent.listed else None
    return subject(
        "Organization",
        actor.get_absolute_url(),
        name=actor.name,
        description=actor.summary or actor.description,
        alternateName=sorted(item.label for item in found["aliases"]),
        sameAs=actor.website,
        address=_address(actor),
        areaServed=sorted(item.label for item in found["coverage"]),
        identifier=thing("PropertyValue", propertyID="SIRET", value=actor.siret) if actor.siret else None,
        parentOrganization=linked("Organization", parent.get_absolute_url(), parent.name) if parent else None,
        memberOf=[
            linked("Organization", reverse("actors:detail", args=[item.code]), item.label) for item in found["networks"]
        ],
        dissolutionDate=closed_on.isoformat() if closed_on else None,
    )


def _address(actor):
    if not (actor.city or actor.department or actor.region):
        return None
    return thing(
        "PostalAddress",
        addressLocality=actor.city,
        addressRegion=actor.region.name if actor.region else "",
        addressCountry="FR",
    )
