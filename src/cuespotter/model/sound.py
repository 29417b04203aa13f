"""What a film sounds like: when there is speech, singing, music in it; and by which signs music was told."""

from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from cuespotter.model.base import CueSeconds, Model

SoundKind = Literal["speech", "singing", "music"]
SoundSource = Literal["habits", "hearing"]
SignName = Literal["tuning", "steps", "held", "hum", "ear", "singing", "speech"]


class SoundSpans(Model):
    """When there is sound of one kind in a film, as it was heard: whoever made it, named or not."""

    kind: SoundKind
    source: SoundSource = Field(
        description="'hearing': told by the extra of that name; 'habits': by the habits of music alone"
    )
    spans: list[tuple[CueSeconds, CueSeconds]] = Field(
        description="each ``[begin, end)`` on the film's clock in seconds, ascending, apart from each other"
    )

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        """Refuse spans that overlap or run backwards: a lane could not be drawn of them."""
        if any(begin >= end for begin, end in self.spans):
            raise ValueError("a span ends before it begins; each is [begin, end) in seconds")
        if any(after[0] < before[1] for before, after in pairwise(self.spans)):
            raise ValueError("spans overlap or do not ascend; each begins where the one before has ended")
        return self

    @property
    def total_s(self) -> float:
        """Seconds of the film in which it is heard."""
        return sum(end - begin for begin, end in self.spans)


class MusicSign(Model):
    """One sign that speaks for music or against it, in a stretch that nobody has named."""

    name: SignName = Field(
        description="'tuning': keeps to one; 'steps': by whole semitones; 'held': notes keep their height; "
        "'hum': something stands throughout; 'ear': the extra `hearing` hears music; 'singing', 'speech': "
        "it hears those"
    )
    share: float = Field(
        ge=0, le=1, description="of its seconds that show the sign; of 'ear' the mean probability"
    )
