"""The access matrix: one line per address, who is answered what. A new address without a line fails the tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from actors.reports import token_of
from tests.cast import ROLES

SIGNED_IN = [role for role in ROLES if role != "visitor"]
SIGN_IN = "sign-in"  # redirected to the sign-in page


@dataclass(frozen=True)
class Line:
    """`answers` by role, `others` for the signed-in rest, `visitor` for nobody; `target` gives the arguments."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    others: Any = 404
    visitor: Any = SIGN_IN
    target: Callable[[Any], list] = lambda world: []
    post_only: bool = False

    def expected(self, role):
        if role == "visitor":
            return self.visitor
        return self.answers.get(role, self.others)


def everyone(target=lambda world: []):
    return Line(others=200, visitor=200, target=target)


def signed_in(target=lambda world: []):
    return Line(others=200, target=target)


def visitors_only(**options):
    """Sign-in pages: somebody already signed in is sent to her space."""
    return Line(others=302, visitor=200, **options)


def sent_elsewhere(visitor=302, others=302):
    """Steps of a sign-in that nobody has begun."""
    return Line(others=others, visitor=visitor)


def only(target, post_only=False, **answers):
    return Line(answers, target=target, post_only=post_only)


PUBLIC = {
    "home": everyone(),
    "health": everyone(),
    "robots": everyone(),
    "sitemap": everyone(),
    "sitemap_section": everyone(lambda w: ["programmes"]),
    "actors:index": everyone(),
    "actors:table": everyone(),
    "actors:places": everyone(),
    "actors:detail": everyone(lambda w: [w.cast.leader.slug]),
    "programmes:index": everyone(),
    "programmes:table": everyone(),
    "programmes:ical": everyone(),
    "programmes:atom": everyone(),
    "programmes:detail": everyone(lambda w: [w.cast.programme.slug]),
    "programmes:compare": everyone(),
    "programmes:stages": everyone(),
    "programmes:stage": everyone(lambda w: [w.stage.code]),
    "programmes:plan": everyone(),
    "programmes:gaps": everyone(),
    "programmes:gaps_csv": everyone(),
    "programmes:line": everyone(lambda w: [w.line.slug]),
    "programmes:calls": everyone(),
    "programmes:call": everyone(lambda w: [w.open_call.slug]),
    "programmes:call_ical": everyone(lambda w: [w.open_call.slug]),
    "programmes:meeting": signed_in(lambda w: [w.cast.call.slug, w.meeting_to_come.pk]),
    "programmes:meeting_ical": signed_in(lambda w: [w.cast.call.slug, w.meeting_to_come.pk]),
    "programmes:meeting_register": Line(
        others=302, target=lambda w: [w.cast.call.slug, w.meeting_to_come.pk], post_only=True
    ),
    "programmes:meeting_leave": Line(
        others=302, target=lambda w: [w.cast.call.slug, w.meeting_to_come.pk], post_only=True
    ),
    "programmes:calls_month": everyone(),
    "programmes:calls_ical": everyone(),
    "programmes:calls_atom": everyone(),
    "programmes:calls_rss": everyone(),
    "programmes:programme_ical": everyone(lambda w: [w.cast.programme.slug]),
    "programmes:region_ical": everyone(lambda w: [w.department.region_id]),
    "programmes:glossary": everyone(),
    "programmes:orientation": everyone(),
    "programmes:itinerary": everyone(),
    "programmes:confide": Line(others=302, visitor=302),
    "programmes:search": everyone(),
    "programmes:departments": everyone(),
    "programmes:region": everyone(lambda w: [w.department.region_id]),
    "programmes:department": everyone(lambda w: [w.department.code]),
}

ALERTS = {  # reached by links in mails: the signed token is the right
    "alerts:ask": everyone(),
    "alerts:asked": everyone(),
    "alerts:all": everyone(lambda w: [w.alert.subscriber.token]),
    "alerts:detail": everyone(lambda w: [w.alert.token]),
    "alerts:stop": everyone(lambda w: [w.alert.token]),
}

ACCOUNTS = {
    "workspace": signed_in(),
    "dates": signed_in(),
    "calendar": everyone(lambda w: [w.calendar_token]),  # the secret is the right
    "accounts:calendar": signed_in(),
    "accounts:index": signed_in(),
    "accounts:identity": signed_in(),
    "accounts:notifications": signed_in(),
    "accounts:notifications_read": Line(others=302, post_only=True),
    "accounts:notification": only(lambda w: [w.notification.pk], post_only=True, holder=302),
    "accounts:mail_choices": signed_in(),
    "accounts:stop_mails": everyone(lambda w: [w.stop_token]),
    "account_login": visitors_only(),
    "account_signup": visitors_only(),
    "account_request_login_code": visitors_only(),
    "account_reset_password": Line(others=200, visitor=200),
    "account_logout": Line(others=200, visitor=302),
    "account_inactive": everyone(),
    "account_email": signed_in(),
    "account_email_verification_sent": Line(others=302),
    "account_change_password": signed_in(),
    "account_set_password": Line(others=302),
    "account_reauthenticate": Line(others=200),
    "account_confirm_login_code": sent_elsewhere(),
    "account_confirm_password_reset_code": sent_elsewhere(SIGN_IN, SIGN_IN),
    "account_complete_password_reset": sent_elsewhere(),
    "account_password_reset_completed": everyone(),
    "mfa_index": signed_in(),
    "mfa_authenticate": sent_elsewhere(SIGN_IN),
    "mfa_reauthenticate": Line(others=302),
    "mfa_activate_totp": Line(others=302),
    "mfa_deactivate_totp": Line(others=404),
    "mfa_view_recovery_codes": Line(others=404),
    "mfa_generate_recovery_codes": Line(others=302),
    "mfa_download_recovery_codes": Line(others=404),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": Line(others=302),
    "mfa_reauthenticate_webauthn": Line(others=302),
    "mfa_remove_webauthn": Line(others=302, target=lambda w: [0]),
    "mfa_edit_webauthn": Line(others=302, target=lambda w: [0]),
    "mfa_login_webauthn": Line(others=302),
}

PROJECTS = {
    "projects:index": signed_in(),
    "projects:create": signed_in(),
    "projects:join": everyone(lambda w: [w.invitation_token]),
    "projects:invited": signed_in(),
    "projects:invitation_accept": Line(target=lambda w: [w.invitation.pk], post_only=True),  # of another address
    "projects:detail": only(lambda w: [w.cast.project.pk], holder=200, colleague=200),
    "projects:edit": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "projects:stage": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "projects:organisation": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "projects:archive": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "projects:delete": only(lambda w: [w.cast.project.pk], holder=302, colleague=403),
    "projects:take_up": only(lambda w: [w.cast.project.pk], post_only=True, holder=302, colleague=403),
    "projects:team": only(lambda w: [w.cast.project.pk], holder=200, colleague=200),
    "projects:leave": only(lambda w: [w.cast.project.pk], holder=200, colleague=200),
    "projects:member": only(lambda w: [w.cast.project.pk, w.member.pk], holder=200, colleague=403),
    "projects:hand_over": only(lambda w: [w.cast.project.pk, w.member.pk], post_only=True, holder=302, colleague=403),
    "projects:member_remove": only(
        lambda w: [w.cast.project.pk, w.member.pk], post_only=True, holder=302, colleague=403
    ),
    "projects:invitation_resend": only(
        lambda w: [w.cast.project.pk, w.invitation.pk], post_only=True, holder=302, colleague=403
    ),
    "projects:invitation_cancel": only(
        lambda w: [w.cast.project.pk, w.invitation.pk], post_only=True, holder=302, colleague=403
    ),
    "projects:document_add": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "projects:documents": signed_in(),
    "projects:document_replace": only(lambda w: [w.document.pk], holder=200, colleague=403),
    "projects:document": only(lambda w: [w.document.pk], holder=200, colleague=200),
    "projects:document_remove": only(lambda w: [w.document.pk], holder=200, colleague=403),
}


HELPERS = dict.fromkeys(["prescriber", "officer", "other_officer", "partner_officer"], 200)


def agreement_of(world):
    return [world.agreement.pk]


HELPING = {
    "projects:helping": signed_in(),
    "projects:help_begin": Line(HELPERS, others=403),
    "projects:agreement": only(agreement_of, prescriber=200),
    "projects:agreement_link": only(agreement_of, post_only=True, prescriber=422),
    "projects:agreement_renew": only(agreement_of, prescriber=200),
    "projects:agreement_leave": only(agreement_of, prescriber=200),
    "projects:take_over": everyone(lambda w: [w.handover_token]),  # reached by a link in a mail
    "projects:agreements": only(lambda w: [w.cast.project.pk], holder=200, colleague=403),
    "applications:papers": signed_in(),
    "applications:paper": only(lambda w: [w.paper.pk], officer=200, superuser=200),
}


def file_of(world):
    return [world.cast.application.pk]


APPLICATIONS = {
    "applications:index": signed_in(),
    "applications:start": signed_in(lambda w: [w.open_call.slug]),
    "applications:resume": only(lambda w: [w.draft.pk], holder=302, colleague=302),
    "applications:copy": only(lambda w: [w.draft.pk], holder=200, colleague=403),
    "applications:elsewhere": only(file_of, holder=200, colleague=403),
    "applications:step": only(lambda w: [w.draft.pk, 1], holder=200, colleague=403),
    "applications:conditions": only(lambda w: [w.draft.pk], holder=200, colleague=403),
    "applications:documents": only(lambda w: [w.draft.pk], holder=200, colleague=403),
    "applications:document_give": only(lambda w: [w.draft.pk, w.wanted.pk], post_only=True, holder=200, colleague=403),
    "applications:document_take_back": only(
        lambda w: [w.draft.pk, w.wanted.pk], post_only=True, holder=302, colleague=403
    ),
    "applications:form_changes": only(lambda w: [w.draft.pk], holder=200, colleague=200),
    "applications:review": only(lambda w: [w.draft.pk], holder=200, colleague=200),
    "applications:submit": only(lambda w: [w.draft.pk], post_only=True, holder=200, colleague=403),
    "applications:discard": only(lambda w: [w.draft.pk], holder=200, colleague=403),
    "applications:reopen": only(lambda w: [w.editable.pk], holder=200, colleague=403),
    "applications:send_again": only(lambda w: [w.editable.pk], post_only=True, holder=302, colleague=403),
    "applications:give_up": only(lambda w: [w.editable.pk], post_only=True, holder=302, colleague=403),
    "applications:detail": only(file_of, holder=200, colleague=200),
    "applications:receipt": only(file_of, holder=200, colleague=200),
    "applications:sent": only(file_of, holder=200, colleague=200),
    "applications:letter": only(lambda w: [*file_of(w), w.letter.pk], holder=200, colleague=200),
    "applications:attachment": only(
        lambda w: [*file_of(w), w.attachment.pk],
        **dict.fromkeys(["holder", "colleague", "officer", "superuser", "chair", "member"], 200),
    ),
    "applications:thread": only(file_of, holder=200, colleague=200),
    "applications:message_file": only(
        lambda w: [*file_of(w), w.message_file.pk],
        **dict.fromkeys(["holder", "colleague", "officer", "superuser"], 200),
    ),
    "applications:request_item": only(lambda w: [*file_of(w), w.request_item.pk], holder=200, colleague=403),
    "applications:more_time": only(lambda w: [*file_of(w), w.request_item.request_id], holder=200, colleague=403),
    "applications:withdraw": only(file_of, holder=200, colleague=403),
    "applications:confirm": only(lambda w: [w.admitted.pk], post_only=True, holder=302, colleague=403),
    "applications:proposal": only(file_of, holder=200, colleague=403),
}

SEATED = ["chair", "member", "conflicted"]
READERS = ["chair", "member"]


def item_of(world):
    return [world.cast.session.pk, world.cast.item.pk]


COMMITTEE = {
    "committee:index": signed_in(),
    "committee:session": only(lambda w: [w.cast.session.pk], **dict.fromkeys(SEATED, 200)),
    "committee:room": only(lambda w: [w.cast.session.pk]),  # closed to all while the files are being read
    "committee:links": only(lambda w: [w.cast.session.pk], chair=200),
    "committee:minutes": only(lambda w: [w.cast.session.pk]),  # nothing is written yet
    "committee:sign": only(lambda w: [w.cast.session.pk], post_only=True),
    "committee:file": only(item_of, **dict.fromkeys(READERS, 200)),
    "committee:declare": only(item_of, **dict.fromkeys(SEATED, 200)),
    "committee:give_back": only(item_of, **dict.fromkeys(SEATED, 200)),
    "committee:change": only(item_of),  # a review must be final
    "committee:mark": only(item_of, post_only=True, **dict.fromkeys(READERS, 200)),
    "committee:document": only(lambda w: [*item_of(w), w.attachment.pk], **dict.fromkeys(READERS, 200)),
}

FOLLOWUP = {
    "followup:day": Line({"referent": 200, "mentor": 200}, others=302),
    "followup:index": Line({"holder": 302}, others=200),
    "followup:log": Line({"referent": 200, "mentor": 200}),
    "followup:meeting": only(
        lambda w: [w.meeting.pk], **dict.fromkeys(["holder", "referent", "officer", "superuser"], 200)
    ),
    "followup:correct": only(lambda w: [w.meeting.pk], referent=200),
    "followup:note": only(lambda w: [w.meeting.pk], referent=200),
    "followup:participation": only(
        lambda w: [w.participation.pk], **dict.fromkeys(["holder", "referent", "mentor", "officer", "superuser"], 200)
    ),
    "followup:log_for": only(lambda w: [w.participation.pk], referent=200, mentor=200),
    "followup:promise": only(
        lambda w: [w.promise.pk], post_only=True, **dict.fromkeys(["holder", "referent", "officer", "superuser"], 302)
    ),
    "followup:component": only(
        lambda w: [w.participation.pk], post_only=True, referent=302, officer=302, superuser=302
    ),
}


def office_of(world):
    """The sheet of the prescriber's organisation, which she edits and the officer's chamber checks."""
    return ["acteurs", world.office.slug]


KEEPERS = dict.fromkeys(["prescriber", "officer", "superuser"], 200)
SHEETS = {
    "sheets:report": everyone(office_of),
    "sheets:follow": everyone(lambda w: [token_of(w.report)]),
    "sheets:mine": only(office_of, **KEEPERS),
    "sheets:confirm": only(office_of, post_only=True, prescriber=302),
    "sheets:propose": only(office_of, **KEEPERS),
}

MATRIX = {**PUBLIC, **ALERTS, **ACCOUNTS, **PROJECTS, **HELPING, **APPLICATIONS, **COMMITTEE, **FOLLOWUP, **SHEETS}
