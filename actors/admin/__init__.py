"""The back-office of the directory."""

from . import organisations, references, trust
from .directory import DirectoryAdmin, OwnRows

__all__ = ["DirectoryAdmin", "OwnRows", "organisations", "references", "trust"]
