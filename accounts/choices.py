"""How each category of mail reaches a person: at once, in the digest of the morning, or in her inbox only."""

from collections.abc import Mapping

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse

from accounts.categories import CHOSEN, OBLIGATORY, Category
from accounts.models import MailChoice, User

SALT = "accounts.choices.stop"
Rhythm = MailChoice.Rhythm


def rhythm(user: User, category: str) -> str:
    """How a mail of this category goes to the person; an obligatory one always goes at once."""
    if category in OBLIGATORY:
        return Rhythm.AT_ONCE
    chosen = MailChoice.objects.filter(user=user, category=category).values_list("rhythm", flat=True).first()
    return chosen or Rhythm.AT_ONCE


def rhythms(user: User) -> dict[str, str]:
    """What the person chose for every category that she may choose for."""
    chosen = dict(MailChoice.objects.filter(user=user).values_list("category", "rhythm"))
    return {one.value: chosen.get(one, Rhythm.AT_ONCE) for one in CHOSEN}


@transaction.atomic
def choose(user: User, wanted: Mapping[str, str]) -> None:
    """Keep a rhythm for each category; what waits for a digest that she no longer wants stays in her inbox only."""
    rows = [MailChoice(user=user, category=category, rhythm=way) for category, way in wanted.items()]
    MailChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "category"], update_fields=["rhythm"]
    )
    silent = [category for category, way in wanted.items() if way == Rhythm.NONE]
    user.notifications.filter(category__in=silent).exclude(digest_on=None).update(digest_on=None)


def stop(user: User, category: Category) -> None:
    """No more mail of the category; from a digest, of every category that it gathers."""
    gathered = [name for name, way in rhythms(user).items() if way == Rhythm.DIGEST]
    choose(user, dict.fromkeys(gathered if category == Category.SUMMARY else [category.value], Rhythm.NONE))


def stop_link(user: User, category: Category) -> str:
    token = Signer(sep=".", salt=SALT).sign(f"{user.pk}-{category.value}")
    return settings.SITE_ADDRESS + reverse("accounts:stop_mails", args=[token])


def from_token(token: str) -> tuple[User, Category] | None:
    """Whose mails a signed link stops, and of which category; None for a link that we did not write."""
    try:
        pk, _, category = Signer(sep=".", salt=SALT).unsign(token).partition("-")
        user = User.objects.filter(pk=int(pk)).first()
        return (user, Category(category)) if user else None
    except (BadSignature, ValueError):
        return None
