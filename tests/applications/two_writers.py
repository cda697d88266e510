"""Two people write one draft through a bad network: what their pages do, and what must hold whatever happens.

Every text is unique, so that its fate can be told. A page behaves as `static/js/autosave.js`: one save in flight,
each numbered; an answer that does not come is given up, and the save may still arrive later, or twice.
"""

from dataclasses import dataclass, field
from random import Random

CODES = ("besoin", "offre", "budget")
ROUNDS = 16


@dataclass
class Request:
    """What leaves a page: values with the versions and digests that it held, and its number."""

    page: "Page"
    number: int
    values: dict
    base: dict
    pressed: bool = False
    choices: dict = field(default_factory=dict)


@dataclass
class Told:
    """What the portal answered: by code, (version, text) of what stands and of what met another text."""

    versions: dict = field(default_factory=dict)
    clashes: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    is_sent: bool = False


@dataclass
class Page:
    writer: object
    name: str
    fields: dict
    base: dict  # code → (version, text shown)
    number: int = 0
    held: set = field(default_factory=set)
    clashes: dict = field(default_factory=dict)  # code → text of the other, shown beside
    touched: set = field(default_factory=set)
    is_open: bool = True

    def request(self, pressed=False, choices=None):
        self.number += 1
        codes = [code for code in CODES if pressed or code not in self.held]
        values = {code: self.fields[code] for code in codes}
        return Request(self, self.number, values, {c: self.base[c] for c in codes}, pressed, choices or {})


class Sequence:
    """One seeded run; `wire` is how a save reaches the portal (`open`, `save`, `stored`, `send`)."""

    def __init__(self, wire, seed):
        self.wire, self.random = wire, Random(seed)
        self.network, self.pages = [], {}
        self.typed, self.known, self.settled = [], {writer: set() for writer in wire.writers}, set()
        self.last_number, self.counter, self.is_sent = {}, 0, False
        for writer in wire.writers:
            self.open(writer)

    def open(self, writer):
        """A new page, which shows what stands."""
        stored = self.wire.stored()
        base = {code: stored.get(code, (0, "")) for code in CODES}
        for _, text in base.values():
            self.learn(writer, text)
        self.counter += 1
        name = f"{self.counter:016x}"
        self.pages[writer] = Page(writer, name, {code: base[code][1] for code in CODES}, base)

    def learn(self, writer, text):
        """The text was under her eyes, and so was each of those it joins."""
        self.known[writer] |= {text, *text.split("\n\n")}

    def run(self):
        actions = [self.type] * 5 + [self.autosave] * 4 + [self.deliver] * 4 + [self.press] * 2
        for _ in range(ROUNDS):
            self.random.choice(actions)()
        if self.random.random() < 0.3:
            self.submit()
        self.finish()
        self.check()

    def type(self):
        page = self.pages[self.pick()]
        code = self.random.choice(CODES)
        self.counter += 1
        text = "" if self.random.random() < 0.1 else f"texte {self.counter}"
        self.settled.add(page.fields[code])  # replaced by its own writer
        page.fields[code] = text
        page.touched.add(code)
        self.learn(page.writer, text)
        if text:
            self.typed.append(text)

    def pick(self):
        return self.random.choice(self.wire.writers)

    def autosave(self):
        """The page sends what it holds; sometimes the answer is lost, the save comes late, or both."""
        page = self.pages[self.pick()]
        if not page.touched - page.held:
            return
        request = page.request()
        fate = self.random.random()
        if fate < 0.4:
            self.network.append(request)  # given up by the page; it may arrive any time from now
            return
        told = self.deliver_one(request)
        if fate < 0.8:
            self.acknowledge(request, told)
        if fate > 0.9:
            self.network.append(request)  # and once more

    def deliver(self):
        """Something comes out of the network, not in the order in which it entered."""
        if self.network:
            request = self.random.choice(self.network)
            if self.random.random() < 0.8:
                self.network.remove(request)
            self.deliver_one(request)

    def deliver_one(self, request):
        """Hand a save to the portal, and look at what it changed."""
        before = self.wire.stored()
        told = self.wire.send(request)
        self.watch(request, before, self.wire.stored())
        return told

    def watch(self, request, before, after):
        """Nothing is replaced that its writer had not seen; what comes late, or after the sending, changes nothing."""
        page = request.page
        changed = {code for code in CODES if before.get(code, (0, ""))[1] != after.get(code, (0, ""))[1]}
        last = self.last_number.get(page.name, 0)
        if changed:
            assert not self.is_sent, "a save after the sending"
            assert request.number > last, "an earlier save of the same page won"
        for code in changed:
            old, new = before.get(code, (0, ""))[1], after[code][1]
            assert old in self.known[page.writer], f"{old!r} was replaced unseen"
            assert all(part in self.known[page.writer] for part in new.split("\n\n")), f"nobody wrote {new!r}"
            self.settled |= {old, *new.split("\n\n")}
            self.learn(page.writer, new)
        self.last_number[page.name] = max(last, request.number)

    def acknowledge(self, request, told):
        page = request.page
        for code, (version, text) in told.versions.items():
            page.base[code] = (version, text)
            if page.fields[code] == request.values[code]:
                page.touched.discard(code)
        page.held |= set(told.clashes)

    def press(self, writer=None):
        """« Enregistrer »: onward, or the page of a clash, or what could not enter because the file was sent."""
        page = self.pages[writer or self.pick()]
        choices = {code: self.random.choice(["mine", "saved", "both"]) for code in page.clashes}
        request = page.request(pressed=True, choices=choices)
        told = self.deliver_one(request)
        if self.random.random() < 0.2:
            self.network.append(request)
        if told.clashes and not told.is_sent:
            return self.settle(page, request, told)
        if told.is_sent:
            self.settled |= set(request.values.values())  # shown, to be copied
        self.settled |= {page.fields[code] for code in choices}  # she chose, both texts under her eyes
        self.open(page.writer)
        return None

    def settle(self, page, request, told):
        """The page of a clash shows both texts, and is a page of its own."""
        self.counter += 1
        kept = {code: told.kept.get(code, request.values[code]) for code in CODES}
        again = Page(page.writer, f"{self.counter:016x}", kept, dict(page.base))
        again.base |= told.versions
        for code, (version, text) in told.clashes.items():
            again.base[code] = (version, text)
            self.learn(page.writer, text)
            again.clashes[code] = text
            again.held.add(code)
        self.settled |= {page.fields[code] for code in request.choices if code not in told.clashes}
        self.pages[page.writer] = again

    def submit(self):
        self.wire.submit()
        self.is_sent = True

    def finish(self):
        """Everybody presses until nothing is in the way, then whatever is still in the network arrives."""
        for _ in range(6):
            for writer in self.wire.writers:
                page = self.pages[writer]
                if page.clashes or any(page.fields[code] != page.base[code][1] for code in CODES):
                    self.press(writer)
        self.random.shuffle(self.network)
        while self.network:
            self.deliver_one(self.network.pop())

    def check(self):
        """Each text was stored, shown in a clash, replaced by its own writer, or is on a page still open."""
        in_sight = {text for page in self.pages.values() for text in page.fields.values()}
        final = {text for _, text in self.wire.stored().values()}
        lost = [
            text for text in self.typed if text not in self.settled | in_sight and not any(text in f for f in final)
        ]
        assert lost == [], "typed and lost"
        for text in final - {""}:
            assert any(text in known for known in self.known.values()), "a final text that nobody saw"
