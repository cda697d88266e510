"""Whose page a form was opened on, and the guard of it: what one person typed never goes under the name of another.

Somebody may sign in, in the same browser, between the opening of a page and its sending (a session that ended, a
shared computer). Each form of the signed-in pages says who opened it, and is refused from anybody else.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from ess_portal import typed

FIELD = "page_of"
LENGTH = 16
AUTOSAVE = "X-Autosave"


def mark_of(user) -> str:
    """Tells persons apart without naming them."""
    return salted_hmac("ess_portal.owner", str(user.pk)).hexdigest()[:LENGTH]


def mark_for(request) -> str:
    """What the forms of a page carry; nothing on a public page, which never asks who the visitor is."""
    return mark_of(request.user) if request.path.startswith(typed.SURFACES) and request.user.is_authenticated else ""


class SamePersonMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        mark = mark_for(request) if request.method == "POST" else ""
        if not mark or request.POST.get(FIELD, "") in ("", mark):
            return None
        if AUTOSAVE in request.headers:
            return JsonResponse({"state": "person"}, status=409)
        return render(request, "errors/other_person.html", status=409)
