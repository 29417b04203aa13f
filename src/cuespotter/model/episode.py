"""Parts of an episode that it shares with others of its series: what a viewer may skip."""

from typing import Literal

from pydantic import Field

from cuespotter.model.base import CueSeconds, Model

PartKind = Literal["intro", "credits"]


class EpisodePart(Model):
    """The opening or the closing of an episode, ``[start_s, end_s)`` on its clock."""

    kind: PartKind
    start_s: CueSeconds
    end_s: CueSeconds
    episodes: int = Field(ge=2, description="how many of the episodes compared have it, this one among them")

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s
