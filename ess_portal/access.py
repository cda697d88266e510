"""Every page asks for a sign-in unless its view says otherwise. Apart from `middleware`: logging imports that early."""

from django.contrib.auth.middleware import LoginRequiredMiddleware

from ess_portal import errors, typed


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the visitor is first, and so reads the session of public pages."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "login_required", True):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None

    def handle_no_permission(self, request, view_func):
        """A redirection would lose what was typed: the text comes back, with a link to sign in beside it."""
        if typed.kept(request):
            return errors.session_over(request)
        return super().handle_no_permission(request, view_func)
