"""The sheet of a programme as `actors` keeps it true: reported, proposed, checked like that of an organisation."""

from actors.sheet_kinds import SheetKind
from programmes.indexing import index_programmes
from programmes.models import Programme

PROGRAMME_SHEET = SheetKind(
    model=Programme,
    segment="programmes",
    noun="programme",
    fields=(
        "name",
        "summary",
        "target",
        "for_you_if",
        "not_for_you_if",
        "what_you_do",
        "stages",
        "audiences",
        "conditions",
        "calendar",
        "selection",
        "ending",
        "cohorts_per_year",
        "cohort_size",
        "cost",
        "cost_note",
    ),
    parts={
        "nom": "Son nom",
        "presentation": "Ce qu’on y fait",
        "public": "À qui il s’adresse",
        "conditions": "Les conditions ou les documents",
        "dates": "Les dates ou la durée",
        "prix": "Le prix",
        "porteur": "Qui le porte",
        "fermee": "Il n’existe plus",
        "autre": "Autre chose",
    },
    prepare=Programme.work_out,
    reindex=index_programmes,
    leader="lead_actor",
    joined=("lead_actor__region", "lead_actor__department"),
)
