"""Every default, once, with its unit and its reason.

A verb of the engine takes its own group of settings; the functions under it take plain numbers.
An index bears `AnalysisSettings.digest` and is refused where it differs.
"""

from cuespotter.settings.alignment import (
    AlignmentSettings,
    CandidateSettings,
    EvidenceSettings,
    FaintSettings,
    FitSettings,
    PathSettings,
    SightSettings,
    TurnSettings,
)
from cuespotter.settings.analysis import AnalysisSettings, PresenceSettings, digest_of
from cuespotter.settings.cues import CueSettings
from cuespotter.settings.explaining import ConfidenceSettings, ExplainSettings
from cuespotter.settings.extent import ExtentSettings
from cuespotter.settings.hearing import DubSettings, HearingSettings
from cuespotter.settings.matching import MatchingSettings
from cuespotter.settings.mix import MixSettings
from cuespotter.settings.music import (
    KIND_FEATURES,
    LEVEL_FEATURES,
    MUSIC_FEATURES,
    LevelModel,
    MusicJudgement,
    MusicModel,
    MusicSettings,
    SignSettings,
)
from cuespotter.settings.remembering import RememberingSettings
from cuespotter.settings.run import Settings, thorough_settings
from cuespotter.settings.scene import SceneSettings
from cuespotter.settings.second_look import SecondLookSettings
from cuespotter.settings.series import SeriesSettings
from cuespotter.settings.spans import SpanSettings
from cuespotter.settings.themes import ThemeSettings
from cuespotter.settings.varied import VariedSettings
from cuespotter.settings.versions import VersionSettings
from cuespotter.settings.voices import VoiceModel, VoiceSettings
from cuespotter.settings.waveform import WaveformSettings

__all__ = [
    "KIND_FEATURES",
    "LEVEL_FEATURES",
    "MUSIC_FEATURES",
    "AlignmentSettings",
    "AnalysisSettings",
    "CandidateSettings",
    "ConfidenceSettings",
    "CueSettings",
    "DubSettings",
    "EvidenceSettings",
    "ExplainSettings",
    "ExtentSettings",
    "FaintSettings",
    "FitSettings",
    "HearingSettings",
    "LevelModel",
    "MatchingSettings",
    "MixSettings",
    "MusicJudgement",
    "MusicModel",
    "MusicSettings",
    "PathSettings",
    "PresenceSettings",
    "RememberingSettings",
    "SceneSettings",
    "SecondLookSettings",
    "SeriesSettings",
    "Settings",
    "SightSettings",
    "SignSettings",
    "SpanSettings",
    "ThemeSettings",
    "TurnSettings",
    "VariedSettings",
    "VersionSettings",
    "VoiceModel",
    "VoiceSettings",
    "WaveformSettings",
    "digest_of",
    "thorough_settings",
]
