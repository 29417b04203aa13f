"""Long work goes on behind the page: it is shown, cancelled, and told what came of it."""

import threading
import time

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from cuespotter.services import LocalJobs

from .conftest import make_music, write_wav


def finished(served, job_id):
    while (job := served.ask(f"/api/jobs/{job_id}").json)["status"] in {"waiting", "running"}:
        time.sleep(0.05)
    return job


def test_a_folder_below_a_root_is_added(served):
    write_wav(served.made.music / "Dogwood.wav", make_music(4, 12.0))
    root = served.ask("/api/places").json[0]
    job = served.ask("/api/jobs/add", {"place": root["id"]})
    assert job.status == 202
    done = finished(served, job.json["id"])
    (served.made.music / "Dogwood.wav").unlink()
    assert (done["status"], done["message"]) == ("done", "4 in the library, 1 of them new, 0 failed")
    assert served.ask("/api/recordings?text=Dogwood").json["total"] == 1


def test_a_known_film_is_identified_again_under_the_reviewers_word(served):
    cue, revision = served.cue()
    served.ask(f"/api/films/{served.film_id}/verdict", {"verdict": "reject", "cues": {cue: revision}})
    job = served.ask(f"/api/films/{served.film_id}/identify", {}).json
    done = finished(served, job["id"])
    assert (done["status"], done["film_id"]) == ("done", served.film_id)
    assert served.state()["document"]["cues"][0]["status"] == "rejected"
    assert any(row["id"] == job["id"] for row in served.ask("/api/jobs").json)


def test_a_job_is_cancelled_at_its_next_step(served):
    job = served.ask(f"/api/films/{served.film_id}/identify", {}).json
    served.ask(f"/api/jobs/{job['id']}/cancel", {})
    assert finished(served, job["id"])["status"] == "cancelled"
    assert served.ask("/api/jobs/000000000000/cancel", {}).status == 404


def test_jobs_wait_for_each_other_and_mistakes_are_told():
    jobs, gate = LocalJobs(), threading.Event()

    def fail(_job):
        raise ValueError("no such thing")

    first = jobs.start("add", "one", lambda _job: "done" if gate.wait(120) else "late")
    second = jobs.start("add", "two", fail)
    third = jobs.start("add", "three", lambda _job: "never")
    jobs.cancel(third.id)
    assert second.status == "waiting"
    gate.set()
    while second.status in {"waiting", "running"}:
        time.sleep(0.01)
    jobs.close()
    assert (first.status, second.status, third.status) == ("done", "failed", "cancelled")
    assert "no such thing" in (second.message or "")
