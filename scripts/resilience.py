"""Kills web workers a hundred times while drafts with files are being saved, then counts what was lost.

    make resilience                                       SQLite, then PostgreSQL where DATABASE_URL names one
    make resilience ARGS="--kills 20 --engine sqlite"

A save that was answered (JSON « saved », or a redirection) is acknowledged: its text, or a later one of the same page,
must be there when its writer reads again, as she does after each silence, and at the end. An acknowledged file must be
there byte for byte, the last of each draft given to it, and `manage.py sweep` leaves nothing behind. An answer in error
is a failure; a server that acknowledges nothing, too.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # `tests` is the package, not the script of that name
PORT = int(os.environ.get("PORT", "8105"))
WORKERS, THREADS = 2, 4
PATIENCE = 20
TOKEN = "t" * 32  # of CSRF: cookie and field
BOUNDARY = "limite"
PDF = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n% {}\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
SHOWN = re.compile(r'name="r_besoin"[^>]*>\s*texte (\d+)')
FAR = http.client.HTTPException, OSError, json.JSONDecodeError


@dataclass
class Writer:
    """One person on one page of one draft, who writes texts « texte 1 », « texte 2 »… and gives files."""

    step: str
    give: str
    field: str
    session: str
    application: str
    number: int = 0
    saved: int = 0  # the last number acknowledged
    files: list[str] = field(default_factory=list)
    requests: int = 0
    answered: int = 0
    unanswered: int = 0
    refused: list[int] = field(default_factory=list)  # answered, but by something else than what is acknowledged
    read: int = 0
    lost: list[int] = field(default_factory=list)  # numbers acknowledged, and not there at the next reading

    def go(self, stop: threading.Event) -> None:
        """After each silence she reads her page first: a later text would hide that an earlier one was lost."""
        chance, next_act = random.Random(self.session), self.type  # noqa: S311
        while not stop.is_set():
            self.requests += 1
            try:
                next_act()
                next_act = chance.choice([self.type, self.type, self.press, self.upload, self.look])
            except FAR:
                self.unanswered += 1
                next_act = self.look
                time.sleep(0.05)

    def look(self):
        status, page = self.ask("GET", self.step)
        found = SHOWN.search(page.decode())
        if status != 200:
            self.refused.append(status)
            return
        self.read += 1
        if self.saved > (int(found[1]) if found else 0):
            self.lost.append(self.saved)

    def fields(self):
        self.number += 1
        page = {"writer": "a" * 16, "number": self.number, "v_besoin": 0, "d_besoin": "", "csrfmiddlewaretoken": TOKEN}
        return urlencode({**page, "r_besoin": f"texte {self.number}"})

    def type(self):
        status, body = self.post(self.step, self.fields(), {"X-Autosave": "1"})
        if status == 200 and json.loads(body)["state"] == "saved":
            self.saved = self.number
            self.answered += 1
        else:
            self.refused.append(status)

    def press(self):
        status, _ = self.post(self.step, self.fields() + "&continue=1")
        if status == 302:
            self.saved = self.number
            self.answered += 1
        else:
            self.refused.append(status)

    def upload(self):
        name = f"{self.session[:6]}-{self.requests}.pdf"
        parts = [("csrfmiddlewaretoken", TOKEN, ""), (self.field, PDF.format(name) + " " * 50_000 + "\n%%EOF", name)]
        body = "".join(part(*one) for one in parts) + f"--{BOUNDARY}--\r\n"
        status, _ = self.post(self.give, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        if status == 302:
            self.files.append(name)
            self.answered += 1
        else:
            self.refused.append(status)

    def post(self, address, body, headers=()):
        return self.ask("POST", address, body, headers)

    def ask(self, method, address, body=None, headers=()):
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        try:
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            cookies = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
            link.request(method, address, body, {**form, **cookies, **dict(headers)})
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()


def part(name, content, filename):
    shown = f'; filename="{filename}"' if filename else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{shown}\r\n\r\n{content}\r\n'


def main():
    parser = argparse.ArgumentParser(description="Tue des processus web pendant que des brouillons s’enregistrent.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], help="les deux par défaut")
    options = parser.parse_args()
    address = os.environ.pop("DATABASE_URL", "")
    engines = [options.engine] if options.engine else ["sqlite", *(["postgres"] if address else [])]
    if "postgres" in engines and not address:
        parser.error("donnez DATABASE_URL, le nom d’une base à créer")
    lost = [engine for engine in engines if not ordeal(engine, address if engine == "postgres" else "", options.kills)]
    sys.exit(f"perdu : {', '.join(lost)}" if lost else 0)


def ordeal(engine: str, address: str, kills: int) -> bool:
    folder = tempfile.mkdtemp(prefix="resilience-")
    settings = {"DJANGO_SETTINGS_MODULE": "ess_portal.settings.dev", "DEBUG": "no", "VAR_DIR": folder}
    environment = {**os.environ, **settings, **({"DATABASE_URL": address} if address else {})}
    here = [sys.executable, __file__, "--inside"]
    try:
        subprocess.run([sys.executable, "manage.py", "prepare_font"], cwd=ROOT, env=environment, check=True)
        made = subprocess.run([*here, "make"], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        writers = [Writer(*row) for row in json.loads(made.stdout.splitlines()[-1])]
        seconds = under_fire(environment, writers, kills)
        claimed = json.dumps([{"application": w.application, "saved": w.saved, "files": w.files} for w in writers])
        judged = subprocess.run([*here, "judge"], cwd=ROOT, env=environment, input=claimed, text=True)
        tries, silent = sum(w.requests for w in writers), sum(w.unanswered for w in writers)
        lost = sorted(number for writer in writers for number in writer.lost)
        refused = sorted({status for w in writers for status in w.refused})
        print(
            f"{engine} : {kills} arrêts en {seconds:.0f} s, {tries} envois, {acknowledged(writers)} acquittés, "
            f"{silent} sans réponse, réponses en erreur {refused}, "
            f"{sum(w.read for w in writers)} relectures, textes perdus entre-temps {lost}"
        )
        return judged.returncode == 0 and not refused and not lost
    finally:
        subprocess.run([*here, "drop"], cwd=ROOT, env=environment, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def under_fire(environment, writers, kills):
    """Serve, write and kill; returns the seconds it took."""
    command = [
        "-m",
        "gunicorn",
        "scripts.resilience_world:served()",
        "--preload",
        "--bind",
        f"127.0.0.1:{PORT}",
        "--log-level",
        "error",
    ]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--graceful-timeout", "20"]
    log = (Path(environment["VAR_DIR"]) / "server.log").open("w")
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
    started, stop, chance = time.monotonic(), threading.Event(), random.Random(1)  # noqa: S311
    threads = [threading.Thread(target=writer.go, args=[stop]) for writer in writers]
    try:
        wait_for(writers)
        for thread in threads:
            thread.start()
        for _ in range(kills):
            between_two(writers)
            time.sleep(chance.uniform(0, 1))
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(children(server.pid)), signal.SIGKILL)
        time.sleep(3)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.terminate()
        server.wait(60)
    return time.monotonic() - started


def between_two(writers):
    """Until something more is acknowledged: a server that never answers would lose nothing."""
    before, waited = acknowledged(writers), 0.0
    while acknowledged(writers) == before:
        time.sleep(0.05)
        waited += 0.05
        if waited > PATIENCE:
            sys.exit("plus rien n’est acquitté : l’épreuve ne dirait rien")


def acknowledged(writers):
    return sum(writer.answered for writer in writers)


def children(pid):
    """Workers of the server; waits for one when all were just killed."""
    while True:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return [int(child) for child in found]
        time.sleep(0.05)


def wait_for(writers):
    for _ in range(600):
        with contextlib.suppress(*FAR):
            writers[0].post("/sante/", "")
            return
        time.sleep(0.2)
    sys.exit("le serveur ne répond pas")


if __name__ == "__main__":
    if "--inside" in sys.argv:
        from scripts.resilience_world import inside  # only where the settings are those of the ordeal

        inside(sys.argv[-1])
    else:
        main()
