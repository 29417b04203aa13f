"""Compare: what an editor's list says beside what is heard, so that the cue sheet rests on both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import MissingFileError, UsageError
from cuespotter.lines import one_line
from cuespotter.model import Cue, FilmDocument
from cuespotter.model.counting import FALLBACK_RATE, counting_of
from cuespotter.review.decision import Decision
from cuespotter.services.reviewing import Reviewing, revision

if TYPE_CHECKING:
    from cuespotter.report.compare import ListComparison

TOLERANCE_S = 1.0
"""Editors fade in before music is heard, and out after."""


class Comparing(Reviewing):
    """The music editor's list beside the cues."""

    def compare(
        self,
        film: str | FilmDocument,
        edit: Path | str | tuple[str, bytes],
        *,
        picture_rate: str | None = None,
        timecode_origin: str | None = None,
        tracks: Sequence[str] = (),
        tolerance_s: float = TOLERANCE_S,
    ) -> ListComparison:
        """Lay an editor's list beside a film's cues; nothing is changed.

        Parameters
        ----------
        film : str or FilmDocument
            Its path, file name, title or id; or the document itself.
        edit : Path, str or (str, bytes)
            The list: an EDL (CMX 3600), an OpenTimelineIO file or a Pro Tools session's text; a path, or a
            name and what stands in it.
        picture_rate : str, optional
            Pictures a second of its timecode; by default what it says itself, else the film's.
        timecode_origin : str, optional
            The timecode in the list of the film's first picture; by default the film's own, and where nobody
            said one, that at which most clips lie on cues of their name.
        tracks : sequence of str
            Only clips of these tracks, as the list names them.
        tolerance_s : float
            By so much both bounds may differ and still agree, in seconds.

        Returns
        -------
        ListComparison
            A row for each cue and each clip.

        Raises
        ------
        UsageError
            The list cannot be read.
        MissingFileError
            There is no such file.

        Examples
        --------
        >>> place = folder / "music.edl"
        >>> _ = library.export("film.mkv", place, options=ExportOptions(timecode_origin="01:00:00:00"))
        >>> beside = library.compare("film.mkv", place)
        >>> beside.origin, len(beside.agreed), len(beside.differences)
        ('01:00:00:00', 9, 0)
        """
        from cuespotter.edit_lists import read_edit_list
        from cuespotter.report.compare import compare_edit

        document = self._document(film)
        name, content = edit if isinstance(edit, tuple) else (str(edit), _read(Path(edit)))
        counting = counting_of(document.film, rate=picture_rate, origin=timecode_origin)
        is_asked = picture_rate is not None
        read = read_edit_list(one_line(name), content, counting.rate, is_rate_asked=is_asked)
        is_guess = not (is_asked or read.tells_rate or counting.is_rate_told)
        if is_guess:
            guessed = (
                f"nobody says at how many pictures a second its timecode counts: it was read at "
                f"{FALLBACK_RATE}; name another with --picture-rate"
            )
            read = replace(read, remarks=(*read.remarks, guessed))
        origin = None if counting.origin_said is None else counting.timecode(0)
        return compare_edit(document, read, origin, tolerance_s=tolerance_s, tracks=tracks)

    def confirm_compared(self, film: str, comparison: ListComparison) -> tuple[list[Cue], str]:
        """Confirm the cues, not reviewed yet, of which an editor's list says the same, as one change.

        Returns
        -------
        list of Cue, str
            The cues as they were, and the line of the history; none and empty where all were reviewed.

        Examples
        --------
        >>> beside = library.compare("film.mkv", folder / "music.edl")
        >>> cues, line = library.confirm_compared("film.mkv", beside)
        >>> len(cues), line
        (9, 'confirm 9 cues')
        >>> film, change = library.undo("film.mkv")
        """
        sure = [cue for cue in comparison.agreed if cue.status == "found"]
        if not sure:
            return [], ""
        seen = {cue.id: revision(cue) for cue in sure}
        return sure, self.decide(film, Decision(cues=list(seen), verdict="confirm"), seen=seen)[1]


def _read(path: Path) -> bytes:
    """Read a list from disk; in one line what is wrong with it."""
    from cuespotter.edit_lists.read import LARGEST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise MissingFileError(f"there is no file {path}", path=str(path)) from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}", path=str(path)) from error
