"""A theme: music that nobody has named, and the places of a film in which it returns."""

from pydantic import Field

from cuespotter.model.base import CueSeconds, Model


class FilmStretch(Model):
    """A stretch of a film, ``[start_s, end_s)`` on its clock."""

    start_s: CueSeconds
    end_s: CueSeconds
    confidence: float = Field(ge=0, le=1, description="probability that it is what it is said to be")

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s


class FilmTheme(Model):
    """Music without a name that returns in a film, in one recording: whole or in part, louder or fainter."""

    letter: str = Field(description="'A', 'B', ... in the order in which they are first heard")
    places: list[FilmStretch] = Field(description="where, in film order; at least two")

    @property
    def total_s(self) -> float:
        """Seconds of the film in which it is heard."""
        return sum(place.length_s for place in self.places)

    def share_of(self, start_s: float, end_s: float) -> float:
        """Say how much of a stretch of the film is this theme: 0 to 1."""
        heard = (min(end_s, one.end_s) - max(start_s, one.start_s) for one in self.places)
        return sum(max(0.0, part) for part in heard) / max(1e-6, end_s - start_s)


class ThemeVariation(Model):
    """Music without a name that may be other music of the film, played anew: asked, never claimed."""

    start_s: CueSeconds
    end_s: CueSeconds
    of_start_s: CueSeconds = Field(description="the other music, of which it may be a variation")
    of_end_s: CueSeconds
    confidence: float = Field(ge=0, le=1, description="probability that both are one music")
    semitones: int = Field(ge=-11, le=11, description="how much higher it sounds than the other")
    tempo: float = Field(gt=0, le=1000, description="how much faster it is played: 1.2 is a fifth faster")

    @property
    def turned(self) -> "ThemeVariation":
        """The same question, asked of the other."""
        return ThemeVariation(
            start_s=self.of_start_s,
            end_s=self.of_end_s,
            of_start_s=self.start_s,
            of_end_s=self.end_s,
            confidence=self.confidence,
            semitones=-self.semitones,
            tempo=1.0 / self.tempo,
        )
