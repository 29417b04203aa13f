"""``cuespotter list``: named lists of films, recordings or releases, made, kept and written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cuespotter.cli.listing import CsvOption, Form, JsonOption, form_of, print_rows
from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library, open_to_read
from cuespotter.cli.page_options import (
    FragmentOption,
    FrontMatterOption,
    ImageOption,
    TemplatesOption,
    UrlOption,
)
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    from cuespotter.model.kept_list import KeptList, ListKind
    from cuespotter.services import Library, NamedList

SUFFIXES = frozenset({".html", ".htm", ".md", ".m3u8"})
Names = list[str] | None


def command(
    *,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="What the list is called [default: tell which are kept]."),
    ] = None,
    recordings: Annotated[
        bool, typer.Option("--recordings", help="A list of recordings, not of films.")
    ] = False,
    releases: Annotated[bool, typer.Option("--releases", help="A list of releases, not of films.")] = False,
    where: Annotated[
        str | None,
        typer.Option("--where", metavar="FILTER", help="Which: 'musical:no and year:1990..1999'."),
    ] = None,
    only: Annotated[bool, typer.Option("--only", help="Only what is added by hand.")] = False,
    order: Annotated[
        str | None,
        typer.Option(
            "--order",
            help="A field, '-' before it for the greatest first; 'given' for yours, numbered; "
            "'none' for no particular order [default: title].",
        ),
    ] = None,
    add: Annotated[Names, typer.Option("--add", metavar="WHAT", help="Put it in by hand, last.")] = None,
    leave_out: Annotated[
        Names, typer.Option("--leave-out", metavar="WHAT", help="Leave it out, whatever the filter says.")
    ] = None,
    note: Annotated[Names, typer.Option("--note", metavar="WHAT=TEXT", help="A word on an entry.")] = None,
    link: Annotated[
        Names, typer.Option("--link", metavar="WHAT=URL", help="Where an entry's title leads.")
    ] = None,
    picture: Annotated[
        Names, typer.Option("--picture", metavar="WHAT=FILE", help="A picture for an entry.")
    ] = None,
    cue: Annotated[
        Names, typer.Option("--cue", metavar="FILM=CUE", help="The cue that stands for a film.")
    ] = None,
    omission: Annotated[
        Names, typer.Option("--omission", metavar="TEXT", help="An honourable omission.")
    ] = None,
    introduction: Annotated[str | None, typer.Option("--introduction", help="What to say first.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the list in the catalogue by its name.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the list that is kept.")] = False,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            metavar="FILE",
            readable=False,
            help="Write .html, .md or .m3u8; may be repeated [default: print Markdown].",
        ),
    ] = None,
    templates: TemplatesOption = None,
    url: UrlOption = None,
    image: ImageOption = None,
    fragment: FragmentOption = False,
    front_matter: FrontMatterOption = False,
    json: JsonOption = False,
    csv: CsvOption = False,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Make and keep a list of films, recordings or releases.

    A list that is kept is taken up where it was left: what is said now is laid over it. Entries are named by
    title, path or id. The language of --where is described in docs/filters.md.

    Example:  cuespotter list "My soundtracks" --where 'not composer:"John Williams"' --keep --out mine.html

    Example:  cuespotter list "My soundtracks" --note "Drive=Hot pink vinyl." --cue Drive=4m07 --keep
    """
    for target in out or []:
        if target.suffix.lower() not in SUFFIXES:
            raise UsageError(
                f"a list is written as .html, .md or .m3u8, not {target.suffix or target.name!r}"
            )
    if name is None and (keep or forget or out):
        raise typer.BadParameter("name the list; without a name, 'cuespotter list' tells which are kept")
    voice, form = Voice(quiet=quiet), form_of(as_json=json, as_csv=csv)
    writes = keep or forget
    with (open_library if writes else open_to_read)(library, catalogue) as opened:
        if name is None:
            _tell_kept(opened, form, voice)
            return
        if forget:
            opened.forget_list(name)
            voice.say(f"{name} is forgotten")
            return
        kind: ListKind = "recordings" if recordings else "releases" if releases else "films"
        kept = _begun(opened, name, kind if recordings or releases else None)
        told = {"where": None if only else where, "order": order, "introduction": introduction}
        kept = kept.model_copy(update={key: value for key, value in told.items() if value is not None})
        kept = kept.model_copy(update={"where": None}) if only else kept
        words = {"note": note, "link": link, "picture": picture, "cue": cue}
        kept = _laid_over(opened, kept, add or [], leave_out or [], omission or [], words)
        _hand_out(
            opened, kept, out or [], _options(templates, url, image, fragment, front_matter), form, voice
        )
        if keep:
            opened.keep_list(kept)
            voice.say(f"kept as {name}")


def _tell_kept(opened: Library, form: Form, voice: Voice) -> None:
    """Print the lists that are kept."""
    rows = [
        {**kept.model_dump(mode="json"), "entries": len(opened.make_list(kept).entries)}
        for kept in opened.lists()
    ]
    if form != "table":
        print_rows(rows, form)
        return
    for row in rows:
        print(f"{row['name']}\t{row['kind']}\t{row['entries']}")
    if not rows:
        voice.say("no list is kept yet; 'cuespotter list NAME --keep' keeps one")


def _begun(opened: Library, name: str, kind: ListKind | None) -> KeptList:
    """Take up the list that is kept under a name, or begin one."""
    from cuespotter.model.kept_list import KeptList

    found = next((one for one in opened.lists() if one.name == name), None)
    if found is None:
        return KeptList(name=name, kind=kind or "films")
    if kind is not None and kind != found.kind:
        raise UsageError(f"{name!r} is kept as a list of {found.kind}; give the new one another name")
    return found


def _laid_over(
    opened: Library,
    kept: KeptList,
    add: list[str],
    leave_out: list[str],
    omissions: list[str],
    words: dict[str, Names],
) -> KeptList:
    """Lay what is said now over a list; every name must mean something."""
    added = [opened.entry_id(kept.kind, one) for one in add]
    left_out = [opened.entry_id(kept.kind, one) for one in leave_out]
    said = {one.id: one.model_dump() for one in kept.words}
    for field, texts in words.items():
        for text in texts or []:
            what, value = _parted(opened, kept, field, text)
            said.setdefault(what, {"id": what})[field] = value or None
    changed: dict[str, Any] = {
        "added": [*(one for one in kept.added if one not in [*added, *left_out]), *added],
        "left_out": [*(one for one in kept.left_out if one not in [*added, *left_out]), *left_out],
        "words": list(said.values()),
        "omissions": list(dict.fromkeys([*kept.omissions, *omissions])),
    }
    return type(kept).model_validate({**kept.model_dump(), **changed})


def _parted(opened: Library, kept: KeptList, field: str, text: str) -> tuple[str, str]:
    """Read 'WHAT=VALUE': the entry's id, and what is said of it."""
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"--{field} takes WHAT=VALUE, not {text!r}; write --{field} 'Drive=...'")
    if field == "link" and value and not value.startswith(("http://", "https://")):
        raise UsageError(f"{value!r} is no web address; write it whole: https://example.org/page")
    if field == "cue":
        if kept.kind != "films":
            raise UsageError("--cue chooses a film's cue; this list is of " + kept.kind)
        value = opened.cue_of(name, value)
    if field == "picture" and value:
        value = str(Path(value).absolute())
    return opened.entry_id(kept.kind, name), value


def _options(
    templates: Path | None, url: str | None, image: str | None, fragment: bool, front_matter: bool
) -> Any:
    from cuespotter.services import ExportOptions, PageOptions

    page = PageOptions(
        templates=templates, url=url, image=image, fragment=fragment, front_matter=front_matter
    )
    return ExportOptions(page=page)


def _hand_out(
    opened: Library, kept: KeptList, out: list[Path], options: Any, form: Form, voice: Voice
) -> None:
    """Print a list, or write its files, each whole or not at all."""
    from cuespotter.services import write_whole

    made = opened.make_list(kept)
    if form != "table":
        print_rows(_rows(made), form)
    elif not out:
        sys.stdout.write(opened.list_bytes(made, ".md", options).decode())
    for target in out:
        write_whole(target, opened.list_bytes(made, target.suffix, options))
        for line in opened.list_notes(made, target.suffix, options):
            voice.say(line)
    voice.say(f"{len(made.entries)} in the list")


def _rows(made: NamedList) -> list[dict[str, object]]:
    """Give a list's entries with all that is known of them; what a playlist plays for each, by id."""
    return [{**vars(entry), "recordings": [one.id for one in entry.recordings]} for entry in made.entries]
