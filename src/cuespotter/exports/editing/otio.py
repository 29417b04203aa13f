"""OpenTimelineIO: the placements as audio tracks, speed as a linear time warp."""

import json

from cuespotter.clock import PictureRate
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import Clip, CutList, cut_list
from cuespotter.exports.music_files import media_url
from cuespotter.model.document import FilmDocument

Node = dict[str, object]


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write OTIO JSON; times count the film's pictures, also inside recordings."""
    cuts = cut_list(document, options)
    tracks = [_track(number, clips, cuts, options) for number, clips in enumerate(cuts.tracks)]
    timeline = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": cuts.title,
        "global_start_time": _time(cuts.origin, cuts.rate),
        "metadata": {"cuespotter": {"film_id": document.film.id}},
        "tracks": _thing("Stack.1", "tracks") | {"children": tracks, "source_range": None},
    }
    return (json.dumps(timeline, ensure_ascii=False, indent=2) + "\n").encode()


def _track(number: int, clips: list[Clip], cuts: CutList, options: ExportOptions) -> Node:
    """Put a track's clips one after the other, with gaps between them."""
    children: list[Node] = []
    at = 0
    for clip in clips:
        if clip.begin > at:
            children.append(_thing("Gap.1", "") | {"source_range": _range(0, clip.begin - at, cuts.rate)})
        children.append(_clip(clip, cuts, options))
        at = clip.end
    return _thing("Track.1", f"Music {number + 1}") | {
        "kind": "Audio",
        "children": children,
        "source_range": None,
    }


def _clip(clip: Clip, cuts: CutList, options: ExportOptions) -> Node:
    cue = clip.cue
    facts: Node = {"cue_id": cue.id, "cue_no": cue.cue_no, "kind": cue.kind, "confidence": cue.confidence}
    if clip.bar_confidence is not None:
        facts["bar_confidence"] = clip.bar_confidence
    if clip.mix_confidence is not None:
        facts["mix_confidence"] = clip.mix_confidence
    return _thing("Clip.2", clip.name) | {
        "metadata": {"cuespotter": facts},
        "source_range": _range(clip.source_begin, clip.length, cuts.rate),
        "effects": [_warp(clip)] if clip.has_speed_change else [],
        "media_references": {"DEFAULT_MEDIA": _media(clip, cuts, options)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def _media(clip: Clip, cuts: CutList, options: ExportOptions) -> Node:
    """Point at the recording's file; music without one has a missing reference."""
    if clip.cue.recording is None:
        return _thing("MissingReference.1", "", is_item=False) | {"available_range": None}
    return _thing("ExternalReference.1", clip.name, is_item=False) | {
        "available_range": _range(0, cuts.media_length(clip), cuts.rate),
        "target_url": media_url(clip.cue, options),
    }


def _warp(clip: Clip) -> Node:
    return _thing("LinearTimeWarp.1", "", is_item=False) | {
        "effect_name": "LinearTimeWarp",
        "time_scalar": clip.speed,
    }


def _thing(schema: str, name: str, *, is_item: bool = True) -> Node:
    """Open an object of a schema; an item has effects and markers."""
    node: Node = {"OTIO_SCHEMA": schema, "name": name, "metadata": {}}
    return node | ({"effects": [], "markers": [], "enabled": True} if is_item else {})


def _range(begin: int, length: int, rate: PictureRate) -> Node:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(begin, rate),
        "duration": _time(length, rate),
    }


def _time(pictures: int, rate: PictureRate) -> Node:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate.per_second), "value": float(pictures)}
