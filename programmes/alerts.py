"""Alerts by e-mail on a search: asked, confirmed, kept and stopped by signed links; one digest a day at most."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django import db
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from accounts import outbox
from programmes.call_filters import CallFilter, query_of, shown
from programmes.filters import ProgrammeFilter
from programmes.models import Alert, AlertNews, Call, Subscriber
from programmes.news import Kind, News, news_of, with_news

logger = logging.getLogger(__name__)

TIME_TO_CONFIRM = timedelta(days=7)
A_YEAR = timedelta(days=365)
ASKED_BEFORE_THE_END = timedelta(days=14)
FIRST_HOUR = 7  # in the morning, Paris time
TOLD_LATE = timedelta(days=10)  # a worker may have been down for a while
MOST_IN_A_MAIL = 20
MOST_IN_A_ROUND = 200
MAILS = ("alert_confirm", "alert_digest", "alert_renewal")


# What the person does


@dataclass(frozen=True)
class Search:
    """What an alert watches: a list, its filters as the query of an address, and what they are called."""

    subject: str
    query: str
    labels: list[str]


def search_of(subject: str, data: QueryDict, now: datetime, revision: tuple | None = None) -> Search:
    """The search that an address holds, without what no filter knows; `revision` as for `ProgrammeFilter.over`."""
    if subject == Alert.Subject.PROGRAMMES:
        filters = ProgrammeFilter.over(data, revision)
        return Search(subject, query_of(filters), [chip.label for chip in filters.chips])
    filters = CallFilter.over(data, now)
    return Search(subject, query_of(filters), [chip.label for chip in filters.chips(data)])


def search_by(alert: Alert, now: datetime, revision: tuple | None = None) -> Search:
    return search_of(alert.subject, QueryDict(alert.query), now, revision)


@transaction.atomic
def ask(email: str, search: Search, now: datetime) -> Alert:
    """Write the alert, asleep until confirmed, and owe the mail that confirms it (once an hour at most).

    Asking again for an alert that is already confirmed sends the same mail: nothing tells one from the other.
    """
    subscriber, _ = Subscriber.objects.select_for_update().get_or_create(email=email.strip().lower())
    until = timezone.localdate(now + TIME_TO_CONFIRM)
    asleep = {"expires_on": until}
    alert, _ = subscriber.alerts.get_or_create(subject=search.subject, query=search.query, defaults=asleep)
    _owe(subscriber, "alert_confirm", f"{alert.pk}:{now:%Y%m%d%H}", alert=alert, labels=search.labels)
    return alert


@transaction.atomic
def confirm(alert: Alert, now: datetime) -> None:
    """Wake the alert, or keep it for one more year. A new one hears of what comes after, from the next day."""
    today = timezone.localdate(now)
    Subscriber.objects.filter(pk=alert.subscriber_id, digest_on=None).update(digest_on=today)
    alert.confirmed_at = alert.confirmed_at or now
    alert.expires_on, alert.renewal_asked = today + A_YEAR, False
    alert.save(update_fields=["confirmed_at", "expires_on", "renewal_asked"])


@transaction.atomic
def stop(alert: Alert) -> None:
    """Erase the alert, and the address with its mails when it was the last one."""
    subscriber = Subscriber.objects.select_for_update().get(pk=alert.subscriber_id)
    alert.delete()
    if not subscriber.alerts.exists():
        _forget(subscriber)


@transaction.atomic
def stop_all(subscriber: Subscriber) -> None:
    held = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if held:
        _forget(held)


def _forget(subscriber):
    outbox.forget(subscriber.email, MAILS)
    subscriber.delete()


# What the worker does


def send_due(now: datetime, limit: int = MOST_IN_A_ROUND) -> int:
    """Erase what nobody confirmed or kept, then owe the digests of the day; returns how many.

    Any number of workers may do it at once, and be stopped at any point: each subscriber is looked at in one
    transaction that also writes the day, what was told, and the mail.
    """
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR:
        return 0
    erase_expired(now)
    news = cache(lambda subject, query: news_for(subject, query, now))
    due = Subscriber.objects.due(local.date()).order_by("pk").values_list("pk", flat=True)
    return sum(_digest_despite_a_fault(pk, now, news) for pk in due[:limit])


def erase_expired(now: datetime) -> None:
    """Alerts that were not confirmed within a week, or not kept after a year, go with their address."""
    expired = Alert.objects.filter(expires_on__lt=timezone.localdate(now)).select_related("subscriber")
    for alert in expired:
        with transaction.atomic():
            held = Alert.objects.select_for_update().filter(pk=alert.pk, expires_on=alert.expires_on).first()
            if held:  # neither kept nor erased in between
                stop(held)


def news_for(subject: str, query: str, now: datetime) -> list[News]:
    """Recent news of the calls that a search keeps and whose closing has not passed, cancelled ones included."""
    since = now - TOLD_LATE
    if subject == Alert.Subject.PROGRAMMES:
        filters = ProgrammeFilter.over(QueryDict(query), (now,))  # one catalogue for all the searches of the moment
        kept = {filters.catalogue.keys[place] for place in filters.found()}
        calls = [call for call in _to_apply_for(Call.objects.public(), since, now) if call.programme_id in kept]
    else:
        calls = _to_apply_for(CallFilter.over(QueryDict(query), now).narrow(), since, now)
    return [one for call in calls for one in news_of(call, now) if one.at >= since]


def _to_apply_for(calls, since, now):
    return with_news(shown(calls), since, now).filter(Q(closes_at=None) | Q(closes_at__gt=now))


def _digest_despite_a_fault(pk, now, news):
    try:
        return digest(pk, now, news)
    except db.Error:
        raise
    except Exception as error:  # whatever is wrong with one search must not hold back the others
        logger.warning("digest of subscriber %s not written: %s", pk, type(error).__name__)
        Subscriber.objects.filter(pk=pk).update(digest_on=timezone.localdate(now))
        return False


@transaction.atomic
def digest(pk: int, now: datetime, news: Callable[[str, str], list[News]]) -> bool:
    """Look at the searches of one subscriber, once a day; owe one mail if there is something new. True when owed."""
    today = timezone.localdate(now)
    held = Subscriber.objects.select_for_update(skip_locked=True).filter(pk=pk)
    subscriber = held.filter(Q(digest_on=None) | Q(digest_on__lt=today)).first()
    if subscriber is None:  # another worker has it, or had it
        return False
    subscriber.digest_on = today
    subscriber.save(update_fields=["digest_on"])
    alerts = list(subscriber.alerts.filter(confirmed_at__isnull=False))
    _ask_to_keep(subscriber, [alert for alert in alerts if _ends_soon(alert, today)])
    fresh = [one for alert in alerts for one in _untold(alert, news(alert.subject, alert.query))]
    latest = {one.call.pk: one for one in sorted(fresh, key=lambda one: one.at)}
    items = sorted(latest.values(), key=lambda one: one.at, reverse=True)
    if items:
        more = len(items) - MOST_IN_A_MAIL
        _owe(subscriber, "alert_digest", f"{subscriber.pk}:{today}", items=items[:MOST_IN_A_MAIL], more=more)
    return bool(items)


def _untold(alert, news):
    told = set(alert.told.values_list("key", flat=True))
    known = {key.partition(":")[0] for key in told}  # a cancellation concerns those who heard of the call
    fresh = [
        one
        for one in news
        if one.at > alert.confirmed_at
        and one.key not in told
        and (one.kind != Kind.CANCELLED or str(one.call.pk) in known)
    ]
    AlertNews.objects.bulk_create(AlertNews(alert=alert, key=one.key) for one in fresh)
    return fresh


def _ends_soon(alert, today):
    return not alert.renewal_asked and alert.expires_on - ASKED_BEFORE_THE_END <= today


def _ask_to_keep(subscriber, alerts):
    if not alerts:
        return
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(renewal_asked=True)
    _owe(subscriber, "alert_renewal", f"{subscriber.pk}:{min(alert.expires_on for alert in alerts)}", alerts=alerts)


def _owe(subscriber, template, key, **context):
    link = settings.SITE_ADDRESS + subscriber.get_absolute_url()
    context = {"all_alerts": link, **context}
    outbox.owe_at(subscriber.email, template, key=f"{template}:{key}", unsubscribe=link, **context)
