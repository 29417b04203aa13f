"""The sections of a film's page: what each has to say, in words and places for its template."""

from collections.abc import Callable
from dataclasses import dataclass

from cuespotter.exports.base import PageOptions
from cuespotter.exports.page import charts
from cuespotter.exports.page.credits import credit_lines
from cuespotter.exports.page.cue_view import (
    anchors,
    cue_view,
    performance_words,
    suggested_words,
)
from cuespotter.exports.page.links import Link, film_links, release_links
from cuespotter.exports.page.original_cards import original_cards, originals_among, version_kind
from cuespotter.exports.page.returning import returning
from cuespotter.exports.page.timeline_view import timeline_view
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.model.release import Release
from cuespotter.report.reasons import reasons_of
from cuespotter.report.shares import Share, share_music
from cuespotter.report.variations import theme_questions
from cuespotter.wording.cues import title_of
from cuespotter.wording.numbers import percent_text
from cuespotter.wording.times import clock_text


@dataclass(frozen=True)
class PageSection:
    """A section of a page: its name, its heading, and what its template reads as `content`."""

    name: str
    heading: str
    content: object


@dataclass(frozen=True)
class Page:
    """What sections are made from: the document, what was asked for, and of each cue its place and time.

    Music that is told of without a time has a place in the page, and no time in `whens`.
    """

    document: FilmDocument
    options: PageOptions
    anchors: dict[str, str]
    whens: dict[str, str]

    @classmethod
    def of(cls, document: FilmDocument, options: PageOptions, prefix: str = "") -> "Page":
        """Prepare a document; `prefix` keeps apart the places of several films in one page."""
        whens = {cue.id: clock_text(cue.start_s) for cue in document.cues_heard}
        told = {one.recording_id: one.at_s for one in document.film.also_heard}
        whens |= {one: clock_text(at_s) for one, at_s in told.items() if at_s is not None}
        return cls(document, options, anchors(document.music_known, prefix), whens)

    @property
    def cues(self) -> list[Cue]:
        """The cues on the page."""
        return self.document.cues_heard

    @property
    def music(self) -> list[Cue]:
        """The same, and what is told of the film's music besides."""
        return self.document.music_known


def _warnings(page: Page) -> object:
    return page.document.film.content_notes


def _figures(page: Page) -> object:
    """Give the figures under the title: each a name and a number."""
    document, cues = page.document, page.cues
    told = document.cues_told
    length = clock_text(document.film.duration_s) if document.film.duration_s > 0 else None
    if not document.film.is_listened_to:
        pairs = [("Running time", length), ("Pieces of music", str(len(told)) if told else None)]
        return [(name, value) for name, value in pairs if value is not None]
    shares = share_music(document)
    recordings = {cue.recording.id for cue in cues if cue.recording is not None}
    unnamed = sum(cue.recording is None and cue.title_known is None for cue in cues)
    pairs = [
        ("Running time", length),
        ("Music", clock_text(shares.music_in_film.lower_s)),
        ("of the film", bounds_text(shares.music_in_film)),
        ("Cues", str(len(cues))),
        ("Recordings", str(len(recordings)) if recordings else None),
        ("Unnamed", str(unnamed) if unnamed else None),
    ]
    return [(name, value) for name, value in pairs if value is not None]


def _timeline(page: Page) -> object:
    return timeline_view(page.document, page.anchors)


def _cues(page: Page) -> object:
    views = [
        cue_view(
            cue,
            page.anchors[cue.id],
            page.options.stills,
            suggested_words(cue, page.document),
            reasons_of(cue, page.document),
            [one.text for one in theme_questions(cue, page.document)],
        )
        for cue in page.cues
    ]
    if not views:
        return None
    return {"cues": views, "rejected": len(page.document.cues) - len(views)}


def _told(page: Page) -> object:
    """Give the music that is told of and was not heard, each with its time where that is known."""
    views = [
        (cue_view(cue, page.anchors[cue.id], {}), page.whens.get(cue.id)) for cue in page.document.cues_told
    ]
    return {"cues": views, "sources": _sources(page.document)} if views else None


def _sources(document: FilmDocument) -> list[str]:
    return list(dict.fromkeys(one.source for one in document.film.also_heard if one.source))


def bounds_text(share: Share) -> str | None:
    """Write a share in words: one number, or two while parts are unknown."""
    if share.bounds is None:
        return None
    lower, upper = (percent_text(bound) for bound in share.bounds)
    return lower if lower == upper else f"{lower} to {upper}"


def _made(page: Page) -> object:
    """Set what was written for the film against all its music; the numeric tests are for reviewers."""
    # who tells how much of a film is score does so for the tests, and says nothing of other music
    is_told = not page.cues and page.document.film.told_score_s is not None
    if not is_told and all(cue.work_origin == "unknown" for cue in page.cues):
        return None
    shares = share_music(page.document)
    bars = [_share_bar("Score written for the film", shares.score_share)]
    if not is_told:
        bars.append(_share_bar("All music written for the film", shares.new_music_share))
    verdicts = [(name, percent_text(least), verdict) for name, least, verdict in shares.tests]
    return {"bars": bars, "tests": verdicts if page.options.for_reviewers or is_told else []}


def _share_bar(name: str, share: Share) -> dict[str, str]:
    lower, upper = share.bounds or (0.0, 0.0)
    words = f"{name}: {bounds_text(share) or 'no music'} of {share.of_what} ({clock_text(share.whole_s)})"
    return {"text": words, "surely": f"{100 * lower:.2f}%", "perhaps": f"{100 * upper:.2f}%"}


def _versions(page: Page) -> object:
    """Give works that are heard in two recordings, and covers that somebody has named as such."""
    heard: dict[str, list[Cue]] = {}
    for cue in page.music:
        key = _work_key(cue)
        if key is not None:
            heard.setdefault(key, []).append(cue)
    groups = [group for group in heard.values() if len(_recordings(group)) > 1 or _has_version(group)]
    return [_work_versions(group, page) for group in groups]


def _work_key(cue: Cue) -> str | None:
    """Tell two recordings of one work by its ids, or by the work's own record; never by tags' title."""
    work, recording = cue.work_known, cue.recording_of_work
    if work is not None:
        return work.musicbrainz_work_id or work.iswc or work.id or f"title {work.title}"
    if recording is None:
        return None
    return recording.musicbrainz_work_id or f"recording {recording.id}"


def _recordings(group: list[Cue]) -> dict[str, Recording]:
    both = [one for cue in group for one in (cue.recording, cue.original) if one is not None]
    return {recording.id: recording for recording in both}


def _has_version(group: list[Cue]) -> bool:
    is_other = any(cue.recording is None and cue.original is not None for cue in group)
    return is_other or any(recording.version is not None for recording in _recordings(group).values())


def _work_versions(group: list[Cue], page: Page) -> dict[str, object]:
    """One work with its recordings side by side, the oldest first."""
    recordings = sorted(_recordings(group).values(), key=lambda one: (one.year is None, one.year or 0))
    cards, originals = original_cards(recordings), originals_among(recordings, group)
    is_beside = bool(cards)
    cards += [
        {
            "kind": version_kind(recording, originals, is_beside=is_beside),
            "evidence": None if recording.version is None else recording.version.evidence,
            "artist": recording.performer_known or recording.path,
            "year": recording.year,
            "is_heard": bool(_cues_of(recording.id, group)),
            "places": _links(_cues_of(recording.id, group), page),
        }
        for recording in recordings
    ]
    cards += _performances(group, page)
    work = group[0].work_known
    return {"title": work.title if work is not None else title_of(group[0]), "cards": cards}


def _performances(group: list[Cue], page: Page) -> list[dict[str, object]]:
    """One card for each other recording of a work that is heard and that no library has."""
    heard: dict[tuple[str, str], list[Cue]] = {}
    for cue in group:
        if cue.recording is None and cue.original is not None:
            key = (performance_words(cue), cue.artist_known or "performers not known")
            heard.setdefault(key, []).append(cue)
    return [
        {
            "kind": kind,
            "evidence": "user",
            "artist": artist,
            "year": None,
            "is_heard": True,
            "places": _links(cues, page),
        }
        for (kind, artist), cues in heard.items()
    ]


def _links(cues: list[Cue], page: Page) -> list[Link]:
    """Say where cues are heard, each with a link to it, where that is known."""
    return [Link(page.whens[cue.id], f"#{page.anchors[cue.id]}") for cue in cues if cue.id in page.whens]


def _releases(page: Page) -> object:
    """List the releases of the recordings heard, each once, with what it carries."""
    carried: dict[Release, list[str]] = {}
    for cue in page.music:
        for release in cue.recording.releases if cue.recording is not None else []:
            titles = carried.setdefault(release, [])
            if title_of(cue) not in titles:
                titles.append(title_of(cue))
    return [
        {
            "title": release.title,
            "facts": release_text(release),
            "titles": titles,
            "links": release_links(release),
        }
        for release, titles in carried.items()
    ]


def release_text(release: Release) -> str:
    """'Various, limited pink vinyl, Quayside QS 017, 2011, gatefold', as far as known."""
    limited = "limited" if release.is_limited else None
    medium = " ".join(part for part in (limited, release.colour, release.medium) if part)
    number = " ".join(part for part in (release.label, release.catalogue_number) if part)
    parts = [release.artist, medium, number, release.date, release.packaging, release.notes]
    return ", ".join(part for part in parts if part) or "release"


SECTIONS: dict[str, tuple[str, Callable[[Page], object]]] = {
    "warnings": ("Content notes", _warnings),
    "figures": ("In figures", _figures),
    "timeline": ("Timeline", _timeline),
    "cues": ("The music, in film order", _cues),
    "told": ("Also in the film", _told),
    "minutes": ("Minute by minute", lambda page: charts.minutes_chart(page.document)),
    "score": ("Score and songs", lambda page: charts.forms_chart(page.document)),
    "years": ("How old the music was", lambda page: charts.years_chart(page.document)),
    "decades": ("The decades of the music", lambda page: charts.decades_chart(page.document)),
    "versions": ("Originals and covers", _versions),
    "themes": ("What returns", lambda page: returning(page.document, page.anchors, page.whens)),
    "made": ("Made for the film?", _made),
    "releases": ("Where to find it", _releases),
    "credits": ("Credits", lambda page: credit_lines(page.document)),
    "links": ("Elsewhere", lambda page: film_links(page.document.film, page.options.links)),
}
"""Every section by name, in the order of the page; each gives nothing where it has nothing to say."""


def sections(page: Page) -> list[PageSection]:
    """Give the sections that were asked for and have something to say, in the order asked for."""
    wanted = page.options.sections or tuple(SECTIONS)
    chosen = [name for name in wanted if name not in page.options.without]
    made = [PageSection(name, _heading(page, name), SECTIONS[name][1](page)) for name in chosen]
    return [section for section in made if section.content]


def _heading(page: Page, name: str) -> str:
    """Give a section's heading; what is told is all there is, where nothing was heard."""
    return "The music" if name == "told" and not page.cues else SECTIONS[name][0]


def _cues_of(recording_id: str, group: list[Cue]) -> list[Cue]:
    return [cue for cue in group if cue.recording is not None and cue.recording.id == recording_id]
