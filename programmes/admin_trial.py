"""« Essayer un profil »: one profile against every programme, rules that serve nobody, test profiles verified."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from programmes import rule_checks, trial
from programmes.models import Profile, Rule
from programmes.profile_forms import AnswersForm
from programmes.rule_values import vocabulary

SHOWN = 50  # of each list, so that ten thousand programmes still make a page
IN_ORDER = ["programme__sort_name", "call_id", "position", "pk"]


@require_http_methods(["GET", "HEAD", "POST"])
def try_profile(request):
    """GET shows the form, filled with a test profile when `profil` names one; POST tries what was composed by hand."""
    words, profiles = vocabulary(), list(Profile.objects.all())
    chosen = next((profile for profile in profiles if profile.code == request.GET.get("profil")), None)
    if request.GET.get("profil") and chosen is None:
        raise Http404
    kept = chosen.answers if chosen else ""
    form = AnswersForm(request.POST if request.method == "POST" else None, words=words, answers=kept)
    answers = form.answers if form.is_valid() else kept
    outcome = None
    if form.is_valid() or (chosen and not form.is_bound):
        outcome = trial.try_out(trial.facts_of(answers, words.regions), trial.catalogue())
    context = {"form": form, "profiles": profiles, "chosen": chosen, "outcome": outcome, "shown": SHOWN}
    return page(request, "admin/rules/trial.html", "Essayer un profil", 422 if form.errors else 200, **context)


@require_safe
def check_rules(request):
    """Rules that the person may mend: those that nobody can meet, those out of date, those that everybody meets."""
    rules = Rule.objects.visible_to(request.user).select_related("programme", "call").order_by(*IN_ORDER)
    rules = rules.prefetch_related(trial.WITHOUT_REDIRECTS)
    found = rule_checks.check(rules, vocabulary())
    return page(request, "admin/rules/checks.html", "Règles à revoir", found=found, shown=SHOWN)


@require_safe
def verify_profiles(request):
    results = trial.verify(Profile.objects.all())
    failed = sum(not result.passes for result in results)
    return page(request, "admin/rules/profiles.html", "Vérifier tous les profils", results=results, failed=failed)


def page(request, template, title, status=200, **context):
    everywhere = admin.site.each_context(request)
    return render(request, template, {**everywhere, "title": title, "opts": Rule._meta, **context}, status=status)
