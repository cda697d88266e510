"""Makes `data/communes.csv` from the facts of the npm package @etalab/decoupage-administratif, once a year.

Run by hand where npm is: `python3 scripts/communes.py`. Only facts are kept, the package stays in a temporary folder.
"""

import csv
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@etalab/decoupage-administratif@6.0.0"  # the version says the year: 6.0.0 is 2026
NPM = shutil.which("npm") or "npm"
MEMBER = "package/data/communes.json"
DATA = Path(__file__).resolve().parent.parent / "data"
KINDS = ("commune-actuelle", "arrondissement-municipal")
LEAST_POPULATION = 1000  # below, the number is left out: it only ranks the answers, and keeps the file under 1 MB


def main():
    with (DATA / "departments.csv").open(encoding="utf-8") as lines:
        departments = {row["code"] for row in csv.DictReader(lines)}
    rows = sorted(row(fact) for fact in facts() if fact["type"] in KINDS and fact["departement"] in departments)
    with (DATA / "communes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "postal_codes", "population"])
        writer.writerows(rows)
    print(f"{len(rows)} communes et arrondissements municipaux")


def facts():
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [NPM, "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True
        )
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as package:
            return json.load(package.extractfile(MEMBER))


def row(fact):
    """Code, name, postal codes, population; the beginning of the code is the département's, as INSEE writes it."""
    if not fact["code"].startswith(fact["departement"]):
        raise SystemExit(f"{fact['code']} n’est pas du département {fact['departement']}")
    name = fact["nom"].replace("'", "’").replace(" Arrondissement", "")
    population = fact["population"] if fact["population"] >= LEAST_POPULATION else ""
    return fact["code"], name, "|".join(fact["codesPostaux"]), population


if __name__ == "__main__":
    main()
