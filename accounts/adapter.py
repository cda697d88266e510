"""allauth's door to our outbox and our words."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from accounts.models import Mail, User


class PortalAccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est désactivé.",
        "duplicate_email": "Cette adresse est déjà la vôtre.",
        "email_password_mismatch": "L’adresse et le mot de passe ne correspondent pas. Essayez par code.",
        "email_taken": "Un compte existe déjà avec cette adresse.",
        "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
        "incorrect_code": "Ce n’est pas le code envoyé. Recopiez les huit chiffres du dernier message.",
        "incorrect_password": "Ce n’est pas votre mot de passe.",
        "rate_limited": "Attendez un peu avant de redemander un code.",
        "same_as_current": "C’est déjà votre adresse.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, ou demandez un nouveau code.",
    }

    def send_mail(self, template_prefix, email, context):
        """A row of the outbox instead of a message sent within the request: the worker delivers it in seconds."""
        message = self.render_mail(template_prefix, email, {**context, "email": email, "site": settings.SITE_ADDRESS})
        Mail.objects.create(
            recipient=context.get("user") or User.objects.filter(email__iexact=email).first(),
            address=email,
            template=template_prefix,
            subject=message.subject,
            body=message.body.strip() + "\n",
            dedupe_key=f"{template_prefix}:{uuid.uuid4()}",
        )
