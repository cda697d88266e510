"""Template tags of the design system, built in everywhere."""

from datetime import datetime
from functools import cache
from html import unescape

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from heroicons.templatetags import heroicons

from ess_portal import owner
from ess_portal.lib import french
from ess_portal.lib.linked_data import absolute

register = template.Library()
register.simple_tag(cache(heroicons.heroicon_outline), name="heroicon_outline")  # drawn once: it copies a tree

DJANGO_ROWS, ROWS = "10", "5"  # a text area of ten lines, where nothing else is asked, frightens

NAVIGATION = [
    ("Me repérer", "programmes:orientation"),
    ("Programmes", "programmes:index"),
    ("Plan", "programmes:plan"),
    ("Appels ouverts", "programmes:calls"),
    ("Acteurs", "actors:index"),
    ("Glossaire", "programmes:glossary"),
]


class FormTokenNode(CsrfTokenNode):
    """Django's own, and who opened the page."""

    def render(self, context):
        token, request = super().render(context), getattr(context, "request", None)
        mark = owner.mark_for(request) if token and request else ""
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, owner.FIELD, mark) if mark else token


@register.tag
def csrf_token(parser, token):
    return FormTokenNode()


@register.simple_block_tag
def page_title(content):
    """{% page_title %}…{% endpage_title %}: the title of the page, and the one under which it is shared."""
    tags = '<title>{} – Correspondances</title>\n  <meta property="og:title" content="{}">'
    return format_html(tags, content, unescape(content))


@register.simple_block_tag
def page_description(content):
    return format_html('<meta name="description" property="og:description" content="{}">', unescape(content))


@register.simple_tag(takes_context=True)
def canonical(context):
    """Address of the page under the configured host, without filters; a further page of a whole list has its own."""
    request, page = context["request"], context.get("page")
    is_further = getattr(page, "number", 1) > 1 and request.GET.keys() == {"page"}
    return absolute(request.path + (f"?page={page.number}" if is_further else ""))


@register.simple_tag
def json_ld(data):
    """The data in a block that no browser runs: Django's own escaping, under the type that search engines read."""
    return SafeString(json_script(data).replace("application/json", "application/ld+json", 1))


@register.simple_tag(takes_context=True)
def navigation(context):
    """Links of the main navigation; the current section is marked from the address alone."""
    path = context["request"].path if "request" in context else ""
    links = [(label, reverse(name)) for label, name in NAVIGATION]
    return [{"label": label, "url": url, "current": current_mark(path, url)} for label, url in links]


def current_mark(path, url):
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts):
    """{% crumbs "Programmes" programmes_url "Starter" %}: labels and addresses in turn, the last label is the page."""
    steps = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    return {"steps": steps}


@register.simple_block_tag
def alert(content, title="", tone="info", level=2):
    """{% alert "Bon à savoir" tone="warning" %}<p>…</p>{% endalert %}: tone info, success, warning or error."""
    context = {"content": content, "title": title, "tone": tone, "level": level}
    return render_to_string("components/alert.html", context)


@register.simple_block_tag
def nothing(content, title):
    """{% nothing "Aucun rendez-vous" %}<p>…</p>{% endnothing %}: say what it does not mean, then two ways out."""
    return render_to_string("components/empty.html", {"content": content, "title": title})


@register.simple_block_tag
def card(content, title="", tone="", level=2):
    """{% card "Vos documents" %}…{% endcard %}: tone sand (secondary) or green (« pour vous »)."""
    context = {"content": content, "title": title, "tone": tone, "level": level}
    return render_to_string("components/card.html", context)


@register.simple_tag
def page_numbers(page):
    """Numbers to show around the current page, « … » where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [str(number) if number == page.paginator.ELLIPSIS else number for number in numbers]


@register.filter
def hours(minutes):
    return french.hours(minutes)


@register.filter
def counted(value, words):
    """{{ count|counted:"programme,programmes" }}"""
    one, many = words.split(",")
    return french.counted(value, one, many)


@register.filter
def number(value):
    return french.number(value)


@register.filter
def day(value):
    return french.day(value)


@register.filter
def day_short(value):
    return french.day(value, year=False)


@register.filter
def weekday(value):
    return french.day(value, year=False, weekday=True)


@register.filter
def loose(words):
    """The same words, free to go to the next line: for the titles of narrow screens."""
    return words.replace(french.NBSP, " ")


@register.filter
def moment(value, zone=""):
    return french.moment(value, zone)


@register.filter
def clock(value, zone=""):
    return french.clock(value, zone)


@register.filter
def days_left(end, today):
    """Days from `today` to `end` (a date or an instant, taken in the current time zone); None when there is no end."""
    if end is None:
        return None
    return french.days_between(calendar_day(today), calendar_day(end))


def calendar_day(value):
    return timezone.localdate(value) if isinstance(value, datetime) else value


@register.filter
def in_days(days):
    return french.in_days(days)


@register.filter(is_safe=True)
def no_break(text):
    return french.no_break(text)


@register.filter
def share(part, total):
    """Percentage for an SVG attribute, with a point whatever the language: « 62.5 »."""
    return f"{min(100, 100 * part / total):.4g}" if total else "0"


@register.filter
def is_optional(field):
    """Whether « (facultatif) » is written after the label; a filter form sets `mark_optional = False`.

    A field may be awaited without being required by Django, which knows nothing of conditions: `is_awaited`.
    """
    required = getattr(field.field, "is_awaited", field.field.required)
    return not required and getattr(field.form, "mark_optional", True)


@register.filter
def in_a_row(field):
    """Whether the choices stand side by side: the steps of a scale."""
    return "data-row" in field.field.widget.attrs


@register.simple_tag
def limit(field):
    """Most characters of a long answer, shown under it; `data-most` where the browser must not cut what is pasted."""
    attrs = field.field.widget.attrs
    most = attrs.get("maxlength") or attrs.get("data-most")
    return int(most) if most and field.widget_type == "textarea" else None


@register.simple_tag
def control(field):
    """The widget with our class, described by its hint, its error and its limit; a label is never a placeholder."""
    widget = field.field.widget
    attrs = {"placeholder": False} if "placeholder" in widget.attrs else {}
    if field.widget_type not in {"checkbox", "radioselect", "checkboxselectmultiple"}:
        attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
    if widget.attrs.get("rows") == DJANGO_ROWS:
        attrs["rows"] = ROWS
    if limit(field) and "aria-describedby" not in widget.attrs:
        attrs["aria-describedby"] = f"{field.aria_describedby or ''} {field.auto_id}_limit".strip()
    return field.as_widget(attrs=attrs)


@register.simple_tag
def choices(field):
    """Options of a group of radios or boxes; Django's « --------- » is left out where an answer is required."""
    if field.widget_type not in {"radioselect", "checkboxselectmultiple"}:
        return []
    return [option for option in field.subwidgets if option.data["value"] or not field.field.required]
