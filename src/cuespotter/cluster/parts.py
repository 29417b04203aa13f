"""Films that are searched shard by shard: jobs that belong together, and what each of them found.

A film waits, out of every worker's reach, until the last of its shards has answered; that one's transaction
lets it go. What becomes of one becomes of all: a shard that fails for good fails its film, with its reason,
and nobody works on the others any more. All here is done within the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, insert, select, text

from cuespotter.cluster import tables

FAR = "9999-01-01 00:00:00+00"
"""A film that waits for its shards is scheduled for then."""
_RELEASE = text("""
    UPDATE procrastinate_jobs AS job SET scheduled_at = NULL
    FROM cluster_jobs AS ours WHERE ours.job_id = job.id AND ours.key = :film AND job.status = 'todo'
""")
_HOLD_BACK = text("""
    UPDATE procrastinate_jobs AS job SET scheduled_at = CAST(:far AS timestamptz) FROM cluster_jobs AS ours
    WHERE ours.job_id = job.id AND job.id IN :ids AND job.status = 'todo' AND EXISTS (
        SELECT 1 FROM cluster_parts AS part WHERE part.film = ours.key AND part.answer IS NULL
    )
""").bindparams(bindparam("ids", expanding=True))
_FAMILY = text("""
    SELECT DISTINCT other.id FROM (
        SELECT coalesce(part.film, ours.key) AS film FROM cluster_jobs AS ours
        LEFT JOIN cluster_parts AS part ON part.job_id = ours.job_id WHERE ours.job_id IN :ids
    ) AS asked, LATERAL (
        SELECT job_id AS id FROM cluster_parts WHERE film = asked.film
        UNION SELECT job_id FROM cluster_jobs WHERE key = asked.film
    ) AS other
""").bindparams(bindparam("ids", expanding=True))
_FAIL = text("""
    UPDATE procrastinate_jobs AS job SET status = 'failed' FROM cluster_jobs AS ours
    WHERE ours.job_id = job.id AND ours.key = :film AND job.status = 'todo' RETURNING job.id
""")
_GIVE_UP = text("""
    SELECT procrastinate_cancel_job_v1(job.id, true, false) FROM procrastinate_jobs AS job
    JOIN cluster_parts AS part ON part.job_id = job.id
    WHERE part.film = :film AND job.status IN ('todo', 'doing') AND job.id <> :job
""")
UNFINISHED = """
    EXISTS (
        SELECT 1 FROM cluster_parts AS part JOIN cluster_jobs AS film ON film.key = part.film
        JOIN procrastinate_jobs AS theirs ON theirs.id = film.job_id
        WHERE part.job_id = {job} AND theirs.status IN ('todo', 'doing', 'failed')
    )
"""
"""SQL: a job is part of a film that is not done, or may be tried again."""


def put(connection: Connection, film: str, jobs: Sequence[int]) -> None:
    """Note which jobs search the shards of a film, in the library's order."""
    rows = [{"job_id": job, "film": film, "shard": number} for number, job in enumerate(jobs)]
    connection.execute(insert(tables.cluster_parts), rows)


def jobs_of(connection: Connection, films: Collection[str]) -> list[int]:
    """Give the jobs that search the shards of films, by the keys of these."""
    part = tables.cluster_parts.c
    return list(connection.execute(select(part.job_id).where(part.film.in_(films))).scalars())


def family(connection: Connection, ids: Collection[int]) -> set[int]:
    """Give jobs with all that belong to the same films."""
    return {*ids, *connection.execute(_FAMILY, {"ids": list(ids)}).scalars()} if ids else set()


def keep_answer(connection: Connection, film: str, shard: int, answer: bytes) -> int:
    """Keep what a shard has of a film; the last one lets the film go. Gives how many are missing."""
    table = tables.cluster_parts
    own = table.update().where(table.c.film == film, table.c.shard == shard)
    connection.execute(own.values(answer=answer))
    missing = select(table.c.job_id).where(table.c.film == film, table.c.answer.is_(None))
    left = len(connection.execute(missing).all())
    if not left:
        connection.execute(_RELEASE, {"film": film})
    return left


def answers(connection: Connection, film: str) -> list[bytes]:
    """Give what the shards have of a film, in the library's order; of those that have answered."""
    part = tables.cluster_parts.c
    query = select(part.answer).where(part.film == film, part.answer.is_not(None)).order_by(part.shard)
    return [bytes(one) for one in connection.execute(query).scalars()]


def drop_answers(connection: Connection, film: str) -> None:
    """Let go of the answers, since the film is done."""
    table = tables.cluster_parts
    connection.execute(table.update().where(table.c.film == film).values(answer=None))


def hold_back(connection: Connection, ids: Collection[int]) -> None:
    """Let films wait anew for those of their shards that have not answered."""
    if ids:
        connection.execute(_HOLD_BACK, {"ids": list(ids), "far": FAR})


def give_up(connection: Connection, job: int) -> list[int]:
    """Fail the film that a job is a part of, and take its other parts back; gives the film's job."""
    part = tables.cluster_parts.c
    film = connection.execute(select(part.film).where(part.job_id == job)).scalar()
    if film is None:
        return []
    failed = list(connection.execute(_FAIL, {"film": film}).scalars())
    connection.execute(_GIVE_UP, {"film": film, "job": job})
    return failed
