"""The field that asks a question: its words, what it may not exceed, an example."""

from ess_portal.lib import french

ASKED = "Répondez à cette question."


def field_for(kind, question, value):
    """Never required for Django: only questions that are asked can lack an answer; `is_awaited` is for the label."""
    field = kind.field(
        question,
        value,
        label=french.no_break(question.label),
        help_text=help_for(kind, question),
        required=False,
        initial=value,
    )
    field.is_awaited = question.required
    return field


def help_for(kind, question) -> str:
    example = f"Exemple : {question.example}" if question.example else ""
    parts = [part.strip() for part in (question.help_text, example, kind.limits(question))]
    return " ".join(french.no_break(ended(part)) for part in parts if part)


def ended(sentence) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "»")) else f"{sentence}."
