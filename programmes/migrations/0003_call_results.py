import django.db.models.deletion
from django.db import migrations, models

from ess_portal.lib.text import sort_key


def fill(apps, schema_editor):
    for call in apps.get_model("programmes", "Call").objects.only("title"):
        call.sort_title = sort_key(call.title)[:160]
        call.save(update_fields=["sort_title"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_call_changes")]

    operations = [
        migrations.AddField("call", "sort_title", models.CharField(default="", editable=False, max_length=160)),
        migrations.CreateModel(
            name="CallResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.PositiveSmallIntegerField(verbose_name="places offertes")),
                ("received", models.PositiveIntegerField(verbose_name="candidatures reçues")),
                ("admitted", models.PositiveIntegerField(verbose_name="projets admis")),
                ("waiting", models.PositiveIntegerField(verbose_name="projets en liste d’attente")),
                ("published_at", models.DateTimeField(verbose_name="publié le")),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="result",
                        to="programmes.call",
                        verbose_name="appel",
                    ),
                ),
            ],
            options={
                "verbose_name": "résultat d’appel",
                "verbose_name_plural": "résultats d’appels",
                "ordering": ["-published_at"],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
