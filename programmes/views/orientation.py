"""The orientation: six questions at most, one page of answers, nothing kept about the visitor."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from actors.catalogue import all_remembered, kept, remembered
from actors.public import public_page, revision_of
from programmes import asking
from programmes.orientation import orient
from programmes.supporters import supporters
from programmes.territory import whom_to_call


@public_page
def ask(request):
    """Every question on one page; on a phone the style sheet shows one at a time."""
    answers = asking.AnswersForm(asking.questions(), request.GET)
    return render(request, "programmes/orientation.html", {"answers": answers, "steps": answers.steps()})


@public_page
def result(request):
    return render(request, "programmes/itinerary.html", _itinerary(request))


@csrf_exempt  # it changes nothing and reads no session: a cookie would tell more about the visitor than this answer
@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confide(request):
    """The same page with the sensitive answers taken in: they came in the body, and leave with the page (no-store)."""
    if request.method != "POST":
        query = asking.AnswersForm(asking.questions(), request.GET).query
        return redirect(f"{reverse('programmes:itinerary')}?{query}")
    return render(request, "programmes/itinerary.html", _itinerary(request, request.POST))


def _itinerary(request, told=None):
    """Context of the result; `told` is what was confided, None when it was not asked."""
    revision = revision_of(request)
    questions = kept("questions", revision, asking.questions)
    answers = asking.AnswersForm(questions, request.GET)
    place = answers.place_text
    where = remembered(kept("places", revision, dict), place, lambda: asking.whereabouts(place))
    confided = asking.SensitiveForm(questions, told)
    facts = answers.facts(where, confided.cleaned_data if told is not None else None)
    found = orient(facts, timezone.now(), revision)
    region = where.place.region if where.place else None
    to_call = remembered(kept("to call", revision, dict), region and region.pk, lambda: whom_to_call(region))
    return {
        "answers": answers,
        "given": answers.in_words(where),
        "where": where,
        "choices": [(place, answers.query_with(lieu=place.label)) for place in where.options],
        "confided": confided,
        "is_confided": told is not None,
        "found": found,
        "refusals": _refusals(revision, found.refusals, to_call),
        "supporters": _supporters(revision, facts, found.proposals, to_call),
        "call_first": to_call,
        "region": region,
        "address": request.build_absolute_uri(f"{reverse('programmes:itinerary')}?{answers.query}"),
        "today": timezone.localdate(),
    }


def _supporters(revision, facts, proposals, to_call):
    """They depend on what is proposed, on the place and on the stage: nothing else that was answered is remembered."""
    asked = tuple(frozenset(facts.answers.get(name, ())) for name in ("lieu", "region", "etape"))
    name = (*(reading.programme.pk for reading in proposals), *asked)
    return remembered(kept("supporters", revision, dict), name, lambda: supporters(facts, proposals, to_call))


def _refusals(revision, refusals, to_call):
    """One line each, drawn once until the directory changes: visitors are refused by the same few rules."""
    named = {
        (one.programme.pk, *((why.sentence, *(lead.pk for lead in why.leads)) for why in one.reasons), to_call): one
        for one in refusals
    }

    def draw(missing):
        contexts = {name: {"refusal": named[name], "call_first": to_call} for name in missing}
        return {name: render_to_string("programmes/_refusal.html", context) for name, context in contexts.items()}

    drawn = all_remembered(kept("refusals", revision, dict), list(named), draw)
    return [drawn[name] for name in named]
