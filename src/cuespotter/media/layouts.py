"""Which channel is which: from FFmpeg's channel layouts to channel names.

In: a layout as PyAV gives it. Out: its name and the names of its channels in the order of the samples. A
channel is known by its name and never by its place; only a layout that the file leaves open gets the one that
players assume for that number of channels.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from av.audio.layout import AudioLayout

_ASSUMED = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


@dataclass(frozen=True)
class Layout:
    """A channel layout.

    Parameters
    ----------
    name : str
        FFmpeg's name, for example '5.1(side)'.
    channels : tuple of str
        FFmpeg's channel names in the order of the samples; 'USR0', 'USR1', ... where nobody knows.
    kind : {'named', 'open', 'custom'}
        Whether FFmpeg knows the layout, or the file leaves it open, or has an order of its own.
    """

    name: str
    channels: tuple[str, ...]
    kind: str


def read_layout(layout: AudioLayout) -> Layout:
    """Name a layout and its channels.

    Parameters
    ----------
    layout : AudioLayout
        Of a codec context or a frame.

    Returns
    -------
    Layout
        An open layout bears the name of the one assumed.

    Examples
    --------
    >>> read_layout(AudioLayout("5.1")).channels
    ('FL', 'FR', 'FC', 'LFE', 'BL', 'BR')
    >>> read_layout(AudioLayout("2 channels")).name
    'stereo'
    """
    name = layout.name
    if "channels (" in name:
        _keep_for_ever(layout)
        return Layout(name, tuple(channel.name for channel in layout.channels), "custom")
    if not name.endswith(" channels"):
        return Layout(name, tuple(channel.name for channel in layout.channels), "named")
    count = layout.nb_channels
    if count in _ASSUMED:
        assumed = AudioLayout(_ASSUMED[count])
        return Layout(assumed.name, tuple(channel.name for channel in assumed.channels), "open")
    return Layout(name, tuple(f"USR{number}" for number in range(count)), "open")


def _keep_for_ever(layout: AudioLayout) -> None:
    """Never free a custom layout: PyAV (18.1) and FFmpeg would both free its map, and kill the process."""
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(layout))
