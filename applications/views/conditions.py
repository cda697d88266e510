"""« Les conditions »: what only the team can say, saved as one types; and what is read in the project."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import completeness, declaring, draft, eligibility, form_steps, pages
from applications.forms.conditions import DeclarationForm
from applications.forms.open_page import OpenPageForm
from applications.views import saving
from applications.views.draft import READ_AND_WRITE, found, frame, onward, sent_meanwhile, writable


@require_http_methods(READ_AND_WRITE)
def conditions(request, pk):
    application = writable(request, pk)
    if request.method == "POST":
        return save(request, application)
    if not application.is_written:
        return sent_meanwhile(request, application)
    return page(request, application, declaration_form(application))


def save(request, application):
    """Keep what was understood, while one types or because a button was pressed."""
    passing, form = saving.is_in_passing(request), declaration_form(application, request.POST)
    is_valid, opened = form.is_valid(), OpenPageForm(request.POST).read()
    try:
        saved = declaring.save(
            application, form.values(), form.shown(), by=request.user, page=opened, in_passing=passing
        )
    except draft.NotADraft:
        return JsonResponse({"state": "sent"}, status=409) if passing else sent_meanwhile(request, application)
    except draft.TooLate:
        return JsonResponse({"state": "late"}) if passing else forward(request, application)
    if passing:
        return told(application, form, saved)
    if saved.clashes or form.holds_more() or (not is_valid and "continue" in request.POST):
        return page(request, application, form, saved.clashes)
    return forward(request, application)


def told(application, form, saved):
    """The answer to a save made while one types."""
    clashes = [{"code": clash.code, "label": str(form.label(clash.code))} for clash in saved.clashes]
    return JsonResponse(
        {
            "state": "saved",
            "words": saving.saved_words(timezone.now(), application.call.zone_name),
            "answers": {code: [0, value] for code, value in saved.standing.items()},
            "clashes": clashes,
        }
    )


def forward(request, application):
    built = form_steps.steps(application)
    return onward(request, built, found(built, form_steps.CONDITIONS))


def page(request, application, form, clashes=()):
    application.refresh_from_db(fields=["category", "updated_at"])
    built = form_steps.steps(application)
    stored = declaring.standing(application)
    hidden = {
        "writer": pages.new_writer(),
        "shown": [pair for code in form.codes for pair in ((f"v_{code}", 0), (f"d_{code}", stored.get(code, "")))],
        "private": form.private,
        "held": [clash.code for clash in clashes],
    }
    context = {
        **frame(application, built, found(built, form_steps.CONDITIONS)),
        "form": form,
        "verdicts": eligibility.verdicts(application, timezone.localdate(), live=True),
        "conflicts": [
            (form.label(one.code), form.words(one.code, one.saved), form.words(one.code, one.typed)) for one in clashes
        ],
        "page": hidden,
    }
    return render(request, "applications/conditions.html", context)


def declaration_form(application, data=None):
    return DeclarationForm(
        data,
        rules=list(completeness.declared_rules(application)),
        declared=dict(application.declarations.values_list("rule_id", "value")),
        categories=list(application.call.categories.all()),
        category=application.category_id,
    )
