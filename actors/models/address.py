"""Addresses that public objects have had: links in mails and on other sites still lead to the object."""

from django.core.exceptions import ValidationError
from django.db import models


class OldAddress(models.Model):
    """A slug that an object has left. `kind` is the name of its model, since some stand above this app."""

    kind = models.CharField("nature", max_length=20)
    slug = models.SlugField("ancienne adresse", max_length=120)
    object_id = models.PositiveBigIntegerField("objet")
    left_at = models.DateTimeField("quittée le", auto_now=True)

    class Meta:
        verbose_name = "ancienne adresse"
        verbose_name_plural = "anciennes adresses"
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_object_per_old_address")]

    def __str__(self):
        return f"{self.kind} {self.slug}"

    @classmethod
    def of(cls, model):
        return cls.objects.filter(kind=model._meta.model_name)


class Addressed(models.Model):
    """A public object with a `slug`, which can never take an address that another one has left."""

    slug: str

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        left = OldAddress.of(type(self)).filter(slug=self.slug).exclude(object_id=self.pk)
        owner = type(self)._base_manager.filter(pk__in=left.values("object_id")).first()
        if owner:
            raise ValidationError(f"L’adresse « {self.slug} » mène encore à « {owner} ». Choisissez-en une autre.")
