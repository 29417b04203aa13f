"""Alignments that are believed -> whether the recording itself is heard, or another mix of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cuespotter.alignment.explain import Explained
from cuespotter.alignment.offsets import follows
from cuespotter.errors import MediaError
from cuespotter.identify.extents import course_of
from cuespotter.settings import Settings
from cuespotter.waveform.departure import departure, own_mix
from cuespotter.waveform.samples import SampleSource


def with_mixes(
    explained: Sequence[Explained],
    believed: Sequence[bool],
    film: SampleSource,
    music_of: Callable[[int], SampleSource | None],
    settings: Settings,
) -> list[Explained]:
    """Say of what is believed whether it is the recording itself; of what cannot be heard, nothing.

    Parameters
    ----------
    explained : sequence of Explained
    believed : sequence of bool
        Of each, whether it is worth opening a file for.
    film : SampleSource
    music_of : callable
        Gives a recording's own samples by its number; None where no file is at hand.
    settings : Settings
    """
    return [
        _judged(one, film, music_of, settings) if is_sure else one
        for one, is_sure in zip(explained, believed, strict=True)
    ]


def _judged(
    one: Explained,
    film: SampleSource,
    music_of: Callable[[int], SampleSource | None],
    settings: Settings,
) -> Explained:
    """Judge one alignment; where tempo or pitch was changed alone, no sample belongs to one of the file."""
    alignment = one.alignment
    music = music_of(alignment.recording) if follows(alignment.line, settings.alignment) else None
    if music is None:
        return one
    course = course_of(alignment.line, alignment.span, settings.analysis.hop_samples)
    try:
        departed = departure(film, music, course, settings.waveform)
    except MediaError:
        # a file that has gone bad since it was added: nothing is said
        return one
    if departed is None:
        return one
    return replace(one, mix_confidence=own_mix(departed, settings.waveform.mix))
