"""THE HALL: every deed that can be done with a library. It is the public API; all doors use nothing else.

`open_library` gives a `Library`; its methods are the deeds. What they take and give is handed on here, each
name imported when it is first wanted, so that asking for a list of films does not load the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cuespotter.buckets import as_path
    from cuespotter.catalogue.changes import Change
    from cuespotter.catalogue.film_rows import FilmSummary, Use
    from cuespotter.cluster.job import Job, LiveWorker
    from cuespotter.cluster.slot import Ended
    from cuespotter.exports.base import ExportOptions, Format, PageOptions, write_whole
    from cuespotter.exports.music_files import read_music_roots
    from cuespotter.exports.site.contents import SiteOptions
    from cuespotter.identify.evidence import Evidence
    from cuespotter.library import AddStep, AddSummary, Defect, LibraryStats
    from cuespotter.library.films import FilmSearch, find_films
    from cuespotter.library.scan import is_silent
    from cuespotter.media.excerpt import as_opus, as_wav
    from cuespotter.media.levels import FINE_STEP_S, LEVEL_STEP_S
    from cuespotter.report.check import Remark
    from cuespotter.report.compare import VERDICT_WORDS, Compared, ListComparison, clip_words
    from cuespotter.report.lists import NamedList
    from cuespotter.report.shares import MusicShares, Share
    from cuespotter.report.suggest import Suggestion
    from cuespotter.report.themes import name_of, returns_of
    from cuespotter.review.decision import Decision
    from cuespotter.review.rerun import Rerun
    from cuespotter.review.work_said import WorkSaid, party_words
    from cuespotter.services.account import Account, AccountRow, check_target
    from cuespotter.services.crediting import KnownParty, KnownWork
    from cuespotter.services.enqueueing import Enqueued
    from cuespotter.services.episodes import Episode
    from cuespotter.services.handing import render_list, write_list
    from cuespotter.services.handing_all import Written
    from cuespotter.services.identifying import Failed, Identified
    from cuespotter.services.learning import Learnt
    from cuespotter.services.library import Library, default_folder, open_library
    from cuespotter.services.local_jobs import LocalJob, LocalJobs, LocalJobStatus
    from cuespotter.services.profile import Profile, read_profile
    from cuespotter.services.publishing import Published
    from cuespotter.services.reviewing import revision
    from cuespotter.services.telling import Listens
    from cuespotter.services.theming import Theme
    from cuespotter.services.unattended import Progress, Skipped
    from cuespotter.services.upkeep import Repaired
    from cuespotter.services.versioning import WorkGroup
    from cuespotter.settings import thorough_settings
    from cuespotter.wording.answers import answer_phrase
    from cuespotter.wording.bars import bar_in_doubt, bar_text, sure_text
    from cuespotter.wording.cues import line_of, question_text, theme_text, title_of
    from cuespotter.wording.numbers import count_text, percent_text, speed_label
    from cuespotter.wording.times import clock_text

__all__ = [
    "FINE_STEP_S",
    "LEVEL_STEP_S",
    "VERDICT_WORDS",
    "Account",
    "AccountRow",
    "AddStep",
    "AddSummary",
    "Change",
    "Compared",
    "Decision",
    "Defect",
    "Ended",
    "Enqueued",
    "Episode",
    "Evidence",
    "ExportOptions",
    "Failed",
    "FilmSearch",
    "FilmSummary",
    "Format",
    "Identified",
    "Job",
    "KnownParty",
    "KnownWork",
    "Learnt",
    "Library",
    "LibraryStats",
    "ListComparison",
    "Listens",
    "LiveWorker",
    "LocalJob",
    "LocalJobStatus",
    "LocalJobs",
    "MusicShares",
    "NamedList",
    "PageOptions",
    "Profile",
    "Progress",
    "Published",
    "Remark",
    "Repaired",
    "Rerun",
    "Share",
    "SiteOptions",
    "Skipped",
    "Suggestion",
    "Theme",
    "Use",
    "WorkGroup",
    "WorkSaid",
    "Written",
    "answer_phrase",
    "as_opus",
    "as_path",
    "as_wav",
    "bar_in_doubt",
    "bar_text",
    "check_target",
    "clip_words",
    "clock_text",
    "count_text",
    "default_folder",
    "find_films",
    "is_silent",
    "line_of",
    "name_of",
    "open_library",
    "party_words",
    "percent_text",
    "question_text",
    "read_music_roots",
    "read_profile",
    "render_list",
    "returns_of",
    "revision",
    "speed_label",
    "sure_text",
    "theme_text",
    "thorough_settings",
    "title_of",
    "write_list",
    "write_whole",
]

_HOMES = {
    "cuespotter.catalogue.films": ("FilmSummary", "Use"),
    "cuespotter.catalogue.changes": ("Change",),
    "cuespotter.cluster.job": ("Job", "LiveWorker"),
    "cuespotter.cluster.slot": ("Ended",),
    "cuespotter.services.enqueueing": ("Enqueued",),
    "cuespotter.services.episodes": ("Episode",),
    "cuespotter.exports.base": ("ExportOptions", "Format", "PageOptions", "write_whole"),
    "cuespotter.exports.music_files": ("read_music_roots",),
    "cuespotter.exports.site.contents": ("SiteOptions",),
    "cuespotter.identify.evidence": ("Evidence",),
    "cuespotter.library": ("AddStep", "AddSummary", "LibraryStats", "Defect"),
    "cuespotter.media.excerpt": ("as_opus", "as_wav"),
    "cuespotter.media.levels": ("FINE_STEP_S", "LEVEL_STEP_S"),
    "cuespotter.report.check": ("Remark",),
    "cuespotter.report.compare": ("VERDICT_WORDS", "Compared", "ListComparison", "clip_words"),
    "cuespotter.report.lists": ("NamedList",),
    "cuespotter.report.shares": ("MusicShares", "Share"),
    "cuespotter.report.suggest": ("Suggestion",),
    "cuespotter.report.themes": ("name_of", "returns_of"),
    "cuespotter.review.decision": ("Decision",),
    "cuespotter.review.rerun": ("Rerun",),
    "cuespotter.review.work_said": ("WorkSaid", "party_words"),
    "cuespotter.services.crediting": ("KnownParty", "KnownWork"),
    "cuespotter.buckets": ("as_path",),
    "cuespotter.library.films": ("FilmSearch", "find_films"),
    "cuespotter.library.scan": ("is_silent",),
    "cuespotter.services.account": ("Account", "AccountRow", "check_target"),
    "cuespotter.services.handing": ("render_list", "write_list"),
    "cuespotter.services.handing_all": ("Written",),
    "cuespotter.services.identifying": ("Failed", "Identified"),
    "cuespotter.services.learning": ("Learnt",),
    "cuespotter.services.library": ("Library", "default_folder", "open_library"),
    "cuespotter.services.local_jobs": ("LocalJob", "LocalJobStatus", "LocalJobs"),
    "cuespotter.services.profile": ("Profile", "read_profile"),
    "cuespotter.services.publishing": ("Published",),
    "cuespotter.services.reviewing": ("revision",),
    "cuespotter.services.telling": ("Listens",),
    "cuespotter.services.theming": ("Theme",),
    "cuespotter.services.unattended": ("Progress", "Skipped"),
    "cuespotter.services.upkeep": ("Repaired",),
    "cuespotter.services.versioning": ("WorkGroup",),
    "cuespotter.settings": ("thorough_settings",),
    "cuespotter.wording.answers": ("answer_phrase",),
    "cuespotter.wording.bars": ("bar_in_doubt", "bar_text", "sure_text"),
    "cuespotter.wording.cues": ("line_of", "question_text", "theme_text", "title_of"),
    "cuespotter.wording.numbers": ("count_text", "percent_text", "speed_label"),
    "cuespotter.wording.times": ("clock_text",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a name when it is first wanted."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
