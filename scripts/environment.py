"""Makes the environment `.venv` from the pinned requirements, or says in one sentence why it cannot.

Run through `scripts/python.sh`, which finds a Python recent enough. Standard library only.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"
PORTAL_VARIABLES = {
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DJANGO_SETTINGS_MODULE",
    "REDIS_URL",
    "SITE_ADDRESS",
    "VIRTUAL_ENV",
}
ENOUGH_BYTES = 30_000_000  # below, whatever pip says, the disk is the reason
STAMP = "correspondances.json"
OFFLINE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "name resolution",
    "Max retries exceeded",
    "Network is unreachable",
)


class SetupError(Exception):
    """A sentence for the person at the keyboard."""


def main():
    parser = argparse.ArgumentParser(description="Prépare l’environnement Python du portail.")
    parser.add_argument("--dev", action="store_true", help="installe aussi les outils de développement et de test")
    options = parser.parse_args()
    with sentences():
        started = time.monotonic()
        if prepare_environment(dev=options.dev):
            say(f"Environnement prêt en {time.monotonic() - started:.0f} s.")


def prepare_environment(root=ROOT, *, dev=False):
    """Make or complete `root/.venv`; returns True when something had to be done, False when it was ready."""
    venv = root / ".venv"
    if venv.is_symlink():
        if not answers(venv):
            raise SetupError(f"{venv} est un lien vers un environnement qui ne marche plus : supprimez ce lien.")
        return False
    wanted = DEVELOPMENT if dev else RUNTIME
    state = read_state(venv)
    fresh = hash_requirements(root)
    if state and state["files"].get(wanted) == fresh[wanted]:
        return False
    log = log_file(root)
    if state is None:
        make_venv(venv, log)
    (venv / STAMP).unlink(missing_ok=True)
    say("Installation des dépendances (une minute environ la première fois)…")
    install(venv, root / wanted, log)
    written = [RUNTIME, DEVELOPMENT] if dev else [RUNTIME]
    write_state(venv, {name: fresh[name] for name in written})
    return True


def read_state(venv):
    """What the finished environment at `venv` holds; None when it is absent, half-made, moved or broken."""
    try:
        state = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state if state.get("place") == str(venv) and answers(venv) else None


def write_state(venv, files):
    (venv / STAMP).write_text(json.dumps({"place": str(venv), "files": files}), encoding="utf-8")


def hash_requirements(root):
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in (RUNTIME, DEVELOPMENT)}


def python_of(venv):
    return venv / "bin" / "python"


def answers(venv):
    """Whether the interpreter of `venv` starts and is recent enough."""
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python_of(venv), "-c", check], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def make_venv(venv, log):
    if venv.exists():
        say(f"{venv.name} est incomplet ou vient d’ailleurs : il est refait.")
        shutil.rmtree(venv)
    if subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True).returncode:
        raise SetupError(
            "Il manque à Python son module venv. Debian, Ubuntu : sudo apt install python3-venv, puis relancez."
        )
    say("Création de l’environnement Python…")
    run([sys.executable, "-m", "venv", venv], log, "L’environnement Python n’a pas pu être créé")


def install(venv, requirements, log):
    command = [python_of(venv), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    run([*command, "--retries", "3", "-r", requirements], log, "Les dépendances n’ont pas pu être installées")


def run(command, log, failure):
    """Run `command` with its output in `log`; raises SetupError telling the likely cause."""
    with log.open("a", encoding="utf-8") as output:
        output.write(f"\n$ {' '.join(map(str, command))}\n")
        output.flush()
        code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL).returncode
    if code:
        text, free = log.read_text(encoding="utf-8", errors="replace"), shutil.disk_usage(log.parent).free
        raise SetupError(f"{failure} : {cause(text, free)} Détail : {log}")


def cause(text, free):
    """The sentence for what went wrong, read in the output of venv or pip and in the bytes left on the disk."""
    last = text.rpartition("\n$ ")[2]
    if "No space left on device" in last or free < ENOUGH_BYTES:
        return "le disque est plein."
    if any(sign in last for sign in OFFLINE):
        return "le dépôt de paquets est injoignable. Vérifiez la connexion au réseau, puis relancez."
    if "Permission denied" in last:
        return "le droit d’écrire manque dans ce dossier."
    if "DO NOT MATCH THE HASHES" in last:
        return "un paquet reçu n’est pas celui attendu, rien n’a été installé."
    return "voyez la fin du journal."


def clean_environment(**more):
    """The shell's variables without those that would point the portal at another database or other settings."""
    return {**{name: value for name, value in os.environ.items() if name not in PORTAL_VARIABLES}, **more}


def log_file(root):
    folder = Path(os.environ.get("VAR_DIR") or root / "var")
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "setup.log"
    log.write_text("", encoding="utf-8")
    return log


def say(text):
    print(text, flush=True)


@contextmanager
def sentences():
    """Turns the failures a person may meet into one sentence on stderr and exit code 1."""
    try:
        yield
    except SetupError as error:
        sentence = str(error)
    except KeyboardInterrupt:
        sentence = "\nInterrompu : relancez la commande pour reprendre."
    except OSError as error:
        sentence = f"Lecture ou écriture impossible : {error.filename or ''} ({error.strerror})."
    else:
        return
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
