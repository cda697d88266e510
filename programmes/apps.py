from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = "Programmes et appels"

    def ready(self):
        from actors.indexing import FOLLOWERS
        from programmes.indexing import follow

        FOLLOWERS.append(follow)
