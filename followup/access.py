"""Who may do what with one participation: verbs read by the domain functions, the views and the templates."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from followup.models import Meeting, Participation, ParticipationRole, PrivateNote, Promise
from programmes.models import Call

Person = User | AnonymousUser
Kind = ParticipationRole.Kind


@dataclass(frozen=True)
class Rights:
    """What a person is in one participation today; the page shows its sections by it."""

    kinds: frozenset[str]
    runs: bool

    @property
    def sees_whole(self) -> bool:
        return self.runs or not self.kinds.isdisjoint(Kind.WHOLE)

    @property
    def supports(self) -> bool:
        return not self.kinds.isdisjoint(Kind.SUPPORT)

    @property
    def refers(self) -> bool:
        return Kind.REFERENT in self.kinds

    @property
    def takes_part(self) -> bool:
        return Kind.PARTICIPANT in self.kinds

    @property
    def moves_components(self) -> bool:
        return self.runs or not self.kinds.isdisjoint({Kind.REFERENT, Kind.ADVISER})

    @property
    def main_support(self) -> str:
        """The role in which she holds a meeting: the first that she has, in the order of `Kind.SUPPORT`."""
        return next(kind for kind in Kind.SUPPORT if kind in self.kinds)


def rights(user: Person, participation: Participation) -> Rights:
    """Both questions asked of the database once, for a page that needs many of the verbs below."""
    if not user.is_authenticated:
        return Rights(frozenset(), runs=False)
    held = participation.roles.active().filter(user=user).values_list("kind", flat=True)
    return Rights(frozenset(held), runs(user, participation))


def runs(user: Person, participation: Participation) -> bool:
    """Officer of the call from which the cohort was opened."""
    call_id = participation.cohort.call_id
    return call_id is not None and Call.objects.run_by(user).filter(pk=call_id).exists()


def opens_cohort(user: Person, call: Call) -> bool:
    return Call.objects.run_by(user).filter(pk=call.pk).exists()


def reads(user: Person, participation: Participation) -> bool:
    """One row's twin of `Participation.objects.visible_to`; a test compares them."""
    held = rights(user, participation)
    return held.runs or bool(held.kinds)


def reads_meeting(user: Person, meeting: Meeting) -> bool:
    """Twin of `Meeting.objects.visible_to`: the whole, or, for a mentor or a trainer, what she held herself."""
    held = rights(user, meeting.participation)
    return held.sees_whole or (held.supports and meeting.held_by_id == user.pk)


def reads_note(user: Person, note: PrivateNote) -> bool:
    """Twin of `PrivateNote.objects.visible_to`: the referent of today, or its author while she supports."""
    held = rights(user, note.meeting.participation)
    return held.refers or (held.supports and note.author_id == user.pk)


def closes(user: Person, promise: Promise) -> bool:
    """Who made it, or who supports and reads the meeting; an officer without a role there reads only."""
    held = rights(user, promise.meeting.participation)
    concerned = held.supports or (held.takes_part and promise.who_id == user.pk)
    return concerned and reads_meeting(user, promise.meeting)
