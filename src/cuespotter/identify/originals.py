"""Alignments held against the recordings' own files, where these are at hand: doubts, and bounds.

Peaks are what the library keeps of a recording, and faint music shows few of them. Its file holds all of it:
where samples of film and file follow each other, the recording plays, and at that bar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf, log
from pathlib import Path

import numpy as np

from cuespotter.alignment.align import Alignment, measure
from cuespotter.alignment.bounds import Passage, trim
from cuespotter.alignment.confidence import confidence_in
from cuespotter.alignment.elsewhere import places_like
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparison, Comparisons, Line, Span
from cuespotter.alignment.offsets import follows, sight
from cuespotter.clock import cents_of_speed
from cuespotter.errors import MediaError
from cuespotter.identify.asked import FileOf
from cuespotter.identify.extents import course_of, with_extents
from cuespotter.identify.mixes import with_mixes
from cuespotter.identify.reels import Report
from cuespotter.identify.second_look import SecondLook, is_told, laid
from cuespotter.media.streams import chosen
from cuespotter.model import FilmFile
from cuespotter.settings import Settings, WaveformSettings
from cuespotter.waveform.follow import followed
from cuespotter.waveform.kept import KeptSamples
from cuespotter.waveform.samples import SampleSource, Tiles, Waveform


class Originals:
    """A reel and the files of recordings, held side by side.

    Parameters
    ----------
    film : SampleSource
        The reel's.
    recordings : sequence of str
        Ids, by their number in the index.
    file_of : callable
        Gives the file of a recording by its id; None where none is at hand.
    settings : Settings
    second : SecondLook, optional
        Looks for what nothing proposed.
    """

    def __init__(
        self,
        film: SampleSource,
        recordings: Sequence[str],
        file_of: FileOf,
        settings: Settings,
        second: SecondLook | None = None,
    ) -> None:
        self._film, self._settings, self._tiles = film, settings, Tiles()
        rules = settings.waveform
        # equal bars both follow: which one more is asked without a bound
        self._unbounded = replace(rules, most_of_block=inf, enough=rules.enough_of_bar)
        self._recordings, self._file_of = recordings, file_of
        self._music: dict[int, Waveform | None] = {}
        self._second = second

    @classmethod
    def of(
        cls,
        kept: KeptSamples,
        path: Path,
        reel: FilmFile,
        recordings: Sequence[str],
        file_of: FileOf,
        settings: Settings,
    ) -> Originals | None:
        """Hold both side by side; None where no files are listened to.

        What was `kept` of the reel is taken, or, where there was no room for it, its file is read again.
        """
        if not settings.waveform.listens:
            return None
        film: SampleSource = kept
        if not kept.is_whole:
            film = Waveform(path, chosen(reel), settings.analysis.rate_hz, Tiles())
        second = None
        if settings.waveform.second.looks:
            second = SecondLook(path, chosen(reel), recordings, file_of, settings)
        return cls(film, recordings, file_of, settings, second)

    @property
    def looks_again(self) -> bool:
        """Whether it looks for what nothing proposed."""
        return self._second is not None

    def noted(self, reel: FilmFile, is_remembered: Callable[[int], bool]) -> FilmFile:
        """Write down with a reel how many recordings were listened to, and how many could not be.

        What was remembered from a film never had a file.
        """
        missing = [number for number, music in self._music.items() if music is None or music.is_unreadable]
        told = {
            "originals_heard": len(self._music) - len(missing),
            "originals_missing": sum(not is_remembered(number) for number in missing),
            **(self._second.noted(is_remembered) if self._second else {}),
        }
        return reel.model_copy(update=told)

    def weigh(
        self,
        comparisons: Comparisons,
        explained: Sequence[Explained],
        recordings: int,
        skipped: Sequence[tuple[float, float]] = (),
        report: Report = lambda _stage, _share: None,
    ) -> list[Explained]:
        """Weigh what is in doubt, look for what nothing proposed, and find bounds.

        What cannot be heard stays as it is.

        Parameters
        ----------
        comparisons : Comparisons
        explained : sequence of Explained
        recordings : int
            In the library.
        skipped : sequence of (float, float)
            Frames in which nothing is looked for.
        report : callable, optional
            Is told how far the second look is.
        """
        said = [confidence_in(one, recordings=recordings, settings=self._settings) for one in explained]
        doubtful = self._doubtful(explained, said, comparisons.heard.frames)
        weighed = [
            self._weighed(comparisons, one, recordings) if place in doubtful else one
            for place, one in enumerate(explained)
        ]
        weighed += self._unproposed(comparisons, weighed, recordings, skipped, report)
        weighed.sort(key=lambda one: (one.alignment.first, one.alignment.recording))
        return self._bounded(comparisons, weighed, recordings)

    def _unproposed(
        self,
        comparisons: Comparisons,
        weighed: Sequence[Explained],
        recordings: int,
        skipped: Sequence[tuple[float, float]],
        report: Report,
    ) -> list[Explained]:
        """Find what plays where nothing is explained, and weigh it as all else."""
        if self._second is None:
            return []
        believed = self._second.believed(weighed, recordings)
        known, rules = list(believed), self._settings.explain
        proposed = self._second.proposed(comparisons, believed, skipped, report)
        for one in sorted(proposed, key=lambda one: -one.z):
            explained = laid(comparisons.of(one.recording), one, self._settings.waveform.second)
            if explained is None or is_told(comparisons, explained, known, rules):
                continue
            heard = self._weighed(comparisons, explained, recordings)
            if self._second.is_followed(heard) and not is_told(comparisons, heard, known, rules):
                known.append(heard)
        return known[len(believed) :]

    def _doubtful(self, explained: Sequence[Explained], said: Sequence[float], frames: int) -> set[int]:
        """Choose what is worth opening files for: of more than a film may cost, the likeliest."""
        rules = self._settings.waveform
        places = [
            place
            for place, (one, confidence) in enumerate(zip(explained, said, strict=True))
            if confidence >= rules.least_doubt
            and (confidence <= rules.least_sure or one.bar_margin <= rules.sure_bar)
        ]
        hours = frames / self._settings.analysis.frames_per_second / 3600.0
        places.sort(key=lambda place: -said[place])
        return set(places[: max(rules.most_heard, int(rules.most_heard_an_hour * hours))])

    def _bounded(
        self, comparisons: Comparisons, weighed: Sequence[Explained], recordings: int
    ) -> list[Explained]:
        """Find from when to when files are heard of what is believed by now, and if in their own mix."""
        settings, believed = self._settings, self._believed(weighed, recordings)
        bounded = with_extents(comparisons, weighed, believed, self._film, self._music_of, settings)
        return with_mixes(bounded, self._believed(bounded, recordings), self._film, self._music_of, settings)

    def _believed(self, weighed: Sequence[Explained], recordings: int) -> list[bool]:
        """Say of which alignments it is worth opening a file."""
        least = self._settings.waveform.extent.least_confidence
        said = (confidence_in(one, recordings=recordings, settings=self._settings) for one in weighed)
        return [sure >= least for sure in said]

    def _music_of(self, recording: int) -> Waveform | None:
        """Give a recording's own samples; None where no file is at hand."""
        if recording not in self._music:
            file, rate_hz = self._file_of(self._recordings[recording]), self._settings.analysis.rate_hz
            self._music[recording] = None if file is None else Waveform(file, None, rate_hz, self._tiles)
        return self._music[recording]

    def _weighed(self, comparisons: Comparisons, one: Explained, recordings: int) -> Explained:
        """Weigh one alignment, and its bar where several sound like it."""
        recording = one.alignment.recording
        music = self._music_of(recording)
        if music is None:
            return one
        try:
            return self._heard(comparisons.of(recording), one, music, recordings)
        except MediaError:
            # a file that has gone bad since it was added: peaks must do
            return one

    def _heard(self, compared: Comparison, one: Explained, music: SampleSource, recordings: int) -> Explained:
        """Measure coherence at the alignment's place, and at others where its bar is in doubt."""
        rules = self._settings.waveform
        told = self._told(compared, music, one)
        alignment = told.alignment
        confidence = confidence_in(told, recordings=recordings, settings=self._settings)
        if one.bar_margin > rules.sure_bar or confidence < rules.least_barred:
            return told
        wide = _widened(alignment.span, rules.bar_reach_frames, compared.heard.frames)
        lines = [sight(compared, place.line, place.span).line for place in places_like(compared, alignment)]
        own = self._along(music, alignment.line, wide, self._unbounded)[0]
        others = [self._along(music, line, wide, self._unbounded)[0] for line in lines]
        best = int(np.argmax(others)) if others else 0
        if not others or max(own, others[best]) < rules.clear:
            return told
        clearer = log(max(own, 1.0) / max(others[best], 1.0)) * rules.bar_nats
        if clearer > -rules.moved_nats:
            return replace(told, bar_margin=max(one.bar_margin, clearer))
        moved = _moved(compared, lines[best], alignment.span, wide)
        if moved is None:
            return replace(told, bar_margin=min(one.bar_margin, clearer))
        return replace(
            one,
            alignment=moved,
            rivals=[alignment, *one.rivals],
            bar_margin=-clearer,
            coherence=self._along(music, moved.line, moved.span, rules)[0],
        )

    def _told(self, compared: Comparison, music: SampleSource, one: Explained) -> Explained:
        """Measure coherence at an alignment's place, and take the speed at which the samples are clear."""
        alignment, rules = one.alignment, self._settings.waveform
        deviations, speed = self._along(music, alignment.line, alignment.span, rules)
        told = replace(one, coherence=deviations)
        line, span = alignment.line, alignment.span
        ends = abs(speed / line.speed - 1.0) * span.length / 2
        if deviations < rules.clear or ends < rules.turned_frames:
            return told
        pitch = line.pitch_cents
        if follows(line, self._settings.alignment):
            pitch = cents_of_speed(speed)
        turned = line.turned(speed=speed, pitch_cents=pitch, about=span.middle)
        wide = _widened(span, self._settings.alignment.bound_reach_frames, compared.heard.frames)
        moved = _moved(compared, turned, span, wide)
        return told if moved is None else replace(told, alignment=moved)

    def _along(
        self, music: SampleSource, line: Line, span: Span, rules: WaveformSettings
    ) -> tuple[float, float]:
        """Say how far above chance samples follow each other near a line, and at which speed."""
        course = course_of(line, span, self._settings.analysis.hop_samples)
        is_stretched = not follows(line, self._settings.alignment)
        found = followed(self._film, music, course, is_stretched=is_stretched, settings=rules)
        return found.deviations, found.course.speed


def _widened(span: Span, reach: float, frames: int) -> Span:
    """Take in some frames on both sides: two bars that are one sound part where they go on."""
    return Span(max(0.0, span.first - reach), min(float(frames), span.last + reach))


def _moved(compared: Comparison, line: Line, span: Span, wide: Span) -> Alignment | None:
    """Lay a recording at another of its bars, and find its bounds there."""
    sighting = sight(compared, line, span)
    bounds = trim(compared, sighting, Passage(sighting, span, wide))
    if bounds.span.length < compared.settings.least_frames:
        return None
    return measure(compared, sighting.line, bounds)
