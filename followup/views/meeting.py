"""One meeting: logged, read, and its private note, which is a page of its own because each reading is written down."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from followup import access, corrections, hours, meetings, sheets
from followup.forms import CorrectForm, LogForm
from followup.models import Meeting, PrivateNote

SAVED = "Le rendez-vous est enregistré."
SAVED_BEFORE = (
    "Ce rendez-vous était déjà enregistré : le voici, une seule fois. Pour y changer quelque chose, corrigez-le."
)


@require_http_methods(["GET", "HEAD", "POST"])
def log(request, pk=None):
    """The whole form, for one participation or with a choice; the referent's day posts here too."""
    supported = sheets.supported_by(request.user)
    if pk:
        supported = supported.filter(pk=pk)
    today = timezone.localdate()
    people = sheets.sheets(supported, request.user, today)
    if not people:
        raise Http404
    form = LogForm(request.POST or None, sheets=people, day=today)
    now = timezone.now()
    if form.is_valid():
        meeting = log_from(form, request.user, now)
        if meeting:
            messages.success(request, SAVED if meeting.created_at == now else SAVED_BEFORE)
            return redirect(meeting)
    chosen = people[0] if len(people) == 1 else None
    return render(request, "followup/log.html", {"form": form, "sheets": people, "chosen": chosen})


def log_from(form, user, now):
    """Log what the form says; None, with the words of the refusal on the form, when the domain says no."""
    fields = dict(form.cleaned_data)
    sheet = fields.pop("with_whom")
    who = sheet.participants[0] if sheet.participants else user
    promises = [(who, text) for text in fields.pop("promised")]
    promises += [(user, text) for text in fields.pop("promised_by_me")]
    fields.pop("other_minutes")
    try:
        return meetings.log_meeting(sheet.participation, by=user, promises=promises, now=now, **fields)
    except hours.PackageExhausted as refusal:
        form.add_error("minutes", str(refusal))
    except meetings.MeetingRefused as refusal:
        form.add_error("held_on", str(refusal))


def visible(request, pk):
    rows = Meeting.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("participation__project", "participation__cohort", "held_by", "hour_entry__package"), pk=pk
    )


@require_safe
def detail(request, pk):
    meeting = visible(request, pk)
    context = {
        "meeting": meeting,
        "promises": meeting.promises.select_related("who"),
        "entry": getattr(meeting, "hour_entry", None),
        "note": PrivateNote.objects.visible_to(request.user).filter(meeting=meeting).only("pk", "meeting_id").first(),
        "corrections": meeting.corrections.select_related("by"),
        "may_correct": corrections.is_open(meeting, by=request.user, now=timezone.now()),
        "rights": access.rights(request.user, meeting.participation),
    }
    return render(request, "followup/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk):
    meeting = visible(request, pk)
    now = timezone.now()
    if not corrections.is_open(meeting, by=request.user, now=now):
        raise Http404
    form = CorrectForm(request.POST or None, initial={name: getattr(meeting, name) for name in corrections.FIELDS})
    if form.is_valid():
        try:
            corrections.correct(meeting, by=request.user, now=now, **form.cleaned_data)
        except hours.PackageExhausted as refusal:
            form.add_error("minutes", str(refusal))
        except meetings.MeetingRefused as refusal:
            form.add_error("held_on", str(refusal))
        else:
            messages.success(request, "Le rendez-vous est corrigé.")
            return redirect(meeting)
    return render(request, "followup/correct.html", {"form": form, "meeting": meeting})


@require_safe
def note(request, pk):
    """Reading the private note: the reading itself is logged."""
    rows = PrivateNote.objects.visible_to(request.user)
    private = get_object_or_404(
        rows.select_related("author", "meeting__participation__project", "meeting__participation__cohort"), meeting=pk
    )
    text = meetings.read_note(private, by=request.user, now=timezone.now())
    return render(request, "followup/note.html", {"note": private, "meeting": private.meeting, "text": text})
