"""Generations of a library: which files of the index belonged together when jobs were enqueued.

A job searches the library as it was when it was put in, wherever and whenever it is done. Its generation is a
row that it pins; a generation that nothing pins, and that is not the newest, is deleted, with those of its
files in the store that no other has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b

from sqlalchemy import Engine, delete, func, insert, select, text

from cuespotter.catalogue.database import reading, writing
from cuespotter.cluster import tables
from cuespotter.cluster.storage import Store, Stored
from cuespotter.errors import JobError
from cuespotter.index.shards import share_out

_UNPINNED = text("""
    SELECT id, manifest FROM cluster_generations
    WHERE id <> :newest AND made_at < now() - make_interval(secs => :fresh_s) AND id NOT IN (
        SELECT ours.generation FROM cluster_jobs AS ours
        JOIN procrastinate_jobs AS theirs ON theirs.id = ours.job_id
        WHERE ours.generation IS NOT NULL AND theirs.status IN ('todo', 'doing', 'failed')
    )
""")


FRESH_S = 3600.0
"""A generation is left alone for so long: its files and its jobs may be on their way still."""


@dataclass(frozen=True)
class Generation:
    """The index at one moment.

    Attributes
    ----------
    id : str
        The same for the same index.
    store : str
        Where its files are.
    files : tuple of Stored
        In reading order.
    removed : tuple of str
        Recordings in them that do not count.
    shard_bytes : int or None
        How large a shard may be; None: all is one.
    superseded : tuple of tuple of str
        Of each shard the recordings that a later one has anew.
    recordings : int
        How many count.
    """

    id: str
    store: str
    files: tuple[Stored, ...]
    removed: tuple[str, ...]
    shard_bytes: int | None = None
    superseded: tuple[tuple[str, ...], ...] = ()
    recordings: int = 0

    @property
    def shards(self) -> list[tuple[int, int]]:
        """Of each shard the number of its first file, and of the one behind its last; none: all is one."""
        if self.shard_bytes is None:
            return []
        return share_out([one.bytes for one in self.files], self.shard_bytes)

    def as_json(self) -> str:
        """Write it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, written: str) -> Generation:
        """Read it."""
        facts = json.loads(written)
        files = tuple(Stored(**one) for one in facts["files"])
        return cls(
            facts["id"],
            facts["store"],
            files,
            tuple(facts["removed"]),
            facts.get("shard_bytes"),
            tuple(map(tuple, facts.get("superseded", ()))),
            facts.get("recordings", 0),
        )


class Generations:
    """The generations of one catalogue.

    Parameters
    ----------
    engine, place
        The catalogue's; there is a queue in it.
    """

    def __init__(self, engine: Engine, place: object) -> None:
        self._engine, self._place = engine, str(place)

    def put(self, generation: Generation) -> None:
        """Write a generation down, before its files are put into the store: nobody deletes them then."""
        table = tables.cluster_generations
        with writing(self._engine, self._place) as connection:
            tables.wait_for(connection, tables.CLEARING)
            known = select(table.c.id).where(table.c.id == generation.id)
            if connection.execute(known).scalar() is not None:
                afresh = table.update().where(table.c.id == generation.id).values(made_at=func.now())
                connection.execute(afresh)
            else:
                connection.execute(insert(table), {"id": generation.id, "manifest": generation.as_json()})

    def get(self, generation_id: str) -> Generation:
        """Give a generation by its id.

        Raises
        ------
        JobError
            There is none any more.
        """
        table = tables.cluster_generations.c
        with reading(self._engine, self._place) as connection:
            written = connection.execute(select(table.manifest).where(table.id == generation_id)).scalar()
        if written is None:
            raise JobError(f"the library as of {generation_id} is not kept any more; enqueue the film again")
        return Generation.from_json(written)

    def clear(self, store: Store, newest: str, *, fresh_s: float = FRESH_S) -> int:
        """Delete what no job needs that is not over; says how many generations that were."""
        table = tables.cluster_generations
        with writing(self._engine, self._place) as connection:
            tables.wait_for(connection, tables.CLEARING)
            gone = connection.execute(_UNPINNED, {"newest": newest, "fresh_s": fresh_s}).all()
            if not gone:
                return 0
            connection.execute(delete(table).where(table.c.id.in_([row.id for row in gone])))
            left = connection.execute(select(table.c.manifest)).scalars()
            store.delete(
                sorted(_files(row.manifest for row in gone) - _files(left), key=lambda one: one.name)
            )
        return len(gone)


def _files(manifests: Iterable[str]) -> set[Stored]:
    """Give the files of some generations."""
    return {file for written in manifests for file in Generation.from_json(written).files}


def generation_id(
    files: Sequence[Stored], removed: Sequence[str], store: str, shard_bytes: int | None = None
) -> str:
    """Name an index by all that is in it, and by how it is searched."""
    said = json.dumps([[one.content for one in files], sorted(removed), store, shard_bytes])
    return blake2b(said.encode(), digest_size=16).hexdigest()
