"""Boxes of a facet, written without a template for each: a list has fifty of them, a third of what its page costs."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()
BOX = (
    '<label><input type="checkbox" name="{}" value="{}"{}><span>{}</span>'
    '<span>{}<span class="vh"> {}</span></span></label>\n  '
)
CHECKED, DISABLED = format_html(" {}", "checked"), format_html(" {}", "disabled")


@register.simple_tag
def boxes(name, options, singular, plural):
    """One box for each option; an option that would give nothing cannot be ticked, only unticked."""
    return format_html_join(
        "",
        BOX,
        ((name, one.code, _state(one), one.label, one.count, plural if one.count > 1 else singular) for one in options),
    )


def _state(option):
    if option.chosen:
        return CHECKED
    return "" if option.count else DISABLED
