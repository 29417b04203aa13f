"""What a column or a heading of a cue sheet may ask for, by name."""

from collections.abc import Callable

from cuespotter.exports.sheets.sheet_rows import SheetRow
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import Film
from cuespotter.model.usage import CWR_OF_ROLE, apra_codes, cwr_code, ddex_code, prs_codes, us_code
from cuespotter.report.filing import Filing
from cuespotter.wording.answers import ROLE_WORDS, STATUS_WORDS, answer_phrase
from cuespotter.wording.cues import original_text
from cuespotter.wording.mixes import mix_words
from cuespotter.wording.times import clock_text

Value = str | int | float | None


def _recording(name: str) -> Callable[[SheetRow], Value]:
    def read(row: SheetRow) -> Value:
        value: Value = None if row.cue.recording is None else getattr(row.cue.recording, name)
        return value

    return read


def _party(name: str) -> Callable[[SheetRow], Value]:
    def read(row: SheetRow) -> Value:
        value: Value = None if row.party is None else getattr(row.party, name)
        return value

    return read


def _names(row: SheetRow, *, publishers: bool) -> str | None:
    """Join the names of one side of a work."""
    names = [party.name for party in row.cue.parties_known if party.is_publisher == publishers]
    return ", ".join(dict.fromkeys(names)) or None


def _side(row: SheetRow, *, publishers: bool) -> str | None:
    """Give the party's name where it stands on that side."""
    is_there = row.party is not None and row.party.is_publisher == publishers
    return row.party.name if is_there and row.party is not None else None


def _perceived(cue: Cue) -> str | None:
    """Say what the characters hear of it; None where nobody has said."""
    return None if cue.perception is None else answer_phrase("perception", cue.perception)


def _notes(cue: Cue) -> str | None:
    """Give the reviewer's notes, and that another mix is heard."""
    return "; ".join(word for word in (mix_words(cue), cue.notes) if word) or None


def _title(cue: Cue) -> str | None:
    """Give a title; a file's name is none."""
    if cue.title is not None or cue.work_known is not None:
        return cue.title_known
    return None if cue.recording is None else cue.recording.title


FIELDS: dict[str, Callable[[SheetRow], Value]] = {
    "number": lambda row: row.number,
    "cue_no": lambda row: row.cue.cue_no,
    "title": lambda row: _title(row.cue),
    "artist": lambda row: row.cue.artist_known,
    "original": lambda row: original_text(row.cue),
    "in_s": lambda row: row.filed.in_s,
    "out_s": lambda row: row.filed.out_s,
    "duration_s": lambda row: row.filed.duration_s,
    "usage_us": lambda row: us_code(row.cue),
    "usage_cwr": lambda row: cwr_code(row.cue),
    "usage_ddex": lambda row: ddex_code(row.cue),
    "usage_prs": lambda row: prs_codes(row.cue).usage,
    "usage_apra": lambda row: apra_codes(row.cue).usage,
    "origin_prs": lambda row: prs_codes(row.cue).origin,
    "origin_apra": lambda row: apra_codes(row.cue).origin,
    "work_origin": lambda row: answer_phrase("work_origin", row.cue.work_origin),
    "recording_origin": lambda row: answer_phrase("recording_origin", row.cue.recording_origin),
    "perception": lambda row: _perceived(row.cue),
    "vocal": lambda row: row.cue.vocal,
    "writers": lambda row: _names(row, publishers=False),
    "publishers": lambda row: _names(row, publishers=True),
    "writer": lambda row: _side(row, publishers=False),
    "publisher": lambda row: _side(row, publishers=True),
    "party": _party("name"),
    "role": lambda row: None if row.party is None else ROLE_WORDS[row.party.role],
    "role_cwr": lambda row: None if row.party is None else CWR_OF_ROLE[row.party.role],
    "first_name": lambda row: row.name_parts[0],
    "last_name": lambda row: row.name_parts[1],
    "ipi": _party("ipi"),
    "society": _party("society"),
    "share_percent": _party("share_percent"),
    "iswc": lambda row: None if row.cue.work_known is None else row.cue.work_known.iswc,
    "isrc": lambda row: row.cue.isrc_known,
    "album": _recording("album"),
    "label": _recording("label"),
    "catalogue_number": _recording("catalogue_number"),
    "track_number": _recording("track_number"),
    "year": _recording("year"),
    "status": lambda row: STATUS_WORDS[row.cue.status],
    "notes": lambda row: _notes(row.cue),
}
"""Each field of a row by its name."""

TIMINGS = frozenset(["in_s", "out_s", "duration_s"])
"""Fields that stand on a stretch's first line only."""


def read_field(name: str, row: SheetRow) -> Value:
    """Read a field of a row; a timing on any but the first line is left empty."""
    return None if name in TIMINGS and not row.is_first else FIELDS[name](row)


FACTS: dict[str, Callable[[Film, Filing], Value]] = {
    "title": lambda film, _: film.title,
    "original_title": lambda film, _: film.original_title,
    "further_titles": lambda film, _: ", ".join(film.further_titles),
    "series_title": lambda film, _: film.series_title,
    "episode_title": lambda film, _: film.episode_title,
    "episode_number": lambda film, _: film.episode_number,
    "year": lambda film, _: film.year,
    "kind": lambda film, _: film.kind,
    "version": lambda film, _: film.version,
    "classification": lambda film, _: film.header.classification,
    "category": lambda film, _: film.header.category,
    "network": lambda film, _: film.header.network,
    "initial_air_date": lambda film, _: film.header.initial_air_date,
    "production_number": lambda film, _: film.header.production_number,
    "production_company": lambda film, _: film.header.production_company,
    "production_company_address": lambda film, _: film.header.production_company_address,
    "country": lambda film, _: film.header.country,
    "director": lambda film, _: film.header.director,
    "date_prepared": lambda film, _: film.header.date_prepared,
    "prepared_by": lambda film, _: film.header.prepared_by,
    "prepared_by_email": lambda film, _: film.header.prepared_by_email,
    "running_time": lambda _, filing: clock_text(filing.running_s),
    "running_s": lambda _, filing: filing.running_s,
    "music_time": lambda _, filing: clock_text(filing.music_s),
    "music_s": lambda _, filing: filing.music_s,
}
"""Each fact of a heading by its name."""


def heading_facts(document: FilmDocument, filing: Filing) -> dict[str, str]:
    """Gather what a heading may ask for; what is unknown is empty."""
    values = {name: read(document.film, filing) for name, read in FACTS.items()}
    return {name: "" if value is None else str(value) for name, value in values.items()}
