"""What a person sees of the participations that she supports: reading only, the same number of queries for any row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from followup import hours
from followup.models import SILENCE_DAYS, HourPackage, Meeting, Participation, ParticipationRole, Promise

Kind = ParticipationRole.Kind


@dataclass(frozen=True)
class Sheet:
    """One supported participation on the page of `user`, on `day`."""

    participation: Participation
    user: User
    day: date

    @cached_property
    def participants(self) -> list[User]:
        return [role.user for role in self.participation.seen_roles if role.kind == Kind.PARTICIPANT]

    @cached_property
    def names(self) -> str:
        """First names of who takes part, or the project when nobody is left in the team."""
        return " et ".join(person.get_short_name() for person in self.participants) or str(self.participation.project)

    @cached_property
    def kind(self) -> str:
        held = {role.kind for role in self.participation.seen_roles if role.user_id == self.user.pk}
        return next(kind for kind in Kind.SUPPORT if kind in held)

    @cached_property
    def package(self) -> HourPackage | None:
        """The package that a meeting of this person debits."""
        wanted = hours.PACKAGE_OF.get(self.kind)
        return next((package for package in self.participation.seen_packages if package.kind == wanted), None)

    @property
    def last_met(self) -> date | None:
        return self.participation.last_met

    @cached_property
    def silence(self) -> int:
        """Days since the last meeting, or since the start when there was none; never negative."""
        return max((self.day - (self.last_met or self.participation.starts_on)).days, 0)

    @property
    def silent(self) -> bool:
        return self.kind in (Kind.REFERENT, Kind.ADVISER) and self.silence > SILENCE_DAYS

    @property
    def exhausted(self) -> bool:
        return self.package is not None and self.package.left_minutes == 0


def supported_by(user: User) -> QuerySet[Participation]:
    """The participations that the person supports, with what a sheet needs, the longest unseen first."""
    seen = Meeting.objects.visible_to(user).filter(participation=OuterRef("pk")).order_by("-held_on")
    roles = ParticipationRole.objects.active().filter(Q(user=user) | Q(kind=Kind.PARTICIPANT))
    return (
        Participation.objects.followed_by(user, *Kind.SUPPORT)
        .select_related("project", "cohort__programme")
        .annotate(last_met=Subquery(seen.values("held_on")[:1]))
        .prefetch_related(
            Prefetch("roles", roles.select_related("user").order_by("pk"), to_attr="seen_roles"),
            Prefetch("packages", HourPackage.objects.visible_to(user), to_attr="seen_packages"),
        )
        .order_by("project__sort_title", "pk")
    )


def sheets(participations: Iterable[Participation], user: User, day: date) -> list[Sheet]:
    return [Sheet(participation, user, day) for participation in participations]


def latest_meetings(user: User, limit: int) -> QuerySet[Meeting]:
    """Those that the person held herself, in follow-ups that are still hers."""
    return (
        Meeting.objects.visible_to(user)
        .filter(held_by=user)
        .select_related("participation__project")
        .prefetch_related(Prefetch("promises", Promise.objects.open(), to_attr="open_promises"))[:limit]
    )


def promised_by(user: User) -> QuerySet[Promise]:
    """What the person said that she would do and has not settled, the oldest first."""
    return (
        Promise.objects.visible_to(user)
        .open()
        .filter(who=user)
        .select_related("meeting__participation__project")
        .order_by("meeting__held_on", "pk")
    )
