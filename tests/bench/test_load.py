"""Servers under load: they answer alike before they are measured, and what is measured is what happened."""

import pytest

from bench.feeds import Asked, compared, in_pairs, peers
from bench.load import Load, load, serving, wrk
from bench.radicale_peer import events
from bench.setting import Setting


@pytest.fixture(scope="module")
def setting(tmp_path_factory):
    made = Setting(folder=tmp_path_factory.mktemp("load"), load_seconds=1)
    yield made
    made.engine.dispose()


def a_load(per_second, unanswered=0, refused=0):
    return Load(
        per_second=per_second,
        p50=1000 / per_second,
        p99=2000 / per_second,
        processor=0.0,
        unanswered=unanswered,
        refused=refused,
    )


class Scripted:
    """Something asked whose answers are known, in the order of asking."""

    def __init__(self, order, name, loads):
        self._order, self._name, self._loads = order, name, iter(loads)

    def load(self, _setting, connections):
        self._order.append((self._name, connections))
        return next(self._loads)


def test_our_feed_its_limit_and_both_peers_hold_the_same_events(setting):
    with peers(setting) as found:
        assert len(found) == 3
        bodies = {name: asked.server.fetch(asked.path).body for name, asked in found.items()}
        ours = bodies.pop("")
        assert [events(body) for body in bodies.values()] == [events(ours)] * 2
        assert all(asked.server.megabytes > 20 for asked in found.values())


def test_a_whole_feed_and_an_unchanged_one_are_asked_of_ours_and_the_limit(setting):
    with compared(setting, setting.database) as (ours, limits):
        answers = {
            status: [asked.server.fetch(asked.path, asked.headers) for asked in (ours[status], limits[status])]
            for status in (200, 304)
        }
    assert {status: [found.status for found in both] for status, both in answers.items()} == {
        200: [200, 200],
        304: [304, 304],
    }
    whole, same = answers[200]
    assert whole.body == same.body
    assert whole.headers["etag"] == answers[304][0].headers["etag"]


def test_another_event_is_seen():
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20230701T000000Z\r\n"
        "DTSTART;VALUE=DATE:20230701\r\nDTEND;VALUE=DATE:20230702\r\nSUMMARY:Họp\r\nDESCRIPTION:x\r\n"
        "STATUS:CONFIRMED\r\nSEQUENCE:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    same, other = calendar.replace("PRODID:x", "PRODID:y"), calendar.replace("SEQUENCE:1", "SEQUENCE:2")
    assert events(calendar.encode()) == events(same.encode()) != events(other.encode())


def test_a_case_is_measured_between_two_runs_of_its_limit():
    order = []
    case = Scripted(order, "case", [a_load(10.0), a_load(40.0, unanswered=1)])
    limit = Scripted(order, "limit", [a_load(10.0, refused=1), a_load(30.0), a_load(50.0, refused=2)])
    cases, limits = in_pairs(Setting(folder=None, load_rounds=2), case, limit, 16)
    assert order == [(name, 16) for name in ("limit", "case", "limit", "case", "limit")]
    assert [one.per_second for one in cases] == [10.0, 40.0]
    assert [one.per_second for one in limits] == [20.0, 40.0]
    assert [one.refused for one in limits] == [1, 2]
    assert [one.unanswered for one in cases] == [0, 1]


def test_a_server_that_does_not_start_is_told(setting):
    with pytest.raises(RuntimeError, match="unknown"), serving(setting, "unknown"):
        pass


def test_a_load_counts_what_was_answered_and_what_was_refused(setting, tmp_path):
    if wrk() is None:
        with pytest.raises(RuntimeError, match="not installed"):
            load(None, "/200", 1, 1)
        return
    feed = tmp_path / "feed.ics"
    feed.write_bytes(b"x" * 1000)
    with serving(setting, "limit", BENCH_FEED=str(feed)) as server:
        answered = Asked(server, "/200").load(setting, 2)
        refused = Asked(server, "/404").load(setting, 2)
    assert answered.per_second > 0
    assert 0 < answered.p50 <= answered.p99
    assert 0 < answered.processor * answered.per_second <= 1.1e6
    assert (answered.unanswered, answered.refused, refused.unanswered) == (0, 0, 0)
    assert refused.refused == pytest.approx(refused.per_second, rel=0.2)
