"""Seeded sequences of two writers on one draft: nothing typed is lost, nothing is replaced unseen.

A hundred each time, the whole thousand with EDITING_SEQUENCES=1000; a tenth of them go through the pages (`HttpWire`).
"""

import os

import pytest
from django.test import Client
from django.urls import reverse

from applications import draft
from applications.models import Answer, Application, DraftPage
from applications.pages import OpenPage, digest
from applications.views.saving import joined
from tests.applications.two_writers import CODES, Sequence, Told
from tests.cast import build_cast
from tests.factories import QuestionFactory, TeamMemberFactory

RUNS, A_BATCH = int(os.environ.get("EDITING_SEQUENCES", "100")), 50
HTTP_RUNS = RUNS // 10


class DomainWire:
    """Saves go straight to `draft.save`."""

    def __init__(self, cast):
        self.application = cast.application
        self.writers = [cast.holder, cast.stranger]
        TeamMemberFactory(project=cast.project, user=cast.stranger, role="editor")
        self.questions = {
            code: QuestionFactory(revision=cast.application.revision, code=code, required=False, kind="long")
            for code in CODES
        }

    def fresh(self):
        Answer.objects.filter(application=self.application).delete()
        DraftPage.objects.filter(application=self.application).delete()
        Application.objects.filter(pk=self.application.pk).update(state="draft", number=None)
        return self

    def submit(self):
        Application.objects.filter(pk=self.application.pk).update(state="submitted", number="C-2027-0001")

    def stored(self):
        rows = Answer.objects.filter(application=self.application)
        return {
            code: (version, value) for code, version, value in rows.values_list("question__code", "version", "value")
        }

    def chosen(self, request):
        stored, values = self.stored(), {}
        for code, value in request.values.items():
            version, text = stored.get(code, (0, ""))
            choice = request.choices.get(code)
            if version and choice == "saved":
                value = text
            elif version and choice == "both" and version == request.base[code][0]:
                value = joined(self.questions[code], text, value)
            values[code] = value
        return values

    def send(self, request):
        values = self.chosen(request)
        shown = {code: digest(text) for code, (_, text) in request.base.items()}
        try:
            saved = draft.save(
                self.application,
                {self.questions[code]: value for code, value in values.items()},
                {self.questions[code].pk: version for code, (version, _) in request.base.items()},
                by=request.page.writer,
                page=OpenPage(request.page.name, request.number, shown),
                in_passing=not request.pressed,
            )
        except draft.TooLate:
            return Told()
        except draft.NotADraft:
            return Told(is_sent=True)
        return Told(
            {code: (version, values[code]) for code, version in saved.versions.items()},
            {clash.question.code: (clash.saved.version, clash.saved.value) for clash in saved.clashes},
            values,
        )


class HttpWire(DomainWire):
    """The same through the address of the step, as a browser posts it."""

    def __init__(self, cast):
        super().__init__(cast)
        self.address = reverse("applications:step", args=[self.application.pk, 1])
        self.clients = {writer: Client() for writer in self.writers}
        for writer, client in self.clients.items():
            client.force_login(writer, backend="accounts.backends.PasswordBackend")

    def send(self, request):
        fields = {"writer": request.page.name, "number": request.number}
        for code, value in request.values.items():
            version, text = request.base[code]
            fields |= {f"r_{code}": value, f"v_{code}": version, f"d_{code}": digest(text)}
        fields |= {f"k_{code}": choice for code, choice in request.choices.items()}
        client = self.clients[request.page.writer]
        if request.pressed:
            return self.read_page(client.post(self.address, {**fields, "continue": "1"}))
        return self.read_json(client.post(self.address, fields, headers={"X-Autosave": "1"}).json(), request)

    def read_json(self, told, request):
        versions = {code: (version, request.values[code]) for code, (version, _) in told.get("answers", {}).items()}
        clashes = {clash["code"]: (0, "") for clash in told.get("clashes", [])}
        return Told(versions, clashes, is_sent=told["state"] == "sent")

    def read_page(self, response):
        if response.status_code == 302:
            return Told()
        if "typed" in response.context:
            return Told(is_sent=True)
        data = response.context["form"].data
        clashes = {clash.question.code: clash.saved for clash in response.context["clashes"]}
        kept = {code: data[f"r_{code}"] for code in CODES}
        standing = {code: (int(data[f"v_{code}"]), kept[code]) for code in CODES if code not in clashes}
        versions = {code: at for code, at in standing.items() if data[f"d_{code}"] == digest(at[1])}
        return Told(versions, {code: (answer.version, answer.value) for code, answer in clashes.items()}, kept)


@pytest.mark.django_db
@pytest.mark.parametrize("batch", range(RUNS // A_BATCH))
def test_nothing_typed_is_lost_by_two_writers(batch):
    wire = DomainWire(build_cast())

    for seed in range(batch * A_BATCH, (batch + 1) * A_BATCH):
        Sequence(wire.fresh(), seed).run()


@pytest.mark.django_db
def test_nothing_typed_is_lost_through_the_pages():
    wire = HttpWire(build_cast())

    for seed in range(HTTP_RUNS):
        Sequence(wire.fresh(), seed).run()
