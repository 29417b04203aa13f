"""Final Cut Pro 7's XML interchange (xmeml 5), which Premiere, Resolve and others import."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import Clip, CutList, cut_list
from cuespotter.exports.music_files import media_url
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.document import FilmDocument

DOCTYPE = "<!DOCTYPE xmeml>"
PERCENT = 100.0


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write a sequence of audio tracks; speed is a Time Remap of constant speed."""
    cuts = cut_list(document, options)
    root = Element("xmeml", {"version": "5"})
    sequence = open_sequence(root, cuts)
    audio = child(child(sequence, "media"), "audio")
    files: dict[str, str] = {}
    number = 0
    for clips in cuts.tracks:
        track = child(audio, "track")
        for clip in clips:
            number += 1
            _clip(child(track, "clipitem", id=f"clipitem-{number}"), clip, cuts, files, options)
    return xml_bytes(root, doctype=DOCTYPE)


def open_sequence(root: Element, cuts: CutList) -> Element:
    """Open a sequence with the film's name, length, rate and first timecode."""
    sequence = child(root, "sequence", id="sequence-1")
    child(sequence, "name", cuts.title)
    child(sequence, "duration", cuts.length)
    _rate(sequence, cuts)
    timecode = child(sequence, "timecode")
    _rate(timecode, cuts)
    child(timecode, "string", cuts.timecode(0))
    child(timecode, "frame", cuts.origin)
    child(timecode, "displayformat", "DF" if cuts.rate.is_drop else "NDF")
    return sequence


def _clip(item: Element, clip: Clip, cuts: CutList, files: dict[str, str], options: ExportOptions) -> None:
    """Describe one clip; in and out count pictures of the recording as retimed, as the format has it."""
    child(item, "name", clip.name)
    child(item, "duration", max(cuts.media_length(clip), clip.retimed_begin + clip.length))
    _rate(item, cuts)
    child(item, "start", clip.begin)
    child(item, "end", clip.end)
    child(item, "in", clip.retimed_begin)
    child(item, "out", clip.retimed_begin + clip.length)
    _file(item, clip, cuts, files, options)
    source = child(item, "sourcetrack")
    child(source, "mediatype", "audio")
    child(source, "trackindex", 1)
    if clip.has_speed_change:
        _time_remap(item, clip)
    child(child(item, "comments"), "mastercomment1", clip.cue.cue_no)


def _file(item: Element, clip: Clip, cuts: CutList, files: dict[str, str], options: ExportOptions) -> None:
    """Describe a recording's file once, and refer to it after; unnamed music has an offline file."""
    recording, url = clip.cue.recording, media_url(clip.cue, options)
    key = f"cue {clip.cue.id}" if recording is None else f"recording {recording.id}"
    if key in files:
        child(item, "file", id=files[key])
        return
    files[key] = f"file-{len(files) + 1}"
    file = child(item, "file", id=files[key])
    child(file, "name", clip.name if recording is None else recording.path.rsplit("/", 1)[-1])
    if url is not None:
        child(file, "pathurl", url)
    _rate(file, cuts)
    child(file, "duration", cuts.media_length(clip))
    audio = child(child(file, "media"), "audio")
    child(audio, "channelcount", 2)


def _time_remap(item: Element, clip: Clip) -> None:
    effect = child(child(item, "filter"), "effect")
    for name, text in (
        ("name", "Time Remap"),
        ("effectid", "timeremap"),
        ("effectcategory", "motion"),
        ("effecttype", "motion"),
        ("mediatype", "audio"),
    ):
        child(effect, name, text)
    parameter = child(effect, "parameter")
    child(parameter, "parameterid", "speed")
    child(parameter, "name", "speed")
    child(parameter, "value", f"{PERCENT * clip.speed:.6f}")


def _rate(parent: Element, cuts: CutList) -> None:
    rate = child(parent, "rate")
    child(rate, "timebase", cuts.rate.nominal)
    child(rate, "ntsc", "TRUE" if cuts.rate.is_ntsc else "FALSE")
