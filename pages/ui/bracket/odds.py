"""The odds of a run and, if wanted, the real results over them; of a tournament that is being
played the odds given what has happened."""

from pages.ui import runs
from pages.ui.bracket import address
from pages.ui.bracket.live import over_time
from pages.ui.bracket.page_context import PageContext, Shown, title_odds
from pages.ui.drawing.component import Action, bracket
from pages.ui.drawing.view import View


def draw(context: PageContext) -> Shown:
    """The drawing with its one switch."""
    if context.running:
        return _so_far(context)
    real = address.choose_overlay(
        context.field, "Marks each game right or wrong: did the likeliest team win?"
    )
    view = View(
        context.field,
        context.name,
        context.prob,
        context.spec.universes,
        real=context.real if real else {},
        verb="",
    )
    _bracket(context, view)
    if real:
        over_time.draw(context)
    return Shown(view, title_odds(context, context.prob, None, ""), context.prob)


def _so_far(context: PageContext) -> Shown:
    """The slider over the days, the drawing with the scores so far, the odds by day."""
    address.choose_happened(context.asked, context.field, "The odds as they stood")
    found = runs.slot_prob(context.spec_so_far)
    prob = context.prob if found is None else found
    scores = context.scores()
    view = View(
        context.field,
        context.name,
        prob,
        context.spec.universes,
        lock={s: e for s, e in context.settled().items() if s not in scores},
        locked="went on without a result",
        score=scores,
        verb="",
    )
    _bracket(context, view)
    over_time.draw(context)
    if found is None:
        return Shown(view, "The odds with the latest results are being played.", prob)
    since = context.since
    given = f" {since[0].lower()}{since[1:]}" if since else ""
    return Shown(view, title_odds(context, prob, None, since), prob, given)


def _bracket(context: PageContext, view: View) -> None:
    def clicked(action: Action) -> None:
        context.open_game(action, view.prob)

    bracket(view, on_action=clicked)
