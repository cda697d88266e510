"""Office files that people send: only the table of contents of the archive is read, nothing is unpacked."""

import struct
import zipfile
import zlib

from django.core.exceptions import ValidationError

MEMBERS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "ods": "content.xml",
    "odp": "content.xml",
}
ODF_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
MAX_DIRECTORY = 500_000
MAX_MEMBERS = 3_000
MAX_UNPACKED = 200_000_000
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
END_RECORD = struct.Struct("<4s4H2LH")
BROKEN = "Ce document est abîmé ou protégé. Ouvrez-le, enregistrez-le à nouveau sans mot de passe, puis déposez-le."


def check(upload, extension: str, tail: bytes) -> None:
    """Refuse an archive that is not the document its name says, that is too large once unpacked, or that can act."""
    _check_directory_size(tail)
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            _check_members(members)
            _check_kind(archive, names, extension)
            _check_quiet(archive, names, extension)
    except UNREADABLE as error:
        raise ValidationError(BROKEN) from error


def _check_directory_size(tail):
    """Before zipfile reads it: the end record must be the very end, plain (no zip64), and its directory small."""
    if len(tail) < END_RECORD.size:
        raise ValidationError(BROKEN)
    signature, *_, directory, _offset, comment = END_RECORD.unpack(tail[-END_RECORD.size :])
    if signature != b"PK\x05\x06" or comment or b"PK\x06\x07" in tail[-END_RECORD.size - 20 : -END_RECORD.size]:
        raise ValidationError(BROKEN)
    if directory > MAX_DIRECTORY:
        raise ValidationError("Ce document contient trop d’éléments. Enregistrez-le en PDF, puis déposez-le.")


def _check_members(members):
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ValidationError("Ce document est trop lourd une fois ouvert. Enregistrez-le en PDF, puis déposez-le.")
    if any(member.flag_bits & 0x1 for member in members):
        raise ValidationError(BROKEN)
    if any(member.filename.startswith("/") or ".." in member.filename.split("/") for member in members):
        raise ValidationError(BROKEN)


def _check_kind(archive, names, extension):
    if MEMBERS[extension] not in names:
        raise ValidationError(
            f"Ce fichier n’est pas un document .{extension}. Choisissez le document lui-même, ou un PDF."
        )
    if extension in ODF_TYPES and _beginning(archive, "mimetype") != ODF_TYPES[extension]:
        raise ValidationError(
            f"Ce fichier n’est pas un document .{extension}. Choisissez le document lui-même, ou un PDF."
        )


def _check_quiet(archive, names, extension):
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise ValidationError("Ce fichier contient des macros. Enregistrez-le sans macros, puis déposez-le.")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _beginning(archive, manifest, 1_000_000):
        raise ValidationError(BROKEN)
    opening = _beginning(archive, MEMBERS[extension], 2_000)
    if b"<!DOCTYPE" in opening or b"<!ENTITY" in opening:
        raise ValidationError(BROKEN)


def _beginning(archive, name, limit=100):
    with archive.open(name) as member:
        return member.read(limit)
