"""The rows of a cue sheet: one for each party of each filed stretch; timings belong to its first row."""

from dataclasses import dataclass

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.party import Party
from cuespotter.report.filing import FiledRow, Filing, file_cues


@dataclass(frozen=True)
class SheetRow:
    """One line of a cue sheet.

    Attributes
    ----------
    number : int
        Which filed stretch it belongs to, from 1.
    filed : FiledRow
        The stretch, with its cue.
    party : Party or None
        Who it credits; None where nobody is known.
    is_first : bool
        Whether it is the stretch's first line: timings on every line would double the total.
    is_performer : bool
        Whether the party is also credited as an artist of the film: perhaps a band, perhaps a person.
    """

    number: int
    filed: FiledRow
    party: Party | None
    is_first: bool
    is_performer: bool = False

    @property
    def name_parts(self) -> tuple[str | None, str | None]:
        """A writer's first and last name; of publishers none.

        A name of which nobody has told the parts is parted at its last space, but not where it may be a
        band's: then all of it is the last name, since half a band is nobody.
        """
        party = self.party
        if party is None or party.is_publisher:
            return None, None
        if self.is_performer and not party.is_parted:
            return None, party.name
        first, last = party.split_name
        return first or None, last or None

    @property
    def cue(self) -> Cue:
        """The cue it belongs to."""
        return self.filed.cue


def sheet_rows(document: FilmDocument) -> tuple[Filing, list[SheetRow]]:
    """File a film's cues and lay their parties out, one to a line."""
    filing = file_cues(document)
    artists = _artists(document)
    rows = [
        SheetRow(
            number,
            filed,
            party,
            is_first=place == 0,
            is_performer=party is not None and party.name.casefold() in artists,
        )
        for number, filed in enumerate(filing.rows, start=1)
        for place, party in enumerate(filed.cue.parties_known or [None])
    ]
    return filing, rows


def _artists(document: FilmDocument) -> frozenset[str]:
    """Gather who is credited as an artist of any cue, without regard to case."""
    names: set[str] = set()
    for cue in document.cues_heard:
        names.update((cue.artist_known or "").split(";"))
        if cue.recording is not None:
            names.update([*cue.recording.artists, cue.recording.album_artist or ""])
    return frozenset(name.strip().casefold() for name in names)
