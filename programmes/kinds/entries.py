"""Controls of answers made of several lines: `<name>-<n>-<sub>`, each line announced by `<name>-<n>-_`."""

from django import forms

MARK = "_"


def line(name: str, number: int, sub: str) -> str:
    return f"{name}-{number}-{sub}"


def numbers(data, name: str, cap: int) -> list[int]:
    """The lines that the data announces, none beyond `cap`: a forged index is never read."""
    return [number for number in range(cap) if line(name, number, MARK) in data]


def add(data, name: str, cap: int) -> int | None:
    """Announce one more line in mutable data; its number, or None when there are enough."""
    present = numbers(data, name, cap)
    if len(present) >= cap:
        return None
    free = (present[-1] + 1) if present else 0
    if free >= cap:
        free = min(set(range(cap)) - set(present))
    data[line(name, free, MARK)] = "1"
    return free


def remove(data, name: str, number: int) -> None:
    """Take a line out of mutable data, with all that was typed in it."""
    start = line(name, number, "")
    for key in [key for key in data if key.startswith(start)]:
        del data[key]


class LinesWidget(forms.Widget):
    """A control of several lines; `is_judged` once something was sent: what is wrong shows."""

    use_fieldset = True
    is_judged = False

    def value_omitted_from_data(self, data, files, name):
        return False

    def id_for_label(self, id_, index=None):
        return ""


class LinesField(forms.Field):
    """Nothing is judged here: the kind reads the lines, and says what is wrong."""
