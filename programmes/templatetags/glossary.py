"""Public texts whose words of the glossary open their definition in place."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from actors.public import revision_of
from programmes.glossary import glossary_at

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context, text):
    """{% explained programme.target %}: `text` escaped, each term a button that opens its definition, once per page.

    Not inside a link, a button or a heading. No query on a public page, whose directory revision is known.
    """
    request = context.request
    if not hasattr(request, "glossary"):
        request.glossary, request.explained = glossary_at(revision_of(request)), set()
    pieces = request.glossary.pieces(str(text), request.explained)
    return format_html_join("", "{}", ((_opened(piece, term) if term else piece,) for piece, term in pieces))


def _opened(written, term):
    """The component without the line end of its file, which would stand as a space before a full stop."""
    return SafeString(render_to_string("components/term.html", {"written": written, "term": term}).rstrip())
