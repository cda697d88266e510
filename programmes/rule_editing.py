"""Writing a rule: its code, its place, and two officers who never overwrite each other in silence."""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.text import slugify

from accounts.models import User
from actors.models import Source
from actors.revision import bump
from programmes import calls
from programmes.models import Call, Programme, Rule
from programmes.rule_forms import RuleForm

LONGEST = 50


class Stale(Exception):
    """Somebody saved the rule since the form was opened; `stored` is the rule as it stands."""

    def __init__(self, stored: Rule):
        super().__init__("stale rule")
        self.stored = stored


def may_write(rule: Rule) -> bool:
    """Of the rules that a person sees, those she may change: the rules of a call are frozen once it is announced."""
    return rule.call is None or rule.call.published_at is None


def version_of(rule: Rule) -> int:
    """The number of the last saved version: every door writes one, the load of the facts included."""
    return rule.history.aggregate(last=Max("history_id"))["last"] or 0


@transaction.atomic
def create(form: RuleForm) -> Rule:
    """Save a new rule under a free code, at the end of the list unless a place was written."""
    rule = form.instance
    siblings = _siblings(rule)
    rule.code = _free_code(rule.met, set(siblings.values_list("code", flat=True)))
    _place(rule, siblings)
    return _save(form)


@transaction.atomic
def update(form: RuleForm) -> Rule:
    """Save the rule if nobody saved it since the form was opened; raises Stale otherwise, and changes nothing."""
    stored = Rule.objects.select_for_update().get(pk=form.instance.pk)
    if version_of(stored) != (form.cleaned_data["version"] or 0):
        raise Stale(stored)
    _place(form.instance, _siblings(stored))
    return _save(form)


def _save(form):
    rule = form.save()
    rule.redirects.set(form.cleaned_data["redirects"])
    rule.sources.set(form.cleaned_data["sources"])
    bump()
    return rule


def _siblings(rule):
    """The other rules that one application may have to meet: those of the programme, of its calls."""
    programme = rule.programme or rule.call.programme
    return Rule.objects.filter(Q(programme=programme) | Q(call__programme=programme)).exclude(pk=rule.pk)


def _place(rule, siblings):
    if rule.position is None:
        own = siblings.filter(programme=rule.programme, call=rule.call)
        rule.position = (own.aggregate(last=Max("position"))["last"] or 0) + 1


def _free_code(sentence, taken):
    stem = slugify(sentence)[:LONGEST].strip("-") or "regle"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def owners(user: User) -> dict[str, Programme | Call]:
    """What the person may write a rule for, by key: programmes that she leads, calls of hers not announced yet."""
    drafts = Call.objects.run_by(user).filter(published_at=None).order_by("title")
    programmes: dict[str, Programme | Call] = {f"programme-{one.pk}": one for one in calls.led_by(user)}
    return programmes | {f"appel-{one.pk}": one for one in drafts}


def blank(owner: Programme | Call) -> Rule:
    """A rule to be written for a programme or a call."""
    name = "call" if isinstance(owner, Call) else "programme"
    return Rule(position=None, **{name: owner})


def links(rule: Rule) -> dict[str, list[tuple[int | str, str, bool]]]:
    """What the rule may lead to and come from: rows (key, label, whether it is chosen) under the name of the field."""
    sources = Source.objects.annotate(chosen=_chosen(Rule.sources.through, rule, "source")).filter(
        Q(public=True) | Q(chosen=True)
    )
    return {
        "redirects": list(_elsewhere(rule).values_list("pk", "name", "chosen")),
        "sources": list(sources.values_list("pk", "label", "chosen")),
    }


def _elsewhere(rule):
    """Programmes of the same region or of all France, and those already chosen."""
    programme = rule.programme or rule.call.programme
    others = Programme.objects.public().exclude(pk=programme.pk)
    others = others.annotate(chosen=_chosen(Rule.redirects.through, rule, "programme"))
    if programme.region_id:
        others = others.filter(Q(region=programme.region_id) | Q(region=None) | Q(chosen=True))
    return others


def _chosen(through, rule, name):
    return Exists(through.objects.filter(rule=rule.pk, **{name: OuterRef("pk")}))
