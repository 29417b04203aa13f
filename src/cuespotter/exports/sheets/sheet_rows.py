"""The rows of a cue sheet: one for each party of each filed stretch; timings belong to its first row."""

from dataclasses import dataclass

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.party import Party
from cuespotter.model.recording import Recording
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
    """

    number: int
    filed: FiledRow
    party: Party | None
    is_first: bool

    @property
    def cue(self) -> Cue:
        """The cue it belongs to."""
        return self.filed.cue


def sheet_rows(document: FilmDocument) -> tuple[Filing, list[SheetRow]]:
    """File a film's cues and lay their parties out, one to a line."""
    filing = file_cues(document)
    rows = [
        SheetRow(number, filed, party, is_first=place == 0)
        for number, filed in enumerate(filing.rows, start=1)
        for place, party in enumerate(parties_of(filed.cue) or [None])
    ]
    return filing, rows


def parties_of(cue: Cue) -> list[Party]:
    """List a work's parties, writers first; without a work, the tags' writers, without shares."""
    work = cue.work_known
    if work is not None and work.parties:
        return [*work.writers, *work.publishers]
    return [] if cue.recording is None else _tagged(cue.recording)


def _tagged(recording: Recording) -> list[Party]:
    """Read writers from tags; one who wrote both words and music comes once."""
    composer, lyricist = recording.composer, recording.lyricist
    if composer and composer == lyricist:
        return [Party(name=composer, role="composer_lyricist")]
    writers = [Party(name=composer, role="composer")] if composer else []
    return writers + ([Party(name=lyricist, role="lyricist")] if lyricist else [])
