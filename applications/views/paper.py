"""Letters to print, for officers and for those who fill a file: the list, one letter on its sheet, « remise »."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import paper
from applications.forms.paper import HandedForm, TakeBackForm
from applications.models import PaperLetter

LETTERS_A_PAGE = 30


def papers_of(user):
    return PaperLetter.objects.visible_to(user).select_related(
        "person", "handed_by", "letter__application__project", "letter__application__call__programme__lead_actor"
    )


@require_safe
def index(request):
    handed = request.GET.get("voir") == "remises"
    papers = papers_of(request.user)
    papers = papers.exclude(handed_on=None) if handed else papers.waiting()
    page = Paginator(papers, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "applications/papers.html", {"page": page, "handed": handed})


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request, pk):
    held = get_object_or_404(papers_of(request.user), pk=pk)
    now = timezone.now()
    is_mistake = "why" in request.POST if request.method == "POST" else held.handed_on is not None
    form = (TakeBackForm if is_mistake else HandedForm)(
        request.POST if request.method == "POST" else None, initial={"day": timezone.localdate(now)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, noted(held, form.cleaned_data, request.user, now))
        except paper.CannotHand as refusal:
            form.add_error(next(iter(form.fields)), str(refusal))
        else:
            return redirect("applications:papers" if held.handed_on is None else held)
    context = {
        "paper": held,
        "letter": held.letter,
        "address": paper.address_of(held),
        "foot": paper.foot_of(held.letter),
        "form": form,
        "undone": held.undone.select_related("by", "handed_by"),
    }
    return render(request, "applications/paper.html", context)


def noted(held, typed, user, now):
    """Do what the form of the page says, and say it: hand the letter over, or take back what was noted by mistake."""
    if "why" in typed:
        paper.take_back(held, typed["why"], by=user, now=now)
        return "C’est noté : la lettre est de nouveau à remettre."
    paper.hand_over(held, typed["day"], by=user, now=now)
    return "C’est noté : la lettre est remise."
