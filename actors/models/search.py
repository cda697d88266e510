"""The search index: one row of normalised text per public object, the same on both engines."""

from django.db import models


class SearchEntry(models.Model):
    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200)
    strong = models.TextField(help_text="Stems of names, acronyms and old names.")
    weak = models.TextField(help_text="Stems of the remaining public text.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "sort_title"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_entry_per_public_object")]

    def __str__(self):
        return self.title


class DirectoryRevision(models.Model):
    """One row whose number moves with every public change: the ETag of public pages is built on it."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.number)
