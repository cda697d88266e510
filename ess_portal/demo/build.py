"""Builds the demonstration once, with dates relative to the day; refuses a database that holds real accounts."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Demonstration, User
from applications import review
from ess_portal.demo import (
    applying,
    asking,
    call_kinds,
    calls,
    choosing,
    corrected_form,
    desk_views,
    exchanging,
    following,
    helping,
    inboxes,
    people,
    project_life,
    trust,
)
from ess_portal.demo.content import COLLINES, FOLLOWED, STORIES
from followup.models import Participation
from programmes import alerts
from programmes.models import Call
from projects import team

STALE_AFTER = timedelta(days=10)
SEED = 2027


class DemonstrationRefused(Exception):
    """The sentence says why, in French."""


def is_stale(now: datetime) -> bool:
    """True when the dates of the demonstration no longer tell a believable story."""
    built = Demonstration.objects.first()
    return built is not None and timezone.localdate(now) - built.built_on > STALE_AFTER


@transaction.atomic
def build(now: datetime) -> bool:
    """Make the demonstration; False when it is already there. Raises DemonstrationRefused on a real database."""
    if Demonstration.objects.exists():
        return False
    if User.objects.exists():
        raise DemonstrationRefused(
            "Cette base contient des comptes qui ne viennent pas de la démonstration. Rien n’a été changé."
        )
    now = timezone.localtime(now)
    people.create_cast()
    inboxes.choose(people.account("chargee-appel"))
    inboxes.rewrite_a_letter(now - timedelta(days=30))
    open_calls(now)
    running_call(now)
    past_call(now)
    trust.keep_true(now)
    calls.fill_the_calendar(now, people.account("administratrice"))
    call_kinds.show(now)
    reader(now)
    inboxes.tell(now)
    Demonstration.objects.create(built_on=timezone.localdate(now))
    return True


def reader(now: datetime) -> None:
    """Somebody without an account, whose alert has something to tell this morning."""
    asked = now - timedelta(days=6)
    search = alerts.search_of("appels", QueryDict("region=93"), asked)
    alerts.confirm(alerts.ask("lectrice@demo.example", search, asked), asked)
    alerts.send_due(now.replace(hour=9))


def open_calls(now: datetime) -> None:
    """Doors open now: Nour has answered half of what is asked, two files moved; others open, permanent, to come."""
    officer = people.account("chargee-appel")
    call = make("mpess-developpement-ouvert", "mpess-developpement", "MPESS Développement, prochaine promotion",
                now, opens=-19, closes=11, places=7, editable_after_sending=True)  # fmt: skip
    creation = make("mpess-crea-ouvert", "mpess-creation", "MPESS Créa, session de printemps", now, -5, 34, 10)
    make("dla-paca-permanent", "dla-paca", "DLA en Provence-Alpes-Côte d’Azur, toute l’année", now, -200, None, 40)
    calls.make_call("starter-a-venir", "inter-made-starter", "Starter, appel d’automne",
                    by=people.account("partenaire"), now=now, opens=20, closes=75, places=12)  # fmt: skip
    project = applying.make_project(COLLINES, now - timedelta(days=12))
    team.add_member(
        project, people.account("collegue"), "editor", by=people.account("porteuse"), now=now - timedelta(days=11)
    )
    corrected_form.correct(creation, project, holder=people.account("porteuse"), officer=officer, now=now)
    nour = applying.send(COLLINES, call, now - timedelta(days=5), project)
    asking.ask_by_halves(nour, now)
    exchanging.exchange(nour, now)
    desk_views.keep(nour.call)
    project_life.go_on(nour, now)
    asking.leave_without_an_answer(applying.send(STORIES[0], call, now - timedelta(days=12)), now)
    asking.send_again(applying.send(STORIES[1], call, now - timedelta(days=3)), now)
    applying.write(STORIES[2], applying.make_project(STORIES[2], now - timedelta(days=2)), call, now, sections=1)
    helping.fill_for_people(call, now)


def make(
    slug: str, programme: str, title: str, now: datetime, opens: int, closes: int | None, places: int, **fields
) -> Call:
    officer = people.account("chargee-appel")
    return calls.make_call(
        slug, programme, title, by=officer, now=now, opens=opens, closes=closes, places=places, **fields
    )


def running_call(now: datetime) -> None:
    """A committee in session: marks given, four decisions pending, one recusal, nothing published."""
    call = make("mpess-developpement-comite", "mpess-developpement", "MPESS Développement, promotion d’hiver",
                now, opens=-70, closes=-20, places=4)  # fmt: skip
    sent = [applying.send(story, call, now - timedelta(days=25)) for story in STORIES]
    ready = [applying.screen(file, people.account("chargee-appel"), now - timedelta(days=15)) for file in sent]
    session = choosing.convene(call, ready, now - timedelta(minutes=50))
    choosing.read(session, now - timedelta(days=2), Random(SEED), recused_on=4, given_back_on=6)
    choosing.hold(session, now - timedelta(minutes=48))
    choosing.discover(session, 5, now - timedelta(minutes=47))
    items = list(review.with_average(session.items.all()).order_by("-average"))
    choosing.think_again(items[0], now)
    choosing.decide(items[0], "admit", now, message="Le comité a aimé la solidité de votre enquête.")
    choosing.decide(items[1], "admit", now, message="Une équipe prête, un besoin démontré.")
    choosing.decide(items[2], "waitlist", now, **choosing.words_for("waitlist"))


def past_call(now: datetime) -> None:
    """A promotion under way, with its referent, its mentor and what was promised."""
    call = make("mpess-developpement-en-cours", "mpess-developpement", "MPESS Développement, promotion en cours",
                now, opens=-230, closes=-170, places=4)  # fmt: skip
    admitted = [applying.send(story, call, now - timedelta(days=180)) for story in FOLLOWED]
    others = [applying.send(story, call, now - timedelta(days=175)) for story in STORIES[5:]]
    for file in [*admitted, *others]:
        applying.screen(file, people.account("chargee-appel"), now - timedelta(days=165))
    session = choosing.convene(call, [*admitted, *others], now - timedelta(days=150))
    choosing.read(session, now - timedelta(days=152), Random(SEED))
    choosing.hold(session, now - timedelta(days=150))
    choosing.decide_all(session, admitted, now - timedelta(days=150))
    choosing.publish(session, now - timedelta(days=149))
    choosing.record(session, now - timedelta(days=148))
    following.open_promotion(call, admitted, now - timedelta(days=140), now)
    by_title = {p.project.title: p for p in Participation.objects.filter(cohort__call=call).select_related("project")}
    following.follow([by_title[story.title] for story in FOLLOWED], now)
    applying.begin_from(admitted[0], Call.objects.get(slug="mpess-crea-ouvert"), now - timedelta(days=1))
