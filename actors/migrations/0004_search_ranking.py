"""Names, facts and text apart, so that rank is arithmetic; the index is emptied: `manage.py reindex` fills it."""

import django.utils.timezone
from django.db import migrations, models

COLUMNS = ("strong", "facts", "weak")
OLD_COLUMNS = ("strong", "weak")


def fts5(columns):
    """FTS5 beside `actors_searchentry`, kept by triggers."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    add = f"INSERT INTO actors_searchtext(rowid, {names}) VALUES (new.id, {new});"
    drop = f"INSERT INTO actors_searchtext(actors_searchtext, rowid, {names}) VALUES ('delete', old.id, {old});"
    return [
        f"CREATE VIRTUAL TABLE actors_searchtext USING fts5({names}, "
        "content='actors_searchentry', content_rowid='id', tokenize='ascii')",
        f"CREATE TRIGGER actors_searchtext_added AFTER INSERT ON actors_searchentry BEGIN {add} END",
        f"CREATE TRIGGER actors_searchtext_removed AFTER DELETE ON actors_searchentry BEGIN {drop} END",
        f"CREATE TRIGGER actors_searchtext_changed AFTER UPDATE ON actors_searchentry BEGIN {drop} {add} END",
    ]


def tsvector(vector):
    return [
        f"ALTER TABLE actors_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS ({vector}) STORED",
        "CREATE INDEX actors_searchentry_vector ON actors_searchentry USING gin (vector)",
    ]


TAKEN_DOWN = {
    "sqlite": [
        "DROP TRIGGER actors_searchtext_added",
        "DROP TRIGGER actors_searchtext_removed",
        "DROP TRIGGER actors_searchtext_changed",
        "DROP TABLE actors_searchtext",
    ],
    "postgresql": ["ALTER TABLE actors_searchentry DROP COLUMN vector"],
}
# Words are cut by us, not by the engine's parser, which reads « 1e5 » or an address its own way.
CUT = "array_to_tsvector(array_remove(string_to_array(strong || ' ' || facts || ' ' || weak, ' '), ''))"
PUT_BACK = {"sqlite": fts5(COLUMNS), "postgresql": tsvector(CUT)}
OLD = {
    "sqlite": fts5(OLD_COLUMNS),
    "postgresql": tsvector("to_tsvector('simple', strong || ' ' || weak)"),
}


def run(statements):
    def of_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return of_vendor


def empty(apps, schema_editor):
    apps.get_model("actors", "SearchEntry").objects.all().delete()


def column(name, field):
    return migrations.AddField("searchentry", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("actors", "0003_communes")]
    operations = [
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.RunPython(run(TAKEN_DOWN), run(OLD)),
        migrations.RemoveField("searchentry", "updated_at"),
        column("changed_on", models.DateField(auto_now=True, default=django.utils.timezone.now)),
        column(
            "names",
            models.TextField(default="", help_text="Stems of each whole name, acronym or old name, between bars."),
        ),
        column(
            "facts",
            models.TextField(
                default="", help_text="Words and stems of kind, place, public, stage: what the object is."
            ),
        ),
        column("text", models.TextField(default="", help_text="Public text in which an excerpt is cut.")),
        migrations.AlterField("searchentry", "strong", models.TextField(help_text="Words and stems of the names.")),
        migrations.AlterField(
            "searchentry", "weak", models.TextField(help_text="Words and stems of the remaining public text.")
        ),
        migrations.RunPython(run(PUT_BACK), run(TAKEN_DOWN)),
        migrations.RunPython(migrations.RunPython.noop, empty),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("word", models.CharField(max_length=40)),
                ("spelling", models.CharField(max_length=40)),
                ("entries", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "word"), name="one_word_per_kind")],
            },
        ),
    ]
