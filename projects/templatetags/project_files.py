"""How long a document is still valid."""

from django import template

register = template.Library()


@register.filter
def validity(document, day):
    """{{ document|validity:today }}: « outdated », « soon » or nothing."""
    return document.validity_on(day)
