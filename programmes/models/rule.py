"""Eligibility rules, orientation questions and answers: data, read by one evaluator (`programmes.eligibility`)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from .call import Call, staffed_by
from .programme import Programme


class OrientationQuestion(models.Model):
    class Kind(models.TextChoices):
        ONE = "one", "Une réponse"
        MANY = "many", "Plusieurs réponses"
        PLACE = "place", "Un lieu"

    code = models.SlugField("code", primary_key=True)
    order = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("question", max_length=200)
    help_text = models.TextField("aide", blank=True)
    kind = models.CharField("forme", max_length=10, choices=Kind)
    skippable = models.BooleanField("peut être passée", default=True)

    class Meta:
        verbose_name = "question d’orientation"
        verbose_name_plural = "questions d’orientation"
        ordering = ["order"]

    def __str__(self):
        return self.label


class OrientationAnswer(models.Model):
    question = models.ForeignKey(OrientationQuestion, models.CASCADE, related_name="answers")
    code = models.SlugField("code", max_length=60)
    order = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("réponse", max_length=200)
    help_text = models.TextField("aide", blank=True)
    sensitive = models.BooleanField("sensible", default=False)

    class Meta:
        verbose_name = "réponse d’orientation"
        verbose_name_plural = "réponses d’orientation"
        ordering = ["question_id", "order"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="one_answer_per_code")]

    def __str__(self):
        return self.label


class Profile(models.Model):
    """A test visitor, with what she should be shown."""

    code = models.SlugField("code", primary_key=True)
    story = models.TextField("histoire")
    answers = models.TextField("réponses")
    expected_programmes = models.TextField("programmes attendus", blank=True)
    expected_refusals = models.TextField("refus attendus", blank=True)

    class Meta:
        verbose_name = "profil d’essai"
        verbose_name_plural = "profils d’essai"
        ordering = ["code"]

    def __str__(self):
        return self.code


TOPICS = {
    "territory": "Le territoire",
    "stage": "L’étape",
    "ess": "L’économie sociale et solidaire",
    "governance": "La gouvernance",
    "audience": "Le public",
    "legal_form": "La forme juridique",
    "structure": "La structure",
    "membership": "L’adhésion",
    "commitment": "Le temps à y consacrer",
    "open": "L’accueil",
    "need": "Le besoin",
    "accreditation": "L’agrément",
    "maturity": "L’avancement",
    "idea": "L’idée",
    "trade": "Le métier",
    "other_support": "Un autre accompagnement",
    "employment": "L’emploi",
    "agreement": "La convention",
    "age": "L’ancienneté",
    "activity": "L’activité",
    "status": "Le statut",
    "referral": "L’orientation",
    "means": "Les moyens",
    "kind": "La nature du projet",
    "income": "Le revenu",
    "cost": "Le prix",
    "contact": "Le contact",
    "autonomy": "L’autonomie",
}


def topic_of(kind: str) -> str:
    """What a kind of rule is about, in two words; the facts may hold kinds that have no label yet."""
    return TOPICS.get(kind, "Une condition")


class RuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rules of the programmes that the person's organisation leads, and of the calls that she runs."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        led = Programme.objects.filter(lead_actor__in=staffed_by(user)).values("pk")
        return self.filter(Q(programme__in=led) | Q(call__in=Call.objects.run_by(user).values("pk")))

    def asked_of_the_team(self):
        """Rules that only the team can answer: declarations, thresholds, zones that no address gives."""
        listing = Q(operator__in=Rule.LISTING, value__contains="zone.")
        return self.filter(listing | Q(operator__in=[Rule.Operator.DECLARED, *Rule.THRESHOLDS]))

    def of_call(self, call):
        """The programme's rules, then the call's own."""
        rules = self.filter(Q(programme=call.programme_id) | Q(call=call))
        return rules.order_by(F("call").asc(nulls_first=True), "position", "pk")  # engines sort nulls differently


class Rule(models.Model):
    """One condition of a programme, or of one call (which adds to its programme's)."""

    class Operator(models.TextChoices):
        IN = "in", "fait partie de"
        NOT_IN = "not_in", "ne fait pas partie de"
        GTE = "gte", "au moins"
        LTE = "lte", "au plus"
        ALWAYS = "always", "toujours remplie"
        DECLARED = "declared", "déclarée par la personne"

    LISTING = frozenset({"in", "not_in"})
    THRESHOLDS = frozenset({"gte", "lte"})

    class Strength(models.TextChoices):
        HARD = "hard", "Obligatoire"
        SOFT = "soft", "Souhaitée"

    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="rules", verbose_name="programme"
    )
    call = models.ForeignKey(
        "programmes.Call", models.CASCADE, null=True, blank=True, related_name="own_rules", verbose_name="appel"
    )
    code = models.SlugField("code", max_length=60)
    position = models.PositiveSmallIntegerField("position", default=0)
    kind = models.SlugField("nature", max_length=40)
    operator = models.CharField("opérateur", max_length=10, choices=Operator)
    value = models.TextField("valeur", blank=True, help_text="question:réponse, séparées par « | ».")
    strength = models.CharField("force", max_length=4, choices=Strength)
    met = models.CharField("phrase si remplie", max_length=300)
    not_met = models.CharField("phrase si non remplie", max_length=300, blank=True)
    unknown = models.CharField("phrase si inconnue", max_length=300, blank=True)
    remedy = models.CharField("que faire", max_length=300, blank=True)
    redirects = models.ManyToManyField(
        Programme, blank=True, related_name="redirected_from_rules", verbose_name="autres pistes"
    )
    sources = models.ManyToManyField("actors.Source", blank=True, related_name="rules")
    history = HistoricalRecords()

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "règle"
        ordering = ["programme_id", "call_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_of_a_programme_or_a_call",
                condition=Q(programme__isnull=False, call__isnull=True) | Q(programme__isnull=True, call__isnull=False),
                violation_error_message="Une règle appartient à un programme ou à un appel, pas aux deux.",
            ),
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="one_rule_code_per_programme",
                violation_error_message="Ce programme a déjà une règle avec ce code.",
            ),
            models.UniqueConstraint(
                fields=["call", "code"],
                name="one_rule_code_per_call",
                violation_error_message="Cet appel a déjà une règle avec ce code.",
            ),
        ]

    def __str__(self):
        return self.met

    def clean(self):
        silent = [name for name in ("not_met", "unknown") if not getattr(self, name)]
        if silent and self.operator != self.Operator.ALWAYS:
            raise ValidationError(dict.fromkeys(silent, "Cette phrase est lue par les personnes : écrivez-la."))

    @property
    def topic(self):
        return topic_of(self.kind)

    @property
    def owner(self):
        """The programme, or the call."""
        return self.programme or self.call
