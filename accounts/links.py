"""Links that do one thing once: a token in a mail, a page with a button, one use under a lock."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.models.link import OneUseLink, OneUseLinkQuerySet
from ess_portal.lib import french, tokens


class LinkClosed(Exception):
    """The link opens nothing (any more); its text says why and what to do. `link` is None when nobody knows it."""

    def __init__(self, sentence: str, link: OneUseLink | None = None):
        super().__init__(french.no_break(sentence))
        self.link = link


def renew(link: OneUseLink, *, now: datetime, life: timedelta) -> str:
    """Give the unsaved or stored link a new token, valid for `life`, and return it; the former one opens nothing.

    The caller saves the row. The token itself is kept nowhere but in the mail.
    """
    token, link.fingerprint = tokens.issue(link._meta.label)
    link.made_at, link.expires_at = now, now + life
    return token


def look(links: OneUseLinkQuerySet, token: str, *, now: datetime) -> Any:
    """The open link of this token, for its page; raises LinkClosed."""
    return checked(links.of_token(token).first(), now)


@transaction.atomic
def take(links: OneUseLinkQuerySet, token: str, *, by: User, now: datetime) -> Any:
    """Use the link, once: the row is locked until the caller's transaction ends; raises LinkClosed."""
    return use(links.of_token(token), by=by, now=now)


@transaction.atomic
def use(links: OneUseLinkQuerySet, *, by: User, now: datetime) -> Any:
    """The same for whoever may see the one row of `links` without its token."""
    link = checked(links.select_for_update(of=("self",)).first(), now)
    link.used_at, link.used_by = now, by
    link.save(update_fields=["used_at", "used_by"])
    return link


@transaction.atomic
def cancel(link: OneUseLink, *, now: datetime) -> bool:
    """Close a link that nobody has used; False when it was used or cancelled in between."""
    held = type(link).objects.select_for_update(of=("self",)).unused().filter(pk=link.pk).first()
    if held is None:
        return False
    held.cancelled_at = now
    held.save(update_fields=["cancelled_at"])
    return True


def checked(link: Any, now: datetime) -> Any:
    """The link if it is open; raises LinkClosed with the sentence of whoever opens it too late."""
    if link is None:
        raise LinkClosed(
            "Ce lien n’existe pas, ou un message plus récent l’a remplacé. "
            "Ouvrez le dernier message reçu, et copiez l’adresse en entier."
        )
    if link.used_at:
        raise LinkClosed(f"Ce lien a déjà servi, le {french.moment(link.used_at)}. Il ne sert qu’une fois.", link)
    if link.cancelled_at:
        raise LinkClosed(
            f"Ce lien a été annulé le {french.day(link.cancelled_at)}. "
            "Si vous en avez besoin, demandez-en un nouveau à la personne qui vous l’a envoyé.",
            link,
        )
    if now >= link.expires_at:
        raise LinkClosed(
            f"Ce lien n’est plus valable depuis le {french.moment(link.expires_at)}. "
            "Demandez-en un nouveau à la personne qui vous l’a envoyé.",
            link,
        )
    return link
