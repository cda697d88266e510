from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes et appels"

    def ready(self):
        from actors.indexing import FOLLOWERS
        from actors.sheet_kinds import register
        from programmes.indexing import follow
        from programmes.trust import PROGRAMME_SHEET

        FOLLOWERS.append(follow)
        register(PROGRAMME_SHEET)
