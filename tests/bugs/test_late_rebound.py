"""A rebound stamped after the shot that follows it split one possession into two unclean plays.

Reading rebounds and fouls ahead leaves 0.6 % of plays unclean, not 1.6 %.
"""

from tests.unit.pipeline.test_pbp import game, told


def test_a_rebound_written_down_late_is_read_ahead() -> None:
    frame = game("19:40 H two missed", "19:38 H layup made", "19:37 H off", "19:20 A two made")
    assert told(frame, "home", "outcome", "rebound", "clean")[:3] == [
        (True, "two_miss", "off", True),
        (True, "two_made", "none", True),
        (False, "two_made", "none", True),
    ]
