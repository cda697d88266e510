"""Sheets kept true in the demonstration: two errors reported (one answered), a proposal waiting, a sheet verified."""

from datetime import datetime, timedelta

from django.utils import timezone

from actors import checking, proposals, reports
from actors.models import Actor, Report
from actors.sheet_kinds import stored_text
from ess_portal.demo import people
from programmes.models import Programme


def keep_true(now: datetime) -> None:
    officer, editor = people.account("chargee-appel"), people.account("redactrice")
    incubator = Actor.objects.get(slug=people.PARTNER)
    starter = Programme.objects.get(slug="inter-made-starter")
    answered = reports.receive(
        starter,
        part="dates",
        words="La fiche ne dit pas combien de temps dure le parcours.",
        source_words="Une réunion d’information à Marseille.",
        email="lectrice@demo.example",
        now=now - timedelta(days=9),
    )
    words = "Merci. La durée change selon les projets : la structure vous la dira à la réunion d’information."
    reports.answer(answered, Report.Outcome.UNCHANGED, words, by=officer, now=now - timedelta(days=6))
    reports.receive(
        incubator,
        part="lieu",
        words="Vous n’annoncez qu’une adresse à Marseille : il y a aussi une antenne sur le littoral.",
        source_words="",
        email="",
        now=now - timedelta(days=2),
    )
    summary = "Sur le littoral provençal, un incubateur pour créer, tester ou développer une activité de l’ESS."
    changes = {name: (stored_text(incubator, name), text) for name, text in (("summary", summary), ("city", "Aubagne"))}
    note = "L’équipe déménage à la rentrée (exemple fictif)."
    proposals.propose(incubator, changes, by=editor, note=note, now=now - timedelta(days=1))
    checking.verify(Actor.objects.get(slug=people.LEADER), by=officer, day=timezone.localdate(now) - timedelta(days=30))
