"""The table of formats, and the verb of this room: document and target -> a file, whole or not at all."""

from pathlib import Path

from cuespotter.errors import UnknownFormatError
from cuespotter.exports import json_document
from cuespotter.exports.base import ExportOptions, Format, shown, writable, write_whole
from cuespotter.exports.editing import (
    avid_markers,
    cmx3600,
    fcp7_xml,
    fcpxml,
    midi_markers,
    otio,
    premiere_markers,
    resolve_markers,
)
from cuespotter.exports.music_files import media_gone, unmatched_roots
from cuespotter.exports.page import html_page, markdown, plain_text
from cuespotter.exports.players import (
    ass,
    ffmetadata,
    jspf,
    kodi_edl,
    m3u8,
    matroska,
    playlist,
    podlove,
    srt,
    webvtt,
    xspf,
)
from cuespotter.exports.research import audacity, elan, jams
from cuespotter.exports.sheets import column_sheet, cue_list_csv, cue_sheet, cue_sheet_xlsx, rapidcue
from cuespotter.model.document import FilmDocument
from cuespotter.report.check import check_film

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        Format(
            "html",
            (".html", ".htm"),
            "one page to read, print or publish",
            html_page.write,
            "text/html",
            has_stills=True,
        ),
        Format(
            "markdown",
            (".md", ".markdown"),
            "the cue list and the credit lines, for a blog",
            markdown.write,
            "text/markdown",
        ),
        Format("text", (".txt",), "a line for each cue, to paste anywhere", plain_text.write, "text/plain"),
        Format(
            "csv",
            (".csv",),
            "a row for each placement with all facts, texts as they are",
            cue_list_csv.write_csv,
            "text/csv",
        ),
        Format(
            "tsv",
            (".tsv", ".tab"),
            "the same, parted by tabs",
            cue_list_csv.write_tsv,
            "text/tab-separated-values",
        ),
        Format(
            "cuesheet",
            (".cuesheet.csv",),
            "cue sheet in our own layout",
            cue_sheet.write,
            "text/csv",
            is_sheet=True,
        ),
        Format(
            "xlsx",
            (".xlsx",),
            "cue sheet as a workbook, with what is still to do",
            cue_sheet_xlsx.write,
            XLSX,
            is_text=False,
            needs="sheets",
            is_sheet=True,
        ),
        Format(
            "rapidcue",
            (),
            "fills your own copy of the RapidCue workbook",
            rapidcue.write,
            XLSX,
            is_text=False,
            needs="sheets",
            needs_template=True,
            is_sheet=True,
        ),
        Format(
            "columns",
            (),
            "cue sheet in the columns of your own template",
            column_sheet.write,
            "text/plain",
            needs_template=True,
            is_sheet=True,
            notes=column_sheet.notes,
        ),
        Format(
            "prs",
            (),
            "cue sheet in the manner of PRS and BBC",
            column_sheet.write_prs,
            "text/csv",
            is_sheet=True,
            notes=column_sheet.notes_prs,
        ),
        Format(
            "apra",
            (),
            "cue sheet in the manner of APRA",
            column_sheet.write_apra,
            "text/csv",
            is_sheet=True,
            notes=column_sheet.notes_apra,
        ),
        Format(
            "tono",
            (),
            "cue sheet in fixed columns, in the manner of TONO",
            column_sheet.write_tono,
            "text/plain",
            is_sheet=True,
            notes=column_sheet.notes_tono,
        ),
        Format(
            "m3u8",
            (".m3u8", ".m3u"),
            "playlist of the recordings in film order",
            m3u8.write,
            "audio/mpegurl",
            notes=playlist.notes,
        ),
        Format(
            "xspf",
            (".xspf",),
            "playlist with artist, album and MusicBrainz ids",
            xspf.write,
            "application/xspf+xml",
            notes=playlist.notes,
        ),
        Format(
            "jspf",
            (".jspf",),
            "playlist for ListenBrainz; needs MusicBrainz ids",
            jspf.write,
            "application/json",
            notes=jspf.notes,
        ),
        Format(
            "srt", (".srt",), '"now playing" as subtitles, for any player', srt.write, "application/x-subrip"
        ),
        Format("webvtt", (".vtt",), '"now playing" as subtitles, for browsers', webvtt.write, "text/vtt"),
        Format(
            "ass", (".ass",), '"now playing" as subtitles with a place and a fade', ass.write, "text/x-ssa"
        ),
        Format(
            "matroska-chapters",
            (".chapters.xml",),
            "a chapter for each cue beside the film's own, for mkvmerge",
            matroska.write_chapters,
            "text/xml",
            has_chapters=True,
        ),
        Format(
            "matroska-tags",
            (".tags.xml",),
            "tags of those chapters, for mkvmerge",
            matroska.write_tags,
            "text/xml",
        ),
        Format(
            "ffmetadata",
            (".ffmetadata", ".ffmeta"),
            "a chapter for each cue beside the film's own, for ffmpeg",
            ffmetadata.write,
            "text/plain",
            has_chapters=True,
        ),
        Format(
            "podlove",
            (".psc",),
            "Podlove Simple Chapters beside the film's own, for web players",
            podlove.write,
            "text/xml",
            has_chapters=True,
        ),
        Format(
            "kodi-edl",
            (".skip.edl",),
            "Kodi skips an episode's opening and closing; beside the film it is called Film.edl",
            kodi_edl.write,
            "text/plain",
            notes=kodi_edl.notes,
        ),
        Format(
            "otio",
            (".otio",),
            "OpenTimelineIO: clips on audio tracks, speed as time warp",
            otio.write,
            "application/json",
            notes=media_gone,
        ),
        Format(
            "fcp7xml",
            (".fcp7.xml", ".xml"),
            "Final Cut Pro 7 XML, for Premiere and Resolve",
            fcp7_xml.write,
            "text/xml",
            notes=media_gone,
        ),
        Format(
            "fcpxml",
            (".fcpxml",),
            "FCPXML, for Final Cut Pro and Resolve",
            fcpxml.write,
            "text/xml",
            notes=media_gone,
        ),
        Format(
            "resolve-markers",
            (".markers.edl",),
            "markers for a time line of DaVinci Resolve",
            resolve_markers.write,
            "text/plain",
        ),
        Format(
            "avid-markers",
            (".markers.txt",),
            "markers for a sequence of Avid Media Composer",
            avid_markers.write,
            "text/plain",
        ),
        Format(
            "premiere-markers",
            (".markers.xml",),
            "markers for a sequence of Premiere Pro, as Final Cut Pro 7 XML",
            premiere_markers.write,
            "text/xml",
        ),
        Format(
            "protools-markers",
            (".markers.mid", ".mid"),
            "markers for a session of Pro Tools, as MIDI to import",
            midi_markers.write,
            "audio/midi",
            is_text=False,
        ),
        Format(
            "cmx3600",
            (".edl",),
            "edit decision list, with speed as M2 and the music's files",
            cmx3600.write,
            "text/plain",
            notes=media_gone,
        ),
        Format("audacity", (".labels.txt",), "label track for Audacity", audacity.write, "text/plain"),
        Format("jams", (".jams",), "annotation for music research", jams.write, "application/json"),
        Format("elan", (".eaf",), "annotation for ELAN, a tier for each layer", elan.write, "text/xml"),
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
    return choose_format(Path(format_name), format_name).write(writable(document), options)


def notes_on(document: FilmDocument, format_name: str, options: ExportOptions = DEFAULT_OPTIONS) -> list[str]:
    """Say what an export in that format does not hold, a line each; for whoever writes it to hand on.

    Returns
    -------
    list of str
        What was cut, left out or cannot be written; last, of a cue sheet, how much is missing before it can
        be filed (`check` tells what), or that it is ready. Of other formats empty where all is well.

    Raises
    ------
    UnknownFormatError, ExportError
        As `render`.
    """
    chosen = choose_format(Path(format_name), format_name)
    document = writable(document)
    lines = [] if chosen.notes is None else chosen.notes(document, options)
    heard = [cue.recording for cue in document.cues_heard if cue.recording is not None]
    lines += [
        f"no recording of this film lies below {shown(Path(old))}" for old in unmatched_roots(heard, options)
    ]
    if chosen.is_sheet:
        count = len(check_film(document))
        many = "1 thing is" if count == 1 else f"{count} things are"
        lines.append(f"{many} missing or unsure, see check" if count else "ready to be filed")
    return lines


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
    write_whole(target, chosen.write(writable(document), options))
    return chosen
