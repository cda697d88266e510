"""Handing over a private file: always as an attachment, never rendered by the browser, never kept in a cache."""

from django.http import FileResponse, Http404


def private_file(stored, name: str, content_type: str) -> FileResponse:
    """Answer with a stored file under its label; a file missing from the storage is a 404."""
    try:
        response = FileResponse(stored.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store, private"
    return response
