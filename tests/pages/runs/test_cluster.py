"""Where the server's work runs."""

import pytest

from engine.compute.cluster import Cluster
from pages.ui.runs import server


@pytest.mark.parametrize(
    ("named", "found"),
    [("", None), (" local:3 ", Cluster("", 3)), ("tcp://h:8786", Cluster("tcp://h:8786", 1))],
)
def test_the_environment_names_the_cluster(monkeypatch, named, found):
    monkeypatch.setenv("HARDWOOD_CLUSTER", named)
    assert server._cluster() == found


def test_a_name_that_cannot_be_read_is_told_and_not_used(monkeypatch, caplog):
    monkeypatch.setenv("HARDWOOD_CLUSTER", "the big one")
    assert server._cluster() is None
    assert "HARDWOOD_CLUSTER is not used. “the big one” is no cluster." in caplog.text
