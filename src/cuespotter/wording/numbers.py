"""Probabilities, levels and speeds in words."""

from cuespotter.speeds import SAME_PITCH_CENTS, find_named_speed, pitch_follows

CONFIDENCE_WORDS = (
    (0.99, "certain"),
    (0.9, "very likely"),
    (0.7, "likely"),
    (0.4, "possible"),
    (0.0, "doubtful"),
)
"""From which probability on a word is said; see the calibration in docs/evaluation.md for what they hold."""
SURE_ENOUGH = 0.9
"""A cue that nobody has reviewed and that is less likely than this should be heard: drawn pale, told by
`check`, called unsure at the desk. Nine of ten and more are right there."""
SURE_BAR = 0.95
"""A placement that nobody has reviewed and whose bar is less likely than this is said to be in doubt: other
bars of the recording sound nearly the same."""
MINUS = "\u2212"
LEAST_PERCENT = 0.05
"""A smaller change of speed is written with two decimals."""


def count_text(count: int, what: str) -> str:
    """Count things.

    Examples
    --------
    >>> count_text(1, "cue"), count_text(2, "other file"), count_text(0, "film")
    ('1 cue', '2 other files', '0 films')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"


def confidence_word(confidence: float) -> str:
    """Put a probability into a word.

    Examples
    --------
    >>> confidence_word(0.93), confidence_word(0.2)
    ('very likely', 'doubtful')
    """
    return next(word for least, word in CONFIDENCE_WORDS if confidence >= least)


def percent_text(share: float) -> str:
    """Write a probability or share as whole percent; only what is full is called 100 %.

    Examples
    --------
    >>> percent_text(0.996), percent_text(0.5), percent_text(1.0)
    ('99 %', '50 %', '100 %')
    """
    return f"{100 if share >= 1 else min(99, int(share * 100 + 0.5))} %"


def level_text(level_db: float) -> str:
    """Write the level of the music against everything else, with a true minus sign.

    Examples
    --------
    >>> level_text(3.2)
    '+3 dB'
    """
    return f"{round(level_db):+d} dB".replace("-", MINUS).replace("+0 dB", "0 dB")


def speed_label(speed: float, pitch_cents: float) -> str | None:
    """Name a speed and pitch shortly, for a narrow column; None where both are as recorded.

    Examples
    --------
    >>> speed_label(25 / 24, 70.67), speed_label(1.032, 54.5), speed_label(1.0, 0.0)
    ('PAL speed-up', '+3.2 %', None)
    """
    named = find_named_speed(speed)
    return _joined(_percent_of(speed) if named is None else named.name, speed, pitch_cents)


def speed_name(speed: float, pitch_cents: float) -> str | None:
    """Name a speed and pitch, with the change in percent; None where both are as recorded.

    Examples
    --------
    >>> speed_name(25 / 24, 70.67), speed_name(25 / 24, 0.0)
    ('PAL speed-up (+4.2 %)', 'PAL speed-up (+4.2 %), pitch kept')
    >>> speed_name(1.0, 100.0)
    'pitch +1.0 semitones'
    """
    named = find_named_speed(speed)
    percent = _percent_of(speed)
    if named is None:
        return _joined(percent, speed, pitch_cents)
    return _joined(f"{named.name} ({percent})" if named.name else "", speed, pitch_cents)


def _percent_of(speed: float) -> str:
    percent = 100 * (speed - 1)
    digits = 1 if abs(percent) >= LEAST_PERCENT else 2
    return f"{percent:+.{digits}f} %".replace("-", MINUS)


def _joined(first: str, speed: float, pitch_cents: float) -> str | None:
    """Say behind the speed what the pitch does, where it does not follow."""
    parts = [first] if first else []
    if not pitch_follows(speed, pitch_cents):
        kept = abs(pitch_cents) <= SAME_PITCH_CENTS
        turned = f"pitch {pitch_cents / 100:+.1f} semitones".replace("-", MINUS)
        parts.append("pitch kept" if kept else turned)
    return ", ".join(parts) or None


IN_FRONT_DB, BARELY_DB = -3.0, -15.0
"""Where music stands in front of all else, and where it can barely be heard: from about half the power up;
from where an untrained listener no longer notices it."""
AUDIBLE_PACE = 0.02
"""A change of speed of two percent and more, a third of a semitone, is heard as faster or slower."""


def prominence_words(told: str | None, level_db: float | None) -> str | None:
    """Say how far in front the music stands: somebody's word first, else by its level.

    Parameters
    ----------
    told : str or None
        'in front' or 'under', where somebody has said so.
    level_db : float or None
        Level of the music against everything else in dB, where it can be told.

    Examples
    --------
    >>> prominence_words(None, 2.0), prominence_words(None, -9.6), prominence_words("in front", -20.0)
    ('in front', 'under dialogue', 'in front')
    >>> prominence_words(None, -18.0), prominence_words("under", None), prominence_words(None, None)
    ('barely audible', 'in the background', None)
    """
    if told == "in front" or (told is None and level_db is not None and level_db >= IN_FRONT_DB):
        return "in front"
    if level_db is None:
        return None if told is None else "in the background"
    return "barely audible" if level_db < BARELY_DB else "under dialogue"


def pace_words(speed: float, pitch_cents: float) -> str | None:
    """Say to a reader how a recording is played, where an ear can tell.

    Examples
    --------
    >>> pace_words(25 / 24, 70.67), pace_words(0.9, 0.0), pace_words(1.0, 0.0), pace_words(1.0, -100.0)
    ('faster and higher than on the record', 'slower than on the record', None, 'lower than on the record')
    """
    paces = ("faster" if speed >= 1 + AUDIBLE_PACE else "slower" if speed <= 1 - AUDIBLE_PACE else "",)
    pitch = "" if abs(pitch_cents) <= SAME_PITCH_CENTS else "higher" if pitch_cents > 0 else "lower"
    heard = " and ".join(word for word in (*paces, pitch) if word)
    return f"{heard} than on the record" if heard else None
