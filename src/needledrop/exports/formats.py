"""The table of formats, and the verb of this room: document and target -> a file, whole or not at all."""

from pathlib import Path

from needledrop.errors import UnknownFormatError
from needledrop.exports import cue_list_csv, html_page, json_document, m3u8
from needledrop.exports.base import ExportOptions, Format, shown, write_whole
from needledrop.model.document import FilmDocument

FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            "json",
            (".json",),
            "the canonical document, for programs",
            json_document.write,
            "application/json",
        ),
        Format("html", (".html", ".htm"), "one page to read, print or publish", html_page.write, "text/html"),
        Format(
            "csv", (".csv",), "one row for each placement, with all facts", cue_list_csv.write_csv, "text/csv"
        ),
        Format(
            "m3u8", (".m3u8", ".m3u"), "playlist of the recordings in film order", m3u8.write, "audio/mpegurl"
        ),
    )
}
"""Every format by name."""
DEFAULT_OPTIONS = ExportOptions()


def choose_format(target: Path, format_name: str | None = None) -> Format:
    """Choose a format by its name, else by the longest ending of the target's name.

    Raises
    ------
    UnknownFormatError
        No format has that name or ending; the message lists those there are.
    """
    if format_name is not None:
        if format_name.lower() in FORMATS:
            return FORMATS[format_name.lower()]
        raise UnknownFormatError(
            f"no format is called {format_name!r}; known are {', '.join(FORMATS)}", format_name=format_name
        )
    name = target.name.lower()
    endings = [(suffix, row) for row in FORMATS.values() for suffix in row.suffixes if name.endswith(suffix)]
    if not endings:
        raise UnknownFormatError(
            f"the name {shown(Path(target.name))} does not tell a format; name one of {', '.join(FORMATS)}",
            target=str(target),
        )
    return max(endings, key=lambda ending: len(ending[0]))[1]


def render(document: FilmDocument, format_name: str, options: ExportOptions = DEFAULT_OPTIONS) -> bytes:
    """Make an export in memory, for a browser or a pipe.

    Raises
    ------
    UnknownFormatError
        No format has that name.
    ExportError
        The document or the options cannot be put into that format.
    """
    return choose_format(Path(format_name), format_name).write(document, options)


def export(
    document: FilmDocument,
    target: Path,
    *,
    format_name: str | None = None,
    options: ExportOptions = DEFAULT_OPTIONS,
) -> Format:
    """Write a document as a file of any format.

    Parameters
    ----------
    document : FilmDocument
        The film and its cues; rejected cues go into the canonical document only.
    target : Path
        The file to write; an older one is replaced once the new one is whole.
    format_name : str, optional
        Which format; without it the target's ending tells.
    options : ExportOptions
        What the formats may be asked for.

    Returns
    -------
    Format
        The format that was chosen.

    Raises
    ------
    UnknownFormatError
        Neither name nor ending names a format.
    ExportError
        The document cannot be put into the format, or the target cannot be written.
    """
    chosen = choose_format(target, format_name)
    write_whole(target, chosen.write(document, options))
    return chosen
