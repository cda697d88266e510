"""What happens to a call that somebody may want to hear of: feeds and alerts by e-mail tell the same news."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from programmes.models import Call, CallExtension
from programmes.opening import moment_words

LAST_DAYS = timedelta(days=7)


class Kind(models.TextChoices):
    ANNOUNCED = "annonce", "Bientôt ouvert"
    OPENED = "ouvert", "Nouvel appel ouvert"
    EXTENDED = "prolonge", "Clôture repoussée"
    CLOSING = "ferme", "Ferme bientôt"
    CANCELLED = "annule", "Appel annulé"


@dataclass(frozen=True)
class News:
    call: Call
    kind: Kind
    at: datetime

    @property
    def key(self) -> str:
        """The same for ever; a closing that was put off makes new ones."""
        if self.kind in {Kind.EXTENDED, Kind.CLOSING}:
            return f"{self.call.pk}:{self.kind.value}:{self.call.closes_at:%Y%m%d%H%M}"
        return f"{self.call.pk}:{self.kind.value}"

    @property
    def when(self) -> str:
        """« Clôture le 18 juin 2027 à 18 h (heure de Paris). »: what the reader has to note."""
        call = self.call
        if self.kind == Kind.CANCELLED:
            return call.cancel_note or "Cet appel n’aura pas lieu."
        if self.kind == Kind.ANNOUNCED:
            return f"Ouvre le {moment_words(call.opens_at, call.zone_name)}."
        if call.closes_at is None:
            return "Sans date limite."
        words = f"Clôture le {moment_words(call.closes_at, call.zone_name)}."
        return f"{words} {self.note}".strip()

    @property
    def note(self) -> str:
        """What the officer said in public of the closing put off; the calls come from `with_news`."""
        return getattr(self.call, "extension_note", None) or "" if self.kind == Kind.EXTENDED else ""


def news_of(call: Call, now: datetime) -> Iterator[News]:
    """News of an announced call up to `now`, oldest first but for a closing put off; one alone once cancelled."""
    if call.cancelled_at:
        yield News(call, Kind.CANCELLED, call.cancelled_at)
        return
    begun = max(call.opens_at, call.published_at)
    if call.published_at < call.opens_at:
        yield News(call, Kind.ANNOUNCED, call.published_at)
    if begun <= now:
        yield News(call, Kind.OPENED, begun)
    if call.extended_at:
        yield News(call, Kind.EXTENDED, call.extended_at)
    if call.closes_at and begun < call.closes_at - LAST_DAYS <= now < call.closes_at:
        yield News(call, Kind.CLOSING, call.closes_at - LAST_DAYS)


def with_news(calls, since: datetime, now: datetime):
    """Calls to which something happened between the two instants, with the public note of their last extension."""
    span = (since, now)
    happened = (
        Q(published_at__range=span)
        | Q(opens_at__range=span)
        | Q(extended_at__range=span)
        | Q(cancelled_at__range=span)
        | Q(closes_at__range=(since + LAST_DAYS, now + LAST_DAYS))
    )
    latest = CallExtension.objects.filter(call=OuterRef("pk")).order_by("-at", "-pk").values("note")[:1]
    return calls.filter(happened).annotate(extension_note=Subquery(latest))
