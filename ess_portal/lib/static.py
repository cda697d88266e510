"""Static files with hashed names, style sheets gathered in one, gzip only: Brotli costs a minute at set-up."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_STYLES = PurePosixPath("css")
IMPORT = re.compile(r'@import url\("/static/css/(?P<name>[\w-]+\.css)"\) layer\((?P<layer>\w+)\);')


class GzipManifestStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs):
        return Compressor(use_brotli=False, **kwargs)

    def post_process(self, paths, dry_run=False, **options):
        """Browsers follow our imports in development; once collected, a sheet holds what it imports."""
        gathered = InMemoryStorage()
        for path in [path for path in paths if PurePosixPath(path).parent == OWN_STYLES]:
            text = read(paths, path)
            if IMPORT.search(text):
                gathered.save(path, ContentFile(IMPORT.sub(lambda found: layer(paths, found), text).encode()))
                paths[path] = (gathered, path)
        yield from super().post_process(paths, dry_run, **options)


def read(paths: dict, path: str) -> str:
    """Text of a collected file, from where it was found."""
    storage, name = paths[path]
    with storage.open(name) as file:
        return file.read().decode()


def layer(paths: dict, found: re.Match) -> str:
    """The imported sheet, inside its cascade layer."""
    return f"@layer {found['layer']} {{\n{read(paths, str(OWN_STYLES / found['name']))}}}"
