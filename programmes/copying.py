"""A call made from a former one: everything that was written is kept, everything that was dated is cleared."""

from django.db import models, transaction

from accounts.models import User
from programmes import calls
from programmes.checklist import COPY_MARK
from programmes.models import Call, Rule
from programmes.questions import copy_questions

CLEARED = {
    "id", "slug", "title", "sort_title", "opens_at", "closes_at", "committee_on", "answer_by", "starts_on",
    "published_at", "extended_at", "cancelled_at", "cancel_note", "created_at", "changed_at", "copied_from",
    "version",
}  # fmt: skip
ROWS = ["categories", "documents", "criteria", "own_letters"]


@transaction.atomic
def copy(call: Call, *, by: User) -> Call:
    """A call in preparation with the texts, rules, grid, documents and questions of `call`, and no date.

    Raises CallRefused when the person does not run `call`, or may not open a call for its programme.
    """
    source = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if source is None or not calls.led_by(by).filter(pk=source.programme_id).exists():
        raise calls.CallRefused("Vous ne pouvez pas ouvrir d’appel pour ce programme.")
    title = source.title.removesuffix(COPY_MARK)[: 160 - len(COPY_MARK)] + COPY_MARK
    kept = {field.attname: getattr(source, field.attname) for field in written_fields(Call, CLEARED)}
    made = Call.objects.create(**kept, title=title, slug=calls.free_slug(title), copied_from=source)
    for name in ROWS:
        copy_rows(getattr(source, name).all(), call=made)
    copy_rules(source, made)
    copy_questions(calls.form_of(source), calls.form_of(made))
    return made


def written_fields(model: type[models.Model], without: set[str]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if field.name not in without]


def copy_rows(rows: models.QuerySet, **parent: models.Model) -> None:
    """The same rows under another parent, every other field as it stands."""
    without = {rows.model._meta.pk.name, *parent}
    kept = written_fields(rows.model, without)
    for row in rows:
        rows.model.objects.create(**{field.attname: getattr(row, field.attname) for field in kept}, **parent)


def copy_rules(source: Call, made: Call) -> None:
    """The call's own conditions, with the other leads and the sources that they name."""
    kept = written_fields(Rule, {"id", "call"})
    for rule in source.own_rules.all():
        twin = Rule.objects.create(**{field.attname: getattr(rule, field.attname) for field in kept}, call=made)
        twin.redirects.set(rule.redirects.all())
        twin.sources.set(rule.sources.all())
