"""SIRET and SIREN, checked by their key."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.forms import TextInput

from ess_portal.lib import siret

from .base import BaseKind, text_of


class Siret(BaseKind):
    clean = staticmethod(siret.clean)
    words = "14 chiffres, écrits sur votre avis Sirene. Les espaces sont acceptés."
    groups: tuple[int, ...] = (3, 6, 9)

    def read(self, question, typed):
        text = text_of(typed)
        try:
            return self.clean(text) if text else ""
        except ValidationError:
            return text

    def problem(self, question, value):
        try:
            self.clean(str(value))
        except ValidationError as error:
            return error.messages[0]
        return ""

    def shown(self, value, columns=()):
        if self.problem(None, value):
            return str(value)
        edges = [0, *self.groups, len(value)]
        return "\u00a0".join(value[start:end] for start, end in pairwise(edges))

    def limits(self, question):
        return self.words

    def widget(self, question, value):
        return TextInput(attrs={"inputmode": "numeric"})


class Siren(Siret):
    clean = staticmethod(siret.clean_siren)
    words = "9 chiffres, les premiers du SIRET. Les espaces sont acceptés."
    groups = (3, 6)
