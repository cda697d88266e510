"""The search index: one row of normalised text per public object, the same on both engines, and its vocabulary."""

from django.db import models


class SearchEntry(models.Model):
    class Kind(models.TextChoices):
        """What is searched, in the order shown on equal rank."""

        PROGRAMME = "programme", "Programmes"
        ACTOR = "actor", "Acteurs"
        STAGE = "stage", "Étapes"
        TERM = "term", "Mots du glossaire"

    kind = models.CharField(max_length=20)
    slug = models.CharField(max_length=160)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200)
    names = models.TextField(help_text="Stems of each whole name, acronym or old name, between bars.")
    strong = models.TextField(help_text="Words and stems of the names.")
    facts = models.TextField(help_text="Words and stems of kind, place, public, stage: what the object is.")
    weak = models.TextField(help_text="Words and stems of the remaining public text.")
    text = models.TextField(help_text="Public text in which an excerpt is cut.")
    changed_on = models.DateField(auto_now=True)

    class Meta:
        ordering = ["kind", "sort_title"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_entry_per_public_object")]

    def __str__(self):
        return self.title


class SearchWord(models.Model):
    """A word of the index as it is written, for « vouliez-vous dire »; a word gone since the last load may remain."""

    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=40)
    spelling = models.CharField(max_length=40)
    entries = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="one_word_per_kind")]

    def __str__(self):
        return self.spelling


class DirectoryRevision(models.Model):
    """One row whose number moves with every public change: the ETag of public pages is built on it."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return str(self.number)
