"""Sharing files: never a conflict, enough readers or how many are missing, loads as even as barriers allow."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from applications.balancing import File, Reader, share

WORDS = st.frozensets(st.sampled_from(["idée", "essai", "13", "84"]), max_size=2)


@st.composite
def committees(draw, with_barriers=True):
    files = [File(pk, draw(WORDS)) for pk in range(draw(st.integers(0, 12)))]
    readers = [Reader(pk, draw(WORDS)) for pk in range(100, 100 + draw(st.integers(1, 6)))]
    pairs = [(file.pk, reader.pk) for file in files for reader in readers]
    barred = draw(st.sets(st.sampled_from(pairs))) if pairs and with_barriers else set()
    return files, readers, barred, draw(st.integers(1, 4))


@given(committees())
@settings(deadline=None)
def test_no_conflict_and_enough_readers_or_the_number_missing(committee):
    files, readers, barred, least = committee

    plan = share(files, readers, barred, set(), least)

    for file in files:
        found = plan.readers_of[file.pk]
        able = [reader for reader in readers if (file.pk, reader.pk) not in barred]
        assert not {(file.pk, reader) for reader in found} & barred
        assert len(found) == len(set(found)) == min(least, len(able))
        assert plan.short.get(file.pk, 0) == least - len(found)


@given(committees(with_barriers=False))
@settings(deadline=None)
def test_loads_differ_by_one_at_most_when_nothing_prevents_it(committee):
    files, readers, _, least = committee

    loads = share(files, readers, set(), set(), least).loads

    counts = [loads[reader.pk] for reader in readers]
    assert max(counts) - min(counts) <= 1


@given(committees())
@settings(deadline=None)
def test_no_handing_over_would_make_the_loads_more_even(committee):
    files, readers, barred, least = committee

    plan = share(files, readers, barred, set(), least)

    assert not [
        (file.pk, giver, taker.pk)
        for file in files
        for giver in plan.readers_of[file.pk]
        for taker in readers
        if taker.pk not in plan.readers_of[file.pk]
        and (file.pk, taker.pk) not in barred
        and plan.loads[giver] - plan.loads[taker.pk] > 1
    ]


@given(committees())
@settings(deadline=None)
def test_the_same_question_has_the_same_answer(committee):
    files, readers, barred, least = committee

    assert share(files, readers, barred, set(), least) == share(files, readers, set(barred), set(), least)


def test_a_chain_of_handings_is_found():
    """Taken one after the other, the files would be 2, 1 and 0: the first reader's goes on, then the second's."""
    files, readers = [File(1), File(2), File(3)], [Reader(10), Reader(11), Reader(12)]
    barred = {(1, 10), (2, 12), (3, 11), (3, 12)}

    assert share(files, readers, barred, set(), 1).readers_of == {1: [12], 2: [11], 3: [10]}


def unevenness(counts):
    return sum(count * count for count in counts)


@given(st.integers(1, 4), st.sets(st.tuples(st.integers(0, 3), st.sampled_from([10, 11, 12]))))
@settings(deadline=None)
def test_loads_are_as_even_as_the_best_of_all_sharings(count, barred):
    """Compared with every possible sharing, one reader per file."""
    files, readers = [File(pk) for pk in range(count)], [Reader(10), Reader(11), Reader(12)]
    able = [[reader.pk for reader in readers if (file.pk, reader.pk) not in barred] for file in files]
    everyone = product(*[choices or [None] for choices in able])
    best = min(unevenness([way.count(reader.pk) for reader in readers]) for way in everyone)

    loads = share(files, readers, barred, set(), 1).loads

    assert unevenness(loads.values()) == best


def test_what_is_given_stays_and_counts():
    files, readers = [File(1), File(2), File(3)], [Reader(10), Reader(11)]

    plan = share(files, readers, set(), {(1, 10), (2, 10)}, 1)

    assert plan.readers_of == {1: [10], 2: [10], 3: [11]}


def test_files_go_to_those_who_know_at_the_same_load():
    files = [File(1, frozenset({"13"})), File(2, frozenset({"84"}))]
    readers = [Reader(10, frozenset({"84"})), Reader(11, frozenset({"13"}))]

    assert share(files, readers, set(), set(), 1).readers_of == {1: [11], 2: [10]}
