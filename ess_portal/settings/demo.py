"""The demonstration of `make demo`: DEBUG off, fictional people, mails written to files."""

from .base import *  # noqa: F403

DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost
