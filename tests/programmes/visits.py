"""A visitor's way through the orientation: her answers in the address, what is sensitive in the body of a POST."""

from collections import defaultdict
from urllib.parse import urlencode

from programmes.eligibility import pairs
from programmes.models import OrientationAnswer

RESULT, CONFIDE = "/orientation/resultat/", "/orientation/en-confiance/"


def answers_of(text):
    """« question:answer|… » of a profile as question → answers."""
    answers = defaultdict(list)
    for question, answer in pairs(text):
        answers[question].append(answer)
    return dict(answers)


def query_of(text):
    return urlencode(answers_of(text), doseq=True)


def visit(client, text):
    return client.get(f"{RESULT}?{query_of(text)}")


def confide(client, text):
    """The whole profile: what is sensitive goes in the body alone."""
    sensitive = set(OrientationAnswer.objects.filter(sensitive=True).values_list("question_id", "code"))
    said, confided = [], defaultdict(list)
    for question, answer in pairs(text):
        if (question, answer) in sensitive:
            confided[question].append(answer)
        else:
            said.append(f"{question}:{answer}")
    return client.post(f"{CONFIDE}?{query_of('|'.join(said))}", dict(confided))


def proposed(response):
    return [reading.programme.slug for reading in response.context["found"].proposals]


def refused(response):
    """« programme:sentence » of each reason shown."""
    return {
        (refusal.programme.slug, reason.sentence)
        for refusal in response.context["found"].refusals
        for reason in refusal.reasons
    }
