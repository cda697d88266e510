"""A rule said in French, for whoever writes it: what it checks, then what the person reads in each case."""

from collections.abc import Iterable
from decimal import Decimal

from ess_portal.lib import french
from programmes.models import Rule
from programmes.rule_values import STRUCTURE, Group, Vocabulary, readable

IN_REGION = {"04": "à La Réunion", "06": "à Mayotte", "32": "dans les Hauts-de-France", "44": "dans le Grand Est",
             "52": "dans les Pays de la Loire"}  # fmt: skip
STRUCTURE_DENIED = {
    f"{STRUCTURE}:existante": "aucune structure n’existe encore",
    f"{STRUCTURE}:aucune": "une structure existe déjà",
}


def describe(rule: Rule, words: Vocabulary) -> str:
    """What the rule checks, as the end of a sentence: « le projet se passe en Bretagne »."""
    if rule.operator == Rule.Operator.ALWAYS:
        return "rien n’est vérifié, la condition est toujours remplie"
    if rule.operator == Rule.Operator.DECLARED:
        return f"la personne répond « oui » à « {rule.met} »"
    if rule.operator in Rule.THRESHOLDS:
        return _threshold(rule)
    denied = rule.operator == Rule.Operator.NOT_IN
    chosen: dict[str, list[str]] = {}
    for question, answer in words.known(rule.value):
        chosen.setdefault(words.group_of(question).code, []).append(f"{question}:{answer}")
    parts = [_part(words.groups[code], listed, denied) for code, listed in chosen.items()]
    return (", et " if denied else ", ou ").join(parts) or "aucune réponse n’est choisie"


def explain(rule: Rule, words: Vocabulary, leads: Iterable[str]) -> list[str]:
    """The whole rule, sentence by sentence; `leads` are the names of the programmes proposed instead."""
    said = [f"{rule.get_strength_display()} : {describe(rule, words)}."]
    if rule.met:
        said.append(f"Si c’est le cas, la personne lit : « {rule.met} »")
    if rule.operator != Rule.Operator.ALWAYS:
        said += _otherwise(rule, [f"« {lead} »" for lead in leads])
    return [french.no_break(sentence) for sentence in said]


def _otherwise(rule, elsewhere):
    hard = rule.strength == Rule.Strength.HARD
    if rule.not_met:
        yield f"Si ce n’est pas le cas, la personne lit : « {rule.not_met} »"
    yield "Le programme ne lui est pas proposé." if hard else "Le programme lui reste proposé, moins haut."
    if rule.remedy:
        yield f"Ce qu’elle peut faire : « {rule.remedy} »"
    if elsewhere:
        yield f"Elle est orientée vers {_either(elsewhere)}."
    if rule.unknown:
        yield f"Tant qu’on ne le sait pas, elle lit : « {rule.unknown} »"


def amount(name: str, bound: Decimal) -> str:
    """« 3 ans », « 80 000 € »."""
    whole, _, decimals = f"{bound:f}".partition(".")
    unit = "€" if name == "eur" else ("an" if abs(bound) < 2 else "ans")
    return f"{french.number(int(whole))}{f',{decimals}' if decimals else ''} {unit}"


def _threshold(rule):
    ((name, bound),) = readable(rule.value) or [("", "")]
    subject = {"years": "la structure a", "eur": "le montant déclaré est d’"}.get(name)
    if subject is None:
        return "aucun nombre n’est donné"
    way = "au plus" if rule.operator == Rule.Operator.LTE else "au moins"
    return f"{subject}{'' if subject.endswith('’') else ' '}{way} {amount(name, Decimal(bound))}"


def _part(group: Group, listed: list[str], denied: bool) -> str:
    labels = [group.choices[pair] for pair in listed]
    if group.code == STRUCTURE:
        said = [STRUCTURE_DENIED[pair] if denied else _lower(group.choices[pair]) for pair in listed]
        return (" et " if denied else " ou ").join(said)
    if group.code == "region":
        where = [IN_REGION.get(pair.partition(":")[2], f"en {group.choices[pair]}") for pair in listed]
        return _said("le projet", "se passe", where, denied)
    if group.code in {"lieu", "zone"}:
        one, several = (
            ("cette zone", "une de ces zones") if group.code == "zone" else ("ce département", "un de ces départements")
        )
        verb = "ne se passe pas" if denied else "se passe"
        return f"le projet {verb} dans {one if len(labels) == 1 else several} : {_either(labels)}"
    quoted = [f"« {label} »" for label in labels]
    if group.many:
        if not denied:
            return f"à « {group.label} », {_either(quoted)} est coché"
        return f"à « {group.label} », " + (
            f"{quoted[0]} n’est pas coché" if len(quoted) == 1 else f"{_neither(quoted)} n’est coché"
        )
    return f"à « {group.label} », {_said('la réponse', 'est', quoted, denied)}"


def _said(subject, verb, listed, denied):
    """« le projet se passe en A ou en B », « la réponse n’est ni A ni B », « la réponse n’est pas A »."""
    if not denied:
        return f"{subject} {verb} {_either(listed)}"
    no = "n’" if verb == "est" else "ne "
    return f"{subject} {no}{verb} {f'pas {listed[0]}' if len(listed) == 1 else _neither(listed)}"


def _neither(listed):
    """« ni A ni B », « ni A, ni B, ni C »."""
    return "ni " + (", ni " if len(listed) > 2 else " ni ").join(listed)


def _either(listed):
    """« A », « A ou B », « A, B ou C »."""
    return " ou ".join(part for part in (", ".join(listed[:-1]), listed[-1]) if part)


def _lower(text):
    return text[:1].lower() + text[1:]
