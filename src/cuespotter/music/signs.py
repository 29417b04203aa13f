"""Music that nobody has named -> by which signs it was told, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import Heard
from cuespotter.model.sound import MusicSign, SignName
from cuespotter.music.find import MusicStretch
from cuespotter.music.habits import measure_between
from cuespotter.music.log_odds import judgement_of, view_log_odds
from cuespotter.music.spans import is_spoken
from cuespotter.settings import MUSIC_FEATURES, MusicSettings, SpanSettings

F64 = NDArray[np.float64]


def music_signs(
    heard: Heard, stretch: MusicStretch, settings: MusicSettings, spans: SpanSettings
) -> list[MusicSign]:
    """Say by which signs a stretch is thought music, and what speaks against it.

    The habits are those of the clearest view, which is the one that has the word in `find_music`.

    Parameters
    ----------
    heard : Heard
    stretch : MusicStretch
    settings : MusicSettings
    spans : SpanSettings
        When somebody speaks.

    Returns
    -------
    list of MusicSign
        Of each sign that was looked for one, whichever way it speaks.
    """
    first = -(-stretch.first_frame // settings.block_frames)
    last = min(stretch.last_frame, heard.frames) // settings.block_frames
    if last <= first:
        return []
    return [
        MusicSign(name=name, share=round(float(share), 3))
        for name, share in [
            *_habits(heard, first, last, settings),
            *_kinds(heard, stretch, spans),
        ]
    ]


def _habits(heard: Heard, first: int, last: int, settings: MusicSettings) -> Iterator[tuple[SignName, float]]:
    """Give of each habit of music, and of hums, the share of blocks that show it on the clearest view."""
    judgement = judgement_of(heard, settings)
    odds, measured = [], []
    for view in heard.views:
        part, rows = measure_between(view, first, last, settings)
        odds.append(float(view_log_odds(part, rows, judgement, settings)[first - last :].mean()))
        measured.append(rows[first - last :])
    habits = dict(zip(MUSIC_FEATURES, measured[int(np.argmax(odds))].T, strict=True))
    rules = settings.signs
    yield "tuning", np.mean(habits["tuning"] >= rules.least_tuning)
    yield "steps", np.mean(habits["intervals"] >= rules.least_intervals)
    yield "held", np.mean(habits["sustain"] >= rules.least_sustain)
    yield "hum", np.mean(habits["standing"] >= rules.least_standing)


def _kinds(heard: Heard, stretch: MusicStretch, spans: SpanSettings) -> Iterator[tuple[SignName, float]]:
    """Give what the network hears, where there is one: music and singing on the view where it is surest."""
    told = [view.kinds for view in heard.views if view.kinds is not None]
    if not told:
        return
    frames = slice(stretch.first_frame, stretch.last_frame)
    yield "ear", max(float((1.0 / (1.0 + np.exp(-one.music[frames]))).mean()) for one in told)
    yield "singing", max(float((one.singing[frames] > 0.0).mean()) for one in told)
    middle = next(view.kinds for view in heard.views if view.view.is_middle)
    if middle is not None:
        yield "speech", is_spoken(middle.speech, least=spans.least_speech)[frames].mean()
