"""What happens to a call that somebody may want to hear of: feeds and alerts by e-mail tell the same news."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from programmes.models import Call
from programmes.opening import moment_words

LAST_DAYS = timedelta(days=7)


class Kind(models.TextChoices):
    ANNOUNCED = "annonce", "Bientôt ouvert"
    OPENED = "ouvert", "Nouvel appel ouvert"
    EXTENDED = "prolonge", "Clôture repoussée"
    CLOSING = "ferme", "Ferme bientôt"


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
        if self.kind == Kind.ANNOUNCED:
            return f"Ouvre le {moment_words(call.opens_at, call.zone_name)}."
        if call.closes_at is None:
            return "Sans date limite."
        return f"Clôture le {moment_words(call.closes_at, call.zone_name)}."


def news_of(call: Call, now: datetime) -> Iterator[News]:
    """News of an announced call up to `now`, oldest first but for a closing put off; none once it is cancelled."""
    if call.cancelled_at:
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
    """Calls to which something happened between the two instants."""
    span = (since, now)
    return calls.filter(
        Q(published_at__range=span)
        | Q(opens_at__range=span)
        | Q(extended_at__range=span)
        | Q(closes_at__range=(since + LAST_DAYS, now + LAST_DAYS))
    )
