"""The documents say what the code does."""

import re
from pathlib import Path

from applications.workflow import TRANSITIONS

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r"""(?:env\.\w+|environ\.get|environ)\W+"([A-Z_]+)\"""")
ARROW = re.compile(r"^\s*(\w+) --> (\w+): (\w+)$", re.MULTILINE)


def arrows_of(text):
    return set(ARROW.findall(text))


def arrows_of_the_table():
    return {
        (str(source), str(transition.target), name)
        for name, transition in TRANSITIONS.items()
        for source in transition.sources
    }


def test_the_state_diagram_has_the_arrows_of_the_table():
    assert arrows_of((ROOT / "docs" / "architecture.md").read_text()) == arrows_of_the_table()


def test_a_missing_arrow_would_be_seen():
    text = (ROOT / "docs" / "architecture.md").read_text().replace("    admitted --> lapsed: lapse\n", "")

    assert arrows_of_the_table() - arrows_of(text) == {("admitted", "lapsed", "lapse")}


def test_the_deployment_page_names_every_variable_the_settings_read():
    sources = [*(ROOT / "ess_portal" / "settings").glob("*.py"), ROOT / "gunicorn.conf.py"]
    read = {name for path in sources for name in VARIABLE.findall(path.read_text())}
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "docs" / "deployment.md").read_text(), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert read - {"DEBUG"} == named - {"DJANGO_SETTINGS_MODULE"}


def test_the_readme_is_short_and_names_only_targets_that_exist():
    readme = (ROOT / "README.md").read_text()
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert len(readme.splitlines()) <= 120
    assert set(re.findall(r"`?make ([\w-]+)", readme)) <= targets
