"""OpenTimelineIO: a time line as JSON (https://opentimelineio.readthedocs.io, "File format specification").

A track's children stand one after the other; each lasts as long as its `source_range`, else as its media's
`available_range`, else as what is in it. A transition lasts nothing. A time is `value` over `rate`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from cuespotter.clock import PictureRate
from cuespotter.edit_lists.base import EditEvent, EditList
from cuespotter.errors import UsageError

Node = dict[str, Any]
DEEPEST = 40
"""Stacks in stacks: time lines have two or three."""


def looks_like(text: str) -> bool:
    """Say whether a text is such a file."""
    return text.lstrip().startswith("{") and '"OTIO_SCHEMA"' in text


def read(name: str, text: str, rate: PictureRate) -> EditList:
    """Read a time line.

    Raises
    ------
    UsageError
        It is damaged, or has no audio track.
    """
    try:
        root = json.loads(text)
        timeline = _timeline(root)
        start = timeline.get("global_start_time")
        origin_s = None if start is None else _seconds(start)
        tracks = list(_tracks(timeline["tracks"]))
        tracks = [track for track in tracks if track.get("enabled", True)]
        audio = [track for track in tracks if track.get("kind") == "Audio"]
        events = tuple(
            event
            for number, track in enumerate(audio or tracks, start=1)
            for event in _events(track, str(track.get("name") or f"A{number}"), origin_s or 0.0, DEEPEST)
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ZeroDivisionError) as error:
        raise UsageError(f"{name} is no whole OpenTimelineIO time line ({error}); export it anew") from error
    remarks = (
        ()
        if audio or not tracks
        else ("it has no audio track: the tracks of the picture were taken as sound",)
    )
    return EditList(
        *("OpenTimelineIO time line", str(timeline.get("name") or ""), rate, events, origin_s),
        tells_rate=True,
        remarks=remarks,
    )


def _timeline(root: Node) -> Node:
    """Give the time line; of a collection the first."""
    if _kind(root) == "Timeline":
        return root
    inside: list[Node] = [one for one in root.get("children", ()) if _kind(one) == "Timeline"]
    if not inside:
        raise ValueError(f"it holds a {_kind(root)}, not a Timeline")
    return inside[0]


def _tracks(stack: Node) -> Iterator[Node]:
    """Give the tracks of a stack."""
    return (one for one in stack["children"] if _kind(one) == "Track")


def _events(item: Node, track: str, at_s: float, depth: int) -> Iterator[EditEvent]:
    """Walk along a track; a stack inside plays all its tracks at once, where its own range shows them."""
    if depth == 0:
        raise ValueError("its stacks are nested too deep")
    for child in item["children"]:
        length_s = _length_s(child)
        if _kind(child) == "Clip" and child.get("enabled", True) and length_s > 0:
            yield _event(child, track, at_s, length_s)
        elif _kind(child) in {"Stack", "Track"}:
            inner = [child] if _kind(child) == "Track" else list(_tracks(child))
            shown_s = at_s - _start_s(child)
            for one in inner:
                for event in _events(one, track, shown_s, depth - 1):
                    begin_s, end_s = max(event.begin_s, at_s), min(event.end_s, at_s + length_s)
                    if end_s > begin_s:
                        yield EditEvent(event.name, event.file, track, begin_s, end_s)
        at_s += length_s


def _event(clip: Node, track: str, at_s: float, length_s: float) -> EditEvent:
    media = _media(clip)
    url = str(media.get("target_url") or "")
    file = unquote(urlsplit(url).path if "://" in url else url) or None
    name = str(clip.get("name") or media.get("name") or file or "")
    return EditEvent(name, file, track, at_s, at_s + length_s)


def _media(clip: Node) -> Node:
    """Give the media that is active: of version 1 the only one."""
    several = clip.get("media_references") or {}
    chosen = several.get(clip.get("active_media_reference_key") or "DEFAULT_MEDIA")
    media: Node = chosen or clip.get("media_reference") or {}
    return media


def _length_s(item: Node) -> float:
    """Say how long an item lasts on its track."""
    if _kind(item) == "Transition":
        return 0.0
    if item.get("source_range"):
        return _seconds(item["source_range"]["duration"])
    if _kind(item) == "Clip":
        return _seconds(_media(item)["available_range"]["duration"])
    lengths = [_length_s(child) for child in item["children"]]
    return max(lengths, default=0.0) if _kind(item) == "Stack" else sum(lengths)


def _start_s(item: Node) -> float:
    """Say where in an item its own range begins."""
    return _seconds(item["source_range"]["start_time"]) if item.get("source_range") else 0.0


def _seconds(time: Node) -> float:
    return float(time["value"]) / float(time["rate"])


def _kind(item: Node) -> str:
    """Give the schema without its version."""
    return str(item.get("OTIO_SCHEMA", "")).split(".")[0]
