"""What was heard of music that nothing explains -> how loud it is against all else.

The level is not measured, since nobody knows how the music sounds alone: it is a regression on how plainly
music, and speech, are told where all channels are together, and on how much stands at the sides, where people
seldom talk.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.views import SIDE
from cuespotter.music.find import MusicStretch
from cuespotter.music.habits import measure_between
from cuespotter.music.kinds import measure_kinds
from cuespotter.music.log_odds import judgement_of
from cuespotter.settings import MusicSettings

F64 = NDArray[np.float64]


def estimate_level(heard: Heard, stretch: MusicStretch, settings: MusicSettings) -> float | None:
    """Estimate how loud music is against everything else.

    Parameters
    ----------
    heard : Heard
    stretch : MusicStretch
    settings : MusicSettings

    Returns
    -------
    float or None
        In dB; None where the stretch has no whole block.
    """
    first = -(-stretch.first_frame // settings.block_frames)
    last = stretch.last_frame // settings.block_frames
    if last <= first:
        return None
    model = judgement_of(heard, settings).level
    mean = measure_level(heard, first, last, settings).mean(axis=0)
    level_db = model.at_zero + float(mean @ np.array(model.factors[: len(mean)]))
    return round(min(max(level_db, settings.lowest_level_db), settings.highest_level_db), 1)


def measure_level(heard: Heard, first: int, last: int, settings: MusicSettings) -> F64:
    """Measure what the level of music shows in, block by block.

    Parameters
    ----------
    heard : Heard
    first, last : int
        Blocks.
    settings : MusicSettings

    Returns
    -------
    float64[last - first, features]
        `LEVEL_FEATURES`; without the last three where nobody told the kinds of sound.
    """
    middle = next(view for view in heard.views if view.view.is_middle)
    side = next((view for view in heard.views if view.view == SIDE), None)
    frames = slice(first * settings.block_frames, last * settings.block_frames)
    apart = np.zeros((last - first, 2))
    if side is not None:
        difference = np.clip(side.level_db[frames] - middle.level_db[frames], *settings.side_range_db)
        apart[:, 0] = difference.reshape(last - first, settings.block_frames).mean(axis=1)
        apart[:, 1] = 1.0
    columns = [measure_between(middle, first, last, settings)[1][first - last :], apart]
    if middle.kinds is not None:
        columns.append(measure_kinds(middle.kinds, last, settings.block_frames)[first:])
    return np.concatenate(columns, axis=1)
