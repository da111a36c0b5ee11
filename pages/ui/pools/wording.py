"""Sentences and numbers of the Pools page."""

from engine.pools.evaluate import Figures
from engine.pools.rules import Pool
from engine.run.pools import PoolSpec
from pages.ui.shell.format import counted
from pages.ui.shell.pool_words import chance, fair, span, with_error

TO = ("", "Round of 32", "Sweet 16", "Elite Eight", "Final Four", "final", "title")
UNITS = ("no", "one", "two", "three", "four", "five")
CAVEAT = (
    "± is the 95% error of counting universes and sampled rivals, none of which the search has "
    "seen. The range is the worst and best chance when rivals are drawn another way, the public or "
    "our odds are 10% sharper or flatter, the public is a quarter right, or the ratings are off "
    "within their errors."
)


def answer(pool: Pool, own: Figures, points: Figures, chalk: Figures) -> str:
    """The page in one sentence: what the entry wins, both errors, and the plain alternatives."""
    who = "this bracket wins" if pool.mine == 1 else f"the best of these {UNITS[pool.mine]} wins"
    return (
        f"In a pool of {pool.entries:,} {who} **{with_error(own.win_prob, own.win_prob_se)}** "
        f"({span(own)} under other publics and odds), **{fair(own)}**"
        f"{' each' if pool.mine > 1 else ''}. Most points wins {chance(points.win_prob)}, chalk "
        f"{chance(chalk.win_prob)}, an average entry {chance(1 / pool.entries)}."
    )


def against(spec: PoolSpec) -> str:
    """The end of a sentence: against whom, where rivals are known."""
    if not spec.known:
        return "."
    everybody = len(spec.known) + spec.pool.mine == spec.pool.entries
    rest = "." if everybody else " and the public."
    return f", against {counted(len(spec.known), 'known rival')}{rest}"


def searched(spec: PoolSpec) -> str:
    """A sentence more where the entry was chosen against known rivals."""
    if not spec.known:
        return ""
    return f" It was chosen against {counted(len(spec.known), 'known rival')} of the Rivals part."
