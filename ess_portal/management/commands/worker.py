"""The postman: delivers the outbox until it is told to stop. Any number of them may run at once."""

import logging
import signal
import threading

from django import db
from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import outbox

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Envoie les messages en attente, jusqu’à l’arrêt (Ctrl-C ou SIGTERM)."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="envoie ce qui est dû, puis s’arrête")
        parser.add_argument("--every", type=float, default=5, help="secondes entre deux passages (5 par défaut)")

    def handle(self, *, once, every, **options):
        stop = threading.Event()
        if once:
            self.stdout.write("{} envoyés, {} en échec".format(*round_of(stop)))
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("worker started")
        while not stop.is_set():
            round_despite_the_database(stop)
            stop.wait(every)
        logger.info("worker stopped")


def round_of(stop: threading.Event) -> tuple[int, int]:
    """Deliver the due mails one by one until none is left or `stop` is set; returns (sent, failed)."""
    outcomes = []
    while not stop.is_set() and (outcome := outbox.deliver_next(timezone.now())) is not None:
        outcomes.append(outcome)
    return outcomes.count(True), outcomes.count(False)


def round_despite_the_database(stop: threading.Event) -> None:
    """A round that outlives a database restart: the next one starts on a new connection."""
    db.close_old_connections()
    try:
        sent, failed = round_of(stop)
    except db.Error as error:
        logger.warning("database out of reach, trying again: %s", type(error).__name__)
        db.connections.close_all()
    else:
        if sent or failed:
            logger.info("mails: %s sent, %s failed", sent, failed)
