"""When the library has grown: of a film that was searched, only what is unexplained, only in what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from cuespotter.model import Cue, FilmDocument
from cuespotter.model.cue_number import free_name
from cuespotter.review.rerun import is_called, overlaps
from cuespotter.services.identifying import Identifying, Report, Unkept, facts_of, named_film
from cuespotter.settings import Settings
from cuespotter.wording.cues import is_unsure


class Growing(Identifying):
    """Films are searched for what was added since."""

    def _search_new(
        self, paths: Sequence[Path], film_id: str, new: frozenset[str], *, stream: int | None, report: Report
    ) -> Unkept:
        """Search a film that is known in recordings that are new; what was found goes with the rest.

        What was found stays found: a new recording takes a place only where nothing was named, or where that
        is in doubt and the new one is likelier, or where the reviewer has rejected what was, or has called it
        as the new recording is.
        """
        from cuespotter.identify import identify
        from cuespotter.identify.growth import Growth
        from cuespotter.series.ends import EndsTaker

        report("reading the files", 0.0)
        before = self._catalogue.found_before(film_id)
        stands = self._catalogue.document(film_id)
        heard = stands.cues_heard
        explained = _spans(cue for cue in heard if not (is_unsure(cue) or self._is_called(cue, new)))
        count, _ = self._catalogue.count_recordings()
        places = self._places_of(paths)
        facts = cache(partial(facts_of, paths[0], None))
        holdings, taker = self._holdings, EndsTaker(self.settings)
        now = identify(
            paths,
            holdings.searched(only=new),
            holdings.recording,
            self.settings,
            stream=stream,
            growth=Growth(explained, [*_spans(heard), *_spans(before.cues)], count),
            outlined=holdings.outlined,
            kin=self._kin(facts),
            overhear=taker.take,
            file_of=self._file_of,
            report=report,
        )
        whole = _joined(before, now, stands, self.settings)
        named, remarks = named_film(whole, facts)
        return Unkept(named, places, tuple(remarks), among=len(new), sound=taker.ends())

    def _is_called(self, cue: Cue, new: frozenset[str]) -> bool:
        """Say whether music that a reviewer named is called as one of the new recordings is."""
        named = (
            [] if cue.title is None or cue.recording is not None else self._catalogue.recordings(cue.title)
        )
        return any(one.id in new and is_called(cue, one) for one in named)


def _spans(cues: Iterable[Cue]) -> list[tuple[float, float]]:
    """Say where music with a name plays, in film seconds."""
    return [
        span
        for cue in cues
        if cue.recording is not None or cue.title is not None
        for span in (
            [(one.film_in_s, one.film_out_s) for one in cue.placements] or [(cue.start_s, cue.end_s)]
        )
    ]


def _joined(
    before: FilmDocument, now: FilmDocument, stands: FilmDocument, settings: Settings
) -> FilmDocument:
    """Put what has a name since before and what is found now into one list, numbered anew."""
    from cuespotter.cues.regime import speed_regime

    cues, found = likelier([cue for cue in before.cues if cue.recording is not None], now.cues)
    taken = {cue.id for cue in cues}
    for cue in (_asked_before(cue, before.cues, settings.versions.most_asked) for cue in found):
        cues.append(cue.model_copy(update={"id": free_name(cue.id, taken)}))
        taken.add(cues[-1].id)
    cues.sort(key=lambda cue: (cue.start_s, cue.id))
    cues = _numbered(cues, stands.cues_heard, [reel.film_start_s for reel in now.film.reels])
    heard = {
        "speed_regime": speed_regime(cues, settings.alignment.named_speeds),
        # the film sounds as before, when more of its music had no name
        "themes": before.film.themes or now.film.themes,
        "variations": before.film.variations or now.film.variations,
    }
    film = now.film.model_copy(update=heard)
    return now.model_copy(update={"film": film, "cues": cues})


def _numbered(cues: Sequence[Cue], stand: Iterable[Cue], reels_s: Sequence[float]) -> list[Cue]:
    """Give numbers in film order, and count what a reviewer named and nobody found again."""
    from cuespotter.cues.numbering import number_cues

    beside = [one for one in stand if one.title is not None and not any(overlaps(one, cue) for cue in cues)]
    every = sorted([*cues, *beside], key=lambda cue: (cue.start_s, cue.id))
    numbers = dict(zip(map(id, every), number_cues([cue.start_s for cue in every], reels_s), strict=True))
    return [cue.model_copy(update={"cue_no": numbers[id(cue)]}) for cue in cues]


def likelier(before: Sequence[Cue], now: Sequence[Cue]) -> tuple[list[Cue], list[Cue]]:
    """Leave the surer of a cue in doubt and of what is found in its place, as a whole search would."""
    doubtful = [cue for cue in before if is_unsure(cue)]
    found = [cue for cue in now if not _gives_way(cue, doubtful)]
    stays = [cue for cue in before if not (is_unsure(cue) and _gives_way(cue, found))]
    return stays, found


def _gives_way(one: Cue, others: Iterable[Cue]) -> bool:
    """Say whether another named cue in its place is surer."""
    return one.recording is not None and any(
        other.recording is not None and other.confidence > one.confidence and overlaps(other, one)
        for other in others
    )


def _asked_before(cue: Cue, before: Iterable[Cue], most: int) -> Cue:
    """Add to music without a name what was asked of it when the library was smaller, the likeliest first."""
    if cue.recording is not None:
        return cue
    here = [one for one in before if one.start_s < cue.end_s and cue.start_s < one.end_s]
    asked = {question.recording.id: question for one in here for question in one.questions}
    asked |= {question.recording.id: question for question in cue.questions}
    ordered = sorted(asked.values(), key=lambda one: (-one.confidence, one.recording.id))
    return cue.model_copy(update={"questions": ordered[:most]})
