from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Candidatures"

    def ready(self):
        from accounts.outbox import ON_PAPER
        from applications.cancelling import tell_teams
        from applications.carrying import carry_drafts
        from applications.paper import put_on_paper
        from programmes.calls import ON_CANCEL
        from programmes.revisions import CARRIERS

        CARRIERS.append(carry_drafts)
        ON_CANCEL.append(tell_teams)
        ON_PAPER.append(put_on_paper)
