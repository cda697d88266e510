"""Rules that nobody can meet and rules that everybody meets, found by trying them with the evaluator itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, combinations, product

from programmes.eligibility import Facts, Status, complete, evaluate
from programmes.models import Rule
from programmes.rule_values import NUMBERS, STRUCTURE, Vocabulary, readable

PLACES = frozenset({"region", "lieu", "outre_mer"})
FORMS = frozenset({"forme", STRUCTURE})
OTHER = "_autre"  # an answer that no rule lists


@dataclass(frozen=True)
class Finding:
    rule: Rule
    reasons: list[str]


@dataclass
class Findings:
    """`impossible`: no profile meets them; `worn`: a part of them is out of date; `universal`: everybody meets them."""

    impossible: list[Finding] = field(default_factory=list)
    worn: list[Finding] = field(default_factory=list)
    universal: list[Finding] = field(default_factory=list)


def check(rules: Iterable[Rule], words: Vocabulary) -> Findings:
    """Findings on the rules given, each read alone, then with the other compulsory rules of its programme."""
    rules = list(rules)
    found, trials = Findings(), Trials(words)
    against = _exclusions(rules, trials)
    for rule in rules:
        lost = words.lost(rule.value)
        reasons = [*_alone(rule, trials, lost), *against.get(rule.pk, ())]
        if reasons:
            found.impossible.append(Finding(rule, reasons))
        elif lost:
            found.worn.append(Finding(rule, lost))
        elif rule.operator == Rule.Operator.ALWAYS:
            found.universal.append(Finding(rule, ["C’est voulu si le programme accueille tout le monde."]))
        elif rule.operator in Rule.LISTING | Rule.THRESHOLDS and trials.is_universal(rule):
            found.universal.append(Finding(rule, ["Toute personne qui répond la remplit : elle n’écarte personne."]))
    return found


class Trials:
    """Rules tried on the smallest set of profiles that tells them apart; what was tried once is remembered."""

    def __init__(self, words: Vocabulary):
        self.words = words
        self.known: dict[tuple, list[tuple[Status, ...]]] = {}

    def is_possible(self, *rules: Rule) -> bool:
        """Whether one profile meets all of them."""
        return any(set(statuses) == {Status.MET} for statuses in self._statuses(rules))

    def is_universal(self, rule: Rule) -> bool:
        return all(status == Status.MET for (status,) in self._statuses([rule]))

    def _statuses(self, rules):
        key = tuple((rule.operator, rule.value) for rule in rules)
        if key not in self.known:
            tried = profiles(rules, self.words)
            self.known[key] = [tuple(one.status for one in evaluate(rules, facts)) for facts in tried]
        return self.known[key]


def profiles(rules: Iterable[Rule], words: Vocabulary) -> Iterator[Facts]:
    """Profiles that answer every question the rules read, in every way that may matter to them."""
    listed = [pair for rule in rules if rule.operator in Rule.LISTING for pair in readable(rule.value)]
    questions = {question for question, _ in listed}
    ways = [_places(listed, words)] if questions & PLACES else []
    ways += [_forms(listed, words)] if questions & FORMS else []
    ways += [_ways(one, listed, words) for one in sorted(questions - PLACES - FORMS)]
    bounds: dict[str, set[Decimal]] = {}
    for rule in rules:
        if rule.operator in Rule.THRESHOLDS:
            for name, bound in readable(rule.value):
                bounds.setdefault(name, set()).update(
                    {Decimal(bound), Decimal(bound) - 1, Decimal(bound) + 1, Decimal(0)}
                )
    numbers = [[(name, number) for number in sorted(held) if number >= 0] for name, held in bounds.items()]
    for chosen in product(*ways):
        answers = complete(dict(chain.from_iterable(part.items() for part in chosen)))
        for counted in product(*numbers):
            yield Facts(answers, numbers=dict(counted))


def _alone(rule, trials, lost):
    """Why nobody can meet the rule, whatever the others; empty when somebody can."""
    if not is_readable(rule):
        return ["Sa valeur est vide ou mal écrite : ouvrez-la et choisissez de nouveau."]
    if rule.operator not in Rule.LISTING | Rule.THRESHOLDS or trials.is_possible(rule):
        return []
    deserted = [
        f"La région « {trials.words.label('region', answer)} » n’a aucun département."
        for question, answer in readable(rule.value)
        if question == "region" and answer not in trials.words.regions.values() and trials.words.label(question, answer)
    ]
    return [*lost, *deserted] or ["Aucune réponse ne permet de la remplir."]


def is_readable(rule: Rule) -> bool:
    """Whether the evaluator can read the rule: a number for a threshold, a list of pairs for the others."""
    pairs = readable(rule.value)
    if rule.operator in Rule.THRESHOLDS:
        return len(pairs) == 1 and pairs[0][0] in NUMBERS and pairs[0][1].replace(".", "", 1).isdecimal()
    return bool(pairs) or rule.operator not in Rule.LISTING


def _exclusions(rules, trials):
    """Sentences by rule on the compulsory rules of the same programme, or call, that cannot be met with it."""
    hard = [
        rule
        for rule in rules
        if rule.strength == Rule.Strength.HARD and rule.operator in Rule.LISTING | Rule.THRESHOLDS
    ]
    together: dict[int, list[Rule]] = {}
    for rule in hard:
        if is_readable(rule) and trials.is_possible(rule):
            together.setdefault(rule.programme_id or rule.call.programme_id, []).append(rule)
    found: dict[int, list[str]] = {}
    for first, second in chain.from_iterable(combinations(one, 2) for one in together.values()):
        other_call = first.call_id and second.call_id and first.call_id != second.call_id
        if not other_call and not trials.is_possible(first, second):
            for rule, other in [(first, second), (second, first)]:
                said = f"Personne ne peut la remplir en même temps que « {other.topic} : {other.not_met} »"
                found.setdefault(rule.pk, []).append(said)
    return found


def _ways(question, listed, words):
    """Ways to answer a question: each listed answer, all of them where several may be ticked, and another one."""
    group = words.group_of(question)
    offered = {pair.partition(":")[2] for pair in (group.choices if group else ()) if pair.startswith(f"{question}:")}
    named = sorted({answer for asked, answer in listed if asked == question} & offered)
    ways = [frozenset({answer}) for answer in named]
    if group and group.many:
        return [{question: way} for way in [*ways, frozenset(named), frozenset()]]
    ways += [frozenset({OTHER})] if offered - set(named) else []
    return [{question: way} for way in ways] or [{}]


def _places(listed, words):
    """One département of each sort that the rules tell apart: listed, in a listed region, overseas, elsewhere."""
    named = {answer for question, answer in listed if question == "lieu"}
    regions = {answer for question, answer in listed if question == "region"}
    sorts: dict[tuple, str] = {}
    for department, region in words.regions.items():
        overseas = complete({"region": {region}})["outre_mer"]
        sort = (department if department in named else "", region if region in regions else "", overseas)
        sorts.setdefault(sort, department)
    return [{"lieu": {code}, "region": {words.regions[code]}} for code in sorts.values()] or [{}]


def _forms(listed, words):
    """Legal forms, listed or not, with the structure that follows from them."""
    if "forme" in words.groups:
        return _ways("forme", [*listed, ("forme", "sans_structure")], words)
    return [{STRUCTURE: frozenset({answer})} for answer in ("existante", "aucune")]
