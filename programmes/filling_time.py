"""How long a form takes to fill: an estimate, told to officers in the preview and to applicants before they start.

For each question: the time to read it (200 words a minute: question, help, example and choices) and the time to
answer it, which its kind knows (`time` in `programmes/kinds`): a text is written at 200 characters a minute,
thinking included, up to a usual length; a choice takes 10 s, a figure 20 s, a file 3 min. A question asked under a
condition counts for half. The whole is rounded up to five minutes.
"""

from collections.abc import Iterable

from ess_portal.lib import french
from programmes import kinds
from programmes.models import Question

WORDS_A_MINUTE = 200
STEP = 5


def minutes(questions: Iterable[Question]) -> int:
    """Minutes to fill a form, rounded up to five; 0 for a form without questions."""
    seconds = sum(seconds_of(question) for question in questions)
    return -(-round(seconds) // (60 * STEP)) * STEP


def seconds_of(question: Question) -> float:
    read = [question.label, question.help_text, question.example, question.options]
    if question.kind == kinds.Name.GROUP:
        read += [sub.label for sub in question.children.all()]
    words = sum(len(text.split()) for text in read)
    seconds = words * 60 / WORDS_A_MINUTE + kinds.of(question).time(question)
    return seconds / 2 if question.shown_if else seconds


def told(questions: Iterable[Question]) -> str:
    """« environ 35 min », « environ 1 h 10 »; empty for a form without questions."""
    length = minutes(questions)
    return f"environ {french.hours(length)}" if length else ""
