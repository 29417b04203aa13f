"""A film's reels, one after the other -> its themes: music that nobody has named and that returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cuespotter.alignment.confidence import return_confidence
from cuespotter.analysis.fingerprint import Heard
from cuespotter.clock import FilmSeconds
from cuespotter.model.theme import FilmStretch, FilmTheme
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.themes.groups import Place, Repeat, group_returns, letter_of
from cuespotter.themes.played import Played, find_variations, played
from cuespotter.themes.returns import Return, find_returns
from cuespotter.themes.sounds import Sound, sound_of


@dataclass
class ThemeFinder:
    """Holds a film against itself, reel by reel: of each it keeps the sound of its unnamed music alone.

    Parameters
    ----------
    settings : Settings
    """

    settings: Settings
    returns: list[Return] = field(default_factory=list, init=False)
    _starts_s: list[float] = field(default_factory=list, init=False)
    _sounds: list[Sound] = field(default_factory=list, init=False)
    _played: list[Played] = field(default_factory=list, init=False)

    def hear(self, heard: Heard, start_s: float, stretches: Sequence[MusicStretch]) -> None:
        """Take the next reel, which begins at `start_s` on the film's clock, and its unnamed music."""
        source, settings = len(self._starts_s), self.settings
        self._starts_s.append(start_s)
        least = settings.themes.least_s * settings.analysis.frames_per_second
        spans = [
            (one.first_frame, one.last_frame)
            for one in stretches
            if one.last_frame - one.first_frame >= least
        ]
        self._played += played(heard, start_s, stretches, settings)
        self._sounds += [sound_of(heard, *span, source=source, settings=settings.analysis) for span in spans]
        if spans:
            self.returns += find_returns(heard, source, spans, self._sounds, settings)

    def found(self) -> dict[str, Any]:
        """Give what the film keeps, by its field: themes, and what may be one of them played anew."""
        themes = self.themes()
        return {"themes": themes, "variations": find_variations(self._played, themes, self.settings)}

    def themes(self) -> list[FilmTheme]:
        """Give the themes of all reels so far, named A, B, ... as they come."""
        rules = self.settings.themes
        least = rules.least_s * self.settings.analysis.frames_per_second
        pairs = []
        for one in self.returns:
            sure = return_confidence(one.evidence, self.settings.remembering)
            if sure >= rules.least_confidence and one.last - one.first >= least:
                here = self._place(one.source, one.first, one.last, sure)
                there = self._place(one.other, one.other_first, one.other_last, sure)
                pairs.append(Repeat(here, there))
        groups = group_returns(pairs, least_s=rules.least_s, gap_s=rules.gap_s, least_share=rules.least_share)
        return [
            FilmTheme(letter=letter_of(number), places=[_told(place) for place in group])
            for number, group in enumerate(groups)
        ]

    def _place(self, source: int, first: float, last: float, sure: float) -> Place:
        """Put frames of a reel on the film's clock."""
        rate, start_s = self.settings.analysis.frames_per_second, self._starts_s[source]
        return Place(start_s + max(0.0, first / rate), start_s + last / rate, sure)


def _told(place: Place) -> FilmStretch:
    """Round a place as the document keeps it."""
    return FilmStretch(
        start_s=FilmSeconds(round(place.start_s, 2)),
        end_s=FilmSeconds(round(place.end_s, 2)),
        confidence=round(place.confidence, 3),
    )
