"""The twelve test visitors: nothing expected is refused to them, and every expected refusal is raised."""

from collections import defaultdict

import pytest

from ess_portal.directory.load import DATA
from ess_portal.directory.rows import Known, read
from programmes.eligibility import evaluate, gather, pairs
from programmes.models import Programme

PROFILES = read(DATA, "profiles.csv", {"code", "answers", "expected_programmes", "expected_refusals"}, Known())


def facts_of(profile):
    answers = defaultdict(set)
    for question, answer in pairs(profile.text("answers")):
        answers[question].add(answer)
    return gather(answers)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.text("code"))
def test_a_profile_is_refused_what_is_expected_and_nothing_of_what_suits_her(directory, profile):
    programmes = Programme.objects.prefetch_related("rules__redirects")
    facts = facts_of(profile)

    verdicts = {
        f"{programme.slug}:{verdict.rule.code}": verdict
        for programme in programmes
        for verdict in evaluate(programme.rules.all(), facts)
    }

    refusals = {key for key, verdict in verdicts.items() if verdict.is_refusal}
    expected = set(profile.many("expected_programmes"))
    assert {key for key in refusals if key.split(":")[0] in expected} == set()
    not_met = {key for key, verdict in verdicts.items() if verdict.status == "not_met"}
    assert set(profile.many("expected_refusals")) - not_met == set()
    assert len(PROFILES) == 12
