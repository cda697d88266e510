"""The form template pack: one field template for crispy, `as_field_group` and plain forms."""

import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Fieldset, Layout, Row, Submit
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from ess_portal.lib.forms import DayInput, MomentInput


class SampleForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="<b>Tel qu’au RNE</b>")
    need = forms.CharField(label="Besoin", widget=forms.Textarea, max_length=600)
    web = forms.URLField(label="Site", required=False, assume_scheme="https")
    kind = forms.ChoiceField(
        label="Forme", choices=[("", "---------"), ("asso", "Association"), ("coop", "Coop")], widget=forms.RadioSelect
    )
    papers = forms.MultipleChoiceField(
        label="Pièces", choices=[("st", "Statuts")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="J’accepte")
    file = forms.FileField(label="Fichier", required=False, widget=forms.FileInput)
    starts = forms.DateField(label="Début", required=False, widget=DayInput)
    at = forms.DateTimeField(label="Instant", required=False, widget=MomentInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


class LaidOutForm(SampleForm):
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Vous", "name", Row("starts", "at")),
        "kind",
        "token",
        ButtonHolder(Submit("save", "Enregistrer"), Submit("later", "Plus tard", css_class="btn--quiet")),
    )


def rendered(source, **context):
    html = Template("{% load crispy_forms_tags %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html)


def test_field_is_described_by_hint_error_and_limit():
    html = rendered("{{ form.need.as_field_group }}{{ form.name.as_field_group }}", form=SampleForm({}))

    assert 'aria-describedby="id_need_error id_need_limit"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.count('aria-invalid="true"') == 2
    assert html.index('id="id_name_helptext"') < html.index('id="id_name_error"') < html.index('name="name"')


def test_help_text_is_escaped():
    html = rendered("{{ form.name.as_field_group }}", form=SampleForm())

    assert "&lt;b&gt;Tel qu’au RNE&lt;/b&gt;" in html


def test_optional_is_written_in_words():
    html = rendered("{{ form.web.as_field_group }}{{ form.name.as_field_group }}", form=SampleForm())

    assert html.count("(facultatif)") == 1


def test_radios_are_a_fieldset_without_the_blank_choice():
    html = rendered("{{ form.kind.as_field_group }}", form=SampleForm({}))

    assert '<fieldset class="field field--error" id="id_kind" tabindex="-1" aria-describedby="id_kind_error">' in html
    assert html.count('<label class="choice"') == 2
    assert "---------" not in html


def test_lone_checkbox_is_inside_its_label():
    html = rendered("{{ form.agreed.as_field_group }}", form=SampleForm())

    assert re.search(r'<label class="choice" for="id_agreed"><input type="checkbox"[^>]*><span>J’accepte</span>', html)


def test_summary_leads_to_every_field_in_error():
    html = rendered("{% crispy form %}", form=SampleForm({"token": ""}), csrf_token="x")

    targets = re.findall(r'<a href="#([^"]+)">', html)
    assert targets == ["id_name", "id_need", "id_kind", "id_agreed"]
    assert all(f'id="{target}"' in html for target in targets)
    assert 'role="alert" tabindex="-1" autofocus' in html
    assert "4 points sont à reprendre" in html


def test_layout_draws_fieldset_row_and_buttons():
    html = rendered("{% crispy form %}", form=LaidOutForm(), csrf_token="x")

    assert '<legend class="fields__legend">Vous</legend>' in html
    assert '<div class="fields fields--row">' in html
    assert 'class="btn btn--primary">Enregistrer</button>' in html
    assert 'class="btn btn--quiet">Plus tard</button>' in html
    assert html.count("<form") == 1
    assert '<input type="hidden" name="token" id="id_token">' in html


def test_plain_form_draws_the_same_fields():
    assert rendered("{{ form.name.as_field_group }}", form=SampleForm()) in rendered("{{ form }}", form=SampleForm())


def test_file_form_is_multipart():
    assert 'enctype="multipart/form-data"' in rendered("{% crispy form %}", form=SampleForm(), csrf_token="x")


def test_native_dates_speak_iso():
    form = SampleForm(initial={"starts": "2027-06-07"})

    assert 'type="date" name="starts" value="2027-06-07"' in rendered("{{ form.starts }}", form=form)
    assert 'type="datetime-local"' in rendered("{{ form.at }}", form=form)


def test_title_of_a_page_in_error_says_so():
    page = Template('{% extends "base.html" %}{% block title %}Projet{% endblock %}')

    html = page.render(Context({"form": SampleForm({}), "request": RequestFactory().get("/")}))

    assert "<title>Erreur : Projet – Correspondances</title>" in re.sub("\u00a0", " ", html)
