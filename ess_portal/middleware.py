"""What every answer carries: a request number, no-store unless a page says public, a second factor for staff."""

import logging
import secrets
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.shortcuts import redirect
from django.urls import reverse

from ess_portal import errors, typed

current_request_number: ContextVar[str] = ContextVar("request_number", default="-")


class RequestNumberFilter(logging.Filter):
    def filter(self, record):
        request = getattr(record, "request", None)  # Django logs some answers after the middleware has let go
        record.request_number = getattr(request, "number", current_request_number.get())
        return True


class RequestNumberMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.number = secrets.token_hex(4).upper()
        token = current_request_number.set(request.number)
        try:
            response = self.get_response(request)
        finally:
            current_request_number.reset(token)
        response["X-Request-Number"] = request.number
        return response


class NoStoreMiddleware:
    """Pages are private unless the view says otherwise (`actors.public.public_page`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class WrongMethodMiddleware:
    """Django answers a wrong method with an empty page: somebody who comes back to a form's address gets words."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return errors.method_not_allowed(request, response.get("Allow", ""))
        return response


class RequestSizeMiddleware:
    """Refuses a body that no form of ours can send, before reading it; each file is measured by its form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.REQUEST_MAX_BYTES:
            raise RequestDataTooBig("The announced body is larger than REQUEST_MAX_BYTES.")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Staff without a second factor are sent to set one up, where the settings require it.

    Public pages stay out of it, since asking who the visitor is would touch the session.
    """

    surfaces = typed.SURFACES

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.path.startswith(self.surfaces)
            and request.user.is_authenticated
            and request.user.needs_second_factor()
        ):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)
