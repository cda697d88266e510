"""The committee of the demonstration: members, interests, marks, and decisions that wait to be published."""

from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from applications import committee, decisions, links, minutes, review
from applications.decisions import Wording
from applications.models import AgendaItem, Application, Assignment, CommitteeMember, CommitteeSession, Review
from ess_portal.demo.content import REVIEW_COMMENTS
from ess_portal.demo.people import DOMAIN, account, create_person
from programmes.models import Call, Programme

OTHERS = [("finance", "Hélène", "Marchand"), ("region", "Olivier", "Castel")]


def convene(call: Call, files: list[Application], meets_at: datetime) -> CommitteeSession:
    """A session with its chair, four members, and every file given to everybody who may read it."""
    session = CommitteeSession.objects.create(
        call=call, meets_at=meets_at, place="Maison de l’ESS, Marseille", quorum=3
    )
    people = [account("presidente"), account("membre"), account("membre-recuse"), *(outsider(*who) for who in OTHERS)]
    for person in people:
        committee.seat(session, person, chair=person == account("presidente"))
    committee.put_on_agenda(session, files)
    committee.assign_files(
        session, {(item.pk, member.pk) for item in session.items.all() for member in session.members.all()}
    )
    Assignment.objects.filter(item__session=session).update(assigned_at=meets_at - timedelta(days=10))
    return session


def outsider(code: str, first_name: str, last_name: str) -> User:
    email = f"{code}@{DOMAIN}"
    return User.objects.filter(email=email).first() or create_person(email, first_name, last_name)


def read(
    session: CommitteeSession,
    now: datetime,
    random: Random,
    recused_on: int | None = None,
    given_back_on: int | None = None,
) -> None:
    """Every member declares and marks; Colette has a link with one file and loses it, Hélène gives one back."""
    for item in session.items.all():
        quality = random.choice([2, 3, 3, 4, 4])
        for member in session.members.select_related("user"):
            recused = item.position == recused_on and member.user == account("membre-recuse")
            review.declare(item, member, "support" if recused else "none", now=now)
            if item.position == given_back_on and member.user.email.startswith("finance@"):
                review.give_back(item, member, "Je connais mal ce métier.", now=now)
            elif not recused:
                mark(item, member, quality, random, now)


def discover(session: CommitteeSession, position: int, now: datetime) -> None:
    """Olivier was in the team of this file a year ago: the base shows it, the chair has it to settle."""
    former = User.objects.get(email=f"region@{DOMAIN}")
    ended = (now - timedelta(days=365)).date()
    project = session.items.get(position=position).application.project
    project.team.create(user=former, role="reader", starts_on=ended - timedelta(days=90), ends_on=ended)
    links.refresh(session, now)


def think_again(item: AgendaItem, now: datetime) -> None:
    """After the discussion the outside member gives one point more to the first criterion."""
    given = Review.objects.get(item=item, member__user=account("membre"))
    marks = {mark.criterion_id: review.Given(mark.value, mark.comment) for mark in given.marks.all()}
    first = next(iter(marks))
    value = marks[first].value or 0
    marks[first] = review.Given(value + 1 if value < 5 else 4, "Entendu en séance.")
    review.change(given, marks, version=given.version, now=now)


def record(session: CommitteeSession, now: datetime) -> None:
    """The minutes are written by the officer and signed by the chair."""
    written = minutes.generate(session, by=account("chargee-appel"), now=now)
    minutes.sign(written, version=written.version, by=account("presidente"), now=now + timedelta(days=1))


def mark(item: AgendaItem, member: CommitteeMember, quality: int, random: Random, now: datetime) -> Review:
    given = {
        criterion.pk: review.Given(min(5, max(1, quality + random.choice([-1, 0, 0, 1]))))
        for criterion in item.session.call.criteria.all()
    }
    average = sum(mark.value or 0 for mark in given.values()) / len(given)
    kept = review.save_draft(
        item,
        member,
        given,
        comment=random.choice(REVIEW_COMMENTS),
        recommendation="favourable" if average >= 3.3 else "reserved" if average >= 2.4 else "unfavourable",
        version=1,
    )
    return review.submit(kept, now=now)


def hold(session: CommitteeSession, now: datetime) -> None:
    """Everybody is in the room and the discussion opens."""
    committee.attend(session, {member.pk for member in session.members.all()})
    committee.open_discussion(session, now=now)


def decide(item: AgendaItem, outcome: str, now: datetime, **wording) -> None:
    committee.note_exit(item, now=now)
    item.refresh_from_db()
    decisions.decide(
        item,
        outcome,
        by=account("chargee-appel"),
        now=now,
        version=item.version,
        wording=Wording(**wording),
        note="Besoin démontré. Le comité retient la solidité de l’équipe et la clarté de l’offre.",
    )


def decide_all(session: CommitteeSession, admitted: list[Application], now: datetime) -> None:
    """Admit those, put the next on the waiting list, redirect one, decline the rest with an advice."""
    others = [item for item in session.items.all() if item.application not in admitted]
    for item in session.items.filter(application__in=admitted):
        decide(item, "admit", now, message="Le comité a aimé la solidité de votre enquête.")
    for item, outcome in zip(others, ["waitlist", "redirect", *["decline"] * len(others)], strict=False):
        decide(item, outcome, now, **words_for(outcome))


def words_for(outcome: str) -> dict:
    if outcome == "redirect":
        return {
            "message": "Votre besoin est précis : un accompagnement plus court y répond mieux.",
            "programmes": [Programme.objects.get(slug="dla-paca")],
        }
    if outcome == "decline":
        return {
            "reason": "model",
            "message": "Le comité ne retient pas votre dossier pour cette promotion.",
            "advice": "Testez le prix auprès de cinq premiers clients, puis revenez vers nous.",
        }
    return {"message": "Votre dossier a convaincu ; il manque seulement une place."}


def publish(session: CommitteeSession, now: datetime) -> None:
    committee.close(session, now=now)
    decisions.publish(session, by=account("chargee-appel"), now=now + timedelta(hours=2))
