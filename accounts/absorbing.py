"""Somebody who had no account, and now has one: whatever pointed at the former points at the latter."""

from django.db import IntegrityError, transaction

from accounts.models import User


class NotAGhost(Exception):
    """Only a person who could never sign in is absorbed: two real accounts are never merged."""


class Entangled(Exception):
    """Both are named by rows of which only one may exist; nothing was changed."""


@transaction.atomic
def absorb(ghost: User, *, into: User) -> None:
    """Give every row of a person without an address nor a password to `into`, in one transaction, then forget her."""
    if ghost.email or ghost.has_usable_password() or ghost.pk == into.pk:
        raise NotAGhost
    try:
        with transaction.atomic():
            for relation in ghost._meta.get_fields(include_hidden=True):
                if relation.auto_created and not relation.concrete and not relation.many_to_many:
                    rows = relation.related_model._base_manager.filter(**{relation.field.name: ghost})
                    rows.update(**{relation.field.name: into})
    except IntegrityError as error:
        raise Entangled from error
    ghost.delete()
