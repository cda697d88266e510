"""The full-text index beside `SearchEntry`: FTS5 kept by triggers on SQLite, a generated tsvector on PostgreSQL."""

from django.db import migrations

NAMES = "strong, facts, weak"
NEW, OLD = (", ".join(f"{row}.{name}" for name in NAMES.split(", ")) for row in ("new", "old"))
ADD = f"INSERT INTO actors_searchtext(rowid, {NAMES}) VALUES (new.id, {NEW});"
DROP = f"INSERT INTO actors_searchtext(actors_searchtext, rowid, {NAMES}) VALUES ('delete', old.id, {OLD});"
# Words are cut by us, not by the engine's parser, which reads « 1e5 » or an address its own way.
CUT = "array_to_tsvector(array_remove(string_to_array(strong || ' ' || facts || ' ' || weak, ' '), ''))"
FORWARDS = {
    "sqlite": [
        f"CREATE VIRTUAL TABLE actors_searchtext USING fts5({NAMES}, "
        "content='actors_searchentry', content_rowid='id', tokenize='ascii')",
        f"CREATE TRIGGER actors_searchtext_added AFTER INSERT ON actors_searchentry BEGIN {ADD} END",
        f"CREATE TRIGGER actors_searchtext_removed AFTER DELETE ON actors_searchentry BEGIN {DROP} END",
        f"CREATE TRIGGER actors_searchtext_changed AFTER UPDATE ON actors_searchentry BEGIN {DROP} {ADD} END",
    ],
    "postgresql": [
        f"ALTER TABLE actors_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS ({CUT}) STORED",
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
    dependencies = [("actors", "0002_trust_links")]
    operations = [migrations.RunPython(run(FORWARDS), run(BACKWARDS))]
