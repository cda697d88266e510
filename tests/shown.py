"""One form of a page, as a browser sends it back when nobody touches it."""

from html.parser import HTMLParser


class Shown(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.fields = form_id, {}
        self.inside, self.area, self.select = False, "", ""

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif self.inside:
            self.control(tag, given, given.get("name") or "", given.get("value"))

    def control(self, tag, given, name, value):
        if tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = value or ""
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "input" and name and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields[name] = value if value is not None else ("on" if "checked" in given else "")

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data.removeprefix("\n") if not self.fields[self.area] else data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def shown(page: str, form_id: str) -> dict[str, str]:
    """The fields of the form whose id is `form_id`, without its buttons."""
    reader = Shown(form_id)
    reader.feed(page)
    return reader.fields
