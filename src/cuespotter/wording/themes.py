"""Themes that may return played anew, in words."""

from __future__ import annotations

from cuespotter.model.theme import ThemeVariation
from cuespotter.wording.numbers import percent_text
from cuespotter.wording.text import flat

SAME_TEMPO = 0.06
"""Tempos nearer to each other are one: where two run alike is known to half a second."""


def variation_text(variation: ThemeVariation, name: str) -> str:
    """Ask whether music is another, played anew.

    Examples
    --------
    >>> places = {"start_s": 60, "end_s": 90, "of_start_s": 5, "of_end_s": 30}
    >>> one = ThemeVariation(**places, confidence=0.7, semitones=3, tempo=1.2)
    >>> variation_text(one, "Theme A")
    'Theme A again, 3 semitones higher, faster? (70 %)'
    >>> variation_text(one.turned, "Theme B")
    'Theme B again, 3 semitones lower, slower? (70 %)'
    """
    steps, tempo = abs(variation.semitones), variation.tempo
    height = "higher" if variation.semitones > 0 else "lower"
    words = [
        f"{steps} semitone{'' if steps == 1 else 's'} {height}" if steps else "",
        "faster" if tempo > 1 + SAME_TEMPO else "slower" if tempo < 1 / (1 + SAME_TEMPO) else "",
    ]
    how = ", ".join(word for word in words if word) or "played anew"
    return f"{flat(name)} again, {how}? ({percent_text(variation.confidence)})"
