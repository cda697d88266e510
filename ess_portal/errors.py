"""Error pages in French. The one for a breakdown is a file: it needs neither database nor template context."""

import sys
from html import escape

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from ess_portal import typed

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = "30"
BREAKDOWN = settings.BASE_DIR / "templates" / "errors" / "500.html"


def _page(request, status, template, **context):
    return HttpResponse(render_to_string(f"errors/{template}.html", context, request), status=status)


def bad_request(request, exception):
    if isinstance(exception, TOO_LARGE):
        return _page(request, 413, "413")
    return _page(request, 400, "400")


def permission_denied(request, exception):
    """The sentence of whoever refused, when there is one: what is allowed, and what to do; and what was typed."""
    return _page(request, 403, "403", sentence=str(exception), kept=typed.kept(request))


def csrf_failure(request, reason=""):
    """A page opened before somebody signed in again: what was typed comes back with it.

    Sent again in one press only where the browser itself says that the form was ours: a forged one is only shown.
    """
    context = {"kept": typed.kept(request), "is_ours": typed.comes_from_here(request)}
    return HttpResponse(render_to_string("errors/csrf.html", context, request), status=403)


def session_over(request):
    """The session ended while somebody was writing: the page holds her text until she is signed in again."""
    context = {"kept": typed.kept(request), "is_ours": True}
    return HttpResponse(render_to_string("errors/session.html", context, request), status=403)


def not_found(request, exception):
    """What was typed for something that somebody else took away meanwhile is there to be copied."""
    return _page(request, 404, "404", kept=typed.kept(request))


def method_not_allowed(request, allowed):
    response = _page(request, 405, "405")
    response["Allow"] = allowed
    return response


def too_many_requests(request, exception=None):
    """allauth looks this one up by the name `handler429`."""
    response = _page(request, 429, "429")
    response["Retry-After"] = "300"
    return response


def server_error(request):
    """Called while the exception is being handled: a database that is away is a 503, which passes."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        words = "La base de données ne répond pas. Attendez une minute, puis rechargez la page : rien n’est perdu."
        response = _breakdown(request, 503, "Le portail est momentanément indisponible", words)
        response["Retry-After"] = RETRY_AFTER_SECONDS
        return response
    words = "Elle vient de chez nous, pas de vous. Ce que vous aviez enregistré est gardé. Essayez un peu plus tard."
    return _breakdown(request, 500, "Une panne est survenue", words)


def _breakdown(request, status, title, words):
    page = BREAKDOWN.read_text()
    number = escape(getattr(request, "number", "-"))
    parts = {"status": status, "title": title, "words": words, "number": number, "static": settings.STATIC_URL}
    for name, value in parts.items():
        page = page.replace(f"{{{name}}}", str(value))
    return HttpResponse(page, status=status)
