"""Channels -> views: what is listened to.

Dialogue sits in the centre. What is left when the centre is taken away (side, front without the centre
channel, surrounds) holds mostly music and effects, so a film is heard on several views at once. A recording
has one: the energy of its channels, whose peaks serve all views of the film.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEFT = frozenset({"FL", "SL", "BL", "FLC", "WL", "TFL", "TBL", "DL"})
RIGHT = frozenset({"FR", "SR", "BR", "FRC", "WR", "TFR", "TBR", "DR"})
FRONT_LEFT, FRONT_RIGHT = frozenset({"FL", "FLC", "DL"}), frozenset({"FR", "FRC", "DR"})
UNHEARD = frozenset({"LFE", "LFE2"})
"""Nothing above its 120 Hz."""

Mix = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """One way to listen to a film, and what it is good for.

    To add a view, give it a row and its duties in `film_views`: nothing else knows it by name.

    Attributes
    ----------
    name : str
        As users see it, in `Placement.heard_on`.
    is_middle : bool
        Whether it hears all channels together. Of a film's views this is one: it hears the voices best, so
        music is told from them by another model there (`MusicSettings.middle`); and it hears music and the
        rest as an audience does, so the music's level is estimated on it.
    """

    name: str
    is_middle: bool = False


MIDDLE = View("mid", is_middle=True)
SIDE = View("side")
FRONT = View("front")
SURROUND = View("surround")
SHARED = View("shared")
"""What several language tracks have in common; made of power, not of channels (see `dubs.py`)."""
ALL_VIEWS = {view.name: view for view in (MIDDLE, SIDE, FRONT, SURROUND, SHARED)}


@dataclass(frozen=True)
class Views:
    """Mixes of a layout's channels.

    Attributes
    ----------
    views : tuple[View, ...]
    mix : float32[views, channels]
        A view's samples are ``mix @ samples``.
    """

    views: tuple[View, ...]
    mix: Mix

    @property
    def names(self) -> tuple[str, ...]:
        """The views' names, in their order."""
        return tuple(view.name for view in self.views)


def film_views(layout: Sequence[str]) -> Views:
    """Say how a film of this layout is heard.

    Parameters
    ----------
    layout : sequence of str
        FFmpeg's channel names, such as "FL", "FR", "FC", "LFE", "SL", "SR".

    Returns
    -------
    Views
        mid (all together) always; side (left less right) where there is a left and a right; front (left and
        right without the centre) and surround (what stands behind, together) where there are such channels.
    """
    both = [(name in LEFT or name in FRONT_LEFT, name in RIGHT or name in FRONT_RIGHT) for name in layout]
    left, right = (np.array([pair[i] for pair in both], np.float32) for i in (0, 1))
    heard = np.array([name not in UNHEARD for name in layout], np.float32)
    rows = {MIDDLE: heard}
    if left.any() and right.any():
        rows[SIDE] = left - right
        front = np.array([name in FRONT_LEFT or name in FRONT_RIGHT for name in layout], np.float32)
        if (front != heard).any():
            rows[FRONT] = front
        behind = (left + right) - front
        if behind.any():
            rows[SURROUND] = np.maximum(behind, 0)
    mix = np.stack([row / max(1.0, float(np.abs(row).sum())) for row in rows.values()])
    return Views(tuple(rows), mix.astype(np.float32))


def mix_channels(mix: Mix, samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mix channels to views, one by one: a matrix product would round differently for other blocks.

    Parameters
    ----------
    mix : float32[views, channels]
    samples : float32[channels, n]

    Returns
    -------
    float32[views, n]
    """
    mixed = np.zeros((len(mix), samples.shape[1]), np.float32)
    for column, channel in zip(mix.T, samples, strict=True):
        mixed += column[:, np.newaxis] * channel
    return mixed


def recording_views(layout: Sequence[str]) -> Mix:
    """Say how a recording is heard: two views, left and right, whose energies are added (one, if it is mono).

    Returns
    -------
    float32[1 or 2, channels]
    """
    left = np.array([name in LEFT for name in layout], np.float32)
    right = np.array([name in RIGHT for name in layout], np.float32)
    heard = np.array([name not in UNHEARD for name in layout], np.float32)
    if not (left.any() and right.any()):
        return (heard / max(1.0, float(heard.sum())))[np.newaxis]
    # half the energy of the centre to each side, as a listener's two loudspeakers would play it
    centre = np.maximum(heard - left - right, 0) * np.float32(0.7071)
    return np.stack([left + centre, right + centre])
