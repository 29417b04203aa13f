"""The cue list of the page: a real table on a desk, cards on a phone."""

from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.model.cue import Cue, Placement, Rival
from cuespotter.model.recording import Recording
from cuespotter.model.usage import us_code
from cuespotter.wording.answers import STATUS_WORDS, VERSION_WORDS, answer_phrase
from cuespotter.wording.cues import is_unsure, sort_of, title_of
from cuespotter.wording.numbers import confidence_word, level_text, percent_text, speed_name
from cuespotter.wording.times import clock_text, length_text

HEADINGS = ("Cue", "In the film", "Music", "Part of the recording", "Confidence")


def cue_table(cues: list[Cue]) -> Markup:
    """Write the cue list; roles are spelt out, since narrow screens turn the table into cards."""
    head = tag("tr", *[tag("th", text, scope="col", role="columnheader") for text in HEADINGS], role="row")
    return tag(
        "table",
        tag("caption", "Every cue in film order", class_="aside"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *[_row(cue) for cue in cues], role="rowgroup"),
        role="table",
        class_="cues",
    )


def _row(cue: Cue) -> Markup:
    number = tag("th", tag("a", cue.cue_no, href=f"#cue-{cue.id}"), scope="row", role="rowheader")
    cells = [_times(cue), _music(cue), _parts(cue), _confidence(cue)]
    written = [tag("td", cell, role="cell", class_=name) for name, cell in zip(_CELLS, cells, strict=True)]
    return tag("tr", number, *written, id=f"cue-{cue.id}", class_=sort_of(cue), role="row")


_CELLS = ("times", "music", "parts", "sure")


def _times(cue: Cue) -> Markup:
    return join(
        tag("span", f"{clock_text(cue.start_s)} \u2013 {clock_text(cue.end_s)}", class_="span"),
        tag("span", length_text(cue.start_s, cue.end_s), class_="long", title="length"),
    )


def _music(cue: Cue) -> Markup:
    recording = cue.recording
    return join(
        tag("span", title_of(cue), class_="title", dir="auto"),
        None if cue.artist_known is None else tag("span", cue.artist_known, class_="artist", dir="auto"),
        None if recording is None else _album(recording),
        _chips(cue),
        None if cue.notes is None else tag("span", cue.notes, class_="note", dir="auto"),
        _rivals(cue.rivals),
    )


def _album(recording: Recording) -> Markup | None:
    """Album and year, where the tags tell them."""
    album = None if recording.album is None else tag("cite", recording.album, dir="auto")
    year = None if recording.year is None else str(recording.year)
    known = [part for part in (album, year) if part is not None]
    return tag("span", join(*known, between=", "), class_="album") if known else None


def _chips(cue: Cue) -> Markup | None:
    """Write the reviewer's answers as small words, and the code that follows from them."""
    version = cue.recording.version if cue.recording is not None else None
    # that a recording is older says its year; that it is production music says its work
    is_recorded_for_film = cue.recording_origin == "made_for_film"
    words = [
        None if version is None else VERSION_WORDS[version.kind],
        None if cue.film_part in (None, "body") else answer_phrase("film_part", cue.film_part),
        None if cue.perception in (None, "not_heard") else answer_phrase("perception", cue.perception),
        cue.vocal,
        None if cue.work_origin == "unknown" else answer_phrase("work_origin", cue.work_origin),
        answer_phrase("recording_origin", cue.recording_origin) if is_recorded_for_film else None,
        us_code(cue),
    ]
    chips = [tag("li", word) for word in words if word is not None]
    return tag("ul", *chips, class_="chips", aria_label="Usage") if chips else None


def _parts(cue: Cue) -> Markup:
    if cue.recording is None or not cue.placements:
        return tag("span", "\u2014", class_="none", title="not known")
    return join(*[_part(placement, cue.recording) for placement in cue.placements])


def _part(placement: Placement, recording: Recording) -> Markup:
    """One placement: where in the recording it lies, as a bar and in words."""
    length_s = max(recording.duration_s, placement.recording_out_s) or 1.0
    begin, end = clock_text(placement.recording_in_s), clock_text(placement.recording_out_s)
    share = max(0.0, placement.recording_out_s - placement.recording_in_s) / length_s
    used = tag(
        "rect", x=f"{100 * placement.recording_in_s / length_s:.2f}%", width=f"{100 * share:.2f}%", height=8
    )
    whole = tag("rect", width="100%", height=8, rx=4, class_="whole")
    bar = tag("svg", whole, used, width="100%", height=8, class_="part", aria_hidden="true")
    level = None if placement.level_db is None else f"level {level_text(placement.level_db)}"
    facts = [
        tag("span", fact)
        for fact in (speed_name(placement.speed, placement.pitch_cents), level)
        if fact is not None
    ]
    return tag(
        "div",
        bar,
        tag("span", f"{begin} \u2013 {end} of {clock_text(recording.duration_s)}", class_="span"),
        tag("span", join(*facts, between=" \u00b7 "), class_="how") if facts else None,
        class_="placement",
    )


def _confidence(cue: Cue) -> Markup:
    word = STATUS_WORDS[cue.status] if cue.status != "found" else confidence_word(cue.confidence)
    value = f"{100 * cue.confidence:.1f}%"
    meter = tag(
        "svg",
        tag("rect", width="100%", height=4, rx=2, class_="whole"),
        tag("rect", width=value, height=4, rx=2, class_="pale" if is_unsure(cue) else None),
        width="100%",
        height=4,
        class_="meter",
        aria_hidden="true",
    )
    return join(
        tag("span", word, class_="word"), tag("span", percent_text(cue.confidence), class_="number"), meter
    )


def _rivals(rivals: list[Rival]) -> Markup | None:
    """Tell what else the sound allows, folded away."""
    if not rivals:
        return None
    entries = [
        tag(
            "li",
            tag("span", rival.recording.label_text, dir="auto"),
            f" \u2013 {rival.reason}, from {clock_text(rival.recording_in_s)}, ",
            percent_text(rival.confidence),
        )
        for rival in rivals
    ]
    count = "1 other answer" if len(rivals) == 1 else f"{len(rivals)} other answers"
    return tag("details", tag("summary", count), tag("ul", *entries), class_="rivals")
