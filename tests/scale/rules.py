"""Questions of the orientation, and rules for thousands of programmes: its result has as much to read as a real one."""

from programmes.models import OrientationAnswer, OrientationQuestion, Programme, Rule, Stage

MET, NOT_MET, UNKNOWN = "Vous y êtes.", "Ce n’est pas pour ce projet.", "Dites-nous en plus."


def questions():
    """Where the project stands, where it is, and who asks; made once."""
    if OrientationQuestion.objects.exists():
        return
    answers = {"etape": Stage.objects.values_list("code", flat=True), "qui": ["porteur", "financeur"], "lieu": []}
    for order, (code, options) in enumerate(answers.items()):
        kind = "place" if code == "lieu" else "one"
        question = OrientationQuestion.objects.create(code=code, order=order, label=f"{code} ?", kind=kind)
        for n, option in enumerate(options):
            OrientationAnswer.objects.create(question=question, code=option, order=n, label=option)


def ruled():
    """Three rules for each programme that has none: its place when it has one, a wish about who asks, a declaration."""
    rows = []
    for pk, region in Programme.objects.filter(rules=None).values_list("pk", "region"):
        given = [("audience", "in", "qui:porteur", "soft"), ("commitment", "declared", "", "hard")]
        if region:
            given.append(("territory", "in", f"region:{region}", "hard"))
        for position, (kind, operator, value, strength) in enumerate(given):
            words = {"met": MET, "not_met": NOT_MET, "unknown": UNKNOWN}
            rows.append(
                Rule(
                    programme_id=pk,
                    code=f"regle-{position}",
                    position=position,
                    kind=kind,
                    operator=operator,
                    value=value,
                    strength=strength,
                    **words,
                )
            )
    Rule.objects.bulk_create(rows, batch_size=2000)
