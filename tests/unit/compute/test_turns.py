"""Whose chunk is next."""

from collections import Counter

from engine.compute.jobs import Job
from engine.compute.turns import AT_ONCE, LARGE, Turns


def job(chunks: int) -> Job[int]:
    return Job(object(), abs, [(i,) for i in range(chunks)])


def served(turns: Turns, chunks: int) -> Counter[Job[int]]:
    return Counter(found[0] for _ in range(chunks) if (found := turns.next()))


def test_a_small_job_is_served_at_once_whatever_waits():
    turns = Turns()
    for _ in range(12):
        turns.add(job(10 * LARGE))
    served(turns, 100)
    small = job(5)
    turns.add(small)
    assert served(turns, 5 * (AT_ONCE + 1))[small] == 5


def test_large_jobs_are_served_a_few_at_once_in_the_order_they_came():
    turns, large = Turns(), [job(LARGE + 1 + n) for n in range(4)]
    for one in large:
        turns.add(one)
    assert [turns.place(one) for one in large] == [0, 0, 1, 2]
    assert turns.ahead(large[0]) == 0
    assert turns.ahead(large[3]) == sum(one.total for one in large[:3])
    assert set(served(turns, 2 * LARGE)) == set(large[:2])
    rest = served(turns, 10**4)
    assert rest[large[3]] == large[3].total and turns.next() is None


def test_who_leaves_the_line_makes_room_and_a_canceled_job_gives_up_its_turn():
    turns, large = Turns(), [job(LARGE + 1) for _ in range(4)]
    for one in large:
        turns.add(one)
    large[2].cancel()
    assert turns.place(large[3]) == 1
    large[0].cancel()
    assert served(turns, 20)[large[3]] > 5
    assert turns.place(large[3]) == 0


def test_small_jobs_are_served_one_after_another_and_a_short_one_passes_a_long_one():
    now = 0.0
    turns = Turns(lambda: now)
    long, short, late = job(20), job(2), job(2)
    turns.add(long)
    now = 1.0
    turns.add(short)
    assert [turns.next() for _ in range(3)] == [(short, 0), (short, 1), (long, 0)]
    now = 3.0  # a job that has waited long enough is passed no more
    turns.add(late)
    rest = [turns.next() for _ in range(21)]
    assert {found[0] for found in rest[:19] if found} == {long}
    assert rest[19:] == [(late, 0), (late, 1)] and turns.next() is None


def test_large_jobs_go_on_while_small_ones_come():
    turns, large, small = Turns(), job(10 * LARGE), [job(LARGE) for _ in range(4)]
    for one in [large, *small]:
        turns.add(one)
    assert served(turns, 100)[large] == 25
