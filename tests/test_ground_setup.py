"""From a bare machine to a running demonstration: each missing thing is one sentence, never a trace."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import demo
import environment
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from ess_portal.management.commands import prepare_font

ROOT = Path(__file__).resolve().parent.parent
OLD_PYTHON = '#!/bin/sh\ncase "$2" in *print*) echo 3.8;; *) exit 1;; esac\n'
NEW_PYTHON = '#!/bin/sh\ncase "$1 $2" in *print*) echo 3.12;; -c*) exit 0;; *) echo "run by 3.12: $*";; esac\n'


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


@pytest.fixture
def machine(tmp_path):
    """`machine(python3=…)` is the PATH of a machine that has only these programs."""

    def build(**programs):
        for name in ("dirname", "sh"):
            (tmp_path / name).symlink_to(shutil.which(name))
        for name, text in programs.items():
            (tmp_path / name).write_text(text)
            (tmp_path / name).chmod(0o755)
        return str(tmp_path)

    return build


@pytest.fixture
def checkout(tmp_path):
    """A copy of the set-up scripts with requirements that need nothing."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for name in (environment.RUNTIME, environment.DEVELOPMENT):
        (tmp_path / name).write_text("")
    return tmp_path


def finished_venv(root, place=None):
    """An environment that looks finished, and whose interpreter answers."""
    venv = root / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    stamp = {"place": str(place or venv), "files": environment.hash_requirements(root)}
    (venv / environment.STAMP).write_text(json.dumps(stamp))
    return venv


def test_machine_without_python_is_told_so(machine):
    answer = run("sh", ROOT / "scripts" / "python.sh", "x.py", env={"PATH": machine()})

    assert answer.returncode == 1
    assert answer.stderr.startswith("Python 3.11 ou plus récent est nécessaire (trouvé ici : aucun Python 3).")


def test_machine_with_an_old_python_is_told_which(machine):
    answer = run("sh", ROOT / "scripts" / "python.sh", "x.py", env={"PATH": machine(python3=OLD_PYTHON)})

    assert answer.returncode == 1
    assert answer.stderr.startswith("Python 3.11 ou plus récent est nécessaire (trouvé ici : python3 → 3.8).")


def test_newer_python_beside_an_old_one_is_used(machine):
    path = machine(**{"python3": OLD_PYTHON, "python3.12": NEW_PYTHON})

    answer = run("sh", ROOT / "scripts" / "python.sh", "x.py", "--dev", env={"PATH": path})

    assert (answer.returncode, answer.stdout) == (0, "run by 3.12: x.py --dev\n")


def test_python_without_venv_names_the_package(checkout):
    (checkout / "planted").mkdir()
    (checkout / "planted" / "ensurepip.py").write_text("raise ImportError")
    planted = {**os.environ, "PYTHONPATH": str(checkout / "planted")}

    answer = run(sys.executable, "scripts/environment.py", cwd=checkout, env=planted)

    assert answer.returncode == 1
    assert answer.stderr == (
        "Il manque à Python son module venv. Debian, Ubuntu : sudo apt install python3-venv, puis relancez.\n"
    )


def test_half_made_environment_is_made_again_then_kept(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "left-over").touch()

    first = run(sys.executable, "scripts/environment.py", cwd=checkout)
    second = run(sys.executable, "scripts/environment.py", cwd=checkout)

    assert (first.returncode, first.stderr, second.returncode, second.stdout) == (0, "", 0, "")
    assert first.stdout.startswith(".venv est incomplet ou vient d’ailleurs : il est refait.\n")
    assert not (checkout / ".venv" / "left-over").exists()


def test_packages_out_of_reach_are_said_so_and_the_environment_is_not_called_ready(checkout):
    venv = finished_venv(checkout)
    (venv / environment.STAMP).write_text(json.dumps({"place": str(venv), "files": {}}))
    (checkout / environment.RUNTIME).write_text(f"absent==1.0 --hash=sha256:{'0' * 64}\n")
    offline = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": sysconfig.get_path("purelib"),  # the planted environment has no pip of its own
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:1/",
    }

    answer = run(sys.executable, "scripts/environment.py", cwd=checkout, env=offline)

    assert answer.returncode == 1
    assert answer.stderr == (
        "Les dépendances n’ont pas pu être installées : le dépôt de paquets est injoignable. "
        f"Vérifiez la connexion au réseau, puis relancez. Détail : {checkout / 'var' / 'setup.log'}\n"
    )
    assert environment.read_state(venv) is None


def test_finished_environment_is_known_again(checkout):
    finished_venv(checkout)

    assert environment.prepare_environment(checkout) is False


@pytest.mark.parametrize("fault", ["moved", "no interpreter", "no stamp", "torn stamp"])
def test_environment_that_cannot_be_trusted_is_not_kept(checkout, fault):
    venv = finished_venv(checkout, place="/elsewhere/.venv" if fault == "moved" else None)
    if fault == "no interpreter":
        (venv / "bin" / "python").unlink()
    if fault == "no stamp":
        (venv / environment.STAMP).unlink()
    if fault == "torn stamp":
        (venv / environment.STAMP).write_text('{"place":')

    assert environment.read_state(venv) is None


def test_linked_environment_is_left_alone(checkout):
    (checkout / "shared").mkdir()
    (checkout / "shared" / "kept").touch()
    (checkout / ".venv").symlink_to(checkout / "shared")

    with pytest.raises(environment.SetupError, match="supprimez ce lien"):
        environment.prepare_environment(checkout)

    assert (checkout / "shared" / "kept").exists()


def test_folder_that_cannot_be_written_is_said_so(checkout):
    (checkout / "var").touch()

    answer = run(sys.executable, "scripts/environment.py", cwd=checkout)

    assert answer.returncode == 1
    assert re.fullmatch(r"Lecture ou écriture impossible : .+/var \(File exists\)\.\n", answer.stderr)


@pytest.mark.parametrize(
    ("text", "free", "sentence"),
    [
        ("$ pip\nERROR: [Errno 28] No space left on device\n", 10**9, "le disque est plein."),
        ("$ venv\nensurepip returned non-zero exit status 1.\n", 10**6, "le disque est plein."),
        ("$ pip\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\n", 10**9, "rien n’a été installé."),
        ("\n$ pip\nName resolution failed\n\n$ pip\nSomething else\n", 10**9, "voyez la fin du journal."),
    ],
)
def test_cause_of_a_failed_installation_is_told(text, free, sentence):
    assert environment.cause(text, free).endswith(sentence)


def test_port_taken_is_said_so_and_the_next_one_used(capsys):
    first, taken = demo.open_port()
    with first:
        second, port = demo.open_port()
        second.close()

    assert port > taken >= 8000
    assert f"le port {port} est utilisé à la place." in capsys.readouterr().out


def test_reset_deletes_what_the_demonstration_made_and_nothing_else(tmp_path):
    for name in ("portal.sqlite3", "demonstration", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "private" / "dossier").mkdir(parents=True)

    demo.erase(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["demonstration.lock", "notes.txt"]


def test_reset_refuses_a_database_of_somebody_else(tmp_path):
    (tmp_path / "portal.sqlite3").touch()

    with pytest.raises(environment.SetupError, match="rien n’est effacé"):
        demo.erase(tmp_path)

    assert (tmp_path / "portal.sqlite3").exists()


def test_reset_waits_for_the_running_demonstration_to_stop(tmp_path):
    with demo.running(tmp_path), pytest.raises(environment.SetupError, match="tourne encore"):
        demo.erase(tmp_path)


def test_reason_is_the_last_error_without_its_trace():
    trace = 'Traceback (most recent call last):\n  File "x", line 1\nCommandError: Ligne 3 : région inconnue.\n'

    assert demo.reason(trace) == "Ligne 3 : région inconnue."


def test_font_is_small_variable_and_writes_french(tmp_path):
    prepare_font.cut(settings.FONT_SOURCE, tmp_path / "manrope.woff2")

    font = TTFont(tmp_path / "manrope.woff2")
    assert (tmp_path / "manrope.woff2").stat().st_size <= 30_000
    assert [axis.axisTag for axis in font["fvar"].axes] == ["wght"]
    assert set(map(ord, "éÉœŒŸ’“”«»–—…€→←−×≤≥\u00a0\u202f")) <= set(font.getBestCmap())


def test_pins_of_the_demonstration_are_those_of_the_tests_and_name_no_address():
    runtime, development = ((ROOT / name).read_text() for name in (environment.RUNTIME, environment.DEVELOPMENT))
    pins = re.compile(r"^[\w.-]+==\S+", re.MULTILINE)

    assert set(pins.findall(runtime)) <= set(pins.findall(development))
    assert re.findall(r"https?:|file:|^--(?!hash)|^-[ief]", runtime + development, re.MULTILINE) == []
