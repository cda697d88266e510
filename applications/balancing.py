"""Sharing files between readers: pure arithmetic on numbers and words, the same answer for the same question."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]


@dataclass(frozen=True)
class Reader:
    """Somebody who may read; `knows` are words that a file may share (a stage, a territory)."""

    pk: int
    knows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class File:
    pk: int
    about: frozenset[str] = frozenset()


@dataclass
class Plan:
    """Who reads what (file → readers in order), and how many readers each file still lacks."""

    readers_of: dict[int, list[int]]
    short: dict[int, int] = field(default_factory=dict)

    @property
    def loads(self) -> Counter:
        return Counter(reader for readers in self.readers_of.values() for reader in readers)


def share(files: Sequence[File], readers: Sequence[Reader], barred: set[Pair], given: set[Pair], least: int) -> Plan:
    """At least `least` readers per file, never a barred (file, reader), what is given kept.

    Loads are as even as the barriers and what is given allow; among plans equally even, files go by preference to
    readers who know what they are about.
    """
    return _Sharing(files, readers, barred, given).plan(least)


class _Sharing:
    def __init__(self, files, readers, barred, given):
        self.files, self.readers = list(files), list(readers)
        self.allowed = {
            file.pk: {reader.pk for reader in self.readers if (file.pk, reader.pk) not in barred} for file in self.files
        }
        self.match = {
            (file.pk, reader.pk): len(file.about & reader.knows) for file in self.files for reader in self.readers
        }
        self.given = {(file, reader) for file, reader in given if reader in self.allowed.get(file, ())}
        self.chosen = {file.pk: {reader for kept, reader in self.given if kept == file.pk} for file in self.files}
        self.load = Counter({reader.pk: 0 for reader in self.readers})
        self.load.update(reader for _, reader in self.given)

    def plan(self, least: int) -> Plan:
        short = {}
        for file in sorted(self.files, key=lambda file: len(self.allowed[file.pk])):
            missing = self.fill(file.pk, least)
            if missing:
                short[file.pk] = missing
        while any(self.lighten(reader.pk) for reader in self.readers):
            pass
        while self.prefer():
            pass
        order = [reader.pk for reader in self.readers]
        return Plan({file.pk: sorted(self.chosen[file.pk], key=order.index) for file in self.files}, short)

    def fill(self, file: int, least: int) -> int:
        """Add the least loaded readers; returns how many are missing in the end."""
        for _ in range(least - len(self.chosen[file])):
            free = [reader.pk for reader in self.readers if self.may_take(file, reader.pk)]
            if not free:
                break
            self.add(file, min(free, key=lambda reader: (self.load[reader], -self.match[file, reader])))
        return max(least - len(self.chosen[file]), 0)

    def may_take(self, file: int, reader: int) -> bool:
        return reader in self.allowed[file] and reader not in self.chosen[file]

    def may_leave(self, file: int, reader: int) -> bool:
        return reader in self.chosen[file] and (file, reader) not in self.given

    def add(self, file: int, reader: int) -> None:
        self.chosen[file].add(reader)
        self.load[reader] += 1

    def hand(self, file: int, giver: int, taker: int) -> None:
        self.chosen[file].remove(giver)
        self.load[giver] -= 1
        self.add(file, taker)

    def lighten(self, start: int) -> bool:
        """Hand files along the shortest chain from this reader to one who has at least two fewer, if there is one."""
        came: dict[int, tuple[int, int] | None] = {start: None}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if self.load[giver] <= self.load[start] - 2:
                self.hand_along(came, giver)
                return True
            for file, taker in self.exits(giver):
                if taker not in came:
                    came[taker] = (file, giver)
                    queue.append(taker)
        return False

    def exits(self, giver: int) -> Iterator[Pair]:
        for file in self.files:
            if self.may_leave(file.pk, giver):
                yield from ((file.pk, reader.pk) for reader in self.readers if self.may_take(file.pk, reader.pk))

    def hand_along(self, came: dict, last: int) -> None:
        step = came[last]
        while step:
            file, giver = step
            self.hand(file, giver, last)
            last, step = giver, came[giver]

    def prefer(self) -> bool:
        """One change that leaves the loads as even and gives a file to somebody who knows more of it."""
        placed = [
            (file.pk, reader.pk) for file in self.files for reader in self.readers if self.may_leave(file.pk, reader.pk)
        ]
        for file, giver in placed:
            for taker in (reader.pk for reader in self.readers if self.may_take(file, reader.pk)):
                gain = self.match[file, taker] - self.match[file, giver]
                if gain > 0 and self.load[giver] == self.load[taker] + 1:
                    self.hand(file, giver, taker)
                    return True
                for other in (pair[0] for pair in placed if pair[1] == taker):
                    back = self.match[other, giver] - self.match[other, taker]
                    if gain + back > 0 and self.may_take(other, giver):
                        self.hand(file, giver, taker)
                        self.hand(other, taker, giver)
                        return True
        return False
