"""Picture: stills of a film at its cues, for pages and for whoever reviews."""

from __future__ import annotations

from collections.abc import Mapping

from cuespotter.errors import UsageError
from cuespotter.model import Cue, FilmDocument
from cuespotter.review.edits import find_cue
from cuespotter.services.listening import Listening


class Picturing(Listening):
    """The film in sight, from the files where they lie."""

    def stills(
        self, film: str, times: Mapping[str, float] | None = None, *, only: bool = False
    ) -> dict[str, bytes]:
        """Give a picture of the film for each of its cues.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        times : mapping of str to float, optional
            Cues (by number or id) for which another moment is wanted than the one that the reviewer chose
            (`Cue.still_s`), else their beginning; in film seconds.
        only : bool
            Pictures for the cues in `times` and no others.

        Returns
        -------
        dict of str to bytes
            JPEG by the cue's id, 480 pixels at its longer side; none where the film has no picture there.

        Raises
        ------
        UsageError
            A moment lies outside the film.
        MediaError
            A file is gone, or cannot be decoded.

        Examples
        --------
        >>> first = library.stills("film.mkv", {"1m01": 10.0}, only=True)
        >>> [picture[:3].hex() for picture in first.values()]
        ['ffd8ff']
        """
        from cuespotter.media.stills import decode_stills

        document = self.film(film)
        chosen = {find_cue(document, cue).id: time_s for cue, time_s in (times or {}).items()}
        for time_s in chosen.values():
            if not 0 <= time_s < document.film.duration_s:
                raise UsageError(
                    f"a still at {time_s:.1f} s lies outside the film, which lasts "
                    f"{document.film.duration_s:.1f} s; choose a moment in it"
                )
        wanted = chosen if only else {cue.id: _moment(cue) for cue in document.cues_heard} | chosen
        stills: dict[str, bytes] = {}
        for reel, path in self._reels(film):
            inside = {
                cue: time_s - reel.film_start_s
                for cue, time_s in wanted.items()
                if 0 <= time_s - reel.film_start_s < reel.duration_s
            }
            found = decode_stills(path, inside.values())
            stills |= {cue: found[time_s] for cue, time_s in inside.items() if time_s in found}
        return stills

    def chosen_stills(self, document: FilmDocument) -> dict[str, bytes]:
        """Give the stills that the reviewer chose for a film's cues, as `stills`; no file is opened for none.

        Examples
        --------
        >>> library.chosen_stills(library.film("film.mkv"))
        {}
        """
        chosen = {cue.id: cue.still_s for cue in document.cues_heard if cue.still_s is not None}
        return self.stills(document.film.id, chosen, only=True) if chosen else {}


def _moment(cue: Cue) -> float:
    """Say at which moment of the film a cue is seen."""
    return cue.start_s if cue.still_s is None else cue.still_s
