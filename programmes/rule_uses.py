"""Rules that name a territory by its code, said to whoever would remove it."""

from django.db.models import Q

from actors.models import Department, Zone
from actors.territory_uses import Territory
from programmes.eligibility import pairs
from programmes.models import Rule


def uses(territory: Territory) -> list[str]:
    """« La règle « … » de MPESS nomme Bretagne : … » for each rule."""
    begins = _beginning(territory)
    rules = Rule.objects.filter(Q(value__startswith=begins) | Q(value__contains=f"|{begins}"))
    rows = rules.select_related("programme", "call").order_by("pk")
    return [_sentence(rule, territory) for rule in rows if _names(rule, begins)]


def _beginning(territory):
    if isinstance(territory, Zone):
        return f"zone.{territory.pk}"
    return f"{'lieu' if isinstance(territory, Department) else 'region'}:{territory.pk}"


def _names(rule, begins):
    """`region:93` is not named by `region:930`, nor a zone by another whose code begins alike."""
    written = (f"{question}:{answer}" for question, answer in pairs(rule.value))
    return any(one == begins or one.startswith((f"{begins}.", f"{begins}:")) for one in written)


def _sentence(rule, territory):
    owner = rule.programme or rule.call
    return f"La règle «\u00a0{rule.met}\u00a0» de {owner} nomme {territory}\u00a0: changez-la d’abord."
