"""Images that people send: their dimensions are read in the header, the picture is never decoded."""

import struct

from django.core.exceptions import ValidationError

FORMATS = frozenset({"jpg", "jpeg", "png", "webp"})
MAX_PIXELS = 50_000_000
WEBP_HEADER = 30
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def check(head: bytes, extension: str, upload) -> None:
    """Refuse a picture whose header is broken or that holds more than fifty million pixels."""
    try:
        width, height = _dimensions(head, extension, upload)
    except (struct.error, ValueError, IndexError) as error:
        raise ValidationError(
            "Cette image est abîmée. Ouvrez-la, enregistrez-la à nouveau, puis déposez-la."
        ) from error
    if not width or not height:
        raise ValidationError("Cette image est vide. Ouvrez-la, enregistrez-la à nouveau, puis déposez-la.")
    if width * height > MAX_PIXELS:
        raise ValidationError(
            f"Cette image compte {width} × {height} points, c’est trop. Réduisez-la sous 7 000 × 7 000 points."
        )


def _dimensions(head, extension, upload):
    if extension == "png":
        return _png(head)
    if extension == "webp":
        return _webp(head)
    return _jpeg(upload)


def _png(head):
    if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR":
        raise ValueError("not a PNG")
    return struct.unpack(">II", head[16:24])


def _webp(head):
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < WEBP_HEADER:
        raise ValueError("not a WebP")
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("unknown WebP")


def _jpeg(upload):
    upload.seek(0)
    if upload.read(2) != b"\xff\xd8":
        raise ValueError("not a JPEG")
    for _ in range(100):  # segments before the frame: a few; a hostile file could hold thousands
        mark, kind = upload.read(2)
        if mark != 0xFF:
            raise ValueError("lost in segments")
        length = struct.unpack(">H", upload.read(2))[0]
        if kind in START_OF_FRAME:
            height, width = struct.unpack(">xHH", upload.read(5))
            return width, height
        upload.seek(length - 2, 1)
    raise ValueError("no frame")
