"""WSGI entry point; the server names its settings through DJANGO_SETTINGS_MODULE."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ess_portal.settings.production")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    sys.stderr.write(f"{problem}\n")
    sys.exit(3)  # gunicorn stops on this code instead of starting its workers again and again
