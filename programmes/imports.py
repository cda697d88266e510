"""Tables of programmes: what the columns are, and how a line finds its sheet."""

from actors.import_columns import Chosen, ManyNamed, Named, Number, SheetResource, column, register
from actors.models import Actor, Import, Region
from actors.models.actor import SheetStatus
from actors.revision import bump
from programmes.indexing import index_programmes
from programmes.models import Audience, Programme, Stage


@register(Import.Kind.PROGRAMME)
class ProgrammeResource(SheetResource):
    target_kind = "programme"

    name = column("nom", "name")
    kind = column("nature", "kind", Chosen(Programme.Kind.choices), "Obligatoire pour une nouvelle fiche.")
    lead_actor = column("structure", "lead_actor", Named(Actor.objects, "slug", "name", "siret"), "Qui le porte.")
    region = column("région", "region", Named(Region.objects, "code", "name"), "Vide : national.")
    summary = column("résumé", "summary", help_text="200 signes au plus.")
    target = column("à qui", "target")
    what_you_do = column("ce que vous faites", "what_you_do")
    stages = column("étapes", "stages", ManyNamed(Stage.objects, "code", "name"), "Séparées par « | ».")
    audiences = column("publics", "audiences", ManyNamed(Audience.objects, "code", "name"), "Séparés par « | ».")
    entry_mode = column("entrée", "entry_mode", Chosen(Programme.EntryMode.choices))
    conditions = column("conditions", "conditions")
    duration_value = column("durée", "duration_value", Number())
    duration_unit = column("unité", "duration_unit", Chosen(Programme.DurationUnit.choices))
    cost = column("prix", "cost", Number(), "En euros. 0 : gratuit. Vide : non renseigné.")
    cost_note = column("précision sur le prix", "cost_note")
    calendar = column("calendrier", "calendar")
    status = column("état", "status", Chosen(SheetStatus.choices))

    class Meta(SheetResource.Meta):
        model = Programme
        fields = [
            "name",
            "kind",
            "lead_actor",
            "region",
            "summary",
            "target",
            "what_you_do",
            "stages",
            "audiences",
            "entry_mode",
            "conditions",
            "duration_value",
            "duration_unit",
            "cost",
            "cost_note",
            "calendar",
            "status",
        ]

    def work_out(self, instance):
        instance.work_out()

    def same_place(self, sheet, row):
        return not row.get("structure") or sheet.lead_actor_id == self.leader(row)

    def leader(self, row):
        try:
            return self.fields["lead_actor"].widget.clean(row["structure"]).pk
        except ValueError:
            return None

    def republish(self, slugs):
        bump()
        index_programmes(slugs)
