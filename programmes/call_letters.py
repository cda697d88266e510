"""The letters of a call: its own words when somebody wrote them, else the general text; placeholders are checked."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from ess_portal.lib.placeholders import in_braces, names_in
from programmes.calls import CallRefused
from programmes.models import Call, CallLetter, LetterTemplate

# Letters that are written to a team about one application, in the order in which a file lives them.
CODES = [
    "application_received",
    "documents_missing",
    "application_complete",
    "inadmissible",
    "admitted",
    "waitlisted",
    "waitlist_call_up",
    "declined",
    "redirected",
    "place_confirmed",
    "place_lapsed",
    "call_cancelled",
]
# Words that every letter of a call may use, whatever its text of origin (`applications.letters.common_words`).
COMMON = frozenset(
    {"nom", "programme", "structure", "dossier", "contact", "lien", "lien_oui", "lien_non"}
    | {"date_comite", "date_reponse", "date_debut"}
)
PERMANENT = "_permanent"  # the general text for calls without committee, where there is one


class Stale(Exception):
    """Somebody else wrote this letter meanwhile; `now_stored` is what stands (None: the general text)."""

    def __init__(self, now_stored: CallLetter | None):
        super().__init__("Quelqu’un d’autre a modifié cette lettre pendant que cette page était ouverte.")
        self.now_stored = now_stored


@dataclass(frozen=True)
class Text:
    """A letter as one call writes it; `own` is the call's row, None when the general text stands."""

    code: str
    when: str
    subject: str
    body: str
    names: frozenset[str]
    own: CallLetter | None

    @property
    def version(self) -> int:
        return self.own.version if self.own else 0


def texts(call: Call, codes: list[str] | None = None) -> dict[str, Text]:
    """The letters of the call by code, in the order of CODES; two queries whatever their number."""
    wanted = codes or CODES
    general = LetterTemplate.objects.in_bulk([*wanted, *(code + PERMANENT for code in wanted)])
    own = {letter.code: letter for letter in call.own_letters.filter(code__in=wanted)}
    found = {}
    for code in wanted:
        origin = (general.get(code + PERMANENT) if call.is_permanent else None) or general.get(code)
        if origin is not None:
            words = own.get(code) or origin
            names = COMMON | names_in(origin.subject, origin.body)
            found[code] = Text(code, origin.when, words.subject, words.body, names, own.get(code))
    return found


def text_of(call: Call, code: str) -> Text:
    """The letter `code` as the call writes it; raises LetterTemplate.DoesNotExist when there is no such letter."""
    found = texts(call, [code])
    if code not in found:
        raise LetterTemplate.DoesNotExist(code)
    return found[code]


def require_known(text: Text, subject: str, body: str) -> None:
    """Raise CallRefused for a placeholder that this letter does not know."""
    unknown = names_in(subject, body) - text.names
    if unknown:
        raise CallRefused(f"Cette lettre ne connaît pas {in_braces(unknown)} : choisissez dans la liste.")


@transaction.atomic
def write(call: Call, code: str, subject: str, body: str, *, version: int, by: User) -> CallLetter:
    """Give the call its own words for a letter. `version` is that of the text that was read (0: the general one).

    Raises CallRefused for a placeholder that this letter does not know, Stale when somebody wrote it meanwhile.
    """
    held = _held(call, by)
    text = text_of(held, code)
    require_known(text, subject, body)
    if text.version != version:
        raise Stale(text.own)
    letter = text.own or CallLetter(call=held, code=code, version=0)
    letter.subject, letter.body, letter.changed_by = subject.strip(), body.strip(), by
    letter.version += 1
    letter.save()
    return letter


@transaction.atomic
def forget(call: Call, code: str, *, version: int, by: User) -> None:
    """Back to the general text; raises Stale when somebody wrote the letter since `version` was read."""
    own = _held(call, by).own_letters.filter(code=code).first()
    if own and own.version != version:
        raise Stale(own)
    if own:
        own.delete()


def _held(call: Call, by: User) -> Call:
    held = Call.objects.select_for_update(of=("self",)).run_by(by).filter(pk=call.pk).first()
    if held is None:
        raise CallRefused("Cet appel est conduit par une autre structure.")
    return held
