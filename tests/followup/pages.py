"""Reading a page as a person does."""

import re

CANARY = "Canari confidentiel."


def text_of(response):
    """The page with its white space gathered; no-break spaces stay."""
    return re.sub(r"[ \n]+", " ", response.content.decode())
