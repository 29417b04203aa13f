"""Secrets: neither a database's password nor a bucket's key is in what anybody reads."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
from tests.cluster.faulty_s3 import BUCKET, bucket
from tests.cluster.workers import quick_program

from cuespotter import open_library
from cuespotter.cluster.storage import Store
from cuespotter.errors import CuespotterError, UsageError

PASSWORD, KEY, SECRET_KEY = "hunter2pass", "AKIAHUNTERKEY", "hunter2secret"
SECRETS = (PASSWORD, KEY, SECRET_KEY)


def commands_of_all_processes():
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield place.read_bytes().decode(errors="replace")
        except OSError:
            continue


def rows_of_all_tables(server, database):
    with psycopg.connect(
        host=str(server.folder), port=server.port, user="cuespotter", dbname=database
    ) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f'SELECT t::text FROM "{table}" AS t').fetchall():
                yield row


def test_no_secret_is_in_logs_jobs_documents_or_errors(url, stocked, server, films, tmp_path):
    pytest.importorskip("obstore")
    pytest.importorskip("moto")
    poison = tmp_path / "poison.mkv"
    poison.write_bytes(b"no film at all" * 1000)
    program = quick_program(tmp_path / "bin") / "cuespotter"
    with bucket() as (address, faults):
        environment = os.environ | {
            "CUESPOTTER_LIBRARY": str(stocked[0]),
            "CUESPOTTER_CATALOGUE_URL": url.replace("cuespotter@", f"cuespotter:{PASSWORD}@"),
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_REGION": "us-east-1",
        }

        def run(*words, status=0):
            done = subprocess.run(
                [program, *map(str, words)], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == status, done.stderr
            return done.stdout + done.stderr

        said = [run("enqueue", films[0][0], poison, "--store", f"s3://{BUCKET}/index")]
        cache = ("--cache", tmp_path / "cache")
        worker = subprocess.Popen(
            [program, "work", "--until-done", *map(str, cache)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        first = worker.stdout.readline()
        said += commands_of_all_processes()
        said += [first, worker.communicate()[0]]
        assert worker.returncode == 1, "one film cannot be heard"
        faults.coming = ["forbidden"] * 3
        said += [run("jobs"), run("jobs", "--json"), run("jobs", "--prometheus"), run("films", "--json")]
        said += [run("enqueue", films[1][0], "--store", "s3://nosuchbucket/index", status=2)]
    said += rows_of_all_tables(server, url.split("@/")[1].split("?")[0])
    text = "\n".join(said)
    assert "failed" in text
    assert "cues" in text
    assert [one for one in SECRETS if one in text] == []


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://me:{PASSWORD}@localhost:1/archive",
        f"postgresql+psycopg://me@localhost:1/archive?password={PASSWORD}",
        f"postgresql+psycopg://me@localhost:1/archive?sslpassword={PASSWORD}&sslcert=/none",
        f"postgresql+psycopg//me:{PASSWORD}@localhost/archive",
        f"postgresql+psycopg://me:{PASSWORD}@localhost:port/archive",
        f"postgresql+psycopg://me:{PASSWORD}@[localhost/archive",
        f"postgresql+nodriver://me:{PASSWORD}@localhost/archive",
        f"nosuch://me:{PASSWORD}@localhost/archive",
    ],
)
def test_a_url_that_leads_nowhere_is_one_line_without_its_password(url, tmp_path):
    pytest.importorskip("psycopg")
    with pytest.raises(CuespotterError) as caught:
        open_library(tmp_path, catalogue=url)
    assert "\n" not in caught.value.message
    assert PASSWORD not in caught.value.message


@pytest.mark.parametrize("place", [f"s3://{KEY}:{SECRET_KEY}@archive/index", f"s3://archive/index?key={KEY}"])
def test_a_stores_keys_stand_in_the_environment_alone(place):
    with pytest.raises(UsageError, match="AWS_ACCESS_KEY_ID") as caught:
        Store(place)
    assert [one for one in SECRETS if one in caught.value.message] == []
