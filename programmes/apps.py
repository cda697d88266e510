from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes et appels"

    def ready(self):
        from actors.indexing import FOLLOWERS
        from actors.sheet_kinds import register
        from actors.territory_uses import USES
        from programmes.indexing import follow
        from programmes.rule_uses import uses
        from programmes.trust import PROGRAMME_SHEET

        FOLLOWERS.append(follow)
        USES.append(uses)
        register(PROGRAMME_SHEET)
