"""The page around timeline and cue list: the film, figures, shares, years, versions, credits."""

from collections.abc import Iterator

from cuespotter.exports.page.credits import credit_lines
from cuespotter.exports.page.html_years import years_plot
from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import Film
from cuespotter.model.recording import Recording
from cuespotter.model.release import Release
from cuespotter.report.shares import MusicShares, Share, share_music
from cuespotter.wording.answers import VERSION_WORDS
from cuespotter.wording.cues import title_of
from cuespotter.wording.numbers import percent_text
from cuespotter.wording.times import clock_text

Section = tuple[str, str, Markup]


def header(document: FilmDocument) -> Markup:
    """Write the film's title, what else it is called, and the figures."""
    film = document.film
    year = None if film.year is None else tag("span", str(film.year), class_="year")
    return tag(
        "header",
        tag("p", "The music in", class_="eyebrow"),
        tag("h1", tag("span", film.title, dir="auto"), " ", year),
        _subtitle(film),
        _content_notes(film),
        _figures(document),
    )


def footer(document: FilmDocument) -> Markup:
    """Say what was listened to, and what made the page."""
    files = ", ".join(reel.name for reel in document.film.reels)
    version = f" {document.cuespotter_version}" if document.cuespotter_version else ""
    return tag(
        "footer",
        tag("p", f"Listened to: {files} ({clock_text(document.film.duration_s)})."),
        tag("p", f"Made with Cuespotter{version}. What is unknown is left open; nothing here is guessed."),
    )


def further(document: FilmDocument) -> Iterator[Section]:
    """Give the sections for which the document knows enough."""
    cues = document.cues_heard
    shares = share_music(document)
    if any(cue.work_origin != "unknown" for cue in cues):
        yield "share", "Made for the film?", _shares(shares)
    plot = years_plot(document)
    if plot is not None:
        yield "years", "How old the music was", plot
    versions = _versions(cues)
    if versions is not None:
        yield "versions", "Originals and covers", versions
    releases = _releases(cues)
    if releases is not None:
        yield "releases", "Where to find it", releases
    credits_known = credit_lines(document)
    if credits_known:
        entries = [tag("li", line, dir="auto") for line in credits_known]
        yield "credits", "Credits", tag("ul", *entries, class_="credits")


def _subtitle(film: Film) -> Markup | None:
    parts = [film.original_title, film.series_title, film.episode_title, film.version]
    known = [part for part in parts if part]
    return tag("p", " \u00b7 ".join(known), class_="subtitle", dir="auto") if known else None


def _content_notes(film: Film) -> Markup | None:
    if not film.content_notes:
        return None
    return tag(
        "p", tag("strong", "Content notes: "), "; ".join(film.content_notes), class_="contains", dir="auto"
    )


def _figures(document: FilmDocument) -> Markup:
    """Write the figures under the title: each a name and a number."""
    cues = document.cues_heard
    shares = share_music(document)
    recordings = {cue.recording.id for cue in cues if cue.recording is not None}
    unnamed = sum(cue.recording is None and cue.title_known is None for cue in cues)
    pairs = [
        ("Running time", clock_text(document.film.duration_s)),
        ("Music", clock_text(shares.music_in_film.lower_s)),
        ("of the film", _bounds(shares.music_in_film)),
        ("Cues", str(len(cues))),
        ("Recordings", str(len(recordings)) if recordings else None),
        ("Unnamed", str(unnamed) if unnamed else None),
    ]
    entries = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value is not None]
    return tag("dl", *entries, class_="figures")


def _bounds(share: Share) -> str | None:
    """Write a share in words: one number, or two while parts are unknown."""
    if share.bounds is None:
        return None
    lower, upper = (percent_text(bound) for bound in share.bounds)
    return lower if lower == upper else f"{lower} to {upper}"


def _shares(shares: MusicShares) -> Markup:
    """Draw the two shares as bars, and say what the numeric tests make of them."""
    bars = [
        _share_bar("Score written for the film", shares.score_share),
        _share_bar("All music written for the film", shares.new_music_share),
    ]
    verdicts = [
        tag("li", f"{name} ({percent_text(least)}): ", tag("strong", verdict))
        for name, least, verdict in shares.tests
    ]
    return join(
        *bars,
        tag(
            "p",
            "Numeric tests, by the share of score. To meet one is not yet to be eligible.",
            class_="small",
        ),
        tag("ul", *verdicts, class_="verdicts"),
    )


def _share_bar(name: str, share: Share) -> Markup:
    lower, upper = share.bounds or (0.0, 0.0)
    bar = tag(
        "svg",
        tag("rect", width="100%", height=12, rx=6, class_="whole"),
        tag("rect", width=f"{100 * upper:.2f}%", height=12, rx=6, class_="perhaps"),
        tag("rect", width=f"{100 * lower:.2f}%", height=12, rx=6, class_="surely"),
        width="100%",
        height=12,
        aria_hidden="true",
    )
    text = f"{name}: {_bounds(share) or 'no music'} of {share.of_what} ({clock_text(share.whole_s)})"
    return tag("div", tag("p", text), bar, class_="share")


def _versions(cues: list[Cue]) -> Markup | None:
    """Works that are heard in two recordings, and covers that somebody has named as such."""
    heard: dict[str, list[Cue]] = {}
    for cue in cues:
        key = _work_key(cue)
        if key is not None:
            heard.setdefault(key, []).append(cue)
    groups = [group for group in heard.values() if len(_recordings(group)) > 1 or _has_version(group)]
    if not groups:
        return None
    return tag("div", *[_work_versions(group) for group in groups], class_="works")


def _work_key(cue: Cue) -> str | None:
    """Tell two recordings of one work by its ids, or by the work's own record; never by tags' title."""
    work, recording = cue.work_known, cue.recording
    if work is not None:
        return work.musicbrainz_work_id or work.iswc or work.id or f"title {work.title}"
    if recording is None:
        return None
    return recording.musicbrainz_work_id or f"recording {recording.id}"


def _recordings(group: list[Cue]) -> dict[str, Recording]:
    return {cue.recording.id: cue.recording for cue in group if cue.recording is not None}


def _has_version(group: list[Cue]) -> bool:
    return any(recording.version is not None for recording in _recordings(group).values())


def _work_versions(group: list[Cue]) -> Markup:
    """One work with its recordings side by side."""
    cards = []
    for identity, recording in _recordings(group).items():
        places = [cue for cue in group if cue.recording is not None and cue.recording.id == identity]
        links = join(*[tag("a", cue.cue_no, href=f"#cue-{cue.id}") for cue in places], between=", ")
        year = "" if recording.year is None else f", {recording.year}"
        cards.append(
            tag(
                "div",
                tag("p", _version_text(recording), class_="kind"),
                tag("p", (recording.artist or recording.path) + year, dir="auto"),
                tag("p", links, class_="small"),
                class_="card",
            )
        )
    work = group[0].work_known
    name = work.title if work is not None else title_of(group[0])
    return tag("div", tag("h3", name, dir="auto"), tag("div", *cards, class_="cards"))


def _version_text(recording: Recording) -> str:
    """'Cover; first by Iggy Pop, 1977', as far as known, with whose word it is."""
    version = recording.version
    if version is None:
        return "Recording"
    first = [part for part in (version.first_recorded_by, version.first_recorded) if part]
    origin = f"; first by {', '.join(first)}" if first else ""
    return f"{VERSION_WORDS[version.kind].capitalize()}{origin} (by {version.evidence})"


def _releases(cues: list[Cue]) -> Markup | None:
    """List the releases of the recordings heard, each once, with what it carries."""
    carried: dict[Release, list[str]] = {}
    for cue in cues:
        for release in cue.recording.releases if cue.recording is not None else []:
            titles = carried.setdefault(release, [])
            if title_of(cue) not in titles:
                titles.append(title_of(cue))
    if not carried:
        return None
    entries = [
        tag(
            "li",
            tag("cite", release.title, dir="auto"),
            f" \u2013 {_release_text(release)}. Holds: {'; '.join(titles)}",
        )
        for release, titles in carried.items()
    ]
    return tag("ul", *entries, class_="releases")


def _release_text(release: Release) -> str:
    limited = "limited" if release.is_limited else None
    medium = " ".join(part for part in (limited, release.colour, release.medium) if part)
    number = " ".join(part for part in (release.label, release.catalogue_number) if part)
    parts = [release.artist, medium, number, release.date, release.packaging, release.notes]
    return ", ".join(part for part in parts if part) or "release"
