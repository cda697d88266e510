"""The category of places of one application: chosen by the team while it is a draft, corrected by an officer."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from applications import draft, places, screening
from applications.models import Application, CategoryChange
from applications.states import State
from programmes.models import CallCategory

Kind = CallCategory.Kind
ASKED = {
    Kind.TERRITORY: "De quel territoire est votre projet ?",
    Kind.AUDIENCE: "À quel public votre projet s’adresse-t-il ?",
    Kind.OTHER: "Dans quelle catégorie candidatez-vous ?",
}


def question(categories: list[CallCategory]) -> str:
    """How the category is asked: in the words of its nature when they all have the same one."""
    kinds = {category.kind for category in categories}
    return ASKED[Kind(kinds.pop()) if len(kinds) == 1 else Kind.OTHER]


@transaction.atomic
def choose(application: Application, category: CallCategory | None) -> None:
    """Keep the team's choice on its draft; raises `draft.NotADraft` once the file is sent."""
    held = draft.lock(application)
    if category is None or category.call_id == held.call_id:
        held.category = category
        held.save(update_fields=["category", "updated_at"])


@transaction.atomic
def correct(
    application: Application, category: CallCategory, *, why: str, by: User, now: datetime, version: int
) -> CategoryChange:
    """Put a sent file in another category, with the reason that its team reads.

    Raises ScreeningRefused without a reason or for a category of another call, `places.NoPlaceLeft` when the file
    holds a place and the other category has none left.
    """
    held = screening.hold(application, version, now)
    if held.state in State.FINAL and held.state != State.CONFIRMED:
        raise screening.ScreeningRefused("Ce dossier est clos.")
    if category.call_id != held.call_id or category.pk == held.category_id:
        raise screening.ScreeningRefused("Choisissez une autre catégorie de cet appel.")
    if not why.strip():
        raise screening.ScreeningRefused("Dites pourquoi : l’équipe lira cette phrase.")
    before, held.category = held.category, category
    if places.holders(held.call).filter(pk=held.pk).exists() and places.left_in(category) < 1:
        raise places.NoPlaceLeft
    held.save(update_fields=["category"])
    return held.category_changes.create(before=before, after=category, why=why.strip(), by=by, at=now)
