"""Many threads on one PostgreSQL, each with its own connection, started at the same instant."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from django.db import OperationalError, connection

PATIENCE = 60  # seconds


def together(actions, *, threads=None, refusals=()):
    """Run the actions in `threads` threads (one each unless said); returns the results, a refusal being one."""
    threads = threads or len(actions)
    gate = threading.Barrier(threads)

    def attempt(action):
        try:
            return action()
        except refusals as refusal:
            return refusal

    def run(number):
        try:
            connect()
            gate.wait(timeout=PATIENCE)
            return [(place, attempt(actions[place])) for place in range(number, len(actions), threads)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        found = dict(chain.from_iterable(pool.map(run, range(threads))))
    return [found[place] for place in range(len(actions))]


def connect():
    """Open the thread's connection before the race, again and again while the server still closes those of another."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            if time.monotonic() > last:
                raise
