"""CMX3600: the edit decision list that every editing system reads; M2 lines carry the speed.

An event's channel is A for the first track and A2, A3, ... for those under it. The source is the recording,
whose timecode counts from zero at the film's picture rate. Below stand its name, its cue, and its file as
editors link it: by name (SOURCE FILE) and by place (FROM FILE).
"""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import Clip, CutList, cut_list
from cuespotter.exports.music_files import is_text, path_of
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat

SOURCE = "AX"
"""The source of all that has no tape."""
BACKSLASH = "\\"


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write an event for each placement, in film order."""
    cuts = cut_list(document, options)
    lines = [
        f"TITLE: {cuts.title[:70]}",
        f"FCM: {'DROP FRAME' if cuts.rate.is_drop else 'NON-DROP FRAME'}",
    ]
    for number, clip in enumerate(cuts.clips, start=1):
        lines += ["", *_event(number, clip, cuts), *_media(clip, options)]
    return ("\n".join(lines) + "\n").encode()


def _event(number: int, clip: Clip, cuts: CutList) -> list[str]:
    channel = "A" if clip.track == 0 else f"A{clip.track + 1}"
    source_end = clip.source_begin + clip.source_length
    times = (
        cuts.source_timecode(clip.source_begin),
        cuts.source_timecode(source_end),
        cuts.timecode(clip.begin),
        cuts.timecode(clip.end),
    )
    lines = [f"{number:03d}  {SOURCE:<8} {channel:<5} C        {' '.join(times)}"]
    if clip.has_speed_change:
        pictures = float(cuts.rate.per_second) * clip.speed
        lines.append(f"M2   {SOURCE:<8} {pictures:07.3f}                {times[0]}")
    lines += [f"* FROM CLIP NAME: {clip.name}", f"* COMMENT: {flat(clip.cue.cue_no)}"]
    return lines


def _media(clip: Clip, options: ExportOptions) -> list[str]:
    """Say which file an event plays; a list is text, so a name that is none stays out."""
    recording = clip.cue.recording
    path = None if recording is None else path_of(recording, options)
    if path is None or not is_text(path):
        return []
    return [f"* SOURCE FILE: {path.replace(BACKSLASH, '/').rsplit('/', 1)[-1]}", f"* FROM FILE: {path}"]
