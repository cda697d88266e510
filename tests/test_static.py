"""Style sheets and scripts: what is collected, what a page weighs, what the house refuses in them."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

CSS_DIR = settings.BASE_DIR / "static" / "css"
CSS = sorted(CSS_DIR.glob("*.css"))
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
UNSEEN = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
LOOSE_SIGN = re.compile(r"""[\w»)}’%>.…*] [?!;:»](?=[\s"'<.,){]|$)|« """)


@pytest.fixture
def collected(settings, tmp_path):
    """The static files as production serves them, with a stand-in for the font that set-up cuts."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "manrope.woff2").write_bytes(b"font")
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static", ("fonts", fonts)]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "ess_portal.lib.static.GzipManifestStaticFilesStorage"},
    }
    finders.get_finder.cache_clear()
    call_command("collectstatic", interactive=False, stdout=StringIO())
    yield settings.STATIC_ROOT / "css"
    finders.get_finder.cache_clear()


def only(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def test_collected_sheets_hold_what_they_import(collected):
    sheet = only(collected, "public.????????????.css").read_text()

    assert "@import" not in sheet
    assert len(re.findall(r"@layer \w+ {", sheet)) == (CSS_DIR / "public.css").read_text().count("@import")
    assert re.search(r'url\("\.\./fonts/manrope\.\w{12}\.woff2"\)', sheet)
    assert len(sheet.encode()) <= 45_000
    assert only(collected, "public.????????????.css.gz").stat().st_size <= 11_000


def test_signed_in_and_back_office_sheets_stay_within_budget(collected):
    sizes = [only(collected, f"{name}.????????????.css").stat().st_size for name in ("workspace", "admin")]

    assert sum(sizes) <= 45_000


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_sheet_is_short_and_takes_colours_from_the_tokens(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 120
    assert path.name == "tokens.css" or re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;, )])", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_template_has_no_inline_style_script_or_handler(path: Path):
    text = path.read_text()

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=[\"']", text) == []
    assert [
        tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag and "application/json" not in tag
    ] == []
    assert len(text.splitlines()) <= 120


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR / "templates")))
def test_sign_never_begins_a_line_alone(path: Path):
    """French ties ? ! : ; » to the word before, « to the word after."""
    assert LOOSE_SIGN.findall(UNSEEN.sub("", path.read_text())) == []
