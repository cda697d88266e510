from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "Suivi"

    def ready(self):
        from applications.links import LINK_FINDERS
        from followup.links import of_support

        LINK_FINDERS.append(of_support)
