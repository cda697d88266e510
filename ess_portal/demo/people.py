"""The cast of the demonstration: one account per role, all fictional."""

from dataclasses import dataclass

from accounts.models import User
from actors.models import Actor, OrganisationRole

DOMAIN = "demo.example"
PASSWORD = "demonstration-2027"  # noqa: S105 - printed on purpose: these accounts exist only in the demonstration
LEADER = "cress-provence-alpes-cote-d-azur"
PARTNER = "inter-made"
OTHER_CHAMBER = "cress-centre-val-de-loire"


@dataclass(frozen=True)
class Role:
    code: str
    label: str
    first_name: str
    last_name: str
    start: str
    actor: str = ""
    kind: str = ""

    @property
    def email(self):
        return f"{self.code}@{DOMAIN}"


CAST = [
    Role("porteuse", "Porteuse de projet", "Nour", "Belkacem", "/espace/"),
    Role("collegue", "Collègue de la porteuse", "Idriss", "Belkacem", "/espace/"),
    Role("autre-porteur", "Autre porteur de projet", "Sacha", "Morel", "/espace/"),
    Role("prescriptrice", "Prescriptrice", "Paule", "Ferrand", "/programmes/", "france-travail", "editor"),
    Role("chargee-appel", "Chargée d’appel de la CRESS", "Claire", "Aubanel", "/gestion/", LEADER, "officer"),
    Role("autre-cress", "Chargé d’appel d’une autre CRESS", "Denis", "Lacombe", "/gestion/", OTHER_CHAMBER, "officer"),
    Role("partenaire", "Chargée d’appel du consortium", "Irène", "Vidal", "/gestion/", PARTNER, "officer"),
    Role("redactrice", "Rédactrice de la fiche de sa structure", "Lina", "Costa", "/espace/", PARTNER, "editor"),
    Role("presidente", "Présidente du comité", "Ariane", "Roux", "/comite/"),
    Role("membre", "Membre extérieur du comité", "Bakary", "Diallo", "/comite/"),
    Role("membre-recuse", "Membre en conflit d’intérêts", "Colette", "Imbert", "/comite/"),
    Role("referente", "Référente", "Rachel", "Simon", "/suivi/"),
    Role("mentor", "Mentor", "Mehdi", "Garnier", "/suivi/"),
    Role("administratrice", "Administratrice", "Sylvie", "Perrin", "/gestion/"),
]


def account(code: str) -> User:
    """The demonstration's user of that role."""
    return User.objects.get(email=f"{code}@{DOMAIN}")


def create_cast() -> None:
    """One verified account per role, with its role in an organisation where it has one."""
    for role in CAST:
        create_person(role.email, role.first_name, role.last_name, is_superuser=role.code == "administratrice")
    for role in CAST:
        if role.actor:
            OrganisationRole.objects.create(
                user=account(role.code),
                actor=Actor.objects.get(slug=role.actor),
                kind=role.kind,
                reason="Démonstration",
            )


def create_person(email: str, first_name: str, last_name: str, **fields) -> User:
    user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, **fields)
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def accounts() -> list[dict[str, str]]:
    """What `manage.py demo --accounts` prints."""
    return [{"role": role.label, "email": role.email, "password": PASSWORD, "start": role.start} for role in CAST]
