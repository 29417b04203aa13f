"""DaVinci Resolve's marker list: an EDL whose events are markers of a time line, with colour and length."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import Clip, CutList, cut_list
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import sort_of
from cuespotter.wording.text import flat

COLOURS = {
    "drop": "Pink",
    "cover": "Purple",
    "made": "Cyan",
    "library": "Yellow",
    "recording": "Blue",
    "unnamed": "Sand",
}


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write a marker for each placement at the film's own timecode."""
    cuts = cut_list(document, options)
    lines = [
        f"TITLE: {cuts.title[:70]}",
        f"FCM: {'DROP FRAME' if cuts.rate.is_drop else 'NON-DROP FRAME'}",
    ]
    for number, clip in enumerate(cuts.clips, start=1):
        lines += ["", *_marker(number, clip, cuts)]
    return ("\n".join(lines) + "\n").encode()


def _marker(number: int, clip: Clip, cuts: CutList) -> list[str]:
    begin, end = cuts.timecode(clip.begin), cuts.timecode(clip.begin + 1)
    name = f"{flat(clip.cue.cue_no)} {clip.name}".replace("|", "/")
    colour = COLOURS[sort_of(clip.cue)]
    return [
        f"{number:03d}  001      V     C        {begin} {end} {begin} {end}  ",
        f" |C:ResolveColor{colour} |M:{name} |D:{clip.length}",
    ]
