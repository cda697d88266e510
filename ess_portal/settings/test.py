"""Tests: strict, fast, and silent only where nothing can be learnt."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403


class Undefined(str):
    """Turns an undefined template variable into an error instead of an empty string."""

    def __mod__(self, name):
        raise LookupError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("%s")  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
PRIVATE_TEST_DIR = Path(tempfile.mkdtemp(prefix="portal-private-"))
STORAGES["private"]["OPTIONS"]["location"] = PRIVATE_TEST_DIR  # noqa: F405
WHITENOISE_AUTOREFRESH = True
SITE_ADDRESS = "http://testserver"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost
if "postgresql" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
