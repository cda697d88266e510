"""Numbers of submitted applications, in sequence within a year."""

from django.db import models


class NumberSeries(models.Model):
    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["year"]

    def __str__(self):
        return f"{self.year}: {self.last}"
