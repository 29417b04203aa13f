"""How it is told whether a voice is heard in a cue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class VoiceModel:
    """Log odds of a voice: ``at_zero``, and factors for those of singing and speech, each where clearest."""

    at_zero: float
    singing: float
    speech: float


@dataclass(frozen=True)
class VoiceSettings:
    """How it is told whether a voice sings in a stretch (analysis/voice.py)."""

    smooth_s: float = 1.0
    """A voice holds on: what the network hears is averaged over this long."""
    high_share: float = 0.97
    """A line sung somewhere in a stretch makes it vocal: where a voice is clearest speaks for all."""
    clean: VoiceModel = VoiceModel(at_zero=1.06, singing=0.789, speech=0.732)
    """For a recording that is heard itself: what sounds like speech in music is a voice, too ..."""
    under_speech: VoiceModel = VoiceModel(at_zero=0.56, singing=0.727, speech=0.0)
    """... and for a film's own sound, where speech is dialogue; both fitted by evaluation/voices.py."""
    least_s: float = 10.0
    """Shorter stretches without a name are not judged under a film's speech."""
    least_probability: float = 0.75
    """Below it, and above its opposite, nothing is suggested of a recording that was heard itself ..."""
    least_in_film: float = 0.9
    """... nor of music without a name below this: in a film's sound one answer in eleven would be wrong."""
