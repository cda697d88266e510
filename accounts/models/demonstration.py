"""The marker of a demonstration database: without it, `manage.py demo` refuses to touch existing accounts."""

from django.db import models
from django.utils import timezone


class Demonstration(models.Model):
    name = models.CharField(max_length=4, primary_key=True, default="DEMO")
    built_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="one_demonstration", condition=models.Q(name="DEMO"))]

    def __str__(self):
        return f"{self.name}, {self.built_on:%d/%m/%Y}"
