from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="project",
            name="sort_title",
            field=models.CharField(db_index=True, default="", editable=False, max_length=120),
            preserve_default=False,
        ),
    ]
