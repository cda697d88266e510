"""Which commune, département or region somebody means: by name however written, postal code or number."""

import re
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Case, F, Q, Value, When

from actors.models import Commune, Department, Region
from ess_portal.lib.text import sort_key

LONGEST = 100
MOST_TERRITORIES = 4
MOST_READINGS = 4
POSTAL_CODE = 5
BEGINNING, EXACT, VERY_NAME, BOTH = range(4)
NOTHING = Q(pk__in=())
ARTICLES = ("l", "la", "le", "les")
LINKS = {"a", "d", "dans", "de", "des", "du", "en", "l", "la", "le", "les"}
KINDS = {"departement": "department", "departements": "department", "region": "region", "regions": "region"}
USUAL_NAMES = {"aura": "84", "bfc": "27", "hdf": "32", "idf": "11", "paca": "93", "pdl": "52"}
OLD_NUMBERS = {"20": ("2a", "2b")}
_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_ORDINAL = re.compile(r"^0*([1-9]\d?)(?:e|er|ere|eme|ieme)$")
_CITY = re.compile(r"\b(paris|lyon|marseille) 0(\d)\b")
_AFTER_NAME = re.compile(r"\b(?:cedex|arr|arrdt|arrondissement)\b.*")
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Place:
    """`kind` is commune, department or region; `exact` when nothing is left to guess of what was written.

    `find_places(place.label)` gives that place back, first."""

    kind: str
    code: str
    name: str
    department: Department | None
    region: Region
    label: str
    exact: bool = False


@dataclass(frozen=True)
class Reading:
    """One way to read the words: a name, also with the article left out, in these départements (None: everywhere)."""

    name: str
    names: tuple[str, ...]
    departments: frozenset[str] | None

    @classmethod
    def of(cls, name: str, departments: frozenset[str] | None = None):
        names = [name]
        if name.split(" ")[0] not in ARTICLES:
            names += [f"{article} {name}" for article in ARTICLES]
        return cls(name, tuple(names), departments)

    def holds(self, department: Department) -> bool:
        return self.departments is None or department.code in self.departments


def place_key(text: str) -> str:
    """What places are compared by: « St-Denis » → « saint denis », « Lyon 3ème » → « lyon 3 »."""
    return " ".join(_WORDS.get(word, _ORDINAL.sub(r"\1", word)) for word in sort_key(text).split())


def find_places(text: str, limit: int = 10) -> list[Place]:
    """Places that `text` may mean, in two queries. Exact ones come first (communes of a thousand people, territories,
    small communes), then territories and communes that begin so, the most populous first.

    Understands « St-Étienne », « 97400 », « Saint-Denis (La Réunion) », « Lyon 3e », « 974 », « paca », « havre »,
    « région Bretagne ». Whatever the text, at most `limit` places and no error; nothing written, nothing found.
    """
    written, wanted = _written(text)
    if not written:
        return []
    departments = list(Department.objects.select_related("region"))
    digits = _postal(written)
    readings = _readings(" ".join(word for word in written.split() if word != digits), departments)
    exact, others = _territories(written, wanted, readings, departments)
    communes = [] if wanted else _communes(readings, digits, departments, limit)
    large = [place for commune, place in communes if commune.rank > BEGINNING and commune.population]
    small = [place for commune, place in communes if commune.rank > BEGINNING and not commune.population]
    begun = [place for commune, place in communes if commune.rank == BEGINNING]
    sure = [replace(place, exact=True) for place in (*large, *exact, *small)]
    return [*sure, *others[:MOST_TERRITORIES], *begun][:limit]


def _written(text):
    """The key of what was written, and the kind of place when it is said."""
    key = _CITY.sub(r"\1 \2", _AFTER_NAME.sub("", place_key(text[:LONGEST]))).split()
    wanted = next((KINDS[word] for word in key if word in KINDS), None)
    if wanted:
        key = [word for word in key if word not in KINDS]
        while key and key[0] in LINKS - set(ARTICLES):
            key = key[1:]
    return " ".join(key), wanted


def _readings(written, departments):
    """The whole as a name; then, while it ends with a territory, what stands before as a name in that territory."""
    readings = [Reading.of(written)] if written else []
    for reading in readings:
        for ending, codes in _endings(departments).items():
            if reading.name.endswith(f" {ending}") and len(readings) < MOST_READINGS:
                name = reading.name.removesuffix(f" {ending}").split()
                while name and name[-1] in LINKS:
                    name.pop()
                within = codes if reading.departments is None else codes & reading.departments
                if name and within:
                    readings.append(Reading.of(" ".join(name), frozenset(within)))
    return readings


def _endings(departments):
    """Number or name of each département and name of each region → the départements meant."""
    endings: dict[str, set[str]] = {}
    for department in departments:
        names = (department.code.lower(), department.sort_name, place_key(department.region.name))
        for name in names:
            endings.setdefault(name, set()).add(department.code)
    return endings


def _territories(written, wanted, readings, departments):
    """Départements and regions: those named exactly, then those of which a word begins like that."""
    regions = {department.region.code: department.region for department in departments}
    places = [_department_place(department) for department in departments] if wanted != "region" else []
    if wanted != "department":
        places += [_region_place(region) for region in regions.values()]
    numbers = OLD_NUMBERS.get(written, (written, written.zfill(2)))
    exact, starting, inside = [], [], []
    for place in places:
        key, code = place_key(place.name), place.code.lower()
        number = code in numbers if place.kind == "department" else USUAL_NAMES.get(written) == place.code
        named = [reading for reading in readings if place.kind == "region" or reading.holds(place.department)]
        if number or any(key in reading.names for reading in named):
            exact.append(place)
        elif any(key.startswith(tuple(reading.names)) for reading in named):
            starting.append(place)
        elif f" {written}" in key:
            inside.append(place)
    return exact, starting + inside


def _communes(readings, digits, departments, limit):
    """Communes with their rank and place, best first; found by both name and postal code, they leave others out."""
    coded = Q(postal_codes__startswith=digits) | Q(postal_codes__contains=f" {digits}") if digits else NOTHING
    begin, exact, very = NOTHING, NOTHING, NOTHING
    for reading in readings:
        within = Q() if reading.departments is None else Q(department__in=sorted(reading.departments))
        very |= Q(sort_name=reading.name) & within
        exact |= Q(sort_name__in=reading.names) & within
        for name in reading.names:
            begin |= _beginning(name) & within
    whole_code = coded if len(digits) == POSTAL_CODE else NOTHING
    rank = Case(
        When(begin & coded, then=Value(BOTH)),
        When(very, then=Value(VERY_NAME)),
        When(exact | whole_code, then=Value(EXACT)),
        default=Value(BEGINNING),
    )
    found = Commune.objects.filter(begin | coded).annotate(rank=rank)
    found = found.order_by("-rank", F("population").desc(nulls_last=True), "sort_name", "code")[:limit]
    by_code = {department.code: department for department in departments}
    communes = [(commune, _commune_place(commune, by_code[commune.department_id])) for commune in found]
    return [pair for pair in communes if pair[0].rank == BOTH] or communes


def _postal(written):
    """Five digits anywhere, or from three when nothing else is written."""
    found = re.search(r"\b\d{5}\b", written) or re.fullmatch(r"\d{3,4}", written)
    return found.group() if found else ""


def _beginning(name):
    """Names that begin so, read in the index: by range on SQLite, whose LIKE cannot; by LIKE on PostgreSQL."""
    if connection.vendor == "sqlite":
        return Q(sort_name__gte=name, sort_name__lt=name + _LAST)
    return Q(sort_name__startswith=name)


def _commune_place(commune, department):
    label = f"{commune.name}, {department.name} ({department.code})"
    return Place("commune", commune.code, commune.name, department, department.region, label)


def _department_place(department):
    label = f"{department.name} ({department.code}), département"
    return Place("department", department.code, department.name, department, department.region, label)


def _region_place(region):
    return Place("region", region.code, region.name, None, region, f"{region.name}, région")
