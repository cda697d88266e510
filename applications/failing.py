"""Hard rules that stand in the way of many files at once: as many queries for two thousand files as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import F, Q, QuerySet

from actors.models import Department, Membership
from applications import eligibility
from applications.models import Application, RuleOpinion
from programmes.eligibility import Facts, Status, status
from programmes.models import Rule


@dataclass(frozen=True)
class Failing:
    """How many hard rules are not met, and how many are still to be checked."""

    not_met: int
    unknown: int

    @property
    def is_clear(self) -> bool:
        return not (self.not_met or self.unknown)


class Fetched(eligibility.Shelf):
    """The shelf of several described projects, read once, each part when it is first asked."""

    def __init__(self, organisations: Collection[str]):
        self.organisations = organisations

    @cached_property
    def _sensitive(self):
        return super().sensitive()

    @cached_property
    def _memberships(self) -> dict[str, list[Membership]]:
        held = eligibility.held_from_chambers().filter(member__slug__in=self.organisations)
        found = defaultdict(list)
        for row in held.select_related("chamber", "member"):
            found[row.member.slug].append(row)
        return found

    @cached_property
    def _regions(self) -> dict[str, str]:
        return dict(Department.objects.values_list("pk", "region_id"))

    def sensitive(self):
        return self._sensitive

    def memberships(self, organisation):
        return self._memberships.get(organisation, [])

    def region_of(self, department):
        return self._regions.get(department)


def with_sent(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Adds what `of_each` reads of the snapshots, without the answers, which are long."""
    return applications.select_related("call__programme__region").annotate(
        sent_project=F("snapshot__data__project"), sent_declarations=F("snapshot__data__declarations")
    )


def of_each(applications: Iterable, day: date) -> dict[UUID, Failing]:
    """What each sent file fails, as its own page says: an officer's opinion on a rule stands for the computed answer.

    `applications` come from `with_sent`. A file without a snapshot is not in the answer.
    """
    sent = [application for application in applications if application.sent_project]
    shelf = Fetched(
        {row.sent_project["organisation_slug"] for row in sent if row.sent_project.get("organisation_slug")}
    )
    rules = rules_of({application.call for application in sent})
    opinions = opinions_on([application.pk for application in sent])
    found = {}
    for application in sent:
        own, said = rules[application.call_id], application.sent_declarations or {}
        declared = {rule.pk: said[rule.code] for rule in own if rule.code in said}
        facts = eligibility.facts(application.call, own, application.sent_project, declared, day, shelf)
        found[application.pk] = count(own, facts, opinions.get(application.pk, {}))
    return found


def rules_of(calls) -> dict[int, list[Rule]]:
    """All rules of each call, in one query for all calls: its programme's, then its own."""
    programmes = {call.programme_id for call in calls}
    found = Rule.objects.filter(Q(programme__in=programmes) | Q(call__in=calls))
    rows = sorted(found, key=lambda rule: (rule.call_id is not None, rule.position, rule.pk))
    return {
        call.pk: [rule for rule in rows if call.pk == rule.call_id or call.programme_id == rule.programme_id]
        for call in calls
    }


def opinions_on(applications) -> dict[UUID, dict[int, str]]:
    found = defaultdict(dict)
    for pk, rule, verdict in RuleOpinion.objects.filter(application__in=applications).values_list(
        "application", "rule", "verdict"
    ):
        found[pk][rule] = verdict
    return found


def count(rules: list[Rule], facts: Facts, opinions: dict[int, str]) -> Failing:
    hard = [rule for rule in rules if rule.strength == Rule.Strength.HARD]
    answers = [opinions.get(rule.pk) or status(rule, facts) for rule in hard]
    not_met = answers.count(Status.NOT_MET)
    return Failing(not_met, len(answers) - answers.count(Status.MET) - not_met)
