"""The answers of a profile, chosen question by question: tried once, or kept as a test visitor."""

from django import forms

from ess_portal.lib.forms import NumberField
from programmes.models import Profile, Programme, Rule
from programmes.rule_values import NUMBERS, STRUCTURE, Vocabulary, readable
from programmes.trial import listed

ANSWER = "answer_"
EXPECTED = ("expected_programmes", "expected_refusals")
NONE = "aucune"  # the question was asked, and nothing was ticked
DERIVED = frozenset({"region", STRUCTURE})  # they follow from the other answers


class AnswersForm(forms.Form):
    """One field per question, place and number; `answers` reads and writes « question:answer|… »."""

    mark_optional = False

    def __init__(self, data=None, *, words: Vocabulary, answers: str = "", **options):
        super().__init__(data, **options)
        given: dict[str, list[str]] = {}
        for question, answer in readable(answers):
            group = words.group_of(question)
            given.setdefault(group.code if group else question, []).append(f"{question}:{answer}")
        for group in words.groups.values():
            if group.code not in DERIVED:
                self.fields[ANSWER + group.code] = answer_field(group, given.get(group.code, []))
        for name, label in NUMBERS.items():
            written = [pair.partition(":")[2] for pair in given.get(name, [])]
            self.fields[ANSWER + name] = NumberField(
                label=label,
                required=False,
                initial=written[0] if written else "",
                error_messages={"invalid": "Écrivez un nombre, par exemple 3."},
            )

    @property
    def asked(self):
        return [self[name] for name in self.fields if name.startswith(ANSWER)]

    @property
    def answers(self) -> str:
        """What was chosen, once the form is valid."""
        found = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if not name.startswith(ANSWER) or not value:
                continue
            code = name.removeprefix(ANSWER)
            found += value if isinstance(value, list) else [f"{code}:{value}" if code in NUMBERS else value]
        return "|".join(found)


def answer_field(group, given):
    """A list for one answer, boxes for several; a question may be passed, or asked and left without answer."""
    choices = list(group.choices.items())
    if not group.many:
        choices = [("", "Question passée"), *choices]
        return forms.ChoiceField(label=group.label, required=False, choices=choices, initial=(given or [""])[0])
    if group.code != "zone":
        choices.append((f"{group.code}:{NONE}", "Rien de tout cela"))
    return forms.MultipleChoiceField(
        label=group.label, required=False, choices=choices, initial=given, widget=forms.CheckboxSelectMultiple
    )


class ProfileForm(AnswersForm):
    """A test visitor: her story, her answers, the programmes she should be shown, the rules that should stop her."""

    code = forms.SlugField(label="Code", max_length=50, help_text="Sans espace ni accent, par exemple « idee_a_gap ».")
    story = forms.CharField(label="Histoire", widget=forms.Textarea(attrs={"rows": 3}))
    expected_programmes = forms.CharField(
        label="Programmes attendus parmi les trois premiers",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="L’adresse de chaque programme, une par ligne, par exemple « dla-paca ».",
    )
    expected_refusals = forms.CharField(
        label="Règles qui doivent être dites non remplies",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une par ligne, « programme:règle », comme l’essai les écrit.",
    )
    field_order = ["code", "story"]

    def __init__(self, data=None, *, profile: Profile, words: Vocabulary):
        lines = {
            name: "\n".join(listed(getattr(profile, name))) for name in ("expected_programmes", "expected_refusals")
        }
        initial = {"code": profile.code, "story": profile.story, **lines}
        super().__init__(data, words=words, answers=profile.answers, initial=initial)
        self.profile = profile
        if profile.code:
            self.fields["code"].disabled = True

    @property
    def identity(self):
        return [self["code"], self["story"]]

    @property
    def expected(self):
        return [self[name] for name in EXPECTED]

    def clean_code(self):
        code = self.cleaned_data["code"]
        if not self.profile.code and Profile.objects.filter(pk=code).exists():
            raise forms.ValidationError("Un profil a déjà ce code.")
        return code

    def clean_expected_programmes(self):
        slugs = self.cleaned_data["expected_programmes"].split()
        known = set(Programme.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        return joined(slugs, known, "Aucun programme n’a cette adresse")

    def clean_expected_refusals(self):
        keys = self.cleaned_data["expected_refusals"].split()
        rules = Rule.objects.filter(programme__slug__in=[key.partition(":")[0] for key in keys])
        known = {f"{slug}:{code}" for slug, code in rules.values_list("programme__slug", "code")}
        return joined(keys, known, "Aucune règle de ce nom")

    def save(self) -> Profile:
        data = self.cleaned_data
        profile = self.profile
        for name in ("code", "story", *EXPECTED):
            setattr(profile, name, data[name])
        profile.answers = self.answers
        profile.save()
        return profile


def joined(names, known, sentence):
    lost = [name for name in names if name not in known]
    if lost:
        raise forms.ValidationError(f"{sentence} : {', '.join(lost)}.")
    return "|".join(names)
