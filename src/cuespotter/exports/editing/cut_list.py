"""The placements as an editor sees them: clips on tracks, counted in pictures of the film."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from cuespotter.clock import PictureRate, picture_to_timecode, seconds_to_picture
from cuespotter.exports.base import ExportOptions
from cuespotter.model.counting import Counting, counting_of
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import deal_lanes
from cuespotter.wording.cues import line_of
from cuespotter.wording.text import flat

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Clip:
    """One placement, or music without one.

    Attributes
    ----------
    cue : Cue
        What it belongs to.
    track : int
        From 0; clips of one track never overlap.
    begin, end : int
        Pictures of the film, ``[begin, end)``, from its first picture; at least one.
    source_begin : int
        Picture of the recording, at the film's rate, that sounds at `begin`; 0 where nothing is known.
    retimed_begin : int
        The same picture, counted in the recording as it is played: at the clip's speed.
    speed : float
        Recording pictures in one film picture.
    bar_confidence : float or None
        Probability that it is this place of the recording, where others sound nearly the same.
    mix_confidence : float or None
        Probability that it is the recording itself and no other mix of it, where that can be told.
    """

    cue: Cue
    track: int
    begin: int
    end: int
    source_begin: int
    retimed_begin: int
    speed: float
    bar_confidence: float | None = None
    mix_confidence: float | None = None

    @property
    def length(self) -> int:
        """Pictures of the film."""
        return self.end - self.begin

    @property
    def source_length(self) -> int:
        """Pictures of the recording, at the film's rate; at least one."""
        return max(1, floor(self.length * self.speed + 0.5))

    @property
    def name(self) -> str:
        """Artist and title on one line."""
        return line_of(self.cue)

    @property
    def has_speed_change(self) -> bool:
        """Whether the speed moves the end of the clip by more than it is known."""
        return abs(self.speed - 1.0) > SPEED_SLACK


SPEED_SLACK = 1e-5
"""10 parts per million: less than a picture in an hour at any rate."""


@dataclass(frozen=True)
class CutList:
    """All clips of a film with the film's picture rate and the number of its first picture."""

    title: str
    rate: PictureRate
    origin: int
    length: int
    clips: tuple[Clip, ...]

    @property
    def tracks(self) -> list[list[Clip]]:
        """The clips of each track, in film order."""
        count = 1 + max((clip.track for clip in self.clips), default=-1)
        return [[clip for clip in self.clips if clip.track == track] for track in range(count)]

    def timecode(self, picture: int) -> str:
        """Write the timecode of a picture of the film."""
        return picture_to_timecode(self.origin + picture, self.rate)

    def media_length(self, clip: Clip) -> int:
        """Pictures that a clip's whole recording lasts, at least what is used of it."""
        recording = clip.cue.recording
        known = 0 if recording is None else seconds_to_picture(recording.duration_s, self.rate)
        return max(known, clip.source_begin + clip.source_length)

    def source_timecode(self, picture: int) -> str:
        """Write the timecode of a picture of a recording, which counts from zero."""
        return picture_to_timecode(picture, self.rate)


def cut_list(document: FilmDocument, options: ExportOptions) -> CutList:
    """Lay a film's placements on tracks.

    The picture rate and the first timecode are those asked for, else the film's own (`counting_of`).

    Raises
    ------
    UsageError
        The rate or the timecode asked for is none, or the film's rate is none of an editing system.
    """
    counting = counting_of(document.film, rate=options.picture_rate, origin=options.timecode_origin)
    _tell_odd_drop(document, counting)
    rate = counting.rate
    spans = [span for cue in document.cues_heard for span in _spans(cue, rate)]
    spans.sort(key=lambda span: (span.begin, span.end, span.cue.id))
    lanes = deal_lanes([(span.begin, span.end) for span in spans])
    clips = tuple(replace(span, track=lane) for span, lane in zip(spans, lanes, strict=True))
    length = max([seconds_to_picture(document.film.duration_s, rate), *(clip.end for clip in clips)])
    return CutList(flat(document.film.title), rate, counting.origin, length, clips)


def _spans(cue: Cue, rate: PictureRate) -> Iterator[Clip]:
    """Count a cue's placements in pictures, all on track 0 for now."""
    for place in cue.placements:
        begin = seconds_to_picture(place.film_in_s, rate)
        end = max(begin + 1, seconds_to_picture(place.film_out_s, rate))
        source, retimed = (
            max(0, seconds_to_picture(seconds, rate))
            for seconds in (place.recording_in_s, place.recording_in_s / place.speed)
        )
        sure = (place.bar_confidence, place.mix_confidence)
        yield Clip(cue, 0, begin, end, source, retimed, place.speed, *sure)
    if not cue.placements:
        begin = seconds_to_picture(cue.start_s, rate)
        yield Clip(cue, 0, begin, max(begin + 1, seconds_to_picture(cue.end_s, rate)), 0, 0, 1.0)


def _tell_odd_drop(document: FilmDocument, counting: Counting) -> None:
    """Say where drop-frame timecode stands at a rate at which it cannot be."""
    if ";" in (counting.origin_said or "") and not counting.rate.is_drop and not counting.is_rate_asked:
        _log.warning(
            "%s has %g pictures a second and drop-frame timecode (%s), which exists at 29.97 and "
            "59.94 only: no number is dropped; if it is 29.97, say --picture-rate 29.97DF",
            *(
                flat(document.film.file.name),
                float(counting.rate.per_second),
                flat(counting.origin_said or ""),
            ),
        )
