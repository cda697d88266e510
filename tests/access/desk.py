"""The matrix of the back-office: the leading organisation runs it, a partner reads the call, others nothing."""

from actors.models import Import
from tests.access.matrix import SIGN_IN, Line, office_of
from tests.access.reference import LISTS, SHEETS, first_of, name_of

STAFF = ["officer", "superuser", "other_officer", "partner_officer"]


def desk(target=lambda world: [], *, running=200, partner=404, other=404, post_only=False):
    """`running`: who runs the call; `partner`: the consortium's officer; `other`: another CRESS; the rest sign in."""
    answers = {"officer": running, "superuser": running, "partner_officer": partner, "other_officer": other}
    return Line(answers, others=SIGN_IN, target=target, post_only=post_only)


def everybody_on_the_desk(answer=200):
    return desk(running=answer, partner=answer, other=answer)


def superuser_only(target=lambda world: [], answer=200, post_only=False):
    return Line(
        {"superuser": answer, "officer": 403, "partner_officer": 403, "other_officer": 403},
        others=SIGN_IN,
        target=target,
        post_only=post_only,
    )


NOBODY = desk(running=403, partner=403, other=403)
MAY_OPEN = desk(partner=403, other=403)


def pages(model, target, *, add=NOBODY, partner=404):
    """The five pages that the admin gives to a model; nothing of ours is deleted by hand."""
    return {
        f"admin:{model}_changelist": everybody_on_the_desk(),
        f"admin:{model}_add": add,
        f"admin:{model}_change": desk(target, partner=partner),
        f"admin:{model}_history": desk(target, partner=partner),
        f"admin:{model}_delete": desk(target, running=403, partner=403, other=403),
    }


def reference_pages(model, target, *, add=200, delete=403):
    return {
        f"admin:{model}_changelist": superuser_only(),
        f"admin:{model}_add": superuser_only(answer=add),
        f"admin:{model}_change": superuser_only(target),
        f"admin:{model}_history": superuser_only(target),
        f"admin:{model}_delete": superuser_only(target, answer=delete),
    }


def call_of(world):
    return [world.cast.call.pk]


def file_of(world):
    return [world.cast.application.pk]


def form_of(world):
    return [world.correction.pk]


def question_of(world):
    return [world.correction.pk, world.correction.questions.first().pk]


def rule_of(world):
    return [world.rule.pk]


def session_of(world):
    return [world.cast.session.pk]


def item_of(world):
    return [world.cast.session.pk, world.cast.item.pk]


def seat_of(world):
    return [world.cast.session.pk, world.cast.session.members.first().pk]


SESSION_ACTS = ["plan", "invite", "agenda", "convene", "open", "attend", "close", "reopen", "publish", "call_up"]
SESSION_ACTS += ["close_list", "remind"]

DESK = {
    "admin:index": everybody_on_the_desk(),
    "admin:login": Line(others=403),
    "admin:logout": Line(dict.fromkeys(STAFF, 405), others=302, visitor=SIGN_IN),
    "admin:password_change": everybody_on_the_desk(302),
    "admin:password_change_done": everybody_on_the_desk(),
    "admin:autocomplete": everybody_on_the_desk(403),
    "admin:jsi18n": everybody_on_the_desk(),
    "admin:view_on_site": desk(lambda w: [1, 0], partner=404, running=404),
    "admin:app_list": Line(dict.fromkeys(STAFF, 200), others=SIGN_IN, target=lambda w: ["applications"]),
    **reference_pages("accounts_user", lambda w: [w.cast.holder.pk]),
    **reference_pages("accounts_mail", lambda w: [w.mail.pk], add=403),
    "admin:accounts_mail_resend": superuser_only(lambda w: [w.mail.pk], answer=302, post_only=True),
    "admin:accounts_wording_changelist": everybody_on_the_desk(),
    "admin:accounts_wording_text": Line(
        dict.fromkeys(STAFF, 200), others=SIGN_IN, target=lambda w: ["courriel", "committee_invitation"]
    ),
    "admin:accounts_wording_restore": Line(
        {"superuser": 302, "officer": 403, "partner_officer": 403, "other_officer": 403},
        others=SIGN_IN,
        target=lambda w: ["courriel", "committee_invitation"],
        post_only=True,
    ),
    **reference_pages("accounts_accessentry", lambda w: [w.entry.pk], add=403),
    **{
        name: line
        for model in LISTS
        for name, line in reference_pages(name_of(model), first_of(model), delete=200).items()
    },
    **{
        name: line
        for model in SHEETS
        for name, line in reference_pages(name_of(model), first_of(model), delete=200).items()
    },
    "admin:actors_actor_history": Line(  # a sheet that is not hers does not exist for an officer
        {"superuser": 200, "officer": 302, "partner_officer": 302, "other_officer": 302},
        others=SIGN_IN,
        target=first_of(SHEETS[0]),
    ),
    "admin:actors_import_model": superuser_only(lambda w: ["organisation"]),
    **{
        f"admin:actors_import_{act}": Line(
            {"superuser": 200, "officer": 403, "partner_officer": 403, "other_officer": 403},
            others=SIGN_IN,
            target=first_of(Import),
            post_only=True,
        )
        for act in ["apply", "undo"]
    },
    **pages("programmes_call", call_of, add=MAY_OPEN, partner=200),
    **pages("programmes_formrevision", lambda w: [w.cast.application.revision_id], partner=200),
    "admin:programmes_formrevision_changelist": everybody_on_the_desk(302),
    "admin:programmes_form_correct": desk(call_of, post_only=True),
    "admin:programmes_form_publish": desk(form_of),
    "admin:programmes_form_give_up": desk(call_of, post_only=True),
    "admin:programmes_form_part": desk(form_of, post_only=True),
    "admin:programmes_question_add": desk(form_of),
    "admin:programmes_question_edit": desk(question_of),
    "admin:programmes_question_act": desk(lambda w: [*question_of(w), "monter"], post_only=True),
    "admin:applications_form_preview": desk(form_of, partner=200),
    "admin:programmes_call_publish": desk(call_of, post_only=True),
    "admin:programmes_call_extend": desk(call_of),
    "admin:programmes_call_cancel": desk(call_of),
    "admin:programmes_call_copy": desk(call_of, post_only=True),
    "admin:programmes_call_meetings": desk(call_of),
    "admin:programmes_call_exempt": desk(call_of, post_only=True),
    "admin:programmes_call_meeting": desk(lambda w: [*call_of(w), w.meeting_to_come.pk]),
    "admin:programmes_call_attendance": desk(lambda w: [*call_of(w), w.meeting_to_come.pk], post_only=True),
    "admin:programmes_call_meeting_cancel": desk(lambda w: [*call_of(w), w.meeting_to_come.pk], post_only=True),
    "admin:programmes_call_letters": desk(call_of),
    "admin:programmes_call_letter": desk(lambda w: [*call_of(w), "admitted"]),
    "admin:programmes_call_letter_general": desk(lambda w: [*call_of(w), "admitted"], post_only=True),
    "admin:applications_call_letter_preview": desk(lambda w: [*call_of(w), "admitted"], post_only=True),
    "admin:programmes_call_people": desk(call_of),
    "admin:programmes_call_role_end": desk(lambda w: [w.cast.call.pk, w.call_role.pk], post_only=True),
    **pages("programmes_rule", rule_of, add=MAY_OPEN),
    "admin:programmes_rule_delete": desk(rule_of),
    **{f"admin:programmes_rule_{page}": everybody_on_the_desk() for page in ["try", "check", "profiles"]},
    **pages("applications_application", file_of),
    "admin:applications_columns": desk(running=302, partner=302, other=302, post_only=True),
    "admin:applications_print": everybody_on_the_desk(),
    "admin:applications_views": desk(running=422, partner=422, other=422, post_only=True),
    "admin:applications_view": Line(  # a view belongs to whoever made it
        {"officer": 200, "superuser": 404, "partner_officer": 404, "other_officer": 404},
        others=SIGN_IN,
        target=lambda w: [w.saved_view.pk],
    ),
    "admin:applications_bulk": desk(lambda w: ["prendre"], running=302, partner=302, other=302, post_only=True),
    "admin:applications_document": desk(lambda w: [*file_of(w), w.attachment.pk]),
    "admin:applications_letter": desk(lambda w: [*file_of(w), w.letter.pk]),
    **{f"admin:applications_{page}": desk(file_of) for page in ["messages", "notes"]},
    "admin:applications_requests": desk(file_of),
    "admin:applications_agreements": desk(file_of),
    "admin:applications_act": desk(lambda w: [*file_of(w), "attribuer"], post_only=True),
    **pages("applications_paperletter", lambda w: [w.paper.pk]),
    **pages("applications_committeesession", session_of, add=MAY_OPEN),
    "admin:applications_session_assign": desk(session_of),
    "admin:applications_session_links": desk(session_of),
    "admin:applications_session_minutes": desk(session_of),
    "admin:applications_session_minutes_write": desk(session_of, post_only=True),
    "admin:applications_session_minutes_print": desk(session_of, running=404),  # nothing is written yet
    "admin:applications_session_proposal": desk(session_of, running=422),  # an address without a number of readers
    "admin:applications_session_seat": desk(seat_of),
    "admin:applications_session_give": desk(lambda w: [*item_of(w), w.cast.session.members.first().pk], post_only=True),
    "admin:applications_session_room": desk(session_of),
    "admin:applications_session_publication": desk(session_of),
    **{f"admin:applications_session_{act}": desk(session_of, post_only=True) for act in SESSION_ACTS},
    "admin:applications_session_member": desk(
        lambda w: [*session_of(w), w.cast.session.members.first().pk, "presider"], post_only=True
    ),
    "admin:applications_session_take_off": desk(item_of, post_only=True),
    "admin:applications_session_decide": desk(item_of, post_only=True),
    "admin:applications_session_exit": desk(item_of, post_only=True),
    "admin:applications_session_rank": desk(  # a decision of another session is nobody's here
        lambda w: [*session_of(w), w.decision.pk, "monter"], running=404, post_only=True
    ),
    "admin:applications_session_lapse": desk(lambda w: [*session_of(w), w.decision.pk], running=404, post_only=True),
    **pages("actors_report", lambda w: [w.report.pk]),
    **pages("actors_proposal", lambda w: [w.proposed.pk]),
    "admin:actors_to_check": everybody_on_the_desk(),
    "admin:actors_check": desk(office_of),
    **pages("programmes_cohort", lambda w: [w.cohort.pk]),
    **pages("followup_participation", lambda w: [w.participation.pk]),
    "admin:followup_open": desk(call_of),
    "admin:followup_act": desk(lambda w: [w.participation.pk, "nommer"], post_only=True),
}
