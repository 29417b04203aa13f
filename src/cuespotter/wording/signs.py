"""Why music that nobody has named is thought music, in words: each sign as it speaks, for it or against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cuespotter.model.sound import MusicSign, SignName
from cuespotter.wording.numbers import percent_text

MOSTLY, SELDOM = 0.5, 0.25
"""A habit of music speaks for it from half of the seconds on, against it below a quarter of them."""
NEVER, LITTLE, MUCH = 0.05, 0.3, 0.6
"""Shares of the seconds with speech: below the first nobody speaks, from the last on speech is most of it."""
SUNG = 0.3
HABITS: dict[SignName, tuple[str, str]] = {
    "tuning": ("keeps to one tuning", "keeps to no tuning"),
    "steps": ("steps by whole semitones", "seldom steps by whole semitones"),
    "held": ("notes hold", "hardly a note holds"),
}


def reason_texts(signs: Iterable[MusicSign], length_s: float, further: Sequence[str] = ()) -> list[str]:
    """Say of each sign what it tells: first what speaks for music, then, after 'but', what speaks against.

    Parameters
    ----------
    signs : iterable of MusicSign
    length_s : float
        Of the stretch; shares of it are said in seconds.
    further : sequence of str, optional
        What else speaks for music.

    Examples
    --------
    >>> signs = [MusicSign(name="tuning", share=0.9), MusicSign(name="speech", share=0.8)]
    >>> reason_texts(signs, 10.2)
    ['keeps to one tuning for 9 of 10 s', 'but somebody speaks for 8 of 10 s']
    """
    told = [_told(sign, length_s) for sign in signs]
    speaks_for = [text for text, _ in told if text]
    return [*speaks_for, *further, *(f"but {text}" for _, text in told if text)]


def _told(sign: MusicSign, length_s: float) -> tuple[str, str]:
    """Say what a sign tells for music, or against it; of two texts one is empty, or both."""
    share, part = sign.share, _part(sign.share, length_s)
    match sign.name:
        case "ear":
            heard = f"the extra hearing hears music at {percent_text(share)}"
            return (heard, "") if share >= MOSTLY else ("", heard)
        case "singing":
            return (f"somebody sings for {part}" if share >= SUNG else "", "")
        case "speech":
            return _spoken(share, part)
        case "hum":
            return "", f"one sound stands, as of a hum, a machine, bells, for {part}" if share >= SUNG else ""
        case habit:
            shown, missed = HABITS[habit]
            return f"{shown} for {part}" if share >= MOSTLY else "", missed if share < SELDOM else ""


def _spoken(share: float, part: str) -> tuple[str, str]:
    """Say how much speech there is: little speaks for music, much against it."""
    if share >= MUCH:
        return "", f"somebody speaks for {part}"
    if share >= LITTLE:
        return "", ""
    return ("nobody speaks" if share < NEVER else f"little speech, {part}"), ""


def _part(share: float, length_s: float) -> str:
    """Say a share of a stretch in seconds: '9 of 10 s'."""
    return f"{share * length_s:.0f} of {length_s:.0f} s"
