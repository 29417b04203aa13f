"""``cuespotter edit``: the reviewer changes what is said of a film or a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.reviewing import WhoOption, read_fields, read_time
from cuespotter.cli.show import FilmArgument
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.model import Recording
    from cuespotter.services import Library, WorkSaid

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
    original: Annotated[
        str | None,
        typer.Option(
            "--original",
            metavar="ID",
            help="It is another recording of the work that this recording is of, by id, file or path.",
        ),
    ] = None,
    same_work: Annotated[
        bool | None,
        typer.Option(
            "--same-work/--other-work",
            help="The answer to 'another recording of ...?': yes, of the first; or of none of them.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="The title, of the cue or of the film.")
    ] = None,
    artist: Annotated[str | None, typer.Option("--artist", help="Who performs in the film.")] = None,
    remember: Annotated[
        bool,
        typer.Option(
            "--remember",
            help="Let the library remember the cue's sound under its title, of several cues the longest's: "
            "it is found from then on, in the rest of the film and in others, until 'cuespotter undo' takes "
            "it back.",
        ),
    ] = False,
    work: Annotated[
        str | None,
        typer.Option(
            "--work", metavar="TITLE", help="The work: a known one by title or ISWC, else its title."
        ),
    ] = None,
    party: Annotated[
        list[str] | None,
        typer.Option(
            "--party",
            metavar="ROLE=NAME, ...",
            help="A writer or publisher of the work: 'composer=Ann Writer, share=50, ipi=..., society=...'; "
            "for every recording of it and every film.",
        ),
    ] = None,
    without_party: Annotated[
        list[str] | None,
        typer.Option("--without-party", metavar="NAME", help="Has no part in the work."),
    ] = None,
    iswc: Annotated[str | None, typer.Option("--iswc", metavar="CODE", help="The work's ISWC.")] = None,
    new: Annotated[
        bool, typer.Option("--new", help="A new cue, from --start to --end, that was not found.")
    ] = False,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="Number all cues of the film anew, in film order.")
    ] = False,
    where: Annotated[
        str | None, typer.Option("--where", metavar="FILTER", help="All cues that fit; see docs/filters.md.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            "--theme",
            metavar="LETTER",
            help="All cues of a theme: music without a name that returns; 'cuespotter show' lists them.",
        ),
    ] = None,
    who: WhoOption = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Change what is said of a cue or of a film.

    Every field that was edited stays so when the film is identified again. All changes of one call are
    one change in the history, and one 'cuespotter undo' takes them back.

    Example:  cuespotter edit drive.mkv 1m03 --start 12:05.5 --set film_part=main_title

    Example:  cuespotter edit drive.mkv 2m04 --title "Theme of the sea" --remember

    Example:  cuespotter edit drive.mkv --theme A --title "Theme of the sea" --remember

    Example:  cuespotter edit drive.mkv 1m03 --party "composer=Ann Writer, share=100, society=ASCAP"
    """
    from cuespotter.clock import FilmSeconds
    from cuespotter.services import Decision

    fields = read_fields(settings or [])
    fields |= {name: value for name, value in (("title", title), ("artist", artist)) if value is not None}
    start_s, end_s, split_s = (
        None if time is None else FilmSeconds(read_time(time)) for time in (start, end, split)
    )
    if (where is not None or theme is not None) and (cue is not None or new):
        raise UsageError("--where and --theme choose the cues; leave out CUE and --new")
    with open_library(library, catalogue, who=who) as opened:
        fitting = _fitting(opened, film, where, theme)
        decision = Decision(
            cues=[*fitting, *([] if cue is None else [cue]), *(merge or [])],
            is_new=new,
            recording=None if recording is None else opened.recording_meant(recording),
            original=_original_meant(opened, film, cue, original, same_work=same_work),
            is_other_work=same_work is False,
            is_merge=bool(merge),
            is_renumber=renumber,
            is_remembered=remember,
            start_s=start_s,
            end_s=end_s,
            fields=fields,
            work=_work_said(opened, film, title=work, parties=party, without=without_party, iswc=iswc),
            split_s=split_s,
        )
        longer = opened.longer_return(film, cue) if remember and cue is not None else None
        _, summary = opened.decide(film, decision)
    voice = Voice(quiet=quiet)
    voice.say(summary)
    if remember:
        voice.say("'cuespotter identify' finds it from now on, in the rest of this film and in others")
    if longer is not None:
        voice.say(
            f"{longer.cue_no} is the same theme and longer, {longer.duration_s:.0f} s: "
            "'cuespotter undo', and remember that one instead"
        )


def _fitting(opened: Library, film: str, where: str | None, theme: str | None) -> list[str]:
    """Give the ids of the cues that a filter and a theme choose; none where neither is given."""
    if where is None and theme is None:
        return []
    cues = opened.cues(film, where or "")
    if theme is not None:
        of_theme = {cue.id for cue in opened.theme_cues(film, theme)}
        cues = [cue for cue in cues if cue.id in of_theme]
    if not cues:
        what = " and ".join(
            words
            for words in (where and f"fits {where!r}", theme and f"is most of it theme {theme}")
            if words
        )
        raise UsageError(f"no cue of {film!r} {what}; 'cuespotter show' lists its cues")
    return [cue.id for cue in cues]


def _original_meant(
    opened: Library, film: str, cue: str | None, name: str | None, *, same_work: bool | None
) -> Recording | None:
    """Give the recording of whose work a cue is said to be; None where nothing is said."""
    if name is not None and same_work is not None:
        raise UsageError("--original names the recording that --same-work would take; give one of them")
    if name is not None:
        return opened.recording_meant(name)
    if not same_work:
        return None
    if cue is None:
        raise UsageError("--same-work answers the question about one cue; name it")
    asked = opened.cue(film, cue).open_questions
    if not asked:
        raise UsageError(f"nothing is asked of cue {cue}; --original names the recording of whose work it is")
    return asked[0].recording


def _work_said(
    opened: Library,
    film: str,
    *,
    title: str | None,
    parties: list[str] | None,
    without: list[str] | None,
    iswc: str | None,
) -> WorkSaid | None:
    """Put together what is said of the work of some cues; None where nothing is."""
    from cuespotter.model.party_text import read_party
    from cuespotter.services import WorkSaid

    if title is None and iswc is None and not parties and not without:
        return None
    known = None if title is None else opened.work_meant(title, film=film)
    return WorkSaid(
        other=known,
        title=title if known is None else None,
        iswc=iswc,
        parties=[read_party(text) for text in parties or []],
        without=without or [],
    )
