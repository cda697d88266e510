"""Thousands of organisations and programmes, the same at every run, written in bulk."""

import datetime as dt
import random

from django.utils import timezone

from actors.indexing import Entry
from actors.models import Actor, ActorKind, Coverage, Department, Region, SearchEntry, Site
from actors.models.actor import SheetStatus
from programmes.models import Audience, Call, Line, Programme, Stage
from tests.factories.base import ActorKindFactory, DepartmentFactory, RegionFactory, StageFactory

SEED = 20270607
NOUNS = ["Atelier", "Fabrique", "Couveuse", "Parcours", "Coopérative", "Tremplin", "Pépinière", "Boussole"]
TOPICS = ["maraîchage", "recyclerie", "habitat", "mobilité", "énergie", "culture", "textile", "alimentation", "soin"]
REGIONS = [("93", "Provence-Alpes-Côte d’Azur"), ("53", "Bretagne"), ("04", "La Réunion"), ("76", "Occitanie")]
DEPARTMENTS = [("13", "93"), ("83", "93"), ("06", "93"), ("29", "53"), ("974", "04"), ("31", "76"), ("48", "76")]
FEW = {"rare": 0.002, "singulier": 0.05, "solidaire": 0.2}


def many(programmes: int, actors: int, first: int = 0):
    """Write this many organisations and programmes, nine in ten public, with a third as many calls, in every phase.

    `first` numbers the first of them, when others were written before."""
    chance = random.Random(SEED + first)
    _reference()
    leaders = _actors(chance, range(first, first + actors))
    _around_actors(chance, leaders)
    rows = _programmes(chance, range(first, first + programmes), leaders)
    _links(chance, rows)
    _calls(chance, rows, range(first, first + programmes // 3))


def _reference():
    for code, name in REGIONS:
        RegionFactory(code=code, name=name, sort_name=name.lower())
    for code, region in DEPARTMENTS:
        DepartmentFactory(code=code, name=f"Département {code}", region_id=region)
    for order in range(1, 9):
        if not Stage.objects.filter(order=order).exists():
            StageFactory(code=f"etape-{order}", order=order, name=f"Étape {order}")
    for n in range(8):
        Audience.objects.get_or_create(code=f"public-{n}", name=f"Public {n}")
        ActorKindFactory(code=f"nature-{n}", name=f"Nature {n}")
    for order, letter in enumerate("TRIECDLP"):
        Line.objects.get_or_create(letter=letter, defaults={"name": letter, "slug": letter.lower(), "order": order})


def _actors(chance, numbers):
    kinds, departments = list(ActorKind.objects.all()), list(Department.objects.select_related("region"))
    rows = []
    for n in numbers:
        department = chance.choice([None, None, *departments])
        name = f"{chance.choice(NOUNS)} {chance.choice(TOPICS)} {n}"
        rows.append(
            Actor(
                slug=f"acteur-{n}",
                name=name,
                sort_name=name.lower(),
                kind=chance.choice(kinds),
                city="Marseille" if department else "",
                department=department,
                region=department.region if department else None,
                summary=f"Une structure qui accompagne des projets de {chance.choice(TOPICS)}.",
                listed=chance.random() < 0.9,
            )
        )
    Actor.objects.bulk_create(rows, batch_size=1000)
    _index("actor", [row for row in rows if row.listed], chance)
    return rows


def _around_actors(chance, actors):
    networks, places = actors[:8], list(Department.objects.all())
    through = Actor.networks.through
    members = {(member.pk, chance.choice(networks).pk) for member in actors[8:] for _ in range(chance.randrange(3))}
    through.objects.bulk_create([through(from_actor_id=a, to_actor_id=b) for a, b in sorted(members)], batch_size=2000)
    some = actors[::5]
    Site.objects.bulk_create([Site(actor=actor, name="Antenne", department=chance.choice(places)) for actor in some])
    Coverage.objects.bulk_create([Coverage(actor=actor, region=chance.choice(places).region) for actor in some])
    Coverage.objects.bulk_create([Coverage(actor=actor, department=chance.choice(places)) for actor in actors[1::7]])


def _programmes(chance, numbers, leaders):
    regions = list(Region.objects.all())
    rows = []
    for n in numbers:
        name = f"{chance.choice(NOUNS)} {chance.choice(TOPICS)} {n}"
        rows.append(
            Programme(
                slug=f"programme-genere-{n}",
                name=name,
                kind=chance.choice(Programme.Kind.values),
                lead_actor=chance.choice(leaders),
                region=chance.choice([None, *regions]),
                line_id=chance.choice([None, *"TRIECDLP"]),
                summary=f"Un accompagnement pour qui travaille dans le domaine {chance.choice(TOPICS)}, pas à pas.",
                entry_mode=chance.choice(["", *Programme.EntryMode.values]),
                duration_value=chance.choice([None, 1, 3, 6, 12]),
                duration_unit=chance.choice(Programme.DurationUnit.values),
                cohort_size=chance.choice([None, 7, 12]),
                cost=chance.choice([None, None, 0, 0, 120, 980]),
                status=chance.choice([SheetStatus.IMPORTED, SheetStatus.TO_CHECK]),
            )
        )
        rows[-1].work_out()
    Programme.objects.bulk_create(rows, batch_size=500)
    _index("programme", [row for row in rows if row.lead_actor.listed], chance)
    return rows


def _links(chance, programmes):
    for field, codes, most in (
        (Programme.stages, list(Stage.objects.values_list("code", flat=True)), 3),
        (Programme.audiences, list(Audience.objects.filter(sensitive=False).values_list("code", flat=True)), 2),
    ):
        through, column = field.through, f"{field.field.m2m_reverse_field_name()}_id"
        rows = [
            through(programme_id=programme.pk, **{column: code})
            for programme in programmes
            for code in chance.sample(codes, chance.randrange(most + 1))
        ]
        through.objects.bulk_create(rows, batch_size=2000)


def _calls(chance, programmes, numbers):
    now = timezone.now()
    phases = [(-30, 5), (-30, 40), (-2, None), (10, 50), (90, 120), (-60, -1)]
    rows = []
    for n in numbers:
        opens, closes = chance.choice(phases)
        rows.append(
            Call(
                slug=f"appel-genere-{n}",
                programme=chance.choice(programmes),
                title=f"Appel {n}",
                opens_at=now + dt.timedelta(days=opens),
                closes_at=None if closes is None else now + dt.timedelta(days=closes, hours=chance.randrange(200)),
                entry="session" if closes else "permanent",
                published_at=now - dt.timedelta(days=61) if chance.random() < 0.9 else None,
                cancelled_at=now if chance.random() < 0.1 else None,
                places=7,
            )
        )
    Call.objects.bulk_create(rows, batch_size=1000)


def _index(kind, rows, chance):
    """Their entries in the search, with words that every row holds, one in five, one in twenty, two in a thousand."""
    entries = []
    for row in rows:
        planted = [word for word, share in FEW.items() if chance.random() < share]
        entry = Entry(row.slug, row.name, f"/{row.slug}/", [row.name], [], ["accompagnement", *planted, row.summary])
        entries.append(SearchEntry(kind=kind, slug=row.slug, **entry.values()))
    SearchEntry.objects.bulk_create(entries, batch_size=1000)
