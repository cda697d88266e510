"""The reference data that rules name, and the form of a rule as a browser sends it."""

import csv

from django.urls import reverse

from actors.models import Department, Region, Zone
from ess_portal.directory.load import DATA
from programmes.models import OrientationAnswer, OrientationQuestion
from tests.factories import DepartmentFactory, RegionFactory

WRITTEN = {
    "kind": "territory",
    "strength": "hard",
    "operator": "in",
    "met": "C’est rempli.",
    "not_met": "Ce n’est pas rempli.",
    "unknown": "On vous le demandera.",
    "remedy": "Appelez-nous.",
    "number_name": "",
    "number_bound": "",
    "position": "",
}


def rows(name):
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def reference_data():
    """The real questions, answers and zones; two regions, one of them overseas, and one that has no département."""
    OrientationQuestion.objects.bulk_create(
        OrientationQuestion(code=row["code"], order=row["order"], label=row["question_fr"], kind=row["kind"])
        for row in rows("questions.csv")
    )
    OrientationAnswer.objects.bulk_create(
        OrientationAnswer(
            question_id=row["question"],
            code=row["code"],
            order=row["order"],
            label=row["label_fr"],
            sensitive=row["sensitive"] == "oui",
        )
        for row in rows("question_answers.csv")
    )
    Zone.objects.bulk_create(
        Zone(code=row["code"], name=row["name_fr"], status=row["status"], lists=row["lists"])
        for row in rows("territory_zones.csv")
    )
    DepartmentFactory(code="13")
    DepartmentFactory(code="83", name="Var")
    reunion = RegionFactory(code="04", name="La Réunion", sort_name="la reunion", zone="outre-mer")
    DepartmentFactory(code="974", name="La Réunion", region=reunion)
    RegionFactory(code="94", name="Corse", sort_name="corse")
    assert (Region.objects.count(), Department.objects.count()) == (3, 3)


def written(*pairs, number="", **fields):
    """What the form sends: chosen « question:answer » pairs, « years:3 » as number, other fields by name."""
    sent = {**WRITTEN, **fields}
    for pair in pairs:
        question = pair.partition(":")[0]
        group = "zone" if question.startswith("zone.") or question == "outre_mer" else question
        sent.setdefault(f"chosen_{group}", []).append(pair)
    if number:
        sent["number_name"], _, sent["number_bound"] = number.partition(":")
    return sent


def add_address(owner):
    kind = "appel" if hasattr(owner, "opens_at") else "programme"
    return f"{reverse('admin:programmes_rule_add')}?pour={kind}-{owner.pk}"


def change_address(rule):
    return reverse("admin:programmes_rule_change", args=[rule.pk])
