"""Every file of an officer in one table: what each column says, in SQL, so that lists filter and sort on it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from applications import correspondence, failing, review, whose_turn
from applications.models import (
    AgendaItem,
    Application,
    Assignment,
    Attachment,
    CompletenessRequest,
    Message,
    Reopening,
    Step,
)
from applications.states import State
from programmes.models import CallDocument
from projects.models import TeamMember

MOST_JUDGED = 2_500


class TooManyFiles(Exception):
    """The sentence says what to do, in French."""


def figure(rows, expression):
    """One figure of the rows that belong to each application."""
    return Subquery(rows.order_by().values("application").annotate(figure=expression).values("figure"))


def with_figures(applications: QuerySet[Application], user: User) -> QuerySet[Application]:
    """What the list says of each file: sent, last moved, awaited, documents, marks of its last committee, readers.

    The marks are all that an officer of the call may read (`review.marks_seen_by`) as long as `applications` come from
    `instructed_by`, which leaves out the files in which she declared an interest.
    """
    steps = Step.objects.filter(application=OuterRef("pk"))
    awaited = CompletenessRequest.objects.filter(application=OuterRef("pk"), closed_at=None)
    given = Attachment.objects.filter(application=OuterRef("pk"), call_document__required=True)
    modified = Reopening.objects.filter(application=OuterRef("pk"), end=Reopening.End.SENT)
    asked = CallDocument.objects.filter(call=OuterRef("call"), required=True).order_by().values("call")
    own = AgendaItem.objects.filter(application=OuterRef("pk"))
    items = review.with_average(own).order_by("-pk")
    readers = Assignment.objects.filter(item=OuterRef("pk")).order_by().values("item")
    counted = own.order_by("-pk").annotate(
        readers=Coalesce(Subquery(readers.annotate(figure=Count("pk")).values("figure")), 0)
    )
    files = whose_turn.marked(applications).annotate(
        submitted_at=figure(steps.filter(name="submit"), Max("at")),
        moved_at=figure(steps, Max("at")),
        awaited_on=figure(awaited, Min("due_on")),
        modified_at=figure(modified, Max("ended_at")),
        given=Coalesce(figure(given, Count("call_document", distinct=True)), 0),
        asked=Coalesce(Subquery(asked.annotate(figure=Count("pk")).values("figure")), 0),
        readers=Subquery(counted.values("readers")[:1]),
        **{name: Subquery(items.values(name)[:1]) for name in ("average", "spread", "read")},
    )
    files = files.annotate(lacking=F("asked") - F("given"))
    return correspondence.with_unread(files, user, Message.Side.STAFF)


# Narrowing


def older_than(applications: QuerySet[Application], days: int, now: datetime) -> QuerySet[Application]:
    return applications.filter(submitted_at__lt=now - timedelta(days=days))


def incomplete(applications: QuerySet[Application]) -> QuerySet[Application]:
    """A required document is missing, or something asked of the team has not come."""
    return applications.filter(Q(lacking__gt=0) | Q(awaited_on__isnull=False))


def without_reader(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Admissible files that nobody of a committee was given to read, on an agenda or not."""
    return applications.filter(Q(readers=None) | Q(readers=0), state=State.ADMISSIBLE)


def of_people(words: str) -> Q:
    """Files of the projects in whose team somebody bears each of these words in her names or her address."""
    people = TeamMember.objects.all()
    for word in words.split():
        people = people.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__email__icontains=word)
        )
    return Q(project__in=people.order_by().values("project"))


def failing_a_rule(applications: QuerySet[Application], wanted: str, day: date) -> QuerySet[Application]:
    """Files in screening or in committee of which a hard rule is « not_met » or « unknown »: judged one by one.

    Raises TooManyFiles above `MOST_JUDGED`, since rules are not judged by the database.
    """
    judged = applications.filter(state__in=State.IN_REVIEW)
    rows = Application.objects.filter(pk__in=list(judged.values_list("pk", flat=True)[: MOST_JUDGED + 1]))
    files = list(failing.with_sent(rows))
    if len(files) > MOST_JUDGED:
        raise TooManyFiles(
            "Choisissez d’abord un appel\u00a0: les règles de tous ces dossiers seraient longues à relire."
        )
    found = failing.of_each(files, day)
    return applications.filter(pk__in=[pk for pk, failed in found.items() if getattr(failed, wanted)])


# Rows to show


def rows(
    applications: QuerySet[Application], chosen: Iterable, day: date, *, people: bool = False
) -> list[Application]:
    """The files of these ids in the same order, each with `failing`: as many queries whatever their number.

    The two steps spare the database the figures of the files that are not shown. `people` adds their `owners`.
    """
    chosen = list(chosen)
    found: dict = {
        row.pk: row for row in failing.with_sent(applications.filter(pk__in=chosen)).select_related(*SHOWN_WITH)
    }
    verdicts = failing.of_each(found.values(), day)
    for row in found.values():
        row.failing = verdicts.get(row.pk)
    if people:
        teams = owners_of({row.project_id for row in found.values()})
        for row in found.values():
            row.owners = teams[row.project_id]
    return [found[pk] for pk in chosen if pk in found]


def owners_of(projects: Iterable) -> dict[UUID, list[User]]:
    found: dict[UUID, list[User]] = defaultdict(list)
    seats = TeamMember.objects.active().filter(project__in=projects, role=TeamMember.Role.OWNER)
    for seat in seats.select_related("user").order_by("pk"):
        found[seat.project_id].append(seat.user)
    return found


SHOWN_WITH = ["project__department", "project__organisation", "assigned_to", "category"]
