"""The plan: the paths of the mock-up, the checks of design.md 7, its list and its table."""

import re
from itertools import pairwise

import pytest

from programmes.pathway import current_plan
from programmes.plan import Line, Stage, Walk, draw
from tests.factories import ProgrammeFactory

PATHS = {
    "T": "M22 236H58H174H198Q207 236 213.3 229.7L250.7 192.3Q257 186 266 186H290H406",
    "R": "M138 336H174H198Q207 336 213.3 329.7L250.7 292.3Q257 286 266 286H290",
    "I": "M254 236H290H406H638",
    "E": "M486 336H522H546Q555 336 561.3 329.7L598.7 292.3Q605 286 614 286H638H870",
    "C": "M754 236H870H906",
    "D": "M718 186H754H870H894Q903 186 909.3 192.3L946.7 229.7Q953 236 962 236H986",
    "L": "M370 136H406H870H894Q903 136 909.3 142.3L946.7 179.7Q953 186 962 186H986",
    "P": "M602 336H638H870H894Q903 336 909.3 329.7L946.7 292.3Q953 286 962 286H986H1102",
}
HUBS = [
    (276, 172, 128),
    (392, 122, 128),
    (624, 222, 128),
    (740, 172, 78),
    (856, 122, 228),
    (972, 172, 78),
]


@pytest.fixture
def plan(directory):
    return current_plan()


def test_lines_follow_the_paths_of_the_mock_up(plan):
    assert {route.line.letter: route.path for route in plan.routes} == PATHS


def test_consecutive_stops_of_a_stage_are_joined_by_a_capsule(plan):
    assert [(hub.x, hub.y, hub.height) for hub in plan.hubs] == HUBS
    assert [(stop.line.letter, stop.stage.code) for stop in plan.stops if not stop.connects] == [
        ("T", "besoin_territoire"),
        ("T", "envie_idee"),
        ("R", "envie_idee"),
        ("E", "test_activite"),
        ("P", "transmission_rebond"),
    ]


def test_zones_heads_and_labels_stand_where_the_mock_up_puts_them(plan):
    assert [(zone.name, zone.x, zone.width, zone.tinted) for zone in plan.zones] == [
        ("Imaginer", 0, 348, True),
        ("Construire", 348, 348, False),
        ("Tenir et grandir", 696, 348, True),
        ("Passer la main", 1044, 116, False),
    ]
    assert [line for line, _ in plan.heads[0].lines] == ["Besoin", "de territoire"]
    labels = {route.line.letter: (route.label_x, route.label_y, route.label_anchor) for route in plan.routes}
    assert labels["C"] == ("812", 221, "middle")
    assert labels["D"] == ("1008", 241, "start")


def test_every_stop_is_on_its_line_and_no_two_lines_share_a_point(plan):
    points = [(stage, line.row_at(stage)) for line in plan.lines for stage, _ in line.waypoints]

    assert all(line.passes(stage) for line in plan.lines for stage in line.stops)
    assert len(points) == len(set(points))
    slopes = [abs(b[1] - a[1]) for line in plan.lines for a, b in pairwise(line.waypoints)]
    assert max(slopes) == 1


def test_walks_leave_and_reach_their_stations(plan):
    assert plan.walks[1] == "M658 236L734 236"
    assert len(plan.walks) == 2


def test_the_list_and_the_table_say_the_same_as_the_drawing(plan):
    drawn = {(stop.line.letter, stop.stage.code) for stop in plan.stops}
    listed = {(track.line.letter, station.stage.code) for station in plan.stations for track in station.stops}
    tabled = {(line.letter, cell.stage.code) for line, cells in plan.table for cell in cells if cell.stops}

    assert drawn == listed == tabled
    assert len(drawn) == 23


def test_a_line_passes_without_stopping(plan):
    station = plan.stations[4]

    assert [(track.line.letter, track.stops) for track in station.tracks] == [("I", False), ("E", True), ("L", False)]


def test_an_empty_plan_and_a_line_without_points_are_drawn_as_nothing():
    stage = Stage(0, "a", "A", ("A",), "Zone", "/a/")
    line = Line("X", "Sans point", "", "/x/", 0, "start", (0, 0, 0, 0, "start"), (), frozenset())

    plan = draw([stage], [line], [Walk("X", 0, "Y", 1)])

    assert (plan.lines, plan.routes, plan.walks, plan.stops) == ([], [], [], [])


@pytest.mark.django_db
def test_the_plan_takes_three_queries(django_assert_num_queries):
    ProgrammeFactory.create_batch(3)

    with django_assert_num_queries(3):
        current_plan()


def test_no_french_comma_reaches_the_drawing(client, directory):
    content = client.get("/").content.decode()

    svgs = re.findall(r"<svg.*?</svg>", content, re.S)
    numbers = [value for svg in svgs for value in re.findall(r'\s(?:x|y|cx|cy|r|width|height|d)="([^"]*)"', svg)]
    assert [value for value in numbers if "," in value] == []
    assert len(numbers) > 400
