"""Numbers and answers in words, the same in every export."""

from cuespotter.clock import cents_of_speed
from cuespotter.model.cue import Cue, Placement

NAMED_SPEEDS = (
    (25 / 24, "PAL speed-up"),
    (24 / 25, "PAL slowed down"),
    (1001 / 1000, "NTSC pull-up"),
    (1000 / 1001, "NTSC pull-down"),
)
SPEED_SLACK = 3e-4
"""A speed this near to a named ratio bears its name; the nearest two ratios are 1e-3 apart."""
PITCH_SLACK_CENTS = 15.0
"""Below this nobody hears a mistuning."""
CONFIDENCE_WORDS = (
    (0.99, "certain"),
    (0.9, "very likely"),
    (0.7, "likely"),
    (0.4, "possible"),
    (0.0, "doubtful"),
)
ORIGIN_WORDS = {
    "made_for_film": "made for the film",
    "pre_existing": "pre-existing",
    "library": "production library",
    "unknown": "origin unknown",
}
FILM_PART_WORDS = {"logo": "logo", "main_title": "main title", "body": "body", "end_title": "end title"}
PERCEPTION_WORDS = {
    "not_heard": "not heard by the characters",
    "unseen_source": "heard from an unseen source",
    "seen": "seen being played",
}
STATUS_WORDS = {
    "found": "not reviewed",
    "confirmed": "confirmed",
    "edited": "edited by hand",
    "rejected": "rejected",
}
VERSION_WORDS = {
    "original": "original",
    "cover": "cover",
    "live": "live version",
    "remix": "remix",
    "re_recording": "re-recording",
    "arrangement": "arrangement",
}
UNNAMED = "Unnamed music"
SORTS = {
    "drop": "pre-existing recording",
    "cover": "older work, recorded for the film",
    "made": "made for the film",
    "library": "production library",
    "recording": "recording, origin not told",
    "unnamed": "music nobody has named yet",
}
"""How cues are told apart by colour; the order is that of the legend."""


def clock_text(seconds: float) -> str:
    """Write a time to the second, cut down, as a player shows it.

    Examples
    --------
    >>> clock_text(59.99), clock_text(3723), clock_text(-1.5)
    ('0:59', '1:02:03', '-0:02')
    """
    whole = int(seconds // 1)
    sign, whole = ("-", -whole) if whole < 0 else ("", whole)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


def length_text(seconds: float) -> str:
    """Write a length to the nearest second, half up.

    Examples
    --------
    >>> length_text(59.5), length_text(0.2)
    ('1:00', '0:00')
    """
    return clock_text(seconds + 0.5)


def stamp_text(seconds: float, *, separator: str = ".") -> str:
    """Write hours, minutes, seconds and milliseconds, rounded half up once.

    Examples
    --------
    >>> stamp_text(3723.0005), stamp_text(1.5, separator=",")
    ('01:02:03.001', '00:00:01,500')
    """
    milliseconds = max(0, int(seconds * 1000 + 0.5))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{separator}{rest % 1000:03d}"


def speed_name(placement: Placement) -> str | None:
    """Name a placement's speed and pitch; None where both are as recorded.

    Examples
    --------
    >>> place = {"film_in_s": 0, "film_out_s": 24, "recording_in_s": 0, "recording_out_s": 25}
    >>> speed_name(Placement(**place, speed=25 / 24, pitch_cents=70.67))
    'PAL speed-up (+4.2 %)'
    >>> speed_name(Placement(**place, speed=25 / 24, pitch_cents=0))
    'PAL speed-up (+4.2 %), pitch kept'
    """
    parts = []
    is_changed = abs(placement.speed - 1) > SPEED_SLACK
    if is_changed:
        percent = f"{100 * (placement.speed - 1):+.1f} %".replace("-", "\u2212")
        named = next(
            (name for ratio, name in NAMED_SPEEDS if abs(placement.speed - ratio) < SPEED_SLACK), None
        )
        parts.append(percent if named is None else f"{named} ({percent})")
    follows = abs(placement.pitch_cents - cents_of_speed(placement.speed)) <= PITCH_SLACK_CENTS
    if not follows and abs(placement.pitch_cents) <= PITCH_SLACK_CENTS:
        parts.append("pitch kept")
    elif not follows:
        parts.append(f"pitch {placement.pitch_cents / 100:+.1f} semitones".replace("-", "\u2212"))
    return ", ".join(parts) or None


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
    return f"{int(share * 100 + 0.5) if share in (0.0, 1.0) else min(99, int(share * 100 + 0.5))} %"


def level_text(level_db: float) -> str:
    """Write the level of the music against everything else, with a true minus sign.

    Examples
    --------
    >>> level_text(3.2)
    '+3 dB'
    """
    return f"{round(level_db):+d} dB".replace("-", "\u2212").replace("+0 dB", "0 dB")


def title_of(cue: Cue) -> str:
    """Give a cue's title, or the words for music that nobody has named."""
    return cue.title_known or UNNAMED


def sort_of(cue: Cue) -> str:
    """Say which colour a cue has: one of `SORTS`."""
    if cue.recording is None and cue.title_known is None:
        return "unnamed"
    match cue.work_origin, cue.recording_origin:
        case "pre_existing", "made_for_film":
            return "cover"
        case (_, "pre_existing"):
            return "drop"
        case ("library", _) | (_, "library"):
            return "library"
        case ("made_for_film", _) | (_, "made_for_film"):
            return "made"
    return "recording"


def line_of(cue: Cue) -> str:
    """'Artist - Title' as one line of text, as playlists and subtitles show it."""
    title = title_of(cue)
    return flat(title if cue.artist_known is None else f"{cue.artist_known} - {title}")


def flat(text: str) -> str:
    """Bring a text to one line without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def without_controls(text: str) -> str:
    r"""Drop the characters that neither HTML nor XML may hold.

    Examples
    --------
    >>> without_controls("a\x00b\tc")
    'ab\tc'
    """
    return "".join(letter for letter in text if _is_allowed(letter))


def _is_allowed(letter: str) -> bool:
    """Say whether XML 1.0 allows the character, and it is no control character."""
    if letter in "\t\n\r":
        return True
    return letter >= " " and letter not in "\x7f\ufffe\uffff" and not "\ud800" <= letter <= "\udfff"
