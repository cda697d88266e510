"""Files filled for somebody in the demonstration: one sent, its letters to print; one that a link lets take over."""

from datetime import datetime, timedelta

from django.utils import timezone

from actors.models import Actor
from applications import draft
from ess_portal.demo import applying, people
from ess_portal.demo.content import STORIES, Story
from programmes.models import Call
from projects import handover, helping
from projects.models import Agreement

OFFICE = "france-travail"


def fill_for_people(call: Call, now: datetime) -> None:
    """The prescriber fills a file for Mariam, who has no address, and begins another for Jules, who has one."""
    before = now - timedelta(days=4)
    mariam = agree("Mariam", "Keïta", STORIES[1], before, title="Les Ourlets de la Belle-de-Mai",
                   postal_address="Chez Mme Keïta\n4, rue de l’Exemple\n13003 Marseille")  # fmt: skip
    written = applying.write(STORIES[1], mariam.project, call, before, by=mariam.helper)
    applying.finish(written, now - timedelta(days=2))
    jules = agree("Jules", "Ortega", STORIES[2], now - timedelta(days=1), title="Le Vélo du marché")
    draft.start(jules.project, call, by=jules.helper, now=now - timedelta(days=1))
    handover.send(jules.project, "jules.ortega@demo.example", by=jules.helper, now=now - timedelta(days=1))


def agree(first_name: str, last_name: str, story: Story, now: datetime, *, title: str, postal_address: str = ""):
    today = timezone.localdate(now)
    words = helping.Words(
        actor=Actor.objects.get(slug=OFFICE),
        manner=Agreement.Manner.ORAL,
        given_on=today,
        scope=Agreement.Scope.WRITE,
        until=today + helping.LASTS,
        postal_address=postal_address,
    )
    return helping.begin(
        first_name,
        last_name,
        words,
        by=people.account("prescriptrice"),
        now=now,
        title=title,
        pitch=story.pitch,
        stage_id=story.stage,
        department_id=story.department,
        city=story.city,
        legal_form_id=story.legal_form,
        answers={**story.answers, "forme": [story.legal_form]},
    )
