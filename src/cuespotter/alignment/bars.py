"""Which bar? An alignment -> by how much its place explains the film better than others of its recording.

Whether a recording plays, and which of its bars plays where several sound nearly the same, are two questions.
The first is `confidence.py`'s; here the second is measured, and told as a probability of its own.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf

from cuespotter.alignment.bounds import ratios_along
from cuespotter.alignment.elsewhere import places_like
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.alignment.offsets import sight
from cuespotter.settings import ConfidenceSettings


def with_margin(compared: Comparison, one: Explained) -> Explained:
    """Measure by how many nats an alignment's bar fits better than the best of those that sound like it.

    Returns
    -------
    Explained
        With its `bar_margin`: infinite where no other place of the recording comes near.
    """
    span = one.alignment.span
    others = [sight(compared, place.line, span).line for place in places_like(compared, one.alignment)]
    if not others:
        return replace(one, bar_margin=inf)
    best = max(_gain(compared, line, span) for line in others)
    return replace(one, bar_margin=_gain(compared, one.alignment.line, span) - best)


def bar_confidence(margin: float, settings: ConfidenceSettings) -> float:
    """Say how likely it is that the bar is the right one, where the recording plays at all.

    Examples
    --------
    >>> [round(bar_confidence(nats, ConfidenceSettings()), 2) for nats in (-20.0, 0.0, 60.0, inf)]
    [0.27, 0.5, 0.95, 1.0]
    """
    return 1.0 / (1.0 + exp(-settings.per_bar_margin * margin))


def _gain(compared: Comparison, line: Line, span: Span) -> float:
    """Add up what all peaks of a stretch say for a line: heard against not heard, in nats."""
    return float(ratios_along(compared, line, compared.cut(line, span), span).sum())
