"""The postman: delivers the outbox until it is told to stop, and does the duties of each day. Any number may run."""

import logging
import signal
import threading
from datetime import date

from django import db
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import digests, outbox
from ess_portal import duties
from programmes import alerts

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Envoie les messages en attente, jusqu’à l’arrêt (Ctrl-C ou SIGTERM)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="envoie ce qui est dû, puis s’arrête")
        parser.add_argument("--every", type=float, default=5, help="secondes entre deux passages (5 par défaut)")

    def handle(self, *, once, every, **options):
        stop = threading.Event()
        if once:
            duties.perform(timezone.now())
            self.stdout.write("{} envoyés, {} en échec".format(*round_of(stop)))
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("worker started")
        done_on = None
        while not stop.is_set():
            done_on = round_despite_the_database(stop, done_on)
            stop.wait(every)
        logger.info("worker stopped")


def round_of(stop: threading.Event) -> tuple[int, int]:
    """Owe the digests of the day, then deliver what is due until none is left or `stop` is set: (sent, failed)."""
    alerts.send_due(timezone.now())
    digests.send_due(timezone.now())
    outcomes = []
    while not stop.is_set() and (outcome := outbox.deliver_next(timezone.now())) is not None:
        outcomes.append(outcome)
    return outcomes.count(True), outcomes.count(False)


def round_despite_the_database(stop: threading.Event, done_on: date | None = None) -> date | None:
    """A round that outlives a database restart: the next one starts on a new connection.

    The duties of the day come first, unless they were done on `done_on`; returns the day on which they now are.
    """
    db.close_old_connections()
    now = timezone.now()
    try:
        if done_on != timezone.localdate(now):
            duties.perform(now)
            done_on = timezone.localdate(now)
        sent, failed = round_of(stop)
    except db.Error as error:
        logger.warning("database out of reach, trying again: %s", type(error).__name__)
        db.connections.close_all()
    else:
        if sent or failed:
            logger.info("mails: %s sent, %s failed", sent, failed)
    return done_on
