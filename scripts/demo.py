"""The demonstration in one command: environment, data, server and postman on this machine only.

Run through `scripts/python.sh`. Standard library only; everything it makes is in `var/`.
"""

import argparse
import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from environment import ROOT, SetupError, clean_environment, prepare_environment, python_of, say, sentences

VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
MARK = "demonstration"  # beside it, the database was made by `make demo`: `make demo-reset` may delete it
DATABASE = "portal.sqlite3"
GENERATED = [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "private", "media", "mails", MARK]
FIRST_PORT, PORTS_TRIED = 8000, 20
START_TIMEOUT = 60
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main():
    parser = argparse.ArgumentParser(description="Lance la démonstration du portail.")
    parser.add_argument("--prepare-only", action="store_true", help="prépare tout, sans lancer le serveur")
    parser.add_argument("--reset", action="store_true", help="efface d’abord la base et les fichiers de démonstration")
    options = parser.parse_args()
    for number in STOPS:
        signal.signal(number, signal.default_int_handler)
    with sentences():
        if options.reset:
            erase(VAR)
        say("1/3  Environnement Python et dépendances")
        say("  prêts" if prepare_environment() else "  déjà là")
        say("2/3  Données")
        prepare()
        if not options.prepare_only:
            with running(VAR):
                serve()


def erase(folder):
    """Delete what `make demo` made in `folder`, and nothing else."""
    with running(folder, alone=True):
        pass
    database = folder / DATABASE
    if database.exists() and not (folder / MARK).exists():
        raise SetupError(f"{database} n’a pas été faite par make demo : rien n’est effacé. Déplacez-la, puis relancez.")
    for path in [folder / name for name in GENERATED if (folder / name).exists()]:
        say(f"Effacé : {path}")
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextlib.contextmanager
def running(folder, *, alone=False):
    """Hold the mark of a running demonstration; `alone` raises SetupError when another one holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demonstration.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_NB | (fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
        except BlockingIOError:
            raise SetupError("Une démonstration tourne encore : arrêtez-la (Ctrl-C), puis relancez.") from None
        yield


def prepare():
    if not (VAR / DATABASE).exists():
        VAR.mkdir(parents=True, exist_ok=True)
        (VAR / MARK).touch()
    with (VAR / "prepare.log").open("w+", encoding="utf-8") as log:
        if manage("prepare", "--demo", stderr=log).returncode:
            log.seek(0)
            raise SetupError(f"\nLa préparation s’est arrêtée : {reason(log.read())}\nDétail : {log.name}")
    (VAR / MARK).touch()


def reason(text):
    """The sentence of the error in the output of a command: the last one raised, without its trace."""
    errors = re.findall(r"^(?:[\w.]+(?:Error|Exception|Configured): )(.+)", text, re.MULTILINE)
    lines = errors or text.strip().splitlines() or ["raison inconnue."]
    return lines[-1]


def manage(*arguments, **streams):
    return subprocess.run([python_of(ROOT / ".venv"), "manage.py", *arguments], cwd=ROOT, env=environment(), **streams)


def environment(**more):
    return clean_environment(DJANGO_SETTINGS_MODULE="ess_portal.settings.demo", VAR_DIR=str(VAR), **more)


def serve():
    """Run the server and the postman until Ctrl-C, or until one of them stops."""
    say("3/3  Serveur et envoi des messages")
    listener, port = open_port()
    address = f"http://127.0.0.1:{port}/"
    python = python_of(ROOT / ".venv")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(
            process("server", [python, "-m", "gunicorn", "ess_portal.wsgi"], address, listener=listener)
        )
        postman = stack.enter_context(process("worker", [python, "manage.py", "worker"], address))
        accounts = json.loads(manage("demo", "--accounts", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
        wait_until_it_answers(address, server)
        announce(address, accounts)
        with contextlib.suppress(KeyboardInterrupt):
            while server.poll() is None and postman.poll() is None:
                time.sleep(0.5)
            name = "server" if server.poll() is not None else "worker"
            raise SetupError(f"La démonstration s’est arrêtée d’elle-même. Détail : {VAR / name}.log")
    say("\nDémonstration arrêtée ; make demo la relance telle quelle.")


def open_port():
    """A listening socket on the first free port from 8000 on, and its number."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not somebody_answers(port):
            with contextlib.suppress(OSError):
                listener.bind(("127.0.0.1", port))
                listener.listen(64)
                if port != FIRST_PORT:
                    say(f"  Le port {FIRST_PORT} est pris : le port {port} est utilisé à la place.")
                return listener, port
        listener.close()
    raise SetupError(
        f"Les ports {FIRST_PORT} à {FIRST_PORT + PORTS_TRIED - 1} sont tous pris : libérez-en un, puis relancez."
    )


def somebody_answers(port):
    """Whether a server already holds `port`, on any address of this machine (macOS lets two servers share it)."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def process(name, command, address, listener=None):
    """A child process in a session of its own, its output in var/<name>.log, stopped at the end of the block."""
    options = {"env": environment(SITE_ADDRESS=address)}
    if listener:
        command = [*command, "--bind", f"fd://{listener.fileno()}"]
        options["pass_fds"] = [listener.fileno()]
    with (VAR / f"{name}.log").open("w", encoding="utf-8") as log:
        child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **options
        )
    if listener:
        listener.close()
    try:
        yield child
    finally:
        for number in STOPS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave this child alone
        child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def wait_until_it_answers(address, server):
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            raise SetupError(f"La page d’accueil répond {error.code}. Détail : {VAR / 'server.log'}") from error
        except OSError:
            time.sleep(0.2)
    raise SetupError(f"Le serveur n’a pas démarré. Détail : {VAR / 'server.log'}")


def announce(address, accounts):
    say(f"\nLe portail répond : {address}")
    if accounts:
        say("\nComptes fictifs (mot de passe entre parenthèses), un par rôle :")
    for account in accounts:
        say(f"  {account['role']:<32} {account['email']} ({account['password']})")
        say(f"  {'':<32} {address.rstrip('/')}{account['start']}")
    say(f"\nMessages envoyés par le portail : {VAR / 'mails'}")
    say("Pour arrêter : Ctrl-C. Pour repartir de zéro : make demo-reset")


if __name__ == "__main__":
    main()
