"""Random tokens of links in mails: signed for one purpose, and kept only as a fingerprint."""

import hashlib
import secrets

from django.core.signing import BadSignature, Signer


def issue(purpose: str) -> tuple[str, str]:
    """A new token that nobody can guess, for the mail, and its fingerprint, for the table."""
    secret = secrets.token_urlsafe(24)
    return _signer(purpose).sign(secret), _mark(secret)


def fingerprint(token: str, purpose: str) -> str | None:
    """What is stored instead of the token; None when we did not sign it for this purpose: no row is then looked for."""
    try:
        return _mark(_signer(purpose).unsign(token))
    except BadSignature:
        return None


def _mark(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer(purpose):
    return Signer(sep=".", salt=purpose)
