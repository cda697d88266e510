"""The boxes that choose programmes to compare, in any list; what is already chosen travels in the address."""

from django import template

from programmes.comparison import MOST, address, asked

register = template.Library()


@register.simple_tag(takes_context=True)
def carried(context):
    """Slugs already chosen on the comparison page, which a list keeps while one looks for another."""
    return asked(context["request"].GET.getlist("programme"))[:MOST]


@register.inclusion_tag("programmes/_compare_bar.html", takes_context=True)
def compare_bar(context):
    """The form that the boxes belong to, with what was chosen before."""
    return {"before": carried(context)}


@register.simple_tag
def comparison_of(*programmes):
    return address([programme.slug for programme in programmes])


@register.simple_tag
def comparison_of_proposals(proposals):
    """The proposals of the orientation side by side; blank when there is nothing to compare."""
    slugs = [reading.programme.slug for reading in proposals]
    return address(slugs) if len(slugs) > 1 else ""
