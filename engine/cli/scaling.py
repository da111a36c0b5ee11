"""How long a run of many universes takes on how many workers."""

import argparse
import math
from typing import Any

from engine.cli.brackets import _tournament
from engine.cli.commands import Answer, made_by, pool_of
from engine.compute.scaling import Costs
from engine.domain.specs import check_counted, check_random_seed
from engine.errors import BadNumber, shortened


def arguments(sub: argparse.ArgumentParser) -> None:
    """The options of ``scaling``, after league and season."""
    sub.add_argument(
        "--universes", default=100_000_000, help="of a tournament (default: %(default)s)"
    )
    sub.add_argument("--price", default=0.04, help="of a core hour (default: %(default)s)")


def scaling(args: argparse.Namespace) -> Answer:
    """Measure a universe here and simulate clusters of up to 1,000 workers; with --cluster what a
    chunk costs its scheduler is measured, too."""
    universes, price = check_counted(args.universes), _price(args.price)
    field, _ = _tournament(args)
    from engine.evaluation import scaling as measure

    count = measure.usual_count(field, universes, check_random_seed(args.seed))
    seconds, costs = measure.universe_seconds(count), Costs()
    if args.cluster is not None:
        with pool_of(args) as pool:
            costs = measure.measured_costs(count, pool)
    rows: list[dict[str, Any]] = [
        {
            "workers": plan.workers,
            "chunk": plan.chunk,
            "hours": plan.scaled.seconds / 3600,
            "efficiency": plan.scaled.efficiency,
            "scheduler_busy": plan.scaled.scheduler,
            "core_hours": plan.core_hours,
            "price": plan.core_hours * price,
        }
        for plan in measure.plans(seconds, universes, costs)
    ]
    payload = made_by(args, season=field.season) | {"universes": universes, "plans": rows}
    payload |= {"universe_seconds": seconds, "chunk_serial_seconds": costs.serial}
    return Answer(_text(rows, universes, seconds, costs), payload)


def _price(value: object) -> float:
    try:
        price = float(str(value))
    except ValueError:
        price = math.nan
    if not 0 <= price < math.inf:
        raise BadNumber(f"“{shortened(str(value))}” is no price.", "Use a number such as 0.04.")
    return price


def _text(rows: list[dict[str, Any]], universes: int, seconds: float, costs: Costs) -> str:
    lines = [
        f"{universes:,} universes, {1e3 * seconds:.3f} ms each on a core of this machine; a chunk "
        f"costs the scheduler {1e3 * costs.serial:.1f} ms.",
        "workers  universes a chunk     hours  efficiency  scheduler busy  core hours   price",
    ]
    for row in rows:
        size = f"{row['workers']:7,}  {row['chunk']:17,}  {row['hours']:8.2f}"
        shares = f"{row['efficiency']:10.1%}  {row['scheduler_busy']:14.0%}"
        lines.append(f"{size}  {shares}  {row['core_hours']:10,.1f}  {row['price']:6,.2f}")
    return "\n".join(lines)
