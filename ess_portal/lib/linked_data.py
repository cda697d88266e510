"""What machines read in a page: schema.org things under the configured address, without what is not known."""

from typing import Any

from django.conf import settings

NOT_KNOWN = (None, "", [], ())


def absolute(path: str) -> str:
    """The address of a page with the host of the settings, whatever name the request came by."""
    return f"{settings.SITE_ADDRESS}{path}"


def thing(kind: str, **properties: Any) -> dict[str, Any]:
    """A thing with the properties that are known; a price of 0 is known."""
    return {"@type": kind, **{name: value for name, value in properties.items() if value not in NOT_KNOWN}}


def subject(kind: str, path: str, **properties: Any) -> dict[str, Any]:
    """The thing that a page is about: its address is also its identity."""
    return {"@context": "https://schema.org", "@id": absolute(path), **thing(kind, url=absolute(path), **properties)}


def linked(kind: str, path: str, name: str) -> dict[str, Any]:
    """Another thing that has its own page here."""
    return {**thing(kind, name=name, url=absolute(path)), "@id": absolute(path)}
