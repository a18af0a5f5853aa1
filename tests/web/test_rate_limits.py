from hypothesis import given
from hypothesis import strategies as st

from app.web import rate_limits
from app.web.rate_limits import RateLimit


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


def test_a_key_has_its_turns_and_then_waits_for_the_next():
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 30]
    clock.seconds = 7.5
    assert limit.wait("a") == 22.5
    clock.seconds = 30
    assert [limit.wait("a"), limit.wait("a")] == [0, 30]


def test_an_idle_key_gathers_no_more_than_a_minutes_turns():
    clock = Clock()
    limit = RateLimit(2, clock)
    limit.wait("a")
    clock.seconds = 86400
    assert [limit.wait("a") for _ in range(3)] == [0, 0, 30]


def test_keys_do_not_share_their_turns():
    limit = RateLimit(1, Clock())
    assert [limit.wait(key) for key in ("a", "b", "a")] == [0, 0, 60]


@given(st.integers(1, 60), st.lists(st.floats(0, 120), max_size=100))
def test_no_minute_sees_more_than_the_turns_of_two(per_minute, pauses):
    clock = Clock()
    limit = RateLimit(per_minute, clock)
    taken = []
    for pause in pauses:
        clock.seconds += pause
        if limit.wait("a") == 0:
            taken.append(clock.seconds)
    for start in taken:
        assert sum(start <= at < start + 60 for at in taken) <= 2 * per_minute


def test_whoever_waits_as_told_gets_the_turn():
    clock = Clock()
    limit = RateLimit(7, clock)
    for _ in range(100):
        clock.seconds += limit.wait("a") + 1e-9
    assert limit.wait("a") < 60 / 7


def test_the_keys_asked_for_longest_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr(rate_limits, "_MOST_KEYS", 2)
    limit = RateLimit(1, Clock())
    assert [limit.wait(key) for key in ("a", "b", "c", "b", "a")] == [0, 0, 0, 60, 0]
