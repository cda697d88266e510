"""Good files, and files that somebody hostile or unlucky sends; built in memory, small on disk."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

ODT = "application/vnd.oasis.opendocument.text"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def pdf(extra=b""):
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + extra + b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def png(width=2, height=2):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"\0\0\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(width=2, height=2):
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return start + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def webp(width=2, height=2):
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def archive(members):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as built:
        for name, content in members.items():
            built.writestr(name, content)
    return stored.getvalue()


def docx(**more):
    members = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return archive({**members, **more})


def xlsx():
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


def odt(**more):
    return archive({"mimetype": ODT.encode(), "content.xml": b"<office:document-content/>", **more})


def zip_bomb():
    return docx(**{f"word/media/{n}.bin": b"\0" * 30_000_000 for n in range(8)})


def encrypted_docx():
    content = bytearray(docx())
    flagged = content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00", 1)
    assert flagged != content
    return bytes(flagged)


GOOD = {
    "budget.pdf": pdf(),
    "statuts.DOCX": docx(),
    "budget.xlsx": xlsx(),
    "récit d’avenir.odt": odt(),
    "logo.png": png(),
    "photo.jpeg": jpeg(),
    "affiche.webp": webp(),
}

HOSTILE = {
    "html named pdf": ("statuts.pdf", b"<html><script>alert(1)</script></html>"),
    "html before a pdf": ("statuts.pdf", b"<html><script>alert(1)</script></html>" + pdf()),
    "svg": ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "svg named png": ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "php": ("statuts.php", b"<?php system($_GET['c']);"),
    "php named pdf": ("statuts.pdf", b"<?php system($_GET['c']);"),
    "exe renamed": ("statuts.pdf", b"MZ\x90\x00" + b"\0" * 200),
    "double extension": ("facture.pdf.exe", pdf()),
    "no extension": ("statuts", pdf()),
    "virus signature": ("statuts.pdf", EICAR),
    "empty": ("statuts.pdf", b""),
    "cut pdf": ("statuts.pdf", pdf()[:40]),
    "encrypted pdf": ("statuts.pdf", pdf(b"<</Encrypt 5 0 R>>")),
    "encrypted pdf across chunks": ("statuts.pdf", pdf(b" " * (65_536 - 45) + b"/Encrypt 5 0 R")),
    "png named jpg": ("photo.jpg", png()),
    "cut png": ("photo.png", png()[:14]),
    "huge picture": ("photo.png", png(50_000, 50_000)),
    "huge jpeg": ("photo.jpg", jpeg(60_000, 60_000)),
    "jpeg without a frame": ("photo.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x02" * 200),
    "huge webp": ("photo.webp", webp(16_000, 16_000)),
    "macro extension": ("budget.xlsm", xlsx()),
    "macro inside": ("budget.docx", docx(**{"word/vbaProject.bin": b"macro"})),
    "macro inside odt": ("budget.odt", odt(**{"Basic/Standard/Module1.xml": b"macro"})),
    "old office": ("budget.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    "old office renamed": ("budget.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    "plain zip named docx": ("budget.docx", archive({"virus.exe": b"MZ"})),
    "xlsx named docx": ("budget.docx", xlsx()),
    "odt of another kind": ("budget.odt", archive({"mimetype": b"application/epub+zip", "content.xml": b""})),
    "odt without a kind": ("budget.odt", archive({"content.xml": b""})),
    "climbing member": ("budget.docx", docx(**{"../../etc/passwd": b"x"})),
    "zip bomb": ("budget.docx", zip_bomb()),
    "too many members": ("budget.docx", docx(**{f"m/{n}": b"" for n in range(3_100)})),
    "encrypted docx": ("budget.docx", encrypted_docx()),
    "encrypted odt": ("budget.odt", odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"})),
    "external entity": ("budget.docx", docx(**{"word/document.xml": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///'>]>"})),
    "cut zip": ("budget.docx", docx()[:-30]),
    "zip with a tail": ("budget.docx", docx() + b"<?php system($_GET['c']);"),
}
