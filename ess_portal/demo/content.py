"""Words of the demonstration: fictional projects, questions, criteria. Real facts come from the directory only."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Story:
    """One fictional project and the person who holds it."""

    code: str
    first_name: str
    last_name: str
    title: str
    pitch: str
    department: str
    city: str
    organisation: str
    legal_form: str = "association_1901"
    stage: str = "developpement"
    need: str = ""
    offer: str = ""
    answers: dict[str, list[str]] = field(
        default_factory=lambda: {
            "qui": ["structure_ess_existante"],
            "forme": ["association_1901"],
            "acquis": ["adherent_cress", "idee_precise", "structure_employeuse"],
        }
    )


NEED = (
    "Nous avons interrogé {people} personnes de {city} et des communes voisines. Elles disent la même chose : "
    "le service existe en ville, pas ici, et il faut une voiture pour y aller."
)
OFFER = (
    "Nous proposons une offre simple, tenue par deux personnes salariées et une vingtaine de bénévoles. "
    "Les habitants paient selon leurs moyens ; les entreprises et les communes paient le prix juste."
)


def _story(code, first_name, last_name, title, pitch, department, city, organisation, **more):
    people = 30 + 7 * (len(code) % 9)
    return Story(
        code,
        first_name,
        last_name,
        title,
        pitch,
        department,
        city,
        organisation,
        need=NEED.format(people=people, city=city),
        offer=OFFER,
        **more,
    )


STORIES = [
    _story(
        "paniers", "Lucie", "Arnoux", "Les Paniers du Vallon",
        "Une épicerie itinérante qui s’arrête chaque semaine dans onze villages sans commerce.",
        "04", "Barrême", "Les Paniers du Vallon",
    ),
    _story(
        "recousu", "Samir", "Haddad", "Recousu",
        "Un atelier de couture qui répare, transforme et forme, dans un quartier de Marseille.",
        "13", "Marseille", "Recousu", legal_form="scop",
    ),
    _story(
        "cargo", "Élodie", "Fabre", "Cargo Durance",
        "La livraison à vélo pour les commerces et les maraîchers de la vallée.",
        "84", "Cavaillon", "Cargo Durance", legal_form="scop",
    ),
    _story(
        "radio", "Yanis", "Benali", "Radio Lavande",
        "Une radio de quartier faite par ses habitants, qui veut vivre aussi de ses ateliers.",
        "83", "Toulon", "Radio Lavande",
    ),
    _story(
        "toits", "Jeanne", "Olivier", "Toits en commun",
        "Des colocations solidaires entre jeunes actifs et personnes âgées.",
        "06", "Nice", "Toits en commun",
    ),
    _story(
        "compost", "Marc", "Pellissier", "Le Compost d’à côté",
        "La collecte à vélo des biodéchets des restaurants et le compost de quartier.",
        "13", "Aix-en-Provence", "Le Compost d’à côté",
    ),
    _story(
        "bricole", "Fatou", "Ndiaye", "Bricole et compagnie",
        "Une bibliothèque d’outils et des ateliers de réparation ouverts à tous.",
        "05", "Gap", "Bricole et compagnie",
    ),
    _story(
        "cafe", "Anna", "Rossi", "Café des langues",
        "Un café où l’on apprend le français et où l’on échange les autres langues.",
        "13", "Martigues", "Café des langues",
    ),
]  # fmt: skip

COLLINES = _story(
    "porteuse", "Nour", "Belkacem", "Conciergerie des collines",
    "Une conciergerie pour les villages : courses, démarches et petits travaux, tenue avec les artisans d’ici.",
    "04", "Forcalquier", "Conciergerie des collines",
)  # fmt: skip

FOLLOWED = [
    _story(
        "autre-porteur", "Sacha", "Morel", "Atelier des ourlets",
        "Un atelier de couture solidaire qui emploie cinq personnes en parcours.",
        "13", "Aubagne", "Atelier des ourlets",
    ),
    _story(
        "awa", "Awa", "Keïta", "L’Épicerie du détour",
        "Une épicerie itinérante pour les hameaux du haut pays.",
        "05", "Embrun", "L’Épicerie du détour",
    ),
    _story(
        "idriss", "Ilyès", "Mansouri", "Radio du port",
        "Une radio de quartier qui forme des jeunes au son et à la parole.",
        "13", "Port-de-Bouc", "Radio du port",
    ),
    _story(
        "maelle", "Maëlle", "Giraud", "Ressourcerie du fleuve",
        "Une ressourcerie qui trie, répare et revend près du Rhône.",
        "13", "Arles", "Ressourcerie du fleuve",
    ),
]  # fmt: skip

QUESTIONS = [
    ("Votre projet", "besoin", "long", "À quel besoin répond l’activité ?",
     "Dites qui a ce besoin, où, et comment vous le savez.", 1500, ""),
    ("Votre projet", "offre", "long", "Que proposez-vous, et à quel prix ?",
     "Décrivez ce que vous faites ou ferez, et qui paie.", 1500, ""),
    ("Votre projet", "nouveaute", "one", "Où en est cette activité ?", "",
     None, "Elle existe et doit grandir\nElle est prête à démarrer\nElle est encore à préciser"),
    ("Votre structure", "equipe", "number", "Combien de personnes salariées compte la structure ?",
     "Comptez les personnes, pas les temps pleins.", None, ""),
    ("Votre structure", "budget", "amount", "Quel est le budget de l’année en cours ?", "En euros.", None, ""),
    ("Votre structure", "partenaires", "long", "Avec qui travaillez-vous déjà ?",
     "Communes, entreprises, associations, financeurs.", 1000, ""),
    ("Votre engagement", "temps", "yes_no", "Pouvez-vous y consacrer deux jours par mois pendant un an ?",
     "", None, ""),
    ("Votre engagement", "attentes", "long", "Qu’attendez-vous de l’accompagnement ?",
     "Ce que vous voulez avoir avancé dans un an.", 1000, ""),
]  # fmt: skip

CRITERIA = [
    ("Appartenance à l’ESS", "La gouvernance, le but, l’usage des bénéfices.", 2),
    ("Solidité et précision de l’idée", "Le besoin est-il démontré ? L’offre est-elle claire ?", 3),
    ("Maturité et autonomie de l’équipe", "L’équipe peut-elle avancer seule entre deux rendez-vous ?", 2),
    ("Pertinence du programme", "Ce programme est-il le bon, maintenant ?", 2),
    ("Engagement dans la durée", "Le temps prévu est-il réaliste ?", 1),
]

INFORMATIVE = ("Ancrage local", "Pour information : avec qui le projet travaille-t-il sur place ?")
LEVELS = """0 : rien n’est dit du besoin
1 : une intuition
3 : une enquête auprès de quelques personnes
5 : un besoin démontré, une offre claire"""

REVIEW_COMMENTS = [
    "Besoin bien démontré. Le prix reste à tester auprès des premiers clients.",
    "Équipe solide, bien ancrée. Le modèle dépend encore beaucoup d’une subvention.",
    "Projet clair. J’aimerais voir le calendrier des six premiers mois.",
    "Belle énergie ; l’étude du besoin repose sur peu d’entretiens.",
]
