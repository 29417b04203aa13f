"""A worker whose disk is really full refuses the film, with its reason; with room again it is done."""

from tests.cluster.conftest import QUICK
from tests.small_disk import small_disk


def test_a_film_that_finds_no_room_says_so_and_is_done_where_there_is_some(library, films, alone, tmp_path):
    library.enqueue_films(films[:1], store=str(tmp_path / "shared"))
    told = []
    with small_disk(tmp_path / "disk", kib=64) as disk:
        library.work(until_done=True, bounds=QUICK, cache=disk, tell=told.append)
    (job,) = library.jobs()
    assert job.state == "failed"
    assert "no room for" in job.reason
    assert "--cache" in job.reason
    library.retry_jobs([job.id])
    library.work(until_done=True, bounds=QUICK, cache=tmp_path / "cache", tell=told.append)
    assert told[-1].ending == "done"
    (film,) = library.films()
    assert library.film(film.id) == alone[film.id]
