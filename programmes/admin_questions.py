"""The questions of a call in the back-office: a list by part, a sheet per question, a correction to publish."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ess_portal.lib.admin import ScopedModelAdmin
from programmes import conditions, filling_time, kinds, question_editing, revisions
from programmes.models import Call, FormRevision, Question
from programmes.question_editing import in_parts
from programmes.question_forms import PublishForm, QuestionForm

REFUSALS = (question_editing.QuestionRefused, revisions.FormRefused)
CHANGED = "Quelqu’un d’autre a modifié cette question entre-temps\u00a0: relisez-la avant de la supprimer."
LONGEST_KEY = 15


@admin.register(FormRevision)
class FormRevisionAdmin(ScopedModelAdmin):
    """The questions of a call; reached from the call's page, read-only once frozen."""

    fields = []

    def get_queryset(self, request):
        visible = Call.objects.visible_to(request.user)
        return FormRevision.objects.filter(call__in=visible).select_related("call__programme")

    def has_module_permission(self, request):
        return False

    def may_change(self, user, revision):
        return revision.frozen_at is None and self.runs(user, revision.call_id)

    def runs(self, user, call):
        return Call.objects.run_by(user).filter(pk=call).exists()

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:programmes_call_changelist")

    def get_urls(self):
        view = self.admin_site.admin_view
        one = "<int:pk>/question/<int:question>/"
        return [
            path("corriger/<int:call>/", view(require_POST(self.correct)), name="programmes_form_correct"),
            path("<int:pk>/publier/", view(self.publish), name="programmes_form_publish"),
            path("abandonner/<int:call>/", view(require_POST(self.give_up)), name="programmes_form_give_up"),
            path("<int:pk>/partie/", view(require_POST(self.rename_part)), name="programmes_form_part"),
            path("<int:pk>/question/", view(self.add_question), name="programmes_question_add"),
            path(one, view(self.edit_question), name="programmes_question_edit"),
            path(f"{one}<slug:act>/", view(require_POST(self.act)), name="programmes_question_act"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Every question by part, with what each needs; buttons while the form is not frozen."""
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404
        may_change = self.may_change(request.user, revision)
        if request.method == "POST":
            raise PermissionDenied
        questions = in_parts(revision.questions.of_form())
        context = {
            "parts": parts(questions),
            "question_count": len(questions),
            "time": filling_time.told(questions),
            "may_change": may_change,
            "may_correct": revision.frozen_at is not None and self.runs(request.user, revision.call_id),
            "correction": revisions.correction_of(revision.call),
            "others": revision.call.revisions.exclude(pk=revision.pk),
        }
        return self.page(request, "admin/questions/list.html", "Questions", revision, **context)

    def add_question(self, request, pk):
        revision = self.editable(request, pk)
        parent = self.group_of(request, revision)
        question = Question(revision=revision, parent=parent, kind=kinds.Name.SHORT, version=0)
        question.section = parent.section if parent else request.GET.get("partie", "")[:100]
        return self.write(request, revision, question, "Nouvelle question")

    def group_of(self, request, revision):
        named = request.GET.get("groupe", "")
        if not named:
            return None
        if not (named.isascii() and named.isdigit() and len(named) < LONGEST_KEY):
            raise Http404
        return get_object_or_404(revision.questions.filter(kind=kinds.Name.GROUP, parent=None), pk=named)

    def edit_question(self, request, pk, question):
        revision = self.editable(request, pk)
        return self.write(request, revision, fetch(revision, question), "Question")

    def write(self, request, revision, question, title):
        """The sheet; with « Changer de forme » the settings of another kind; both texts after a stale save."""
        data = request.POST if request.method == "POST" else None
        form = sheet(revision, question, data)
        if data is None or "shape" in data:
            return self.sheet_page(request, title, revision, unjudged(form))
        if not form.is_valid():
            return self.sheet_page(request, title, revision, form, status=422)
        try:
            saved = save(revision, form)
        except question_editing.Stale as stale:
            kept = sheet(revision, stale.stored)
            typed = data.copy()
            typed["version"] = stale.stored.version
            conflicts = form.differences(kept)
            again = sheet(revision, fetch(revision, question.pk), typed)
            return self.sheet_page(request, title, revision, again, 409, conflicts=conflicts, stale=True)
        except question_editing.QuestionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.sheet_page(request, title, revision, form, status=422)
        messages.success(request, f"La question est enregistrée\u00a0: {saved.label}")
        return self.onward(request, revision, saved)

    def onward(self, request, revision, saved):
        if "another" in request.POST:
            beside = {"groupe": saved.parent_id} if saved.parent_id else {"partie": saved.section}
            return redirect(f"{reverse('admin:programmes_question_add', args=[revision.pk])}?{urlencode(beside)}")
        return redirect(f"{self.address(revision.pk)}#question-{saved.parent_id or saved.pk}")

    def address(self, pk):
        return reverse("admin:programmes_formrevision_change", args=[pk])

    def sheet_page(self, request, title, revision, form, status=200, **context):
        sections = dict.fromkeys(revision.questions.values_list("section", flat=True))
        context = {"form": form, "question": form.instance, "sections": list(sections), **context}
        return self.page(request, "admin/questions/form.html", title, revision, status, **context)

    def act(self, request, pk, question, act):
        """Move, copy or delete one question; who comes too late is told, nothing is done twice."""
        revision = self.editable(request, pk)
        found = fetch(revision, question)
        anchor = found.parent_id or found.pk
        try:
            if act in (question_editing.UP, question_editing.DOWN):
                question_editing.step(found, act)
            elif act == "dupliquer":
                anchor = question_editing.duplicate(found).pk
                messages.success(request, f"La question est copiée\u00a0: {found.label}")
            elif act == "supprimer":
                question_editing.delete(found, version_of(request.POST))
                messages.success(request, f"La question est supprimée\u00a0: {found.label}")
            else:
                raise Http404
        except question_editing.Stale:
            messages.error(request, CHANGED)
            return redirect("admin:programmes_question_edit", pk, question)
        except question_editing.QuestionRefused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{self.address(pk)}#question-{anchor}")

    def rename_part(self, request, pk):
        revision = self.editable(request, pk)
        return self.attempt(
            request,
            lambda: question_editing.rename_part(revision, request.POST.get("old", ""), request.POST.get("new", "")),
            "La partie est renommée.",
            revision.pk,
        )

    def correct(self, request, call):
        """« Corriger le formulaire » : the questions of the form in force, copied on the next version."""
        found = self.run_call(request, call)
        try:
            revision = revisions.correct(found, by=request.user)
        except revisions.FormRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:programmes_call_change", call)
        return redirect("admin:programmes_formrevision_change", revision.pk)

    def give_up(self, request, call):
        found = self.run_call(request, call)
        try:
            revisions.give_up(found, by=request.user)
        except revisions.FormRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "La correction est abandonnée. Le formulaire en cours n’a pas bougé.")
        return redirect("admin:programmes_call_change", call)

    def run_call(self, request, pk):
        """A call that the person runs, or 404."""
        return get_object_or_404(Call.objects.run_by(request.user), pk=pk)

    def publish(self, request, pk):
        revision = self.editable(request, pk)
        form = PublishForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                count = revisions.publish(revision, form.cleaned_data["note"], by=request.user, now=timezone.now())
            except revisions.FormRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, f"La version {revision.number} est publiée. Brouillons repris\u00a0: {count}."
                )
                return redirect("admin:programmes_formrevision_change", pk)
        context = {"form": form, "faults": revisions.faults(revision), "changes": revisions.changes_of(revision)}
        status = 422 if form.errors else 200
        return self.page(request, "admin/questions/publish.html", "Publier cette version", revision, status, **context)

    def attempt(self, request, action, done, pk):
        try:
            action()
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect("admin:programmes_formrevision_change", pk)

    def editable(self, request, pk):
        """A form that the person may write: 404 for who does not run the call, 403 once it is frozen."""
        revision = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.runs(request.user, revision.call_id):
            raise Http404
        if revision.frozen_at is not None:
            raise PermissionDenied("Ce formulaire est figé\u00a0: ouvrez une correction.")
        return revision

    def page(self, request, template, title, revision, status=200, **context):
        everywhere = self.admin_site.each_context(request)
        around = {"title": title, "opts": self.opts, "revision": revision, "call": revision.call}
        return render(request, template, {**everywhere, **around, **context}, status=status)


def fetch(revision, pk):
    return get_object_or_404(revision.questions.select_related("revision", "parent"), pk=pk)


def version_of(data):
    text = data.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_KEY else 0


def sheet(revision, question, data=None):
    """The form of a question, with what stands before it."""
    others = [one for one in in_parts(revision.questions.of_form()) if one.pk != question.pk]
    earlier = before(others, question)
    places = [(str(one.pk), f"Après «\u00a0{one.label}\u00a0»") for one in others] if question.parent_id is None else []
    return QuestionForm(data, instance=question, earlier=earlier, places=places)


def before(others, question):
    """By code, the questions that come before: all of them for a new one."""
    if question.pk is None:
        return {one.code: one for one in others}
    return {one.code: one for one in others if one.position < question.position}


def unjudged(form):
    """The same form with what was typed, before anything is refused: another kind was asked for."""
    if form.is_bound:
        form.full_clean()
        form.errors.clear()
    return form


def save(revision, form):
    question = form.instance
    after = form.cleaned_data.get("after")
    beside = revision.questions.filter(pk=after).first() if after else None
    if question.pk is None:
        return question_editing.create(question, after=beside)
    return question_editing.update(question, form.cleaned_data["version"] or 0, after=beside)


def parts(questions):
    """Rows by part: the question, what it may not exceed, its conditions in words, what no longer stands in them."""
    by_code = {question.code: question for question in questions}
    faults = conditions.faults_by_question(questions)
    rows = {}
    for question in questions:
        rows.setdefault(question.section, []).append(
            {
                "question": question,
                "limits": kinds.of(question).limits(question).removesuffix("."),
                "shown_if": conditions.said(question.shown_if, by_code),
                "required_if": conditions.said(question.required_if, by_code),
                "faults": faults.get(question.pk, ()),
            }
        )
    return list(rows.items())
