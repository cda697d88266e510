"""The session on a screen: files one after the other, decisions pending, presence, waiting list, minutes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from applications import committee, decisions, places, review, sitting
from applications.forms import committee as forms
from applications.models import AgendaItem, CommitteeSession, Decision

DISCUSSION = CommitteeSession.Phase.DISCUSSION
STALE = (
    "Quelqu’un d’autre a écrit sur ce dossier pendant que cette page était ouverte. Rien n’est perdu : votre saisie "
    "est ci-dessous. Relisez, puis enregistrez de nouveau."
)
FULL = "Il n’y a plus de place : mettez ce dossier sur la liste d’attente, ou libérez une place."


def context_of(request, page, session, rows):
    """What every screen of the session shows around the table."""
    members = list(committee.sitting(session))
    return {
        **page.admin_site.each_context(request),
        "title": str(session),
        "opts": page.opts,
        "session": session,
        "tab": "seance",
        "rows": rows,
        "seats": sitting.seats(request.user, session),
        "members": members,
        "attendance": forms.AttendanceForm(members=members),
        "waiting": waiting_rows(rows),
        "recusal_count": sum(len(row.recused) for row in rows),
        "decided_count": sum(row.decision is not None for row in rows),
        "reasons": told(committee.gaps_before_closing(session), rows) if session.phase == DISCUSSION else [],
        "now": timezone.now(),
        "wide_spread": review.WIDE_SPREAD,
    }


def told(gaps, rows):
    """What is missing, as this person may know it: (sentence, file that she may open or None)."""
    lost = {row.item.pk for row in rows if row.is_lost}
    return [(gap.masked(lost), None if gap.item is None or gap.item.pk in lost else gap.item) for gap in gaps]


def waiting_rows(rows):
    listed = [row for row in rows if row.decision and row.decision.outcome == Decision.Outcome.WAITLIST]
    return sorted(listed, key=lambda row: row.decision.rank)


@require_safe
def screen(request, page, session):
    return draw(request, page, session, request.GET.get("dossier", ""))


def draw(request, page, session, chosen, tried=None, status=200):
    """The whole screen, with one file open; `tried` is the form that was just refused."""
    rows = sitting.rows(request.user, session)
    current = next((row for row in rows if str(row.item.pk) == chosen and row.is_open), None)
    staying = list(committee.still_in_the_room(current.item)) if current else []
    form = tried
    if current and form is None and not staying and session.phase == DISCUSSION:
        form = forms.DecisionForm(subject=current.item, officer=request.user, decision=current.decision)
    context = {
        **context_of(request, page, session, rows),
        "current": current,
        "staying": staying,
        "form": form,
        "tried": tried,
        "following": following(rows, current),
    }
    return render(request, "admin/committee/room.html", context, status=status)


def following(rows, current):
    """The next file to open: the first after this one that she may open."""
    after = [row for row in rows if current and row.number > current.number and row.is_open]
    return after[0] if after else None


@require_POST
def start(request, page, session):
    committee.open_discussion(session, now=timezone.now())
    messages.success(request, "La séance est ouverte.")
    return redirect("admin:applications_session_room", session.pk)


@require_POST
def attend(request, page, session):
    form = forms.AttendanceForm(request.POST, members=list(committee.sitting(session)))
    if not form.is_valid():
        raise committee.CommitteeRefused("Une personne ne fait plus partie du comité : relisez la liste.")
    committee.attend(session, set(form.cleaned_data["present"]))
    messages.success(request, "Les présences sont notées.")
    return redirect("admin:applications_session_room", session.pk)


@require_POST
def note_exit(request, page, session, item):
    opened = get_object_or_404(session.items, pk=item)
    committee.note_exit(opened, now=timezone.now())
    return back(session, opened.pk)


def back(session, item):
    response = redirect("admin:applications_session_room", session.pk)
    response["Location"] += f"?dossier={item}#dossier"
    return response


@require_POST
def decide(request, page, session, item):
    """Save the note and the pending decision of the open file, then stay or go to the next one."""
    opened = get_object_or_404(session.items.select_related("session__call", "application__project"), pk=item)
    if not sitting_open(request.user, session, opened):
        raise committee.CommitteeRefused("Vous avez déclaré un lien avec ce dossier.")
    form = forms.DecisionForm(
        request.POST, subject=opened, officer=request.user, decision=decisions.current(opened.application)
    )
    if form.is_valid():
        try:
            form.carry_out(by=request.user, now=timezone.now())
        except decisions.Stale:
            form.add_error(None, STALE)
            form.renew(AgendaItem.objects.values_list("version", flat=True).get(pk=opened.pk))
        except places.NoPlaceLeft:
            form.add_error("outcome", FULL)
        else:
            messages.success(request, f"{opened.application.project} : enregistré.")
            return back(session, request.POST.get("suivant") or opened.pk)
    return draw(request, page, session, str(opened.pk), tried=form, status=422)


def sitting_open(user, session, item):
    return any(row.is_open for row in sitting.rows(user, session) if row.item.pk == item.pk)


@require_POST
def rank(request, page, session, decision, way):
    """Up or down on the waiting list."""
    pending = get_object_or_404(decisions.seen_by(request.user, session), pk=decision, published_at=None)
    decisions.move(pending, up=way == "monter")
    return redirect("admin:applications_session_room", session.pk)


@require_POST
def close(request, page, session):
    if committee.gaps_before_closing(session):
        raise committee.CommitteeRefused("La séance ne peut pas encore être close : la page dit ce qui manque.")
    committee.close(session, now=timezone.now())
    messages.success(request, "La séance est close. Relisez les lettres, puis publiez les décisions.")
    return redirect("admin:applications_session_publication", session.pk)


@require_POST
def reopen(request, page, session):
    committee.reopen(session)
    messages.success(request, "La séance est rouverte. Rien n’a été publié.")
    return redirect("admin:applications_session_room", session.pk)


URLS = [
    ("seance/", screen, "room"),
    ("seance/ouvrir/", start, "open"),
    ("seance/presences/", attend, "attend"),
    ("seance/clore/", close, "close"),
    ("seance/rouvrir/", reopen, "reopen"),
    ("seance/<int:item>/", decide, "decide"),
    ("seance/<int:item>/sortie/", note_exit, "exit"),
    ("seance/rangs/<int:decision>/<slug:way>/", rank, "rank"),
]
