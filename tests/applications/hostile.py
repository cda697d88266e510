"""More hostile files than `tests/uploads.py` holds, names that attack, and multipart bodies written byte by byte."""

import gzip

from tests.uploads import EICAR, HOSTILE, archive, docx, jpeg, odt, pdf, png, webp, xlsx

BOUNDARY = "limite-de-test"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"

REFUSED = {
    **HOSTILE,
    "svg compressed": ("logo.svgz", gzip.compress(b"<svg onload='alert(1)'/>")),
    "web page": ("statuts.html", b"<html><script>alert(1)</script></html>"),
    "script": ("statuts.js", b"fetch('/')"),
    "shell script": ("installer.sh", b"#!/bin/sh\nrm -rf /"),
    "batch": ("installer.bat", b"@echo off"),
    "java archive": ("budget.jar", archive({"META-INF/MANIFEST.MF": b"Main-Class: X"})),
    "bare archive": ("dossier.zip", archive({"statuts.pdf": pdf()})),
    "gzip bomb named pdf": ("statuts.pdf", gzip.compress(b"\0" * 20_000_000)),
    "table of text": ("budget.csv", b"=cmd|' /C calc'!A0"),
    "virus signature in a document's name": ("budget.docx", EICAR),
    "gif": ("logo.gif", b"GIF89a\x01\0\x01\0\0\0\0;"),
    "gif named png": ("logo.png", b"GIF89a\x01\0\x01\0\0\0\0;"),
    "picture of no size": ("logo.png", png(0, 0)),
    "picture negative": ("logo.png", png(2**31, 2**31)),
    "cut webp": ("logo.webp", webp()[:20]),
    "cut jpeg": ("photo.jpg", jpeg()[:21]),
    "web page after a picture's mark": ("logo.webp", b"RIFF....WEBP<script>alert(1)</script>"),
    "macro in a presentation": ("budget.pptm", xlsx()),
    "macro in a table": ("budget.xlsx", archive({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"macro"})),
    "scripts in an odt": ("budget.odt", odt(**{"Scripts/python/a.py": b"import os"})),
    "absolute member": ("budget.docx", docx(**{"/etc/passwd": b"x"})),
    "external entity in an odt": (
        "budget.odt",
        odt(**{"content.xml": b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///'>]>"}),
    ),
    "archive of an archive": ("budget.docx", archive({"word/document.docx": docx()})),
    "odt named docx": ("budget.docx", odt()),
    "old slides": ("budget.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100),
    "rich text": ("budget.rtf", b"{\\rtf1 {\\object\\objdata}}"),
    "one byte": ("statuts.pdf", b"%"),
    "spaces": ("statuts.pdf", b" " * 5_000),
    "too heavy": ("statuts.pdf", pdf(b" " * 10_000_001)),
    "pdf of another century": ("statuts.pdf", b"%!PS-Adobe-3.0 EPSF-3.0\n%%EOF"),
    "disk image": ("dossier.iso", b"\0" * 40_000),
    "windows link": ("statuts.pdf.lnk", b"L\0\0\0" + b"\0" * 100),
    "hidden by direction": ("facture\u202efdp.exe", pdf()),
    "name of spaces": ("   .pdf", pdf()),
    "hidden by a dot": ("facture.pdf.", b"MZ\x90\x00"),
}

# Honest to their format, dangerous if a browser showed them here: they leave as attachments, under a type of ours.
NEUTRALISED = {
    "pdf with a script": ("formulaire.pdf", pdf(b"<</S/JavaScript/JS(app.alert\\(1\\))>>"), "formulaire.pdf"),
    "pdf that launches": ("formulaire.pdf", pdf(b"<</S/Launch/F(cmd.exe)>>"), "formulaire.pdf"),
    "pdf with a page inside": ("formulaire.pdf", pdf(b"<html><script>alert(1)</script>"), "formulaire.pdf"),
    "picture with a page behind": ("photo.jpg", jpeg() + b"<script>alert(1)</script>", "photo.jpg"),
    "document with a distant template": (
        "lettre.docx",
        docx(**{"word/_rels/settings.xml.rels": b"<Relationship Target='https://x.example/'/>"}),
        "lettre.docx",
    ),
    "name that climbs": ("../../../etc/cron.d/x.pdf", pdf(), "x.pdf"),
    "name of windows": ("C:\\Windows\\system32\\x.pdf", pdf(), "x.pdf"),
    "name that is a device": ("CON.pdf", pdf(), "CON.pdf"),
    "name of 400 letters": ("a" * 400 + ".pdf", pdf(), None),
    "name with a direction": ("facture\u202egnp.pdf", pdf(), "facturegnp.pdf"),
    "name with an emoji": ("budget 🌻.pdf", pdf(), "budget 🌻.pdf"),
    "name that is a page": ("<img src=x onerror=alert(1)>.pdf", pdf(), None),
    "name that adds a header": ('a".pdf; x="b.pdf', pdf(), None),
    "name that begins with a dot": (".htaccess.pdf", pdf(), "htaccess.pdf"),
}


def part(name, content, filename=None, *headers):
    """One part of a multipart body; `headers` are more lines of it."""
    shown = f'; filename="{filename}"' if filename is not None else ""
    lines = [f'Content-Disposition: form-data; name="{name}"{shown}', *headers]
    return f"--{BOUNDARY}\r\n".encode() + "\r\n".join(lines).encode() + b"\r\n\r\n" + content + b"\r\n"


def body(*parts, end=f"--{BOUNDARY}--\r\n"):
    return b"".join(parts) + end.encode()
