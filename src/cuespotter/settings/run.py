"""All settings of a run, each group by the room that reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cuespotter.settings.alignment import AlignmentSettings
from cuespotter.settings.analysis import AnalysisSettings
from cuespotter.settings.cues import CueSettings
from cuespotter.settings.explaining import ConfidenceSettings, ExplainSettings
from cuespotter.settings.hearing import DubSettings, HearingSettings
from cuespotter.settings.matching import MatchingSettings
from cuespotter.settings.music import MusicSettings
from cuespotter.settings.remembering import RememberingSettings
from cuespotter.settings.scene import SceneSettings
from cuespotter.settings.second_look import SecondLookSettings
from cuespotter.settings.series import SeriesSettings
from cuespotter.settings.spans import SpanSettings
from cuespotter.settings.themes import ThemeSettings
from cuespotter.settings.varied import VariedSettings
from cuespotter.settings.versions import VersionSettings
from cuespotter.settings.voices import VoiceSettings
from cuespotter.settings.waveform import WaveformSettings


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    hearing: HearingSettings = field(default_factory=HearingSettings)
    dubs: DubSettings = field(default_factory=DubSettings)
    matching: MatchingSettings = field(default_factory=MatchingSettings)
    alignment: AlignmentSettings = field(default_factory=AlignmentSettings)
    explain: ExplainSettings = field(default_factory=ExplainSettings)
    confidence: ConfidenceSettings = field(default_factory=ConfidenceSettings)
    music: MusicSettings = field(default_factory=MusicSettings)
    scene: SceneSettings = field(default_factory=SceneSettings)
    spans: SpanSettings = field(default_factory=SpanSettings)
    remembering: RememberingSettings = field(default_factory=RememberingSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    varied: VariedSettings = field(default_factory=VariedSettings)
    series: SeriesSettings = field(default_factory=SeriesSettings)
    versions: VersionSettings = field(default_factory=VersionSettings)
    voices: VoiceSettings = field(default_factory=VoiceSettings)
    waveform: WaveformSettings = field(default_factory=WaveformSettings)
    cues: CueSettings = field(default_factory=CueSettings)


def thorough_settings() -> Settings:
    """Give the settings of a search that spends more: all files are listened to (waveform/)."""
    return Settings(waveform=WaveformSettings(listens=True, second=SecondLookSettings(looks=True)))
