"""Learn: parties, works and releases from side tables, for the recordings and the films that use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.services.opened import Opened


@dataclass(frozen=True)
class Learnt:
    """What side tables said.

    Attributes
    ----------
    rows : int
        Rows read.
    recordings : int
        Recordings of which more is known now.
    films : int
        Films brought up to it.
    remarks : tuple of str
        Rows that were not taken, each with its reason.
    took_any : bool
        Whether any row was understood.
    """

    rows: int
    recordings: int
    films: int
    remarks: tuple[str, ...]
    took_any: bool


class Learning(Opened):
    """More becomes known than the files' own tags say."""

    def learn(self, tables: Sequence[Path | str], *, replace: bool = False) -> Learnt:
        """Take what side tables (docs/side-tables.md) say, and bring films up to it.

        Parameters
        ----------
        tables : sequence of Path or str
            CSV files.
        replace : bool
            These are right where earlier ones said otherwise; else what was said before stays.

        Raises
        ------
        UsageError
            A file is no side table.
        """
        from cuespotter.catalogue.side_tables import read_side_tables

        catalogue = self._catalogue
        recordings = {recording.id: recording for recording in catalogue.recordings()}
        places = {place: file.recording_id for place, file in catalogue.known_files().items()}
        lesson = read_side_tables([Path(table) for table in tables], recordings.values(), places)
        before = catalogue.told()
        new = {one: told for one, told in lesson.told.items() if before.get(one) != told}
        disputed = [one for one in new if one in before and not replace]
        remarks = list(lesson.remarks)
        for one in disputed:
            remarks.append(
                f"{recordings[one].path}: an earlier table said otherwise; --replace takes what these say"
            )
            del new[one]
        catalogue.put_told(new)
        films = catalogue.refresh_recordings(catalogue.recordings_of(new), who=self.who)
        return Learnt(lesson.rows, len(new), films, tuple(remarks), bool(lesson.told))
