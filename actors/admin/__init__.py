"""The back-office of the directory."""

from . import imports, organisations, references, trust
from .directory import DirectoryAdmin, OwnRows

__all__ = ["DirectoryAdmin", "OwnRows", "imports", "organisations", "references", "trust"]
