"""Calls in the back-office: the call's own page, what is done to it, and the people named for it."""

from . import page

__all__ = ["page"]
