"""What the team answers to a request, one page per item: a document, another answer, a text; or more time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import answers, completing
from applications.forms.answering import FreeAnswerForm, MoreTimeForm
from applications.forms.documents import GivenDocumentForm
from applications.forms.questions import SectionForm
from applications.models import RequestItem
from applications.views.documents import given_document
from applications.views.draft import READ_AND_WRITE, writable
from programmes import kinds

NO_LONGER_ASKED = "Ce point n’est plus attendu : sa réponse est déjà arrivée, ou la demande est close."
What = RequestItem.What


@require_http_methods(READ_AND_WRITE)
def answer_item(request, pk, item_pk):
    application = writable(request, pk)
    items = RequestItem.objects.filter(request__application=application).select_related("request", "kind", "question")
    item = items.filter(pk=item_pk).first()
    form = None if item is None else form_of(item, application, *posted(request))
    if item is None or not completing.open_items(application).filter(pk=item_pk).exists():
        return too_late(request, application, form)
    if request.method == "POST" and form.is_valid() and is_given(item, form) and "entry" not in request.POST:
        try:
            last = give(item, form, application, request.user)
        except completing.RequestClosed:
            return too_late(request, application, form)
        messages.success(request, "Merci, tout est arrivé." if last else "C’est arrivé. Il en reste.")
        return redirect(application)
    context = {
        "application": application,
        "item": item,
        "form": form,
        "replies": item.replies.select_related("judged_by"),
        "is_document": item.what == What.DOCUMENT,
        "is_correction": item.what == What.CORRECTION,
        "is_file": item.what == What.DOCUMENT or asks_for_a_file(item),
    }
    return render(request, "applications/request_item.html", context)


def posted(request):
    return (request.POST, request.FILES or None) if request.method == "POST" else (None, None)


def form_of(item, application, data, files):
    """The form that opens this one thing, and nothing else of the file."""
    if item.what == What.DOCUMENT:
        held = application.project.documents.filter(removed_at=None, kind=item.kind_id)
        return GivenDocumentForm(data, files, documents=held, today=timezone.localdate())
    if item.what == What.QUESTION:
        return FreeAnswerForm(data)
    stored = {answer.question_id: answer for answer in application.answers.all()}
    every = answers.form(item.question.revision)
    question = next(question for question in every if question.pk == item.question_id)
    return SectionForm(data, files, questions=[question], stored=stored, every=every)


def asks_for_a_file(item):
    return item.what == What.CORRECTION and kinds.of(item.question).holds_file


def is_given(item, form):
    """A file that was sent already is no new answer; the field says so."""
    if not asks_for_a_file(item) or form.uploads or not form.values.get(item.question):
        return True
    form.add_error(f"r_{item.question.code}", "Choisissez le nouveau fichier.")
    return False


def give(item, form, application, user):
    now = timezone.now()
    if item.what == What.DOCUMENT:
        return completing.answer(item, given_document(form, application.project, item.kind, user), now=now, by=user)
    if asks_for_a_file(item) and form.uploads:
        return completing.answer_with_file(item, next(iter(form.uploads.values())), by=user, now=now)
    value = form.cleaned_data["text"] if item.what == What.QUESTION else next(iter(form.values.values()))
    return completing.answer_in_words(item, value, by=user, now=now)


def too_late(request, application, form=None):
    """Nothing typed is lost: a text that came too late is shown, to be copied."""
    typed = []
    if form is not None:
        form.is_valid()
    if isinstance(form, FreeAnswerForm) and form.is_bound:
        typed = [("Votre réponse", form["text"].value())]
    elif isinstance(form, SectionForm) and form.is_bound:
        typed = [(question.label, answers.words(question, value)) for question, value in form.values.items()]
    if typed:
        context = {"application": application, "typed": typed, "is_request": True}
        return render(request, "applications/too_late.html", context)
    messages.info(request, NO_LONGER_ASKED)
    return redirect(application)


@require_http_methods(READ_AND_WRITE)
def more_time(request, pk, request_pk):
    """« J’ai besoin de plus de temps »."""
    application = writable(request, pk)
    asked = get_object_or_404(application.requests, pk=request_pk)
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            completing.ask_for_time(asked, **form.cleaned_data, by=request.user, now=timezone.now())
        except completing.TimeRefused as refusal:
            form.add_error("wanted_on", str(refusal))
        else:
            messages.success(request, "Votre demande est partie. La structure vous répondra ici.")
            return redirect(application)
    context = {"application": application, "asked": asked, "form": form}
    return render(request, "applications/more_time.html", context)
