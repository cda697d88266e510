"""What a team changed between two sendings of one file, in words."""

from dataclasses import dataclass

from applications import answers, reading
from applications.models import Application, Reopening
from ess_portal.lib import french
from programmes.models import Rule

NOTHING = "rien"
DECLARED = {"oui": "oui", "non": "non", "inconnu": "ne sait pas"}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Modification:
    """One sending after the first: when, by whom, what moved; `former` is the whole of what it replaced."""

    reopening: Reopening
    changes: list[Change]


def modifications(application: Application) -> list[Modification]:
    """Every sending after the first, the oldest first."""
    sent = list(application.reopenings.filter(end=Reopening.End.SENT).select_related("ended_by"))
    if not sent:
        return []
    versions = [reopening.before for reopening in sent] + [application.snapshot.data]
    rules = dict(Rule.objects.of_call(application.call).values_list("code", "met"))
    return [
        Modification(reopening, between(before, after, rules))
        for reopening, before, after in zip(sent, versions, versions[1:], strict=False)
    ]


def between(before: dict, after: dict, rules: dict[str, str]) -> list[Change]:
    """The lines that differ, in the order of the page: project, answers, conditions, documents."""
    old, new = lines(before, rules), lines(after, rules)
    return [
        Change(label, old.get(key, (label, NOTHING))[1] or NOTHING, new.get(key, (label, NOTHING))[1] or NOTHING)
        for key, (label, _) in {**new, **{key: line for key, line in old.items() if key not in new}}.items()
        if old.get(key, ("", ""))[1] != new.get(key, ("", ""))[1]
    ]


def lines(data: dict, rules: dict[str, str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(label, words) of everything that a version says, under a key that does not change from one to the next."""
    project = data["project"]
    found = {("project", "title"): ("Nom du projet", project["title"])}
    for key, label in reading.LABELS:
        found["project", key] = (label, reading.fact(key, project.get(key)))
    for answer in data["answers"]:
        found["answer", answer["code"]] = (answer["label"], shown(answer))
    for code, value in data["declarations"].items():
        found["rule", code] = (rules.get(code, code), DECLARED.get(value, value))
    for kind, names in documents(data).items():
        found["document", kind] = (kind, ", ".join(names))
    return found


def shown(answer: dict) -> str:
    return answers.shown(answer["kind"], answer["value"], answer.get("columns", ()))


def documents(data: dict) -> dict[str, list[str]]:
    """Names of the files by kind, with their size: a new version often keeps its name."""
    found: dict[str, list[str]] = {}
    for given in data["documents"]:
        found.setdefault(given["kind"], []).append(f"{given['name']} ({french.number(given['size'])}\u00a0octets)")
    return found
