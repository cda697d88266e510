"""What the worker does once a day beside the mails. Each duty may run again the same day, on any number of workers."""

import logging
from datetime import datetime

from django.utils import timezone

from accounts import inbox, mail_retention
from actors import checking, reports
from applications import correspondence, late, links, reminders, requests, retention
from programmes import meeting_reminders
from projects import expiry

logger = logging.getLogger(__name__)


def perform(now: datetime) -> None:
    """Ask for checks of old sheets, tell of documents that end, of answers, meetings and drafts; find the links of
    committee members with files, and remind those who are late; erase what is old."""
    asked = checking.remind(timezone.localdate(now))
    erased, deleted = reports.forget(now)
    correspondence.forget_waiting_files(now)
    inbox.forget(now)
    mail_retention.erase(now)
    requests.remind(timezone.localdate(now))
    meeting_reminders.remind(now)
    links.watch(now)
    late.send_due(now)
    ending = expiry.remind(now)
    if asked or erased or deleted or ending:
        counts = (asked, erased, deleted, ending)
        logger.info("sheets to check: %s; addresses erased: %s; reports deleted: %s; documents ending: %s", *counts)
    reminded, told, gone = reminders.send_due(now), retention.announce(now), retention.erase(now)
    if reminded or told or gone:
        logger.info("drafts reminded: %s; told of their erasure: %s; erased: %s", reminded, told, gone)
