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
MINUS = "\u2212"
LEAST_PERCENT = 0.05
"""A smaller change of speed is written with two decimals."""


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
