"""A form built from the questions of one part: what is wrong is said, and kept all the same."""

import json
import re

from django import forms
from django.utils import timezone

from programmes import conditions, kinds
from programmes.kinds import entries
from programmes.kinds.asking import ASKED, field_for
from programmes.kinds.base import GTE, LTE

ENTRY = re.compile(r"(?:add:(?P<add>[-\w]+)|remove:(?P<remove>[-\w]+):(?P<number>\d{1,3}))")
HIGHEST = 60


class SectionForm(forms.Form):
    """One field per question (`r_<code>`), with the version of the answer that is shown beside it (`v_<code>`).

    `questions` are those of the part, `every` those of the whole form, which conditions rest on; `stored` the
    answers of the application by question id. Once validated: `values` to save, `uploads` to store first,
    `opens` the questions that these values reveal and that nobody has answered.
    """

    use_required_attribute = False

    def __init__(self, data=None, files=None, *, questions, stored, every=(), day=None):
        super().__init__(changed_lines(data, questions), files)
        self.questions, self.every = list(questions), list(every or questions)
        self.day = day or timezone.localdate()
        self.kept = {question.code: stored[question.pk].value for question in self.every if question.pk in stored}
        self.values, self.uploads, self.opens = {}, {}, []
        self.was_asked = codes(conditions.asked(self.every, self.kept))
        self.now_asked = self.was_asked
        for question in self.questions:
            self.ask(question, stored.get(question.pk))
        revision = self.questions[0].revision_id if self.questions else None
        self.fields["revision"] = forms.IntegerField(required=False, initial=revision, widget=forms.HiddenInput)

    def ask(self, question, answer):
        field = field_for(kinds.of(question), question, answer.value if answer else None)
        if isinstance(field, entries.LinesField):
            field.widget.is_judged = self.is_bound
        self.fields[f"r_{question.code}"] = field
        self.fields[f"v_{question.code}"] = forms.IntegerField(
            required=False, initial=answer.version if answer else 0, widget=forms.HiddenInput
        )

    def clean(self):
        """Every value that was understood as a choice or typed as a text is kept, whatever is wrong with it."""
        for question in self.questions:
            name = f"r_{question.code}"
            if name not in self.cleaned_data:  # a choice never offered, a file refused: what was kept stands
                continue
            value = kinds.of(question).read(question, self.cleaned_data[name])
            if hasattr(value, "accepted"):
                self.uploads[question] = value
            else:
                self.values[question] = value
        self.judge()

    def judge(self):
        """What is missing or wrong among the questions that these answers call for."""
        typed = self.kept | {question.code: value for question, value in self.values.items()}
        typed |= {question.code: {"name": "", "size": 0} for question in self.uploads}
        self.now_asked = codes(conditions.asked(self.every, typed))
        awaited = conditions.awaited(self.every, typed, self.day)
        for question in self.questions:
            name, kind, value = f"r_{question.code}", kinds.of(question), typed.get(question.code)
            if question.code not in self.now_asked or name in self.errors:
                continue
            if not kind.is_blank(value):
                sentence = kind.problem(question, value)
            else:
                sentence = ASKED if question.code in awaited else ""
            if sentence:
                self.add_error(name, sentence)
            if kind.is_blank(value) and question.code not in self.was_asked:
                self.opens.append(question)

    def versions(self):
        """By question id, the version that the writer saw; 0 when it was tampered with."""
        return {question.pk: self.cleaned_data.get(f"v_{question.code}") or 0 for question in self.questions}

    @property
    def holds_files(self):
        return any(kinds.of(question).holds_file for question in self.questions)

    @property
    def has_totals(self):
        return any(question.kind == kinds.Name.TABLE for question in self.questions)

    @property
    def has_conditions(self):
        return any(question.shown_if for question in self.questions)

    def rows(self):
        """Each question as the page shows it: its field, whether it is asked now, and its condition for the script."""
        here = codes(self.questions)
        for question in self.questions:
            yield {
                "field": self[f"r_{question.code}"],
                "code": question.code,
                "asked": question.code in self.now_asked,
                "asked_if": self.for_script(question.shown_if, here) if question.shown_if else "",
            }

    def for_script(self, condition, here):
        """The condition, with what this page cannot change already answered."""
        by_code = {question.code: question for question in self.every}
        tests = []
        for test in condition["tests"]:
            subject = by_code.get(test["code"])
            computed = subject and not kinds.of(subject).is_plain and test["operator"] in (GTE, LTE)
            if test["code"] in here and not computed:
                tests.append({**test, "name": f"r_{test['code']}"})
            else:
                value = self.kept.get(test["code"]) if test["code"] in self.was_asked else None
                tests.append({"known": conditions.meets(test, subject, value)})
        return json.dumps({"join": condition.get("join", "all"), "tests": tests})


def codes(questions):
    return {question.code for question in questions}


def changed_lines(data, questions):
    """The data with the entry that a button adds or removes; every other word stays as it was typed."""
    action = ENTRY.fullmatch(data.get("entry", "")) if data is not None else None
    if action is None:
        return data
    code = action["add"] or action["remove"]
    if code not in codes(questions):
        return data
    changed = data.copy()
    if action["add"]:
        entries.add(changed, f"r_{code}", HIGHEST)
    else:
        entries.remove(changed, f"r_{code}", int(action["number"]))
    return changed
