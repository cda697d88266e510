"""Who takes part in the journey, and what each has in hand; Nour and Bakary have no account when it begins."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from actors.models import Actor
from tests.factories import OrganisationRoleFactory, UserFactory

LEADER = "cress-provence-alpes-cote-d-azur"
OTHER_CHAMBER = "cress-centre-val-de-loire"
PROGRAMME = "MPESS Développement – Mon Projet d’Entreprise ESS, développement"
CALL = "MPESS Développement, promotion d’essai"
NOUR = "nour@example.org"
PHONE, DESK = 390, 1280


@dataclass(frozen=True)
class Venture:
    """One project, with what its holder writes about it."""

    title: str
    pitch: str
    department: str
    city: str
    organisation: str
    need: str


COLLINES = Venture(
    "Conciergerie des collines",
    "Une conciergerie pour les villages : courses, démarches et petits travaux.",
    "Alpes-de-Haute-Provence",
    "Forcalquier",
    "Conciergerie des collines",
    "Trente-sept personnes interrogées disent que le service existe en ville, pas ici.",
)
VALLON = Venture(
    "Les Paniers du Vallon",
    "Une épicerie itinérante dans onze villages sans commerce.",
    "Alpes-de-Haute-Provence",
    "Barrême",
    "Les Paniers du Vallon",
    "Onze villages n’ont plus de commerce.",
)
RECOUSU = Venture(
    "Recousu",
    "Un atelier de couture qui répare, transforme et forme.",
    "Bouches-du-Rhône",
    "Marseille",
    "Recousu",
    "Les retouches sont rares et chères dans le quartier.",
)


@dataclass
class Team:
    """Accounts that exist before the journey, and the browser each person uses."""

    open_as: object
    javascript: bool
    today: dt.date = field(default_factory=timezone.localdate)
    pages: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self):
        self.claire = account("Claire", "Aubanel")
        self.denis = account("Denis", "Lacombe")
        for officer, chamber in [(self.claire, LEADER), (self.denis, OTHER_CHAMBER)]:
            OrganisationRoleFactory(user=officer, actor=Actor.objects.get(slug=chamber), kind="officer")
        self.lucie = account("Lucie", "Arnoux")
        self.samir = account("Samir", "Haddad")
        self.ariane = account("Ariane", "Roux")
        self.colette = account("Colette", "Imbert")
        self.rachel = account("Rachel", "Simon")
        self.mehdi = account("Mehdi", "Garnier")

    def page_of(self, person: User, width: int = DESK) -> Page:
        """The browser of that person, signed in; the same one each time."""
        if person.email not in self.pages:
            self.pages[person.email] = self.open_as(person, width=width, javascript=self.javascript)
        return self.pages[person.email]

    def newcomer(self, width: int = DESK) -> Page:
        """The browser of somebody who is not signed in."""
        return self.open_as(None, width=width, javascript=self.javascript)

    def on(self, days: int) -> str:
        """A day as native date controls want it."""
        return (self.today + dt.timedelta(days=days)).isoformat()


def account(first_name, last_name):
    return UserFactory(first_name=first_name, last_name=last_name, email=f"{first_name.lower()}@example.org")
