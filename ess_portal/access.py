"""Every page asks for a sign-in unless its view says otherwise. Apart from `middleware`: logging imports that early."""

from django.contrib.auth.middleware import LoginRequiredMiddleware


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the visitor is first, and so reads the session of public pages."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "login_required", True):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None
