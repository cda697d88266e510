"""Rows behind the back-office pages of the directory: one of each reference list."""

from actors.models import (
    Actor,
    ActorKind,
    Alias,
    Department,
    Import,
    LegalForm,
    Membership,
    OrganisationRole,
    Region,
    Sector,
    SiaeType,
    Source,
    Zone,
)
from programmes.models import (
    Audience,
    DocumentKind,
    GlossaryTerm,
    Line,
    LineWalk,
    OrientationQuestion,
    Profile,
    Programme,
    Stage,
    StageFunction,
)

LISTS = [ActorKind, Alias, Department, LegalForm, Membership, OrganisationRole, Region, Sector, SiaeType, Source, Zone]
LISTS += [Audience, DocumentKind, GlossaryTerm, Line, LineWalk, OrientationQuestion, Profile, Stage]
LISTS += [Import, StageFunction]
SHEETS = [Actor, Programme]


def name_of(model):
    """« actors_region », as the admin names its pages."""
    return f"{model._meta.app_label}_{model._meta.model_name}"


def first_of(model):
    return lambda world: [model.objects.order_by("pk").first().pk]


def fill_the_lists(cast):
    """The lists that nothing else in the world fills."""
    line = Line.objects.order_by("pk").first()
    Alias.objects.create(target_kind="actor", slug=cast.leader.slug, name="Ancien nom")
    LegalForm.objects.create(code="scop", name="Scop", family="cooperative", in_ess="de_droit")
    Membership.objects.create(member=cast.leader, chamber=cast.leader)
    Sector.objects.create(code="culture", name="Culture")
    SiaeType.objects.create(code="aci", name="Atelier et chantier d’insertion")
    Source.objects.create(code="essai", label="Essai")
    Zone.objects.create(code="qpv", name="Quartier prioritaire", status="en vigueur")
    Audience.objects.create(code="porteur", name="Porteur de projet")
    GlossaryTerm.objects.create(slug="dla", term="DLA", sort_term="dla", code="dla", definition="-")
    LineWalk.objects.create(from_line=line, from_stage=3, to_line=line, to_stage=4, label="Passage à préparer")
    OrientationQuestion.objects.create(code="qui", order=1, label="Qui êtes-vous ?", kind="one")
    Profile.objects.create(code="essai", story="-", answers="-")
    Import.objects.create(kind="organisation", file_name="fiches.csv", headings=["nom"], lines=[["A"]])
    StageFunction.objects.create(code="incubation", name="Incubation")
