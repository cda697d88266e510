"""The form of a call as an applicant sees it, part by part: it can be tried, nothing is stored."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from applications import answers, form_steps
from applications.forms.questions import SectionForm
from programmes import filling_time
from programmes.models import Call, FormRevision


def show(page):
    """`partie` in the address is the number of the part; `tout` opens the questions under conditions too."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request, revision):
        visible = FormRevision.objects.filter(call__in=Call.objects.visible_to(request.user))
        found = get_object_or_404(visible.select_related("call__programme__line"), pk=revision)
        every = answers.form(found)
        parts = list(form_steps.parts(every).items())
        number = number_of(request.GET.get("partie", "1"), len(parts))
        section, questions = parts[number - 1]
        form = SectionForm(
            request.POST if request.method == "POST" else None,
            request.FILES if request.method == "POST" else None,
            questions=questions,
            stored={},
            every=every,
        )
        form.is_valid()
        if "tout" in request.GET:
            form.now_asked = {question.code for question in every}
        context = {
            "revision": found,
            "call": found.call,
            "form": form,
            "title": section,
            "names": [name for name, _ in parts],
            "number": number,
            "time": filling_time.told(every),
            "opens_all": "tout" in request.GET,
            "is_fine": request.method == "POST" and not form.errors and "entry" not in request.POST,
        }
        return render(request, "admin/questions/preview.html", context)

    return view


def number_of(text, count):
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= count):
        raise Http404
    return int(text)
