from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.AddField(
            "call",
            "extended_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="prolongé le"),
        ),
        migrations.AddField(
            "call",
            "changed_at",
            models.DateTimeField(auto_now=True, default=timezone.now, help_text="Last change of what the public reads."),
            preserve_default=False,
        ),
    ]
