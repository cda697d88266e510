"""Near a place: the same département first, then the region, then the whole country."""

from dataclasses import dataclass

from actors.catalogue import Catalogue
from actors.places import Place, find_places

MOST_CHOICES = 8


@dataclass(frozen=True)
class Nearness:
    """`place` is what the text means; when it may mean several, `choices` offers them; neither: nothing known."""

    text: str
    place: Place | None
    choices: list[Place]
    circles: list[int]  # rows of the catalogue: in the département, elsewhere in the region, everywhere

    @property
    def rows(self) -> int:
        return self.circles[0] | self.circles[1] | self.circles[2]

    def circle(self, row: int) -> int:
        """0 in the département, 1 elsewhere in the region, 2 for the whole country."""
        return next(number for number, rows in enumerate(self.circles) if rows >> row & 1)


def near(text: str, catalogue: Catalogue) -> Nearness:
    """What stands near the place that `text` names."""
    places = find_places(text) if text else []
    place = _only(text, places)
    circles = _circles(place, catalogue) if place else []
    return Nearness(text, place, [] if place else places[:MOST_CHOICES], circles)


def _only(text, places):
    """The place that the text means for sure: a territory named or numbered, or all that is found in one territory."""
    if places and (places[0].label == text or (places[0].exact and places[0].kind != "commune")):
        return places[0]
    meant = [place for place in places if place.exact] or places
    territories = {(place.department and place.department.code, place.region.code) for place in meant}
    return meant[0] if len(territories) == 1 else None


def _circles(place, catalogue):
    country = catalogue.having("national", [""])
    region = catalogue.having("region", [place.region.code]) & ~country
    here = catalogue.having("here", [place.department.code]) & region if place.department else 0
    return [here, region & ~here, country]
