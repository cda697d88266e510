"""Stable addresses: an object that changes its slug is still found under those it had."""

from functools import wraps

from django.db import transaction
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from actors.models import Addressed, Alias, OldAddress, SearchEntry


@transaction.atomic
def keep(obj: Addressed, left: str) -> None:
    """Remember the slug that a saved `obj` has just left; what pointed to it by that slug follows.

    Taking back an address of its own forgets that it was left.
    """
    kind = obj._meta.model_name
    OldAddress.of(obj).filter(slug=obj.slug).delete()
    OldAddress.objects.update_or_create(kind=kind, slug=left, defaults={"object_id": obj.pk})
    Alias.objects.filter(target_kind=kind, slug=left).update(slug=obj.slug)
    SearchEntry.objects.filter(kind=kind, slug=left).delete()


def current_slug(model, slug):
    """Slug of the public object that has left this one; one query."""
    owners = OldAddress.of(model).filter(slug=slug).values("object_id")
    return model.objects.public().filter(pk__in=owners).values_list("slug", flat=True).first()


def keeps_old_addresses(model):
    """For a view of one object by its `slug`: an address it has left answers 301 to the same page of today.

    Asked only where the page would be a 404, so that a page that exists costs nothing more.
    """

    def decorate(view):
        @wraps(view)
        def page(request, slug, **others):
            try:
                return view(request, slug=slug, **others)
            except Http404:
                today = current_slug(model, slug)
                if today is None:
                    raise
            match, query = request.resolver_match, request.META.get("QUERY_STRING", "")
            address = reverse(match.view_name, kwargs={**match.kwargs, "slug": today})
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

        return page

    return decorate
