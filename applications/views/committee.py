"""The surface of committee members: declare interests, read, mark, and follow the session in the room."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import committee, links, reading, review, sitting
from applications.forms.links import LinksForm
from applications.forms.review import ChangedMarksForm, GiveBackForm, InterestForm, MarksForm
from applications.models import Application, CommitteeMember, CommitteeSession, Minutes, Review
from applications.models.interest import InterestKind
from ess_portal.lib import french
from ess_portal.lib.downloads import private_file

Phase = CommitteeSession.Phase


def seat_of(request, pk):
    """The person's seat in the session, or 404."""
    seats = CommitteeMember.objects.filter(left_at=None).select_related("session__call__programme__lead_actor")
    return get_object_or_404(seats, session=pk, user=request.user)


def agenda_of(member):
    """Files that concern her: given to her or declared, and the whole agenda for who is in the room."""
    items = member.session.items.select_related("application__project", "session__call__programme")
    if member.present and member.session.phase in (Phase.DISCUSSION, Phase.CLOSED):
        return items
    return items.filter(Q(assignments__member=member) | Q(declarations__member=member)).distinct()


def file_of(request, pk, item):
    """Her seat and a file that she may read: given to her, and no link declared; 404 otherwise."""
    member = seat_of(request, pk)
    readable = Application.objects.read_in_committee_by(request.user)
    items = member.session.items.filter(assignments__member=member, application__in=readable)
    return member, get_object_or_404(
        items.select_related("application__project", "application__snapshot", "session__call__programme"), pk=item
    )


@require_safe
def index(request):
    seats = (
        CommitteeMember.objects.filter(user=request.user, left_at=None)
        .select_related("session__call__programme")
        .annotate(
            given_count=Count("assignments", distinct=True),
            done_count=Count("reviews", filter=Q(reviews__submitted_at__isnull=False), distinct=True),
        )
        .order_by("-session__meets_at", "pk")
    )
    return render(request, "committee/index.html", {"seats": seats})


@require_safe
def session(request, pk):
    member = seat_of(request, pk)
    declared = dict(member.declarations.values_list("item", "kind"))
    reviews = {given.item_id: given for given in member.reviews.all()}
    assigned = set(member.assignments.values_list("item", flat=True))
    rows = [
        {
            "item": item,
            "lost": declared.get(item.pk) in InterestKind.CONFLICTS,
            "found": declared.get(item.pk) in InterestKind.FOUND,
            "pending": declared.get(item.pk) == InterestKind.DETECTED,
            "declared": item.pk in declared,
            "assigned": item.pk in assigned,
            "review": reviews.get(item.pk),
        }
        for item in agenda_of(member)
    ]
    context = {
        "member": member,
        "session": member.session,
        "rows": rows,
        "may_enter": may_enter(member),
        "may_give_back": member.session.phase in (Phase.READING, Phase.DISCUSSION),
        "has_minutes": member.session.phase in (Phase.CLOSED, Phase.PUBLISHED) and minutes_open_to(member),
        "to_settle": links.to_settle(request.user, member.session) if member.chair else [],
    }
    return render(request, "committee/session.html", context)


def minutes_open_to(member):
    """The chair reads them as soon as they are written; members who were in the room, once they are signed."""
    written = Minutes.objects.filter(session=member.session)
    return written.exists() if member.chair else member.present and written.exclude(signed_at=None).exists()


def may_enter(member):
    return member.session.phase != Phase.READING and (member.present or member.chair)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request, pk, item):
    """Said before any access; « aucun lien » opens the file, anything else takes it away."""
    member = seat_of(request, pk)
    agenda_item = get_object_or_404(agenda_of(member), pk=item)
    known = review.interest_of(member, agenda_item)
    if known and known.kind in InterestKind.CONFLICTS:
        context = {
            "session": member.session,
            "item": agenda_item,
            "found": known.kind in InterestKind.FOUND,
            "pending": known.kind == InterestKind.DETECTED,
        }
        return render(request, "committee/lost.html", context)
    form = InterestForm(request.POST or None, initial={"kind": known.kind if known else None})
    if request.method == "POST" and form.is_valid():
        try:
            declaration = review.declare(agenda_item, member, form.cleaned_data["kind"], now=timezone.now())
        except review.ReviewRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return after_declaration(member, agenda_item, declaration)
    context = {"session": member.session, "item": agenda_item, "form": form, "known": known}
    return render(request, "committee/declare.html", context, status=422 if form.errors else 200)


def after_declaration(member, item, declaration):
    if declaration.kind in InterestKind.CONFLICTS:
        return redirect("committee:declare", member.session_id, item.pk)
    if member.assignments.filter(item=item).exists():
        return redirect("committee:file", member.session_id, item.pk)
    return redirect("committee:session", member.session_id)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request, pk):
    """The chair settles the links that the base shows; nobody else has this page."""
    member = seat_of(request, pk)
    if not member.chair:
        raise Http404
    form = LinksForm(request.POST or None, pending=links.to_settle(request.user, member.session))
    if request.method == "POST" and form.is_valid():
        try:
            count = form.carry_out(member.session, by=request.user, now=timezone.now())
        except links.LinkRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{french.counted(count, 'lien réglé', 'liens réglés')}.")
            return redirect("committee:links", pk)
    hidden = links.hidden_from(request.user, member.session)
    context = {"session": member.session, "form": form, "record": links.record(member.session, hidden)}
    return render(request, "committee/links.html", context, status=422 if form.errors else 200)


@require_safe
def file(request, pk, item):
    member, agenda_item = file_of(request, pk, item)
    given = Review.objects.filter(item=agenda_item, member=member).prefetch_related("marks__criterion").first()
    form = None if given and given.submitted_at else MarksForm(item=agenda_item, given=given)
    return page_of_file(request, member, agenda_item, given, form)


def page_of_file(request, member, item, given, form, status=200):
    context = {
        "member": member,
        "session": member.session,
        "item": item,
        "given": given,
        "form": form,
        "own_score": review.out_of_20([(mark.value, mark.criterion.counted_weight) for mark in given.marks.all()])
        if given
        else None,
        "reading": reading.read(item.application),
        "attachments": reading.attachments(item.application),
        "others": review.with_score(review.marks_seen_by(request.user, item).exclude(member=member)),
    }
    return render(request, "committee/file.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request, pk, item):
    """Not to mark a file, whatever the reason: she still has it, whether she has opened it or not."""
    member = seat_of(request, pk)
    agenda_item = get_object_or_404(agenda_of(member).filter(assignments__member=member), pk=item)
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review.give_back(agenda_item, member, form.cleaned_data["reason"], now=timezone.now())
        except review.ReviewRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le dossier est rendu : il sera confié à quelqu’un d’autre.")
            return redirect("committee:session", pk)
    context = {"session": member.session, "item": agenda_item, "form": form}
    return render(request, "committee/give_back.html", context, status=422 if form.errors else 200)


@require_POST
def mark(request, pk, item):
    """Save the draft; the button « Rendre mon avis » also makes it final."""
    member, agenda_item = file_of(request, pk, item)
    given = Review.objects.filter(item=agenda_item, member=member).prefetch_related("marks__criterion").first()
    form = MarksForm(request.POST, item=agenda_item, given=given)
    if form.is_valid():
        try:
            saved = form.carry_out(agenda_item, member)
            if "rendre" in request.POST:
                review.submit(saved, now=timezone.now())
        except review.ReviewRefused as refusal:
            form.add_error(None, str(refusal))
            renew(form, agenda_item, member)
        else:
            messages.success(request, "Votre avis est rendu." if "rendre" in request.POST else "Brouillon enregistré.")
            return redirect("committee:file", pk, item)
    return page_of_file(request, member, agenda_item, given, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk, item):
    """Final marks changed during the session; the first ones stay."""
    member, agenda_item = file_of(request, pk, item)
    reviews = Review.objects.exclude(submitted_at=None).prefetch_related("marks__criterion")
    given = get_object_or_404(reviews, item=agenda_item, member=member)
    form = ChangedMarksForm(request.POST or None, item=agenda_item, given=given)
    if request.method == "POST" and form.is_valid():
        try:
            form.carry_out(given, timezone.now())
        except review.ReviewRefused as refusal:
            form.add_error(None, str(refusal))
            renew(form, agenda_item, member)
        else:
            messages.success(request, "Vos notes sont changées. Les premières sont gardées.")
            return redirect("committee:file", pk, item)
    context = {"session": member.session, "item": agenda_item, "form": form}
    return render(request, "committee/change.html", context, status=422 if form.errors else 200)


def renew(form, item, member):
    """What was typed stays, on the version now kept: it can be sent again."""
    kept = Review.objects.filter(item=item, member=member).first()
    form.data = form.data.copy()
    form.data["version"] = kept.version if kept else 1


@require_safe
def document(request, pk, item, attachment):
    _, agenda_item = file_of(request, pk, item)
    given = get_object_or_404(reading.attachments(agenda_item.application), pk=attachment)
    return private_file(given.document.file, given.document.name, given.document.content_type)


@require_safe
def room(request, pk):
    """The session as members in the room see it, read-only."""
    member = seat_of(request, pk)
    if not may_enter(member):
        raise Http404
    rows = sitting.rows(request.user, member.session)
    seats = sitting.seats(request.user, member.session)
    waiting = sorted((row for row in rows if row.decision and row.decision.rank), key=lambda row: row.decision.rank)
    context = {
        "session": member.session,
        "member": member,
        "rows": rows,
        "seats": seats,
        "waiting": waiting,
        "members": committee.sitting(member.session),
        "recusal_count": sum(len(row.recused) for row in rows),
        "decided_count": sum(row.decision is not None for row in rows),
    }
    return render(request, "committee/room.html", context)
