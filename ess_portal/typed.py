"""What somebody had typed in a form that could not be received: given back to her, and to nobody else."""

from dataclasses import dataclass

SURFACES = ("/espace/", "/projets/", "/candidatures/", "/comite/", "/suivi/", "/gestion/")
TECHNICAL = {"csrfmiddlewaretoken", "writer", "number", "page_of", "version", "next"}
TECHNICAL_PREFIXES = ("v_", "d_", "k_")
SECRET = ("password", "code", "otp")


@dataclass(frozen=True)
class Kept:
    """`fields` to send again as they are; `texts` to read and copy."""

    address: str
    fields: list[tuple[str, str]]
    texts: list[str]
    has_files: bool


def kept(request) -> Kept | None:
    """The fields of a form of the signed-in pages; None elsewhere, and where nothing was written."""
    if request.method != "POST" or not request.path.startswith(SURFACES):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and name not in SECRET and "password" not in name
    ]
    texts = [value for name, value in fields if value.strip() and not is_technical(name) and is_worth_copying(value)]
    has_files = bool(request.FILES)
    return Kept(request.get_full_path(), fields, texts, has_files) if texts or has_files else None


def is_technical(name: str) -> bool:
    return name in TECHNICAL or name.startswith(TECHNICAL_PREFIXES)


def is_worth_copying(value: str) -> bool:
    """Words rather than the code of a choice."""
    return len(value) > 20 or " " in value.strip() or "\n" in value


def comes_from_here(request) -> bool:
    """The browser gives the origin of a form, and no page can forge it."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
