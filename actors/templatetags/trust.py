"""What a sheet says of itself: how it was checked, where it comes from, how to correct it."""

from django import template

from actors.models.actor import SheetStatus
from actors.sheet_kinds import kind_of
from ess_portal.lib import french

register = template.Library()


@register.filter
def checked(sheet):
    """« vérifiée le 3 mai 2027 », or the words for a sheet that nobody has ever checked."""
    if sheet.checked_on is None:
        return "jamais vérifiée avec la structure"
    by_itself = sheet.status == SheetStatus.DECLARED
    return f"{'confirmée par la structure' if by_itself else 'vérifiée'} le {french.day(sheet.checked_on)}"


@register.inclusion_tag("sheets/_trust.html")
def trust(sheet, sources):
    """The same card on every sheet; `sources` are their public labels."""
    return {"sheet": sheet, "sources": sources, "segment": kind_of(sheet).segment}
