"""FCPXML 1.8, for Final Cut Pro and Resolve: audio clips connected under a gap as long as the film.

All times are exact fractions of a second, whole numbers of pictures. A speed is a time map from the
clip's own time to the recording's.
"""

from fractions import Fraction

from cuespotter.clock import PictureRate, picture_to_fraction
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import Clip, CutList, cut_list
from cuespotter.exports.music_files import media_url
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.document import FilmDocument

DOCTYPE = "<!DOCTYPE fcpxml>"
FORMAT_ID = "r1"
MILLION = 1_000_000
"""A speed as a fraction with a denominator up to this errs by less than a picture in a film."""


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write one project with one sequence."""
    cuts = cut_list(document, options)
    root = Element("fcpxml", {"version": "1.8"})
    resources = child(root, "resources")
    child(resources, "format", id=FORMAT_ID, frameDuration=_seconds(1, cuts.rate))
    assets = _assets(resources, cuts, options)
    event = child(child(root, "library"), "event", name=cuts.title)
    sequence = child(
        child(event, "project", name=cuts.title),
        "sequence",
        format=FORMAT_ID,
        duration=_seconds(cuts.length, cuts.rate),
        tcStart=_seconds(cuts.origin, cuts.rate),
        tcFormat="DF" if cuts.rate.is_drop else "NDF",
    )
    gap = child(child(sequence, "spine"), "gap", name="Film", offset=_seconds(cuts.origin, cuts.rate))
    gap.set("start", "0s")
    gap.set("duration", _seconds(cuts.length, cuts.rate))
    for clip in cuts.clips:
        if clip.cue.recording is not None:
            _clip(gap, clip, assets[clip.cue.recording.id], cuts.rate)
    for clip in cuts.clips:
        if clip.cue.recording is None:
            _marker(gap, clip, cuts.rate)
    return xml_bytes(root, doctype=DOCTYPE)


def _assets(resources: Element, cuts: CutList, options: ExportOptions) -> dict[str, str]:
    """Describe each recording once."""
    assets: dict[str, str] = {}
    for clip in cuts.clips:
        recording = clip.cue.recording
        if recording is None or recording.id in assets:
            continue
        assets[recording.id] = f"r{len(assets) + 2}"
        child(
            resources,
            "asset",
            id=assets[recording.id],
            name=recording.path.rsplit("/", 1)[-1],
            src=media_url(clip.cue, options),
            start="0s",
            duration=_seconds(cuts.media_length(clip), cuts.rate),
            hasAudio="1",
            audioSources="1",
            audioChannels="2",
        )
    return assets


def _clip(gap: Element, clip: Clip, asset: str, rate: PictureRate) -> None:
    """Connect a clip below the film."""
    made = child(
        gap,
        "asset-clip",
        ref=asset,
        lane=-1 - clip.track,
        offset=_seconds(clip.begin, rate),
        name=clip.name,
        start=_seconds(clip.retimed_begin, rate),
        duration=_seconds(clip.length, rate),
        audioRole="music",
    )
    if clip.has_speed_change:
        _time_map(made, clip, rate)
    child(made, "marker", start=made.get("start"), duration=_seconds(1, rate), value=clip.cue.cue_no)


def _marker(gap: Element, clip: Clip, rate: PictureRate) -> None:
    """Mark unnamed music, which has no media; the format wants markers after all clips."""
    times = {"start": _seconds(clip.begin, rate), "duration": _seconds(clip.length, rate)}
    child(gap, "marker", value=clip.name, **times)


def _time_map(made: Element, clip: Clip, rate: PictureRate) -> None:
    """Map the clip's own time to the recording's, by a straight line from its beginning."""
    until = clip.retimed_begin + clip.length
    times = child(made, "timeMap")
    child(times, "timept", time="0s", value="0s", interp="linear")
    reached = Fraction(clip.speed).limit_denominator(MILLION) * picture_to_fraction(until, rate)
    child(times, "timept", time=_seconds(until, rate), value=_exact(reached), interp="linear")


def _seconds(pictures: int, rate: PictureRate) -> str:
    """Write a number of pictures as an exact fraction of seconds."""
    return _exact(picture_to_fraction(pictures, rate))


def _exact(time: Fraction) -> str:
    return f"{time.numerator}s" if time.denominator == 1 else f"{time.numerator}/{time.denominator}s"
