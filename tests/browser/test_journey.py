"""The whole journey through the pages, on a database that holds only the directory: from the call to the follow-up."""

import pytest
from django.core import mail

from accounts.models import Mail
from applications.models import Application
from followup.models import HourPackage
from tests.browser import journey_applying as applying
from tests.browser import journey_calling as calling
from tests.browser import journey_committee as committee
from tests.browser import journey_following as following
from tests.browser import journey_screening as screening
from tests.browser import journey_session as session
from tests.browser.journey_aside import sends_without_pages
from tests.browser.journey_gestures import post_arrives
from tests.browser.journey_people import COLLINES, NOUR, PHONE, RECOUSU, VALLON, Team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = [COLLINES.title, VALLON.title, RECOUSU.title]
MEMBERS = ["Ariane Roux", "Bakary Diallo", "Colette Imbert"]
REMAINS = {
    COLLINES.title: ("confirmed", ["submit", "admit_to_review", "select", "confirm"], ["admit"]),
    VALLON.title: ("declined", ["submit", "admit_to_review", "decline"], ["decline"]),
    RECOUSU.title: ("redirected", ["submit", "admit_to_review", "redirect"], ["redirect"]),
}
RESERVE = "Projet clair, calendrier à préciser."


@pytest.mark.parametrize(
    "javascript", [pytest.param(True, id="javascript", marks=pytest.mark.journey), pytest.param(False, id="plain")]
)
def test_journey_from_the_call_to_the_first_meeting(facts, open_as, javascript):
    team = Team(open_as, javascript)

    a_call_is_announced(team)
    three_projects_apply(team)
    the_officer_screens(team)
    the_committee_reads(team)
    the_committee_decides(team)
    the_answers_arrive(team)
    the_follow_up_begins(team)

    assert what_remains() == REMAINS
    assert list(HourPackage.objects.order_by("kind").values_list("kind", "used_minutes")) == [
        ("mentor", 0),
        ("referent", 90),
    ]
    assert Mail.objects.filter(sent_at=None).count() == 0
    assert Mail.objects.count() == len(mail.outbox)


def a_call_is_announced(team):
    officer = team.page_of(team.claire)
    calling.writes_the_call(team, officer)
    calling.writes_the_questions(officer)
    calling.is_not_public_yet(team.newcomer())
    calling.publishes_the_call(officer)


def three_projects_apply(team):
    nour = team.nour = team.newcomer(PHONE)
    applying.finds_the_programme(nour)
    applying.signs_up(nour, "Nour", "Belkacem", NOUR)
    applying.describes(nour, COLLINES)
    applying.reads_why_a_condition_is_not_met(nour)
    applying.begins(nour)
    applying.leaves_and_resumes(nour, COLLINES)
    applying.answers_everything(nour, COLLINES)
    applying.corrects_the_project(nour)
    applying.declares(nour)
    applying.is_refused_a_disguised_page(nour)
    applying.joins_the_proof(nour, COLLINES)
    applying.sends(nour, COLLINES, NOUR)
    applying.applies_at_once(team.page_of(team.lucie, PHONE), VALLON, team.lucie.email)
    sends_without_pages(team.samir, RECOUSU)


def the_officer_screens(team):
    officer = team.page_of(team.claire)
    screening.finds_the_file(officer, COLLINES.title)
    screening.sees_no_file_of_another_chamber(team.page_of(team.denis), COLLINES.title, officer.url)
    screening.notes_the_conditions(officer)
    screening.asks_for_the_budget(team, officer)
    screening.provides_the_budget(team.nour, NOUR)
    screening.closes_the_request(officer, COLLINES.title, team.claire)
    screening.declares_admissible(officer)
    for title in TITLES[1:]:
        screening.finds_the_file(officer, title)
        screening.notes_the_conditions(officer)
        screening.declares_admissible(officer)


def the_committee_reads(team):
    committee.composes_the_committee(team, team.page_of(team.claire), TITLES)
    committee.gives_the_files(team.page_of(team.claire), TITLES, MEMBERS)
    bakary = team.bakary = team.newcomer()
    committee.enters_with_a_code(bakary, committee.BAKARY)
    ariane, colette = team.page_of(team.ariane), team.page_of(team.colette)
    for page in [ariane, bakary, colette]:
        committee.opens_the_committee(page)
    committee.declares_a_link(colette, COLLINES.title)
    committee.marks(colette, VALLON, ["4", "3"], RESERVE)
    for page in [ariane, bakary]:
        committee.marks(page, COLLINES, ["4", "5"], "Besoin démontré.")
        committee.goes_back_to_the_files(page)
        committee.marks(page, VALLON, ["4", "3"], "Équipe solide.")
    committee.does_not_see_the_others_yet(bakary, VALLON.title, RESERVE)


def the_committee_decides(team):
    """Two places: a third admission is refused, then the committee changes its mind; nobody outside knows."""
    officer, holders = team.page_of(team.claire), [team.nour, team.page_of(team.lucie), team.page_of(team.samir, PHONE)]
    before = [session.what_is_seen(page) for page in holders]
    session.opens_the_session(officer, MEMBERS)
    committee.sees_the_others(team.bakary, VALLON.title, RESERVE)
    session.notes_who_leaves(officer, COLLINES.title, "Colette Imbert")
    session.decides(officer, COLLINES.title, "Admettre", session.PRAISE)
    session.decides(officer, VALLON.title, "Admettre", session.PRAISE)
    session.is_refused_a_third_place(officer, RECOUSU.title)
    session.decides(officer, VALLON.title, "Ne pas retenir", reason=session.REASON, advice=session.ADVICE)
    session.decides(officer, RECOUSU.title, "Orienter", session.WHY_ELSEWHERE, programme=session.ELSEWHERE)
    session.closes_the_session(officer)
    post_arrives()
    assert [session.what_is_seen(page) for page in holders] == before


def the_answers_arrive(team):
    session.publishes_the_decisions(team.page_of(team.claire))
    post_arrives()
    session.reads_the_letter(team.nour, NOUR, "Une place vous est proposée", "Une place vous attend", session.PRAISE)
    lucie, samir = team.page_of(team.lucie), team.page_of(team.samir)
    answer = "Réponse à votre candidature"
    session.reads_the_letter(lucie, team.lucie.email, "Non retenue cette fois", answer, session.REASON, session.ADVICE)
    lead = "Pour votre projet, nous pensons à"
    session.reads_the_letter(samir, team.samir.email, "Une autre piste", lead, session.WHY_ELSEWHERE)
    session.accepts_the_other_programme(samir)


def the_follow_up_begins(team):
    officer = team.page_of(team.claire)
    following.confirms_the_place(team.nour)
    following.opens_the_promotion(officer, COLLINES)
    following.names(officer, "Référent ou référente", team.rachel)
    following.names(officer, "Mentor", team.mehdi, following.NEED)
    following.logs_the_first_meeting(team.page_of(team.rachel, PHONE))
    following.reads_the_meeting(team.nour, COLLINES, NOUR)
    following.sees_what_concerns_him(team.page_of(team.mehdi), COLLINES)


def what_remains():
    """State, moves and decisions in force of each application, by title of the project."""
    return {
        file.project.title: (
            file.state,
            [step.name for step in file.steps.order_by("pk")],
            list(file.decisions.filter(superseded_at=None).values_list("outcome", flat=True)),
        )
        for file in Application.objects.select_related("project")
    }
