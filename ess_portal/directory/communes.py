"""The 35 000 communes: compared as plain values, so that a load which changes nothing stays in tenths of a second."""

from pathlib import Path

from actors.models import Commune, Department
from actors.places import place_key

from .rows import Known, Row, columns, read
from .tables import Count

FILE = "communes.csv"
FIELDS = ("code", "name", "sort_name", "department_id", "postal_codes", "population")
BATCH = 2_000


def write_communes(folder: Path) -> Count:
    """Make the database hold exactly what `folder/communes.csv` says; raises BadRow on the first bad row."""
    departments = set(Department.objects.values_list("code", flat=True))
    wanted = {}
    for row in read(folder, FILE, columns("code name postal_codes population"), Known()):
        values = _values(row, departments)
        if values[0] in wanted:
            raise row.refuse(f"« {values[0]} » est déjà dans le fichier")
        wanted[values[0]] = values
    stored = {values[0]: values for values in Commune.objects.order_by().values_list(*FIELDS)}
    created = wanted.keys() - stored.keys()
    changed = {code for code in wanted.keys() & stored.keys() if wanted[code] != stored[code]}
    gone = sorted(stored.keys() - wanted.keys())
    for start in range(0, len(gone), BATCH):
        Commune.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    Commune.objects.bulk_create(_communes(wanted, created), batch_size=BATCH)
    Commune.objects.bulk_update(_communes(wanted, changed), FIELDS[1:], batch_size=BATCH)
    unchanged = wanted.keys() - created - changed
    return Count(FILE, created=sorted(created), changed=sorted(changed), unchanged=sorted(unchanged))


def _values(row: Row, departments):
    """Values in the order of FIELDS; a commune's code begins with its département's, overseas on three signs."""
    code, name = row.needed("code"), row.needed("name")
    department = code[:3] if code.startswith("97") else code[:2]
    if len(code) != 5 or department not in departments:
        raise row.refuse(f"« {code} » n’est pas le code d’une commune d’un département connu")
    return code, name, place_key(name), department, " ".join(row.many("postal_codes")), row.number("population")


def _communes(wanted, codes):
    return [Commune(**dict(zip(FIELDS, wanted[code], strict=True))) for code in sorted(codes)]
