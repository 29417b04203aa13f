"""The cue list as a table for programs: one row for each placement, decimal seconds, every text as it is."""

import csv
import io

from cuespotter.exports.base import ExportOptions
from cuespotter.model.cue import Cue, Placement
from cuespotter.model.document import FilmDocument
from cuespotter.model.usage import us_code
from cuespotter.report.reasons import reasons_of
from cuespotter.wording.cues import prominence_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import stamp_text

COLUMNS = (
    "cue_no",
    "placement",
    "kind",
    "status",
    "confidence",
    "film_in",
    "film_out",
    "film_in_s",
    "film_out_s",
    "title",
    "artist",
    "composer",
    "album",
    "year",
    "isrc",
    "recording_in_s",
    "recording_out_s",
    "speed",
    "pitch_cents",
    "bar_confidence",
    "mix_confidence",
    "level_db",
    "loudness",
    "heard_on",
    "reasons",
    "usage",
    "work_origin",
    "recording_origin",
    "notes",
    "cue_id",
    "recording_id",
    "path",
)


def write_csv(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write RFC 4180: commas, quotes where needed, CRLF, UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_rows(document))
    return text.getvalue().encode()


def write_tsv(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write text/tab-separated-values: no quotes; a tab or line end inside a text becomes a space."""
    rows = [list(COLUMNS), *_rows(document)]
    return "".join("\t".join(flat(cell) for cell in row) + "\n" for row in rows).encode()


def _rows(document: FilmDocument) -> list[list[str]]:
    """Make a row for each placement; music without one gets a row for its cue."""
    rows = []
    for cue in document.cues_heard:
        for number, placement in enumerate(cue.placements or [None], start=1):
            facts = _cue_facts(cue, document) | _placement_facts(cue, placement, number)
            rows.append(["" if facts.get(name) is None else str(facts[name]) for name in COLUMNS])
    return rows


def _cue_facts(cue: Cue, document: FilmDocument) -> dict[str, object]:
    """Gather what is true of the whole cue."""
    recording = cue.recording
    facts: dict[str, object] = {
        "cue_no": cue.cue_no,
        "kind": cue.kind,
        "status": cue.status,
        "confidence": f"{cue.confidence:.3f}",
        "title": cue.title_known,
        "artist": cue.artist_known,
        "level_db": None if cue.level_db is None else f"{cue.level_db:.1f}",
        "loudness": prominence_of(cue),
        "reasons": "; ".join(reasons_of(cue, document)),
        "usage": us_code(cue),
        "work_origin": cue.work_origin,
        "recording_origin": cue.recording_origin,
        "notes": cue.notes,
        "cue_id": cue.id,
    }
    if recording is not None:
        facts |= {name: getattr(recording, name) for name in ("composer", "album", "year", "path")}
        facts["isrc"] = cue.isrc_known
        facts["recording_id"] = recording.id
    return facts


def _placement_facts(cue: Cue, placement: Placement | None, number: int) -> dict[str, object]:
    """Gather what is true of one placement, or the cue's own times."""
    begin, end = (
        (cue.start_s, cue.end_s) if placement is None else (placement.film_in_s, placement.film_out_s)
    )
    facts: dict[str, object] = {
        "film_in": stamp_text(begin),
        "film_out": stamp_text(end),
        "film_in_s": f"{begin:.3f}",
        "film_out_s": f"{end:.3f}",
    }
    if placement is not None:
        facts |= {
            "placement": number,
            "recording_in_s": f"{placement.recording_in_s:.3f}",
            "recording_out_s": f"{placement.recording_out_s:.3f}",
            "speed": f"{placement.speed:.6f}",
            "pitch_cents": f"{placement.pitch_cents:.1f}",
            "bar_confidence": None if placement.bar_confidence is None else f"{placement.bar_confidence:.3f}",
            "mix_confidence": None if placement.mix_confidence is None else f"{placement.mix_confidence:.3f}",
            "level_db": None if placement.level_db is None else f"{placement.level_db:.1f}",
            "heard_on": "+".join(placement.heard_on),
        }
    return facts
