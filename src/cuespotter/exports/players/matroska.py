"""Matroska chapters and tags, for mkvmerge or mkvpropedit; the film's file itself is never touched."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.chapters import chapters, music_chapters, stable_number
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.wording.times import whole_milliseconds

CHAPTERS_DOCTYPE = '<!DOCTYPE Chapters SYSTEM "matroskachapters.dtd">'
TAGS_DOCTYPE = '<!DOCTYPE Tags SYSTEM "matroskatags.dtd">'
CHAPTER_LEVEL = 30
WRITERS = (
    ("COMPOSER", ("composer", "composer_lyricist")),
    ("LYRICIST", ("lyricist", "composer_lyricist")),
    ("ARRANGER", ("arranger",)),
)
"""Matroska's tags of writers, one for each writer, and the roles that they are for."""
"""Target type of a piece of music inside a film (Matroska's TRACK/CHAPTER level)."""


def write_chapters(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write one edition, since players show one: the film's own chapters and one for each cue.

    An edition without any chapter would be refused.
    """
    root = Element("Chapters")
    made = chapters(document, options)
    if made:
        edition = child(root, "EditionEntry")
        child(edition, "EditionUID", stable_number(f"edition {document.film.id}"))
        for chapter in made:
            atom = child(edition, "ChapterAtom")
            child(atom, "ChapterUID", chapter.number)
            child(atom, "ChapterTimeStart", _stamp(chapter.begin_s))
            child(atom, "ChapterTimeEnd", _stamp(chapter.end_s))
            display = child(atom, "ChapterDisplay")
            child(display, "ChapterString", chapter.title)
            child(display, "ChapterLanguage", "und")
    return xml_bytes(root, doctype=CHAPTERS_DOCTYPE)


def write_tags(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write tags that target the chapters of `write_chapters`."""
    root = Element("Tags")
    for chapter in music_chapters(document):
        tags = _tags_of(chapter.cue) if chapter.cue is not None else []
        if tags:
            tag = child(root, "Tag")
            targets = child(tag, "Targets")
            child(targets, "TargetTypeValue", CHAPTER_LEVEL)
            child(targets, "ChapterUID", chapter.number)
            for name, value in tags:
                simple = child(tag, "Simple")
                child(simple, "Name", name)
                child(simple, "String", value)
    return xml_bytes(root, doctype=TAGS_DOCTYPE)


def _tags_of(cue: Cue) -> list[tuple[str, str]]:
    """Name what is known by Matroska's own tag names."""
    recording = cue.recording
    pairs = [("TITLE", cue.title_known), ("ARTIST", cue.artist_known)]
    pairs += [(name, one.name) for name, roles in WRITERS for one in cue.writers_known if one.role in roles]
    if recording is not None:
        pairs += [
            ("ISRC", cue.isrc_known),
            ("LABEL", recording.label),
            ("CATALOG_NUMBER", recording.catalogue_number),
            ("BARCODE", recording.barcode),
            ("DATE_RELEASED", recording.original_date or recording.date),
            ("GENRE", recording.genre),
        ]
    return [(name, value) for name, value in pairs if value]


def _stamp(seconds: float) -> str:
    """Write hours, minutes, seconds and nanoseconds; milliseconds are as fine as cues are known."""
    milliseconds = whole_milliseconds(seconds)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}000000"
