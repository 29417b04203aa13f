"""A film's reels, one after the other -> its themes: music that nobody has named and that returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cuespotter.alignment.confidence import probability_of, return_log_odds
from cuespotter.analysis.fingerprint import Heard
from cuespotter.clock import FilmSeconds
from cuespotter.model.theme import FilmStretch, FilmTheme
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.themes.agreement import Meeting, log_odds_together
from cuespotter.themes.groups import Place, Repeat, group_returns, letter_of
from cuespotter.themes.played import Played, find_variations, played
from cuespotter.themes.returns import Return, find_returns
from cuespotter.themes.sounds import Sound, sound_of
from cuespotter.themes.spans import ThemeSpan


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
        meetings = self.meetings()
        pairs = [
            Repeat(_sure(met.one, sure), _sure(met.other, sure))
            for met, sure in zip(meetings, self._confidences(meetings), strict=True)
            if sure >= rules.least_confidence and met.one.length_s >= rules.least_s
        ]
        groups = group_returns(pairs, least_s=rules.least_s, gap_s=rules.gap_s, least_share=rules.least_share)
        return [
            FilmTheme(letter=letter_of(number), places=[_told(place) for place in group])
            for number, group in enumerate(groups)
        ]

    def confidences(self) -> list[float]:
        """Say of each of `returns` how likely it is, by what is heard of it and by what the others say."""
        return self._confidences(self.meetings())

    def _confidences(self, meetings: Sequence[Meeting]) -> list[float]:
        """Add up what all meetings say."""
        return [probability_of(odds) for odds in log_odds_together(meetings, self.settings.themes)]

    def meetings(self) -> list[Meeting]:
        """Put `returns` on the film's clock, with what is heard of each."""
        return [
            Meeting(
                self._span(one.source, one.first, one.last),
                self._span(one.other, one.other_first, one.other_last),
                return_log_odds(one.evidence, self.settings.remembering),
            )
            for one in self.returns
        ]

    def _span(self, source: int, first: float, last: float) -> ThemeSpan:
        """Put frames of a reel on the film's clock."""
        rate, start_s = self.settings.analysis.frames_per_second, self._starts_s[source]
        return ThemeSpan(start_s + max(0.0, first / rate), start_s + last / rate)


def _sure(span: ThemeSpan, confidence: float) -> Place:
    """Say how surely a stretch has the music of another."""
    return Place(span.start_s, span.end_s, confidence)


def _told(place: Place) -> FilmStretch:
    """Round a place as the document keeps it."""
    return FilmStretch(
        start_s=FilmSeconds(round(place.start_s, 2)),
        end_s=FilmSeconds(round(place.end_s, 2)),
        confidence=round(place.confidence, 3),
    )
