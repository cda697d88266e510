"""Views of the list that an officer keeps under a name: hers, or shared with the organisation of their call."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from actors.models import Actor
from applications.models import SavedView
from applications.models.saved_view import LONGEST_NAME, LONGEST_QUERY

MOST = 30


class ViewRefused(Exception):
    """The sentence says why, in French."""


def named(name: str) -> str:
    """The name without spare spaces; raises ViewRefused when it is empty, too long or not printable."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Donnez un nom à cette vue.")
    if len(name) > LONGEST_NAME:
        raise ViewRefused(f"Ce nom dépasse {LONGEST_NAME} caractères. Raccourcissez-le.")
    if not name.isprintable():
        raise ViewRefused("Ce nom contient un signe qui ne s’affiche pas. Retapez-le.")
    return name


@transaction.atomic
def save(name: str, query: str, *, by: User, shared_with: Actor | None = None) -> SavedView:
    """Keep a query string of the list. Raises ViewRefused above the limits, or when she has a view of this name."""
    name = named(name)
    own = User.objects.select_for_update().get(pk=by.pk).saved_views
    if own.count() >= MOST:
        raise ViewRefused(f"Vous avez déjà {MOST} vues. Supprimez-en une d’abord.")
    if len(query) > LONGEST_QUERY:
        raise ViewRefused("Cette liste a trop de filtres pour être enregistrée. Retirez-en.")
    _refuse_twin(own.all(), name)
    return own.create(name=name, query=query, shared_with=shared_with)


def _refuse_twin(own: QuerySet[SavedView], name: str) -> None:
    if own.filter(name__iexact=name).exists():
        raise ViewRefused(f"Vous avez déjà une vue «\u00a0{name}\u00a0». Choisissez un autre nom.")


def _hold(view: SavedView, by: User, version: int) -> SavedView:
    held = SavedView.objects.select_for_update().filter(pk=view.pk, owner=by).first()
    if held is None:
        raise ViewRefused("Cette vue a été supprimée entre-temps.")
    if held.version != version:
        raise ViewRefused("Cette vue a été modifiée ailleurs entre-temps. Relisez, puis enregistrez de nouveau.")
    return held


@transaction.atomic
def change(view: SavedView, name: str, shared_with: Actor | None, *, by: User, version: int) -> SavedView:
    """Rename it, share it or stop sharing it; only its owner may. Raises ViewRefused on an old `version`."""
    name, held = named(name), _hold(view, by, version)
    _refuse_twin(by.saved_views.exclude(pk=held.pk), name)
    held.name, held.shared_with, held.version = name, shared_with, version + 1
    held.save(update_fields=["name", "shared_with", "version"])
    return held


@transaction.atomic
def delete(view: SavedView, *, by: User, version: int) -> None:
    _hold(view, by, version).delete()
