"""Errors that readers report, followed until they are answered, then forgotten."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import Mail, User
from accounts.outbox import owe, owe_at
from actors import keepers
from actors.models import Report
from actors.sheet_kinds import Sheet, about, kind_of

SALT = "actors.reports"
ADDRESS_KEPT = timedelta(days=182)
REPORT_KEPT = timedelta(days=2 * 365)


class AlreadyAnswered(Exception):
    """Somebody else answered first; `report` holds her answer."""

    def __init__(self, report):
        super().__init__(str(report))
        self.report = report


@transaction.atomic
def receive(sheet: Sheet, *, part: str, words: str, source_words: str, email: str, now: datetime) -> Report:
    """Keep a report and tell those who keep the sheet: its organisation's people in their space, its chamber's in the
    back-office. The reader, when she left an address, gets the link that follows her report."""
    report = Report.objects.create(
        **about(sheet), part=part, words=words, source_words=source_words, email=email, received_at=now
    )
    checkers = keepers.checkers_of(report.actor)
    for person in checkers:
        owe(person, "report_received", key=f"report:{report.pk}:received:{person.pk}", link=desk_link(report))
    for person in keepers.people_of_house(report.actor):
        if person not in checkers:
            owe(person, "report_received", key=f"report:{report.pk}:received:{person.pk}", link=space_link(sheet))
    if email:
        owe_at(email, "report_thanks", key=f"report:{report.pk}:reader:thanks", link=follow_link(report))
    return report


@transaction.atomic
def answer(report: Report, outcome: str, words: str, *, by: User, now: datetime) -> Report:
    """The one door by which a report is closed; the reader who left an address is told. Raises AlreadyAnswered."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.answered_at:
        raise AlreadyAnswered(report)
    report.outcome, report.answer, report.answered_by, report.answered_at = outcome, words, by, now
    report.save()
    if report.email:
        owe_at(report.email, "report_answered", key=f"report:{report.pk}:reader:answer", link=follow_link(report))
    return report


def token_of(report: Report) -> str:
    return signing.Signer(salt=SALT).sign(str(report.pk))


def report_of(token: str) -> Report | None:
    """The report that a signed link follows; None for a link that we did not write, or a report since forgotten."""
    try:
        pk = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Report.objects.select_related("actor", "programme").filter(pk=pk).first()


def follow_link(report: Report) -> str:
    return settings.SITE_ADDRESS + reverse("sheets:follow", args=[token_of(report)])


def desk_link(report: Report) -> str:
    return settings.SITE_ADDRESS + reverse("admin:actors_report_change", args=[report.pk])


def space_link(sheet: Sheet) -> str:
    return settings.SITE_ADDRESS + reverse("sheets:mine", args=[kind_of(sheet).segment, sheet.slug])


@transaction.atomic
def forget(now: datetime) -> tuple[int, int]:
    """Erase addresses six months after the answer, whole reports two years after they came; returns both counts.

    The mails sent to those addresses go with them.
    """
    old = Report.objects.filter(received_at__lt=now - REPORT_KEPT)
    answered = Report.objects.filter(answered_at__lt=now - ADDRESS_KEPT).exclude(email="")
    for pk in {*old.values_list("pk", flat=True), *answered.values_list("pk", flat=True)}:
        Mail.objects.filter(dedupe_key__startswith=f"report:{pk}:reader:").delete()
    erased = answered.update(email="")
    deleted, _ = old.delete()
    return erased, deleted
