from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Candidatures"

    def ready(self):
        from applications.carrying import carry_drafts
        from programmes.revisions import CARRIERS

        CARRIERS.append(carry_drafts)
