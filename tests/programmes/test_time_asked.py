"""The time that a programme asks: hours and half-days of what is known, nothing where nothing is known."""

from decimal import Decimal

import pytest

from programmes.course import time_asked
from programmes.models import ProgrammeComponent


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ([], ""),
        ([{"quantity": None, "unit": ""}], ""),
        ([{"quantity": 3, "unit": "half_day"}], "10 h 30, soit 3 demi-journées"),
        ([{"quantity": 1, "unit": "day"}], "7 h, soit 2 demi-journées"),
        ([{"quantity": Decimal("0.5"), "unit": "day"}], "3 h 30, soit 1 demi-journée"),
        ([{"quantity": 20, "unit": "hour"}], "20 h, soit environ 6 demi-journées"),
        ([{"quantity": 1, "unit": "hour"}], "1 h"),
        ([{"quantity": 2, "quantity_max": 4, "unit": "day"}], "Au moins 14 h, soit 4 demi-journées"),
        (
            [{"quantity": 3, "unit": "session", "duration_each": "60 à 90 min"}],
            "Au moins 3 h, soit environ 1 demi-journée",
        ),
        ([{"quantity": 2, "unit": "session", "duration_each": "105 min"}], "3 h 30, soit 1 demi-journée"),
        (
            [{"quantity": 1, "unit": "day"}, {"quantity": None, "unit": ""}],
            "Au moins 7 h, soit 2 demi-journées",
        ),
        ([{"quantity": 12, "unit": "month"}], ""),
    ],
)
def test_time_asked_is_counted_from_what_is_known(components, expected):
    given = [ProgrammeComponent(component_type="support", title="Appui", **component) for component in components]

    assert time_asked(given).words.replace("\u00a0", " ") == expected
