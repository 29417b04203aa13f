"""TLS to PostgreSQL and to S3: certificates are checked to the host's name; a wrong one is one clear line."""

import os
import shutil
import socket

import pytest
from bench.postgres_server import PostgresServer, programs
from tests.cluster.certificates import HOST, make_certificates
from tests.cluster.faulty_s3 import BUCKET, bucket

from cuespotter import open_library
from cuespotter.cluster.storage import Store, stored_as
from cuespotter.errors import LibraryError

pytest.importorskip("trustme")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def address(certificates):
    """A server that is reached by TLS alone: the host, port and database of a URL."""
    pytest.importorskip("procrastinate")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with PostgresServer(port=port) as server:
        for file in (certificates.key, certificates.chain):
            shutil.copy(file, server.folder)
            server.hand_over(server.folder / file.name)
        server.options = (
            f"-c listen_addresses=127.0.0.1 -c ssl=on -c ssl_key_file={server.folder / certificates.key.name} "
            f"-c ssl_cert_file={server.folder / certificates.chain.name} -c hba_file={server.folder / 'hba'}"
        )
        (server.folder / "hba").write_text("local all all trust\nhostssl all all 127.0.0.1/32 trust\n")
        server.make()
        server.make_database("archive")
        yield f"{HOST}:{port}/archive"


def opened(address, tmp_path, more):
    return open_library(
        tmp_path / "library", catalogue=f"postgresql+psycopg://cuespotter@{address}?{more}", create=True
    )


def test_postgresql_is_reached_by_tls_whose_certificate_is_checked(address, certificates, tmp_path):
    with opened(address, tmp_path, f"sslmode=verify-full&sslrootcert={certificates.authority}") as library:
        said = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        with library._catalogue.engine.connect() as connection:
            assert connection.exec_driver_sql(said).scalar() is True


@pytest.mark.parametrize(
    ("host", "mode", "root", "says"),
    [
        (HOST, "verify-full", "stranger", r"certificate verify failed; name the authority .* sslrootcert"),
        (HOST, "verify-full", "missing", r"root certificate file .* does not exist.*; name the authority"),
        ("127.0.0.1", "verify-full", "authority", r"does not match host name .*; name the host as"),
        (HOST, "disable", "authority", r"no encryption"),
    ],
)
def test_postgresql_that_cannot_be_trusted_is_one_line(
    address, certificates, tmp_path, host, mode, root, says
):
    place = getattr(certificates, root, tmp_path / "missing.pem")
    with pytest.raises(LibraryError, match=says) as caught:
        opened(address.replace(HOST, host), tmp_path, f"sslmode={mode}&sslrootcert={place}").close()
    assert "\n" not in caught.value.message


@pytest.fixture
def encrypted(certificates, monkeypatch):
    pytest.importorskip("obstore")
    pytest.importorskip("moto")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with bucket(certificates) as (where, _):
        monkeypatch.setenv("AWS_ENDPOINT_URL", where.replace("127.0.0.1", HOST))
        yield f"s3://{BUCKET}/index"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "some.ndx"
    path.write_bytes(os.urandom(100_000))
    return path


def test_s3_is_reached_by_tls_whose_certificate_is_checked(
    encrypted, certificates, file, tmp_path, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    store, stored = Store(encrypted), stored_as(file)
    store.put(file, stored)
    store.fetch(stored, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == file.read_bytes()


def test_s3_that_cannot_be_trusted_is_one_line(encrypted, certificates, file, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.stranger))
    with pytest.raises(
        LibraryError, match=r"could not be written .*certificate is not trusted, UnknownIssuer.*SSL_CERT_FILE"
    ) as caught:
        Store(encrypted, patience_s=0.5).put(file, stored_as(file))
    assert "\n" not in caught.value.message


def test_s3_without_tls_is_refused(encrypted, file, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
    with pytest.raises(LibraryError, match=r"could not be written"):
        Store(encrypted, patience_s=0.5).put(file, stored_as(file))
