"""Listen: stretches of films and recordings, and what speaks for a placement."""

from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import UsageError
from cuespotter.model import FilmFile
from cuespotter.review.edits import find_cue
from cuespotter.services.asking import Asking
from cuespotter.services.same_files import SameFiles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cuespotter.identify.evidence import Evidence
    from cuespotter.services.held import HeldRecordings

    F32 = NDArray[np.float32]

SOUND_RATE_HZ = 48000
"""What browsers and sound cards play without another conversion."""
LONGEST_HELD_S = 900.0
"""Longer recordings are entered where they are wanted, as films are."""
LONGEST_EVIDENCE_S = 30.0
"""Evidence is gathered for at most this much at once: the film is heard anew for it."""


class Listening(Asking):
    """Sound by name and time, from the files where they lie."""

    def film_sound(self, film: str, start_s: float, end_s: float, *, view: str = "mix") -> F32:
        """Give a stretch of a film's sound.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        start_s, end_s : float
            On the film's clock, in seconds, over its reels.
        view : str
            'mix' for one or two channels of all that is heard, or one of the views of the engine: 'mid',
            'side' (mostly without dialogue), 'front', 'surround'.

        Returns
        -------
        float32[channels, n]
            At 48 kHz, full scale 1; sample k sounds k / 48000 s after `start_s`.

        Raises
        ------
        UsageError
            The film does not last so long, or has no such view.
        MediaError
            A file is gone, or cannot be listened to.

        Examples
        --------
        >>> library.film_sound("film.mkv", 10.0, 10.5).shape
        (2, 24000)
        """
        import numpy as np

        from cuespotter.analysis.folding import folded
        from cuespotter.media.excerpt import at_rate, cut, fitted
        from cuespotter.media.streams import chosen

        _check_stretch(start_s, end_s)
        parts: list[F32] = []
        for reel, path in self._reels(film):
            begin_s = max(start_s, reel.film_start_s)
            stop_s = min(end_s, reel.film_start_s + reel.duration_s)
            if stop_s <= begin_s:
                continue
            at_s = (begin_s - reel.film_start_s, stop_s - reel.film_start_s)
            part = cut(path, start_s=at_s[0], end_s=at_s[1], stream=chosen(reel))
            sound = folded(part.samples, part.layout, view)
            sound = at_rate(sound, rate_hz=part.rate_hz, wanted_hz=SOUND_RATE_HZ)
            before = round((begin_s - start_s) * SOUND_RATE_HZ)
            parts.append(np.pad(sound, ((0, 0), (before, 0))))
        if not parts:
            raise UsageError(f"the film does not last until {start_s:.1f} s")
        count = round((end_s - start_s) * SOUND_RATE_HZ)
        whole = np.zeros((max(len(part) for part in parts), count), np.float32)
        for sound in parts:
            whole += fitted(sound, count)
        return whole

    def recording_sound(
        self,
        recording_id: str,
        start_s: float,
        end_s: float,
        *,
        speed: float = 1.0,
        pitch_cents: float | None = None,
    ) -> F32:
        """Give a stretch of a recording as a film plays it.

        Parameters
        ----------
        recording_id : str
        start_s, end_s : float
            On the recording's clock, in seconds.
        speed : float
            Recording seconds played in a second.
        pitch_cents : float, optional
            Cents above the recording's own pitch; by default it follows the speed.

        Returns
        -------
        float32[channels, n]
            At 48 kHz, (end - start) / speed seconds long.

        Raises
        ------
        UnknownRecordingError
            There is none of that id.
        MediaError
            Its file is gone, or cannot be listened to.

        Examples
        --------
        >>> recording = library.recordings("Offshore")[0]
        >>> library.recording_sound(recording.id, 5.0, 6.0, speed=25 / 24).shape[1]
        46080
        """
        from cuespotter.media.excerpt import at_places, at_tempo, fitted
        from cuespotter.speeds import pitch_follows

        _check_stretch(start_s, end_s)
        count = round((end_s - start_s) / speed * SOUND_RATE_HZ)
        follows = pitch_cents is None or pitch_follows(speed, pitch_cents)
        turn = speed if follows else 2.0 ** ((pitch_cents or 0.0) / 1200.0)
        samples, first = self._samples_around(recording_id, start_s, end_s + 1.0)
        if follows:
            return at_places(samples, first=first, step=speed, count=count)
        turned = at_places(samples, first=first, step=turn, count=math.ceil(count * speed / turn))
        return fitted(at_tempo(turned, speed / turn), count)

    def evidence(self, film: str, cue: str, start_s: float, end_s: float, *, placement: int = 0) -> Evidence:
        """Give the film's spectrogram, and where a recording's peaks are found in it or missing.

        Parameters
        ----------
        film, cue : str
            Names of the film and of its cue.
        start_s, end_s : float
            The stretch of film, in seconds.
        placement : int
            Which placement of the cue, from 0.

        Raises
        ------
        UsageError
            There is no such placement, or nothing of it lies in the stretch.
        MediaError
            A file is gone, or cannot be listened to.

        Examples
        --------
        >>> seen = library.evidence("film.mkv", "1m01", 5.0, 15.0)
        >>> seen.found_share > 2 * seen.chance_share
        True
        """
        from cuespotter.identify.evidence import ReelFile, gather_evidence
        from cuespotter.media.streams import chosen

        _check_stretch(start_s, end_s, LONGEST_EVIDENCE_S)
        known = find_cue(self.film(film), cue)
        if known.recording is None or placement >= len(known.placements):
            raise UsageError(f"cue {known.cue_no} has no placement {placement}")
        placed = known.placements[placement]
        begin_s = max(start_s, placed.film_in_s)
        reels = [
            ReelFile(path, chosen(reel), reel.film_start_s)
            for reel, path in self._reels(film)
            if reel.film_start_s <= begin_s
        ]
        fingerprint = self._holdings.index().fingerprint(known.recording.id)
        return gather_evidence(
            reels[-1], placed, fingerprint, from_s=start_s, to_s=end_s, settings=self.settings
        )

    @cached_property
    def _held(self) -> HeldRecordings:
        """Recordings ready to be played."""
        from cuespotter.services.held import HeldRecordings

        return HeldRecordings()

    def _reels(self, film: str) -> list[tuple[FilmFile, Path]]:
        """Give a film's files, and where they lie; each is the one in which the film was identified."""
        document = self.film(film)
        known = self._catalogue.film_reels(document.film.id)
        return [
            (reel, self._same_files.path_of(one))
            for reel, one in zip(document.film.reels, known, strict=False)
        ]

    @cached_property
    def _same_files(self) -> SameFiles:
        """Films' files that were looked at."""
        return SameFiles()

    def _samples_around(self, recording_id: str, start_s: float, end_s: float) -> tuple[F32, float]:
        """Give the samples around a stretch of a recording, folded, and the place of its start."""
        import numpy as np

        from cuespotter.analysis.folding import folded
        from cuespotter.media.excerpt import HALF_TAPS, at_rate, cut

        recording = self.recording(recording_id)
        if recording.heard_in is not None:
            place = recording.heard_in
            begin_s = max(0.0, start_s - 0.1)
            mixed = self.film_sound(place.film_id, place.start_s + begin_s, place.start_s + end_s)
            return mixed, (start_s - begin_s) * SOUND_RATE_HZ
        path = self.recording_file(recording_id)
        if recording.duration_s > LONGEST_HELD_S:
            begin_s = max(0.0, start_s - 0.1)
            part = cut(path, start_s=begin_s, end_s=end_s)
            mixed = folded(part.samples, part.layout, "mix")
            mixed = at_rate(mixed, rate_hz=part.rate_hz, wanted_hz=SOUND_RATE_HZ)
            return mixed, (start_s - begin_s) * SOUND_RATE_HZ
        held = self._held.recording(recording_id, path)
        begin = max(0, math.floor(start_s * SOUND_RATE_HZ) - 2 * HALF_TAPS)
        some = held.samples[:, begin : math.ceil(end_s * SOUND_RATE_HZ)]
        mixed = folded(some.astype(np.float32) / np.float32(32768.0), held.layout, "mix")
        return mixed, start_s * SOUND_RATE_HZ - begin


def _check_stretch(start_s: float, end_s: float, longest_s: float = math.inf) -> None:
    """Refuse stretches that are none, or too long."""
    if not 0.0 < end_s - start_s <= longest_s + 1e-6:
        upto = "" if math.isinf(longest_s) else f" of up to {longest_s:g} s"
        raise UsageError(f"from {start_s:g} to {end_s:g} is no stretch{upto}")
