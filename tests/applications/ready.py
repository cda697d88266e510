"""A draft that lacks nothing: one answer, one document, the letters; ready to be sent."""

from applications import draft
from tests.applications.selection import load_letters
from tests.cast import build_cast
from tests.factories import AttachmentFactory, CallDocumentFactory, QuestionFactory


def build_ready(**call):
    cast = build_cast()
    for name, value in call.items():
        setattr(cast.call, name, value)
    cast.call.save()
    load_letters()
    question = QuestionFactory(revision=cast.application.revision, code="besoin", section="Votre projet")
    draft.save_answers(cast.application, {question: "Les habitants le demandent."}, {}, by=cast.holder)
    wanted = CallDocumentFactory(call=cast.call)
    AttachmentFactory(application=cast.application, call_document=wanted, document__kind=wanted.kind)
    return cast
