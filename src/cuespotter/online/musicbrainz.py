"""A recording's identifiers, or title, artist and length -> what MusicBrainz knows of it.

The web service and its JSON are described at musicbrainz.org/doc/MusicBrainz_API. It is asked by
`fetch.Fetcher`: one request a second, with a contact. Three requests make a recording whole: it with
its works and their writers, the recordings of its work (who had it first), and before them a search where no
identifier is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from cuespotter.model.party import Party, PartyRole
from cuespotter.model.recording import Recording, Version, VersionKind
from cuespotter.model.release import Release
from cuespotter.model.work import Work
from cuespotter.online.answers import each, inner, text, texts
from cuespotter.online.fetch import Fetcher, NotThereError
from cuespotter.online.recording_facts import RecordingFacts

SERVER: Final = "https://musicbrainz.org/ws/2"
"""The public service; a mirror is named by ``MUSICBRAINZ_URL``."""
LENGTH_SLACK_S: Final = 4.0
"""Two lengths of one recording differ by less: silence at its end, another encoder."""
SURE_SCORE: Final = 90
"""Of 100: what the search says of a recording that fits in every word."""
_INCLUDE: Final = "artist-credits isrcs releases release-groups media work-rels work-level-rels artist-rels"
_MBID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ROLES: Final[Mapping[str, PartyRole]] = {
    "composer": "composer",
    "writer": "composer_lyricist",
    "lyricist": "lyricist",
    "librettist": "lyricist",
    "arranger": "arranger",
    "translator": "translator",
    "publishing": "publisher",
}
_VERSIONS: Final[tuple[tuple[str, VersionKind], ...]] = (("cover", "cover"), ("live", "live"))
"""Attributes of the relation "performance", the strongest word first."""


class MusicBrainz:
    """Asks MusicBrainz about recordings."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    def facts_of(self, recording: Recording) -> RecordingFacts | None:
        """Give what is known of a recording of the library.

        Found by its MusicBrainz id, else its ISRC, else title, artist and length; of several that fit none
        is taken.

        Returns
        -------
        RecordingFacts or None
            None where it is not known there, or not for sure.

        Raises
        ------
        OnlineError
            The server could not be asked.
        """
        found = self._found(recording)
        try:
            return self._whole(found) if found and _MBID.fullmatch(found) else None
        except NotThereError:
            return None

    def _found(self, recording: Recording) -> str | None:
        """Find the id of a recording."""
        tagged = recording.musicbrainz_recording_id
        if tagged and _MBID.fullmatch(tagged):
            return tagged.lower()
        try:
            return (recording.isrc and self._by_isrc(recording)) or self._by_words(recording)
        except NotThereError:
            return self._by_words(recording)

    def _by_isrc(self, recording: Recording) -> str | None:
        """Find the one recording that an ISRC means; a code that was given twice means none."""
        code = "".join(sign for sign in recording.isrc or "" if sign.isalnum()).upper()
        said = self._fetcher.json(f"isrc/{code}", {"fmt": "json"})
        ids = [text(one, "id") for one in each(said, "recordings")]
        return ids[0] if len(ids) == 1 else None

    def _by_words(self, recording: Recording) -> str | None:
        """Find the one recording of this title, artist and length."""
        if recording.title is None or recording.artist is None:
            return None
        low_ms, high_ms = (
            int(1000 * (recording.duration_s + slack)) for slack in (-LENGTH_SLACK_S, LENGTH_SLACK_S)
        )
        query = (
            f"recording:{_quoted(recording.title)} AND artist:{_quoted(recording.artist)} "
            f"AND dur:[{max(0, low_ms)} TO {high_ms}]"
        )
        try:
            said = self._fetcher.json("recording", {"query": query, "fmt": "json", "limit": "10"})
        except NotThereError:
            return None
        fitting = [one for one in each(said, "recordings") if _fits(one, recording)]
        return text(fitting[0], "id") if len(fitting) == 1 else None

    def _whole(self, recording_id: str) -> RecordingFacts:
        """Ask for a recording with its work, and for who recorded that first."""
        said = self._fetcher.json(f"recording/{recording_id}", {"inc": _INCLUDE, "fmt": "json"})
        performed = (one for one in each(said, "relations") if one.get("type") == "performance")
        relation = next((one for one in performed if inner(one, "work")), {})
        found_id = text(said, "id") or recording_id
        work = _work_of(inner(relation, "work"))
        first_released = text(said, "first-release-date")
        return RecordingFacts(
            found_id,
            first_released,
            texts(said, "isrcs"),
            work,
            None if work is None else self._version(relation, work, found_id, first_released),
            tuple(_release_of(one) for one in each(said, "releases") if text(one, "title")),
        )

    def _version(
        self, relation: Mapping[str, Any], work: Work, recording_id: str, first_released: str | None
    ) -> Version | None:
        """Say what a recording is to its work: by the relation's own words, original only by its date."""
        attributes = texts(relation, "attributes")
        kind = next((kind for word, kind in _VERSIONS if word in attributes), None)
        first = self._first_of(work)
        if first is None:
            return None if kind is None else Version(kind=kind, evidence="musicbrainz")
        first_id, artist, date = first
        if kind is None and first_id == recording_id and date == first_released:
            kind = "original"
        if kind is None:
            return None
        return Version(kind=kind, evidence="musicbrainz", first_recorded_by=artist, first_recorded=date)

    def _first_of(self, work: Work) -> tuple[str, str, str] | None:
        """Find the recording of a work that was released first, its artist and date; None where two are."""
        if work.musicbrainz_work_id is None:
            return None
        asked = {"work": work.musicbrainz_work_id, "inc": "artist-credits", "fmt": "json", "limit": "100"}
        said = self._fetcher.json("recording", asked)
        if isinstance(said.get("recording-count"), int) and said["recording-count"] > 100:
            # the oldest may be on a page that was not asked for
            return None
        dated = sorted(
            (date, _credited(one), str(one.get("id")))
            for one in each(said, "recordings")
            if (date := text(one, "first-release-date")) and _credited(one)
        )
        if not dated:
            return None
        date, artist, first_id = dated[0]
        as_old = {
            credited for other, credited, _ in dated if other.startswith(date) or date.startswith(other)
        }
        return (first_id, artist, date) if as_old == {artist} else None


def _work_of(said: Mapping[str, Any]) -> Work | None:
    """Read a work with its writers."""
    title = text(said, "title")
    if title is None:
        return None
    codes = texts(said, "iswcs")
    parties = [
        Party(name=name, role=role)
        for one in each(said, "relations")
        if (role := _ROLES.get(str(one.get("type")))) is not None
        and (name := text(inner(one, "artist"), "name") or text(inner(one, "label"), "name")) is not None
    ]
    return Work(
        title=title,
        # of several codes none is known to be the right one
        iswc=codes[0] if len(codes) == 1 else None,
        musicbrainz_work_id=text(said, "id"),
        parties=list({(party.name, party.role): party for party in parties}.values()),
    )


def _release_of(said: Mapping[str, Any]) -> Release:
    """Read a release as it stands in a recording's list."""
    group = inner(said, "release-group")
    media = [form for one in each(said, "media") if (form := text(one, "format"))]
    label = next(each(said, "label-info"), {})
    return Release(
        title=text(said, "title") or "",
        artist=_credited(said) or None,
        date=text(said, "date"),
        country=text(said, "country"),
        label=text(inner(label, "label"), "name"),
        catalogue_number=text(label, "catalog-number"),
        barcode=text(said, "barcode"),
        medium=media[0] if media else None,
        packaging=text(said, "packaging"),
        is_soundtrack="Soundtrack" in texts(group, "secondary-types"),
        musicbrainz_release_id=text(said, "id"),
    )


def _credited(said: Mapping[str, Any]) -> str:
    """Put an artist credit together: 'Queen & David Bowie'."""
    parts = [
        (text(one, "name") or text(inner(one, "artist"), "name") or "") + str(one.get("joinphrase") or "")
        for one in each(said, "artist-credit")
    ]
    return "".join(parts).strip()


def _quoted(words: str) -> str:
    """Write words as a phrase of the search's language (Lucene)."""
    return '"' + re.sub(r'(["\\])', r"\\\1", words) + '"'


def _fits(said: Mapping[str, Any], recording: Recording) -> bool:
    """Say whether what the search found is this recording in title, artist and length."""
    length, score = said.get("length"), said.get("score")
    near = isinstance(length, int) and abs(length / 1000 - recording.duration_s) <= LENGTH_SLACK_S
    same = _plain(text(said, "title")) == _plain(recording.title) and _plain(_credited(said)) == _plain(
        recording.artist
    )
    return near and same and isinstance(score, int) and score >= SURE_SCORE


def _plain(words: str | None) -> str:
    """Bring words to one form for comparing: case, accents' encoding, kinds of quotes and dashes."""
    folded = unicodedata.normalize("NFKC", words or "").casefold()
    return " ".join(re.sub(r"[\u2010-\u2015]", "-", re.sub(r"[\u2018\u2019\u02bc]", "'", folded)).split())
