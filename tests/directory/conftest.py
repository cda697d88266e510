"""The real facts, loaded once for a module, and a copy of their files to spoil."""

import shutil

import pytest

from ess_portal.directory.load import DATA


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


@pytest.fixture
def rewrite(folder):
    """`rewrite(file, old, new)` replaces a text that must be there, once, in a copy of the files."""

    def replace(file, old, new):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
