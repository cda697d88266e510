"""The site map plus pages that fail, for tests of error pages."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.urls import path
from django.views.decorators.http import require_POST

from ess_portal.errors import too_many_requests
from ess_portal.urls import *  # noqa: F403
from ess_portal.urls import urlpatterns as portal


def failing(error):
    @login_not_required
    def view(request):
        raise error

    return view


urlpatterns = [
    path("essai/envoi/", login_not_required(require_POST(failing(ZeroDivisionError())))),
    path("essai/400/", failing(SuspiciousOperation("test"))),
    path("essai/403/", failing(PermissionDenied())),
    path("essai/413/", failing(TooManyFieldsSent("test"))),
    path("essai/429/", login_not_required(too_many_requests)),
    path("essai/500/", failing(ZeroDivisionError("a name that must not be shown"))),
    path("essai/503/", failing(OperationalError("could not connect"))),
    *portal,
]
