"""One save of a step, pressed or in passing: the open page it comes from, what was typed, what is answered."""

from dataclasses import replace

from django.http import JsonResponse
from django.utils import timezone

from applications import answers, draft, pages
from applications.forms.open_page import OpenPageForm
from applications.forms.questions import SectionForm
from ess_portal.lib import french
from programmes import kinds

HEADER = "X-Autosave"
BOTH, SAVED = "both", "saved"


def section_form(application, current, data=None, files=None):
    """The form of one part; conditions rest on the answers to the whole form."""
    every = answers.form(current.questions[0].revision) if current.questions else []
    stored = stored_answers(application)
    return SectionForm(data, files, questions=current.questions, stored=stored, every=every)


def stored_answers(application):
    return {answer.question_id: answer for answer in application.answers.all()}


def is_in_passing(request):
    return HEADER in request.headers


def in_passing(request, application, current):
    """The answer to a save made while one types: the versions that now stand, or why nothing was saved.

    Questions that the page left out are not touched: files, and texts that met another.
    """
    sent = replace(current, questions=tuple(q for q in current.questions if f"v_{q.code}" in request.POST))
    form = section_form(application, sent, request.POST)
    form.is_valid()
    page = OpenPageForm(request.POST, form.questions).read()
    try:
        saved = draft.save(application, form.values, form.versions(), by=request.user, page=page, in_passing=True)
    except draft.NotADraft:
        return JsonResponse({"state": "sent"}, status=409)
    except draft.TooLate:
        return JsonResponse({"state": "late"})
    standing = {
        question.code: [saved.versions[question.code], pages.digest(value)]
        for question, value in form.values.items()
        if question.code in saved.versions
    }
    return JsonResponse(
        {
            "state": "saved",
            "words": saved_words(timezone.now(), application.call.zone_name),
            "answers": standing,
            "clashes": [{"code": clash.question.code, "label": clash.question.label} for clash in saved.clashes],
        }
    )


def choose(form, data, stored):
    """Put in `form.values` what was chosen between two texts (`k_<code>`) on the page of a clash."""
    versions = form.versions()
    for question, value in form.values.items():
        choice, answer = data.get(f"k_{question.code}"), stored.get(question.pk)
        if answer and choice == SAVED:
            form.values[question] = answer.value
        elif answer and choice == BOTH and answer.version == versions[question.pk]:
            form.values[question] = joined(question, answer.value, value)


def joined(question, first, second):
    """Two texts, one after the other; the second alone where it is not a text."""
    if question.kind not in draft.TEXTS or answers.is_blank(first) or first == second:
        return second
    return f"{first}\n\n{second}" if question.kind == kinds.Name.LONG else f"{first} {second}"


def typed_again(request, form, saved):
    """What was typed, over the answers that now stand: saved again, it wins knowingly."""
    data = request.POST.copy()
    clashes = {clash.question.code: clash.saved for clash in saved.clashes}
    for question in form.questions:
        code, value = question.code, form.values.get(question)
        if code in clashes:
            data[f"v_{code}"], data[f"d_{code}"] = clashes[code].version, pages.digest(clashes[code].value)
        elif code in saved.versions:
            data[f"v_{code}"], data[f"d_{code}"] = saved.versions[code], pages.digest(value)
        if data.pop(f"k_{code}", None) and isinstance(value, str):
            data[f"r_{code}"] = value
    return data


def hidden(request, form, clashes=()):
    """What a page of a draft hides: who opened it, which page it is, what it shows, what it must not save by itself."""
    shown = {question.code: pages.digest(form.kept.get(question.code)) for question in form.questions}
    return {
        "writer": pages.new_writer(),
        "shown": [(f"d_{code}", form.data.get(f"d_{code}", digest)) for code, digest in shown.items()],
        "private": [question.code for question in form.questions if question.sensitive],
        "held": [clash.question.code for clash in clashes],
    }


def saved_words(at, zone):
    """« Enregistré à 14 h 32 » where the call lives, with the day when it was not today."""
    is_today = french.day_in(at, zone) == french.day_in(timezone.now(), zone)
    return f"Enregistré à {french.clock(at, zone)}" if is_today else f"Enregistré le {french.moment(at, zone)}"
