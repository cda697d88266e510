"""What every template may know of the site; nothing about the visitor, so public pages stay the same for all."""

from django.conf import settings


def site(request):
    return {"DEMO": settings.DEMO, "request_number": getattr(request, "number", "-")}
