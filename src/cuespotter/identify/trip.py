"""THE FILM TRIP: a film goes in, its cue list comes out. Read this file first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from cuespotter import __version__
from cuespotter.analysis.fingerprint import Heard
from cuespotter.cues.assemble import ReelFindings, assemble, join_sounds
from cuespotter.cues.regime import speed_regime
from cuespotter.identify.asked import Asked, FileOf
from cuespotter.identify.growth import Growth, told_beside
from cuespotter.identify.originals import Originals
from cuespotter.identify.reels import Overhear, Report, film_of, hear_reels
from cuespotter.identify.search import explain_reel
from cuespotter.identify.short_list import Kin
from cuespotter.identify.unnamed import Outlined, hear_music
from cuespotter.index.shards import Searched
from cuespotter.model import FilmDocument, FilmFile, Recording
from cuespotter.settings import Settings
from cuespotter.themes.find import ThemeFinder
from cuespotter.waveform.kept import KeptSamples


def identify(
    paths: Sequence[Path],
    index: Searched,
    recording_of: Callable[[str], Recording],
    settings: Settings,
    *,
    stream: int | None = None,
    title: str | None = None,
    growth: Growth | None = None,
    outlined: Outlined | None = None,
    kin: Kin = lambda _found: (),
    overhear: Overhear = lambda _heard, _start_s: None,
    file_of: FileOf = lambda _recording_id: None,
    report: Report = lambda _stage, _fraction: None,
) -> FilmDocument:
    """Listen to a film and write down which recordings play in it.

    Parameters
    ----------
    paths : sequence of Path
        The film's reels, in order.
    index : Searched
        The library's, whole or in shards.
    recording_of : callable
        Gives a recording by its id.
    settings : Settings
    stream : int, optional
        Audio stream to listen to, alone, by its number in the file; default the one a player would choose,
        together with dubs of it.
    title : str, optional
        Default: the first file's name.
    growth : Growth, optional
        Search only where nothing was found, in an index of what is new; only what is new is written down.
    outlined : callable, optional
        Gives the outlines of the index's recordings where they are kept; they are made anew by default.
    kin : callable, optional
        Gives the ids of recordings that a film is likely to have, by those that were found in it.
    overhear : callable, optional
        Is shown what was heard of each reel, to keep of it what it wants.
    file_of : callable, optional
        Gives a recording's own file by its id, to listen to beside the film; default: none.
    report : callable, optional
        Is told the stage and the share of the work done, between 0 and 1.

    Returns
    -------
    FilmDocument

    Raises
    ------
    MediaError
        A file cannot be listened to.
    """
    asked = Asked.of(index, recording_of, growth, outlined, kin, settings)
    reels, findings = list[FilmFile](), list[ReelFindings]()
    finder = ThemeFinder(settings)
    kept = KeptSamples(settings)
    for heard, reel, share in hear_reels(paths, stream, settings, report, kept.take):
        overhear(heard, reel.film_start_s)
        files = Originals.of(kept, paths[len(reels)], reel, index.recordings, file_of, settings)
        findings.append(_explained(heard, reel, files, asked, finder, share))
        reels.append(files.noted(reel, asked.is_remembered) if files else reel)
        del heard  # two would not fit where one does
    themes = finder.found()
    cues = assemble(findings, cache(lambda number: recording_of(index.recordings[number])), settings)
    regime = speed_regime(cues, settings.alignment.named_speeds)
    told = {"speed_regime": regime, **themes, "sounds": join_sounds(findings)}
    film = film_of(paths, reels, title).model_copy(update=told)
    report("done", 1.0)
    return FilmDocument(film=film, cues=cues, cuespotter_version=__version__)


def _explained(
    heard: Heard, reel: FilmFile, files: Originals | None, asked: Asked, finder: ThemeFinder, report: Report
) -> ReelFindings:
    """Search for what explains a reel, and find the music that nothing explains."""
    seen, settings = asked.growth, asked.settings
    skipped, covered = seen.on_reel(reel.film_start_s, settings)
    found = explain_reel(
        heard,
        asked.index,
        asked.known,
        settings,
        report,
        kin=asked.kin,
        originals=files,
        skipped=skipped,
        recordings=seen.recordings,
    )
    told = told_beside(found, skipped, seen, asked.is_remembered, settings)
    spans = [*covered, *(one.alignment.span for one in told)]
    unnamed, sounds = hear_music(heard, reel.film_start_s, spans, asked.index, asked.outlined, settings)
    finder.hear(heard, reel.film_start_s, [one.stretch for one in unnamed])
    return ReelFindings(reel.film_start_s, told, tuple(v.view for v in heard.views), unnamed, sounds)
