from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Candidatures"

    def ready(self):
        from applications.cancelling import tell_teams
        from applications.carrying import carry_drafts
        from programmes.calls import ON_CANCEL
        from programmes.revisions import CARRIERS

        CARRIERS.append(carry_drafts)
        ON_CANCEL.append(tell_teams)
