"""``cuespotter edit``: the reviewer changes what is said of a film or a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption
from cuespotter.cli.reviewing import WhoOption, open_to_change, read_fields, read_time
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.clock import FilmSeconds
    from cuespotter.model import FilmDocument, Recording

SettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="Set a field: of a cue film_part, perception, vocal, prominence, work_origin, recording_origin, "
        "notes, ...; of the film title, year, header.production_company, ... An empty value clears it.",
    ),
]
TimeOption = str | None


@dataclass(frozen=True)
class _Wanted:
    """What was given to change."""

    fields: dict[str, object]
    times: dict[str, float]
    split_s: float | None
    merge_with: list[str]
    recording: Recording | None


def command(
    *,
    film: FilmArgument,
    cue: Annotated[
        str | None, typer.Argument(metavar="CUE", help="A cue; left out, the film itself is edited.")
    ] = None,
    settings: SettingsOption = None,
    start: Annotated[
        TimeOption, typer.Option("--start", metavar="TIME", help="Where it begins: 1:02.5")
    ] = None,
    end: Annotated[TimeOption, typer.Option("--end", metavar="TIME", help="Where it ends.")] = None,
    split: Annotated[
        TimeOption, typer.Option("--split", metavar="TIME", help="Make two cues of it, parted here.")
    ] = None,
    merge: Annotated[
        list[str] | None, typer.Option("--merge", metavar="CUE", help="Make one cue of it and this one.")
    ] = None,
    recording: Annotated[
        str | None,
        typer.Option("--recording", metavar="ID", help="The recording it is, by id, file or path."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="The title, of the cue or of the film.")
    ] = None,
    artist: Annotated[str | None, typer.Option("--artist", help="The artist of the cue.")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="A new cue, from --start to --end, that was not found.")
    ] = False,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Change what is said of a cue or of a film.

    Every field that was edited stays so when the film is identified again. All changes of one call are
    one change in the history, and one 'cuespotter undo' takes them back.

    Example:  cuespotter edit drive.mkv 1m03 --start 12:05.5 --set film_part=main_title
    """
    fields = read_fields(settings or [])
    fields |= {name: value for name, value in (("title", title), ("artist", artist)) if value is not None}
    times = {name: read_time(value) for name, value in (("start", start), ("end", end)) if value is not None}
    part_s = None if split is None else read_time(split)
    cue_wanted = bool(times or merge or recording) or part_s is not None
    _check_call(cue, fields, times, new=new, cue_wanted=cue_wanted)
    with open_to_change(library, catalogue) as opened:
        chosen = None if recording is None else _one_recording(opened.find_recordings([recording]), recording)

        def edit(document: FilmDocument) -> FilmDocument:
            if new:
                return _add(document, times, fields, chosen)
            if cue is None:
                from cuespotter.review.edits import set_film_fields

                return set_film_fields(document, fields)
            return _edit_cue(document, cue, _Wanted(fields, times, part_s, merge or [], chosen))

        words = [f"{name}={'' if value is None else value}" for name, value in {**fields, **times}.items()]
        words += [f"{name} {value}" for name, value in (("split", split), ("recording", recording)) if value]
        words += [f"merge {other}" for other in merge or []]
        summary = f"{'new cue' if new else cue or 'film'}: {', '.join(words)}"
        opened.change(film, edit, action="edit", summary=summary, who=who)
    Voice(quiet=quiet).say(summary)


def _check_call(
    cue: str | None, fields: dict[str, object], times: dict[str, float], *, new: bool, cue_wanted: bool
) -> None:
    """Refuse calls that do not say what to do, or where."""
    if new and (cue is not None or set(times) != {"start", "end"}):
        raise UsageError("a new cue needs --start and --end, and no CUE")
    if not new and cue is None and cue_wanted:
        raise UsageError("name the cue to edit; 'cuespotter show' lists them")
    if not new and not fields and not cue_wanted:
        raise UsageError("nothing to change was given; see 'cuespotter edit --help'")


def _one_recording(found: Sequence[Recording], name: str) -> Recording:
    """Give the one recording that a name means."""
    if len(found) > 1:
        raise UsageError(f"{name!r} means {len(found)} recordings; name one")
    return found[0]


def _add(
    document: FilmDocument, times: dict[str, float], fields: dict[str, object], chosen: Recording | None
) -> FilmDocument:
    """Add a cue, and say which recording it is if that is known."""
    from cuespotter.review.edits import add_cue, set_recording

    before = {cue.id for cue in document.cues}
    longer = add_cue(document, _film_s(times["start"]), _film_s(times["end"]), fields)
    added = next(cue.id for cue in longer.cues if cue.id not in before)
    return longer if chosen is None else set_recording(longer, added, chosen)


def _edit_cue(document: FilmDocument, name: str, wanted: _Wanted) -> FilmDocument:
    """Apply all that was given to one cue: recording, merge, bounds, fields, and at last the split."""
    from cuespotter.review import edits

    cue = edits.find_cue(document, name).id
    if wanted.recording is not None:
        document = edits.set_recording(document, cue, wanted.recording)
    if wanted.merge_with:
        cues = [edits.find_cue(document, one) for one in (cue, *wanted.merge_with)]
        document = edits.merge(document, [one.id for one in cues])
        cue = min(cues, key=lambda one: (one.start_s, one.id)).id
    if wanted.times:
        bounds = {f"{which}_s": _film_s(value) for which, value in wanted.times.items()}
        document = edits.trim(document, cue, **bounds)
    if wanted.fields:
        document = edits.set_cue_fields(document, cue, wanted.fields)
    if wanted.split_s is not None:
        document = edits.split(document, cue, _film_s(wanted.split_s))
    return document


def _film_s(seconds: float) -> FilmSeconds:
    """Mark seconds as the film's."""
    from cuespotter.clock import FilmSeconds

    return FilmSeconds(seconds)
