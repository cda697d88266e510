"""Pages of the back-office that look into several apps."""

from django.contrib import admin

from accounts.models import Wording
from ess_portal.admin_texts import WordingAdmin

admin.site.register(Wording, WordingAdmin)
