"""The full-text index beside `SearchEntry`: an FTS5 table kept by triggers on SQLite, a generated tsvector on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE actors_searchtext USING fts5("
        "strong, weak, content='actors_searchentry', content_rowid='id', tokenize='ascii')",
        "CREATE TRIGGER actors_searchtext_added AFTER INSERT ON actors_searchentry BEGIN "
        "INSERT INTO actors_searchtext(rowid, strong, weak) VALUES (new.id, new.strong, new.weak); END",
        "CREATE TRIGGER actors_searchtext_removed AFTER DELETE ON actors_searchentry BEGIN "
        "INSERT INTO actors_searchtext(actors_searchtext, rowid, strong, weak) "
        "VALUES ('delete', old.id, old.strong, old.weak); END",
        "CREATE TRIGGER actors_searchtext_changed AFTER UPDATE ON actors_searchentry BEGIN "
        "INSERT INTO actors_searchtext(actors_searchtext, rowid, strong, weak) "
        "VALUES ('delete', old.id, old.strong, old.weak); "
        "INSERT INTO actors_searchtext(rowid, strong, weak) VALUES (new.id, new.strong, new.weak); END",
    ],
    "postgresql": [
        "ALTER TABLE actors_searchentry ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', strong || ' ' || weak)) STORED",
        "CREATE INDEX actors_searchentry_vector ON actors_searchentry USING gin (vector)",
    ],
}
BACKWARDS = {
    "sqlite": [
        "DROP TRIGGER actors_searchtext_added",
        "DROP TRIGGER actors_searchtext_removed",
        "DROP TRIGGER actors_searchtext_changed",
        "DROP TABLE actors_searchtext",
    ],
    "postgresql": ["ALTER TABLE actors_searchentry DROP COLUMN vector"],
}


def run(statements):
    def of_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return of_vendor


class Migration(migrations.Migration):
    dependencies = [("actors", "0001_initial")]
    operations = [migrations.RunPython(run(FORWARDS), run(BACKWARDS))]
