"""What the benchmark measures; no test depends on the speed of the machine."""

import json
import sys

import pytest

from engine.cli.main import main
from engine.compute import machine
from engine.errors import HardwoodError
from engine.evaluation import benchmark as speed
from engine.evaluation.benchmark import Bench, Figure, Sizes, bench, figure, plain_rates, rates

TINY = Sizes(repetitions=1, games=20, chunks=2, plain_games=1, universes=2)


def test_a_figure_is_the_median_with_its_range():
    assert figure([3.0, 1.0, 2.0, 9.0, 0.5]) == Figure(2.0, 0.5, 9.0)


def test_everything_is_measured_once():
    measured = bench(1, TINY).figures()
    for name in (
        "games_per_s_one_core",
        "games_per_s_two_workers",
        "games_per_s_plain_python",
        "tournaments_per_s",
        "worker_start_s",
        "jit_ratio",
        "random_ratio",
        "cpu_share",
    ):
        assert measured[name] > 0, name
    assert measured["memory_mb_worker"] is None or 20 < measured["memory_mb_worker"] < 1000
    assert {"cpu", "cores", "python", "numba"} <= measured["machine"].keys()
    assert "2 worker processes" in measured["machine"]["executor"]
    json.dumps(measured)


def test_one_rate_a_repetition():
    assert len(rates(1, 3, 4)) == 4


def test_a_game_that_does_not_run_plainly_is_said_so(monkeypatch, tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'TypeError: no such thing' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(HardwoodError, match="TypeError: no such thing"):
        plain_rates(1, TINY)


def planted(cpu_share):
    one = Figure(100_000.0, 90_000.0, 110_000.0)
    two, plain = Figure(190_000.0, 180_000.0, 200_000.0), Figure(400.0, 300.0, 500.0)
    cups, start = Figure(2_800.0, 2_700.0, 2_900.0), Figure(0.9, 0.8, 1.0)
    where = {"cpu": "Abacus", "cores": 2, "python": "3.11.7", "numba": "0.68.1"}
    numbers = Figure(2_500_000.0, 2_400_000.0, 2_600_000.0)
    return Bench(one, two, plain, cups, start, numbers, None, cpu_share, where)


def test_what_the_command_says(capsys, monkeypatch):
    monkeypatch.setattr(speed, "bench", lambda seed: planted(0.99))
    assert main(["bench"]) == 0
    text = capsys.readouterr().out
    assert "cpu Abacus, cores 2, python 3.11.7, numba 0.68.1" in text
    assert "100,000   (90,000 to 110,000)" in text and "250 times" in text
    assert "A game takes 25 times as long as its random numbers alone." in text
    assert "memory" not in text and "busy" not in text
    assert main(["bench", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["games_per_s_one_core"] == 100_000 and said["jit_ratio"] == 250
    assert said["random_ratio"] == 25
    assert said["range"]["worker_start_s"] == [0.8, 1.0]
    assert main(["bench", "--seed", "x"]) == 2


def test_a_busy_machine_is_named_as_such(capsys, monkeypatch):
    monkeypatch.setattr(speed, "bench", lambda seed: planted(0.4))
    assert main(["bench"]) == 0
    assert "its core only 40% of the time" in capsys.readouterr().out


# ---- what the machine says of itself ----


def test_memory_is_the_most_ever_held(tmp_path):
    status = tmp_path / "status"
    status.write_text("Name:\tpython\nVmHWM:\t   90000 kB\nVmRSS:\t   80000 kB\n")
    assert machine.memory_mb(status) == pytest.approx(92.16)
    assert machine.memory_mb(tmp_path / "nothing") is None


def test_the_processor_is_named(tmp_path):
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Abacus 3000\nprocessor\t: 1\nmodel name\t: B\n")
    assert machine.cpu_model(info) == "Abacus 3000"
    assert isinstance(machine.cpu_model(tmp_path / "nothing"), str)
