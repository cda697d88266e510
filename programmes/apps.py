from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes et appels"

    def ready(self):
        from actors.indexing import FOLLOWERS
        from actors.sheet_kinds import register
        from actors.territory_uses import USES
        from programmes.calls import ON_CANCEL
        from programmes.indexing import follow
        from programmes.meetings import tell_of_cancelled_call
        from programmes.rule_uses import uses
        from programmes.trust import PROGRAMME_SHEET

        FOLLOWERS.append(follow)
        USES.append(uses)
        ON_CANCEL.append(tell_of_cancelled_call)
        register(PROGRAMME_SHEET)
