"""The house: imports go one way, files and functions stay small, one door changes a state."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ORDER = ["ess_portal.lib", "accounts", "actors", "programmes", "projects", "applications", "followup", "ess_portal"]
FLOOR = ["ess_portal.lib"]
SOURCES = sorted(
    path
    for name in dict.fromkeys(layer.split(".")[0] for layer in ORDER)
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"services", "utils", "helpers", "mixins", "constants", "common", "misc"}


def module_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def level(module):
    layers = [name for name in ORDER if module == name or module.startswith(name + ".")]
    return ORDER.index(max(layers, key=len)) if layers else None


def imports(path, tree):
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parent, base] if base else parent)
            yield from ((f"{base}.{alias.name}", node) for alias in node.names)


def upward_imports(path, source):
    tree = ast.parse(source)
    own = level(module_of(path))
    return [
        f"{module_of(path)} imports {name}"
        for name, _ in imports(path, tree)
        if level(name) is not None and level(name) > own
    ]


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_imports_go_one_way(path):
    assert upward_imports(path, path.read_text()) == []


def test_an_upward_import_is_seen_even_inside_a_function():
    planted = "def late():\n    from applications.models import Application\n    return Application\n"

    found = upward_imports(ROOT / "actors" / "models" / "actor.py", planted)

    assert found == ["actors.models.actor imports applications.models.Application"]


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_nothing_is_imported_inside_a_function(path):
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]

    inner = [
        f"{path.name}:{node.lineno}"
        for function in functions
        if function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inner == []


@pytest.mark.parametrize("path", SOURCES + TESTS, ids=module_of)
def test_files_stay_within_400_lines(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_functions_stay_within_50_lines(path):
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 50
    ]

    assert long == []


def test_modules_are_named_after_subjects():
    assert [module_of(path) for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def state_assignments(source):
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]


def test_one_door_changes_the_state_of_an_application():
    doors = {module_of(path) for path in SOURCES if state_assignments(path.read_text())}
    updates = [module_of(path) for path in SOURCES if re.search(r"\.update\([^)]*\bstate\s*=", path.read_text())]

    assert doors == {"applications.workflow"}
    assert updates == []


def test_a_second_door_would_be_seen():
    assert state_assignments("application.state = State.ADMITTED") == [1]


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_hold_no_inline_script_or_style_and_stay_short(path):
    text = path.read_text()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", text) == []
    assert "|safe" not in text
    assert len(text.splitlines()) <= 120


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_nothing_marks_hand_made_html_as_safe(path):
    assert "mark_safe" not in path.read_text()
