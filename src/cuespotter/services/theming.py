"""Cut a film's theme, from the user's own recording, for the media server that looks for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cuespotter.errors import ExportError, UsageError
from cuespotter.lines import one_line
from cuespotter.model import Cue, FilmDocument
from cuespotter.review.edits import find_cue
from cuespotter.services.listening import SOUND_RATE_HZ, Listening

FILE_NAME: Final = "theme.mp3"
"""As Jellyfin, Emby, Plex and Kodi look for it, beside the film."""
LENGTH_S: Final = 60.0
LEAST_S: Final = 5.0
ADD_MUSIC: Final = "add the music with 'cuespotter add' and identify the film again"


@dataclass(frozen=True)
class Theme:
    """A theme that was written: where, from which cue, and whether it was there already."""

    target: Path
    cue: Cue
    is_new: bool


class Theming(Listening):
    """Themes, only when somebody asks for them."""

    def write_theme(
        self,
        film: str,
        target: Path | str | None = None,
        *,
        cue: str | None = None,
        length_s: float = LENGTH_S,
        over: bool = False,
    ) -> Theme:
        """Cut a stretch of a recording that a film uses, and write it as MP3.

        It begins where the film takes the recording up, at the recording's own speed, without the film's
        dialogue, and is faded in and out. The recording itself is only read.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        target : Path or str, optional
            By default ``theme.mp3`` in the folder of the film, which must be alone there.
        cue : str, optional
            Its number or id; by default the main title, else what is heard longest.
        length_s : float
            At most so long.
        over : bool
            Write over another file of that name.

        Raises
        ------
        UsageError
            No recording is known in the film, or that cue has none, or one that was remembered from a film;
            another film lies in the folder.
        ExportError
            There is another file of that name, or it cannot be written.
        MediaError
            The recording is not where it was, or cannot be listened to.

        Examples
        --------
        >>> theme = library.write_theme("film.mkv", folder / "theme.mp3", cue="1m02", length_s=10)
        >>> theme.cue.title_known, theme.target.stat().st_size > 200_000
        ('Pink Blue', True)
        """
        from cuespotter.exports.base import write_whole

        document = self._document(film)
        chosen = _theme_cue(document) if cue is None else find_cue(document, cue)
        content = self._theme_of(document, chosen, length_s)
        place = self._beside(document) if target is None else Path(target)
        if place.is_file() and place.read_bytes() == content:
            return Theme(place, chosen, is_new=False)
        if place.exists() and not over:
            raise ExportError(
                f"{one_line(str(place))} is there already and is another; --over writes over it",
                target=str(place),
            )
        write_whole(place, content)
        return Theme(place, chosen, is_new=True)

    def _theme_of(self, document: FilmDocument, cue: Cue, length_s: float) -> bytes:
        """Cut the stretch."""
        from cuespotter.media.theme import as_mp3, faded

        recording = cue.recording
        if recording is None or not cue.placements:
            raise UsageError(
                f"{cue.cue_no} of {document.film.title} is no recording of the library, "
                "and a theme is cut from one"
            )
        if recording.heard_in is not None:
            raise UsageError(
                f"{cue.cue_no} of {document.film.title} was remembered from a film and has no file of its "
                f"own: a theme would be cut from that film, dialogue included; {ADD_MUSIC}"
            )
        begin_s = max(0.0, min(float(cue.placements[0].recording_in_s), recording.duration_s - LEAST_S))
        end_s = min(begin_s + length_s, recording.duration_s)
        samples = faded(self.recording_sound(recording.id, begin_s, end_s), rate_hz=SOUND_RATE_HZ)
        return as_mp3(samples[:2], title=cue.title_known, artist=cue.artist_known)

    def _beside(self, document: FilmDocument) -> Path:
        """Say where a media server looks; `UsageError` where it would take it for another film's too."""
        places = self.summary(document.film.id).locations
        if not places or not Path(places[0]).parent.is_dir():
            raise UsageError(f"{document.film.title} is not where it was; name a file to write")
        folder = Path(places[0]).parent
        others = [
            film.title
            for film in self.films()
            if film.id != document.film.id and any(Path(place).parent == folder for place in film.locations)
        ]
        if others:
            raise UsageError(
                f"{one_line(str(folder))} holds {others[0]!r} too, and a media server would play the theme "
                "for both; lay each film into a folder of its own, or name a file to write"
            )
        return folder / FILE_NAME


def _theme_cue(document: FilmDocument) -> Cue:
    """Choose the main title, else what is heard longest; the earliest of equals."""
    told = [cue for cue in document.cues_heard if cue.recording is not None and cue.placements]
    named = [cue for cue in told if cue.recording is not None and cue.recording.heard_in is None]
    if told and not named:
        raise UsageError(
            f"what is named in {document.film.title} was remembered from a film and has no file to cut "
            f"a theme from; {ADD_MUSIC}"
        )
    if not named:
        raise UsageError(
            f"no recording of the library is heard in {document.film.title}; there is no theme to cut"
        )
    titles = [cue for cue in named if cue.film_part == "main_title"]
    return titles[0] if titles else max(named, key=lambda cue: cue.duration_s)
