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
    sequence = child(root, "sequence", id="sequence-1")
    child(sequence, "name", cuts.title)
    child(sequence, "duration", cuts.length)
    _rate(sequence, cuts)
    timecode = child(sequence, "timecode")
    _rate(timecode, cuts)
    child(timecode, "string", cuts.timecode(0))
    child(timecode, "frame", cuts.origin)
    child(timecode, "displayformat", "DF" if cuts.rate.is_drop else "NDF")
    audio = child(child(sequence, "media"), "audio")
    files: dict[str, str] = {}
    number = 0
    for clips in cuts.tracks:
        track = child(audio, "track")
        for clip in clips:
            number += 1
            _clip(child(track, "clipitem", id=f"clipitem-{number}"), clip, cuts, files, options)
    return xml_bytes(root, doctype=DOCTYPE)


def _clip(item: Element, clip: Clip, cuts: CutList, files: dict[str, str], options: ExportOptions) -> None:
    """Describe one clip; in and out count pictures of the recording as retimed, as the format has it."""
    child(item, "name", clip.name)
    retimed_begin = int(clip.source_begin / clip.speed + 0.5)
    child(item, "duration", max(_media_length(clip, cuts), retimed_begin + clip.length))
    _rate(item, cuts)
    child(item, "start", clip.begin)
    child(item, "end", clip.end)
    child(item, "in", retimed_begin)
    child(item, "out", retimed_begin + clip.length)
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
    child(file, "duration", _media_length(clip, cuts))
    audio = child(child(file, "media"), "audio")
    child(audio, "channelcount", 2)


def _media_length(clip: Clip, cuts: CutList) -> int:
    """Pictures that the whole recording lasts, at least what is used of it."""
    recording = clip.cue.recording
    known = 0 if recording is None else int(recording.duration_s * cuts.rate.per_second + 0.5)
    return max(known, clip.source_begin + clip.source_length)


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
