"""Files that people send: judged by their content, renamed by us, never unpacked. Refusals are French sentences."""

import unicodedata
from dataclasses import dataclass

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError

from ess_portal.lib import upload_images, upload_office

ACCEPTED = "PDF, document bureautique (docx, xlsx, pptx, odt, ods, odp) ou image (jpg, png, webp)"
NAME_LENGTH = 200
HEAD = 8_192
TAIL = 2_048
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm", "ppsm"})
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "rtf"})


@dataclass(frozen=True)
class Accepted:
    """What we keep of a file's identity: a label, and a content type that we chose."""

    name: str
    content_type: str
    size: int


def clean_name(name: str) -> str:
    """The last part of `name` without control or direction characters, at most 200 long, its extension kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", last))
    label = " ".join(visible.split()).strip(" .")
    if len(label) > NAME_LENGTH:
        stem, dot, extension = label.rpartition(".")
        label = f"{stem[: NAME_LENGTH - len(extension) - 2]}…{dot}{extension}" if stem else label[:NAME_LENGTH]
    return label[:NAME_LENGTH] or "document"


def inspect(upload) -> Accepted:
    """Judge an uploaded file (name, size, seekable content); raises ValidationError with a sentence for the field.

    Reads at most its two ends and, for office files, the table of contents: memory and time stay small.
    """
    name = clean_name(upload.name or "")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    _check_extension(extension)
    _check_size(upload.size)
    head, tail = _ends(upload)
    _check_family(extension, head)
    if extension == "pdf":
        _check_pdf(upload, tail)
    elif extension in upload_images.FORMATS:
        upload_images.check(head, extension, upload)
    else:
        upload_office.check(upload, extension, tail)
    upload.seek(0)
    return Accepted(name, CONTENT_TYPES[extension], upload.size)


def _check_extension(extension):
    if extension in CONTENT_TYPES:
        return
    if extension in WITH_MACROS:
        raise ValidationError("Ce fichier contient des macros. Enregistrez-le sans macros, puis déposez-le.")
    if extension in OLD_OFFICE:
        raise ValidationError("Ce format est ancien. Enregistrez le document en PDF, puis déposez-le.")
    raise ValidationError(f"Ce type de fichier ne peut pas être déposé. Choisissez un fichier {ACCEPTED}.")


def _check_size(size):
    limit = settings.UPLOAD_MAX_BYTES
    if not size:
        raise ValidationError("Ce fichier est vide. Ouvrez-le pour vérifier, puis déposez-le à nouveau.")
    if size > limit:
        raise ValidationError(
            f"Ce fichier pèse {megabytes(size)}. Réduisez-le sous {megabytes(limit)}, "
            "ou envoyez seulement les pages utiles."
        )


def megabytes(size: int) -> str:
    """« 14 Mo », rounded up to a tenth so that a refused file never seems to fit."""
    tenths = -(-size // 100_000)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest} Mo" if rest else f"{whole} Mo"


def _ends(upload):
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(max(0, upload.size - TAIL))
    return head, upload.read(TAIL)


def _check_family(extension, head):
    try:
        found = {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    expected = {"jpg", "jpeg"} if extension in {"jpg", "jpeg"} else {extension}
    if extension in upload_office.MEMBERS:
        expected |= {"zip", "docx"}
    if not expected & found:
        raise ValidationError(
            f"Le contenu de ce fichier n’est pas celui d’un fichier .{extension}. "
            "Enregistrez-le à nouveau dans le bon format, puis déposez-le."
        )


def _check_pdf(upload, tail):
    upload.seek(0)
    if not upload.read(5) == b"%PDF-" or b"%%EOF" not in tail:
        raise ValidationError("Ce PDF est abîmé ou incomplet. Ouvrez-le, enregistrez-le à nouveau, puis déposez-le.")
    upload.seek(0)
    previous = b""
    for chunk in upload.chunks():
        if b"/Encrypt" in previous + chunk:
            raise ValidationError(
                "Ce PDF est protégé. Enregistrez-en une copie sans protection, par exemple en l’imprimant en PDF."
            )
        previous = chunk[-8:]
